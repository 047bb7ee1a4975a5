"""Splits the query of a URL into options (OData 4.01 Part 2, section 2)."""

from urllib.parse import parse_qsl

from api.odata.errors import BadRequestError

_MOST_OPTIONS = 50
LONGEST = 16_384


def split_query(query: str, longest: int = LONGEST) -> list[tuple[str, str]]:
    """The names and values of a query string, decoded, in the order sent.

    A plus sign stands for a space, as the form encoding of most clients has it; a plus is
    sent as %2B. Raises BadRequestError for what is not UTF-8 or beyond the limits.
    """
    if len(query) > longest:
        message = f"the query is longer than {longest} characters"
        raise BadRequestError(message)
    try:
        return parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_OPTIONS
        )
    except UnicodeDecodeError as error:
        message = "the query is not UTF-8"
        raise BadRequestError(message) from error
    except ValueError as error:
        message = f"the query has more than {_MOST_OPTIONS} options"
        raise BadRequestError(message) from error
