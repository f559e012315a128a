"""The folder of mails: one file a key, readable by any mail program, listed from the newest."""

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.eml import read, written
from emails.folder_mailer import FolderMailer
from emails.mailer import Mailer
from emails.message import Address
from emails.outbox import INDEX, Outbox
from emails.outcomes import Accepted, Postponed, Refused
from tests.mails import GOOD, HTML, TEXT, a_message, with_content

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=60).map(str.strip)


@pytest.fixture
def mailer(tmp_path: Path) -> Mailer:
    return FolderMailer(tmp_path / "outbox")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def test_a_mail_becomes_a_file_that_a_mail_program_opens(mailer: Mailer, tmp_path: Path) -> None:
    assert mailer.send(GOOD) == Accepted(GOOD.key)
    mail = email.message_from_bytes((tmp_path / "outbox" / f"{GOOD.key}.eml").read_bytes(), policy=policy.default)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["To"] == "Ann Muster <ann@customer.example>"


def test_a_mail_can_be_read_back(mailer: Mailer, outbox: Outbox) -> None:
    mailer.send(GOOD)
    letter = outbox.open(GOOD.key)
    assert letter is not None
    assert (letter.html.strip(), letter.text) == (HTML, TEXT)
    assert (letter.subject, letter.topic) == (GOOD.content.subject, GOOD.topic)
    assert letter.headers["List-Unsubscribe"] == GOOD.headers["List-Unsubscribe"]


def test_a_long_unsubscribe_link_stays_in_one_piece() -> None:
    link = f"<https://acme.example/unsubscribe/1.{'a' * 300}.{'b' * 43}>"
    assert f"List-Unsubscribe: {link}\r\n".encode() in written(a_message(headers={"List-Unsubscribe": link}))


@given(subject=LINE, name=LINE, text=LINE)
def test_every_alphabet_survives(subject: str, name: str, text: str) -> None:
    message = with_content(subject=subject, text=text)
    letter = read(written(message))
    assert (letter.subject, letter.text.strip()) == (subject, text)


def test_the_same_mail_twice_is_one_file(mailer: Mailer, outbox: Outbox) -> None:
    assert [mailer.send(GOOD), mailer.send(GOOD)] == [Accepted(GOOD.key)] * 2
    assert outbox.count() == 1
    assert [mail.key for mail in outbox.latest()] == [GOOD.key]


def test_mails_are_listed_from_the_newest_page_by_page(mailer: Mailer, outbox: Outbox) -> None:
    for number in range(7):
        mailer.send(a_message(f"k{number}"))
    assert [mail.key for mail in outbox.latest(3)] == ["k6", "k5", "k4"]
    assert [mail.key for mail in outbox.latest(3, skip=6)] == ["k0"]
    assert outbox.latest(3, skip=7) == []


def test_a_list_shows_names_as_people_write_them(mailer: Mailer, outbox: Outbox) -> None:
    mailer.send(a_message(to=Address("zoe@customer.example", "Zoë Roß")))
    assert outbox.latest()[0].to == "Zoë Roß <zoe@customer.example>"


def test_a_list_shows_what_one_looks_for(mailer: Mailer, outbox: Outbox, tmp_path: Path) -> None:
    mailer.send(GOOD)
    [listed] = outbox.latest()
    assert (listed.to, listed.subject, listed.topic) == (
        "Ann Muster <ann@customer.example>",
        "Create your first project",
        "onboarding",
    )
    assert listed.moment == datetime.fromtimestamp((tmp_path / "outbox" / f"{GOOD.key}.eml").stat().st_mtime, UTC)


def test_an_empty_outbox_is_empty(outbox: Outbox) -> None:
    assert (outbox.latest(), outbox.count(), outbox.open("k")) == ([], 0, None)


def test_a_torn_index_line_hides_no_other_mail(mailer: Mailer, outbox: Outbox, tmp_path: Path) -> None:
    mailer.send(a_message("before"))
    with (tmp_path / "outbox" / INDEX).open("ab") as index:
        index.write(b'\n{"key": "torn", "to"')
    mailer.send(a_message("after"))
    assert [mail.key for mail in outbox.latest()] == ["after", "before"]


def test_a_deleted_file_is_no_longer_listed(mailer: Mailer, outbox: Outbox, tmp_path: Path) -> None:
    mailer.send(a_message("gone"))
    (tmp_path / "outbox" / "gone.eml").unlink()
    assert outbox.latest() == []


def test_an_index_larger_than_a_block_is_read_whole(mailer: Mailer, outbox: Outbox) -> None:
    for number in range(30):
        mailer.send(a_message(f"k{number}", content=with_content(subject="long " * 2000 + "!").content))
    assert [mail.key for mail in outbox.latest()] == [f"k{number}" for number in reversed(range(30))]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a/b", "", ".hidden", "a\\b", "a\0b", "k" * 201, "índex"])
def test_no_key_leads_out_of_the_folder(mailer: Mailer, outbox: Outbox, tmp_path: Path, key: str) -> None:
    assert isinstance(mailer.send(a_message(key)), Refused)
    assert outbox.open(key) is None
    assert list(tmp_path.iterdir()) == []


def test_a_header_cannot_be_smuggled_in(mailer: Mailer) -> None:
    outcome = mailer.send(a_message(to=Address("ann@customer.example\r\nBcc: all@customer.example")))
    assert isinstance(outcome, Refused)


def test_a_disk_that_will_not_have_it_postpones(mailer: Mailer, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    assert isinstance(mailer.send(GOOD), Postponed)


def test_threads_write_side_by_side(mailer: Mailer, outbox: Outbox) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(mailer.send, [a_message(f"k{number % 40}") for number in range(80)]))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert len(outbox.latest(100)) == outbox.count() == 40
