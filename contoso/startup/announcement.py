"""The one block that `make up` prints when everything answers."""

import json
from typing import Any

from contoso.startup.demo_code import redeemable_code
from contoso.startup.places import Places


def announcement(places: Places, port: int) -> str:
    """Where the system is, who may sign in, and what to try first."""
    address = f"http://127.0.0.1:{port}"
    lines = [
        "",
        "  Contoso Tokens is running",
        "",
        f"  API      {address}/api/v1/      documented at {address}/api/docs/",
        f"  Admin    {address}/admin/",
    ]
    if places.demo.exists():
        lines += _demo_lines(address, json.loads(places.demo.read_text()), places)
    lines += ["", f"  Logs     {places.logs}", "  Stop     Ctrl-C", ""]
    return "\n".join(lines)


def _demo_lines(address: str, demo: dict[str, Any], places: Places) -> list[str]:
    admin, storefront = demo["admin"], demo["clients"]["storefront"]
    lines = [
        f"           sign in as {admin['username']} with {admin['password']}",
        f"  Clients  operator, northwind, fabrikam, storefront: secrets in {places.demo}",
    ]
    code = redeemable_code(address, demo["clients"]["northwind"])
    if code is not None:
        lines += [
            "",
            "  Redeem a token:",
            f"    curl -u {storefront['id']}:{storefront['secret']} \\",
            "      -H 'Content-Type: application/json' \\",
            f'      -d \'{{"code": "{code}", "accountId": "ada"}}\' \\',
            f"      {address}/api/v1/Tokens/Redeem",
        ]
    return lines
