"""The stand-in as a server: its doors, its manners on the line, its life as a process."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail

from emails.sendgrid_body import body
from emails.standin.handle import StandIn, in_process, in_thread
from emails.standin.server import Options
from tests.lines import settled
from tests.mails import GOOD, a_message

HEADERS = {"Authorization": "Bearer SG.any", "Content-Type": "application/json"}
COMMAND = [sys.executable, "-m", "emails.standin", "--ledger"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


@pytest.fixture
def standin(ledger: Path) -> Iterator[StandIn]:
    with in_thread(Options(ledger)) as running:
        yield running


def post(
    url: str, data: bytes, headers: dict[str, str] = HEADERS, path: str = "/v3/mail/send", method: str = "POST"
) -> tuple[int, Any, dict[str, str]]:
    """Answer the status, what the body says and the headers."""
    request = urllib.request.Request(url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), dict(error.headers)


def a_body(key: str = GOOD.key, **changes: Any) -> bytes:
    return json.dumps(body(a_message(key)) | changes).encode()


def test_a_good_mail_is_answered_202_with_a_name(standin: StandIn) -> None:
    status, said, headers = post(standin.url, a_body())
    assert (status, said) == (202, b"")
    assert len(headers["X-Message-Id"]) == 22


def test_sendgrids_own_library_is_content(standin: StandIn) -> None:
    client = SendGridAPIClient("SG.any", host=standin.url)
    mail = Mail("success@acme.example", "ann@customer.example", "Hi", "Hi", "<p>Hi</p>")
    assert client.send(mail).status_code == 202
    assert standin.ledger()["unkeyed"] == 1


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"data": b"{no json"}),
        (400, {"data": a_body(nonsense=1)}),
        (401, {"data": a_body(), "headers": {"Content-Type": "application/json"}}),
        (401, {"data": a_body(), "headers": HEADERS | {"Authorization": "Basic abc"}}),
        (404, {"data": a_body(), "path": "/v3/mail"}),
        (405, {"data": b"", "method": "PUT"}),
        (415, {"data": a_body(), "headers": HEADERS | {"Content-Type": "text/plain"}}),
    ],
)
def test_a_breach_of_the_contract_is_refused_and_counted(
    standin: StandIn, status: int, request_: dict[str, Any]
) -> None:
    answered, said, _ = post(standin.url, **request_)
    assert answered == status
    assert set(said["errors"][0]) == {"message", "field", "help"}
    assert standin.stats()["violations"] == 1
    assert standin.ledger()["accepted"] == 0


def test_an_error_names_its_field(standin: StandIn) -> None:
    _, said, _ = post(standin.url, a_body(nonsense=1))
    assert said == {"errors": [{"message": "Extra inputs are not permitted", "field": "nonsense", "help": None}]}


def test_429_says_when_to_come_back(standin: StandIn) -> None:
    standin.play({"answer": "429", "reset_after": 60})
    status, _, headers = post(standin.url, a_body())
    assert status == 429
    assert headers["X-RateLimit-Remaining"] == "0"
    assert int(headers["X-RateLimit-Reset"]) > 1_700_000_000
    assert headers["Retry-After"] == "60"


def test_the_same_mail_twice_shows_in_the_ledger(standin: StandIn) -> None:
    names = {post(standin.url, a_body("twice"))[2]["X-Message-Id"] for _ in range(2)}
    assert standin.ledger()["duplicates"] == {"twice": 2}
    assert len(names) == 2


def test_every_recipient_is_an_entry(standin: StandIn) -> None:
    people = [{"to": [{"email": f"p{n}@customer.example"}], "custom_args": {"send_key": f"k{n}"}} for n in range(3)]
    post(standin.url, a_body(personalizations=people))
    assert standin.ledger()["counts"] == {"k0": 1, "k1": 1, "k2": 1}


def test_accepted_mails_can_be_kept_whole(ledger: Path, tmp_path: Path) -> None:
    with in_thread(Options(ledger, bodies=tmp_path / "bodies.jsonl")) as standin:
        post(standin.url, a_body())
    [kept] = (tmp_path / "bodies.jsonl").read_text().splitlines()
    assert json.loads(kept) == body(GOOD)


def test_the_script_can_be_read_back(standin: StandIn) -> None:
    standin.play({"answer": "hang", "share": 0.5})
    with urllib.request.urlopen(f"{standin.url}/_script") as answer:
        [rule] = json.load(answer)
    assert (rule["answer"], rule["share"]) == ("hang", 0.5)


def test_a_script_that_makes_no_sense_changes_nothing(standin: StandIn) -> None:
    status, said, _ = post(standin.url, b'[{"answer": "shrug"}]', path="/_script", method="PUT")
    assert status == 400
    assert said["errors"][0]["field"].startswith("0.answer")
    assert post(standin.url, a_body())[0] == 202


def test_what_is_asked_about_the_answers_is_counted(standin: StandIn) -> None:
    standin.play({"answer": "500", "times": 1})
    for _ in range(2):
        post(standin.url, a_body())
    assert standin.stats()["answers"] == {"500": 1, "202": 1}


def test_requests_that_come_in_one_piece_are_answered_in_order(standin: StandIn) -> None:
    data = a_body()
    lines = [*(f"{name}: {value}" for name, value in HEADERS.items()), "Host: x", f"Content-Length: {len(data)}"]
    head = "\r\n".join(["POST /v3/mail/send HTTP/1.1", *lines, "", ""])
    with socket.create_connection(("127.0.0.1", int(standin.url.rpartition(":")[2]))) as line:
        line.sendall((head.encode() + data) * 3)
        answers = b""
        while answers.count(b"\r\n\r\n") < 3:
            answers += line.recv(65_536)
    assert answers.count(b"HTTP/1.1 202") == 3
    assert standin.ledger()["duplicates"] == {GOOD.key: 3}


def test_what_is_not_http_is_hung_up_on(standin: StandIn) -> None:
    with socket.create_connection(("127.0.0.1", int(standin.url.rpartition(":")[2]))) as line:
        line.sendall(b"EHLO acme.example\r\n\r\n")
        assert line.recv(65_536) == b""
    assert post(standin.url, a_body())[0] == 202


def test_a_client_that_gives_up_is_let_go(standin: StandIn) -> None:
    standin.play({"answer": "hang"})
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(urllib.request.Request(f"{standin.url}/v3/mail/send", a_body(), HEADERS), timeout=0.1)
    assert settled(standin, 0)


def test_a_process_stops_on_sigterm_and_takes_up_its_ledger_again(ledger: Path) -> None:
    for _ in range(2):
        with in_process(ledger, "--no-fsync") as standin:
            post(standin.url, a_body())
    with in_process(ledger) as standin:
        assert standin.ledger()["counts"] == {GOOD.key: 2}


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0)])
def test_an_ended_process_has_all_that_it_answered_for(ledger: Path, kind: signal.Signals, code: int) -> None:
    with subprocess.Popen([*COMMAND, ledger], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert post(process.stdout.readline().strip(), a_body())[0] == 202
        process.send_signal(kind)
    assert process.returncode == code
    with in_process(ledger) as standin:
        assert standin.ledger()["counts"] == {GOOD.key: 1}


def test_a_port_that_is_taken_is_said_in_one_line(ledger: Path, standin: StandIn) -> None:
    port = standin.url.rpartition(":")[2]
    ended = subprocess.run([*COMMAND, str(ledger), "--port", port], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("The stand-in cannot start: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_process_dies_with_its_parent(ledger: Path) -> None:
    parent = (
        "import subprocess, sys, time\n"
        "command = [sys.executable, '-m', 'emails.standin', '--ledger', sys.argv[1], '--die-with-parent']\n"
        "subprocess.Popen(command)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent, ledger], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        standin = StandIn(process.stdout.readline().strip())
        assert standin.stats()["requests"] == 1
        os.kill(process.pid, signal.SIGKILL)
        assert process.stdout.read() == ""  # the last one that held the pipe is gone
    with pytest.raises(urllib.error.URLError):
        standin.stats()
