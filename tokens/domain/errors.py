"""Refusals: each has a stable code and carries identifiers rather than prose."""

from typing import ClassVar


class DomainError(Exception):
    """A command was refused; nothing has changed.

    `code` is stable and part of the API; `str()` is one helpful English sentence.
    """

    code: ClassVar[str]


class NotFoundError(DomainError):
    """What the command names does not exist, or not for this caller."""

    code = "NotFound"

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"There is no {kind} with the id '{key}'.")
        self.kind = kind
        self.key = key


class VersionMismatchError(DomainError):
    """The caller's entity tag names another version than the current one."""

    code = "InvalidEntityTag"

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(
            f"It was changed meanwhile: the entity tag names version {expected}, "
            f"the current version is {actual}. Read it again and repeat the request."
        )
        self.expected = expected
        self.actual = actual


class InvalidQuantityError(DomainError):
    """A quantity is out of the bounds of the command."""

    code = "InvalidQuantity"

    def __init__(self, quantity: int, maximum: int) -> None:
        super().__init__(
            f"quantity must be a whole number from 1 to {maximum}, not {quantity}."
        )
        self.quantity = quantity
        self.maximum = maximum


class InvalidCatalogItemError(DomainError):
    """A catalog item is unknown, or not active."""

    code = "InvalidCatalogItem"

    def __init__(self, catalog_id: str, *, known: bool) -> None:
        remedy = (
            "is not active; an operator can activate it by PATCH CatalogItems('{0}') "
            '{{"active": true}}.'
            if known
            else "does not exist; an operator can create it by POST CatalogItems "
            '{{"id": "{0}", "name": "…"}}.'
        )
        super().__init__(f"The catalog item '{catalog_id}' {remedy.format(catalog_id)}")
        self.catalog_id = catalog_id


class ConcurrencyError(Exception):
    """Another writer got there first; the command may be tried again."""

    def __init__(self, stream: str, expected: int, actual: int | None = None) -> None:
        super().__init__(f"{stream}: version {expected} is taken")
        self.stream = stream
        self.expected = expected
        self.actual = actual
