"""The workshop's pages: what they show of a mail, as whom, and to whom."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, delete, select, update

from emails.outbox import Outbox
from models.consent import unsubscribe
from models.database import begin, look
from models.tables import ACCOUNT, CONTACT, SIGN_IN, SUPPRESSION, TOUCHPOINT
from tests.workshop import HELLO, JOURNEY, MAIL, Workshop, frame_of, opened
from workers.advance import advance_accounts
from workers.deliver import deliver_mails

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # both are tried in test_workshop_tryouts
PAGE = "/workshop/mails/notes/hello"
EVIL = "<script>alert(1)</script>\u202egnp.exe\u202c"


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        yield workshop


@pytest.fixture
def page(workshop: Workshop) -> Iterator[httpx.Client]:
    with workshop.visit() as client:
        yield client


def card(shown: str, title: str) -> str:
    """Answer what the gallery says of one mail."""
    return next(each for each in shown.split('<li class="card-of-mail">')[1:] if f">{title}</a>" in each)


def test_the_gallery_shows_every_mail_of_the_folder_and_says_which_folder_that_is(
    page: httpx.Client, workshop: Workshop
) -> None:
    shown = page.get("/workshop").text
    hello = card(shown, "Hello")

    assert str(workshop.folder) in shown
    assert "A note for <bdi>" not in hello
    for words in ("A note for Brightwater", "First notes, day 0", "onboarding", "Also as", "de", "Not published"):
        assert words in hello
    assert "in the product" in card(shown, "Tour")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hello", 1),
        ("TOUR", 1),
        ("brightwater", 1),
        ("first notes", 2),
        ("one thing to do", 1),
        ("Guten", 1),
        ("x y", 0),
    ],
)
def test_mails_are_found_by_words_in_them_and_of_them(page: httpx.Client, asked: str, found: int) -> None:
    shown = page.get("/workshop", params={"q": asked}).text

    assert shown.count('class="card-of-mail"') == found
    assert ("No mail has these words" in shown) is (found == 0)


def test_a_mail_says_how_it_stands_to_what_is_published(page: httpx.Client, workshop: Workshop) -> None:
    workshop.publish()
    in_order = card(page.get("/workshop").text, "Hello")
    workshop.write(HELLO, MAIL.replace("one thing", "two things"))
    workshop.write("emails/templates/notes/late.md", MAIL)
    shown = page.get("/workshop").text

    assert "In order" in in_order
    assert "Differs from what is published" in card(shown, "Hello")
    assert '<span class="state news">New</span>' in card(shown, "Late")


def test_mails_that_are_gone_and_a_look_that_changed_are_told_for_all(page: httpx.Client, workshop: Workshop) -> None:
    workshop.publish()
    workshop.write(
        "journeys/definitions/notes.yaml", JOURNEY.replace("  - {id: tour, day: 1, in_app: notes/tour}\n", "")
    )
    (workshop.folder / "emails/templates/notes/tour.md").unlink()
    brand = (workshop.folder / "emails/themes/brand.yaml").read_text()
    workshop.write("emails/themes/brand.yaml", f"{brand}\n# a remark\n")
    shown = page.get("/workshop").text

    assert "<code>notes/tour</code>" in shown.partition("no longer in the folder")[2]
    assert "<code>emails/themes/brand.yaml</code>" in shown.partition("The look of every mail changes")[2]


def test_a_mail_is_shown_as_each_made_up_person(page: httpx.Client) -> None:
    terse = page.get(PAGE, params={"preview": "terse"}).text
    frame = page.get(frame_of(terse)).text

    assert 'aria-current="true">terse</a>' in terse
    assert "Hello there" in frame
    assert "Hello there" in terse.partition("Plain text")[2]


def test_a_made_up_person_who_is_gone_is_told(page: httpx.Client) -> None:
    shown = page.get(PAGE, params={"preview": "nobody"}).text

    assert "nobody called “nobody” is made up for this mail any more" in shown


def test_every_edition_can_be_seen(page: httpx.Client) -> None:
    shown = page.get(PAGE, params={"locale": "de"}).text

    assert "Ein Brief für" in shown
    assert "Guten Tag" in page.get(frame_of(shown)).text
    assert "hello.de.md" in shown


def test_light_and_dark_are_both_shown_whatever_the_browser_prefers(page: httpx.Client) -> None:
    frame = frame_of(page.get(PAGE).text)
    light, dark = page.get(frame).text, page.get(frame.replace("scheme=light", "scheme=dark")).text

    assert "prefers-color-scheme" not in light + dark
    assert "@media (min-width: 0)" in dark
    assert "@media (max-width: 0)" in light


def test_a_mail_in_a_frame_can_run_nothing_and_send_nothing(page: httpx.Client) -> None:
    shown = page.get(PAGE).text
    policy = page.get(frame_of(shown)).headers["Content-Security-Policy"]

    assert re.search(r"sandbox [^;]*", policy)
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in shown
    assert "allow-scripts" not in shown


def test_a_real_account_reads_in_the_workshop_what_it_is_then_sent(page: httpx.Client, workshop: Workshop) -> None:
    workshop.publish()
    workshop.account("acme", name=EVIL)
    shown = page.get(PAGE, params={"account": "acme"}).text
    seen = page.get(frame_of(shown)).text

    sent = send_everything(workshop)

    assert "<script>alert" not in shown
    assert body(seen) == body(sent)
    assert "\u202e" not in seen + shown


def test_who_a_mail_goes_to_can_be_chosen_and_is_at_first_whom_the_journey_would_choose(
    page: httpx.Client, workshop: Workshop
) -> None:
    workshop.account("acme")
    shown = page.get(PAGE, params={"account": "acme"}).text

    assert re.search(r'contact=acme-ada[^>]* aria-current="true"><bdi>Ada</bdi>', shown)


def test_what_is_unknown_of_an_account_is_told_as_it_would_be_held(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme")
    with begin(workshop.app.engine) as connection:
        long_ago = workshop.app.now() - timedelta(days=90)
        connection.execute(update(ACCOUNT).values(signed_up_at=long_ago, created_at=long_ago))
    workshop.write(HELLO, MAIL.replace("one thing", "{{ metrics.tasks_completed }} things"))
    shown = page.get(PAGE, params={"account": "acme"}).text

    assert re.search(r"It would be held:</strong> <bdi>metrics\.tasks_completed is unknown, because ", shown)


def test_an_account_that_unsubscribed_is_told_and_shown(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme")
    with begin(workshop.app.engine) as connection:
        [contact] = connection.execute(select(CONTACT.c.id)).scalars()
        unsubscribe(connection, workshop.app.now(), contact, "onboarding")
    shown = page.get(PAGE, params={"account": "acme"}).text

    assert "It would not be sent to them:</strong> <bdi>unsubscribed on 2026-03-02." in shown
    assert "Hello Ada" in page.get(frame_of(shown)).text


def test_an_account_that_nobody_knows_is_told(page: httpx.Client) -> None:
    assert "nobody told us of “nowhere”" in page.get(PAGE, params={"account": "nowhere"}).text


def test_the_unsubscribe_link_of_a_preview_ends_nothing(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme")
    frame = page.get(frame_of(page.get(PAGE, params={"account": "acme"}).text)).text
    found = re.search(r"/unsubscribe/[\w.-]+", frame)
    assert found is not None
    answers = [page.get(found[0]), page.post(found[0])]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "nothing was changed" in answers[1].text
    with look(workshop.app.engine) as connection:
        assert connection.execute(select(SUPPRESSION)).all() == []


def test_accounts_are_found_by_name_key_and_address(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme", name="Wile & Sons")
    workshop.account("globex")
    asked = {"mail": "notes/hello", "locale": "de"}

    for said in ("sons", "acm", "ADA@acme"):
        found = page.get("/workshop/accounts", params={**asked, "said": said}).text
        assert 'href="/workshop/mails/notes/hello?account=acme&amp;locale=de"' in found
        assert "Globex" not in found
    assert "No account has such a name" in page.get("/workshop/accounts", params={**asked, "said": "%"}).text


def test_lint_is_shown_with_the_line_and_the_way_out(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write(HELLO, MAIL.replace("This note", "Just checking in. This note"))
    shown = page.get(PAGE).text

    assert "1 warning" in card(page.get("/workshop").text, "Hello")
    assert re.search(r'Warning, <a href="/workshop/mails/notes/hello\?view=source#L8">line 8</a>', shown)
    assert re.search(r'<li id="L8" class="warning">', shown)


def test_with_a_mistake_the_last_good_rendering_stays_and_the_sentence_stands_above_it(
    page: httpx.Client, workshop: Workshop
) -> None:
    page.get(PAGE)
    workshop.write(HELLO, MAIL.replace("account.name }}, with", "account.nme }}, with"))
    shown = page.get(PAGE).text

    above, _, below = shown.partition("<iframe")
    assert "What was saved last has a mistake. This is how the mail looked before." in above
    assert "there is no field &#34;account.nme&#34;" in above
    assert "This note is for Brightwater" in page.get(frame_of(shown)).text
    assert re.search(r'<li id="L8" class="error">', below)
    assert "1 mistake" in card(page.get("/workshop").text, "Hello")


def test_a_mistake_that_was_there_from_the_beginning_leaves_what_is_published(
    page: httpx.Client, workshop: Workshop
) -> None:
    workshop.publish()
    workshop.write(HELLO, MAIL.replace("# Hello", "# Hello {{ nme }}"))
    shown = page.get(PAGE).text

    assert "There is a mistake in the files of this mail. This is how it is published." in shown


def test_a_mistake_that_was_always_there_is_told_and_nothing_is_shown(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write(HELLO, "no front matter at all")
    shown = page.get(PAGE).text

    assert "and nothing to show before it is mended" in shown
    assert "the first line has to be ---" in shown
    assert "<iframe" not in shown


def test_a_mistake_in_the_theme_is_told_of_every_mail(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write("emails/themes/brand.yaml", "colors: {}\n")
    gallery, shown = page.get("/workshop").text, page.get(PAGE).text

    assert "Mistake in the theme" in card(gallery, "Hello")
    assert "emails/themes/brand.yaml" in gallery.partition("Something else is wrong")[2]
    assert "emails/themes/brand.yaml" in shown.partition("There is a mistake in the files of this mail")[2]


def test_a_mistake_in_a_journey_hides_no_mail_and_is_told_in_the_gallery(
    page: httpx.Client, workshop: Workshop
) -> None:
    workshop.write("journeys/definitions/notes.yaml", JOURNEY.replace("notes/hello", "notes/helo"))

    assert "Hello Ada" in page.get(frame_of(page.get(PAGE).text)).text
    assert "notes/helo" in page.get("/workshop").text.partition("Something else is wrong")[2]


def test_what_changed_is_told_of_the_file_and_of_what_somebody_reads(page: httpx.Client, workshop: Workshop) -> None:
    workshop.publish()
    workshop.write(HELLO, MAIL.replace("one thing to do", "two things to do"))
    shown = page.get(PAGE, params={"view": "changes"}).text
    read, _, file = shown.partition('<code class="path">emails/templates/notes/hello.md</code>')

    assert "published by Maya" in read
    for told in (read, file):
        assert "<mark>one</mark>" in told
        assert "<mark>two</mark>" in told
    assert "with <mark>two</mark> <mark>things</mark> to do." in read
    assert "{{ account.name }}" in file


def test_without_a_publication_there_is_nothing_to_compare_with(page: httpx.Client, workshop: Workshop) -> None:
    before = page.get(PAGE, params={"view": "changes"}).text
    workshop.publish()
    after = page.get(PAGE, params={"view": "changes"}).text

    assert "Nothing is published yet." in before
    assert "This mail says what is published." in after


def test_a_mail_that_no_published_journey_sends_is_told_to_reach_nobody(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write("journeys/definitions/notes.yaml", JOURNEY.replace("email: notes/hello", "in_app: notes/tour"))
    workshop.publish()
    workshop.write("journeys/definitions/notes.yaml", JOURNEY)

    shown = page.get(PAGE, params={"view": "changes"}).text

    assert "This mail says what is published, but no published journey sends it: nobody gets it." in shown


def test_a_viewer_sees_mails_but_no_real_account(workshop: Workshop) -> None:
    workshop.account("acme")
    with workshop.visit("viewer") as page:
        shown = page.get(PAGE).text
        refused = [
            page.get(PAGE, params={"account": "acme"}),
            page.get("/workshop/frames/notes/hello", params={"account": "acme"}),
            page.get("/workshop/accounts", params={"mail": "notes/hello"}),
            page.post("/workshop/tryouts", data={"mail": "notes/hello"}),
        ]

        assert page.get("/workshop").status_code == 200
        assert "Hello Ada" in page.get(frame_of(shown)).text
        assert "A real account" not in shown
        assert [answer.status_code for answer in refused] == [403] * 4
        assert not any("acme.example" in answer.text for answer in refused)


@pytest.mark.parametrize(
    "path", ["", "/mails/notes/hello", "/frames/notes/hello", "/accounts?mail=notes/hello", "/changes"]
)
def test_nobody_sees_anything_without_signing_in(workshop: Workshop, path: str) -> None:
    answer = httpx.get(f"{workshop.url}/workshop{path}", trust_env=False)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("name", ["nowhere", "../../secret", "notes/hello.xx", "notes/hello.de"])
def test_a_mail_that_is_not_there_is_not_found(page: httpx.Client, name: str) -> None:
    assert page.get(f"/workshop/mails/{name}").status_code == 404


def test_the_stream_tells_at_once_which_state_of_the_folder_is_the_newest(page: httpx.Client) -> None:
    found = re.search(r'data-mark="(\w+)"', page.get("/workshop").text)
    assert found is not None
    with page.stream("GET", "/workshop/changes") as stream:
        lines = iter(stream.iter_lines())

        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert [next(lines), next(lines)] == ["event: changed", f"data: {found[1]}"]


def test_the_stream_ends_for_whoever_is_signed_out_meanwhile(page: httpx.Client, workshop: Workshop) -> None:
    with page.stream("GET", "/workshop/changes") as stream:
        lines = iter(stream.iter_lines())
        first = [next(lines), next(lines)]
        with begin(workshop.app.engine) as connection:
            connection.execute(delete(SIGN_IN))
        workshop.write(HELLO, "changed")

        assert first[0] == "event: changed"
        assert [line for line in lines if line.startswith("event")] == []


def send_everything(workshop: Workshop) -> str:
    """Let the machine look at every account and send what is due; answer the one mail."""
    engine = workshop.app.engine
    with look(engine) as connection:
        accounts = connection.execute(select(ACCOUNT.c.id)).scalars().all()
    advance_accounts(workshop.app, accounts)
    with look(engine) as connection:
        mails = connection.execute(select(TOUCHPOINT.c.id, TOUCHPOINT.c.key)).all()
    deliver_mails(workshop.app, [row.id for row in mails])
    letter = Outbox(workshop.app.settings.outbox).open(mails[0].key)
    assert letter is not None
    return letter.html


def body(html: str) -> str:
    """Answer all that is read of a mail, whoever's link to unsubscribe is in it."""
    return re.sub(r"/unsubscribe/[\w.-]+", "/unsubscribe/…", html.partition("<body")[2]).strip()
