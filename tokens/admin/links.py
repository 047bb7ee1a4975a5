"""Where the console shows what a name stands for; the names of pages, not their code."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tokens.domain.token.token import token_of_stream

_PAGES = {
    "mint-request": "admin:projections_mintrequest_change",
    "order": "admin:projections_order_change",
    "print-job": "admin:projections_printjob_change",
    "approval": "admin:projections_approval_change",
}
_KINDS = {
    **{kind: kind.replace("-", " ") for kind in _PAGES},
    "quarantine": "quarantine",
    "waiting-orders": "waiting orders",
}
_LINK = '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'


def link(address: str, text: object) -> SafeString:
    """Return a link; whatever it shows is escaped."""
    return format_html(_LINK, address, text)


def kind_of_stream(stream: str) -> str:
    """Return what a stream is of, in words, such as `mint request`."""
    if stream.startswith("token-"):
        return "token"
    found = (words for kind, words in _KINDS.items() if stream.startswith(f"{kind}-"))
    return next(found, "stream")


def subject_address(stream: str) -> str | None:
    """Return where the subject of a stream has its page; None where it has none."""
    try:
        token_id = token_of_stream(stream)
        if token_id is not None:
            return reverse("admin:projections_token_change", args=[str(token_id)])
        for kind, page in _PAGES.items():
            if stream.startswith(f"{kind}-"):
                return reverse(page, args=[UUID(stream[len(kind) + 1 :])])
    except ValueError:
        pass
    return None


def subject_name(stream: str) -> str:
    """Return a stream's name as people know its subject: kind and id."""
    kind = kind_of_stream(stream)
    if kind == "token" and (address := subject_address(stream)):
        return f"token {address.rstrip('/').split('/')[-2]}"
    prefix = kind.replace(" ", "-")
    return f"{kind} {stream[len(prefix) + 1 :]}" if kind != "stream" else stream


def events_address(**conditions: str) -> str:
    """Return the address of the log with filters: `stream`, `correlation_id`, `type`."""
    return f"{reverse('admin:tokens_event_changelist')}?{urlencode(conditions)}"


def sequence_address(correlation_id: str) -> str:
    """Return the address of the page that follows a correlation id."""
    return f"{reverse('admin:tokens_event_sequence')}?{urlencode({'id': correlation_id})}"


def approval_address(approval_id: UUID) -> str:
    """Return the address of an approval's page."""
    return reverse(_PAGES["approval"], args=[approval_id])


def account_address(account_id: str) -> str:
    """Return the address of a billing account's page."""
    return f"{reverse('partner')}?{urlencode({'account': account_id})}"
