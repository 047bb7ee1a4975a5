"""An operator watches a catalog item: its threshold, its warnings, its numbers."""

from playwright.sync_api import expect

from contoso.console.tests.browser.history import ITEM

PAGE = f"/admin/tokens/catalogitem/{ITEM}/change/"


def keep_threshold(console, threshold):
    console.go(PAGE)
    console.page.fill("[name=low_stock_threshold]", threshold)
    console.page.click("button[name=_continue]")
    console.page.wait_for_load_state()


class TestThreshold:
    def test_warns_of_low_stock_everywhere(self, open_console):
        console = open_console("ann")
        keep_threshold(console, "9 000 000 000")
        try:
            assert "fewer than 9,000,000,000" in console.text()
            assert "low stock threshold: none → 9,000,000,000" in console.text()
            shown = console.page.input_value("[name=low_stock_threshold]")
            assert shown == "9,000,000,000"
            assert console.violations() == []
            console.go("/admin/")
            console.page.click("#home a:has-text('Low stock')")
            console.page.wait_for_load_state()
            assert "below 9,000,000,000" in console.text().lower()
        finally:
            keep_threshold(console, "")
        assert "Stock is low" not in console.text()


class TestRefreshing:
    def test_leaves_what_is_being_typed_alone(self, open_console):
        console = open_console("ann")
        console.go(f"{PAGE}?period=days")
        as_of = console.page.locator("#item > p").first
        before = as_of.inner_text()
        console.page.fill("[name=name]", "Game card, edited")
        expect(as_of).not_to_have_text(before, timeout=20_000)
        assert console.page.input_value("[name=name]") == "Game card, edited"
        assert console.page.evaluate("document.activeElement.name") == "name"
        expect(console.page.locator("#period-days")).to_have_attribute("aria-current", "true")
