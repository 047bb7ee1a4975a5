"""$search: words and phrases, AND, OR and NOT (OData 4.01 Part 1, 11.2.6.6; ABNF `search`).

What matches is ours to say: a word or phrase matches an entity when one of the searched
properties of its type contains it, in any case. So a search is a condition like others.
"""

import re

from api.odata.errors import BadRequestError, NotImplementedFeatureError
from api.odata.expressions.cursor import Budget
from api.odata.expressions.lexer import ExpressionLimits, refuse_unstorable
from api.odata.expressions.nodes import (
    IT,
    TRUE,
    And,
    Call,
    Comparator,
    Comparison,
    Expression,
    Instance,
    Literal,
    Not,
    Or,
    PropertyValue,
)
from api.odata.model import EdmType, EntityType, Property

MOST_TERMS = 100
_TERM = re.compile(
    r"""\s*(?:
        (?P<phrase>"(?:[^"\\]|\\.)*"|'[^']*')
      | (?P<open>\()
      | (?P<close>\))
      | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)


def parse_search(
    text: str, entity_type: EntityType, limits: ExpressionLimits, owner: Instance = IT
) -> Expression:
    """The condition that a $search states about an entity of a type.

    Raises BadRequestError with a position, NotImplementedFeatureError where the type has
    nothing that is searched.
    """
    if not entity_type.searched:
        feature = f"$search of {entity_type.name}"
        raise NotImplementedFeatureError(feature)
    refuse_unstorable(text)
    parser = _Parser(_split(text, limits), entity_type, Budget(limits), owner)
    return parser.whole()


def _split(text: str, limits: ExpressionLimits) -> list[tuple[str, str, int]]:
    if len(text) > limits.length:
        message = f"longer than {limits.length} characters ({len(text)})"
        raise BadRequestError(message)
    terms: list[tuple[str, str, int]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TERM.match(text, position)
        if match is None:
            message = f"the phrase that begins at {position} has no closing quote"
            raise BadRequestError(message)
        kind = match.lastgroup or ""
        terms.append((kind, match[kind], match.start(kind)))
        position = match.end()
    if (
        len(terms) > MOST_TERMS * 4
        or sum(t[0] in {"word", "phrase"} for t in terms) > MOST_TERMS
    ):
        message = f"more than {MOST_TERMS} words and phrases"
        raise BadRequestError(message)
    return [*terms, ("end", "", len(text))]


class _Parser:
    def __init__(
        self,
        terms: list[tuple[str, str, int]],
        entity_type: EntityType,
        budget: Budget,
        owner: Instance,
    ) -> None:
        self._owner = owner
        self._terms = terms
        self._at = 0
        self._searched = entity_type.searched_properties
        self._budget = budget

    def whole(self) -> Expression:
        found = self._either()
        if self._next[0] != "end":
            wanted = "a word or the end"
            raise self._unexpected(wanted)
        return found

    def _either(self) -> Expression:
        found = [self._both()]
        while self._is("OR"):
            self._advance()
            found.append(self._both())
        return found[0] if len(found) == 1 else Or(tuple(found))

    def _both(self) -> Expression:
        found = [self._term()]
        while self._next[0] not in {"end", "close"} and not self._is("OR"):
            if self._is("AND"):
                self._advance()
            found.append(self._term())
        return found[0] if len(found) == 1 else And(tuple(found))

    def _term(self) -> Expression:
        """Read what AND and OR join; where they stand in its place, they are words."""
        kind, text, position = self._next
        if kind not in {"word", "phrase", "open"}:
            wanted = "a word, a phrase or ("
            raise self._unexpected(wanted)
        self._advance()
        if kind == "open":
            self._budget.enter(position)
            inner = self._either()
            if self._next[0] != "close":
                wanted = f"the ) for the ( of {position}"
                raise self._unexpected(wanted)
            self._advance()
            self._budget.leave()
            return inner
        if text == "NOT" and kind == "word" and self._next[0] in {"word", "phrase", "open"}:
            self._budget.enter(position)
            inner = self._negated()
            self._budget.leave()
            return inner
        return self._matches(text if kind == "word" else _unquoted(text))

    def _negated(self) -> Expression:
        if self._next[0] == "word":
            _, text, _ = self._advance()
            return Not(self._matches(text))
        return Not(self._term())

    def _matches(self, text: str) -> Expression:
        each = tuple(_contains(declared, text, self._owner) for declared in self._searched)
        return each[0] if len(each) == 1 else Or(each)

    @property
    def _next(self) -> tuple[str, str, int]:
        return self._terms[self._at]

    def _is(self, operator: str) -> bool:
        """Whether the operator comes next; at the end of an expression it is a word."""
        if self._next[:2] != ("word", operator):
            return False
        return self._terms[self._at + 1][0] not in {"end", "close"}

    def _advance(self) -> tuple[str, str, int]:
        taken = self._next
        self._at += 1
        return taken

    def _unexpected(self, wanted: str) -> BadRequestError:
        _, text, position = self._next
        return BadRequestError(f"expected {wanted} at {position}, got {text or 'the end'}")


def _contains(declared: Property, text: str, owner: Instance) -> Expression:
    """Whether a property contains a text; never null, so that NOT is the complement."""
    value = PropertyValue(declared, declared.type, owner)
    lowered = Call("tolower", (value,), EdmType.STRING)
    wanted = Call("tolower", (Literal(text, EdmType.STRING),), EdmType.STRING)
    found = Call("contains", (lowered, wanted), EdmType.BOOLEAN)
    return Comparison(Comparator.EQ, found, TRUE)


def _unquoted(phrase: str) -> str:
    inner = phrase[1:-1]
    return re.sub(r"\\(.)", r"\1", inner) if phrase[0] == '"' else inner
