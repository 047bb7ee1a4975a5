"""What goes with the key ring's port: check values and the refusals' texts."""

import pickle

from tokens.domain.codes.key_ring import (
    EpochNotSuppliedError,
    EpochsExhaustedError,
    UnknownEpochError,
    check_value,
)


class TestCheckValue:
    def test_is_the_same_in_every_release(self) -> None:
        assert check_value(bytes(32)) == "3063f8cee0f53856"

    def test_tells_keys_apart(self) -> None:
        values = {check_value(bytes([number]) * 32) for number in range(256)}
        assert len(values) == 256


class TestRefusals:
    def test_name_the_epoch(self) -> None:
        assert str(UnknownEpochError(7)) == "the key ring has no epoch 7"
        assert "epoch 3" in str(EpochNotSuppliedError(3))
        assert "32" in str(EpochsExhaustedError())

    def test_survive_pickling(self) -> None:
        restored = pickle.loads(pickle.dumps(UnknownEpochError(7)))  # noqa: S301 - ours
        assert restored.epoch == 7
