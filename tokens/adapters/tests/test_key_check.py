from uuid import uuid4

import pytest

from tokens.adapters.in_memory_key_ring import InMemoryKeyRing, well_known_key_ring
from tokens.adapters.postgres.key_check import KeyRingLostError, check_key_ring
from tokens.adapters.postgres.serials import PostgresSerials
from tokens.domain.ids import MintRequestId
from tokens.tests.harness import PostgresHarness

OTHER = InMemoryKeyRing({0: b"x" * 32})


@pytest.mark.django_db
class TestKeyRing:
    def test_that_is_the_right_one_passes(self):
        PostgresHarness().mint(1)
        check_key_ring(well_known_key_ring())

    def test_that_was_swapped_is_noticed(self):
        PostgresHarness().mint(1)
        with pytest.raises(KeyRingLostError, match="epoch 0"):
            check_key_ring(OTHER)

    def test_that_was_swapped_mints_nothing(self):
        PostgresHarness().mint(1)
        with pytest.raises(KeyRingLostError):
            PostgresSerials(OTHER).allocate(MintRequestId(uuid4()), 1)
