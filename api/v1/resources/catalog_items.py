"""Catalog items: what tokens are minted of, with the counts of their tokens."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version, tag_of
from api.odata.http.resource import Page, settable
from api.odata.http.table import Table
from api.odata.payload.rendering import Item
from api.odata.problems import ConflictError, InvalidRequestError
from api.odata.query_options import QueryOptions
from api.v1.model import CATALOG_ITEMS
from api.v1.resources.role_resource import OPERATORS, OPERATORS_AND_PARTNERS, RoleResource
from projections.models import CatalogItemCounts
from projections.projectors.tokens import TOKENS as PROJECTION
from tokens.domain.errors import VersionMismatchError
from tokens.models import CatalogItem

COUNTED = ("minted", "circulated", "reserved", "activated", "redeemed", "voided")
CHANGEABLE = frozenset({"name", "description", "active"})


def item(row: dict[str, Any]) -> Item:
    """Return a catalog item with its tag."""
    return Item(row, tag_of(row["version"]))


TABLE = Table(CATALOG_ITEMS, item)


class CatalogItems(RoleResource):
    """The catalog; counts move without a new version, so a tag says nothing to a cache."""

    entity_set = CATALOG_ITEMS
    roles = {
        "read": OPERATORS_AND_PARTNERS,
        "create": OPERATORS,
        "update": OPERATORS,
    }
    projections = (PROJECTION.name,)
    cacheable = False

    def page(self, exchange: Exchange, options: QueryOptions) -> Page:
        return TABLE.page(exchange, options, _counted())

    def count(self, exchange: Exchange, options: QueryOptions) -> int:
        del exchange
        return TABLE.count(options, _counted())

    def find(self, exchange: Exchange) -> Item:
        row = _counted().filter(pk=exchange.path.key["id"]).first()
        if row is None:
            raise self.missing(exchange)
        return TABLE.one(row)

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        del options
        fresh = CatalogItem(**exchange.body(settable(CATALOG_ITEMS)))
        _check(fresh)
        made = CatalogItem.objects.filter(pk=fresh.pk)
        if made.exists() or not _inserted(fresh):
            message = f"There is a catalog item '{fresh.id}' already; PATCH changes it."
            raise ConflictError(message, code="CatalogItemExists", target="id")
        return TABLE.one(_counted().get(pk=fresh.pk))

    def update(self, exchange: Exchange) -> Item:
        body = exchange.body(settable(CATALOG_ITEMS), partial=True)
        with transaction.atomic():
            rows = CatalogItem.objects.select_for_update()
            found = rows.filter(pk=exchange.path.key["id"]).first()
            if found is None:
                raise self.missing(exchange)
            current = found.version
            version = expected_version(exchange.request, lambda: current)
            if version not in {None, current}:
                raise VersionMismatchError(version or 0, current)
            _change(found, {name: body[name] for name in CHANGEABLE & body.keys()})
        return self.find(exchange)


def _inserted(fresh: CatalogItem) -> bool:
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        # Another request made it since it was looked for.
        return False
    return True


def _change(found: CatalogItem, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(found, name, value)
    _check(found)
    CatalogItem.objects.filter(pk=found.pk).update(**changes, version=F("version") + 1)


def _check(found: CatalogItem) -> None:
    """Raise InvalidRequestError with the model's own words, the first property's first."""
    try:
        found.clean_fields()
    except ValidationError as error:
        target, messages = next(iter(error.message_dict.items()))
        message = f"{target}: {messages[0]}"
        raise InvalidRequestError(message, code="InvalidValue", target=target) from error


def _counted() -> "QuerySet[CatalogItem]":
    counts = CatalogItemCounts.objects.filter(pk=OuterRef("pk"))
    return CatalogItem.objects.annotate(
        **{name: Coalesce(Subquery(counts.values(name)), 0) for name in COUNTED}
    )
