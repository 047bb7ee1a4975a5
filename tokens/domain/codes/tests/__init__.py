"""Tests of codes and of the cryptography under them."""
