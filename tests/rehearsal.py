"""A world whose processes start anew, in shadow, on an allow-list or live."""

from dataclasses import replace
from typing import Any

from tests.world import World, compiled_once
from workers.boot import make_mailer
from workers.editions import Editions
from workers.settings import Settings

SHADOW: dict[str, Any] = {"TENURE_MODE": "shadow"}


def restart(world: World, *, kept_mailer: bool = False, **words: Any) -> None:
    """Start the processes anew with these variables, a key for SendGrid among them.

    `kept_mailer`: with one that would send, as if nothing held it back but the door itself.
    """
    settings = given(world, **words)
    mailer = world.mailer if kept_mailer else make_mailer(settings)
    editions = Editions(compiled_once, rehearsed=settings.shadow)
    world.app = replace(world.app, settings=settings, mailer=mailer, editions=editions)


def given(world: World, **words: Any) -> Settings:
    """Answer the settings that these variables make, with a key for the world's SendGrid."""
    base: dict[str, Any] = {"TENURE_HOME": world.home, "SENDGRID_API_KEY": "SG.test", "TENURE_DEADLINE_SECONDS": 2}
    return Settings(**base | {"SENDGRID_BASE_URL": world.provider.url} | words)
