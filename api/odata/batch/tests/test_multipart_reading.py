"""Multipart batches: what clients send is read, what is malformed is told, nothing fails."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.batch.model import AtomicGroup, BatchLimits, BatchRequest
from api.odata.batch.multipart_reading import read_multipart
from api.odata.errors import BadRequestError, PayloadTooLargeError

HTTP = "Content-Type: application/http\r\n"


def part(content, head=HTTP):
    return f"{head}\r\n{content}"


def batch(*parts, boundary="b"):
    return "".join(f"--{boundary}\r\n{each}\r\n" for each in parts) + f"--{boundary}--\r\n"


def change_set(*parts, boundary="c"):
    head = f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n"
    return head + batch(*parts, boundary=boundary)


def read(text, boundary="b", **limits):
    body = text if isinstance(text, bytes) else text.encode()
    return read_multipart(body, boundary, BatchLimits(**limits)).steps


def refusal(text, **limits):
    with pytest.raises(BadRequestError) as caught:
        read(text, **limits)
    return caught.value


class TestRequests:
    def test_of_each_sort(self):
        first, second = read(
            batch(
                part("GET Orders(1)?$top=1 HTTP/1.1\r\nHost: h\r\n\r\n"),
                part("POST /x HTTP/1.1\r\nContent-Type: a/b\r\n\r\n{}\r\n"),
            )
        )
        assert first == BatchRequest("GET", "Orders(1)?$top=1", {"host": "h"})
        assert second == BatchRequest("POST", "/x", {"content-type": "a/b"}, b"{}\r\n")

    @pytest.mark.parametrize(
        ("line", "url"),
        [
            ("GET Orders", "Orders"),
            ("get Orders HTTP/1.1", "Orders"),
            ("GET  Orders?$filter=a eq 'b HTTP'  HTTP/1.1 ", "Orders?$filter=a eq 'b HTTP'"),
            ("GET http://h/é HTTP/2", "http://h/é"),
        ],
    )
    def test_line_as_clients_write_it(self, line, url):
        (found,) = read(batch(part(line)))
        assert (found.method, found.url) == ("GET", url)

    def test_blanks_and_line_ends_are_tolerated(self):
        head = "content-type: application/http \nContent-Transfer-Encoding: binary \n"
        body = f"--b\n{head}Content-Id: 7 \n\n\nGET Orders HTTP/1.1\nAccept: x \n\n\n--b--"
        assert read(body) == (BatchRequest("GET", "Orders", {"accept": "x"}, b"", "7"),)

    def test_an_id_among_the_requests_own_headers_counts(self):
        (found,) = read(batch(part("GET Orders HTTP/1.1\r\nContent-ID: 1\r\n\r\n")))
        assert (found.id, found.headers) == ("1", {})

    @pytest.mark.parametrize(
        ("length", "content", "body"),
        [
            ("2", "{}", "{}"),
            ("2", "{}\r\n\r\n", "{}"),
            ("4", "{}", "{}"),
            ("1", '{"a":"é"}', '{"a":"é"}'),
            ("0", "\r\n", "\r\n"),
            ("999999999999999999999", "{}", "{}"),
        ],
    )
    def test_the_boundary_ends_a_body_whatever_its_length_is_said_to_be(
        self, length, content, body
    ):
        (found,) = read(batch(part(f"POST x\r\nContent-Length: {length}\r\n\r\n{content}")))
        assert found.body == body.encode()
        assert "content-length" not in found.headers

    def test_reading_has_no_body_of_empty_lines(self):
        (found,) = read(batch(part("DELETE x\r\n\r\n\r\n\r\n")))
        assert found.body == b""


class TestChangeSets:
    def test_are_groups(self):
        with_id = HTTP + "Content-ID: 1\r\n"
        (found,) = read(batch(change_set(part("POST x\r\n\r\n{}", with_id), part("DELETE y"))))
        assert isinstance(found, AtomicGroup)
        assert [(r.method, r.id) for r in found.requests] == [("POST", "1"), ("DELETE", None)]

    def test_boundaries_may_be_quoted(self):
        inner = change_set(part("DELETE y"), boundary="c d").replace("=c d", '="c d"')
        (found,) = read(batch(inner))
        assert len(found.requests) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (batch("GET x"), "part 1: 'GET x' is no header"),
            (batch(part("x", "")), "part 1: Content-Type must be application/http, not ''"),
            (batch(part("GET x", "Content-Type: text/plain\r\n")), "must be application/http"),
            (batch(part("GET x", "Content-Type: ?\r\n")), "must be application/http"),
            (batch(part("GET x"), part("GET")), "part 2: 'GET' is no request line"),
            (batch(part("")), "part 1: '' is no request line"),
            (batch(part("GET x\r\nContent-Length: x\r\n\r\n")), "must be a number"),
            (batch(part("GET x", HTTP + f"Content-ID: {'x' * 129}\r\n")), "1 to 128"),
            (batch(part("GET x", HTTP + "Content-ID: a b\r\n")), "an id has no spaces"),
            (batch(part("GET x", HTTP + "Content-Transfer-Encoding: base64\r\n")), "binary"),
            (batch(*[part("GET x", HTTP + "Content-ID: 1\r\n")] * 2), "'1' is given twice"),
            (batch(change_set(part("GET x"))), "part 1, request 1: GET in a change set"),
            (batch(change_set()), "part 1: the change set is empty"),
            (batch(change_set(change_set(part("GET x")))), "in no other"),
            (batch("Content-Type: multipart/mixed\r\n\r\n"), "part 1: the boundary must"),
        ],
    )
    def test_tell_which_part_and_why(self, text, message):
        error = refusal(text)
        assert error.code == "InvalidBatch"
        assert message in error.message

    def test_of_bytes_that_are_no_utf_8(self):
        assert "not UTF-8" in refusal(batch(part("GET \xff")).encode("latin-1")).message

    def test_state_the_limits(self):
        with pytest.raises(PayloadTooLargeError, match="10 bytes at most"):
            read(batch(part("GET x")), length=10)
        found = refusal(batch(part("GET x"), change_set(*[part("DELETE x")] * 2)), requests=2)
        assert (found.code, found.message) == (
            "BatchTooLarge",
            "a batch may have 2 requests at most",
        )

    pieces = st.sampled_from(
        [
            *("--b", "--b--", "\r\n", "\n", HTTP, "GET x", " HTTP/1.1", "Content-ID: 1", ":"),
            *("Content-Type: multipart/mixed;boundary=b", "POST y", "Content-Length: 3", "é"),
            *("\x00", "{}"),
        ]
    )

    @given(st.lists(pieces, max_size=30).map("".join) | st.text(max_size=100))
    def test_are_all_that_a_body_may_lead_to(self, text):
        with suppress(BadRequestError):
            read(text)
