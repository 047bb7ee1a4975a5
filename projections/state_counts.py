"""How many tokens are in each state, counted to a bound."""

from collections import Counter

from django.db.models import Count, F, Q, Sum

from projections.models import Lot, Token

MOST_DRAWN = 1_000_000
"""So many drawn tokens are counted, each of which is a row; lots are sums."""


def count_states(where: Q) -> Counter[str]:
    """Count the tokens of a condition that fits lots and drawn tokens alike, by state.

    Where more than `MOST_DRAWN` were drawn, the numbers are the least that there are.
    """
    counted = count_tokens(where, "state")
    return Counter({state: many for (state,), many in counted.items()})


def count_tokens(where: Q, *by: str) -> Counter[tuple[str, ...]]:
    """Count as `count_states` does, by any columns that lots and drawn tokens share."""
    counted: Counter[tuple[str, ...]] = Counter()
    size = Sum(F("stop") - F("start") - F("drawn"))
    for *key, many in Lot.objects.filter(where).order_by().values_list(*by).annotate(many=size):
        counted[tuple(key)] += int(many)
    some = Token.objects.filter(where).order_by().values("pk")[:MOST_DRAWN]
    drawn = Token.objects.filter(pk__in=some).order_by().values_list(*by)
    for *key, many in drawn.annotate(many=Count("*")):
        counted[tuple(key)] += many
    return counted
