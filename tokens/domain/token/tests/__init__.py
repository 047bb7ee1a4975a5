"""Tests of the token's own modules."""
