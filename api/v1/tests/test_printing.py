"""Print jobs and certificates, as partners meet them."""

import csv
import json
from uuid import UUID
from zipfile import ZipFile

import pytest

from api.v1 import downloads as downloads_
from api.v1.downloads import MOST, MOST_OF_A_CLIENT
from api.v1.tests.caller import error, settle
from projections.models import PackageDownload
from tokens.adapters.postgres.database import rows
from tokens.domain.token.identifier import TokenId
from tokens.tests.partners import P256, RSA, certificate_pem


@pytest.fixture(autouse=True)
def _places(monkeypatch):
    """What other tests have left unread occupies none."""
    monkeypatch.setattr(downloads_, "PLACES", downloads_.Places())


@pytest.fixture
def certified(northwind):
    return northwind.created("Certificates", {"pem": RSA.pem})


@pytest.fixture
def printed(northwind, certified, minted):  # asked for their effect
    """A print job of ten tokens, ready for download."""
    created = northwind.created("PrintJobs", {"catalogId": "card", "quantity": 10})
    settle()
    return created["id"]


@pytest.fixture
def package(printed):
    return f"PrintJobs({printed})/package"


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def downloads():
    settle()
    return list(
        PackageDownload.objects.order_by("position").values_list("client_id", "start", "stop")
    )


class TestCertificates:
    def test_are_uploaded_by_the_partner(self, northwind, certified):
        assert certified["id"] == RSA.certificate.thumbprint
        assert certified["sha256"] == RSA.certificate.sha256
        assert certified["billingAccountId"] == "nw"
        assert certified["current"] is True
        assert certified["notAfter"].startswith("2120-01-01T00:00:00")
        read = northwind.get(f"Certificates('{certified['id']}')").json()
        assert read["subject"] == "CN=Partner\\, Inc."

    def test_the_last_one_is_current_and_others_are_kept(self, northwind, certified):
        northwind.created("Certificates", {"pem": P256.pem})
        listed = northwind.get("Certificates?$filter=current").json()["value"]
        assert [each["id"] for each in listed] == [P256.certificate.thumbprint]
        assert northwind.get("Certificates/$count").content == b"2"

    def test_are_a_partner_s_own(self, northwind, fabrikam, operator, certified):
        assert fabrikam.get("Certificates").json()["value"] == []
        assert fabrikam.get(f"Certificates('{certified['id']}')").status_code == 404
        assert len(operator.get("Certificates").json()["value"]) == 1
        taken = fabrikam.post("Certificates", {"pem": RSA.pem})
        assert (taken.status_code, error(taken)["code"]) == (409, "CertificateTaken")

    def test_an_operator_names_the_account(self, operator):
        unnamed = operator.post("Certificates", {"pem": RSA.pem})
        assert (unnamed.status_code, error(unnamed)["code"]) == (400, "AccountRequired")
        made = operator.created("Certificates", {"pem": RSA.pem, "billingAccountId": "nw"})
        assert made["billingAccountId"] == "nw"

    @pytest.mark.parametrize(
        ("pem", "reason"),
        [
            ("nonsense", "exactly one"),
            (certificate_pem(RSA.key, "digital_signature"), "keyEncipherment"),
        ],
    )
    def test_are_refused_with_a_reason(self, northwind, pem, reason):
        refused = northwind.post("Certificates", {"pem": pem})
        told = error(refused)
        assert (refused.status_code, told["code"]) == (400, "InvalidCertificate")
        assert told["target"] == "pem"
        assert reason in told["message"]

    def test_are_needed_for_printing(self, northwind, minted):
        refused = northwind.post("PrintJobs", {"catalogId": "card", "quantity": 1})
        told = error(refused)
        assert (refused.status_code, told["code"]) == (409, "CertificateRequired")
        assert "POST Certificates" in told["message"]


