"""Something of everything: operators of each group, tokens in each state, work that waits."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from contoso.startup.demo_code import redeemable_code
from contoso.tests.api_client import Client
from contoso.tests.running_system import RunningSystem
from contoso.tests.waiting import eventually
from tokens.tests.partners import P256

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
ITEM = "game-card"
# What tests mint, so that what waits for ITEM goes on waiting.
MINTED = "gift-card"
BILLION = 1_000_000_000
_SECONDS = 60.0


def make_history(system: RunningSystem) -> None:
    """Let people and partners act until there is something to look at."""
    _seed(system)
    operator = _client(system, "operator")
    for item, name in ((ITEM, "Game card"), (MINTED, "Gift card")):
        operator.post("CatalogItems", {"id": item, "name": name}).expect(201)
    mint = _make(operator, "MintRequests", quantity=BILLION)
    _reach(operator, f"MintRequests({mint})", "Completed")
    for quantity in (1_000, 250_000, 2 * BILLION):
        _make(operator, "Orders", billingAccountId="fabrikam", quantity=quantity)
    _print(_client(system, "northwind"))
    _redeem(system)


def _print(partner: Client) -> None:
    partner.post("Certificates", {"pem": P256.pem}).expect(201)
    jobs = [_make(partner, "PrintJobs", quantity=quantity) for quantity in (20, BILLION)]
    _reach(partner, f"PrintJobs({jobs[0]})", "ReadyForDownload")
    partner.look(f"PrintJobs({jobs[0]})/package").expect(200)


def _redeem(system: RunningSystem) -> None:
    code = redeemable_code(system.address, system.demo["clients"]["northwind"])
    _client(system, "storefront").post("Tokens/Redeem", {"code": code}).expect(200)


def _client(system: RunningSystem, role: str) -> Client:
    return Client(system.address, system.demo["clients"][role], lambda: str(uuid4()))


def _make(client: Client, collection: str, **body: Any) -> str:
    made = client.post(collection, {"catalogId": ITEM, **body}).expect(201).json
    return str(made["id"])


def _reach(client: Client, path: str, state: str) -> None:
    def read() -> Any:
        return client.look(path).json.get("state")

    eventually(read, lambda found: found == state, _SECONDS)


def _seed(system: RunningSystem) -> None:
    environment = {
        **os.environ,
        "CONTOSO_HOME": str(system.home),
        "DJANGO_SETTINGS_MODULE": "contoso.settings.local",
    }
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", (HERE / "seed.py").read_text()],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
