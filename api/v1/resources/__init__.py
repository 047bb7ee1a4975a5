"""One module an entity set: who may do what with it, and how."""
