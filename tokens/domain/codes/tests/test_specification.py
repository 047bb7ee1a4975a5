"""A code built from other people's parts alone, as the specification says."""

import hmac
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from ffx import FF1  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from tokens.adapters.in_memory_key_ring import InMemoryKeyRing
from tokens.domain.codes.book import CodeBook

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _hkdf(master_key: bytes, info: bytes) -> bytes:
    """RFC 5869 without salt, for 32 bytes: one extraction, one block of expansion."""
    extracted = hmac.digest(bytes(32), master_key, "sha256")
    return hmac.digest(extracted, info + b"\1", "sha256")


def _specified(master_key: bytes, epoch: int, serial: int, mint_request_id: UUID) -> str:
    message = bytes([epoch]) + serial.to_bytes(5, "big")
    label = b"contoso-tokens/v1/code-tag/" + message[:1] + mint_request_id.bytes
    cmac = CMAC(AES(_hkdf(master_key, label)))
    cmac.update(message)
    number = int.from_bytes(message[1:] + cmac.finalize()[:10], "big")
    plain = "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(24)))
    label = b"contoso-tokens/v1/code-permutation/" + message[:1]
    hidden = FF1(_hkdf(master_key, label), alphabet=_CROCKFORD).encrypt(plain)
    code = _CROCKFORD[epoch] + hidden
    return "-".join(code[start : start + 5] for start in range(0, 25, 5))


class TestSpecification:
    @given(
        st.binary(min_size=32, max_size=32),
        st.integers(0, 31),
        st.integers(0, (1 << 40) - 1),
        st.uuids(),
    )
    def test_is_what_the_book_issues(
        self, master_key: bytes, epoch: int, serial: int, mint_request_id: UUID
    ) -> None:
        book = CodeBook(InMemoryKeyRing({epoch: master_key}))
        expected = _specified(master_key, epoch, serial, mint_request_id)
        assert book.issue(epoch, serial, mint_request_id) == expected
