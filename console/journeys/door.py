"""The routes of the journeys: everybody who is signed in may look at them."""

from collections import Counter

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from console.access.gate import Gate
from console.access.rights import Right
from console.doors import stops_of
from console.journeys.card import Card, card_of
from console.journeys.drawing import draw
from console.journeys.halting import GONE, LONGEST, Name
from console.journeys.pen import DESK, PHONE
from journeys.diagram import Diagram, diagram
from models.census import last_published, shut_now, waiting_at
from models.database import look
from models.waypoints import Places, open_places
from workers.clocks import machine_time
from workers.editions import Edition

NOBODY: dict[str, int] = {}


def journeys(gate: Gate) -> APIRouter:
    """Answer the routes."""
    router, app = APIRouter(prefix="/journeys", dependencies=[Depends(gate.allow(Right.SEE))]), gate.app

    @router.get("")
    def everything(request: Request, kind: str = "") -> HTMLResponse:
        with look(app.engine) as connection:
            edition, places = app.editions.current(connection), open_places(connection)
            since, stops = last_published(connection, ["%"]), dict(stops_of(shut_now(connection, machine_time())))
        cards = _cards(edition, places) if edition else ()
        gone = {
            name: sum(steps.values()) for name, steps in places.items() if edition and name not in edition.book.journeys
        }
        shown = [card for card in cards if kind in ("", card.kind)]
        return gate.page(
            request, "journeys/all.html", cards=shown, kinds=Counter(card.kind for card in cards), kind=kind,
            total=len(cards), gone=gone, since=since, stops=stops, unreadable=app.editions.unreadable,
        )  # fmt: skip

    @router.get("/{name}")
    def one(request: Request, name: Name) -> HTMLResponse:
        with look(app.engine) as connection:
            edition, places = app.editions.current(connection), open_places(connection)
            doors = [door for stopped, door in stops_of(shut_now(connection, machine_time())) if stopped == name]
            waiting = waiting_at(connection, app.now(), doors)
        if edition is None or name not in edition.book.journeys:
            raise HTTPException(404, GONE)
        standing = places.get(name, NOBODY)
        found = _diagram(edition, name)
        return gate.page(
            request, "journeys/one.html", found=found, inside=sum(standing.values()),
            drawings=[draw(found, standing, form) for form in (DESK, PHONE)], doors=doors, waiting=waiting,
            longest=LONGEST,
        )  # fmt: skip

    return router


def _cards(edition: Edition, places: Places) -> list[Card]:
    """Answer all journeys, those that speak first before the others."""
    found = (_diagram(edition, name) for name in edition.book.journeys)
    cards = [card_of(each, places.get(each.name, NOBODY)) for each in found]
    return sorted(cards, key=lambda card: (-card.priority, card.title))


def _diagram(edition: Edition, name: str) -> Diagram:
    return diagram(edition.book.journeys[name], edition.book)
