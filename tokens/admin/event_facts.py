"""What an event says, in words that operators read: names, numbers, links, ranges."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.urls import reverse
from django.utils.html import format_html

from tokens.adapters.codec import UnknownMessageTypeError, decode_event
from tokens.admin.links import account_address, link, subject_address
from tokens.domain.ids import MintRequestId
from tokens.domain.lots.ranges import TokenRange
from tokens.domain.minting.mint_request import mint_request_stream
from tokens.domain.printing.spans import Span
from tokens.domain.token.identifier import TokenId
from tokens.models import Event

RANGES_SHOWN = 50
"""An event of thousands of ranges shows the first so many; its JSON has them all."""


class Fact(NamedTuple):
    """A name and what is said of it, a line each."""

    name: str
    lines: Sequence[object]


def facts_of(event: Event) -> list[Fact]:
    """Return what the event says; as it is stored, where the code no longer knows its type."""
    try:
        told = decode_event(event.type, json.dumps(event.data))
    except (UnknownMessageTypeError, msgspec.ValidationError):
        return [Fact(_words(name), [value]) for name, value in event.data.items()]
    return list(_facts(told, event.stream))


def _facts(told: Any, stream: str) -> Iterator[Fact]:  # noqa: ANN401 - any event
    for field in fields(told):
        value = getattr(told, field.name)
        if is_dataclass(value):
            yield from _facts(value, stream)
        elif isinstance(value, tuple):
            yield Fact(_words(field.name), _lines(value))
        else:
            yield Fact(_words(field.name), [_shown(field.name, value, stream)])


def _lines(ranges: Sequence[TokenRange | Span]) -> list[object]:
    lines: list[object] = [_range(found) for found in ranges[:RANGES_SHOWN]]
    if len(ranges) > RANGES_SHOWN:
        tokens = sum(found.size for found in ranges)
        more = len(ranges) - RANGES_SHOWN
        lines.append(f"and {more:,} more ranges; {tokens:,} tokens in all")
    return lines or ["none"]


def _range(found: TokenRange | Span) -> object:
    mint_request_id = found.mint_request_id
    count = "1 token" if found.size == 1 else f"{found.size:,} tokens"
    version = f", now at version {found.version:,}" if isinstance(found, TokenRange) else ""
    return format_html(
        "{} from {} to {} of mint request {}{}",
        count,
        _token(mint_request_id, found.start),
        _token(mint_request_id, found.stop - 1),
        _subject(mint_request_stream(mint_request_id), str(mint_request_id)),
        version,
    )


def _token(mint_request_id: MintRequestId, number: int) -> object:
    token_id = TokenId(mint_request_id, number)
    return link(reverse("admin:projections_token_change", args=[token_id]), f"{number:,}")


def _shown(name: str, value: object, stream: str) -> object:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case UUID():
            return _subject(_stream_of(name, value, stream), str(value))
        case Enum():
            return value.value
        case _:
            return _named(name, str(value))


def _named(name: str, value: str) -> object:
    if name == "account_id":
        return link(account_address(value), value)
    if name == "catalog_id":
        return link(reverse("admin:tokens_catalogitem_change", args=[value]), value)
    return value


def _stream_of(name: str, value: UUID, stream: str) -> str:
    """Return the stream that an id in an event names; `order_id` may be a print job's."""
    kind = name.removesuffix("_id").replace("_", "-")
    if kind == "order":
        print_job = f"print-job-{value}"
        held = stream == print_job or Event.objects.filter(stream=print_job, version=0).exists()
        return print_job if held else f"order-{value}"
    return f"{kind}-{value}"


def _subject(stream: str, text: str) -> object:
    address = subject_address(stream)
    return link(address, text) if address else text


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
