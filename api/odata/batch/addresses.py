"""Where a request of a batch goes: the three forms of its URL (OData 4.01 Part 1, 11.7.7.1)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from api.odata.errors import BadRequestError, NotFoundError
from api.odata.names import shown

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII | re.IGNORECASE)
_TO_ENCODE = re.compile(r"[^\x21-\x7e]+")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Address:
    """The path from the host's root and the query, both still percent-encoded."""

    path: str
    query: str


@dataclass(frozen=True, slots=True)
class ServiceRoot:
    """Where the service is: `url` is absolute and ends with a slash."""

    url: str

    def address(self, url: str, host: str | None) -> Address:
        """Return where a URL leads; `host` is the header of the request that it is in.

        Raises: NotFoundError for what is not below the root, BadRequestError for another
        host, since nothing is sent on from here.
        """
        encoded = _TO_ENCODE.sub(_encoded, url).partition("#")[0]
        below = self._below_host(encoded, host)
        path, _, query = below.partition("?")
        root = self._path
        if path.rstrip("/") == root.rstrip("/"):
            return Address(root, query)
        if not path.startswith(root):
            relative = path.removeprefix("/")
            message = (
                f"{shown(path)} is not below the root of the service, {root}; "
                f"write {shown(root + relative)} or {shown(relative)}"
            )
            raise NotFoundError(message)
        return Address(path, query)

    @property
    def _path(self) -> str:
        return urlsplit(self.url).path

    def _below_host(self, url: str, host: str | None) -> str:
        if url.startswith("/"):
            self._check_host(host)
            return url
        match = _ABSOLUTE.match(url)
        if match is None:
            return self._path + url.removeprefix("./")
        host, slash, rest = url[match.end() :].partition("/")
        self._check_host(host)
        return slash + rest

    def _check_host(self, host: str | None) -> None:
        if host is not None and _bare(host) != _bare(urlsplit(self.url).netloc):
            message = f"a batch is for one service; {shown(host)} is another host"
            raise BadRequestError(message, code="WrongHost")


def _bare(host: str) -> str:
    lowered = host.strip().lower()
    for port in _DEFAULT_PORTS.values():
        lowered = lowered.removesuffix(port)
    return lowered


def _encoded(match: re.Match[str]) -> str:
    octets = match.group().encode("utf-8", "replace")
    return "".join(f"%{octet:02X}" for octet in octets)
