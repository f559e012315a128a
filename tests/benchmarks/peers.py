"""The peers, in an environment of their own so that theirs and ours never meet."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figure import Measurement
from tests.benchmarks.progress import tell
from tests.postgres import PostgresServer

HERE = Path(__file__).parent
PINS = HERE / "peers.txt"
HOME = HERE.parent.parent / ".venv-bench"
PATIENCE = 300  # seconds for one run


class PeersMissing(RuntimeError):  # noqa: N818 - it is a state of the machine
    """The peers cannot be installed or do not run; the message ends with what was said."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The interpreter that has the peers, and the server they keep their rows on."""

    python: Path
    server: PostgresServer

    def drip(self, mails: int, template: Path, provider: str) -> Measurement:
        """Answer how to measure django-drip-campaigns: mails a second."""
        return lambda _: mails / self._seconds("peer_drip.py", str(mails), str(template), provider)

    def dbos(self, workflows: int, processes: int, template: Path, provider: str) -> Measurement:
        """Answer how to measure DBOS: workflows a second."""
        return lambda _: (
            workflows / self._seconds("peer_dbos.py", str(workflows), str(processes), str(template), provider)
        )

    def _seconds(self, script: str, *words: str) -> float:
        name = "tenure_bench_peer"
        self.server.drop(name)
        self.server.create(name)
        return float(_say([str(self.python), str(HERE / script), self.server.dsn(name), *words]))


def install_peers(server: PostgresServer) -> Peers:
    """Answer the peers, installed on the first call. Raises PeersMissing."""
    python, ready = HOME / "bin" / "python", HOME / PINS.name
    if not ready.exists() or ready.read_text() != PINS.read_text():
        tell("Installing the peers into .venv-bench …")
        _say([sys.executable, "-m", "venv", "--clear", str(HOME)])
        _say([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(PINS)])
        ready.write_text(PINS.read_text())
    return Peers(python, server)


def _say(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise PeersMissing(f"{Path(command[1]).name}: {(done.stderr.splitlines() or ['no word'])[-1]}")
    return done.stdout
