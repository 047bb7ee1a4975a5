"""What an operator does to a process: told in numbers first, then confirmed by typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.domain.messages import Command

Row = Any


@dataclass(frozen=True)
class Deed:
    """One kind of deed.

    `effects` tells what it will do to a row; `obstacle` why it cannot be done now, or ''.
    """

    name: str
    title: str
    command: Callable[[Row, str], Command]
    effects: Callable[[Row], Sequence[str]]
    obstacle: Callable[[Row], str]
    done: str
    takes_reason: bool = False
    needs_second: bool = False
    is_final: bool = False


class DeedForm(forms.Form):
    """The reason where one is kept, and the confirmation that nobody types by accident."""

    reason = forms.CharField(
        max_length=500, widget=UnfoldAdminTextInputWidget(), help_text="Kept in the event log."
    )
    confirmation = forms.CharField(
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, deed: Deed, row: Row, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self._word = str(row.pk)[:8]
        self.fields["confirmation"].help_text = f"Type {self._word} to confirm."
        self.fields["reason"].required = deed.needs_second
        if not deed.takes_reason and not deed.needs_second:
            del self.fields["reason"]
        if not deed.is_final:
            del self.fields["confirmation"]

    def clean_confirmation(self) -> str:
        """Refuse anything but the word that was asked for."""
        typed = str(self.cleaned_data["confirmation"]).strip().lower()
        if typed != self._word:
            message = f"Type {self._word}, the beginning of its id; nothing has changed."
            raise ValidationError(message)
        return typed


def only_in(states: Sequence[str], why: str) -> Callable[[Row], str]:
    """Return an obstacle for rows that are in none of some states."""
    return lambda row: "" if row.state in states else why.format(state=row.state)
