"""Pages of people: getting in, one's own account and inbox, the roster."""
