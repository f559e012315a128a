"""The mailer against servers that answer, refuse, hang, drip, cut and lie."""

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from itertools import repeat
from pathlib import Path

import pytest

from emails.mailer import Mailer
from emails.outcomes import Accepted, Locked, Outcome, Postponed, Refused, Unknown
from emails.sendgrid_mailer import SendGridMailer
from emails.standin.handle import StandIn, in_thread
from emails.standin.ledger import entries
from emails.standin.server import Options
from tests.certificates import certificate
from tests.lines import hear, settled, talking, unused_url
from tests.mails import GOOD, a_message, with_content
from workers.clocks import machine_time

KEY = "SG.a-key.that-nobody-may-see"
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: first\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


@pytest.fixture
def standin(ledger: Path) -> Iterator[StandIn]:
    with in_thread(Options(ledger, api_key=KEY)) as running:
        yield running
        assert running.stats()["violations"] == 0


@pytest.fixture
def mailer(standin: StandIn) -> Iterator[Mailer]:
    with closing(SendGridMailer(KEY, standin.url)) as mailer:
        yield mailer


def send_to(url: str, times: int = 1, deadline: float = 10.0) -> list[Outcome]:
    with closing(SendGridMailer(KEY, url, deadline=deadline)) as mailer:
        return [mailer.send(a_message(f"k{number}")) for number in range(times)]


def saying(*answers: bytes) -> Callable[[socket.socket], None]:
    """Answer the requests of a connection by these bytes, one after another, and then hang up."""

    def talk(line: socket.socket) -> None:
        for answer in answers:
            if hear(line):
                line.sendall(answer)

    return talk


def test_a_mail_is_accepted_and_in_the_ledger(mailer: Mailer, ledger: Path) -> None:
    outcome = mailer.send(GOOD)
    [entry] = entries(ledger)
    assert isinstance(outcome, Accepted)
    assert outcome.provider_id
    assert (entry["send_key"], entry["to"], entry["topic"]) == (GOOD.key, GOOD.to.email, GOOD.topic)
    assert entry["unsubscribe"] == GOOD.headers


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400", Refused),
        ("404", Refused),
        ("413", Refused),
        ("401", Locked),
        ("403", Locked),
        ("429", Postponed),
        ("500", Unknown),
        ("502", Unknown),
        ("503", Unknown),
    ],
)
def test_each_status_has_its_meaning(standin: StandIn, mailer: Mailer, status: str, kind: type[Outcome]) -> None:
    standin.play({"answer": status, "times": 1})
    assert isinstance(mailer.send(GOOD), kind)
    assert standin.ledger()["accepted"] == 0
    assert isinstance(mailer.send(GOOD), Accepted)


def test_a_mail_that_breaks_the_contract_is_refused_in_the_providers_words(ledger: Path) -> None:
    with in_thread(Options(ledger)) as standin, closing(SendGridMailer(KEY, standin.url)) as mailer:
        outcome = mailer.send(with_content(subject=""))
    assert outcome == Refused("400: String should have at least 1 character (subject)")


def test_a_mail_of_more_than_30_mb_is_refused(ledger: Path) -> None:
    with in_thread(Options(ledger)) as standin, closing(SendGridMailer(KEY, standin.url)) as mailer:
        outcome = mailer.send(with_content(html="x" * 30_000_001))
    assert outcome == Refused("413: content too large")


def test_another_key_locks(ledger: Path) -> None:
    with in_thread(Options(ledger, api_key="SG.other")) as standin:
        assert isinstance(send_to(standin.url)[0], Locked)


def test_429_rests_until_the_time_that_the_provider_names(standin: StandIn, mailer: Mailer) -> None:
    standin.play({"answer": "429", "reset_after": 3600})
    before = machine_time()
    outcome = mailer.send(GOOD)
    assert isinstance(outcome, Postponed)
    assert outcome.until is not None
    assert timedelta(minutes=59) < outcome.until - before < timedelta(minutes=61)


def test_a_server_that_hangs_leaves_us_in_doubt(standin: StandIn) -> None:
    standin.play({"answer": "hang"})
    [outcome] = send_to(standin.url, deadline=0.2)
    assert isinstance(outcome, Unknown)
    assert standin.ledger()["accepted"] == 0


def test_an_answer_after_the_deadline_leaves_us_in_doubt(standin: StandIn) -> None:
    standin.play({"answer": "slow", "seconds": 60})
    [outcome] = send_to(standin.url, deadline=0.2)
    assert isinstance(outcome, Unknown)
    assert standin.ledger()["counts"] == {"k0": 1}


