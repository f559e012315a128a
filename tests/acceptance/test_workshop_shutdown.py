"""A web process ends soon after it is told to, however many pages follow its folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from sqlalchemy import Engine

from models.database import make_engine
from tests.acceptance.test_up import free_port, until
from tests.people import add_person, token_of
from tests.workshop import written

UVICORN = Path(sys.executable).parent / "uvicorn"


def test_open_streams_end_when_the_process_is_told_to_stop(tmp_path: Path, sqlite_template: Path) -> None:
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    (home / "tenure.db").write_bytes(sqlite_template.read_bytes())
    written(tmp_path / "program")
    engine = make_engine(f"sqlite:///{home / 'tenure.db'}")
    token = someone(engine)
    known = {**os.environ, "TENURE_HOME": str(home), "TENURE_PROGRAM": str(tmp_path / "program")}
    command = [str(UVICORN), "--factory", "console.web:make_app", "--port", str(port)]
    command += ["--timeout-graceful-shutdown", "60"]
    with subprocess.Popen(command, env=known, stderr=subprocess.PIPE, text=True) as process:
        assert until(lambda: answers(port))
        url, cookie = f"http://127.0.0.1:{port}/workshop/changes", {"tenure": token}
        with httpx.Client(cookies=cookie, timeout=30) as client, client.stream("GET", url) as stream:
            lines = stream.iter_lines()
            assert next(lines) == "event: changed"
            process.send_signal(signal.SIGTERM)

            rest = list(lines)  # whoever waits is told the end, long before the server would lose its patience
        said = process.communicate(timeout=30)[1]

    assert len(rest) < 10
    assert "timeout graceful shutdown exceeded" not in said
    assert process.returncode in (0, -signal.SIGTERM)


def someone(engine: Engine) -> str:
    token = token_of(engine, add_person(engine))
    engine.dispose()
    return token


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").is_success
    except httpx.TransportError:
        return False
