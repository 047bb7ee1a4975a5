"""The write side: the domain, its application layer and their adapters."""
