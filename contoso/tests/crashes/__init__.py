"""Processes of a running system are killed in the middle of their work."""
