"""Every page of the console: it opens, pleases axe, fits the window, and is photographed."""

import os
import re
from pathlib import Path

import pytest
from django.contrib import admin

from contoso.console.tests.browser.conftest import ROOT

SHOTS = Path(os.environ.get("CONSOLE_SCREENSHOTS") or ROOT / "artifacts" / "console")
WIDTHS = (390, 1440)
# A theme changes colours alone.
RULES: dict[str, tuple[str, ...]] = {"light": (), "dark": ("color-contrast",)}
MODELS = sorted(f"{m._meta.app_label}/{m._meta.model_name}" for m in admin.site._registry)
PAGES = (
    *("", "trace/", "password_change/", "nowhere/", "workers/", "keys/", "keys/rotate/"),
    *("keys/quarantine/?epoch=0", "projections/checkpoint/tokens/change/"),
)
_FIRST = "#result_list tbody a[href*='/change/']"


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def console(open_console, theme):
    """The admin's tab in a theme."""
    opened = open_console(color_scheme=theme, viewport={"width": 1440, "height": 900})
    opened.page.evaluate(f"""localStorage.setItem('_x_adminTheme', '"{theme}"')""")
    return opened


def judge(console, name, theme):
    """Photograph a page at both widths; return all that is wrong with it."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    wrong = [f"{name}: {each}" for each in console.violations(*RULES[theme])]
    for width in WIDTHS:
        console.page.set_viewport_size({"width": width, "height": 900})
        if excess := console.excess():
            wrong.append(f"{name}: {excess} px too wide for {width}")
        file = re.sub(r"\W+", "-", name).strip("-") or "home"
        console.page.screenshot(path=SHOTS / f"{file}-{width}-{theme}.png", full_page=True)
    return wrong


@pytest.mark.parametrize("model", MODELS)
def test_a_model_s_pages(console, theme, model):
    assert console.go(f"/admin/{model}/") == 200
    wrong = judge(console, model, theme)
    first = console.page.locator(_FIRST).first
    if first.count():
        assert console.go(str(first.get_attribute("href"))) == 200
        wrong += judge(console, f"{model}/one", theme)
    if console.go(f"/admin/{model}/add/") == 200:
        wrong += judge(console, f"{model}/add", theme)
    assert wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page(console, theme, path):
    assert console.go(f"/admin/{path}") == (404 if path == "nowhere/" else 200)
    assert judge(console, path, theme) == []
