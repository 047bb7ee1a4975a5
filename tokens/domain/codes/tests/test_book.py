"""The code book: what it issues reads and verifies, and nothing else does."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokens.adapters.in_memory_key_ring import InMemoryKeyRing, well_known_key_ring
from tokens.domain.codes.book import SERIALS_PER_EPOCH, CandidateCode, CodeBook
from tokens.domain.codes.bulk import CHUNK
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.codes.key_ring import UnknownEpochError
from tokens.domain.codes.tests.test_text import typed_variants
from tokens.domain.codes.text import ALPHABET

EPOCHS = 3
BOOK = CodeBook(well_known_key_ring(EPOCHS))
MINT_REQUEST = UUID("6f2c1f5e-95d4-4a3f-8a0b-0d5e6c7b8a91")

epochs = st.integers(0, EPOCHS - 1)
serials = st.integers(0, SERIALS_PER_EPOCH - 1)
mint_requests = st.uuids()


def _verifies(typed: str, mint_request_id: UUID) -> bool:
    try:
        return BOOK.verify(BOOK.read(typed), mint_request_id)
    except InvalidCodeError:
        return False


class TestIssueAndRead:
    @given(epochs, serials, mint_requests)
    def test_round_trip(self, epoch: int, serial: int, mint_request_id: UUID) -> None:
        candidate = BOOK.read(BOOK.issue(epoch, serial, mint_request_id))
        assert (candidate.epoch, candidate.serial) == (epoch, serial)
        assert BOOK.verify(candidate, mint_request_id)

    @given(serials, st.data())
    def test_reads_every_typed_variant(self, serial: int, data: st.DataObject) -> None:
        typed = data.draw(typed_variants(BOOK.issue(1, serial, MINT_REQUEST)))
        assert _verifies(typed, MINT_REQUEST)

    def test_issues_the_same_codes_in_every_release(self) -> None:
        """Whoever breaks this has made every code in circulation unreadable."""
        book = CodeBook(InMemoryKeyRing({0: bytes(32), 1: bytes(range(32))}))
        assert [book.issue(0, 0, UUID(int=0)), book.issue(1, 2**40 - 1, MINT_REQUEST)] == [
            "0P3W5-ZK5V1-08Y9A-N11JE-S3938",
            "1NKRP-W73XA-797SJ-RX04D-QS532",
        ]

    @pytest.mark.parametrize("serial", [-1, SERIALS_PER_EPOCH])
    def test_refuses_a_serial_out_of_bounds(self, serial: int) -> None:
        with pytest.raises(ValueError, match="not within"):
            BOOK.issue(0, serial, MINT_REQUEST)

    def test_refuses_to_issue_in_an_unknown_epoch(self) -> None:
        with pytest.raises(UnknownEpochError):
            BOOK.issue(EPOCHS, 0, MINT_REQUEST)

    def test_reads_an_epoch_that_was_opened_later(self) -> None:
        ring = well_known_key_ring()
        book = CodeBook(ring)
        later = CodeBook(well_known_key_ring(2)).issue(1, 7, MINT_REQUEST)
        with pytest.raises(InvalidCodeError):
            book.read(later)
        ring.add_epoch()
        issued = book.issue(1, 7, MINT_REQUEST)
        assert book.verify(book.read(issued), MINT_REQUEST)


class TestForgery:
    @given(serials, st.integers(0, 24), st.sampled_from(ALPHABET))
    def test_no_single_other_character_verifies(
        self, serial: int, place: int, symbol: str
    ) -> None:
        plain = BOOK.issue(0, serial, MINT_REQUEST).replace("-", "")
        forged = plain[:place] + symbol + plain[place + 1 :]
        assert _verifies(forged, MINT_REQUEST) == (forged == plain)

    def test_no_single_other_character_of_one_code_verifies(self) -> None:
        plain = BOOK.issue(0, 12345, MINT_REQUEST).replace("-", "")
        forged = {
            plain[:place] + symbol + plain[place + 1 :]
            for place in range(25)
            for symbol in ALPHABET
        } - {plain}
        assert len(forged) == 25 * 31
        assert not any(_verifies(code, MINT_REQUEST) for code in forged)

    @given(serials, mint_requests)
    def test_no_other_mint_request_verifies(self, serial: int, other: UUID) -> None:
        candidate = BOOK.read(BOOK.issue(0, serial, MINT_REQUEST))
        assert BOOK.verify(candidate, other) == (other == MINT_REQUEST)

    @given(serials)
    def test_no_other_key_ring_verifies(self, serial: int) -> None:
        other = CodeBook(InMemoryKeyRing({0: b"\1" * 32}))
        candidate = other.read(BOOK.issue(0, serial, MINT_REQUEST))
        assert not other.verify(candidate, MINT_REQUEST)

    def test_one_key_in_two_epochs_issues_unrelated_codes(self) -> None:
        book = CodeBook(InMemoryKeyRing({0: bytes(32), 1: bytes(32)}))
        assert book.issue(0, 1, MINT_REQUEST)[1:] != book.issue(1, 1, MINT_REQUEST)[1:]


class TestIssueRange:
    @given(
        epochs,
        st.integers(0, SERIALS_PER_EPOCH - 64),
        st.integers(0, 64),
        mint_requests,
    )
    def test_equals_issuing_one_by_one(
        self, epoch: int, first: int, count: int, mint_request_id: UUID
    ) -> None:
        one_by_one = [
            BOOK.issue(epoch, serial, mint_request_id) for serial in range(first, first + count)
        ]
        assert list(BOOK.issue_range(epoch, first, count, mint_request_id)) == one_by_one

    def test_is_distinct_and_in_order_beyond_a_chunk(self) -> None:
        first, count = SERIALS_PER_EPOCH - 2 * CHUNK - 5, 2 * CHUNK + 5
        codes = BOOK.issue_range(2, first, count, MINT_REQUEST)
        assert len(set(codes)) == len(codes) == count
        for place in (0, CHUNK - 1, CHUNK, 2 * CHUNK, count - 1):
            assert BOOK.read(codes[place]).serial == first + place

    @pytest.mark.parametrize(("first", "count"), [(-1, 1), (0, -1), (SERIALS_PER_EPOCH - 1, 2)])
    def test_refuses_a_range_out_of_bounds(self, first: int, count: int) -> None:
        with pytest.raises(ValueError, match="not within"):
            BOOK.issue_range(0, first, count, MINT_REQUEST)

    def test_threads_may_share_a_book(self) -> None:
        def read_and_issue(worker: int) -> bool:
            codes = BOOK.issue_range(0, worker * 1000, 2 * CHUNK, MINT_REQUEST)
            return all(_verifies(code, MINT_REQUEST) for code in codes[:2000])

        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(read_and_issue, range(16)))


class TestCandidateCode:
    def test_shows_no_tag(self) -> None:
        assert repr(CandidateCode(1, 2, b"secret-tag")) == "CandidateCode(epoch=1, serial=2)"
