"""Pure Python: the bus, its handlers and the saga runner."""
