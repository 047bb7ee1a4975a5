"""The REST API: OData in, commands and read models behind it."""