@pytest.mark.parametrize("answer", ["accept-then-cut", "accept-then-5xx"])
def test_what_was_accepted_without_an_answer_is_in_doubt_and_there_once(
    standin: StandIn, mailer: Mailer, answer: str
) -> None:
    standin.play({"answer": answer})
    assert isinstance(mailer.send(GOOD), Unknown)
    assert standin.ledger()["counts"] == {GOOD.key: 1}


def test_garbage_leaves_us_in_doubt(standin: StandIn, mailer: Mailer) -> None:
    standin.play({"answer": "garbage", "times": 1})
    assert isinstance(mailer.send(GOOD), Unknown)
    assert isinstance(mailer.send(GOOD), Accepted)


def test_a_refused_connection_postpones() -> None:
    assert isinstance(send_to(unused_url())[0], Postponed)


def test_a_name_that_nobody_knows_postpones(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert isinstance(send_to("http://mail.example")[0], Postponed)


def test_a_name_that_cannot_be_one_postpones() -> None:
    assert isinstance(send_to(f"http://{'a' * 64}.example")[0], Postponed)


def test_the_second_address_is_tried_when_the_first_is_dead(
    monkeypatch: pytest.MonkeyPatch, standin: StandIn, mailer: Mailer
) -> None:
    alive, dead = (int(url.rpartition(":")[2]) for url in (standin.url, unused_url()))
    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port)) for port in (dead, alive)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    assert isinstance(mailer.send(GOOD), Accepted)


def test_a_server_without_tls_postpones(standin: StandIn) -> None:
    assert isinstance(send_to(standin.url.replace("http:", "https:"))[0], Postponed)


@contextmanager
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """Lend a server's TLS for `localhost`, trusted by whoever looks at the system's certificates meanwhile."""
    chain = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(chain)
    yield tls


def test_mails_go_over_one_kept_tls_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[socket.socket] = []

    def talk(line: socket.socket) -> None:
        lines.append(line)
        saying(*repeat(ACCEPTED, 3))(line)

    with trusted(tmp_path, monkeypatch) as tls, talking(talk, tls) as url:
        assert send_to(url, times=3) == [Accepted("first")] * 3
    assert len(lines) == 1


def test_a_certificate_that_nobody_vouches_for_postpones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trusted(tmp_path, monkeypatch) as tls, talking(saying(ACCEPTED), tls) as url:
        monkeypatch.delenv("SSL_CERT_FILE")
        [outcome] = send_to(url)
    assert isinstance(outcome, Postponed)
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.detail


def drip(line: socket.socket) -> None:
    hear(line)
    line.settimeout(0.02)
    line.sendall(b"HTTP/1.1 202 Accepted\r\n")
    for number in range(500):
        with suppress(TimeoutError):
            line.recv(1)
            return  # the client has hung up
        line.sendall(b"X-%d: y\r\n" % number)
    line.sendall(b"\r\n")


def test_a_server_that_drips_cannot_outlast_the_deadline() -> None:
    with talking(drip) as url:
        [outcome] = send_to(url, deadline=0.3)
    assert isinstance(outcome, Unknown)


def test_a_server_that_never_reads_cannot_outlast_the_deadline() -> None:
    done = threading.Event()
    with talking(lambda _: done.wait()) as url, closing(SendGridMailer(KEY, url, deadline=0.3)) as mailer:
        outcome = mailer.send(with_content(html="x" * 20_000_000))
        done.set()
    assert isinstance(outcome, Postponed)


def test_a_cut_after_the_status_leaves_no_doubt() -> None:
    cut = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: first\r\nContent-Length: 100\r\n\r\nhalf"
    with talking(saying(cut)) as url:
        assert send_to(url) == [Accepted("first")]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 202 Acc",
        b"HTTP/1.1 202 Accepted\r\nX-Message-Id: fi",
        b"\0\1\2\3\r\n\r\n",
        b"220 smtp.example ready\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nno header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
)
def test_half_an_answer_leaves_us_in_doubt(answer: bytes) -> None:
    with talking(saying(answer)) as url:
        assert [type(outcome) for outcome in send_to(url)] == [Unknown]


def test_an_interim_answer_is_passed_over() -> None:
    with talking(saying(b"HTTP/1.1 100 Continue\r\n\r\n" + ACCEPTED)) as url:
        assert send_to(url) == [Accepted("first")]


def test_words_left_over_never_answer_the_next_mail() -> None:
    stale = ACCEPTED.replace(b"first", b"stale")
    with talking(saying(ACCEPTED + stale, stale)) as url:
        assert send_to(url, times=2) == [Accepted("first")] * 2


