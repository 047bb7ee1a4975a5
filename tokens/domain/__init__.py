"""Pure Python: aggregates, sagas, commands, events, errors and ports."""
