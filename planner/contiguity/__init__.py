"""Term 6: rooms side by side, and a bound on how much better any plan could be."""
