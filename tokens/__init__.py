"""The write side: commands go in, events come out."""
