"""Print jobs and their downloads, to be read."""

from django.contrib import admin

from projections.models import PackageDownload, PrintJob
from tokens.admin.read_only import ReadOnlyAdmin


@admin.register(PrintJob)
class PrintJobAdmin(ReadOnlyAdmin):
    """Print jobs."""

    list_display = (
        *("id", "catalog_id", "billing_account_id", "quantity", "state", "shortage"),
        *("printed", "downloads", "changed_on"),
    )
    list_filter = ("state",)
    search_fields = ("=id", "=catalog_id", "=billing_account_id", "=certificate_thumbprint")
    ordering = ("-created_on",)


@admin.register(PackageDownload)
class PackageDownloadAdmin(ReadOnlyAdmin):
    """Who was given which bytes of a package."""

    list_display = ("downloaded_on", "client_id", "print_job_id", "start", "stop")
    search_fields = ("=print_job_id", "=client_id")
    ordering = ("-position",)
