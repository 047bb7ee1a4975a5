"""Where the key that signs packages is kept: a file of mode 0600, or the environment."""

from datetime import UTC, datetime
from pathlib import Path

from tokens.adapters.private_file import create_private
from tokens.domain.packages.signature import SigningIdentity


def signing_identity(path: Path, supplied: str | None) -> SigningIdentity:
    """Return the identity that is supplied or, without one, the file's, made where it is not.

    Raises: UnusableIdentityError.
    """
    if supplied is not None:
        return SigningIdentity.parse(supplied)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_private(path, SigningIdentity.made(datetime.now(UTC)).pem)
    return SigningIdentity.parse(path.read_text())
