"""Reading the credentials of HTTP Basic (RFC 7617)."""

import base64
import binascii


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Id and secret of an Authorization header; None for any other scheme.

    Raises: ValueError where the scheme is Basic and the rest cannot be read.
    """
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeError) as problem:
        message = "not Base64 of UTF-8"
        raise ValueError(message) from problem
    client_id, colon, secret = text.partition(":")
    # PostgreSQL has no zero byte in texts and would fail where it should find nothing.
    if not colon or "\0" in client_id:
        message = "not an id and a secret"
        raise ValueError(message)
    return client_id, secret
