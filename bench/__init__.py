"""Measurements that are run by hand: they tell how fast things are, and never fail."""
