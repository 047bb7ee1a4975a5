"""Request headers of OData: preferences, entity tags, versions, media types."""
