"""Whatever is sent to $batch, it is answered or refused: never a failure, never half done."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.odata.tests.batches import MULTIPART, told
from api.v1.tests.caller import recorded

ITEM = '{"id": "new", "name": "New"}'
URLS = (
    "CatalogItems",
    "CatalogItems('card')",
    "$1",
    "$metadata",
    "/api/v1/",
    "http://x/",
    "ü ?",
)
PIECES = (
    *("--batch\r\n", "--batch--\r\n", "--set\r\n", "--set--\r\n", "\r\n", "\n", " ", ITEM, "{"),
    *("Content-Type: application/http\r\n\r\n", "Content-ID: 1\r\n", "If-Match: $1\r\n"),
    *("Content-Type: multipart/mixed; boundary=set\r\n\r\n", "Content-Length: 5\r\n", "\x00"),
    *(f"{method} {url} HTTP/1.1\r\n" for method in ("GET", "POST", "PATCH") for url in URLS),
)
# Whole requests often enough, or nothing would ever be run.
PARTS = st.builds(
    "--batch\r\nContent-Type: application/http\r\nContent-ID: {}\r\n\r\n{} {} HTTP/1.1\r\n"
    "Content-Type: application/json\r\nIf-Match: {}\r\n\r\n{}\r\n".format,
    st.integers(1, 3),
    st.sampled_from(["GET", "POST", "PATCH", "DELETE", "BREW"]),
    st.sampled_from(URLS),
    st.sampled_from(["*", "$1", '"0"', "x"]),
    st.sampled_from([ITEM, "", "{", "[]", '{"name": "Newer"}']),
)
MULTIPARTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join) | st.lists(
    PARTS, max_size=4
).map(lambda parts: "".join(parts) + "--batch--\r\n")
REQUESTS = st.fixed_dictionaries(
    {"id": st.sampled_from(["1", "2", "3"])},
    optional={
        "method": st.sampled_from(["get", "POST", "patch", "delete"]),
        "url": st.sampled_from(URLS),
        "atomicityGroup": st.sampled_from(["g", "h", "1"]),
        "dependsOn": st.lists(st.sampled_from(["1", "2", "g"]), max_size=2),
        "if": st.just("$1/$succeeded"),
        "headers": st.dictionaries(
            st.sampled_from(["if-match", "Prefer", "range", "idempotency-key"]),
            st.sampled_from(["*", "$1", "respond-async", "return=minimal"]),
            max_size=2,
        ),
        "body": st.sampled_from([{"id": "new", "name": "New"}, {}, [], None, "x", 1.5]),
    },
)
JSON = st.lists(REQUESTS, max_size=5).map(lambda found: json.dumps({"requests": found}))
PREFER = st.sampled_from(["continue-on-error", "continue-on-error=false", "x"])


@pytest.mark.parametrize(
    ("content_type", "bodies"), [(MULTIPART, MULTIPARTS), ("application/json", JSON)]
)
def test_any_batch_is_answered_or_refused(content_type, bodies, operator, card):
    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(body=bodies, prefer=PREFER)
    def check(body, prefer):
        before = recorded()
        answer = operator.post("$batch", body, Content_Type=content_type, Prefer=prefer)
        assert answer.status_code in {200, 400}, answer.content
        if answer.status_code == 400:
            assert answer.json()["error"]["message"]
            assert recorded() == before
        elif content_type == "application/json":
            assert all(each["status"] < 500 for each in answer.json()["responses"])
        elif answer.content.count(b"--batch_") > 1:
            assert all(each.status < 500 for each in told(answer))

    check()
