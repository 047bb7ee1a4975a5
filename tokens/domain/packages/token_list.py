"""The list of a package's tokens: CSV (RFC 4180) with id, code, catalogId and sequence."""

from collections.abc import Iterable, Iterator
from typing import Final

from tokens.domain.codes.book import CodeBook
from tokens.domain.ids import CatalogId
from tokens.domain.packages.bulk_ids import ids_of
from tokens.domain.ports.reference import SerialRange
from tokens.domain.printing.spans import Span

HEADER: Final = b"id,code,catalogId,sequence\r\n"
# As many as the bulk paths of ids and codes are fastest with; 1 MB or so of memory.
_CHUNK: Final = 8192
# Neither ids nor codes have characters that CSV would want quoted; catalog ids neither, by
# their rule, but that is not of this module.
_SPECIAL: Final = frozenset(',"\r\n')


def rows(
    tokens: Iterable[tuple[Span, SerialRange]], catalog_id: CatalogId, codes: CodeBook
) -> Iterator[bytes]:
    """Yield the list in chunks; `sequence` is the token's number in its mint request."""
    yield HEADER
    item = _field(catalog_id)
    for span, serials in tokens:
        for start in range(span.start, span.stop, _CHUNK):
            count = min(_CHUNK, span.stop - start)
            first = serials.first + start
            issued = codes.issue_range(serials.epoch, first, count, span.mint_request_id)
            numbers = range(start, start + count)
            lines = zip(
                ids_of(span.mint_request_id, start, count), issued, numbers, strict=True
            )
            text = [
                f"{token_id},{code},{item},{number}\r\n" for token_id, code, number in lines
            ]
            yield "".join(text).encode("utf-8")


def _field(text: str) -> str:
    if _SPECIAL.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
