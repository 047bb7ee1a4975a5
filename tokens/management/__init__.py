"""Commands for operators at a terminal."""
