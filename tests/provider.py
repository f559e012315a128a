"""The stand-in SendGrid as a process of its own, for tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PLAIN = False  # no certificates to verify on this machine: reading them takes longer than the call


@dataclass(frozen=True)
class Provider:
    """A stand-in that is up, and the words to speak to it."""

    url: str
    file: Path

    def script(self, *rules: dict[str, Any]) -> None:
        """Tell it how to answer from now on."""
        httpx.put(f"{self.url}/_script", json=list(rules), verify=PLAIN).raise_for_status()

    def accepted(self) -> list[str]:
        """Answer the send keys it took, each as often as it took it, in order."""
        return accepted_keys(self.file)

    def stats(self) -> dict[str, Any]:
        """Answer its own counts."""
        found: dict[str, Any] = httpx.get(f"{self.url}/_stats", verify=PLAIN).json()
        return found


def accepted_keys(file: Path) -> list[str]:
    """Answer the send keys in a stand-in's ledger, each as often as it was accepted, in order."""
    lines = file.read_text().splitlines() if file.exists() else []
    return [json.loads(line)["send_key"] for line in lines]


@contextmanager
def provider(folder: Path) -> Iterator[Provider]:
    """Run a stand-in for as long as the block lasts."""
    file = folder / "provider.jsonl"
    command = [sys.executable, "-m", "emails.standin", "--ledger", str(file), "--no-fsync", "--die-with-parent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stdout is not None
            yield Provider(process.stdout.readline().strip(), file)
        finally:
            process.terminate()
