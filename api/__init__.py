"""The HTTP side: an OData v4.01 API over the read models and the command handlers."""
