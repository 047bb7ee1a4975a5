"""The key ring's file: created once, private, whole, and seen by all processes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tokens.adapters.file_key_ring import FileKeyRing
from tokens.adapters.key_ring_document import KeyRingUnusableError, render
from tokens.domain.codes.key_ring import UnknownEpochError, check_value

_PROCESSES = 6
_START = """
import sys
from pathlib import Path
from tokens.adapters.file_key_ring import FileKeyRing
from tokens.domain.codes.key_ring import check_value
ring = FileKeyRing(Path(sys.argv[1]))
sys.stdin.readline()
ring.add_epoch(**({"after": 0} if sys.argv[2] == "once" else {}))
print(check_value(ring.master_key(0)), check_value(ring.master_key(1)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "key-ring.json"


def _start_processes(path: Path, how: str) -> set[str]:
    """Start at once, open an epoch at once, and return what the processes then saw."""
    command = [sys.executable, "-c", _START, str(path), how]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(_PROCESSES)
    ]
    seen = {process.communicate("\n")[0] for process in started}
    assert [process.returncode for process in started] == [0] * _PROCESSES
    return seen


class TestFirstStart:
    def test_creates_a_private_file(self, path: Path) -> None:
        FileKeyRing(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert list(path.parent.iterdir()) == [path]

    def test_a_second_start_has_the_same_key(self, path: Path) -> None:
        assert FileKeyRing(path).master_key(0) == FileKeyRing(path).master_key(0)

    def test_two_rings_have_different_keys(self, path: Path, tmp_path: Path) -> None:
        other = FileKeyRing(tmp_path / "other.json")
        assert FileKeyRing(path).master_key(0) != other.master_key(0)

    @pytest.mark.parametrize(("how", "epochs"), [("once", 2), ("each", 1 + _PROCESSES)])
    def test_processes_that_start_at_once_agree(
        self, path: Path, how: str, epochs: int
    ) -> None:
        seen = _start_processes(path, how)
        ring = FileKeyRing(path)
        checks = [check_value(ring.master_key(epoch)) for epoch in (0, 1)]
        assert seen == {" ".join(checks) + "\n"}
        assert ring.epochs() == tuple(range(epochs))


class TestRefusals:
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
    def test_refuses_a_file_that_others_may_read(self, path: Path, mode: int) -> None:
        FileKeyRing(path)
        path.chmod(mode)
        with pytest.raises(KeyRingUnusableError, match="chmod 600"):
            FileKeyRing(path)

    def test_refuses_what_is_no_key_ring(self, path: Path) -> None:
        FileKeyRing(path)
        path.write_bytes(b"\xff\xfe")
        with pytest.raises(KeyRingUnusableError, match="not a JSON object") as refused:
            FileKeyRing(path)
        assert str(path) in str(refused.value)

    def test_refuses_a_directory_that_cannot_be(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(KeyRingUnusableError, match="File exists"):
            FileKeyRing(tmp_path / "file" / "ring.json")


class TestWhileRunning:
    def test_sees_an_epoch_that_another_process_opened(self, path: Path) -> None:
        ours, other = FileKeyRing(path), FileKeyRing(path)
        with pytest.raises(UnknownEpochError):
            ours.master_key(1)
        other.add_epoch()
        assert ours.master_key(1) == other.master_key(1)
        other.add_epoch()
        assert ours.current_epoch() == 2

    def test_refuses_a_ring_that_was_swapped(self, path: Path) -> None:
        ring = FileKeyRing(path)
        path.write_text(render({0: b"\1" * 32, 1: b"\2" * 32}))
        with pytest.raises(KeyRingUnusableError, match="replaced"):
            ring.current_epoch()

    def test_refuses_to_open_an_epoch_of_a_lost_ring(self, path: Path) -> None:
        ring = FileKeyRing(path)
        path.unlink()
        with pytest.raises(KeyRingUnusableError, match="No such file"):
            ring.add_epoch()
        assert not path.exists()
