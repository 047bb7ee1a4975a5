"""Printing: the process that hands a partner its codes as one encrypted package."""
