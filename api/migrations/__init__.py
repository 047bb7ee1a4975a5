"""Schema history of the service clients."""
