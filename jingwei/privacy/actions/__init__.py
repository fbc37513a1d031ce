"""Writes of privacy, one module a noun."""
