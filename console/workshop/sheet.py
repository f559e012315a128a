"""One mail on the bench: in one edition, as one recipient gets it now, and all there is to say about that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from console.workshop.accounts import Found, Person, find_account
from console.workshop.bench import Sight
from console.workshop.choice import Choice
from console.workshop.published import InForce
from console.workshop.recipients import MadeUp, Recipient
from emails.message import Content
from emails.template import RenderError, Template
from journeys.load import Book
from workers.boot import App

BEFORE = "What was saved last has a mistake. This is how the mail looked before."
AS_PUBLISHED = "There is a mistake in the files of this mail. This is how it is published."
NOTHING = "There is a mistake in the files of this mail, and nothing to show before it is mended."


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about this mail for this recipient; `kind` is error or warning."""

    kind: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is seen. `lost` says why it is not what the file says; `account` is there if one is chosen and found."""

    choice: Choice
    template: Template | None
    book: Book | None
    recipient: Recipient | None
    content: Content | None
    notes: tuple[Note, ...]
    lost: str = ""
    account: Found | None = None

    @property
    def preview(self) -> str:
        """Answer which made-up person is shown; nothing if it is a real one."""
        return self.recipient.name if isinstance(self.recipient, MadeUp) else ""

    @property
    def who(self) -> str:
        """Answer in words as whom it is seen."""
        return self.recipient.who if self.recipient else "somebody"

    @property
    def people(self) -> tuple[Person, ...]:
        """Answer the contacts one can choose."""
        return self.account.people if self.account else ()

    @property
    def contact_key(self) -> str:
        """Answer the key of the contact that is shown; nothing if it is a made-up person."""
        real = self.account.recipient if self.account else None
        return real.standing.contact_keys[real.contact.id] if real else ""

    @property
    def sender(self) -> str:
        """Answer who the mail is from."""
        return self.book.program.sender.name if self.book else ""


def spread(app: App, sight: Sight, in_force: InForce, choice: Choice) -> Sheet:
    """Answer what is seen of a mail whose file is in the folder."""
    template, lost = _template(sight, in_force, choice)
    book = sight.book or (in_force.edition.book if in_force.edition else None)
    account, recipient, notes = _recipient(app, book, template, choice, sight.people(choice.edition))
    content = None
    if template and recipient:
        content, told = _read(recipient, template)
        notes += told
    if account and account.recipient:
        notes += tuple(_not_sent(account))
    return Sheet(choice, template, book, recipient, content, notes, lost, account)


def _template(sight: Sight, in_force: InForce, choice: Choice) -> tuple[Template | None, str]:
    name = choice.edition
    if name in sight.mails:
        return sight.mails[name], ""
    if name in sight.worked:
        return sight.worked[name], BEFORE
    published = in_force.edition.library.editions.get(name) if in_force.edition else None
    return published, AS_PUBLISHED if published else NOTHING


def _recipient(
    app: App, book: Book | None, template: Template | None, choice: Choice, people: Mapping[str, dict[str, object]]
) -> tuple[Found | None, Recipient | None, tuple[Note, ...]]:
    if not choice.account:
        name = choice.preview if choice.preview in people else next(iter(people), "")
        return None, _made_up(app, book, name, people) if name else None, tuple(_gone(choice, people))
    if book is None or template is None:
        return None, None, (Note("error", "No account can be shown", "before the mistakes in the program are mended."),)
    found = find_account(app, book, choice.account, choice.contact, choice.mail, template.topic)
    if found is None:
        return None, None, (Note("error", "There is no such account:", f"nobody told us of “{choice.account}”."),)
    if found.recipient is None:
        return found, None, (Note("error", f"{found.name} has no contact,", "so nobody would get this mail."),)
    return found, found.recipient, ()


def _made_up(app: App, book: Book | None, name: str, people: Mapping[str, dict[str, object]]) -> MadeUp:
    return MadeUp(app, name, people[name], book.program.surveys if book else ())


def _gone(choice: Choice, people: Mapping[str, object]) -> Iterator[Note]:
    if choice.preview and choice.preview not in people:
        words = f"nobody called “{choice.preview}” is made up for this mail any more, so this is somebody else."
        yield Note("warning", "Another person:", words)


def _read(recipient: Recipient, template: Template) -> tuple[Content | None, tuple[Note, ...]]:
    """Answer what they read, and why it would be held."""
    held = tuple(_held(recipient.doubts(template)))
    try:
        return recipient.read(template), held
    except RenderError as problem:
        return None, held or (Note("error", "It cannot be made:", f"{problem}."),)


def _held(doubts: Mapping[str, str]) -> Iterator[Note]:
    """Answer for each reason what is unknown by it."""
    for why in dict.fromkeys(doubts.values()):
        names = sorted(name for name, reason in doubts.items() if reason == why)
        words = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} unknown, because {why}."
        yield Note("warning", "It would be held:", words)


def _not_sent(account: Found) -> Iterator[Note]:
    person = account.recipient.contact if account.recipient else None
    why = account.refuses or (person.unreachable if person else None)
    if why:
        yield Note("warning", "It would not be sent to them:", f"{why}.")
