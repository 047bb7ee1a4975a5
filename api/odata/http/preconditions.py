"""If-Match and If-None-Match against the version of what is there (RFC 9110, section 13)."""

from collections.abc import Callable

from django.http import HttpRequest

from api.odata.headers.entity_tags import EntityTag, parse_tag_condition
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


def is_unchanged(request: HttpRequest, tag: EntityTag | None) -> bool:
    """Tell whether If-None-Match names the tag, so that the client has this already."""
    condition = parse_tag_condition(request.headers.get(IF_NONE_MATCH), IF_NONE_MATCH)
    return condition is not None and condition.matches(tag)


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
