"""The operator's console: what spans the admin's pages of all parts."""
