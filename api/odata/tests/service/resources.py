"""What answers for each set of the tests' service."""

from django.db import transaction

from api.odata.http.preconditions import check_condition
from api.odata.http.table_resource import MediaColumns
from api.odata.http.writable_table import WritableTable
from api.odata.problems import ConflictError
from api.odata.tests.service import model
from api.odata.tests.service.models import Category, MintRequest, Order, PrintJob, Token


class Orders(WritableTable):
    entity_set = model.ORDERS

    def rows(self, exchange):
        return Order.objects.all()


class Tokens(WritableTable):
    entity_set = model.TOKENS
    operations = frozenset({"read"})

    def rows(self, exchange):
        return Token.objects.all()

    def offered(self, row):
        return frozenset({"Activate"} if row["state"] in {"Circulated", "Reserved"} else ())

    def act(self, exchange, action):
        body = exchange.body(exchange.path.action.parameters, optional=True)
        if action == "Redeem":
            return self._redeem(body["code"])
        with transaction.atomic():
            found = self.rows_at(exchange, exchange.path).select_for_update().first()
            if found is None:
                raise self.missing(exchange)
            check_condition(exchange, self.tag_of(found), required=False)
            return self._become(found, {"Activate": "Activated", "Void": "Voided"}[action])

    def _redeem(self, code):
        found = Token.objects.filter(code=code, state__in=("Circulated", "Activated")).first()
        if found is None:
            message = "There is nothing to redeem by this code."
            raise ConflictError(message, code="NotRedeemable", target="code")
        return self._become(found, "Redeemed")

    def _become(self, found, state):
        found.state, found.version = state, found.version + 1
        found.save(update_fields=["state", "version"])
        return self.one(found)


class MintRequests(WritableTable):
    entity_set = model.MINT_REQUESTS

    def rows(self, exchange):
        return MintRequest.objects.all()


class PrintJobs(WritableTable):
    entity_set = model.PRINT_JOBS
    operations = frozenset({"read", "read stream", "create", "delete", "write stream"})
    media = MediaColumns("content", "content_type")

    def rows(self, exchange):
        return PrintJob.objects.all()


class Categories(WritableTable):
    entity_set = model.CATEGORIES
    client_keys = True

    def rows(self, exchange):
        return Category.objects.all()
