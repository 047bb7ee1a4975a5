"""The states of a print job."""

from enum import StrEnum


class PrintJobState(StrEnum):
    """Where a print job is in its process."""

    QUEUED = "Queued"
    READY_FOR_DOWNLOAD = "ReadyForDownload"
    PRINTING = "Printing"
    PRINTED = "Printed"
    CANCELED = "Canceled"


WITH_TOKENS = frozenset(
    {PrintJobState.READY_FOR_DOWNLOAD, PrintJobState.PRINTING, PrintJobState.PRINTED}
)
"""Those in which there are tokens to act on."""
