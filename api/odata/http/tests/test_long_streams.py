"""Streams that are too long to be held: sent in parts, and read only where bytes are sent."""

import pytest
from django.test import RequestFactory

from api.odata.headers.entity_tags import EntityTag
from api.odata.http.stream import Stream, stream_response


class Recorded:
    """Content that tells what was read of it."""

    def __init__(self, content):
        self.content, self.read_of_it = content, []

    @property
    def size(self):
        return len(self.content)

    def read(self, start, stop):
        self.read_of_it.append((start, stop))
        return (self.content[n : n + 2] for n in range(start, stop, 2))


@pytest.fixture
def content():
    return Recorded(b"0123456789")


def ask(content, method="GET", **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, "/", headers=given)
    return stream_response(request, Stream(content, "text/plain", EntityTag("a", weak=False)))


def test_everything_is_sent_in_parts(content):
    answer = ask(content)
    assert (answer.status_code, answer["Content-Length"], answer["ETag"]) == (200, "10", '"a"')
    assert list(answer.streaming_content) == [b"01", b"23", b"45", b"67", b"89"]
    assert content.read_of_it == [(0, 10)]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("2-3", 2, 4), ("7-", 7, 10), ("-4", 6, 10), ("8-99", 8, 10), ("-99", 0, 10)],
)
def test_a_range_is_read_and_no_more(content, asked, start, stop):
    answer = ask(content, Range=f"bytes={asked}")
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/10"
    assert b"".join(answer.streaming_content) == b"0123456789"[start:stop]
    assert content.read_of_it == [(start, stop)]


@pytest.mark.parametrize("asked", ["10-", "-0", "99-100"])
def test_a_range_beyond_reads_nothing(content, asked):
    answer = ask(content, Range=f"bytes={asked}")
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")
    assert content.read_of_it == []


def test_head_reads_nothing(content):
    answer = ask(content, "HEAD", Range="bytes=0-1")
    assert (answer.status_code, answer["Content-Length"]) == (200, "10")
    assert content.read_of_it == []


def test_an_old_tag_gives_everything(content):
    assert ask(content, Range="bytes=0-1", If_Range='"b"').status_code == 200
    assert ask(content, Range="bytes=0-1", If_Range='W/"a"').status_code == 200
    assert ask(content, Range="bytes=0-1", If_Range='"a"').status_code == 206
