"""The HTTP engine: mounts a declared service by its model, its resources and its hooks."""
