"""A key ring that production supplies in a variable, from its secret store or KMS."""

from typing import Final, Never

from tokens.adapters.in_memory_key_ring import InMemoryKeyRing
from tokens.adapters.key_ring_document import from_texts, parse
from tokens.domain.codes.key_ring import EpochNotSuppliedError

VARIABLE: Final = "CONTOSO_KEY_RING_KEYS"


class EnvironmentKeyRing(InMemoryKeyRing):
    """The keys in the value of `VARIABLE`, which settings read once at start.

    The value is the JSON document of a key ring file, or the Base64 keys alone,
    separated by commas, epoch 0's first. A new epoch is a further key and a restart.
    """

    def __init__(self, value: str) -> None:
        """Parse the value.

        Raises:
            KeyRingUnusableError: if it is neither.

        """
        if value.lstrip().startswith("{"):
            keys = parse(value, VARIABLE)
        else:
            keys = from_texts([text.strip() for text in value.split(",")], VARIABLE)
        super().__init__(keys)

    def _next_key(self, epoch: int) -> Never:
        raise EpochNotSuppliedError(epoch)
