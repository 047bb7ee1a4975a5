"""The ports of the domain, made real: PostgreSQL, Redis, and their in-memory twins."""
