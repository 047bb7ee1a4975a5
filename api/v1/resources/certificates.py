"""Certificates that packages are encrypted to: a partner's own; operators see all."""

from api.odata.http.exchange import Exchange
from api.odata.http.resource import settable
from api.odata.http.table import Rows
from api.odata.http.table_resource import TableResource
from api.odata.payload.item import Item
from api.odata.query_options import QueryOptions
from api.scopes import Scope
from api.v1.accounts import account_of
from api.v1.commands import caller_of
from api.v1.printing_model import CERTIFICATES
from api.v1.resources.scoped_resource import ScopedResource
from tokens.adapters.postgres.certificates import keep_certificate
from tokens.bootstrap import application
from tokens.domain.printing.certificate import Certificate
from tokens.models import PartnerCertificate


class Certificates(ScopedResource, TableResource):
    """The certificates; the one that is uploaded last is current."""

    entity_set = CERTIFICATES
    scopes = {"read": Scope.PRINTING_READ, "create": Scope.PRINTING_WRITE}

    def rows(self, exchange: Exchange) -> Rows:
        caller, certificates = caller_of(exchange), PartnerCertificate.objects.all()
        if caller.is_operator:
            return certificates
        return certificates.filter(billing_account_id=caller.billing_account_id)

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        del options
        body = exchange.body(settable(CERTIFICATES))
        account = account_of(exchange, body.get("billingAccountId"), "print")
        certificate = Certificate.parse(str(body["pem"]))
        now, by = application().clock.now(), caller_of(exchange).client_id
        return self.one(keep_certificate(certificate, account, now, by))
