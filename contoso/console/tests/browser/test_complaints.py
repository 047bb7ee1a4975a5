"""What goes wrong in a tab is told once, of the page where it arose."""

import pytest

from contoso.console.tests.browser.console import Console


@pytest.fixture
def tab(browser, system):
    """A tab in which everything below /broken/ is."""
    context = browser.new_context()
    context.route("**/broken/**", lambda route: route.fulfill(status=500, body="broken"))
    yield Console(context, system.address)
    context.close()


def test_a_status_of_500_names_the_address(tab):
    tab.go("/broken/page/")
    with pytest.raises(AssertionError, match=rf"status of 500 .*{tab.address}/broken/page/"):
        tab.leave()


@pytest.mark.parametrize("fault", ["throw new Error('a fault')", "console.error('a fault')"])
def test_a_fault_of_a_script_is_of_its_page_alone(tab, fault):
    tab.go("/admin/login/")
    tab.page.evaluate(f"new Promise(done => setTimeout(() => {{ done(); {fault} }}))")
    with pytest.raises(AssertionError, match="a fault"):
        tab.leave()
    tab.go("/admin/login/")
    tab.leave()


def test_another_host_is_told(tab):
    tab.page.route("http://elsewhere.example/**", lambda route: route.fulfill(body=""))
    tab.page.goto("http://elsewhere.example/")
    with pytest.raises(AssertionError, match=r"elsewhere\.example"):
        tab.leave()
    tab.leave()
