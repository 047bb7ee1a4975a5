"""Codes: what a consumer types to redeem a token, computed and never stored.

A code is 125 bits: epoch (5), then FF1 over serial (40) and tag (80).
`book.CodeBook` is the way in; the other modules are its parts.
"""
