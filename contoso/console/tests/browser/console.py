"""An operator at the console: a tab that notes what goes wrong in it."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
_JUDGE = """
async rules => {
  const options = {resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})};
  const found = await axe.run(document, options);
  return found.violations
    .filter(each => ["serious", "critical"].includes(each.impact))
    .map(each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]);
}
"""
_SWITCH = "theme => Alpine.$data(document.documentElement).switchTheme(theme)"
_HAS_THEME = "theme => document.documentElement.classList.contains(theme)"
TALLEST = 3000
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Console:
    """One tab of the admin at `address`."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()
        self.page: Page = context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda sent: self.hosts.add(urlsplit(sent.url).hostname))

    def sign_in(self, username: str, password: str) -> None:
        """Sign in, and arrive wherever that leads."""
        self.go("/admin/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_load_state()

    def go(self, path: str) -> int:
        """Open a page; return its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer else 0

    def go_on(self, link: str) -> int:
        """Follow a link of the page; return the status."""
        return self.go(urljoin(self.page.url, link).removeprefix(self.address))

    def text(self) -> str:
        """What the page's main part says."""
        return self.page.inner_text("body")

    def violations(self, *rules: str) -> list[Any]:
        """What axe finds serious or critical: each rule with the elements that break it.

        Of all rules, where none is named.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            # Not as an element: the page's policy forbids scripts that are none of its own.
            self.page.evaluate(AXE.read_text())
        found: list[Any] = self.page.evaluate(_JUDGE, list(rules))
        return found

    def excess(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate(_TOO_WIDE)
        return wide

    def show(self, theme: str, width: int = 1440, height: int = 900) -> None:
        """Let the page appear in a theme and at a size, in pixels."""
        self.page.evaluate(_SWITCH, theme)
        self.page.wait_for_function(_HAS_THEME, arg=theme)
        self.page.set_viewport_size({"width": width, "height": height})

    def photograph(self, file: Path) -> None:
        """Keep an image of the page from its top, of very long ones the beginning."""
        tall = self.page.evaluate("() => document.documentElement.scrollHeight")
        size = self.page.viewport_size or {"width": 1440}
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(tall, TALLEST)}
        self.page.screenshot(path=file, full_page=True, clip=clip)

    def close(self) -> None:
        """Nothing may have gone wrong in the tab, and nothing have left the machine."""
        self.page.context.close()
        self.check()

    def leave(self) -> None:
        """Leave the page: what goes wrong from here on is of another."""
        self.page.goto("about:blank")
        self.check()

    def check(self) -> None:
        """Since the last check nothing may have gone wrong, and nothing left the machine."""
        complaints, self.complaints = self.complaints, []
        strangers, self.hosts = self.hosts - {"127.0.0.1"}, set()
        assert complaints == [], complaints
        assert strangers == set(), strangers

    def _note(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{message.text} ({message.location['url']})")
