"""Codes where none belongs: what is recorded for ever, or echoed, must not hold one."""

from collections.abc import Iterable

from api.odata.problems import InvalidRequestError
from tokens.domain.codes.text import looks_like_a_code


def refuse_codes(texts: Iterable[tuple[str, object]]) -> None:
    """Refuse texts, each with its name, that are written as codes are.

    Raises: InvalidRequestError, which does not repeat the text.
    """
    for name, text in texts:
        if isinstance(text, str) and looks_like_a_code(text):
            message = (
                f"{name} looks like the code of a token. Codes are recorded nowhere, and "
                "belong in the property code of Redeem alone."
            )
            raise InvalidRequestError(message, code="MisplacedCode", target=name)
