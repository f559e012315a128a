"""The web application: public doors, the pages behind their guard, and headers on everything."""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from console.failures import explain
from console.front import front
from console.headers import ALWAYS, Headers
from console.health import health
from console.ingest.door import PLACE, ingest
from console.rendering import PAGES, page
from console.unsubscribing import unsubscribing
from console.webhooks.stripe import stripe_webhook
from workers.boot import App, app

log = logging.getLogger("tenure.web")
NOT_FOUND = "There is no such page."
OURS = "This is a mistake of ours; the log of the web process says more."


def make_app() -> FastAPI:
    """Answer the application of this process, from its environment; what `uvicorn --factory` asks for."""
    return web(app())


def web(app: App) -> FastAPI:
    """Answer the application that shows `app`."""
    site = FastAPI(title="Tenure", docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(Headers)
    site.exception_handler(HTTPException)(_refuse)
    site.exception_handler(DBAPIError)(_database_away)
    site.exception_handler(Exception)(_break)
    for router in (health(app), unsubscribing(app), stripe_webhook(app), front(app)):
        site.include_router(router)
    site.mount(PLACE, ingest(app))
    site.get("/style.css")(lambda: FileResponse(PAGES / "style.css"))
    site.get("/icon.svg")(lambda: FileResponse(PAGES / "icon.svg"))
    return site


def _refuse(_request: Request, error: HTTPException) -> HTMLResponse:
    said = NOT_FOUND if error.detail == "Not Found" else str(error.detail)
    response = page("refused.html", error.status_code, said=said)
    response.headers.update(error.headers or {})
    return response


def _database_away(_request: Request, error: DBAPIError) -> HTMLResponse:
    said = explain(error) or "the database cannot do what it was asked"
    log.warning("%s", said)
    return page("refused.html", 503, said=f"{said[0].upper()}{said[1:]}.")


def _break(_request: Request, _error: Exception) -> HTMLResponse:
    # Starlette answers this outside of every middleware, and raises the error again for the log.
    response = page("refused.html", 500, said=OURS)
    response.headers.update(ALWAYS)
    return response
