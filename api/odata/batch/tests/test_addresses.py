"""The three forms of a URL within a batch, and those that lead elsewhere."""

import pytest

from api.odata.batch.addresses import Address, ServiceRoot
from api.odata.errors import BadRequestError, NotFoundError

ROOT = ServiceRoot("http://host:8000/api/v1/")


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "http://host:8000/api/v1/Orders(1)?$top=1",
            "HTTPS://HOST:8000/api/v1/Orders(1)?$top=1",
            "/api/v1/Orders(1)?$top=1",
            "Orders(1)?$top=1",
            "./Orders(1)?$top=1#x",
        ],
    )
    def test_of_each_form(self, url):
        assert ROOT.address(url, "Host:8000") == Address("/api/v1/Orders(1)", "$top=1")

    def test_of_the_service_document(self):
        for url in ("http://host:8000/api/v1", "/api/v1/", "/api/v1?x=1"):
            assert ROOT.address(url, None).path == "/api/v1/"

    def test_encodes_what_a_url_cannot_hold(self):
        found = ROOT.address("Orders?$filter=a eq 'é'", None)
        assert found.query == "$filter=a%20eq%20'%C3%A9'"

    def test_leaves_a_colon_in_a_key(self):
        assert ROOT.address("Tokens('a:b//c')", None).path == "/api/v1/Tokens('a:b//c')"

    @pytest.mark.parametrize("host", ["http://host", "https://host:443", "http://HOST:80"])
    def test_knows_default_ports(self, host):
        assert ServiceRoot("http://host/").address(f"{host}/x", None).path == "/x"

    @pytest.mark.parametrize(
        ("url", "host"),
        [("http://other/api/v1/Orders", None), ("/api/v1/Orders", "other"), ("ftp://x", None)],
    )
    def test_refuses_another_host(self, url, host):
        with pytest.raises(BadRequestError, match="is another host"):
            ROOT.address(url, host)

    def test_tells_what_to_write_instead(self):
        with pytest.raises(NotFoundError, match="write '/api/v1/Orders' or 'Orders'"):
            ROOT.address("/Orders", None)
