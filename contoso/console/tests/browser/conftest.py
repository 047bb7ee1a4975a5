"""A running system with something of everything, and a browser that looks at it."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from api.tests.clients import node
from contoso.console.tests.browser.chromium import chromium
from contoso.console.tests.browser.console import Console
from contoso.console.tests.browser.history import make_history
from contoso.tests.running_system import RunningSystem

HERE = Path(__file__).parent
# As long as a busy machine may need; what is there at once costs nothing.
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def system() -> Iterator[RunningSystem]:
    """The whole system, with a few operators and a little history."""
    if chromium() is None:
        pytest.skip("no Chromium on PATH, and none could be installed: apt install chromium")
    running = RunningSystem.throwaway().start()
    try:
        make_history(running)
        yield running
        assert "Internal Server Error" not in running.log("web"), running.log("web")
    finally:
        running.stop()
        running.remove()


@pytest.fixture(scope="session")
def browser(system: RunningSystem) -> Iterator[Browser]:
    """Chromium without a window."""
    node.install(HERE)
    expect.set_options(timeout=PATIENCE_MS)
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
        console.close()
