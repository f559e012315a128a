"""A product that shows messages of Tenure's: its program, its backend that signs, and pages that ask."""

import hashlib
import hmac
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from console.program_files import read_program
from console.web import web
from models.tables import TOUCHPOINT
from tests.site import served
from tests.world import AnyRow, World
from workers.settings import Settings

SECRET = "a secret that only the product's backend knows"
ORIGIN = "https://app.cadence.example"
TOUR = """\
---
subject: One task, {{ contact.first_name | default("all the way") }}
topic: onboarding
channel: in_app
---
**Create a task**, give it an owner, and tick it off. It takes two minutes, and [the help]({{ links.help }}) is there.

:::button [Start the tour]({{ links.tasks }})
"""
THANKS = """\
---
subject: Well done
topic: onboarding
channel: in_app
---
You have seen how it goes.
"""
STEPS = """\
  - {id: tour, day: 0, in_app: tour, unless: milestones.core_workflow}
  - {id: thanks, day: 2, in_app: thanks, when: 'usage.count("in-app clicked", 7 days) == 1 and clicked("tour", 7 days)'}
"""
JOURNEY = """\
title: A tour
kind: onboarding
starts: account.signed_up_at
leave: account.churned
priority: 10
to: admins
late: {within: 4 days, otherwise: skip}
steps:
"""


def files(steps: str = STEPS, **changed: str) -> dict[str, str]:
    """Answer a small program that speaks inside the product alone; `changed` replaces what its program.yaml says."""
    kept = ("journeys/program.yaml", "journeys/health/", "emails/themes/")
    shipped = {path: text for path, text in read_program().items() if path.startswith(kept)}
    for old, new in changed.items():
        shipped["journeys/program.yaml"] = shipped["journeys/program.yaml"].replace(old, new)
    messages = {"emails/templates/tour.md": TOUR, "emails/templates/thanks.md": THANKS}
    return {**shipped, **messages, "journeys/definitions/tour.yaml": JOURNEY + steps}


def signed(account: str, user: str, secret: str = SECRET, *, good_for: int = 3600) -> dict[str, Any]:
    """Answer what the product's backend puts into its page, by the recipe of the README."""
    expires = int(time.time()) + good_for
    signature = hmac.new(secret.encode(), f"{account}\0{user}\0{expires}".encode(), hashlib.sha256).hexdigest()
    return {"account": account, "user": user, "expires": expires, "signature": signature}


@dataclass(frozen=True)
class Product:
    """The product of a world: `client` is a browser on one of its pages."""

    world: World
    client: httpx.Client

    def post(self, path: str, who: Mapping[str, Any], **headers: str) -> httpx.Response:
        """Ask as a page does: a plain text, so that the browser need not ask first."""
        return self.client.post(f"/in-app/{path}", json=who, headers={"Content-Type": "text/plain"} | headers)

    def messages(self, who: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Answer what waits for whoever is looking."""
        response = self.post("messages", who)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["messages"]
        return found

    def show(self, who: Mapping[str, Any], key: str) -> bool:
        """Answer whether this page may draw the message."""
        return bool(self.post(f"messages/{key}/show", who).json()["show"])

    def report(self, who: Mapping[str, Any], key: str, what: str) -> int:
        """Tell what became of it; answer the status."""
        return self.post(f"messages/{key}/{what}", who).status_code

    def touchpoints(self) -> list[AnyRow]:
        """Answer all that is on record of messages, the oldest first."""
        return [*self.world.rows(TOUCHPOINT, channel="in_app")]


@contextmanager
def product_of(world: World) -> Iterator[Product]:
    """Serve the in-app channel of a world."""
    settings = Settings(TENURE_HOME=world.home, TENURE_IN_APP_SECRET=SECRET)
    world.publish(files())
    with served(web(replace(world.app, settings=settings))) as client:
        yield Product(world, client)
