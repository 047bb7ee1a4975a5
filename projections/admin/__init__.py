"""The read models in the admin: to be read, and acted on by commands alone."""

from projections.admin.approvals import ApprovalAdmin
from projections.admin.lots import LotAdmin
from projections.admin.mint_requests import MintRequestAdmin
from projections.admin.orders import OrderAdmin
from projections.admin.parked_streams import ParkedStreamAdmin
from projections.admin.print_jobs import PackageDownloadAdmin, PrintJobAdmin
from projections.admin.projections import CheckpointAdmin
from projections.admin.tokens import TokenAdmin

__all__ = [
    "ApprovalAdmin",
    "CheckpointAdmin",
    "LotAdmin",
    "MintRequestAdmin",
    "OrderAdmin",
    "PackageDownloadAdmin",
    "ParkedStreamAdmin",
    "PrintJobAdmin",
    "TokenAdmin",
]
