"""Django's PostgreSQL, whose pool is asked without a round trip whether a connection lives."""
