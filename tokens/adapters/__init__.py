"""Adapters: what implements the domain's ports."""
