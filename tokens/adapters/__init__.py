"""The ports of the domain on PostgreSQL and in memory."""
