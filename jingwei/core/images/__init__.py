"""Pictures from outside: `encoding` makes a clean one of what was sent, in a child process."""
