"""Tests of the OData layer, one file a module."""
