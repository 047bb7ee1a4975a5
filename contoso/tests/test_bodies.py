"""Request bodies: chunked ones are read, large ones refused."""

import io

import pytest
from django.test import RequestFactory

from contoso.body_limit import BodyLimit
from contoso.chunked_bodies import ChunkedBodies


def seen_by_the_application(environ, limit=10):
    seen = {}

    def application(environ, _start_response):
        seen["length"] = environ.get("CONTENT_LENGTH")
        seen["body"] = environ["wsgi.input"].read()
        return []

    ChunkedBodies(application, limit=limit)(environ, lambda *_: None)
    return seen["length"], seen["body"]


class TestChunkedBodies:
    def test_gives_a_chunked_body_its_length(self):
        environ = {"HTTP_TRANSFER_ENCODING": "Chunked", "wsgi.input": io.BytesIO(b"12345")}
        assert seen_by_the_application(environ) == ("5", b"12345")

    def test_reads_no_further_than_the_limit_needs(self):
        environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(b"1" * 99)}
        assert seen_by_the_application(environ) == ("11", b"1" * 11)

    def test_leaves_other_bodies_alone(self):
        environ = {"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"123")}
        assert seen_by_the_application(environ) == ("3", b"123")


class TestBodyLimit:
    @pytest.mark.parametrize(("length", "status"), [(1_048_576, 200), (1_048_577, 413)])
    def test_refuses_one_byte_too_many(self, length, status, rf: RequestFactory):
        from django.http import HttpResponse

        request = rf.post("/", CONTENT_LENGTH=str(length))
        assert BodyLimit(lambda _: HttpResponse())(request).status_code == status
