"""$metadata against what OASIS publishes: schemas, a converter, vocabularies."""

import pytest
from lxml import etree

from api.tests.clients import node

SCHEMAS = node.HERE / "node_modules/odata-csdl/schemas"


@pytest.fixture(scope="module")
def northwind(partner):
    return partner("metadata")


@pytest.fixture(scope="module")
def outcome(packages, northwind):
    return node.flow("metadata.js", **northwind.environment)


def test_the_xml_form_is_valid(packages, northwind):
    document = etree.fromstring(northwind.http.send("GET", "$metadata").text.encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "edmx.xsd")).assertValid(document)


@pytest.mark.parametrize(
    "claim",
    [
        "the JSON form is valid",
        "both forms say the same",
        "annotations are those of the vocabularies",
    ],
)
def test_claim(claim, outcome):
    assert outcome[claim] == ""
