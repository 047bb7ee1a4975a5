"""What an operator may do to a single token, which itself says what it allows."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.domain.codes.text import holds_a_code
from tokens.domain.ids import AccountId
from tokens.domain.token.commands import (
    ActivateToken,
    DeactivateToken,
    TokenCommand,
    VoidToken,
)
from tokens.domain.token.errors import TokenError
from tokens.domain.token.state import TokenState
from tokens.domain.token.token import Token

_SOMEBODY = AccountId("somebody")


@dataclass(frozen=True)
class TokenDeed:
    """One kind of deed; `attempt` does it to a copy of the token, to see what would happen."""

    name: str
    title: str
    attempt: Callable[[Token], None]
    command: Callable[[Token, dict[str, Any]], TokenCommand]
    means: str
    done: str
    takes_reason: bool = False
    is_forced: bool = False
    is_final: bool = False
    # Told by the template of all deeds.
    needs_second: bool = False

    def asks_account(self, token: Token) -> bool:
        """Whether it must be said for whom."""
        return self.name == "activate" and token.account_id is None

    def obstacle(self, token: Token) -> str:
        """Return why it cannot be done now, or ''."""
        if self.is_forced and token.state is not TokenState.REDEEMED:
            return "Only a redeemed token is voided by force."
        tried = deepcopy(token)
        try:
            self.attempt(tried)
        except TokenError as refusal:
            return str(refusal)
        return "" if tried.pending else f"It is {token.state}; nothing would change."

    def effects(self, token: Token) -> Sequence[str]:
        """Return what it will do to the token."""
        tried = deepcopy(token)
        self.attempt(tried)
        became = (
            f"It is {token.state} now, and will be {tried.state} at version {tried.version}."
        )
        return became, self.means


def _activate(token: Token) -> None:
    token.activate(token.account_id or _SOMEBODY)


DEEDS: tuple[TokenDeed, ...] = (
    TokenDeed(
        name="activate",
        title="Activate",
        attempt=_activate,
        command=lambda token, said: ActivateToken(
            token.id, said["version"], account_id=said.get("account") or None
        ),
        means="Whoever has its code can redeem it from then on.",
        done="The token is activated.",
    ),
    TokenDeed(
        name="deactivate",
        title="Deactivate",
        attempt=Token.deactivate,
        command=lambda token, said: DeactivateToken(token.id, said["version"]),
        means="Nobody can redeem it until it is activated again; a token that no order holds "
        "is stock again, and may be sold to a waiting order at once.",
        done="The token is not active any longer.",
    ),
    TokenDeed(
        name="void",
        title="Void",
        attempt=Token.void,
        command=lambda token, said: VoidToken(
            token.id, said["version"], reason=said["reason"] or None
        ),
        means="It is worthless for ever; this cannot be taken back.",
        done="The token is void.",
        takes_reason=True,
        is_final=True,
    ),
    TokenDeed(
        name="force-void",
        title="Void by force",
        attempt=lambda token: token.void("why", force=True),
        command=lambda token, said: VoidToken(
            token.id, said["version"], reason=said["reason"], force=True
        ),
        means="Its good was handed over already: the log will say that the token was void "
        "after that, by whom and why. This cannot be taken back.",
        done="The redeemed token is void.",
        takes_reason=True,
        is_forced=True,
        is_final=True,
    ),
)


class TokenDeedForm(forms.Form):
    """What a deed needs to be told; `version` is the token's as it was shown."""

    version = forms.IntegerField(
        widget=forms.HiddenInput(),
        error_messages=dict.fromkeys(
            ("required", "invalid"), "The form does not say what it was made of: open it anew."
        ),
    )
    account = forms.CharField(
        max_length=200,
        label="Billing account",
        help_text="No order holds the token: activate it for whom?",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        max_length=500, widget=UnfoldAdminTextInputWidget(), help_text="Kept in the event log."
    )
    confirmation = forms.CharField(
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, deed: TokenDeed, token: Token, data: Any) -> None:  # noqa: ANN401 - a request's
        super().__init__(data, initial={"version": token.version})
        self._word = str(token.id)[:6]
        self.fields["confirmation"].help_text = f"Type {self._word} to confirm."
        self.fields["reason"].required = deed.is_forced
        unused = {
            "account": not deed.asks_account(token),
            "reason": not deed.takes_reason,
            "confirmation": not deed.is_final,
        }
        for name, is_unused in unused.items():
            if is_unused:
                del self.fields[name]

    def clean_reason(self) -> str:
        """Keep codes out of the log."""
        reason = str(self.cleaned_data["reason"])
        if holds_a_code(reason):
            message = "Leave out the code: it must not be kept. The log names the token."
            self.data = {name: said for name, said in self.data.items() if name != "reason"}
            raise ValidationError(message)
        return reason

    def clean_confirmation(self) -> str:
        """Refuse anything but the word that was asked for."""
        typed = str(self.cleaned_data["confirmation"]).strip()
        if typed != self._word:
            message = f"Type {self._word}, the beginning of its id; nothing has changed."
            raise ValidationError(message)
        return typed
