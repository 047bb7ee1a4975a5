"""Functions, arithmetic and casts as PostgreSQL computes them (Part 2, 5.1.1.2-11).

Integers are computed as numeric, which does not overflow, and a divisor of zero makes null:
no value in a row fails the request. What does leave a range (dates) is a DataError.
"""

from collections.abc import Sequence

from api.odata.expressions.calculation import QUOTIENT_SCALE
from api.odata.expressions.nodes import Operator
from api.odata.model import BOUNDS, FLOATS, INTEGERS, NUMBERS, EdmType, ValueType
from api.odata.sql.fields import field_of
from api.odata.sql.template import Sql, Template

_MOST = 2_147_483_000
"""Characters, at most, that a position in a string is taken to be."""
_UTC = "(?0 AT TIME ZONE 'UTC')"
# LEAST and GREATEST would pass over null.
_CLAMPED = "(CASE WHEN {0} < {1} THEN {1} WHEN {0} > {2} THEN {2} ELSE {0} END)::int"
_S = _CLAMPED.format("s", -_MOST, _MOST)
_N = _CLAMPED.format("n", 0, _MOST)
_BEGIN = f"CASE WHEN s < 0 THEN GREATEST(char_length(t) + {_S}, 0) ELSE {_S} END + 1"
# OFFSET keeps the planner from putting what stands in a place wherever its name stands.
_STRING_AT = "FROM (SELECT ?0 AS t, (?1)::numeric AS s"
_TRIMMED = "E' \\t\\n\\r\\f\\x0b'"
_TEXTS = {
    "tolower": "lower(?0)",
    "toupper": "upper(?0)",
    "trim": f"btrim(?0, {_TRIMMED})",
    "length": "char_length(?0)",
    "indexof": "(strpos(?0, ?1) - 1)",
    "concat": "(?0 || ?1)",
    "totalseconds": "EXTRACT(EPOCH FROM ?0)",
    "totaloffsetminutes": "(CASE WHEN ?0 IS NOT NULL THEN 0 END)",
    "date": f"{_UTC}::date",
    "time": f"{_UTC}::time",
}
_ROUNDING = {"round": "round(?0)", "floor": "floor(?0)", "ceiling": "ceil(?0)"}
_SUBSTRINGS = {
    2: f"(SELECT substr(t, {_BEGIN}) {_STRING_AT} OFFSET 0) AS _at)",
    3: f"(SELECT substr(t, {_BEGIN}, {_N}) {_STRING_AT}, (?2)::numeric AS n OFFSET 0) AS _at)",
}
_SYMBOLS = {
    Operator.ADD: "(?0 + ?1)",
    Operator.SUB: "(?0 - ?1)",
    Operator.MUL: "(?0 * ?1)",
    Operator.DIV: "(?0 / NULLIF(?1, 0))",
    Operator.DIVBY: "(?0 / NULLIF(?1, 0))",
    Operator.MOD: "mod(?0, NULLIF(?1, 0))",
}
_DIVIDED = "div(?0, NULLIF(?1, 0))"
# PostgreSQL gives a quotient no fewer digits behind the point than the dividend has.
_QUOTIENT = f"round(?0 * 1.{'0' * QUOTIENT_SCALE} / NULLIF(?1, 0), {QUOTIENT_SCALE})"


def call(
    name: str, arguments: Sequence[Sql], types: Sequence[ValueType | None], result: ValueType
) -> Sql:
    """A function of arguments of these types, none of them null by itself."""
    if name in _ROUNDING:
        return Template(
            _ROUNDING[name], numeric(arguments[0], types[0]), output_field=field_of(result)
        )
    text = _SUBSTRINGS[len(arguments)] if name == "substring" else _TEXTS.get(name)
    if text is None:
        moment = _UTC if types[0] is EdmType.DATE_TIME_OFFSET else "?0"
        text = _part(name, moment)
    return Template(text, *arguments, output_field=field_of(result))


