"""JSON responses: one object a request, with its body as its type has it."""

import json

from api.odata.batch.json_writing import write_json
from api.odata.batch.model import (
    Answered,
    AtomicGroup,
    BatchRequest,
    BatchResponse,
    GroupAnswered,
)

GET = BatchRequest("GET", "x", id="1")


def responses(*outcomes):
    found = write_json(outcomes)
    assert found.content_type == "application/json"
    return json.loads(found.body)["responses"]


def body_of(content_type, body):
    response = BatchResponse(200, (("Content-Type", content_type),), body)
    (found,) = responses(Answered(GET, response))
    assert found["headers"] == {"content-type": content_type}
    return found["body"]


class TestWriteJson:
    def test_a_body_is_shown_by_its_type(self):
        assert body_of("application/json;odata.metadata=minimal", b'{"a":1}') == {"a": 1}
        assert body_of("application/problem+json", b"[2]") == [2]
        assert body_of("text/plain;charset=utf-8", "é".encode()) == "é"
        assert body_of("image/png", b"\xfb\xff") == "-_8="

    def test_what_there_is_not_is_left_out(self):
        assert responses(Answered(BatchRequest("DELETE", "x"), BatchResponse(204))) == [
            {"status": 204}
        ]

    def test_numbers_stay_as_they_are(self):
        response = BatchResponse(200, (), b'{"n":9007199254740993.10}')
        assert b"9007199254740993.10" in write_json([Answered(GET, response)]).body

    def test_a_group_is_named(self):
        group = AtomicGroup("g", (GET,))
        found = responses(GroupAnswered(group, (Answered(GET, BatchResponse(204)),)))
        assert found == [{"id": "1", "atomicityGroup": "g", "status": 204}]

    def test_all_headers_are_lower_case(self):
        (found,) = responses(Answered(GET, BatchResponse(204, (("OData-EntityId", "x"),))))
        assert found["headers"] == {"odata-entityid": "x"}
