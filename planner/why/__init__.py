"""The plan in sentences, from its numbers."""
