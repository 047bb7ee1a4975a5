"""What a refusal says to operators, where its own words are those of the API."""

from tokens.domain.errors import (
    ConcurrencyError,
    DomainError,
    InvalidCatalogItemError,
    VersionMismatchError,
)
from tokens.domain.minting.errors import (
    MintRequestAlreadyCompletedError,
    MintRequestNotCompletedError,
)
from tokens.domain.printing.errors import (
    CertificateRequiredError,
    PrintJobAlreadyCompletedError,
    PrintJobCancellationError,
    TooManyDownloadsError,
)
from tokens.domain.token.errors import AccountRequiredError, ReasonRequiredError

WORDS: dict[type[Exception], str] = {
    ConcurrencyError: "Others were faster, ten times over; nothing has changed. Try again.",
    VersionMismatchError: (
        "It was changed after you had opened the page; nothing has changed by this. Reload the "
        "page, look, and do it again if it is still right."
    ),
    InvalidCatalogItemError: (
        "The catalog item '{catalog_id}' does not exist or is not active. Create or activate "
        "it on the page Catalog items."
    ),
    CertificateRequiredError: (
        "The billing account {account_id} has no valid certificate to encrypt the package to. "
        "Upload one on the page Certificates, under Partners, and print again."
    ),
    TooManyDownloadsError: (
        "The package was downloaded {most:,} times, and no more than that is allowed. Confirm "
        "it as printed, or void its tokens and print again."
    ),
    PrintJobCancellationError: (
        "The package was downloaded, so its codes have left the house and must not go back "
        "into circulation. Confirm it as printed, or void its tokens."
    ),
    PrintJobAlreadyCompletedError: (
        "The print job is Printed and can no longer be canceled; its tokens can be voided."
    ),
    MintRequestAlreadyCompletedError: (
        "The mint request is Completed and can no longer be canceled; its tokens can be voided."
    ),
    MintRequestNotCompletedError: (
        "The mint request is {state}: its tokens can be voided when it is Completed; until "
        "then it can be canceled."
    ),
    AccountRequiredError: "No order holds the token: say for which account to activate it.",
    ReasonRequiredError: "This needs a reason; nothing has changed.",
}


def in_console(refusal: DomainError | ConcurrencyError) -> str:
    """Return what to tell an operator."""
    words = WORDS.get(type(refusal))
    return words.format_map(vars(refusal)) if words else str(refusal)
