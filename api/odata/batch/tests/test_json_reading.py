"""JSON batches: bodies as they were written, dependencies on what comes before, and limits."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.odata.batch.json_reading import read_json
from api.odata.batch.model import AtomicGroup, BatchLimits, BatchRequest
from api.odata.errors import BadRequestError, PayloadTooLargeError


def request(identity="a", method="get", url="x", **members):
    return {"id": identity, "method": method, "url": url, **members}


def read(*requests, **limits):
    return read_json(json.dumps({"requests": requests}).encode(), BatchLimits(**limits)).steps


def text(body):
    return read_json(body.encode(), BatchLimits()).steps


def refusal(*requests, **limits):
    with pytest.raises(BadRequestError) as caught:
        read(*requests, **limits)
    return caught.value


class TestRequests:
    def test_are_read(self):
        assert read(request(method="Get")) == (BatchRequest("GET", "x", id="a"),)

    def test_a_body_keeps_what_was_written(self):
        written = '{"n": 1.000000000000000000001e5, "n": 9007199254740993, "s": "\\u00e9"}'
        (found,) = text(
            f'{{"requests": [{{"id":"a","method":"post","url":"x","body": {written} }}]}}'
        )
        assert found.body.decode() == written
        assert found.headers == {"content-type": "application/json"}

    @pytest.mark.parametrize(
        ("media_type", "given_body", "body"),
        [
            ("text/plain", "$top=1", b"$top=1"),
            ("application/octet-stream", "AP-_", b"\x00\xff\xbf"),
            ("application/octet-stream", "AA", b"\x00"),
            ("application/json;odata.metadata=full", [1], b"[1]"),
            ("application/merge-patch+json", None, b""),
        ],
    )
    def test_a_body_is_read_by_its_type(self, media_type, given_body, body):
        headers = {"Content-Type": f" {media_type}"}
        (found,) = read(request(method="post", headers=headers, body=given_body))
        assert (found.body, found.headers) == (body, {"content-type": media_type})

    def test_annotations_and_nulls_are_ignored(self):
        members = {"body": None, "headers": None, "dependsOn": None, "if": None, "@x.y": 1}
        (found,) = read(request(atomicityGroup=None, **members))
        assert found == BatchRequest("GET", "x", id="a")

    def test_a_byte_order_mark_is_ignored(self):
        assert text('\ufeff{"requests":[]}') == ()


class TestGroups:
    def test_hold_what_stands_together(self):
        first, group, last = read(
            request("a"),
            request("b", atomicityGroup="g"),
            request("c", atomicityGroup="g", dependsOn=["a", "b"]),
            request("d", dependsOn=["g"], **{"if": "$c/$succeeded"}),
        )
        assert isinstance(group, AtomicGroup)
        assert [each.id for each in group.requests] == ["b", "c"]
        assert group.requests[1].depends_on == ("a", "b")
        assert (last.depends_on, last.only_if) == (("g",), "$c/$succeeded")
        assert first.id == "a"

    def test_neighbours_are_two_groups(self):
        found = read(request("a", atomicityGroup="g"), request("b", atomicityGroup="h"))
        assert [each.id for each in found] == ["g", "h"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("requests", "message"),
        [
            ([request("a"), request("a")], "the id 'a' is used twice"),
            ([request("a", atomicityGroup="a")], "named like a request"),
            ([request("a"), request("b", atomicityGroup="a")], "named like a request"),
            ([request("a", atomicityGroup="b"), request("b")], "'b' is used twice"),
            ([request(dependsOn=["a"])], "none is 'a'"),
            ([request(dependsOn=["b"]), request("b")], "must name requests and groups"),
            ([request("a", dependsOn=["b"]), request("b", dependsOn=["a"])], "come before"),
            ([request(dependsOn="b")], "dependsOn must be an array"),
            ([request(dependsOn=[1])], "must name requests"),
            ([request(atomicityGroup="g", dependsOn=["g"])], "cannot depend on it"),
            (
                [request(n, atomicityGroup=g) for n, g in zip("abc", "gig", strict=True)],
                "must stand together",
            ),
            ([request(method="head")], "method must be one of delete, get, patch, post, put"),
            ([request(body={})], "GET with a body"),
            ([request(dependson=[])], "unknown member 'dependson'; did you mean 'dependsOn'?"),
            ([request(headers=[])], "headers must be a JSON object"),
            ([request(headers={"a": 1})], "the header 'a' must have a text"),
            ([request(headers={"a": "x\ny"})], "the header 'a' must have a text"),
            ([request(identity=7)], "request 1: id must be a text"),
            ([request(identity="")], "request 1: id is missing"),
            ([request(identity="é")], "printable ASCII"),
            ([request(identity="x" * 129)], "1 to 128"),
            ([{"id": "a", "method": "get"}], "request 'a': url is missing"),
            (["a"], "request 1 must be a JSON object"),
            (
                [request(method="post", headers={"content-type": "text/plain"}, body=1)],
                "must be a text",
            ),
            (
                [request(method="post", headers={"content-type": "image/png"}, body="!")],
                "must be in base64url",
            ),
        ],
    )
    def test_tell_which_request_and_why(self, requests, message):
        error = refusal(*requests)
        assert error.code == "InvalidBatch"
        assert message in error.message

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("", "is not JSON"),
            ("[]", "the batch must be a JSON object"),
            ("{}", 'must have the member "requests"'),
            ('{"requests":{}}', "requests must be an array"),
            ('{"requests":[]} x', "Extra data at line 1 column 16"),
            ('{\n"requests":[,]}', "at line 2 column 13"),
            ('{"requests":[],"requests":[]}', "gives 'requests' twice"),
            ('{"requests":[{"id":"a","id":"b"}]}', "request 1 gives 'id' twice"),
            ("[" * 100_000, "nested too deeply"),
        ],
    )
    def test_of_what_is_no_batch(self, body, message):
        with pytest.raises(BadRequestError) as caught:
            text(body)
        assert message in caught.value.message

    def test_of_bytes_that_are_no_utf_8(self):
        with pytest.raises(BadRequestError, match="not UTF-8 at byte 0"):
            read_json(b"\xff", BatchLimits())

    def test_state_the_limits(self):
        with pytest.raises(PayloadTooLargeError, match="10 bytes at most"):
            read(request(), length=10)
        assert refusal(request("a"), request("b"), requests=1).code == "BatchTooLarge"

    @pytest.mark.parametrize(
        "piece",
        ["[", '{"a":', "[[]," * 50, '"\\ud800', "1" * 5_000, '{"id":"a","body":[1,2]},', " "],
    )
    def test_take_little_time(self, piece):
        body = '{"requests":[' + piece * (1_000_000 // len(piece))
        began = time.perf_counter()
        with pytest.raises(BadRequestError):
            text(body)
        # Hundreds of times what it takes, and a hundredth of what it would if it grew faster.
        assert time.perf_counter() - began < 20

    members = st.fixed_dictionaries(
        {},
        optional={
            "id": st.sampled_from(["a", "b", 1, None]),
            "method": st.sampled_from(["get", "POST", "x"]),
            "url": st.sampled_from(["x", "$a/y", ""]),
            "atomicityGroup": st.sampled_from(["a", "g", "h", 2]),
            "dependsOn": st.lists(st.sampled_from(["a", "b", "g", 3]), max_size=2),
            "headers": st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
            "body": st.none() | st.text(max_size=3) | st.floats() | st.lists(st.integers()),
        },
    )

    @given(
        st.lists(members, max_size=5).map(lambda r: json.dumps({"requests": r}))
        | st.text('{}[]":,requestid1e \\u', max_size=60)
    )
    def test_are_all_that_a_body_may_lead_to(self, body):
        with suppress(BadRequestError):
            text(body)
