"""Why a print job or a certificate is refused."""

from tokens.domain.errors import DomainError


class CertificateRequiredError(DomainError):
    """A package is encrypted to its partner, so there must be a valid certificate."""

    code = "CertificateRequired"

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"The billing account {account_id} has no valid certificate to encrypt the "
            'package to. Upload one by POST Certificates {"pem": "-----BEGIN CERTIFICATE…"}, '
            "and print again."
        )
        self.account_id = account_id


class InvalidCertificateError(DomainError):
    """Nothing may be encrypted to this certificate."""

    code = "InvalidCertificate"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The certificate cannot be used: {reason}.")
        self.reason = reason


class CertificateTakenError(DomainError):
    """The certificate is another account's."""

    code = "CertificateTaken"

    def __init__(self) -> None:
        super().__init__(
            "This certificate is in use already. Make one of your own, with a new key."
        )


class TokensNotReadyForDownloadError(DomainError):
    """The package is not made yet."""

    code = "TokensNotReadyForDownload"

    def __init__(self) -> None:
        super().__init__(
            "The package is not ready yet: wait until the print job is ReadyForDownload."
        )


class PackageGoneError(DomainError):
    """The package has been deleted."""

    code = "PackageGone"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"The print job is {state} and its package has been deleted. What you have "
            "downloaded stays valid; for other tokens, place another print job."
        )
        self.state = state


class TooManyDownloadsError(DomainError):
    """Each download is an event, so their number is bounded."""

    code = "TooManyDownloads"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The package was downloaded {most:,} times, whole or in parts, and no more than "
            "that is allowed. Confirm what was printed by POST PrintJobs(id)/Confirm, or make "
            "the tokens worthless by POST PrintJobs(id)/Void and print again, in larger parts."
        )
        self.most = most


class PrintJobNotReadyError(DomainError):
    """The print job has no tokens to act on."""

    code = "PrintJobNotReady"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"The print job is {state}: its tokens can be activated or voided once it is "
            "ReadyForDownload."
        )
        self.state = state


class PrintJobNotPrintingError(DomainError):
    """Only what was downloaded can have been printed."""

    code = "PrintJobNotPrinting"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"The print job is {state}: what was printed is confirmed while it is Printing, "
            "which begins with the first download of its package."
        )
        self.state = state


class TokensNotInPrintJobError(DomainError):
    """A range has tokens that the package does not contain."""

    code = "TokensNotInPrintJob"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} of the tokens named are not in the package of this print job; "
            "nothing was noted as printed."
        )
        self.count = count


class PrintJobCancellationError(DomainError):
    """Codes that have left the house must not go back into circulation."""

    code = "PrintJobCancellation"

    def __init__(self) -> None:
        super().__init__(
            "The package was downloaded, so its codes have left the house and must not go "
            "back into circulation. Confirm what was printed by POST PrintJobs(id)/Confirm, "
            "or make the tokens worthless by POST PrintJobs(id)/Void."
        )


class PrintJobAlreadyCompletedError(DomainError):
    """Everything is printed."""

    code = "PrintJobAlreadyCompleted"

    def __init__(self) -> None:
        super().__init__(
            "The print job is Printed and can no longer be canceled; "
            "its tokens can be voided by POST PrintJobs(id)/Void."
        )
