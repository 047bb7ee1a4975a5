"""The tables of the write side."""
