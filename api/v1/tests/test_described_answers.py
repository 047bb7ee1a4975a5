"""Requests made up from the OpenAPI description: none breaks, and none surprises.

Whatever is sent, the answer has a status, a type, headers and a body that the description
names.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.v1.openapi import ROOT, add_service
from contoso.wsgi import application

EXAMPLES = 15


def no_fault(context, response, case):
    """What is not offered is told by 501; 500 is a fault of ours."""
    assert response.status_code != 500


CHECKS = [
    no_fault,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SOUND = {
    "$filter": "version ge 0 and not (version lt 0)",
    "$orderby": "version desc",
    "$select": "version",
    "$expand": "*",
    "$search": "card",
    "$compute": "version add 1 as next",
    "$apply": "aggregate($count as n)",
    "$skiptoken": None,
}
"""What each option may be, rather than a text of any characters; None leaves it out."""

SCHEMA = schemathesis.openapi.from_dict(
    add_service({"openapi": "3.0.3", "info": {"title": "Contoso", "version": "1"}, "paths": {}})
)
SCHEMA.app = application
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations()]


@pytest.fixture
def known(operator, ordered, minted):  # asked for its effect
    """Keys of what there is, so that not all requests are about nothing."""
    tokens = operator.get(f"Orders({ordered})/tokens?$top=3").json()["value"]
    return {
        "Orders": [ordered],
        "MintRequests": [minted],
        "Tokens": [each["id"] for each in tokens],
        "CatalogItems": ["card"],
    }


@pytest.fixture
def connected(known):  # whose own requests would undo this
    """Let requests leave the connection open, as the test client of Django does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS, ids=[each.label for each in OPERATIONS])
@pytest.mark.usefixtures("connected", "redis_url")
def test_answers_as_described(operation, operator, known):
    entity_set = operation.path.removeprefix(ROOT).partition("(")[0]
    keys = st.sampled_from([None, *known.get(entity_set, ())])
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes), key=keys, sound=st.booleans())
    def send(case, key, sound):
        if key is not None and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = key
        if sound:
            given_options = {
                **case.query,
                **{k: v for k, v in SOUND.items() if k in case.query},
            }
            case.query = {k: v for k, v in given_options.items() if v is not None}
        case.call_and_validate(checks=CHECKS, headers={"Authorization": operator.authorization})

    send()
