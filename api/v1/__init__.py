"""Version 1 of the API: the service root /api/v1/."""
