"""Packages in files: private, of their own names, gone when they should be."""

import stat
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.files.storage import FileSystemStorage

from contoso.storages import storages
from tokens.adapters import stored_packages
from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.adapters.signing_identity import signing_identity
from tokens.adapters.stored_packages import StoredPackages
from tokens.domain.codes.book import CodeBook
from tokens.domain.packages.signature import SigningIdentity, UnusableIdentityError
from tokens.domain.ports import NotWantedError, PackageContents, SerialRange
from tokens.domain.printing.spans import Span
from tokens.tests.partners import P256, certificate_pem

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MINT = UUID(int=7)
TOKENS = ((Span(MINT, 0, 30_000), SerialRange(MINT, 0, 0, 30_000)),)
CONTENTS = PackageContents(UUID(int=1), "northwind", "card", 3, NOW, P256.certificate, TOKENS)


def wanted():
    return True


@pytest.fixture
def storage(tmp_path):
    return FileSystemStorage(**storages(tmp_path)["packages"]["OPTIONS"])


@pytest.fixture
def packages(storage):
    codes = CodeBook(well_known_key_ring())
    identity = SigningIdentity.made(NOW)
    return StoredPackages(storage, codes, lambda: identity)


def test_nobody_else_may_read_them(packages, tmp_path):
    package = packages.make(CONTENTS, wanted)
    file = tmp_path / "packages" / package.name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.stat().st_size == package.length


def test_each_attempt_has_its_own_and_deleting_takes_all(packages, storage):
    first, second = packages.make(CONTENTS, wanted), packages.make(CONTENTS, wanted)
    assert first.name != second.name
    assert b"".join(packages.read(first, 5, 9)) != b""
    packages.delete(UUID(int=11))
    assert len(storage.listdir("")[1]) == 2
    packages.delete(CONTENTS.print_job_id)
    assert storage.listdir("")[1] == []
    with pytest.raises(FileNotFoundError):
        packages.read(first, 0, 1)


def test_an_attempt_that_fails_leaves_nothing(packages, storage, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(SigningIdentity, "signature_of", fail)
    with pytest.raises(KeyboardInterrupt):
        packages.make(CONTENTS, wanted)
    packages.delete(CONTENTS.print_job_id)
    with pytest.raises(FileNotFoundError):
        storage.listdir("")


class TestSigningIdentity:
    def test_is_made_once_in_a_private_file(self, tmp_path):
        path = tmp_path / "new" / "package-signing.pem"
        made = signing_identity(path, None)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert signing_identity(path, None).public_pem == made.public_pem

    def test_is_supplied_by_the_environment(self, tmp_path):
        supplied = SigningIdentity.made(NOW)
        path = tmp_path / "package-signing.pem"
        assert signing_identity(path, supplied.pem).public_pem == supplied.public_pem
        assert not path.exists()

    def test_says_what_is_wrong_and_shows_no_key(self):
        made, other = SigningIdentity.made(NOW), SigningIdentity.made(NOW)
        mixed = made.pem.replace(made.public_pem, other.public_pem)
        with pytest.raises(UnusableIdentityError, match="another key") as refused:
            signing_identity(None, mixed)
        assert "PRIVATE" not in str(refused.value)
        with pytest.raises(UnusableIdentityError, match="passphrase"):
            signing_identity(None, certificate_pem(P256.key))
        assert "PRIVATE" not in repr(made)


def test_one_that_is_not_wanted_any_more_is_given_up(packages, storage, monkeypatch):
    monkeypatch.setattr(stored_packages, "_ASKED_EVERY", 100_000)
    asked = []

    def wanted_twice():
        asked.append(True)
        return len(asked) < 3

    with pytest.raises(NotWantedError):
        packages.make(CONTENTS, wanted_twice)
    assert len(asked) == 3
    assert not storage.exists("") or storage.listdir("")[1] == []
