"""Places for downloads: taken before anything begins, free again however a download ends."""

import gc

import pytest

from api.odata.problems import UnavailableError
from api.v1 import downloads
from api.v1.downloads import MOST, MOST_OF_A_CLIENT, Places, download


@pytest.fixture(autouse=True)
def _places(monkeypatch):
    monkeypatch.setattr(downloads, "PLACES", Places())


def parts():
    return iter([b"one", b"two"])


def full(client_id="one"):
    """Downloads that take all the places of a client."""
    return [download(client_id, parts) for _ in range(MOST_OF_A_CLIENT)]


def test_a_client_has_few_and_all_have_few_together():
    first = full()
    with pytest.raises(UnavailableError):
        download("one", parts)
    others = [download("two", parts) for _ in range(MOST - MOST_OF_A_CLIENT)]
    with pytest.raises(UnavailableError):
        download("three", parts)
    assert len(first) + len(others) == MOST


def arrive(sent):
    assert list(sent) == [b"one", b"two"]


def break_off(sent):
    assert next(sent) == b"one"
    sent.close()


def never_begin(sent):
    sent.close()


@pytest.mark.parametrize("end", [arrive, break_off, never_begin])
def test_an_end_frees_one_place_and_no_more(end):
    held = full()
    end(held[0])
    held[0].close()
    held.append(download("one", parts))
    with pytest.raises(UnavailableError):
        download("one", parts)


def test_one_that_is_forgotten_frees_its_place():
    held = full()
    held.pop()
    gc.collect()
    held += [download("one", parts)]
    assert len(held) == MOST_OF_A_CLIENT


def test_one_that_fails_frees_its_place():
    def fail():
        raise FileNotFoundError

    held = full()[1:]
    for _ in range(3):
        with pytest.raises(FileNotFoundError):
            download("one", fail)
    held.append(download("one", parts))

    def break_down():
        yield b"one"
        raise ConnectionError

    held = [download("two", break_down)]
    with pytest.raises(ConnectionError):
        list(held[0])
    assert next(download("two", parts)) == b"one"