class TestPrintJobs:
    def test_are_created_and_read(self, northwind, certified, minted):
        created = northwind.post("PrintJobs", {"catalogId": "card", "quantity": 10})
        assert created.status_code == 201
        job = created.json()
        assert created.headers["Location"].endswith(f"/api/v1/PrintJobs({job['id']})")
        assert created.headers["ETag"] == 'W/"0"'
        assert (job["state"], job["quantity"], job["catalogId"]) == ("Queued", 10, "card")
        assert job["certificateThumbprint"] == RSA.certificate.thumbprint
        read = northwind.get(f"PrintJobs({job['id']})").json()
        assert read["state"] == "Queued"
        settle()
        read = northwind.get(f"PrintJobs({job['id']})").json()
        assert (read["state"], read["downloads"]) == ("ReadyForDownload", 0)
        full = "application/json;odata.metadata=full"
        link = northwind.get(f"PrintJobs({job['id']})", Accept=full).json()
        assert link["package@odata.mediaReadLink"].endswith(f"PrintJobs({job['id']})/package")
        assert northwind.get("PrintJobs?$filter=state eq 'Queued'").json()["value"] == []

    def test_show_their_certificate(self, northwind, printed):
        read = northwind.get(f"PrintJobs({printed})?$expand=certificate($select=current)")
        assert read.json()["certificate"]["current"] is True

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"catalogId": "card", "quantity": 0}, "InvalidPrintQuantity"),
            ({"catalogId": "card", "quantity": 10**9 + 1}, "InvalidPrintQuantity"),
            ({"catalogId": "nothing", "quantity": 1}, "InvalidPrintItem"),
        ],
    )
    def test_are_refused_with_a_reason(self, northwind, certified, minted, body, code):
        refused = northwind.post("PrintJobs", body)
        assert (refused.status_code, error(refused)["code"]) == (400, code)

    def test_happen_once_for_a_key(self, northwind, certified, minted):
        body, key = {"catalogId": "card", "quantity": 3}, {"Idempotency_Key": "print-1"}
        first = northwind.created("PrintJobs", body, **key)
        assert northwind.created("PrintJobs", body, **key)["id"] == first["id"]
        assert northwind.get("PrintJobs/$count").status_code == 200

    def test_offer_what_their_state_allows(self, northwind, printed, package):
        full = "application/json;odata.metadata=full"

        def offered():
            read = northwind.get(f"PrintJobs({printed})", Accept=full).json()
            return {name.rpartition(".")[2] for name in read if name.startswith("#")}

        assert offered() == {"Activate", "Void"}
        bytes_of(northwind.get(package))
        settle()
        assert offered() == {"Activate", "Void", "Confirm", "PrintTokens"}

    def test_cannot_be_patched(self, northwind, printed):
        refused = northwind.patch(f"PrintJobs({printed})", {"quantity": 2})
        assert refused.status_code == 405


