"""Print jobs: partners print for themselves, operators for anyone."""

from dataclasses import replace
from typing import Any

from api.odata.headers.entity_tags import EntityTag
from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import expected_version
from api.odata.http.resource import settable
from api.odata.http.stream import Stream
from api.odata.http.table import Rows
from api.odata.http.table_resource import TableResource
from api.odata.payload.item import Item, Row
from api.odata.problems import MissingError
from api.odata.query_options import QueryOptions
from api.quotas import admit_print_job
from api.scopes import Scope
from api.v1.accounts import account_of, may_see
from api.v1.commands import caller_of, execute
from api.v1.packages import CONTENT_TYPE, PackageContent, digest_header
from api.v1.printing_model import PRINT_JOBS
from api.v1.resources.scoped_resource import ScopedResource
from api.v1.spans import span_of
from api.v1.written import created_on
from projections import models
from projections.projectors.print_jobs import PRINT_JOBS as PROJECTION
from tokens.bootstrap import application
from tokens.domain.ids import CatalogId, PrintJobId
from tokens.domain.printing import commands
from tokens.domain.printing.print_job import PrintJob
from tokens.domain.printing.state import PrintJobState

_ANY_TIME = frozenset({"Activate", "Void"})
_OFFERED = {
    PrintJobState.READY_FOR_DOWNLOAD: _ANY_TIME,
    PrintJobState.PRINTING: _ANY_TIME | {"Confirm", "PrintTokens"},
    PrintJobState.PRINTED: _ANY_TIME,
}
ACTIONS = ("Confirm", "PrintTokens", "Activate", "Void")


class PrintJobs(ScopedResource, TableResource):
    """The print jobs; a partner's are those of its billing account."""

    entity_set = PRINT_JOBS
    scopes = {
        "read": Scope.PRINTING_READ,
        "read stream": Scope.CODES_READ,
        **dict.fromkeys(("create", "delete", *ACTIONS), Scope.PRINTING_WRITE),
    }
    renames = {"quantity": "InvalidPrintQuantity", "catalogId": "InvalidPrintItem"}
    projections = (PROJECTION.name,)
    changed = "position"
    undoes_itself = True

    def rows(self, exchange: Exchange) -> Rows:
        caller, jobs = caller_of(exchange), models.PrintJob.objects.all()
        if caller.is_operator:
            return jobs
        return jobs.filter(billing_account_id=caller.billing_account_id)

    def offered(self, row: dict[str, Any]) -> frozenset[str]:
        return _OFFERED.get(PrintJobState(row["state"]), frozenset())

    def find(self, exchange: Exchange) -> Item:
        try:
            return super().find(exchange)
        except MissingError:
            # The projection may be behind; what was answered with 201 must be found.
            return self._written(self._current(exchange))

    def stream(self, exchange: Exchange) -> Stream:
        known = self._current(exchange)
        package = known.require_package()
        name = f"print-job-{known.id}.cms"
        exchange.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        exchange.headers["Repr-Digest"] = digest_header(package)
        content = PackageContent(exchange, known.id, known.state, package)
        return Stream(content, CONTENT_TYPE, EntityTag(package.sha256, weak=False))

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        del options
        body = exchange.body(settable(PRINT_JOBS))
        admit_print_job(caller_of(exchange))
        command = commands.Print(
            PrintJobId(exchange.new_id),
            CatalogId(str(body["catalogId"])),
            account_of(exchange, body.get("billingAccountId"), "print"),
            int(str(body["quantity"])),
        )
        return self._written(execute(exchange, command, PrintJob))

    def delete(self, exchange: Exchange) -> Item:
        return self._execute(exchange, commands.CancelPrintJob(_key(exchange)))

    def act(self, exchange: Exchange, action: str) -> Item:
        parameters = exchange.path.action.parameters if exchange.path.action else ()
        body = exchange.body(parameters, optional=action != "PrintTokens")
        return self._execute(exchange, _command(action, _key(exchange), body))

    def is_running(self, row: Row) -> bool:
        return row["state"] == PrintJobState.QUEUED

    def _current(self, exchange: Exchange) -> PrintJob:
        """Return the print job as the write side knows it. Raises: MissingError."""
        known = application().lookup.print_job(_key(exchange))
        if known is None or not may_see(exchange, known.account_id):
            raise self.missing(exchange)
        return known

    def _execute(self, exchange: Exchange, command: commands.PrintJobAction) -> Item:
        # Whose the print job is never changes, so it may be checked before the transaction.
        known = self._current(exchange)
        version = expected_version(exchange.request, lambda: known.version)
        expecting = replace(command, expected_version=version)
        return self._written(execute(exchange, expecting, PrintJob))

    def _written(self, known: PrintJob) -> Item:
        return self.item(
            {
                "id": known.id,
                "version": known.version,
                "catalogId": known.catalog_id,
                "billingAccountId": known.account_id,
                "certificateThumbprint": known.certificate,
                "quantity": known.quantity,
                "state": known.state.value,
                "shortage": known.shortage,
                "printed": known.printed.size,
                "downloads": known.downloads,
                "packageLength": known.package_length,
                "cancelReason": known.cancel_reason,
                "createdOn": created_on(known.stream),
            }
        )


def _command(action: str, key: PrintJobId, body: dict[str, Any]) -> commands.PrintJobAction:
    match action:
        case "Confirm":
            return commands.ConfirmPrintJob(key)
        case "PrintTokens":
            return commands.PrintTokens(key, spans=(span_of(body["first"], body.get("last")),))
        case "Activate":
            return commands.ActivatePrintJob(key)
        case "Void":
            return commands.VoidPrintJob(key, reason=body.get("reason"))
        case _:
            raise LookupError(action)


def _key(exchange: Exchange) -> PrintJobId:
    return PrintJobId(exchange.path.key["id"])  # type: ignore[arg-type]  # by the model
