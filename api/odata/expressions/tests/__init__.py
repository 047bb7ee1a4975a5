"""Tests of expressions, one file a module."""
