"""Choosing one's mails: a page that asks, and POSTs that change. Opening a link never does: scanners follow links."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from console.access.form import Form, read_form
from console.preferences.lost import CUT, NOBODY, TEST, Lost, lost_page
from console.preferences.telling import tell_changes
from console.preferences.topics import topics_in_force
from console.preferences.wishes import Change, Topic, barred, chosen, gets
from console.rendering import page
from console.surveys.brand import brand_in_force
from emails.unsubscribe import Subscription, verify
from models.consent import address_of, allow, lock_person, stop, unsubscribe, wish_places
from models.database import begin, look
from models.permission import Entry, entries_at
from models.places import places
from models.reasons import ANY, OWN, REASONS
from workers.boot import App
from workers.editions import Edition

log = logging.getLogger("tenure.preferences")

PAGE, ONE_CLICK, LINK = "preference page", "one click", "unsubscribe link"
GET = "get:"  # what the field of a topic that is wanted begins with
TAIL = " \t\r\n\xa0\u200b.,;:!?)>]}'\"=*"  # what a mail program or a pen puts behind a link; no token ends in any of it


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who followed a link: what it ends, what they may choose, and what is on record against writing to them.

    `places` are where their own wishes stand.
    """

    subscription: Subscription
    edition: Edition | None
    topics: tuple[Topic, ...]
    address: str
    places: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def topic(self) -> Topic:
        """Answer what the mail was about in which the link stood."""
        return next(topic for topic in self.topics if topic.name == self.subscription.topic)

    @property
    def wanted(self) -> set[str]:
        """Answer the names of the topics about which they get mails."""
        return {topic.name for topic in self.topics if gets(topic, self.entries)}


def preferences(app: App) -> APIRouter:
    """Answer the routes; all are public, since what is signed in the address says whose choice it is."""
    router, door = APIRouter(prefix="/unsubscribe/{token}"), Door(app)
    router.api_route("", methods=["GET", "HEAD"])(door.ask)
    router.post("")(door.change)
    return router


async def _form(request: Request) -> Form:
    """Answer what was sent; of what is no form of ours, nothing: it ends the topic as well."""
    try:
        return await read_form(request)
    except HTTPException:
        return {}


@dataclass(frozen=True, slots=True)
class Door:
    """The page of everybody's choices."""

    app: App

    def ask(self, token: str) -> Response:
        """Show what they get. Changes nothing, whatever stands in the address."""
        subscription = self._subscription(token)
        with look(self.app.engine) as connection:
            if isinstance(subscription, Lost):
                return lost_page(connection, self._edition(connection), subscription)
            return _page(connection, self._visit(connection, subscription))

    def change(self, token: str, sent: Annotated[Form, Depends(_form)], everything: bool = False) -> Response:
        """Do what a form of the page says; whatever else is sent ends the topic of the link (RFC 8058)."""
        subscription = self._subscription(token)
        if isinstance(subscription, Lost):
            return self.ask(token)
        with begin(self.app.engine) as connection:
            lock_person(connection, subscription.contact_id)
            before = self._visit(connection, subscription)
            changes = self._write(connection, before, sent, everything=everything)
        self._tell(subscription.contact_id, changes)
        with look(self.app.engine) as connection:
            return _page(connection, self._visit(connection, subscription), before.wanted)

    def _write(self, connection: Connection, visit: Visit, sent: Form, *, everything: bool) -> list[int]:
        now, word = self.app.now(), "none" if everything else sent.get("choose", "")
        if word not in ("some", "all"):
            source = PAGE if word in ("this", "none") else ONE_CLICK if "List-Unsubscribe" in sent else LINK
            topic = ANY if word == "none" else visit.topic.name
            return unsubscribe(connection, now, visit.subscription.contact_id, topic, source)
        wanted = {topic.name for topic in visit.topics} if word == "all" else _ticked(visit, sent)
        changes: list[int] = []
        for place in visit.places:
            change = _chosen(visit, place, wanted)
            changes += allow(connection, now, place, change.allow, PAGE)
            changes += stop(connection, now, place, change.stop, PAGE)
        return changes

    def _tell(self, contact: int, changes: list[int]) -> None:
        """Tell the account's journeys. What the person wants is committed by now, and stands without it."""
        try:
            tell_changes(self.app, contact, changes)
        except DBAPIError:
            log.exception("what contact %s changed about their mails is kept, and was told to no journey", contact)

    def _subscription(self, token: str) -> Subscription | Lost:
        found = verify(token.rstrip(TAIL), self.app.secret)
        if found is None:
            return CUT
        return TEST if found.contact_id == NOBODY else found

    def _edition(self, connection: Connection) -> Edition | None:
        try:
            return self.app.editions.current(connection)
        except ExceptionGroup:
            return None

    def _visit(self, connection: Connection, subscription: Subscription) -> Visit:
        edition = self._edition(connection)
        contact = subscription.contact_id
        address, own = address_of(connection, contact), wish_places(connection, contact)
        spoken_of = {*own, f"contact {contact}", *places(address)}
        topics = topics_in_force(connection, edition, subscription.topic)
        return Visit(subscription, edition, topics, address, tuple(own), tuple(entries_at(connection, spoken_of)))


def _ticked(visit: Visit, sent: Form) -> set[str]:
    """Answer what is wanted by a form: what was ticked on it, and of the rest what stands by now.

    A page may lie open for days, or come back by the button "back": what was ended meanwhile stays ended, unless it is
    ticked anew. `shown` says what was ticked when the page was made.
    """
    ticked = {topic.name for topic in visit.topics if GET + topic.name in sent}
    if "shown" not in sent:
        return ticked
    shown = {*sent["shown"].split()}
    return (visit.wanted | (ticked - shown)) - (shown - ticked)


def _chosen(visit: Visit, place: str, wanted: Collection[str]) -> Change:
    """Answer what is to be changed at one of their places; what others decided about them is left alone."""
    others = [one for one in visit.entries if one.reason not in OWN]
    topics = [topic for topic in visit.topics if gets(topic, others)]
    mine = [one for one in visit.entries if one.email == place]
    return chosen(topics, wanted, mine) if topics else Change()


def _page(connection: Connection, visit: Visit, before: Collection[str] | None = None) -> Response:
    brand, program = brand_in_force(connection), visit.edition.book.program if visit.edition else None
    why = barred(visit.entries)
    others = [one for one in visit.entries if one.reason not in OWN]
    response = page(
        "preferences/choose.html",
        topics=visit.topics,
        wanted=visit.wanted,
        fixed={topic.name for topic in visit.topics if not gets(topic, others)},
        linked=visit.topic,
        before=before,
        address=masked(visit.address),
        barred=why and REASONS.get(why, "is on our list"),
        product=program.product.name if program else "",
        company=program.product.company if program else "",
        reply_to=program.sender.reply_to if program else "",
        logo=brand.logo,
    )
    response.headers["Content-Security-Policy"] = brand.policy
    return response


def masked(address: str) -> str:
    """Answer an address that its owner recognizes and nobody else learns."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""
