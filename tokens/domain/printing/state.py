"""The states of a print job."""

from enum import StrEnum


class PrintJobState(StrEnum):
    """Where a print job is in its process."""

    QUEUED = "Queued"
    READY_FOR_DOWNLOAD = "ReadyForDownload"
    PRINTING = "Printing"
    PRINTED = "Printed"
    CANCELED = "Canceled"
