"""The ports on PostgreSQL, through Django's connection and inside its transactions."""
