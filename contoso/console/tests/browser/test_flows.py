"""What operators do, from signing in to the second person's approval."""

import re

from playwright.sync_api import expect

from contoso.console.tests.browser.history import BILLION, ITEM, MINTED
from contoso.startup.demo_code import redeemable_code


def mint(console, quantity, **form):
    """Mint through the dialog; return the page's address."""
    console.go("/admin/projections/mintrequest/add/")
    console.page.select_option("[name=catalog_id]", MINTED)
    console.page.fill("[name=quantity]", quantity)
    for name, value in form.items():
        console.page.fill(f"[name={name}]", value)
    console.page.click("button:has-text('Mint')")
    console.page.wait_for_load_state()
    return console.page.url


def confirm(console, deed, reason=None):
    """Do a deed to what the page shows."""
    console.page.click(f"a:has-text('{deed}')")
    console.page.wait_for_load_state()
    if reason:
        console.page.fill("[name=reason]", reason)
    asked = re.search(r"Type (\S+) to confirm", console.text())
    assert asked
    console.page.fill("[name=confirmation]", asked[1])
    console.page.click(f"button:has-text('{deed}')")
    console.page.wait_for_load_state()


class TestSigningIn:
    def test_a_wrong_password_is_told(self, open_console):
        console = open_console("ann")
        console.page.context.clear_cookies()
        console.sign_in("ann", "wrong")
        assert "Please enter the correct username and password" in console.text()

    def test_leads_home(self, open_console):
        console = open_console("ann")
        console.page.context.clear_cookies()
        console.sign_in("ann", "ann-of-contoso")
        assert console.page.url.endswith("/admin/")
        assert "Orders waiting" in console.text()


class TestRefreshing:
    def test_says_that_it_has_failed_until_it_works_again(self, open_console):
        console = open_console("ann")
        console.go("/admin/")
        note = console.page.get_by_text("Not refreshed since")
        console.page.route("**/admin/", lambda route: route.fulfill(status=499))
        expect(note).to_be_visible()
        console.page.unroute("**/admin/")
        expect(note).to_have_count(0)
        assert "Orders waiting" in console.text()
        console.complaints.clear()

    def test_asks_for_a_password_once_the_session_is_over(self, open_console):
        console = open_console("ann")
        console.go("/admin/")
        console.page.context.clear_cookies()
        console.page.wait_for_url("**/admin/login/?next=/admin/")


class TestMinting:
    def test_progress_reaches_the_end_without_reloading(self, open_console):
        console = open_console("ann")
        console.go("/admin/projections/mintrequest/add/")
        console.page.select_option("[name=catalog_id]", MINTED)
        console.page.locator("[name=quantity]").press_sequentially("20,000,000")
        expect(console.page.locator("#quantity-in-words")).to_have_text(
            "20,000,000: twenty million"
        )
        console.page.click("button:has-text('Mint')")
        console.page.wait_for_load_state()
        console.page.evaluate("() => { window.reloaded = false }")
        whole = "20,000,000 of 20,000,000 (100 %)"
        expect(console.page.locator("#process")).to_contain_text(whole)
        expect(console.page.locator("#process")).to_contain_text("Completed")
        assert console.page.evaluate("() => window.reloaded") is False

    def test_a_wrong_quantity_is_told(self, open_console):
        console = open_console("ann")
        mint(console, "a lot")
        assert "Write a whole number from 1 to" in console.text()

    def test_what_was_minted_is_voided(self, open_console):
        console = open_console("ann")
        mint(console, "5000")
        expect(console.page.locator("#process")).to_contain_text("Completed")
        confirm(console, "Void all tokens", "a test")
        expect(console.page.locator("#process")).to_contain_text("Voided")
        assert "5,000" in console.text()


class TestOrders:
    def test_a_waiting_order_is_canceled(self, open_console):
        console = open_console("bob")
        console.go("/admin/projections/order/?state=Placed")
        console.page.click("#result_list tbody a[href*='/change/']")
        console.page.wait_for_load_state()
        confirm(console, "Cancel")
        expect(console.page.locator("#process")).to_contain_text("Canceled")


