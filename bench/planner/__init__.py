"""The planner beside its peers, on the same instances in the same minutes; see ``__main__.py``."""
