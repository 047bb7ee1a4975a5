"""Tests of headers, one file a module."""
