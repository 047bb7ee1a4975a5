"""The commands for a terminal, with their messages delivered by hand."""

from base64 import b64encode
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from tokens.adapters.file_key_ring import FileKeyRing
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.adapters.postgres.database import execute
from tokens.bootstrap import application
from tokens.domain.ids import AccountId, MintRequestId, OrderId, PrintJobId
from tokens.domain.ports import Origin
from tokens.domain.printing.commands import DownloadPackage, Print
from tokens.domain.token.identifier import TokenId
from tokens.management import progress
from tokens.models import CatalogItem
from tokens.tests.partners import P256
from tokens.tests.workers import work_off

pytestmark = pytest.mark.django_db
PRINT = ("print", "--account", "northwind")


@pytest.fixture
def item():
    # What the process remembers of serials was undone with the test before.
    application.cache_clear()
    return CatalogItem.objects.create(id="terminal-card", name="Card").id


@pytest.fixture(autouse=True)
def _workers(monkeypatch):
    """Whoever waits works."""
    monkeypatch.setattr(progress, "sleep", lambda _: work_off(application()))


def call(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


class TestMint:
    def test_waits_until_everything_is_minted(self, item):
        said = call("mint", "--catalog", item, "--quantity", "2500000", "--wait")
        assert "2,500,000 tokens" in said
        assert said.endswith("Completed.\n")

    def test_says_what_is_wrong(self, item):
        with pytest.raises(CommandError, match="does not exist; an operator can create it"):
            call("mint", "--catalog", "nothing", "--quantity", "1")
        with pytest.raises(CommandError, match="from 1 to 1099511627776, not 0"):
            call("mint", "--catalog", item, "--quantity", "0")


class TestPrint:
    def test_waits_until_the_package_is_made(self, item):
        clock = application().clock
        keep_certificate(P256.certificate, AccountId("northwind"), clock.now(), "t")
        call("mint", "--catalog", item, "--quantity", "5", "--wait")
        said = call(*PRINT, "--catalog", item, "--quantity", "2", "--wait")
        assert "2 tokens" in said
        assert said.endswith("ReadyForDownload.\n")
        job = application().lookup.print_job(PrintJobId(UUID(said.split()[2].rstrip(":"))))
        assert (job.account_id, job.package.count) == ("northwind", 2)

    def test_says_what_is_wrong(self, item):
        with pytest.raises(CommandError, match="POST Certificates"):
            call(*PRINT, "--catalog", item, "--quantity", "1")


class TestOrderAndRedeem:
    def test_from_stock_to_redeemed(self, item, monkeypatch):
        said = call("mint", "--catalog", item, "--quantity", "5", "--wait")
        mint_request_id = MintRequestId(UUID(said.split()[2].rstrip(":")))
        said = call(
            *("order", "--catalog", item, "--account", "northwind"),
            *("--quantity", "5", "--wait"),
        )
        assert said.endswith("Fulfilled.\n")
        order_id = OrderId(UUID(said.split()[1].rstrip(":")))
        app = application()
        assert app.lookup.order(order_id).account_id == "northwind"
        serials = app.serials.of(mint_request_id)
        code = app.codes.issue(serials.epoch, serials.first + 3, mint_request_id)
        monkeypatch.setattr("sys.stdin", StringIO(code + "\n"))
        assert str(TokenId(mint_request_id, 3)) in call("redeem", "--account", "ada")
        monkeypatch.setattr("sys.stdin", StringIO(code))
        with pytest.raises(CommandError, match="already been redeemed"):
            call("redeem", "--account", "bob")

    def test_a_wrong_code_is_refused(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", StringIO("ABC"))
        with pytest.raises(CommandError, match="not valid"):
            call("redeem")


class TestCheckLots:
    def test_finds_and_repairs_a_damaged_table(self, item):
        call("mint", "--catalog", item, "--quantity", "5", "--wait")
        assert "are what the event log says" in call("check_lots")
        execute("UPDATE tokens_lot SET state = 'Voided' WHERE catalog_id = %s", [item])
        with pytest.raises(CommandError, match="--repair"):
            call("check_lots")
        assert "rebuilt" in call("check_lots", "--repair")
        assert "are what the event log says" in call("check_lots")


class TestPackageCertificate:
    def test_shows_what_partners_trust_and_no_key(self):
        said = call("package_certificate")
        assert said.startswith("-----BEGIN CERTIFICATE-----")
        assert said == call("package_certificate")
        assert "PRIVATE" not in said


class TestTraceCode:
    @pytest.fixture
    def sold(self, item):
        """The code of an activated token, and its token."""
        said = call("mint", "--catalog", item, "--quantity", "3", "--wait")
        mint_request_id = MintRequestId(UUID(said.split()[2].rstrip(":")))
        order = ("order", "--catalog", item, "--account", "northwind")
        call(*order, "--quantity", "2", "--wait")
        app = application()
        serials = app.serials.of(mint_request_id)
        code = app.codes.issue(serials.epoch, serials.first + 1, mint_request_id)
        return code, TokenId(mint_request_id, 1)

    def test_tells_where_a_token_comes_from_and_what_happened(self, sold, monkeypatch):
        code, token_id = sold
        monkeypatch.setattr("sys.stdin", StringIO(code))
        call("redeem", "--account", "ada")
        monkeypatch.setattr("sys.stdin", StringIO(code.lower().replace("-", " ")))
        said = call("trace_code")
        place = f"{token_id.mint_request_id}, number 1"
        for part in (str(token_id), place, "northwind", "ada"):
            assert part in said
        events = [line.split()[4] for line in said.splitlines() if "UTC" in line]
        assert events == [
            *("TokenMinted", "TokenCirculated", "TokenReserved", "TokenActivated"),
            "TokenRedeemed",
        ]
        assert code not in said

    def test_tells_who_downloaded_it(self, item, monkeypatch):
        said = call("mint", "--catalog", item, "--quantity", "3", "--wait")
        mint_request_id = MintRequestId(UUID(said.split()[2].rstrip(":")))
        app, job, origin = application(), PrintJobId(uuid4()), Origin("test", None, "printer-7")
        keep_certificate(P256.certificate, AccountId("northwind"), app.clock.now(), "tester")
        app.bus.execute(Print(job, item, AccountId("northwind"), 3), origin)
        work_off(app)
        app.bus.execute(DownloadPackage(job, 0, 100), origin)
        app.packages.delete(job)
        serials = app.serials.of(mint_request_id)
        code = app.codes.issue(serials.epoch, serials.first + 1, mint_request_id)
        monkeypatch.setattr("sys.stdin", StringIO(code))
        said = call("trace_code")
        assert f"{job} of 3" in said
        assert "by printer-7: 0 to 99" in said

    def test_a_wrong_code_is_refused(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", StringIO("ABC"))
        with pytest.raises(CommandError, match="code"):
            call("trace_code")


class TestRotateKeys:
    @pytest.fixture
    def ring(self, settings, tmp_path):
        """A key ring of its own."""
        settings.CONTOSO_KEY_RING = tmp_path / "ring.json"
        execute("DELETE FROM tokens_epoch")
        application.cache_clear()
        yield FileKeyRing(settings.CONTOSO_KEY_RING)
        application.cache_clear()

    def test_opens_the_next_epoch_and_remembers_its_key(self, ring):
        assert "Epoch 1 is open; 30 more can be." in call("rotate_keys")
        assert ring.current_epoch() == 1
        assert "all epochs" in call("check_keys")

    def test_a_supplied_ring_is_rotated_by_who_supplies_it(self, settings, ring):
        key = b64encode(ring.master_key(0)).decode()
        settings.CONTOSO_KEY_RING_KEYS = key
        with pytest.raises(CommandError, match="supply a key of epoch 1"):
            call("rotate_keys")
        settings.CONTOSO_KEY_RING_KEYS = f"{key},{b64encode(bytes(32)).decode()}"
        assert "all epochs" in call("check_keys")


class TestQuarantine:
    def test_of_a_mint_request_begins_and_ends(self, item, monkeypatch):
        said = call("mint", "--catalog", item, "--quantity", "3", "--wait")
        mint_request = said.split()[2].rstrip(":")
        hold = ("quarantine", "--mint-request", mint_request, "--reason", "a leak")
        assert call(*hold) == f"mint-request-{mint_request} is in quarantine.\n"
        assert "may be redeemed again" in call(*hold, "--release")

    def test_of_nothing_says_so(self, item):
        with pytest.raises(CommandError, match="no epoch with the id '9'"):
            call("quarantine", "--epoch", "9", "--reason", "a leak")
