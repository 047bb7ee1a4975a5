"""Clients that others wrote, run against the whole system: `pytest api/tests/clients`.

Those in JavaScript come from npm by `package-lock.json` and run on the Node that the lock of
the development requirements brings. `make test` counts them in a section of their own.
"""
