"""The composition root: settings, database, clocks, mailer and what is in force, put together once per process."""

from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Engine

from emails.folder_mailer import FolderMailer
from emails.mailer import Mailer
from emails.sendgrid_mailer import SendGridMailer
from emails.withholding import AllowingMailer, ShadowMailer
from models.database import make_engine
from workers.ceilings import Ceilings
from workers.clocks import Clock, clock
from workers.editions import Editions
from workers.secret import secret
from workers.settings import Settings


@dataclass(frozen=True, slots=True)
class App:
    """What a process needs to do its work."""

    settings: Settings
    engine: Engine
    now: Clock
    mailer: Mailer
    secret: str
    editions: Editions = field(default_factory=Editions)
    ceilings: Ceilings = field(default_factory=Ceilings)


def assemble(settings: Settings) -> App:
    """Answer an app for these settings; nothing is connected yet."""
    return App(
        settings=settings,
        engine=make_engine(settings.database_url),
        now=clock(settings.clock),
        mailer=make_mailer(settings),
        secret=secret(settings),
        editions=Editions(rehearsed=settings.shadow),
    )


def make_mailer(settings: Settings) -> Mailer:
    """Answer SendGrid where there is a key for it, otherwise the folder of mails under the home.

    In shadow mode neither: what is sent by it goes nowhere. Where there is an allow-list, it goes nowhere else.
    """
    if settings.shadow:
        return ShadowMailer()
    mailer = _mailer(settings)
    return AllowingMailer(mailer, settings.allowed) if settings.allowed else mailer


def _mailer(settings: Settings) -> Mailer:
    key = settings.sendgrid_api_key.get_secret_value()
    if key:
        return SendGridMailer(key, settings.sendgrid_base_url, deadline=settings.deadline_seconds)
    return FolderMailer(settings.outbox)


@cache
def app() -> App:
    """Answer this process's app, assembled from the environment when first asked for."""
    return assemble(Settings.read())
