"""What a token is and what may happen to it, in plain Python (DESIGN, section 2)."""
