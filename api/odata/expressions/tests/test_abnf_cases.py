"""The test cases that OASIS publishes beside the ABNF, where a file of them is named.

They are not part of this project: ODATA_ABNF_TESTCASES names the JSON form of
odata-abnf-testcases.xml. What they teach is kept in `test_specification`.
"""

import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.tests.trading import parsed, parsed_option, parsed_options

_FILE = os.environ.get("ODATA_ABNF_TESTCASES", "")
_NAMES = """
    commonExpr boolCommonExpr boolcommonExpr firstMemberExpr propertyPathExpr isofExpr notExpr
    enumLiteral primitiveLiteral dateTimeOffsetLiteral durationLiteral doubleLiteral
    stringLiteral binaryLiteral timeOfDayLiteral guid sbyteLiteral int16Literal int32Literal
    int64Literal null decimalValue
"""
_EXPRESSIONS = frozenset(_NAMES.split())
_OPTIONS = frozenset({"filter", "orderby", "orderBy", "compute", "search"})
_QUERIES = frozenset({"queryOptions"})
_BEYOND = {
    "-10000-04-01": "years run from 1 to 9999, as in Python's and most clients' dates",
    "1e-101": "numbers have 40 digits at most",
    "Solid,Yellow,+42": "no enumeration of a model has flags",
    "Sales.Pattern'Solid%2CYellow,%2B42'": "likewise",
    "$index=fortytwo": "ordered collections are not offered, whatever the number",
    "$filter= true": "a blank after the equals sign does no harm",
    "$filter=ReleaseDate gt 2013-05-24": "here it is a moment, which a date is not",
    "$expand=Manager($search=a%3Bb)": "decoded, the semicolon ends the option",
}
"""Cases that end otherwise here, and why."""
pytestmark = pytest.mark.skipif(
    not _FILE, reason="ODATA_ABNF_TESTCASES names no file of OASIS's test cases"
)


def _cases(*groups):
    if not _FILE:
        return []
    every = json.loads(Path(_FILE).read_text("utf-8"))
    return [
        case
        for group in groups
        for case in every[group]["TestCases"]
        if case["Rule"] in _EXPRESSIONS | _OPTIONS | _QUERIES
    ]


def _read(case):
    """Read a case as what its rule says; BadRequestError where it is refused."""
    rule, text = case["Rule"], unquote(case["Input"])
    if rule in _EXPRESSIONS:
        return parsed(text)
    if rule in _OPTIONS and rule != "search":
        name, _, value = text.partition("=")
        return parsed_option(name, value)
    if rule == "search":
        return parsed_option("$search", text)
    return parsed_options(case["Input"])


@pytest.mark.parametrize(
    "case",
    _cases("odata-abnf-testcases", "odata-aggregation-testcases"),
    ids=lambda case: case["Input"][:80],
)
def test_is_read_or_refused_as_it_should_be(case):
    if case["Input"] in _BEYOND:
        pytest.skip(_BEYOND[case["Input"]])
    if "Forecast" in case["Input"] or "Budget" in case["Input"]:
        pytest.skip("a model cannot declare custom aggregates")
    if "FailAt" in case:
        with pytest.raises((BadRequestError, NotImplementedFeatureError)):
            _read(case)
        return
    try:
        _read(case)
    except NotImplementedFeatureError:
        return
