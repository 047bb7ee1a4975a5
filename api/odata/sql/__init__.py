"""Expressions in Django's terms: functions, arithmetic, casts, paths and collections."""
