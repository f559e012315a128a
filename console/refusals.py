"""Pages that say no: not signed in, not allowed, not there, not possible now, or a mistake of ours."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from console.access.gate import Gate
from console.failures import explain
from console.headers import ALWAYS

log = logging.getLogger("tenure.web")

NOT_FOUND = "There is no page at this address. Perhaps it was mistyped, or what it showed is gone."
OURS = "It is written down in the log of the web process. Nothing you typed caused it, and you can go on elsewhere."
TITLES = {
    303: "Please sign in",
    401: "Please sign in",
    403: "Not for you, as things are",
    404: "There is nothing here",
    405: "That cannot be done here",
    410: "This changes nothing",
    413: "Too much at once",
    429: "A moment, please",
    500: "This is a mistake of ours",
    503: "Not possible just now",
}


def explain_refusals(site: FastAPI, gate: Gate) -> None:
    """Let every failure of the pages be a page in plain words."""

    def refused(request: Request, status: int, said: str) -> HTMLResponse:
        title = TITLES.get(status, "That did not work")
        response = gate.page(request, "refused.html", status, title=title, status=status, said=said)
        response.headers["HX-Reselect"] = "unset"  # htmx would look for a part of the page that was asked for
        return response

    @site.exception_handler(HTTPException)
    def refuse(request: Request, error: HTTPException) -> HTMLResponse:
        said = NOT_FOUND if error.detail == "Not Found" else str(error.detail)
        response = refused(request, error.status_code, said)
        response.headers.update(error.headers or {})
        return response

    @site.exception_handler(RequestValidationError)
    def misdirect(request: Request, _error: RequestValidationError) -> HTMLResponse:
        return refused(request, 404, NOT_FOUND)

    @site.exception_handler(DBAPIError)
    def be_away(request: Request, error: DBAPIError) -> HTMLResponse:
        said = explain(error) or "the database cannot do what it was asked"
        log.warning("%s", said)
        return refused(request, 503, f"{said[0].upper()}{said[1:]}.")

    @site.exception_handler(Exception)
    def confess(request: Request, _error: Exception) -> HTMLResponse:
        # Starlette answers this outside of every middleware, and raises the error again for the log.
        response = refused(request, 500, OURS)
        response.headers.update(ALWAYS)
        return response
