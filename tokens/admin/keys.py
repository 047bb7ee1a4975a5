"""Keys: which epochs there are, rotating, and quarantine of an epoch or a mint request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.admin.commands import require, send
from tokens.admin.epochs import (
    MOST_SINGLE,
    Epoch,
    Numbers,
    epochs,
    held_mint_requests,
    holdings,
    numbers_of,
)
from tokens.bootstrap import key_ring_of_settings
from tokens.domain.approving.commands import RotateKeys
from tokens.domain.codes.key_ring import MAX_EPOCHS
from tokens.domain.ids import MintRequestId
from tokens.domain.messages import Command
from tokens.domain.quarantine.commands import BeginQuarantine, ReleaseQuarantine
from tokens.domain.quarantine.quarantine import Subject


class ConfirmForm(forms.Form):
    """Why, and the word that nobody types by accident."""

    reason = forms.CharField(
        max_length=500, widget=UnfoldAdminTextInputWidget(), help_text="Kept in the event log."
    )
    confirmation = forms.CharField(
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, word: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self._word = word
        self.fields["confirmation"].help_text = f"Type {word} to confirm."

    def clean_confirmation(self) -> str:
        """Refuse anything but the word that was asked for."""
        typed = str(self.cleaned_data["confirmation"]).strip().lower()
        if typed != self._word:
            message = f"Type {self._word}; nothing has changed."
            raise ValidationError(message)
        return typed


@dataclass(frozen=True)
class Deed:
    """What is about to be done; `word` confirms it, and `obstacle` says why it cannot be."""

    title: str
    word: str
    effects: Sequence[str]
    done: str
    obstacle: str = ""


def keys(request: HttpRequest) -> HttpResponse:
    """Show the epochs and the mint requests in quarantine."""
    if not request.user.has_perm("tokens.view_event"):
        raise PermissionDenied
    found = epochs(key_ring_of_settings())
    context = {
        "title": "Keys",
        "epochs": found,
        "left": MAX_EPOCHS - len(found),
        "held": held_mint_requests(),
        "most": MOST_SINGLE,
        "may_act": request.user.has_perm("tokens.manage_keys"),
    }
    return _page(request, "keys", context)


def rotate(request: HttpRequest) -> HttpResponse:
    """Open the next epoch, once a second operator has agreed."""
    require(request, "manage_keys")
    found = epochs(key_ring_of_settings())
    return _ask(request, _rotation(found), lambda _: RotateKeys(found[0].number))


def quarantine(request: HttpRequest) -> HttpResponse:
    """Let nothing of an epoch or a mint request be redeemed."""
    require(request, "manage_keys")
    subject, numbers = _subject(request)
    deed = _quarantine(subject, numbers, is_held=_is_held(subject))
    return _ask(request, deed, lambda reason: BeginQuarantine(subject, reason))


def release(request: HttpRequest) -> HttpResponse:
    """Let what an epoch or a mint request has be redeemed again."""
    require(request, "manage_keys")
    subject, numbers = _subject(request)
    deed = _release(subject, numbers, is_held=_is_held(subject))
    return _ask(request, deed, lambda reason: ReleaseQuarantine(subject, reason))


def _ask(request: HttpRequest, deed: Deed, command: Any) -> HttpResponse:  # noqa: ANN401 - a callable
    form = ConfirmForm(deed.word, request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        made: Command = command(reason)
        unchanged = f"Nothing has changed. {deed.obstacle}"
        send(request, made, deed.done, reason=reason, unchanged=unchanged)
        return redirect("keys")
    context = {"title": deed.title, "deed": deed, "form": form}
    return _page(request, "key_deed", context, status=400 if form.is_bound else 200)


def _rotation(found: list[Epoch]) -> Deed:
    following = found[0].number + 1
    minted = Numbers(
        sum(one.numbers.mint_requests for one in found),
        sum(one.numbers.tokens for one in found),
    )
    effects = (
        f"Epoch {following} is opened: mint requests from then on get codes of a new key.",
        f"{_of(minted)} keep the codes that they have.",
        f"Of {MAX_EPOCHS} epochs {max(MAX_EPOCHS - following - 1, 0)} are left afterwards.",
        "Back up the key ring then: codes of the new epoch can be read with its key alone.",
        "A second operator must approve it first.",
    )
    full = "All epochs are open; none is left." if following >= MAX_EPOCHS else ""
    return Deed(
        "Rotate keys", f"epoch-{following}", effects, f"Epoch {following} is open.", full
    )


def _quarantine(subject: Subject, numbers: Numbers, *, is_held: bool) -> Deed:
    effects = [f"Nothing of {_of(numbers)} is redeemed until it is released."]
    if subject.epoch is not None:
        effects.append("Its key makes no further codes: new mint requests get a later epoch's.")
    effects.append("What was redeemed stays redeemed; orders and print jobs go on.")
    return Deed(
        f"Quarantine {subject}",
        _word(subject),
        effects,
        f"{subject} is in quarantine.",
        f"{subject} is in quarantine already." if is_held else "",
    )


def _release(subject: Subject, numbers: Numbers, *, is_held: bool) -> Deed:
    effects = [f"What is activated of {_of(numbers)} may be redeemed again."]
    if subject.epoch is None:
        effects.append("Where its epoch is in quarantine as well, that goes on.")
    else:
        effects.append("Mint requests that are in quarantine by themselves stay in it.")
    return Deed(
        f"Release {subject}",
        _word(subject),
        effects,
        f"{subject} may be redeemed again.",
        "" if is_held else f"{subject} is not in quarantine.",
    )


def _of(numbers: Numbers) -> str:
    requests = f"{numbers.mint_requests:,} mint request{'s' * (numbers.mint_requests != 1)}"
    return f"{requests} with {numbers.tokens:,} token{'s' * (numbers.tokens != 1)}"


def _word(subject: Subject) -> str:
    """Return what confirms a deed: `epoch-3`, or the beginning of a mint request's id."""
    return str(subject.mint_request_id)[:8] if subject.mint_request_id else str(subject)


def _is_held(subject: Subject) -> bool:
    last = holdings([subject]).get(subject)
    return last is not None and last.holds


def _subject(request: HttpRequest) -> tuple[Subject, Numbers]:
    """Return what the address names. Raises: Http404 where there is no such thing."""
    epoch, mint_request = request.GET.get("epoch", ""), request.GET.get("mint_request", "")
    if epoch.isascii() and epoch.isdecimal() and len(epoch) <= len(str(MAX_EPOCHS)):
        subject = Subject(epoch=int(epoch))
        if subject.epoch in key_ring_of_settings().epochs():
            return subject, numbers_of(subject)
    try:
        subject = Subject(MintRequestId(UUID(mint_request.strip())))
    except ValueError:
        raise Http404 from None
    numbers = numbers_of(subject)
    if not numbers.mint_requests:
        raise Http404
    return subject, numbers


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/tokens/{name}.html", shown, status=status)
