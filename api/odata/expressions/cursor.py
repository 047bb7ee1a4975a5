"""Where a parser is in an expression, and the bounds on how far and how deep it goes."""

from collections.abc import Iterable

from api.odata.errors import BadRequestError
from api.odata.expressions.lexer import END, ExpressionLimits, Lexeme, lex
from api.odata.names import hint, shown

_PUNCTUATION = frozenset({"open", "close", "comma"})


class Cursor:
    """Hands out the lexemes of a text one by one; `next` is the one to come.

    Raises BadRequestError with a position where a limit is passed or another lexeme is due.
    """

    def __init__(self, text: str, limits: ExpressionLimits) -> None:
        self._lexemes = iter(lex(text, limits))
        self._limits = limits
        self._depth = 0
        self._nodes = 0
        self.next = next(self._lexemes)

    def advance(self) -> Lexeme:
        """Take the next lexeme; the last one, END, stays."""
        lexeme = self.next
        if lexeme.kind not in _PUNCTUATION:
            self._nodes += 1
            if self._nodes > self._limits.nodes:
                message = f"more than {self._limits.nodes} operators and operands"
                raise BadRequestError(message)
        self.next = next(self._lexemes, lexeme)
        return lexeme

    def enter(self) -> None:
        """Go one level deeper."""
        self._depth += 1
        if self._depth > self._limits.depth:
            message = f"nested deeper than {self._limits.depth} at {self.next.position}"
            raise BadRequestError(message)

    def leave(self) -> None:
        """Come back one level."""
        self._depth -= 1

    def comma(self) -> None:
        """Take the comma that is due here."""
        if self.next.kind != "comma":
            wanted = "a comma or )"
            raise self.unexpected(wanted)
        self.advance()

    def close(self, opened: Lexeme, known: Iterable[str] = ()) -> None:
        """Take the parenthesis that closes the one opened."""
        if self.next.kind != "close":
            wanted = f"an operator or the ) for the ( of {opened.position}"
            raise self.unexpected(wanted, known)
        self.advance()

    def unexpected(self, wanted: str, known: Iterable[str] = ()) -> BadRequestError:
        """The refusal of the next lexeme; `known` is what it may have been meant to be."""
        lexeme = self.next
        got = "the end" if lexeme.kind == END else shown(lexeme.text)
        near = hint(lexeme.text, known)
        return BadRequestError(f"expected {wanted} at {lexeme.position}, got {got}{near}")
