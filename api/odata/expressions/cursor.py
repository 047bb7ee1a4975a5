"""Where a parser is in an expression, and the bounds on how far and how deep it goes."""

from collections.abc import Iterable

from api.odata.errors import BadRequestError
from api.odata.expressions.lexer import END, ExpressionLimits, Lexeme, lex
from api.odata.expressions.shared import shared
from api.odata.names import hint, shown

_PUNCTUATION = frozenset({"open", "close", "comma", "bracket"})


class Budget:
    """What is left of the limits; texts that are read into one another share one.

    `deepest` is the greatest depth reached so far, `unsteady` what was read that has no
    lasting place in an order: now(), INF and NaN. `subqueries` are weighed like this: each
    any, all and $count as one, or twice what weighs the collection around it.
    """

    def __init__(self, limits: ExpressionLimits) -> None:
        self.limits = limits
        self.nodes = 0
        self.depth = 0
        self.deepest = 0
        self.unsteady: set[str] = set()
        self.subqueries = 0
        self.shared = shared()
        self._collections = 0

    def spend(self, nodes: int = 1) -> None:
        """Count operators and operands. Raises BadRequestError past the limit."""
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            message = f"more than {self.limits.nodes} operators and operands"
            raise BadRequestError(message)

    def enter(self, position: int, levels: int = 1) -> None:
        """Go deeper. Raises BadRequestError past the limit."""
        self.depth += levels
        self.deepest = max(self.deepest, self.depth)
        if self.depth > self.limits.depth:
            message = f"nested deeper than {self.limits.depth} at {position}"
            raise BadRequestError(message)

    def enter_collection(self, position: int) -> None:
        """Go into a collection. Raises BadRequestError where too many are nested."""
        self._collections += 1
        if self._collections > self.limits.collections:
            message = f"more than {self.limits.collections} collections nested at {position}"
            raise BadRequestError(message)
        self.spend_subqueries(2 ** (self._collections - 1))

    def spend_subqueries(self, weight: int) -> None:
        """Count collections that are gone into. Raises BadRequestError past the limit."""
        self.subqueries += weight
        self.shared.subqueries += weight
        if self.shared.subqueries > self.limits.subqueries:
            message = (
                f"more than {self.limits.subqueries} any, all and $count in one request, "
                "where one within another counts twice and one within two four times"
            )
            raise BadRequestError(message)

    def leave_collection(self) -> None:
        """Come out of it."""
        self._collections -= 1

    def leave(self, levels: int = 1) -> None:
        """Come back."""
        self.depth -= levels


class Cursor:
    """Hands out the lexemes of a text one by one; `next` is the one to come.

    Raises BadRequestError with a position where a limit is passed or another lexeme is due.
    """

    def __init__(self, text: str, budget: Budget) -> None:
        self._lexemes = iter(lex(text, budget.limits))
        self.budget = budget
        self.next = next(self._lexemes)

    def advance(self) -> Lexeme:
        """Take the next lexeme; the last one, END, stays."""
        lexeme = self.next
        if lexeme.kind not in _PUNCTUATION:
            self.budget.spend()
        self.next = next(self._lexemes, lexeme)
        return lexeme

    def enter(self, levels: int = 1) -> None:
        """Go one level deeper, or several."""
        self.budget.enter(self.next.position, levels)

    def leave(self, levels: int = 1) -> None:
        """Come back as many."""
        self.budget.leave(levels)

    def at(self, kind: str) -> bool:
        """Whether a lexeme of that kind comes next."""
        return self.next.kind == kind

    def word(self) -> str:
        """The name that comes next, in lower case; empty where none does."""
        return self.next.text.lower() if self.next.kind == "name" else ""

    def take(self, kind: str, wanted: str) -> Lexeme:
        """Take a lexeme that is due here; `wanted` says so where it is not."""
        if self.next.kind != kind:
            raise self.unexpected(wanted)
        return self.advance()

    def comma(self) -> None:
        """Take the comma that is due here."""
        self.take("comma", "a comma or )")

    def close(self, opened: Lexeme, known: Iterable[str] = ()) -> None:
        """Take the parenthesis that closes the one opened."""
        if self.next.kind != "close":
            wanted = f"an operator or the ) for the ( of {opened.position}"
            raise self.unexpected(wanted, known)
        self.advance()

    def end(self, known: Iterable[str] = ()) -> None:
        """Refuse what is left of the text, if anything is."""
        if self.next.kind != END:
            wanted = "an operator or the end"
            raise self.unexpected(wanted, known)

    def unexpected(self, wanted: str, known: Iterable[str] = ()) -> BadRequestError:
        """The refusal of the next lexeme; `known` is what it may have been meant to be."""
        lexeme = self.next
        got = "the end" if lexeme.kind == END else shown(lexeme.text)
        near = hint(lexeme.text, known)
        return BadRequestError(f"expected {wanted} at {lexeme.position}, got {got}{near}")