class TestPackages:
    def test_are_opened_by_the_partner_s_key(self, northwind, package, tmp_path):
        got = northwind.get(package)
        content = bytes_of(got)
        assert (got.status_code, got.headers["Content-Type"]) == (200, "application/cms")
        assert int(got.headers["Content-Length"]) == len(content)
        assert got.headers["Content-Disposition"].startswith("attachment; filename=")
        with ZipFile(RSA.opened(content, tmp_path)) as archive:
            listed = list(csv.DictReader(archive.read("tokens.csv").decode().splitlines()))
            manifest = json.loads(archive.read("manifest.json"))
        assert (len(listed), manifest["count"], manifest["billingAccountId"]) == (10, 10, "nw")
        token = northwind.get(f"Tokens('{listed[0]['id']}')").json()
        assert token["state"] == "Reserved"

    def test_the_codes_can_be_redeemed_once_activated(
        self, northwind, shop, printed, package, tmp_path
    ):
        with ZipFile(RSA.opened(bytes_of(northwind.get(package)), tmp_path)) as archive:
            text = archive.read("tokens.csv").decode()
        code = text.splitlines()[1].split(",")[1]
        assert error(shop.post("Tokens/Redeem", {"code": code}))["code"] == "TokenNotActivated"
        northwind.post(f"PrintJobs({printed})/Activate", If_Match="*")
        assert shop.post("Tokens/Redeem", {"code": code}).status_code == 200

    def test_have_an_alias(self, northwind, printed, package):
        whole = bytes_of(northwind.get(package))
        assert bytes_of(northwind.get(f"PrintJobs({printed})/$value")) == whole
        assert bytes_of(northwind.get(f"PrintJobs/{printed}/package/$value")) == whole

    def test_tell_their_length_to_head_and_that_is_no_download(self, northwind, package):
        head = northwind.send("HEAD", package, Range="bytes=0-9")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Accept-Ranges"] == "bytes"
        assert downloads() == []
        got = northwind.get(package)
        assert head.headers["Content-Length"] == got.headers["Content-Length"]
        assert head.headers["ETag"] == got.headers["ETag"]
        assert head.headers["ETag"].startswith('"')
        got.close()

    def test_are_resumed_by_ranges(self, northwind, package):
        first = northwind.get(package, Range="bytes=0-99")
        assert (first.status_code, len(bytes_of(first))) == (206, 100)
        size = int(first.headers["Content-Range"].rpartition("/")[2])
        tag = first.headers["ETag"]
        rest = northwind.get(package, Range="bytes=100-", If_Range=tag)
        assert rest.status_code == 206
        assert rest.headers["Content-Range"] == f"bytes 100-{size - 1}/{size}"
        whole = bytes_of(northwind.get(package))
        assert bytes_of(northwind.get(package, Range="bytes=0-99")) + bytes_of(rest) == whole
        last = northwind.get(package, Range="bytes=-5")
        assert bytes_of(last) == whole[-5:]

    def test_another_than_the_one_that_is_meant_is_not_sent(self, northwind, package):
        tag = northwind.send("HEAD", package).headers["ETag"]
        sent = northwind.get(package, If_Match=tag, Range="bytes=0-9")
        assert (sent.status_code, len(bytes_of(sent))) == (206, 10)
        refused = northwind.get(package, If_Match='"other"')
        assert (refused.status_code, refused.headers["ETag"]) == (412, tag)
        order = package.removesuffix("/package")
        assert northwind.get(order, If_Match='W/"0"').status_code == 412
        assert northwind.get(order, If_Match="*").status_code == 200
        assert len(downloads()) == 1

    def test_an_old_if_range_gives_everything(self, northwind, package):
        got = northwind.get(package, Range="bytes=5-9", If_Range='"another"')
        assert got.status_code == 200
        got.close()

    def test_a_range_beyond_the_end_is_refused(self, northwind, package):
        refused = northwind.get(package, Range="bytes=99999999-")
        assert refused.status_code == 416
        assert refused.headers["Content-Range"].startswith("bytes */")
        assert downloads() == []

    def test_one_that_is_known_is_not_sent_again(self, northwind, package):
        tag = northwind.send("HEAD", package).headers["ETag"]
        assert northwind.get(package, If_None_Match=tag).status_code == 304
        assert downloads() == []

    def test_few_are_sent_at_a_time(self, northwind, fabrikam, operator, package):
        sent = [northwind.get(package) for _ in range(MOST_OF_A_CLIENT)]
        refused = northwind.get(package)
        assert (refused.status_code, error(refused)["code"]) == (503, "DownloadsBusy")
        assert refused.headers["Retry-After"] == "5"
        assert northwind.send("head", package).status_code == 200
        sent.append(operator.get(package))
        assert len(sent) == MOST
        assert operator.get(package).status_code == 503
        for each in sent:
            bytes_of(each)
        assert len(downloads()) == MOST
        assert [northwind.get(package).status_code for _ in range(2)] == [200, 200]

    def test_each_download_is_told_to_operators(
        self, northwind, operator, admin_client, printed, package
    ):
        size = len(bytes_of(northwind.get(package)))
        bytes_of(operator.get(package, Range="bytes=10-19"))
        assert downloads() == [("northwind", 0, size), ("operator", 10, 20)]
        page = admin_client.get("/admin/projections/packagedownload/").content.decode()
        assert printed in page
        assert northwind.get(f"PrintJobs({printed})").json()["downloads"] == 2

    def test_are_not_there_before_they_are_ready(self, northwind, certified, minted):
        created = northwind.created("PrintJobs", {"catalogId": "card", "quantity": 1000})
        settle()
        for path in ("package", "$value"):
            refused = northwind.get(f"PrintJobs({created['id']})/{path}")
            assert refused.status_code == 403
            assert error(refused)["code"] == "TokensNotReadyForDownload"

    def test_are_gone_once_printed(self, northwind, printed, package):
        bytes_of(northwind.get(package))
        northwind.post(f"PrintJobs({printed})/Confirm", If_Match="*")
        settle()
        gone = northwind.get(package)
        assert (gone.status_code, error(gone)["code"]) == (410, "PackageGone")
        assert northwind.send("HEAD", package).status_code == 410

    def test_are_not_read_in_a_batch(self, northwind, package):
        body = {"requests": [{"id": "1", "method": "GET", "url": package}]}
        answered = northwind.post("$batch", body, Accept="application/json").json()
        assert [each["status"] for each in answered["responses"]] == [501]
        assert downloads() == []

    def test_leave_no_code_in_the_database(self, northwind, package, tmp_path):
        with ZipFile(RSA.opened(bytes_of(northwind.get(package)), tmp_path)) as archive:
            code = archive.read("tokens.csv").decode().splitlines()[1].split(",")[1]
        settle()
        for table in ("tokens_event", "tokens_message", "projections_printjob"):
            found = rows(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{code}%"])  # noqa: S608  # constants
            assert found == [(0,)]


class TestConfirming:
    @pytest.fixture
    def ids(self, northwind, printed, package, tmp_path):
        with ZipFile(RSA.opened(bytes_of(northwind.get(package)), tmp_path)) as archive:
            listed = csv.DictReader(archive.read("tokens.csv").decode().splitlines())
            return [row["id"] for row in listed]

    def test_everything(self, northwind, printed, package):
        early = northwind.post(f"PrintJobs({printed})/Confirm", If_Match="*")
        assert (early.status_code, error(early)["code"]) == (409, "PrintJobNotPrinting")
        bytes_of(northwind.get(package))
        done = northwind.post(f"PrintJobs({printed})/Confirm", If_Match="*")
        assert (done.status_code, done.json()["state"]) == (200, "Printed")
        assert done.json()["printed"] == 10

    def test_ranges(self, northwind, printed, ids):
        path = f"PrintJobs({printed})/PrintTokens"
        some = northwind.post(path, {"first": ids[0], "last": ids[5]}, If_Match="*")
        assert (some.json()["state"], some.json()["printed"]) == ("Printing", 6)
        for token_id in ids[6:]:
            one = northwind.post(path, {"first": token_id}, If_Match="*")
        assert (one.json()["state"], one.json()["printed"]) == ("Printed", 10)

    @pytest.mark.parametrize(
        ("first", "last", "code"),
        [
            (9, 0, "InvalidRange"),
            (0, "nonsense", "InvalidTokenId"),
        ],
    )
    def test_strange_ranges_are_refused(self, northwind, printed, ids, first, last, code):
        body = {"first": ids[first], "last": ids[last] if isinstance(last, int) else last}
        refused = northwind.post(f"PrintJobs({printed})/PrintTokens", body, If_Match="*")
        assert (refused.status_code, error(refused)["code"]) == (400, code)

    def test_others_tokens_are_refused(self, northwind, printed, ids, minted):
        other = str(TokenId(UUID(minted), 50))
        body = {"first": other}
        refused = northwind.post(f"PrintJobs({printed})/PrintTokens", body, If_Match="*")
        assert (refused.status_code, error(refused)["code"]) == (400, "TokensNotInPrintJob")

    def test_needs_an_entity_tag(self, northwind, printed):
        assert northwind.post(f"PrintJobs({printed})/Confirm").status_code == 428


class TestCanceling:
    def test_before_the_first_download_returns_the_tokens(self, northwind, operator, printed):
        tag = northwind.get(f"PrintJobs({printed})").headers["ETag"]
        assert northwind.delete(f"PrintJobs({printed})", If_Match=tag).status_code == 204
        settle()
        read = northwind.get(f"PrintJobs({printed})").json()
        assert (read["state"], read["cancelReason"]) == ("Canceled", "Requested")
        assert operator.get("CatalogItems('card')").json()["circulated"] == 100

    def test_after_it_is_refused_and_voiding_is_told_of(self, northwind, printed, package):
        bytes_of(northwind.get(package))
        refused = northwind.delete(f"PrintJobs({printed})", If_Match="*")
        assert (refused.status_code, error(refused)["code"]) == (409, "PrintJobCancellation")
        assert "PrintJobs(id)/Void" in error(refused)["message"]
        voided = northwind.post(f"PrintJobs({printed})/Void", {"reason": "lost"}, If_Match="*")
        assert voided.status_code == 200
        northwind.post(f"PrintJobs({printed})/Confirm", If_Match="*")
        refused = northwind.delete(f"PrintJobs({printed})", If_Match="*")
        assert error(refused)["code"] == "PrintJobAlreadyCompleted"
