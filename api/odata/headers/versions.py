"""OData-Version and OData-MaxVersion (OData 4.01 Part 1, 8.1.5 and 8.2.7)."""

import re
from enum import Enum

from api.odata.errors import BadRequestError
from api.odata.names import shown

_VERSION = re.compile(r"\s*(\d{1,9})\.(\d{1,12})\s*", re.ASCII)


class ODataVersion(Enum):
    """A version of the payload format; `value` is what the header shows."""

    V4_0 = "4.0"
    V4_01 = "4.01"

    @property
    def control(self) -> str:
        """What the names of control information begin with, after the @ (JSON Format, 4.5)."""
        return "odata." if self is ODataVersion.V4_0 else ""


def response_version(max_version: str | None) -> ODataVersion:
    """The version to answer in, by the client's OData-MaxVersion.

    4.0 where the client says nothing: most clients that send no such header read only that.
    Raises BadRequestError where it allows less than 4.0 or is no version.
    """
    if max_version is None:
        return ODataVersion.V4_0
    number = _number(max_version, "OData-MaxVersion")
    if number < (4, 0):
        message = f"OData-MaxVersion must be 4.0 or higher; got {shown(max_version)}"
        raise BadRequestError(message, target="OData-MaxVersion")
    return ODataVersion.V4_01 if number >= (4, 1) else ODataVersion.V4_0


def request_version(version: str | None) -> ODataVersion:
    """The version that the body is written in, by OData-Version; 4.0 where it is missing.

    Raises BadRequestError for versions other than 4.0 and 4.01.
    """
    if version is None:
        return ODataVersion.V4_0
    found = {(4, 0): ODataVersion.V4_0, (4, 1): ODataVersion.V4_01}.get(
        _number(version, "OData-Version")
    )
    if found is None:
        message = f"OData-Version must be 4.0 or 4.01; got {shown(version)}"
        raise BadRequestError(message, target="OData-Version")
    return found


def _number(text: str, name: str) -> tuple[int, int]:
    match = _VERSION.fullmatch(text)
    if match is None:
        message = f"{name} must be a version such as 4.0; got {shown(text)}"
        raise BadRequestError(message, target=name)
    return int(match[1]), int(match[2])
