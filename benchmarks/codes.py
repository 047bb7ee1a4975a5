"""How fast codes are issued, read and verified: `python -m benchmarks codes`.

The floor of each line is the AES that it cannot do without, alone and in the same run:
11 blocks a code, one of the tag and one of each of FF1's ten rounds.
"""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from benchmarks.measurement import Measurement
from benchmarks.system import System
from tokens.adapters.in_memory_key_ring import well_known_key_ring
from tokens.domain.codes.book import CodeBook
from tokens.domain.codes.bulk import CHUNK

SINGLES: Final = 20_000
BULK: Final = 1_000_000
REPEATS: Final = 3
_BLOCKS_A_CODE: Final = 11
_MINT_REQUEST = UUID(int=1)


def run(system: System) -> Iterator[Measurement]:
    """Measure each on one core, the best of three; the system stands by."""
    del system
    book = CodeBook(well_known_key_ring())
    codes = book.issue_range(0, 0, SINGLES, _MINT_REQUEST)
    single_floor = _per_second(SINGLES, _encrypt_block_by_block)
    bulk_floor = _per_second(BULK, _encrypt_buffers)
    yield from [
        _line("codes: issue one", SINGLES, lambda: _issue(book), single_floor),
        _line(
            "codes: read and verify one", SINGLES, lambda: _verify(book, codes), single_floor
        ),
        _line("codes: issue a range", BULK, lambda: _issue_range(book), bulk_floor),
    ]


def _line(name: str, count: int, work: Callable[[], None], floor: float) -> Measurement:
    value = _per_second(count, work)
    return Measurement(name, value, "codes/s", floor)


def _per_second(count: int, work: Callable[[], None]) -> float:
    def seconds() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return count / min(seconds() for _ in range(REPEATS))


def _issue(book: CodeBook) -> None:
    for serial in range(SINGLES):
        book.issue(0, serial, _MINT_REQUEST)


def _verify(book: CodeBook, codes: Sequence[str]) -> None:
    for code in codes:
        if not book.verify(book.read(code), _MINT_REQUEST):
            raise AssertionError


def _issue_range(book: CodeBook) -> None:
    book.issue_range(0, 0, BULK, _MINT_REQUEST)


def _encrypt_block_by_block() -> None:
    encrypt = Cipher(AES(bytes(32)), ECB()).encryptor().update  # noqa: S305 - as FF1 uses it
    block = bytes(16)
    for _ in range(SINGLES * _BLOCKS_A_CODE):
        encrypt(block)


def _encrypt_buffers() -> None:
    context = Cipher(AES(bytes(32)), ECB()).encryptor()  # noqa: S305 - as FF1 uses it
    plain, encrypted = bytes(16 * CHUNK), bytearray(16 * CHUNK + 15)
    for _ in range(BULK * _BLOCKS_A_CODE // CHUNK):
        context.update_into(plain, encrypted)
