"""The routes that stop one journey and let it go on: for whoever may pause and resume the machine."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path
from fastapi.responses import RedirectResponse, Response

from console.access.form import Sent
from console.access.gate import Gate
from console.access.rights import Right
from console.access.signed_in import SignedIn
from models.database import begin
from workers.clocks import machine_time
from workers.stopping import known_journeys, pause_journey, resume_journey

Name = Annotated[str, Path(max_length=200)]
GONE = "There is no such journey in force; perhaps it was withdrawn, or its file is not published yet."
LONGEST = 300  # characters of a reason


def halting(gate: Gate) -> APIRouter:
    """Answer the routes."""
    router, app = APIRouter(prefix="/journeys"), gate.app
    operates = Depends(gate.allow(Right.OPERATE))

    @router.post("/{name}/pause")
    def pause(name: Name, sent: Sent, user: Annotated[SignedIn, operates]) -> Response:
        reason = sent.get("because", "").strip()[:LONGEST] or "no reason was given"
        with begin(app.engine) as connection:
            if name not in known_journeys(connection, app.editions.current(connection)):
                raise HTTPException(404, GONE)
            pause_journey(connection, app.now(), machine_time(), name, f"paused by {user.email}: {reason}")
        return RedirectResponse(f"/journeys/{name}", 303)

    @router.post("/{name}/resume", dependencies=[operates])
    def resume(name: Name, sent: Sent) -> Response:
        door = sent.get("door", "")  # what was shut when the page was read: nobody opens what they have not seen
        with begin(app.engine) as connection:
            if name not in known_journeys(connection, app.editions.current(connection)):
                raise HTTPException(404, GONE)
            resume_journey(connection, app.now(), name, door)
        return RedirectResponse(f"/journeys/{name}", 303)

    return router
