"""OData JSON payloads: written for clients, and read from them."""
