"""What answers for each set of the tests' service."""

from api.odata.http.table_resource import TableResource
from api.odata.tests.service import model
from api.odata.tests.service.models import Category, MintRequest, Order, PrintJob, Token


class Orders(TableResource):
    entity_set = model.ORDERS

    def rows(self, exchange):
        return Order.objects.all()


class Tokens(TableResource):
    entity_set = model.TOKENS

    def rows(self, exchange):
        return Token.objects.all()

    def offered(self, row):
        return frozenset({"Activate"} if row["state"] in {"Circulated", "Reserved"} else ())


class MintRequests(TableResource):
    entity_set = model.MINT_REQUESTS

    def rows(self, exchange):
        return MintRequest.objects.all()


class PrintJobs(TableResource):
    entity_set = model.PRINT_JOBS

    def rows(self, exchange):
        return PrintJob.objects.all()


class Categories(TableResource):
    entity_set = model.CATEGORIES

    def rows(self, exchange):
        return Category.objects.all()
