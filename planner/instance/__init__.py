"""What goes in and what comes out: rooms, people, plans, pins, and whether they fit."""
