"""A package as print jobs know it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was made: its bytes never change.

    `certificate` is the thumbprint of the one that it is encrypted to, `sha256` that of the
    package's own bytes, in hexadecimal; `count` is how many tokens are in it.
    """

    name: str
    length: int
    sha256: str
    certificate: str
    count: int
