"""Where the parts of one installation lie under its CONTOSO_HOME."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included.
_LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one installation. Nothing is created by asking."""

    home: Path

    @property
    def lock(self) -> Path:
        """Held by the one supervisor that runs this home."""
        return self.home / "up.lock"

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.home / "log"

    @property
    def demo(self) -> Path:
        """The demo accounts' credentials."""
        return self.home / "demo.json"

    @property
    def metrics(self) -> Path:
        """Where the processes share their metrics; emptied at every start."""
        return self.home / "metrics"

    @property
    def postgres_data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "postgres"

    @property
    def sockets(self) -> Path:
        """The directory of the servers' unix sockets: under home where the path is short
        enough for a socket, else in the temporary directory under a name made from home.
        """
        near = self.home / "sockets"
        if len(str(near / ".s.PGSQL.5432")) <= _LONGEST_SOCKET_PATH:
            return near
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"contoso-{os.getuid()}-{digest}"

    @property
    def redis_socket(self) -> Path:
        """Redis's unix socket."""
        return self.sockets / "redis.sock"

    @property
    def database_url(self) -> str:
        """The embedded PostgreSQL's address."""
        return f"postgresql:///contoso?user=contoso&host={quote(str(self.sockets), safe='')}"

    @property
    def redis_url(self) -> str:
        """The embedded Redis's address."""
        return f"unix://{quote(str(self.redis_socket))}?db=0"
