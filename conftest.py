"""What every test of the project shares: the servers."""

pytest_plugins = ["contoso.tests.servers"]
