"""Lots: ranges of tokens that share one history, so that cost grows with ranges."""
