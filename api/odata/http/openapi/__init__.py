"""A mounted service described in OpenAPI: made of the same declaration that $metadata is."""
