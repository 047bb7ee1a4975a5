"""What every test of the project shares: the servers, and a second service of OData."""

pytest_plugins = ["contoso.tests.servers", "api.odata.tests.service.fixtures"]
