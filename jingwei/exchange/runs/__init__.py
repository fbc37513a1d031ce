"""One import from the files to the written rows."""
