"""What was answered with 200 survives a kill of the web process at any moment; what was not can be sent again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import Engine

from models.tables import EVENT, EVENT_DAY, EVENT_TOTAL, REFUSAL
from tests.acceptance.test_up import PATIENCE, free_port
from tests.ingest import KEY, rows

UVICORN = (sys.executable, "-m", "uvicorn", "--factory", "console.web:make_app", "--log-level", "warning")
SENDERS, BATCHES, SIZE, KILLS = 4, 60, 20, 5


class Sender(threading.Thread):
    """Sends its batches one after the other, each until it is answered with 200; `answered` counts them."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(name=name)
        self.url, self.answered, self.again = url, 0, 0

    def run(self) -> None:
        end = time.monotonic() + 10 * PATIENCE
        with httpx.Client(base_url=self.url, auth=(KEY, ""), timeout=PATIENCE) as client:
            while self.answered < BATCHES and time.monotonic() < end:
                if self.is_taken(client):
                    self.answered += 1
                else:
                    self.again += 1
                    time.sleep(0.05)

    def is_taken(self, client: httpx.Client) -> bool:
        try:
            answer = client.post("/v1/batch", json={"batch": self.batch(self.answered)})
        except httpx.TransportError:
            return False
        return answer.status_code == 200 and "refused" not in answer.json()

    def batch(self, number: int) -> list[dict[str, object]]:
        who: dict[str, object] = {"userId": self.name, "timestamp": "2026-03-01T09:00:00Z"}
        group = {**who, "type": "group", "groupId": "acme", "messageId": f"{self.name} {number} group"}
        return [
            group,
            *({**who, "type": "track", "event": "task created", "messageId": key} for key in self.ids(number)),
        ]

    def ids(self, number: int) -> list[str]:
        return [f"{self.name} {number} {place}" for place in range(SIZE)]


@contextmanager
def web(database: str, home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "DATABASE_URL": database, "TENURE_HOME": str(home), "TENURE_WRITE_KEYS": f"product:{KEY}"
    }  # fmt: skip
    process = subprocess.Popen([*UVICORN, "--port", str(port)], env=environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_what_was_answered_survives_any_kill_and_is_counted_once(database: str, engine: Engine, tmp_path: Path) -> None:
    port = free_port()
    senders = [Sender(f"http://127.0.0.1:{port}", f"sender {number}") for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    for kill in range(1, KILLS + 1):  # in mid-load: when this part of it all is answered
        with web(database, tmp_path, port):
            while sum(sender.answered for sender in senders) < kill * SENDERS * BATCHES // (KILLS + 1):
                assert any(sender.is_alive() for sender in senders)
                time.sleep(0.002)
    with web(database, tmp_path, port):
        for sender in senders:
            sender.join()

    sent = {key for sender in senders for number in range(BATCHES) for key in sender.ids(number)}
    assert [sender.answered for sender in senders] == [BATCHES] * SENDERS
    assert any(sender.again for sender in senders)
    assert {key for (key,) in rows(engine, EVENT, "message_id")} == sent
    assert rows(engine, EVENT_TOTAL, "amount") == [(len(sent),)]
    assert sum(amount for (amount,) in rows(engine, EVENT_DAY, "amount")) == len(sent)
    assert rows(engine, REFUSAL, "reason") == []
