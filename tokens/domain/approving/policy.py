"""What an operator does not do alone."""

from dataclasses import dataclass

from tokens.domain.approving.commands import Request, RotateKeys
from tokens.domain.messages import Command
from tokens.domain.minting.commands import Mint
from tokens.domain.ordering.commands import VoidOrder


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """Minting more than `mint_above` tokens, voiding an order, rotating keys."""

    mint_above: int

    def demands(self, command: Command) -> Request | None:
        """Return what a second operator must be asked for, None where nobody is asked."""
        match command:
            case VoidOrder() | RotateKeys():
                return Request.of(command)
            case Mint(quantity=quantity) if quantity > self.mint_above:
                return Request.of(command)
            case _:
                return None
