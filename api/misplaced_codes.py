"""Codes where none belongs: what is recorded for ever, or echoed, must not hold one."""

from collections.abc import Iterable

from api.odata.problems import InvalidRequestError
from tokens.domain.codes.text import holds_a_code


def refuse_codes(texts: Iterable[tuple[str, object]]) -> None:
    """Refuse texts, each with its name, in which something is written as codes are.

    Raises: InvalidRequestError, which does not repeat the text.
    """
    for name, text in texts:
        if isinstance(text, str) and holds_a_code(text):
            message = (
                f"{name} holds what looks like the code of a token. Codes are recorded "
                "nowhere, and belong in the property code of Redeem alone."
            )
            raise InvalidRequestError(message, code="MisplacedCode", target=name)
