"""GET /healthz: whether the database answers and is at this version, for machines that ask."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from models.database import look
from models.migrate import is_current
from models.operation import INTERRUPTED
from models.tables import HEARTBEAT
from workers.boot import App
from workers.clocks import machine_time


def health(app: App) -> APIRouter:
    """Answer the route; it is public and says nothing of customers."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        database = app.engine.dialect.name
        try:
            current = is_current(app.engine)
            with look(app.engine) as connection:
                seen_at = select(HEARTBEAT.c.name, HEARTBEAT.c.machine_at).where(HEARTBEAT.c.name != INTERRUPTED)
                beats = connection.execute(seen_at).all()
        except DBAPIError:
            return JSONResponse({"ok": False, "database": database, "reachable": False}, 503)
        seen = {name: round((machine_time() - at).total_seconds()) for name, at in beats}
        facts = {"ok": current, "database": database, "reachable": True, "current": current, "seconds_since": seen}
        return JSONResponse(facts, 200 if current else 503)

    return router
