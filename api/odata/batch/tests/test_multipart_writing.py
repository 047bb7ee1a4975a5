"""Multipart responses: whole HTTP responses in the structure of what was asked."""

from itertools import count

from api.odata.batch.model import (
    Answered,
    AtomicGroup,
    BatchFormat,
    BatchRequest,
    BatchResponse,
    GroupAnswered,
)
from api.odata.batch.multipart_writing import write_multipart

GET = BatchRequest("GET", "x", id="1")
FOUND = Answered(GET, BatchResponse(200, (("Content-Type", "text/plain"),), b"caf\xc3\xa9"))
GONE = Answered(BatchRequest("DELETE", "y"), BatchResponse(204))
GROUP = AtomicGroup("g", (GET,))


def written(outcomes, asked_in=BatchFormat.MULTIPART):
    numbers = count()
    return write_multipart(outcomes, asked_in, lambda: f"b{next(numbers)}")


def lines(*texts):
    return "\r\n".join(texts).encode()


ONE = (
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    "Content-ID: 1",
    "",
    "HTTP/1.1 200 OK",
    "Content-Type: text/plain",
    "Content-Length: 5",
    "",
    "café",
)


class TestWriteMultipart:
    def test_one_part_a_request(self):
        found = written([FOUND, GONE])
        assert found.content_type == "multipart/mixed; boundary=b0"
        assert found.body == lines(
            "--b0",
            *ONE,
            "--b0",
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            "",
            "HTTP/1.1 204 No Content",
            "",
            "",
            "--b0--",
            "",
        )

    def test_a_change_set_is_nested(self):
        found = written([GroupAnswered(GROUP, (FOUND,))])
        nested = ("Content-Type: multipart/mixed; boundary=b0", "", "--b0", *ONE, "--b0--", "")
        assert found.body == lines("--b1", *nested, "--b1--", "")

    def test_a_failed_one_is_a_single_response(self):
        failure = BatchResponse(412, (), b"{}")
        found = written([GroupAnswered(GROUP, (Answered(GET, failure),), failure)])
        assert found.body.count(b"HTTP/1.1 412 Precondition Failed") == 1
        assert b"multipart" not in found.body
        assert b"Content-ID" not in found.body

    def test_requests_in_json_have_a_part_each(self):
        found = written([GroupAnswered(GROUP, (FOUND,)), GONE], BatchFormat.JSON)
        assert found.body.count(b"--b0\r\n") == 2
        assert b"multipart" not in found.body

    def test_boundaries_differ(self):
        first, second = (write_multipart([], BatchFormat.MULTIPART) for _ in range(2))
        assert first.content_type != second.content_type
