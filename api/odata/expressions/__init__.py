"""Expressions of $filter: read, typed against the model, evaluated."""
