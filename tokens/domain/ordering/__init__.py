"""Ordering: the process that hands tokens in circulation to a billing account."""
