"""The read side: read models, and the projectors that fill them from the log."""
