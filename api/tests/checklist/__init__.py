"""The team's list of observable OData behaviours as tests; each is named by its row."""
