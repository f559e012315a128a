"""The routes of the journeys: everybody who is signed in may look at them."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import HTMLResponse

from console.access.gate import Gate
from console.access.rights import Right
from console.journeys.card import Card, card_of
from console.journeys.drawing import draw
from console.journeys.pen import DESK, PHONE
from journeys.diagram import Diagram, diagram
from models.census import last_published
from models.database import look
from models.waypoints import Places, open_places
from workers.editions import Edition

Name = Annotated[str, Path(max_length=200)]
GONE = "There is no such journey in force; perhaps it was withdrawn, or its file is not published yet."
NOBODY: dict[str, int] = {}


def journeys(gate: Gate) -> APIRouter:
    """Answer the routes."""
    router, app = APIRouter(prefix="/journeys", dependencies=[Depends(gate.allow(Right.SEE))]), gate.app

    @router.get("")
    def everything(request: Request, kind: str = "") -> HTMLResponse:
        with look(app.engine) as connection:
            edition, places = app.editions.current(connection), open_places(connection)
            since = last_published(connection, ["%"])
        cards = _cards(edition, places) if edition else ()
        gone = {
            name: sum(steps.values()) for name, steps in places.items() if edition and name not in edition.book.journeys
        }
        shown = [card for card in cards if kind in ("", card.kind)]
        return gate.page(
            request, "journeys/all.html", cards=shown, kinds=Counter(card.kind for card in cards), kind=kind,
            total=len(cards), gone=gone, since=since, unreadable=app.editions.unreadable,
        )  # fmt: skip

    @router.get("/{name}")
    def one(request: Request, name: Name) -> HTMLResponse:
        with look(app.engine) as connection:
            edition, places = app.editions.current(connection), open_places(connection)
        if edition is None or name not in edition.book.journeys:
            raise HTTPException(404, GONE)
        standing = places.get(name, NOBODY)
        found = _diagram(edition, name)
        return gate.page(
            request, "journeys/one.html", found=found, inside=sum(standing.values()),
            drawings=[draw(found, standing, form) for form in (DESK, PHONE)],
        )  # fmt: skip

    return router


def _cards(edition: Edition, places: Places) -> list[Card]:
    """Answer all journeys, those that speak first before the others."""
    found = (_diagram(edition, name) for name in edition.book.journeys)
    cards = [card_of(each, places.get(each.name, NOBODY)) for each in found]
    return sorted(cards, key=lambda card: (-card.priority, card.title))


def _diagram(edition: Edition, name: str) -> Diagram:
    return diagram(edition.book.journeys[name], edition.book)
