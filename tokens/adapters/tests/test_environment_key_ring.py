"""The key ring from a variable, and the document that it shares with the file."""

import json
import traceback
from base64 import b64encode

import pytest

from tokens.adapters.environment_key_ring import EnvironmentKeyRing
from tokens.adapters.key_ring_document import KeyRingUnusableError, parse, render
from tokens.domain.codes.key_ring import EpochNotSuppliedError

KEYS = {0: b"\1" * 32, 1: b"\2" * 32}
TEXTS = [b64encode(key).decode() for key in KEYS.values()]


class TestEnvironmentKeyRing:
    @pytest.mark.parametrize(
        "value", [",".join(TEXTS), f" {TEXTS[0]},\n {TEXTS[1]} ", render(KEYS)]
    )
    def test_reads_keys_alone_or_the_document(self, value: str) -> None:
        ring = EnvironmentKeyRing(value)
        assert {epoch: ring.master_key(epoch) for epoch in ring.epochs()} == KEYS
        assert ring.current_epoch() == 1

    def test_opens_no_epoch_by_itself(self) -> None:
        ring = EnvironmentKeyRing(",".join(TEXTS))
        assert ring.add_epoch(after=0) == 1
        with pytest.raises(EpochNotSuppliedError):
            ring.add_epoch(after=1)
        assert ring.epochs() == (0, 1)

    @pytest.mark.parametrize(
        "value", ["", ",", "AAAA", TEXTS[0] + ",", f"{TEXTS[0]},{TEXTS[0]}", "{}", "ключ"]
    )
    def test_refuses_anything_else_by_the_variables_name(self, value: str) -> None:
        with pytest.raises(KeyRingUnusableError, match="CONTOSO_KEY_RING_KEYS"):
            EnvironmentKeyRing(value)


def _document(**changes: object) -> str:
    return json.dumps(json.loads(render(KEYS)) | changes)


class TestDocument:
    def test_round_trip(self) -> None:
        assert parse(render(KEYS), "here") == KEYS

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (render(KEYS)[:-4], "not a JSON object"),
            ("[]", "not a JSON object"),
            (_document(version=2), "version 1"),
            (_document(version=None), "version 1"),
            (_document(keys=TEXTS), "no object"),
            (_document(keys={}), "1 to 32 keys"),
            (_document(keys={"1": TEXTS[0]}), "not 0, 1, 2"),
            (_document(keys={"0": TEXTS[0], "2": TEXTS[1]}), "not 0, 1, 2"),
            (_document(keys={"0": TEXTS[0], "1": 7}), "epoch 1 is not Base64"),
            (_document(keys={"0": TEXTS[0][:-4]}), "epoch 0 is not Base64"),
            (_document(keys={"0": TEXTS[0], "1": TEXTS[0]}), "another epoch"),
        ],
    )
    def test_refuses_with_the_reason_and_no_key(self, text: str, reason: str) -> None:
        with pytest.raises(KeyRingUnusableError, match=reason) as refused:
            parse(text, "here")
        assert refused.value.__context__ is None
        assert TEXTS[0][:20] not in "".join(traceback.format_exception(refused.value))
