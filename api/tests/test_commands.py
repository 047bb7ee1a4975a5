"""create_demo and create_client."""

import json
import stat
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from api.client_secrets import find_secret
from api.models import Client, ClientSecret
from tokens.adapters.postgres.certificates import PostgresCertificates
from tokens.application.spooling import valid_certificate
from tokens.bootstrap import application
from tokens.models import PartnerCertificate

pytestmark = pytest.mark.django_db


def run(*arguments):
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


class TestCreateDemo:
    @pytest.fixture(autouse=True)
    def home(self, settings, tmp_path):
        settings.CONTOSO_HOME = tmp_path / "home"
        return settings.CONTOSO_HOME

    def test_creates_accounts_that_work_and_writes_them_down(self, home):
        run("create_demo")

        demo = json.loads((home / "demo.json").read_text())
        admin = get_user_model().objects.get(username=demo["admin"]["username"])
        assert admin.is_superuser
        assert admin.check_password(demo["admin"]["password"])
        roles = {
            name: (found.client.role, found.client.billing_account_id)
            for name, given in demo["clients"].items()
            if (found := find_secret(given["id"], given["secret"]))
        }
        assert roles == {
            "operator": ("operator", ""),
            "northwind": ("partner", "northwind"),
            "fabrikam": ("partner", "fabrikam"),
            "storefront": ("storefront", ""),
        }

    def test_the_file_is_for_its_owner_alone(self, home):
        run("create_demo")
        for name in ("demo.json", "northwind-package-key.pem"):
            assert stat.S_IMODE((home / name).stat().st_mode) == 0o600

    def test_gives_northwind_a_certificate_and_writes_its_key_down(self, home):
        run("create_demo")
        pem = (home / "northwind-package-key.pem").read_bytes()
        key = load_pem_private_key(pem, password=None)
        uploaded = PartnerCertificate.objects.get(current=True)
        assert uploaded.billing_account_id == "northwind"
        certificate = x509.load_pem_x509_certificate(uploaded.pem.encode())
        assert certificate.public_key() == key.public_key()
        assert uploaded.pem.encode().strip() in pem
        now = application().clock.now()
        assert valid_certificate("northwind", PostgresCertificates(), now)

    def test_changes_nothing_the_second_time(self, home):
        run("create_demo")
        before = (home / "demo.json").read_text(), ClientSecret.objects.count()
        assert "nothing was changed" in run("create_demo")
        assert before == ((home / "demo.json").read_text(), ClientSecret.objects.count())

    def test_leaves_a_database_alone_that_has_users(self, home):
        get_user_model().objects.create_user("somebody")
        run("create_demo")
        assert not (home / "demo.json").exists()
        assert not Client.objects.exists()


class TestCreateClient:
    def secret_of(self, output):
        return output.split("secret: ")[1].strip()

    def test_prints_a_secret_that_works(self):
        output = run("create_client", "fabrikam", "--role=partner", "--account=f-1")
        assert (
            find_secret("fabrikam", self.secret_of(output)).client.billing_account_id == "f-1"
        )

    def test_rotation_keeps_the_old_secret_alive(self):
        first = self.secret_of(run("create_client", "shop", "--role=storefront"))
        second = self.secret_of(run("create_client", "shop", "--rotate"))
        assert find_secret("shop", first).client == find_secret("shop", second).client

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["x"], "--role"),
            (["x", "--role=partner"], "billing account"),
            (["not a slug", "--role=operator"], "valid"),
            (["nobody", "--rotate"], "no client nobody"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, arguments, message):
        with pytest.raises(CommandError, match=message):
            run("create_client", *arguments)

    def test_refuses_an_id_that_is_taken(self):
        run("create_client", "shop", "--role=storefront")
        with pytest.raises(CommandError, match="already exists"):
            run("create_client", "shop", "--role=operator")
