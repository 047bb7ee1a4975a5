"""A code that a client puts where none belongs must not reach a log."""

import logging
from io import StringIO

import pytest
from django.conf import settings

from contoso.code_mask import MaskedFormatter

CODE = "06903-7ES43-45P3M-QCBJE-AZCTQ"
CONSOLE = settings.LOGGING["handlers"]["console"]["formatter"]


def logged(message: str, *arguments: object, **options) -> str:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(MaskedFormatter("%(message)s"))
    logger = logging.getLogger("test.code_mask")
    logger.propagate = False
    logger.handlers = [handler]
    logger.warning(message, *arguments, **options)
    return stream.getvalue()


def test_every_line_of_the_console_is_masked():
    assert settings.LOGGING["formatters"][CONSOLE]["()"] is MaskedFormatter


@pytest.mark.parametrize(
    "code",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "%20"),
        CODE.replace("-", "%2D"),
        CODE.replace("-", "/"),
        CODE.replace("-", "."),
        CODE.replace("-", "_"),
    ],
)
def test_hides_a_code_however_it_is_typed(code):
    line = logged("Bad Request: %s", f"/api/v1/Tokens('{code}')")
    assert line == "Bad Request: /api/v1/Tokens('(a code)')\n"


def test_hides_a_code_in_a_traceback():
    line = logged("failed", exc_info=ValueError(CODE))
    assert "7ES43" not in line
    assert "ValueError: (a code)" in line


@pytest.mark.parametrize(
    "told",
    [
        "/api/v1/Tokens('G8ewNaSdkGT1en7AkwSZqMqyc8fAU')",
        "/api/v1/Orders(a86d0758-ce74-478e-a47a-cecb1aa37186)",
        "token-dd0aeaf47f034f15b8dd389dc42ee2c5-0000000005621@3",
    ],
)
def test_leaves_identifiers_alone(told):
    assert logged(told) == f"{told}\n"
