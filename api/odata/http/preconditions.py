"""If-Match and If-None-Match against the version of what is there (RFC 9110, section 13)."""

from collections.abc import Callable

from django.http import HttpRequest

from api.odata.headers.entity_tags import EntityTag, parse_tag_condition
from api.odata.http.exchange import Exchange
from api.odata.problems import PreconditionFailedError, PreconditionRequiredError

IF_MATCH = "If-Match"
IF_NONE_MATCH = "If-None-Match"
_DIGITS = 10


def tag_of(version: int) -> EntityTag:
    """Return the entity tag of a version."""
    return EntityTag(str(version))


def expected_version(request: HttpRequest, current: Callable[[], int]) -> int | None:
    """Return the version that If-Match demands; None where any will do.

    A single tag is left to the command to compare, which does so in its transaction.
    `current` is asked only where the answer needs it.

    Raises: PreconditionRequiredError (428) without If-Match, PreconditionFailedError (412)
    where no tag can match, BadRequestError for a malformed header.
    """
    if parse_tag_condition(request.headers.get(IF_NONE_MATCH), IF_NONE_MATCH) is not None:
        message = f"{IF_NONE_MATCH} is for reading; to change what is there, send {IF_MATCH}"
        raise PreconditionFailedError(message, target=IF_NONE_MATCH)
    condition = parse_tag_condition(request.headers.get(IF_MATCH), IF_MATCH)
    if condition is None:
        raise _required(tag_of(current()))
    if condition.any:
        return None
    versions = [int(tag.value) for tag in condition.tags if _is_version(tag.value)]
    if len(versions) == 1:
        return versions[0]
    now = current()
    if now in versions:
        return now
    raise _failed(tag_of(now))


def check_condition(exchange: Exchange, current: EntityTag | None, *, required: bool) -> None:
    """Let a change go on that means what is there now; `current` is its tag.

    Raises: PreconditionRequiredError (428) where a tag is `required` and none is given,
    PreconditionFailedError (412) where it is not the current one, BadRequestError for a
    malformed header.
    """
    request = exchange.request
    unless = parse_tag_condition(request.headers.get(IF_NONE_MATCH), IF_NONE_MATCH)
    if unless is not None and (unless.any or unless.matches(current)):
        message = f"{IF_NONE_MATCH} says to change nothing that is there; it is there"
        raise PreconditionFailedError(message, target=IF_NONE_MATCH, headers=_told(current))
    condition = parse_tag_condition(request.headers.get(IF_MATCH), IF_MATCH)
    within = exchange.tag_in_body()
    if current is None:
        return
    if condition is None and within is None and required:
        raise _required(current)
    if condition is not None and not condition.matches(current):
        raise _failed(current)
    if within is not None and not within.matches(current):
        raise _failed(current)


def check_nothing_expected(exchange: Exchange) -> None:
    """Refuse a change of what is not there where the request means a version of it.

    `If-Match: *` means any version, of which there is none, too (RFC 9110, 13.1.1).
    Raises: PreconditionFailedError.
    """
    condition = parse_tag_condition(exchange.request.headers.get(IF_MATCH), IF_MATCH)
    if condition is not None:
        message = "There is nothing there, so no entity tag can match it."
        raise PreconditionFailedError(message, target=IF_MATCH)


def check_wanted(request: HttpRequest, tag: EntityTag | None) -> None:
    """Let a read go on that means what is there now. Raises: PreconditionFailedError."""
    condition = parse_tag_condition(request.headers.get(IF_MATCH), IF_MATCH)
    if condition is not None and tag is not None and not condition.matches(tag):
        raise _failed(tag)


def is_unchanged(request: HttpRequest, tag: EntityTag | None) -> bool:
    """Tell whether If-None-Match names the tag, so that the client has this already."""
    condition = parse_tag_condition(request.headers.get(IF_NONE_MATCH), IF_NONE_MATCH)
    return condition is not None and condition.matches(tag)


def _told(tag: EntityTag | None) -> dict[str, str]:
    return {} if tag is None else {"ETag": str(tag)}


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _DIGITS


def _required(tag: EntityTag) -> PreconditionRequiredError:
    message = (
        f"Say which version you mean: send the header {IF_MATCH}: {tag}, "
        f"which is the current entity tag, or {IF_MATCH}: * for any version."
    )
    return PreconditionRequiredError(message, target=IF_MATCH, headers={"ETag": str(tag)})


def _failed(tag: EntityTag) -> PreconditionFailedError:
    message = (
        f"It was changed meanwhile: the current entity tag is {tag}. "
        "Read it again and repeat the request."
    )
    return PreconditionFailedError(message, target=IF_MATCH, headers={"ETag": str(tag)})