class TestSecondPerson:
    def test_two_operators_mint_very_many(self, open_console):
        ann, bob = open_console("ann"), open_console("bob")
        mint(ann, f"{2 * BILLION:,}", reason="for the spring sale")
        assert "second operator" in ann.text()
        assert ann.violations() == []
        ann.page.click("a:has-text('Open the approval')")
        ann.page.wait_for_load_state()
        assert "You asked for this" in ann.text()

        bob.go("/admin/projections/approval/?state=Pending")
        bob.page.click("#result_list tbody a[href*='/change/']")
        bob.page.wait_for_load_state()
        assert "for the spring sale" in bob.text()
        bob.page.click("button:has-text('Approve')")
        bob.page.wait_for_load_state()
        assert "Approved, and under way." in bob.text()


class TestMachinery:
    def test_a_dead_letter_is_replayed(self, open_console):
        console = open_console("ann")
        console.go("/admin/tokens/deadletter/")
        before = console.page.locator("#result_list tbody tr").count()
        assert before
        console.page.check("#result_list tbody .action-select >> nth=0")
        console.page.select_option("[name=action]", "replay")
        console.page.click("button[name=index], button:has-text('Run')")
        console.page.wait_for_load_state()
        assert "on their way again" in console.text()

    def test_a_projection_is_paused_resumed_and_rebuilt_by_a_worker(self, open_console):
        console = open_console("ann")
        console.go("/admin/projections/checkpoint/activity/change/")
        for deed, told in (("Pause", "Paused since"), ("Resume", "goes on")):
            console.page.click(f"button:has-text('{deed}')")
            console.page.wait_for_load_state()
            assert told in console.text()
        console.page.click("button:has-text('Rebuild')")
        console.page.get_by_text("No differences").first.wait_for(timeout=20_000)
        console.go("/admin/workers/")
        assert "upkeep@" in console.text()


class TestFinding:
    def test_a_catalog_item_is_found(self, open_console):
        console = open_console("ann")
        console.go("/admin/tokens/catalogitem/")
        console.page.fill("[name=q]", "game")
        console.page.press("[name=q]", "Enter")
        expect(console.page.locator("#result_list tbody tr")).to_have_count(1)
        console.page.click(f"#result_list a:has-text('{ITEM}')")
        expect(console.page.locator("h1")).to_contain_text("Game card")

    def test_nothing_found_is_told_with_the_way_back(self, open_console):
        console = open_console("ann")
        console.go("/admin/tokens/catalogitem/?q=nothing-like-it")
        assert "None of the catalog items is like that" in console.text()
        console.page.click("a:has-text('Show all')")
        expect(console.page.locator("#result_list tbody tr").first).to_be_visible()

    def test_a_code_leads_to_its_token_and_stays_behind(self, open_console, system):
        code = redeemable_code(system.address, system.demo["clients"]["northwind"])
        assert code
        console = open_console("olga")
        console.go("/admin/trace/")
        console.page.fill("[name=code]", f" {code.lower()} ")
        console.page.click("button:has-text('Trace')")
        expect(console.page.locator("#content")).to_contain_text("Activated")
        assert code not in console.page.content()
        assert "code" not in console.page.url

    def test_a_wrong_code_is_told_and_not_repeated(self, open_console):
        console = open_console("olga")
        console.go("/admin/trace/")
        console.page.fill("[name=code]", "what-is-this")
        console.page.click("button:has-text('Trace')")
        expect(console.page.locator(".text-red-600, .errorlist").first).to_be_visible()
        assert "what-is-this" not in console.page.content()


class TestSingleTokens:
    def test_a_token_is_voided(self, open_console):
        console = open_console("ann")
        console.go("/admin/projections/token/?item=demo-card&state=Activated")
        console.page.click("#content td a[href*='/change/']")
        confirm(console, "Void", "it was stolen")
        expect(console.page.locator("#content")).to_contain_text("Voided")


class TestPermissions:
    def test_who_is_in_no_group_sees_nothing(self, open_console):
        console = open_console("nils")
        assert console.go("/admin/") == 200
        assert "Mint requests" not in console.text()
        for model in ("projections/order", "tokens/event", "projections/token"):
            assert console.go(f"/admin/{model}/") == 403
        assert "Your groups do not permit this" in console.text()

    def test_a_viewer_looks_and_does_nothing(self, open_console):
        console = open_console("vera")
        assert console.go("/admin/projections/mintrequest/") == 200
        assert console.go("/admin/projections/mintrequest/add/") == 403
        assert console.go("/admin/api/client/") == 403
        console.go("/admin/projections/order/")
        console.page.click("#result_list tbody a[href*='/change/']")
        console.page.wait_for_load_state()
        assert console.page.locator("a:has-text('Void tokens')").count() == 0
