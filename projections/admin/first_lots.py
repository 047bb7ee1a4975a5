"""The first lots of a mint request, with a way to whom each is reserved for."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from projections.admin.parts import Table
from projections.models import Lot, MintRequest, PrintJob
from tokens.admin.links import link

SHOWN = 20


def first_lots(row: MintRequest) -> Table:
    """Return the lots with the lowest numbers, which the read model has in order."""
    lots = Lot.objects.filter(mint_request_id=row.pk).order_by("start")[:SHOWN]
    holders = _holders([lot.order_id for lot in lots if lot.order_id])
    return Table(
        f"Lots (the first {SHOWN})",
        ("First", "Up to", "Tokens", "Drawn", "State", "Order or print job"),
        [
            (
                *(f"{lot.start:,}", f"{lot.stop:,}", f"{lot.stop - lot.start:,}"),
                *(f"{lot.drawn:,}", lot.state, holders.get(lot.order_id)),
            )
            for lot in lots
        ],
        more=f"{reverse('admin:projections_lot_changelist')}?q={row.pk}",
        numeric=frozenset({"First", "Up to", "Tokens", "Drawn"}),
    )


def _holders(ids: Sequence[UUID]) -> dict[UUID | None, str]:
    print_jobs = set(PrintJob.objects.filter(pk__in=ids).values_list("pk", flat=True))
    kinds = {key: "printjob" if key in print_jobs else "order" for key in ids}
    return {
        key: link(reverse(f"admin:projections_{kind}_change", args=[key]), key)
        for key, kind in kinds.items()
    }
