"""A running system with something of everything, and a browser that looks at it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from api.tests.clients import node
from contoso.console.tests.browser.chromium import chromium
from contoso.console.tests.browser.console import Console
from contoso.tests.api_client import Client
from contoso.tests.running_system import RunningSystem
from contoso.tests.waiting import eventually

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
ITEM = "game-card"
BILLION = 1_000_000_000


@pytest.fixture(scope="session")
def system() -> Iterator[RunningSystem]:
    """The whole system, with a few operators and a little history."""
    if chromium() is None:
        pytest.skip("no Chromium on PATH, and none could be installed: apt install chromium")
    running = RunningSystem.throwaway().start()
    try:
        _seed(running)
        _trade(running)
        yield running
    finally:
        running.stop()
        running.remove()


@pytest.fixture(scope="session")
def browser(system: RunningSystem) -> Iterator[Browser]:
    """Chromium without a window."""
    node.install(HERE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def sessions(browser: Browser, system: RunningSystem) -> Callable[[str], StorageState]:
    """What the browser keeps of an operator who has signed in: once, since hashing is slow."""

    @cache
    def session(who: str) -> StorageState:
        context = browser.new_context()
        demo = system.demo["admin"]
        password = demo["password"] if who == "admin" else f"{who}-of-contoso"
        Console(context, system.address).sign_in(who, password)
        kept = context.storage_state()
        context.close()
        return kept

    return session


@pytest.fixture
def open_console(
    browser: Browser, system: RunningSystem, sessions: Callable[[str], StorageState]
) -> Iterator[Callable[..., Console]]:
    """Let an operator in; at the end, nothing may have gone wrong in any tab."""
    opened: list[Console] = []

    def open_(who: str = "admin", **options: Any) -> Console:
        kept = sessions(who)
        console = Console(browser.new_context(storage_state=kept, **options), system.address)
        opened.append(console)
        console.go("/admin/")
        return console

    yield open_
    for console in opened:
        console.page.context.close()
        assert console.complaints == []
        assert console.hosts <= {"127.0.0.1"}


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


def _trade(system: RunningSystem) -> None:
    operator = Client(system.address, system.demo["clients"]["operator"], lambda: str(uuid4()))
    operator.post("CatalogItems", {"id": ITEM, "name": "Game card"}).expect(201)
    minting = {"catalogId": ITEM, "quantity": BILLION}
    mint = operator.post("MintRequests", minting).expect(201).json["id"]
    eventually(
        lambda: operator.look(f"MintRequests({mint})").json["state"],
        lambda state: state == "Completed",
    )
    for quantity in (1_000, 250_000, 2 * BILLION):
        order = {"catalogId": ITEM, "billingAccountId": "fabrikam", "quantity": quantity}
        operator.post("Orders", order).expect(201)
