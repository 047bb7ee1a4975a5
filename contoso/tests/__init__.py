"""Tests of the project itself, and the servers that all tests share."""
