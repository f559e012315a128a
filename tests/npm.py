"""What the tests need of npm (`clients/package.json`), installed once per process into a folder of its own."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

CLIENTS = Path(__file__).parent / "clients"
INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")


class NpmMissing(Exception):  # noqa: N818 - it is the service that is missing
    """Node.js is not here, or npm cannot install; the message says which."""


@cache
def installed() -> Path:
    """Answer the folder with the scripts and their `node_modules`, or raise NpmMissing."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NpmMissing("no Node.js here: install it (Debian: apt install nodejs npm)")
    folder = Path(tempfile.mkdtemp(prefix="tenure-npm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Path(shutil.copytree(CLIENTS, folder / "clients", ignore=shutil.ignore_patterns("node_modules")))
    ended = subprocess.run(INSTALL, cwd=place, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise NpmMissing(f"npm cannot install what the tests need: {ended.stderr.strip().splitlines()[-1:]}")
    return place
