"""Tables for the warehouse: a foreign key to join, and columns that only subqueries follow."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models

from api.odata.payload.item import row_reader
from api.odata.sources import Joined, Part, Related, columns_of
from api.odata.tests.warehouse import ARTICLE, PART, SHELF

_BINARY = "C"


def _text(**options):
    return models.CharField(max_length=40, db_collation=_BINARY, **options)


class Shelf(models.Model):
    id = models.IntegerField(primary_key=True)
    row = _text(null=True)
    space = models.IntegerField()

    objects: ClassVar[models.Manager["Shelf"]] = models.Manager()

    class Meta:
        app_label = "odata_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


class Article(models.Model):
    id = models.IntegerField(primary_key=True)
    name = _text(null=True)
    label = _text()
    count = models.IntegerField()
    spare = models.SmallIntegerField(null=True)
    serial = models.BigIntegerField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    weight = models.FloatField(null=True)
    kind = _text()
    fragile = models.BooleanField(null=True)
    made_on = models.DateField(null=True)
    opens = models.TimeField(null=True)
    sold_on = models.DateTimeField(null=True)
    lasts = models.DurationField(null=True)
    mark = models.BinaryField(null=True)
    maker = models.UUIDField(null=True)
    shelf = models.ForeignKey(Shelf, models.DO_NOTHING, null=True, db_constraint=False)
    owner_id = models.IntegerField(null=True)

    objects: ClassVar[models.Manager["Article"]] = models.Manager()

    class Meta:
        app_label = "odata_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


class Component(models.Model):
    id = models.IntegerField(primary_key=True)
    name = _text(null=True)
    amount = models.IntegerField(null=True)
    article_id = models.IntegerField(null=True)

    objects: ClassVar[models.Manager["Component"]] = models.Manager()

    class Meta:
        app_label = "odata_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


TABLES = (Shelf, Article, Component)


def article_columns():
    parts = Part(Component.objects.all, {"article_id": "id"}, part_columns)
    owner = Part(Shelf.objects.all, {"id": "owner_id"}, shelf_columns)
    return columns_of(
        ARTICLE,
        {
            "shelf": Joined("shelf", shelf_columns),
            "owner": Related((owner,)),
            "parts": Related((parts,)),
        },
    )


def shelf_columns():
    articles = Part(Article.objects.all, {"shelf_id": "id"}, article_columns)
    return columns_of(SHELF, {"articles": Related((articles,))})


def part_columns():
    article = Part(Article.objects.all, {"id": "article_id"}, article_columns)
    return columns_of(PART, {"article": Related((article,))})


def fill():
    Shelf.objects.bulk_create(
        Shelf(id=number, row=(None, "a", "B b")[number % 3], space=number * 10)
        for number in range(6)
    )
    Article.objects.bulk_create(_article(number) for number in range(48))
    Component.objects.bulk_create(
        Component(
            id=number,
            name=(None, "nut", "bolt", "aA")[number % 4],
            amount=(None, 0, 1, 2, 5)[number % 5],
            article_id=(number * 7) % 40 if number % 9 else None,
        )
        for number in range(60)
    )


def _article(number):
    return Article(
        id=number,
        name=(None, "aA", "b%'_", " ab ", "")[number % 5],
        label=("Nut", "bolt 2", "é\\ü")[number % 3],
        count=number % 11,
        spare=(None, 0, 2, -7, 32767)[number % 5],
        serial=(None, 2**53 + 1, -(2**63), 2**63 - 1, 3)[number % 5],
        price=(None, Decimal("5.50"), Decimal(7), Decimal("-2.25"), Decimal(0))[number % 5],
        weight=(None, 0.5, 2.0, -1.25, 1e6)[(number // 2) % 5],
        kind=("Loose", "Boxed", "Bulk")[number % 3],
        fragile=(None, True, False)[number % 3],
        made_on=(None, date(2026, 1, 31), date(2025, 12, 31))[number % 3],
        opens=(None, time(8, 30), time(23, 59, 59, 500000))[number % 3],
        sold_on=(
            None,
            datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
            datetime(2024, 2, 29, 1, 2, 3, 250000, tzinfo=UTC),
        )[number % 3],
        lasts=(None, timedelta(hours=36), timedelta(seconds=-1.5), timedelta(0))[number % 4],
        mark=(None, b"", b"a\x00b")[number % 3],
        maker=(None, UUID(int=7), UUID(int=2**100))[number % 3],
        shelf_id=None if number % 4 == 0 else number % 5,
        owner_id=(None, 1, 5, 99)[number % 4],
    )


def read_all():
    """All articles as rows in Python, with their related entities within."""
    shelves = {each.id: row_reader(SHELF)(each) for each in Shelf.objects.all()}
    read = row_reader(ARTICLE)
    articles = {}
    for each in Article.objects.select_related("shelf").order_by("id"):
        shelf = None if each.shelf is None else shelves[each.shelf.id]
        owner = shelves.get(each.owner_id)
        articles[each.id] = read(each) | {"shelf": shelf, "owner": owner, "parts": []}
        articles[each.id]["mark"] = None if each.mark is None else bytes(each.mark)
    for shelf in shelves.values():
        shelf["articles"] = [row for row in articles.values() if row["shelf"] is shelf]
    for component in Component.objects.all():
        row = row_reader(PART)(component)
        row["article"] = articles.get(component.article_id)
        if row["article"] is not None:
            row["article"]["parts"].append(row)
    return list(articles.values())
