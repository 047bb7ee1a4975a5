"""Packages: tokens and their codes as a signed list, encrypted to one partner, as a stream."""
