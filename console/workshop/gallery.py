"""All mails of the folder, in groups, and those of them that have certain words."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.title import title_of
from console.workshop.bench import Sight
from console.workshop.card import Place, State, editions_of, path_of, places_of, states, words_of
from console.workshop.choice import Choice
from console.workshop.published import InForce
from console.workshop.recipients import MadeUp
from emails.finding import Finding
from emails.message import Content
from emails.naming import Name
from emails.template import RenderError, Template
from workers.boot import App


@dataclass(frozen=True, slots=True)
class Card:
    """A mail at a glance. `frame` is the address of its picture; empty: there is none."""

    name: str
    title: str
    subject: str
    topic: str
    channel: str
    places: tuple[Place, ...]
    editions: tuple[str, ...]
    states: tuple[State, ...]
    frame: str
    digest: str
    url: str
    words: str

    def has(self, wanted: Sequence[str]) -> bool:
        """Answer whether all of these words are said in it or of it."""
        return all(word in self.words for word in wanted)


@dataclass(frozen=True, slots=True)
class Group:
    """The mails of one folder."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Gallery:
    """Every mail there is a file of."""

    cards: tuple[Card, ...]
    elsewhere: tuple[Finding, ...]

    def groups(self, q: str) -> tuple[Group, ...]:
        """Answer the mails that have the words of `q`, by folder."""
        wanted = q.lower().split()
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            if card.has(wanted):
                found.setdefault(title_of(card.name.rpartition("/")[0]), []).append(card)
        return tuple(Group(name, tuple(cards)) for name, cards in sorted(found.items()))


def hang(app: App, sight: Sight, in_force: InForce) -> Gallery:
    """Answer the gallery of what is seen in the folder."""
    places = places_of(sight.book)
    editions = editions_of(sight.files)
    cards = tuple(card_of(app, sight, in_force, mail, names, places) for mail, names in sorted(editions.items()))
    own = {path for mail, names in editions.items() for path in _paths(names)}
    elsewhere = (finding for path, found in sight.found.items() if path not in own for finding in found)
    return Gallery(cards, tuple(elsewhere))


def card_of(
    app: App,
    sight: Sight,
    in_force: InForce,
    mail: str,
    names: Sequence[Name],
    places: Mapping[str, tuple[Place, ...]],
) -> Card:
    """Answer the card of one mail."""
    files, template = sight.files, sight.worked.get(mail)
    content = _pictured(app, sight, mail, template)
    digest = digest_of(content.html) if content else mail.replace("/", "-")
    found = [finding for path in _paths(names) for finding in sight.found.get(path, ())]
    sent = places.get(mail, ())
    said = [mail, title_of(mail), *(files[path_of(name)] for name in names if path_of(name) in files)]
    said += [content.subject if content else "", *(place.journey for place in sent)]
    return Card(
        mail,
        title_of(mail),
        content.subject if content else "",
        template.topic if template else "",
        template.channel if template else "",
        sent,
        tuple(words_of(name) for name in names if name.parent),
        states(names, found, files, in_force, readable=mail in sight.mails),
        Choice(mail).frame("light", digest) if content else "",
        digest,
        Choice(mail).url,
        " ".join(said).lower(),
    )


def digest_of(text: str) -> str:
    """Answer what tells one rendering from the next."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _paths(names: Sequence[Name]) -> Iterator[str]:
    for name in names:
        yield path_of(name)
        yield f"emails/previews/{name}.yaml"


def _pictured(app: App, sight: Sight, mail: str, template: Template | None) -> Content | None:
    people = sight.people(mail)
    if template is None or not people:
        return None
    name, context = next(iter(people.items()))
    try:
        return MadeUp(app, name, context).read(template)
    except RenderError:
        return None
