"""A single token: its identifier and its state machine."""
