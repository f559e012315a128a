"""Who of the real accounts would read something odd in a mail, asked in the workshop, on both databases."""

import html
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, update

from console.audience.survey import survey
from console.workshop.everybody import patience
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import ACCOUNT
from tests.workshop import GERMAN, HELLO, JOURNEY, MAIL, Workshop, opened

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # where the database hardly matters
TAB, LOOK = "/workshop/mails/notes/hello?view=accounts", "/workshop/everybody/notes/hello"
BUTTON = "Look at everybody who could get it"
EVIL = "<script>alert(1)</script>\u202egnp.exe\u202c"
LONG = "Society for the Preservation of the Long Names of Societies"
END = " of Societies"  # which the subject has no room for
SUBJECT = "A note that says hello, and thanks to all of us"
ASKING = (
    "{{ account.seats | default(9) }} of {{ account.seats | default(9) }} seats,"
    "{% if account.renewal_on %} until {{ account.renewal_on | date }}{% endif %},"
    ' ask [them]({{ account.owner | default("mailto:us@acme.example") }}), '
)
STRANGE: Mapping[str, Mapping[str, Any]] = {
    "unwritable": {"owner": "Sam"},
    "number": {"seats": -5},
    "date": {"renewal_on": date(2099, 1, 1)},
    "nothing": {"seats": 0},
}


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        yield workshop


@pytest.fixture
def page(workshop: Workshop) -> Iterator[httpx.Client]:
    with workshop.visit() as client:
        yield client


def person(workshop: Workshop, key: str, first_name: str | None, told: Mapping[str, Any] = {}, name: str = "") -> None:
    """Let an account sign up whose contact is called so."""
    workshop.account(key, name=name or key.title())
    facts = {"first_name": first_name, "role": "admin", "email": f"ada@{key}.example"} | dict(told)
    with begin(workshop.app.engine) as connection:
        record_contacts(connection, workshop.app.now(), [ContactFacts(f"{key}-ada", key, facts)])


