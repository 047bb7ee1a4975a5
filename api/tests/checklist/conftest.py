"""The clients of the service of tokens, for rows about commands."""

from api.v1.tests.conftest import (  # noqa: F401  # fixtures are found by their names
    card,
    clients,
    fabrikam,
    kiosk,
    minted,
    northwind,
    operator,
    ordered,
    shop,
)
