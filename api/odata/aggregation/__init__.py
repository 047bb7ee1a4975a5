"""$apply: transformations of a collection (OData Extension for Data Aggregation 4.0)."""
