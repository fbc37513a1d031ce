"""What the tests stand on: a throw-away PostgreSQL and a real browser."""
