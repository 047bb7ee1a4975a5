"""Multipart bodies as clients write them, and as they may not be cut off."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.batch.mime import split_head, split_parts
from api.odata.batch.model import BatchLimits
from api.odata.errors import BadRequestError

LIMITS = BatchLimits()


def parts(body, boundary="b"):
    return list(split_parts(body, boundary, "here"))


class TestSplitParts:
    @pytest.mark.parametrize(
        "body",
        [
            b"--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n",
            b"--b\none\n--b\ntwo\n--b--",
            b"to ignore\r\n--b  \r\none\r\n--b\t\r\ntwo\r\n--b-- \r\nto ignore\r\n--b\r\n",
        ],
    )
    def test_with_any_line_ends(self, body):
        assert parts(body) == [b"one", b"two"]

    def test_gives_every_byte_but_the_last_line_end(self):
        content = bytes(range(256)) + b"\n\r\n"
        assert parts(b"--b\r\n" + content + b"\r\n--b--") == [content]

    def test_a_longer_boundary_is_another(self):
        inner = b"--b_1\nx\n--b_1--"
        assert parts(b"--b\n" + inner + b"\n--b--") == [inner]

    def test_a_boundary_in_a_line_is_none(self):
        assert parts(b"--b\nx --b\n--bx\n--b--") == [b"x --b\n--bx"]

    def test_without_parts_there_are_none(self):
        assert parts(b"--b--") == []

    @pytest.mark.parametrize(
        ("body", "missing"),
        [(b"", "--b'"), (b"x", "--b'"), (b"--b\none", "--b--"), (b"--b\none\n--b", "--b--")],
    )
    def test_what_was_cut_off_is_refused(self, body, missing):
        with pytest.raises(BadRequestError, match=f"here: no line '{missing}"):
            parts(body)

    @pytest.mark.parametrize("boundary", ["", "x" * 71, "é"])
    def test_without_a_proper_boundary_it_is_refused(self, boundary):
        with pytest.raises(BadRequestError, match="boundary"):
            parts(b"--b--", boundary)

    @pytest.mark.parametrize("piece", [b"--b", b"\n--b", b"\n--b " * 3, b"--b--x", b"\n--bb"])
    def test_takes_linear_time(self, piece):
        def seconds(size):
            body = piece * (size // len(piece))
            began = time.process_time()
            with pytest.raises(BadRequestError):
                parts(body)
            return time.process_time() - began

        small, large = (min(seconds(n) for _ in range(3)) for n in (100_000, 1_000_000))
        assert large < 40 * max(small, 0.001)

    @given(st.binary(max_size=200) | st.text("-b\r\n x", max_size=200).map(str.encode))
    def test_refuses_or_splits(self, body):
        try:
            found = parts(body)
        except BadRequestError:
            return
        assert sum(map(len, found)) <= len(body)


class TestSplitHead:
    def test_reads_headers_in_any_case_and_cuts_blanks(self):
        part = split_head(b"A-b: 1  \r\nC : x:y\t\n folded\r\n\r\nrest\r\n", "here", LIMITS)
        assert part.headers == {"a-b": "1", "c": "x:y folded"}
        assert part.content == b"rest\r\n"

    def test_joins_what_is_given_twice(self):
        assert split_head(b"A: 1\na: 2\n\n", "here", LIMITS).headers == {"a": "1, 2"}

    @pytest.mark.parametrize("head", [b"no colon\n\n", b": x\n\n", b"a b: c\n\n", b" x: y\n\n"])
    def test_refuses_what_is_no_header(self, head):
        with pytest.raises(BadRequestError, match=r"here: .* is no header"):
            split_head(head, "here", LIMITS)

    def test_limits_headers_and_lines(self):
        many = b"".join(b"a%d: x\n" % n for n in range(101))
        with pytest.raises(BadRequestError, match="more than 100 headers"):
            split_head(many, "here", LIMITS)
        with pytest.raises(BadRequestError, match="longer than 16384 bytes"):
            split_head(b"a: " + b"x" * 16_384, "here", LIMITS)