def _part(name: str, moment: str) -> str:
    if name == "fractionalseconds":
        return f"mod(EXTRACT(SECOND FROM {moment}), 1)"
    return f"floor(EXTRACT({name.upper()} FROM {moment}))::int"


def arithmetic(
    operator: Operator,
    operands: Sequence[Sql],
    types: Sequence[ValueType | None],
    result: EdmType,
) -> Sql:
    """Two operands of these types put together."""
    if result in NUMBERS:
        whole = operator is Operator.DIV and result in INTEGERS
        numbers = [numeric(o, t) for o, t in zip(operands, types, strict=True)]
        text = _DIVIDED if whole else _SYMBOLS[operator]
        if operator in {Operator.DIV, Operator.DIVBY} and result is EdmType.DECIMAL:
            text = _QUOTIENT
        return Template(text, *numbers, output_field=field_of(EdmType.DECIMAL))
    text = _SYMBOLS[operator]
    for place, value_type in enumerate(types):
        if value_type is EdmType.DATE:
            # The difference of two dates would be a number of days.
            text = text.replace(f"?{place}", f"(?{place})::timestamp")
        elif value_type in NUMBERS:
            text = text.replace(f"?{place}", f"(?{place})::float8")
    cast = "::date" if result is EdmType.DATE else ""
    return Template(f"{text}{cast}", *operands, output_field=field_of(result))


def numeric(operand: Sql, value_type: ValueType | None) -> Sql:
    """A number as numeric; a float by its digits, as a direct cast would round them."""
    text = "(?0)::text::numeric" if value_type in FLOATS else "(?0)::numeric"
    return Template(text, operand, output_field=field_of(EdmType.DECIMAL))


def negative(operand: Sql, value_type: EdmType) -> Sql:
    """A number or a duration with the other sign."""
    if value_type in NUMBERS:
        operand = numeric(operand, value_type)
        value_type = EdmType.DECIMAL
    return Template("(- ?0)", operand, output_field=field_of(value_type))


def cast(operand: Sql, source: ValueType | None, target: EdmType) -> Sql:
    """An operand of one type as a value of another; null where it has none."""
    if source is EdmType.STRING:
        return Template(_of_text(target), operand, output_field=field_of(target))
    if target in INTEGERS:
        lowest, highest = BOUNDS[target]
        return Template(
            f"(SELECT CASE WHEN v BETWEEN {lowest} AND {highest} THEN v END"
            " FROM (SELECT trunc(?0) AS v OFFSET 0) AS _cast)",
            numeric(operand, source),
            output_field=field_of(EdmType.DECIMAL),
        )
    if target in NUMBERS:
        return numeric(operand, source)
    return Template(_to(source, target), operand, output_field=field_of(target))


def _to(source: ValueType | None, target: EdmType) -> str:
    if target is EdmType.STRING:
        return "to_char(?0, 'YYYY-MM-DD')" if source is EdmType.DATE else "(?0)::text"
    if target is EdmType.DATE_TIME_OFFSET:
        return "((?0)::timestamp AT TIME ZONE 'UTC')"
    return _UTC + ("::date" if target is EdmType.DATE else "::time")


def _of_text(target: EdmType) -> str:
    """The text is read only where it has the form, so that none fails the request."""
    if target is EdmType.BOOLEAN:
        return "(CASE lower(?0) WHEN 'true' THEN true WHEN 'false' THEN false END)"
    form, then = {
        EdmType.GUID: ("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "t::uuid"),
        EdmType.DECIMAL: (r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", "t::numeric"),
    }.get(target, ("[+-]?[0-9]{1,19}", "t::numeric"))
    if target in INTEGERS:
        lowest, highest = BOUNDS[target]
        then = f"CASE WHEN t::numeric BETWEEN {lowest} AND {highest} THEN {then} END"
    tested = f"SELECT CASE WHEN t ~ '^{form}$' THEN {then} END"
    return f"({tested} FROM (SELECT ?0 AS t OFFSET 0) AS _cast)"
