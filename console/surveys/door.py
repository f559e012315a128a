"""Surveys: a page that asks, and a POST that answers, once. Opening a link never does: scanners follow links."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from console.access.form import Sent
from console.rendering import page
from console.surveys.asked import Asked, find_asked, has_answered, keep
from console.surveys.brand import brand_in_force
from console.surveys.wording import worded
from journeys.survey_answers import read_answers
from models.database import begin, look
from workers.boot import App

LONGEST = 200  # characters of an answer that a link has chosen already


def surveys(app: App) -> APIRouter:
    """Answer the routes; all are public, since what is signed in the address says who may answer."""
    router, door = APIRouter(prefix="/surveys"), Door(app)
    router.get("/brand.css")(door.dress)
    router.api_route("/{token}", methods=["GET", "HEAD"])(door.ask)
    router.post("/{token}")(door.answer)
    return router


@dataclass(frozen=True, slots=True)
class Door:
    """The pages of all surveys."""

    app: App

    def dress(self) -> Response:
        """Answer the style sheet in the company's colors."""
        with look(self.app.engine) as connection:
            return Response(brand_in_force(connection).style, media_type="text/css")

    def ask(self, token: str, request: Request) -> Response:
        """Ask, with what the link has chosen already; or thank whoever has answered."""
        chosen = {name: value for name, value in request.query_params.items() if len(value) <= LONGEST}
        with look(self.app.engine) as connection:
            asked = find_asked(self.app, connection, token)
            if has_answered(connection, asked):
                return _page(connection, asked, "thanks.html", again=True)
            return _page(connection, asked, "ask.html", sent=chosen, faults={})

    def answer(self, token: str, sent: Sent) -> Response:
        """Keep the answers, if they are the first; or say what has to be mended."""
        with begin(self.app.engine) as connection:
            asked = find_asked(self.app, connection, token)
            answers = read_answers(asked.survey, sent)
            if answers.faults and not has_answered(connection, asked):
                return _page(connection, asked, "ask.html", 422, sent=sent, faults=answers.faults)
            first = not answers.faults and keep(self.app, connection, asked, answers.told)
            return _page(connection, asked, "thanks.html", again=not first)


def _page(connection: Connection, asked: Asked, name: str, status: int = 200, /, **values: object) -> Response:
    brand = brand_in_force(connection)
    survey = worded(asked.survey, asked.product)
    known: Mapping[str, object] = {
        "survey": survey,
        "product": asked.product,
        "logo": brand.logo,
        "test": not asked.person,
    }
    response = page(f"surveys/{name}", status, **known, **values)
    response.headers["Content-Security-Policy"] = brand.policy
    return response
