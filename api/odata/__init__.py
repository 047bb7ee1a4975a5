"""The OData v4.01 layer: parsing, negotiating and rendering that knows nothing of tokens."""