def test_an_endless_answer_is_judged_by_its_status() -> None:
    def talk(line: socket.socket) -> None:
        hear(line)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 999999999999\r\n\r\n")
        for noise in repeat(b"noise " * 10_000):
            line.sendall(noise)

    with talking(talk) as url:
        assert [type(outcome) for outcome in send_to(url)] == [Refused]


def test_a_kept_connection_cut_on_its_second_mail_is_not_tried_again() -> None:
    heard: list[bytes] = []

    def talk(line: socket.socket) -> None:
        heard.append(hear(line))
        line.sendall(ACCEPTED)
        heard.append(hear(line))

    with talking(talk) as url:
        outcomes = send_to(url, times=2)
    assert [type(outcome) for outcome in outcomes] == [Accepted, Unknown]
    assert len(heard) == 2


def test_connections_that_the_server_closed_meanwhile_cost_no_mail(ledger: Path) -> None:
    with in_thread(Options(ledger, idle=0.05)) as standin, closing(SendGridMailer(KEY, standin.url)) as mailer:
        for number in range(5):
            assert isinstance(mailer.send(a_message(f"k{number}")), Accepted)
            assert settled(standin, 0)
        assert standin.ledger()["counts"] == {f"k{number}": 1 for number in range(5)}


def test_a_connection_that_the_server_wants_closed_is_not_used_again() -> None:
    closing_answer = ACCEPTED.replace(b"Content-Length", b"Connection: close\r\nContent-Length")

    def talk(line: socket.socket) -> None:
        saying(closing_answer)(line)
        line.recv(1)  # it lets us be the first to hang up

    with talking(talk) as url:
        assert send_to(url, times=2) == [Accepted("first")] * 2


def test_fifty_mails_need_one_connection(standin: StandIn, mailer: Mailer) -> None:
    asked = standin.stats()["connections"]
    assert all(isinstance(mailer.send(a_message(f"k{number}")), Accepted) for number in range(50))
    assert standin.stats()["connections"] == asked + 2
    assert standin.ledger()["accepted"] == 50


def test_eight_threads_need_eight_connections(standin: StandIn, mailer: Mailer) -> None:
    asked = standin.stats()["connections"]
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(mailer.send, [a_message(f"k{number}") for number in range(400)]))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert standin.stats()["connections"] <= asked + 1 + 8
    assert standin.ledger()["counts"] == {f"k{number}": 1 for number in range(400)}


def test_no_more_connections_are_kept_than_asked_for(standin: StandIn) -> None:
    with closing(SendGridMailer(KEY, standin.url, connections=2)) as mailer, ThreadPoolExecutor(8) as threads:
        list(threads.map(mailer.send, [a_message(f"k{number}") for number in range(80)]))
        assert settled(standin, 2)


def test_a_base_url_may_have_a_path() -> None:
    heard: list[bytes] = []

    def talk(line: socket.socket) -> None:
        heard.append(hear(line))
        line.sendall(ACCEPTED)

    with talking(talk) as url:
        send_to(f"{url}/proxy/")
    assert heard[0].startswith(b"POST /proxy/v3/mail/send HTTP/1.1\r\n")


def quoting(line: socket.socket) -> None:
    heard = hear(line).partition(b"\r\n\r\n")[0]
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(heard) + heard)


def babbling(line: socket.socket) -> None:
    line.sendall(hear(line)[:200])


@pytest.mark.parametrize("talk", [quoting, babbling])
def test_the_key_is_in_no_outcome(talk: Callable[[socket.socket], None]) -> None:
    with talking(talk) as url:
        [outcome] = send_to(url)
    assert KEY not in repr(outcome)


def test_neither_key_nor_mail_is_logged(caplog: pytest.LogCaptureFixture, standin: StandIn, mailer: Mailer) -> None:
    caplog.set_level(logging.DEBUG)
    mailer.send(GOOD)
    assert KEY not in caplog.text + repr(mailer)
    assert GOOD.to.email not in caplog.text


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("", "http://x.example"),
        ("a\nb", "http://x.example"),
        ("ü\ud800", "http://x.example"),
        (KEY, "x.example"),
        (KEY, "ftp://x"),
    ],
)
def test_what_no_request_could_carry_is_said_at_once_and_without_the_key(key: str, url: str) -> None:
    with pytest.raises(ValueError, match=r"SendGrid") as caught:
        SendGridMailer(key, url)
    assert not key or key not in str(caught.value)
