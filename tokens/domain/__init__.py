"""The domain in pure Python: aggregates, sagas, lots, codes and their ports."""
