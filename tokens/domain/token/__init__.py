"""One token: its identifier, its states and its state machine."""
