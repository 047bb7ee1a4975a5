"""Settings: `base`, and the three places that refine it."""
