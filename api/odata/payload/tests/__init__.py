"""Tests of payloads, one file a module."""
