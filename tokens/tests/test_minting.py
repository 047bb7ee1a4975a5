from uuid import uuid4

import pytest

from tokens.domain.errors import InvalidCatalogItemError, InvalidQuantityError
from tokens.domain.ids import CatalogId, MintRequestId
from tokens.domain.minting.commands import CancelMint, Mint, StartMintJobs, VoidMintRequest
from tokens.domain.minting.errors import (
    MintRequestAlreadyCompletedError,
    MintRequestNotCompletedError,
)
from tokens.domain.minting.mint_request import mint_request_stream
from tokens.domain.token.commands import RedeemToken, VoidToken
from tokens.domain.token.identifier import TokenId


class TestMint:
    def test_completes_and_circulates_everything(self, harness):
        mint = harness.mint(5)
        assert harness.get_mint_request(mint).state == "Completed"
        assert harness.states(mint, 5) == ["Circulated"] * 5
        assert harness.token(mint, 4).version == 1

    def test_has_jobs_of_a_million_and_at_most_a_thousand(self, harness):
        mint = harness.mint(2_500_000)
        assert harness.events(mint_request_stream(mint)).count("MintJobFinished") == 3
        assert sum(lot.size for lot in harness.lots()) == 2_500_000

    def test_of_a_billion_is_a_thousand_jobs_struck_in_63_runs(self, harness):
        mint = harness.mint(10**9)
        assert harness.get_mint_request(mint).minted == 10**9
        events = harness.events(mint_request_stream(mint))
        assert events.count("MintJobFinished") == 1_000
        assert events.count("TokensMinted") == 63
        assert len(harness.lots()) == 63
        assert harness.token(mint, 10**9 - 1).state == "Circulated"

    @pytest.mark.parametrize("quantity", [0, -1, 2**40 + 1])
    def test_refuses_a_quantity_out_of_bounds(self, harness, quantity):
        with pytest.raises(InvalidQuantityError):
            harness.mint(quantity)

    def test_refuses_an_unknown_catalog_item(self, harness):
        with pytest.raises(InvalidCatalogItemError):
            harness.execute(Mint(MintRequestId(uuid4()), CatalogId("nothing"), 1))

    def test_of_the_same_id_happens_once(self, harness):
        command = Mint(MintRequestId(uuid4()), harness.item, 5)
        harness.run(command, command)
        assert sum(lot.size for lot in harness.lots()) == 5

    def test_gives_each_request_serials_of_its_own(self, harness):
        first, second = harness.mint(5), harness.mint(7)
        serials = harness.application.serials
        a, b = serials.of(first), serials.of(second)
        assert a.epoch == b.epoch == 0
        assert a.first + a.quantity == b.first
        assert serials.owner(0, b.first + 6) == b
        assert serials.owner(0, b.first + 7) is None

    def test_opens_the_next_epoch_when_serials_do_not_suffice(self, harness):
        first, second = harness.mint(2**40 - 1), harness.mint(2)
        serials = harness.application.serials
        assert (serials.of(first).epoch, serials.of(second).epoch) == (0, 1)
        assert serials.of(second).first == 0


class TestCancel:
    def test_midway_stops_the_jobs_and_voids_what_was_minted(self, harness):
        mint = MintRequestId(uuid4())
        harness.execute(Mint(mint, harness.item, 3_500_000))
        assert harness.bus.deliver(limit=2) == 2
        harness.run(CancelMint(mint))
        canceled = harness.get_mint_request(mint)
        assert (canceled.state, canceled.minted) == ("Canceled", 2_000_000)
        assert [lot.facts.state for lot in harness.lots()] == ["Voided", "Voided"]
        assert harness.deliver() == 0

    def test_midway_stops_whole_runs_of_a_billion(self, harness):
        mint = MintRequestId(uuid4())
        harness.execute(Mint(mint, harness.item, 10**9))
        assert harness.bus.deliver(limit=2) == 2
        harness.run(CancelMint(mint))
        assert harness.get_mint_request(mint).minted == 32_000_000
        assert [lot.size for lot in harness.lots()] == [16_000_000] * 2
        assert harness.events(mint_request_stream(mint)).count("MintJobStopped") == 968

    def test_after_the_last_job_and_before_the_release(self, harness):
        mint = MintRequestId(uuid4())
        harness.execute(Mint(mint, harness.item, 5))
        harness.bus.deliver(limit=1)
        harness.run(CancelMint(mint))
        assert harness.get_mint_request(mint).state == "Canceled"
        assert harness.states(mint, 5) == ["Voided"] * 5

    def test_is_refused_once_completed(self, harness):
        mint = harness.mint(5)
        with pytest.raises(MintRequestAlreadyCompletedError):
            harness.execute(CancelMint(mint))

    def test_twice_is_once(self, harness):
        mint = MintRequestId(uuid4())
        harness.execute(Mint(mint, harness.item, 5))
        harness.run(CancelMint(mint), CancelMint(mint))
        assert harness.get_mint_request(mint).state == "Canceled"

    def test_leaves_a_repeated_job_without_effect(self, harness):
        mint = harness.mint(5)
        before = harness.events(mint_request_stream(mint))
        harness.execute(StartMintJobs(mint, 0, 1))
        assert harness.events(mint_request_stream(mint)) == before


class TestVoid:
    def test_voids_what_is_not_redeemed(self, harness):
        mint = harness.mint(6)
        harness.order(4)
        harness.run(RedeemToken(TokenId(mint, 0)), VoidToken(TokenId(mint, 5)))
        harness.run(VoidMintRequest(mint, "leaked"))
        assert harness.states(mint, 6) == ["Redeemed"] + ["Voided"] * 5

    def test_is_refused_while_minting(self, harness):
        mint = MintRequestId(uuid4())
        harness.execute(Mint(mint, harness.item, 5))
        with pytest.raises(MintRequestNotCompletedError):
            harness.execute(VoidMintRequest(mint))
