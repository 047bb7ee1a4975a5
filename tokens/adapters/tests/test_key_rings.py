"""What every key ring does: one suite for those that open epochs by themselves."""

from pathlib import Path

import pytest

from tokens.adapters.file_key_ring import FileKeyRing
from tokens.adapters.in_memory_key_ring import InMemoryKeyRing, well_known_key_ring
from tokens.domain.codes.key_ring import EpochsExhaustedError, KeyRing, UnknownEpochError


@pytest.fixture(params=["file", "memory"])
def ring(request: pytest.FixtureRequest, tmp_path: Path) -> KeyRing:
    return (
        FileKeyRing(tmp_path / "ring.json")
        if request.param == "file"
        else well_known_key_ring()
    )


class TestKeyRing:
    def test_begins_with_epoch_0(self, ring: KeyRing) -> None:
        assert ring.current_epoch() == 0
        assert ring.epochs() == (0,)
        assert len(ring.master_key(0)) == 32

    @pytest.mark.parametrize("epoch", [-1, 1, 32])
    def test_refuses_an_unknown_epoch(self, ring: KeyRing, epoch: int) -> None:
        with pytest.raises(UnknownEpochError):
            ring.master_key(epoch)

    def test_opens_the_next_epoch_and_keeps_the_old(self, ring: KeyRing) -> None:
        old = ring.master_key(0)
        assert ring.add_epoch() == ring.current_epoch() == 1
        assert ring.epochs() == (0, 1)
        assert ring.master_key(0) == old != ring.master_key(1)

    def test_opens_only_one_epoch_after_another(self, ring: KeyRing) -> None:
        assert [ring.add_epoch(after=0), ring.add_epoch(after=0)] == [1, 1]
        assert ring.add_epoch(after=1) == 2

    def test_opens_32_epochs_and_no_more(self, ring: KeyRing) -> None:
        for _ in range(31):
            ring.add_epoch()
        assert ring.epochs() == tuple(range(32))
        with pytest.raises(EpochsExhaustedError):
            ring.add_epoch()

    def test_shows_no_key(self, ring: KeyRing) -> None:
        assert repr(ring.master_key(0)) not in repr(ring)


class TestWellKnownKeyRing:
    def test_is_the_same_every_time(self) -> None:
        first, second = well_known_key_ring(), well_known_key_ring()
        first.add_epoch()
        second.add_epoch()
        assert first.master_key(1) == second.master_key(1)

    def test_keeps_a_copy(self) -> None:
        keys = {0: bytes(32)}
        ring = InMemoryKeyRing(keys)
        ring.add_epoch()
        assert list(keys) == [0]
