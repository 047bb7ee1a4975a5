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
    counted: Counter[str] = Counter()
    size = Sum(F("stop") - F("start") - F("drawn"))
    for state, many in Lot.objects.filter(where).values_list("state").annotate(many=size):
        counted[state] += int(many)
    some = Token.objects.filter(where).order_by().values("pk")[:MOST_DRAWN]
    drawn = Token.objects.filter(pk__in=some).order_by().values_list("state")
    for state, many in drawn.annotate(many=Count("*")):
        counted[state] += many
    return counted
