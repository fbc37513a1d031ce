"""Pages of getting in: the door, the second factor, devices, codes."""