def groups(shown: str) -> dict[str, list[str]]:
    """Answer what is told, by kind: the words of each account, or of the count alone."""
    found = {}
    for kind, said in re.findall(r'<section class="odd[^>]*odd-(\w+)"(.*?)</section>', shown, re.DOTALL):
        cases = re.findall(r"<li>(.*?)</li>", said, re.DOTALL)
        found[kind] = [words(case) for case in cases]
    return found


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_every_kind_of_oddity_is_told_with_the_account_and_what_is_odd(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write(HELLO, MAIL.replace("with one", f"{ASKING}with one").replace("A note for", SUBJECT))
    workshop.write("emails/previews/notes/hello.yaml", "typical:\n  account: {owner: https://ours.example/sam}\n")
    person(workshop, "fine", "Ada")
    for key, name in {"blank": " ", "nn": "N/A", "loud": "ADA", "mail": "ada@a.example", "firm": "Firm"}.items():
        person(workshop, key, name)
    person(workshop, "long", "Ada", name=LONG)
    for key, told in STRANGE.items():
        workshop.account(key, **told)

    shown = page.get(LOOK).text

    assert groups(shown) == {
        "unwritable": ['Unwritable Ada · "account.owner" is not an https or mailto address'],
        "blank": ["Blank ada@blank.example · contact.first_name is blank"],
        "placeholder": ['Nn N/A · contact.first_name is "N/A"'],
        "capitals": ['Loud ADA · contact.first_name is "ADA"'],
        "address": ['Mail ada@a.example · contact.first_name is "ada@a.example"'],
        "company": ['Firm Firm · contact.first_name is "Firm"'],
        "number": ["Number Ada · account.seats is -5"],
        "date": ["Date Ada · account.renewal_on is January 1, 2099"],
        "nothing": ['Nothing Ada · it says "0 of 0"'],
        "cut": [f"{LONG} Ada · account.name has 59 characters, and the first lines show 48"],
        "subject": [f"{LONG} Ada · the subject has 95 characters: {SUBJECT} {LONG[: -len(END)]}…"],
    }
    assert "Some would read something odd." in shown
    assert "11 accounts with 11 contacts could get it, of 11 looked at just now." in words(shown)


def test_what_is_not_known_is_told_as_held_and_apart(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write(HELLO, MAIL.replace("with one", "{{ metrics.tasks_completed }} tasks, with one"))
    workshop.account("acme")
    with begin(workshop.app.engine) as connection:
        long_ago = workshop.app.now() - timedelta(days=90)
        connection.execute(update(ACCOUNT).values(signed_up_at=long_ago, created_at=long_ago))

    shown = page.get(LOOK).text

    assert list(groups(shown)) == ["held"]
    assert "Nothing looks odd, but 1 would be sent nothing now." in shown


def test_accounts_and_contacts_are_counted_each_by_itself(page: httpx.Client, workshop: Workshop) -> None:
    workshop.write("journeys/definitions/more.yaml", JOURNEY.replace("First", "More").replace("admins", "users"))
    person(workshop, "acme", "Ada")
    person(workshop, "globex", "Gus")
    colleague = {"first_name": "Uli", "role": "user", "email": "uli@acme.example"}
    with begin(workshop.app.engine) as connection:
        record_contacts(connection, workshop.app.now(), [ContactFacts("acme-uli", "acme", colleague)])

    assert "2 accounts with 3 contacts could get it, of 2 looked at just now." in words(page.get(LOOK).text)


def test_if_nothing_is_odd_one_calm_sentence_says_so(page: httpx.Client, workshop: Workshop) -> None:
    person(workshop, "acme", "Ada")
    person(workshop, "nameless", None)

    shown = page.get(LOOK).text

    assert groups(shown) == {}
    assert "Nothing looks odd. 2 accounts with 2 contacts could get it, of 2 looked at just now." in words(shown)


@SQLITE
def test_a_name_leads_to_the_mail_as_that_contact_gets_it(page: httpx.Client, workshop: Workshop) -> None:
    person(workshop, "acme", "N/A", {"locale": "de-AT"})
    workshop.write(
        "emails/templates/notes/hello.de.md", GERMAN.replace("Das", '{{ contact.first_name | default("Du") }}, das')
    )
    shown = page.get(LOOK).text
    [link] = re.findall(r'<a href="([^"]+)"', shown.partition('class="odd')[2].partition("</section>")[0])
    as_acme = page.get(html.unescape(link)).text

    assert html.unescape(link) == "/workshop/mails/notes/hello?account=acme&contact=acme-ada&locale=de"
    assert "Ein Brief für Acme" in as_acme
    assert 'aria-current="true"><bdi>Acme</bdi>' in as_acme


@SQLITE
def test_only_the_first_are_named_and_all_are_counted(page: httpx.Client, workshop: Workshop) -> None:
    for number in range(7):
        person(workshop, f"odd{number}", "test")
    shown = page.get(LOOK).text

    assert len(groups(shown)["placeholder"]) == 5
    assert "and 2 more" in shown


def test_hostile_names_are_words_and_nothing_else(page: httpx.Client, workshop: Workshop) -> None:
    person(workshop, "acme", f"{EVIL}@x.example", {"last_name": EVIL}, EVIL)
    shown = page.get(LOOK).text

    assert groups(shown)
    assert "<script>alert" not in shown
    assert "\u202e" not in shown


@SQLITE
def test_it_is_the_mail_in_the_folder_that_is_tried_and_not_the_published_one(
    page: httpx.Client, workshop: Workshop
) -> None:
    workshop.publish()
    person(workshop, "acme", "N/A")
    before = page.get(LOOK).text
    workshop.write(HELLO, MAIL.replace('{{ contact.first_name | default("there") }}', "there"))
    after = page.get(LOOK).text

    assert (list(groups(before)), list(groups(after))) == (["placeholder"], [])


@SQLITE
def test_journeys_are_those_of_the_folder_even_if_they_changed_while_a_mail_was_broken(
    page: httpx.Client, workshop: Workshop
) -> None:
    workshop.account("acme")
    page.get(TAB)
    workshop.write("emails/templates/notes/late.md", "no front matter at all")
    workshop.write("journeys/definitions/notes.yaml", JOURNEY.replace("email: notes/hello", "in_app: notes/tour"))

    assert "No journey sends this mail, so nobody could get it." in page.get(LOOK).text


@SQLITE
def test_a_mail_that_no_journey_sends_says_so(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme")
    workshop.write("emails/templates/notes/late.md", MAIL)

    assert "No journey sends this mail, so nobody could get it." in page.get("/workshop/everybody/notes/late").text


@SQLITE
@pytest.mark.parametrize(
    "wrong",
    [
        {HELLO: MAIL.replace("account.name }}, with", "account.nme }}, with")},
        {"emails/templates/notes/hello.de.md": "no front matter at all"},
        {"emails/themes/brand.yaml": "colors: {}\n"},
    ],
    ids=["mail", "edition", "theme"],
)
def test_a_mail_with_mistakes_says_so(page: httpx.Client, workshop: Workshop, wrong: dict[str, str]) -> None:
    person(workshop, "acme", "N/A")
    page.get(LOOK)
    for path, text in wrong.items():
        workshop.write(path, text)
    shown = page.get(LOOK).text

    assert "Nobody could get it as it stands, because there are mistakes in its files: mend them first." in shown
    assert groups(shown) == {}


@SQLITE
@pytest.mark.parametrize("journey", [JOURNEY.replace("notes/tour", "notes/toor"), None], ids=["mistake", "gone"])
def test_journeys_with_mistakes_are_told(page: httpx.Client, workshop: Workshop, journey: str | None) -> None:
    if journey is None:
        (workshop.folder / "journeys/program.yaml").unlink()
    else:
        workshop.write("journeys/definitions/notes.yaml", journey)

    assert "Who could get it is not known, because the journeys have mistakes" in page.get(LOOK).text


@SQLITE
def test_a_mistake_in_another_mail_does_not_matter(page: httpx.Client, workshop: Workshop) -> None:
    person(workshop, "acme", "N/A")
    workshop.write("emails/templates/notes/late.md", "no front matter at all")

    assert list(groups(page.get(LOOK).text)) == ["placeholder"]


@SQLITE
def test_whoever_asks_while_another_is_answered_is_told_so(
    page: httpx.Client, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()

    def long(*asked: Any) -> object:
        begun.set()
        done.wait(30)
        return survey(*asked)

    monkeypatch.setattr("console.workshop.everybody.survey", long)
    workshop.account("acme")
    first: list[str] = []
    thread = threading.Thread(target=lambda: first.append(page.get(LOOK, timeout=60).text))
    thread.start()
    try:
        assert begun.wait(30)
        with workshop.visit("operator") as another:
            told, tab = another.get(LOOK).text, another.get(TAB).text
    finally:
        done.set()
        thread.join()

    assert "Somebody is looking at everybody right now" in told
    assert BUTTON in tab  # who only looks at the page waits for nobody
    assert "Nothing looks odd." in first[0]
    assert "Nothing looks odd." in page.get(LOOK).text


@SQLITE
def test_an_answer_is_remembered_until_somebody_saves(page: httpx.Client, workshop: Workshop) -> None:
    person(workshop, "acme", "N/A")
    before = page.get(TAB).text
    page.get(LOOK)
    known = page.get(TAB).text
    workshop.write(HELLO, f"{MAIL}\nMore.\n")
    after = page.get(TAB).text

    assert [list(groups(shown)) for shown in (before, known, after)] == [[], ["placeholder"], []]
    assert [BUTTON in shown for shown in (before, known, after)] == [True, False, True]


@SQLITE
def test_what_is_chosen_stays_chosen(page: httpx.Client, workshop: Workshop) -> None:
    form = page.get(TAB, params={"preview": "terse", "locale": "de", "view": "accounts"}).text.partition(LOOK)[2]
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', form.partition("</form>")[0]))

    assert sent == {"preview": "terse", "locale": "de"}
    assert 'aria-current="true">terse</a>' in page.get(LOOK, params=sent).text


@SQLITE
@pytest.mark.parametrize(("role", "allowed"), [("viewer", False), ("csm", False), ("operator", True)])
def test_only_who_may_try_mails_on_real_accounts_may_look(workshop: Workshop, role: str, allowed: bool) -> None:
    person(workshop, "acme", "N/A")
    with workshop.visit(role) as page:
        plain = page.get("/workshop/mails/notes/hello").text
        answers = [page.get(LOOK), page.get(TAB)]

    assert ("Real accounts" in plain) is allowed
    assert [answer.status_code for answer in answers] == [200 if allowed else 403] * 2
    assert any("N/A" in answer.text for answer in answers) is allowed


@SQLITE
def test_nobody_looks_without_signing_in_or_at_a_mail_that_is_not_there(workshop: Workshop, page: httpx.Client) -> None:
    assert httpx.get(workshop.url + LOOK, trust_env=False).status_code == 303
    assert [page.get(f"/workshop/everybody/{name}").status_code for name in ("nowhere", "../../x")] == [404, 404]


@SQLITE
def test_without_an_account_the_page_says_where_they_come_from(page: httpx.Client) -> None:
    assert "There is no account yet" in page.get(TAB).text
    assert "Nobody could get it now. No account could get it, of 0 looked at just now." in words(page.get(LOOK).text)


@pytest.mark.parametrize(
    ("accounts", "said"), [(1, "a moment"), (5_000, "about 10 seconds"), (100_000, "about 4 minutes")]
)
def test_it_is_said_how_long_it_takes(accounts: int, said: str) -> None:
    assert patience(accounts) == said
