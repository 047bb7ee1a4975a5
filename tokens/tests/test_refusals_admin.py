"""Operators are told of refusals in the words of the console, not of the API."""

import inspect
import re
import typing

import pytest

from tokens.admin.refusals import WORDS, in_console
from tokens.application import handlers
from tokens.domain.errors import ConcurrencyError, DomainError, VersionMismatchError
from tokens.domain.printing.errors import CertificateRequiredError

OF_THE_API = re.compile(r'\b(POST|PATCH|DELETE|GET)\b|entity tag|\{|"|\(id\)|Id\b')


def every_refusal(base=DomainError):
    for kind in base.__subclasses__():
        if kind.__module__.startswith("tokens.") and "code" in kind.__dict__:
            yield kind
        yield from every_refusal(kind)


def example(kind):
    given = {int: 7, bool: True}
    taken = inspect.signature(kind).parameters if "__init__" in vars(kind) else {}
    hints = typing.get_type_hints(kind.__init__) if taken else {}
    told = {name: given.get(hints[name], "some") for name in taken}
    positional = [told.pop(n) for n, p in taken.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    return kind(*positional, **told)


def test_there_are_refusals():
    assert handlers.HANDLERS
    assert len(set(every_refusal())) > 25
    assert set(WORDS) - {ConcurrencyError} <= set(every_refusal())


@pytest.mark.parametrize("kind", list(dict.fromkeys(every_refusal())))
def test_no_refusal_speaks_of_the_api(kind):
    said = in_console(example(kind))
    assert said
    assert not OF_THE_API.search(said)


def test_what_was_changed_meanwhile_is_to_be_reloaded():
    assert "Reload the page" in in_console(VersionMismatchError(3, 5))


def test_where_certificates_are_uploaded_is_told():
    said = in_console(CertificateRequiredError("northwind"))
    assert "northwind" in said
    assert "page Certificates" in said


def test_who_was_overtaken_tries_again():
    assert "Try again" in in_console(ConcurrencyError("order-1", 3))
