"""What every test may ask for: a fixed now, a migrated database of either kind, a real Redis."""

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import Engine

from emails.sendgrid_mailer import SendGridMailer
from models.database import make_engine
from models.migrate import upgrade
from tests.browser import ChromiumMissing, chromium
from tests.ci import CI
from tests.compiled import share_compiled
from tests.idle_broker import idle_broker
from tests.npm import NpmMissing, installed
from tests.postgres import PostgresMissing, PostgresServer, postgres_server
from tests.provider import Provider, provider
from tests.world import World

# A machine that is busy with something else must not fail a test.
settings.register_profile("tenure", deadline=None)
settings.load_profile("tenure")

for name in list(os.environ):  # a developer's own settings must not decide what the tests find
    if name.startswith("TENURE_") and name != "TENURE_TEST_DATABASE_URL":
        del os.environ[name]
SERVICES = ("DATABASE_URL", "REDIS_URL", "SENDGRID_API_KEY", "SENDGRID_BASE_URL", "SENDGRID_WEBHOOK_KEY")
for name in (*SERVICES, "STRIPE_WEBHOOK_SECRET"):
    os.environ.pop(name, None)


def missing(why: str) -> None:
    """Skip for lack of a service on a laptop; fail in CI, where nothing may be missing."""
    if CI:
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture
def now() -> datetime:
    """A Monday morning in UTC."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer | None]:
    """A private PostgreSQL with a migrated database named `template`, or none where it is not installed."""
    try:
        with postgres_server() as server:
            engine = make_engine(server.create("tenure_template"))
            upgrade(engine)
            engine.dispose()
            yield server
            server.drop("tenure_template")
    except PostgresMissing:
        yield None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "tenure.db"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, postgres: PostgresServer | None
) -> Iterator[str]:
    """The URL of a migrated, empty database of the test's own, once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'tenure.db')}"
        return
    if postgres is None:
        missing("no PostgreSQL here: install it (Debian: apt install postgresql) or set TENURE_TEST_DATABASE_URL")
        return
    name = f"tenure_{uuid.uuid4().hex}"
    yield postgres.create(name, "tenure_template")
    postgres.drop(name)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on a migrated, empty database, once on each kind."""
    engine = make_engine(database)
    share_compiled(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider")) as standin:
        yield standin


@pytest.fixture
def sendgrid(_standin: Provider) -> Provider:
    """A stand-in SendGrid that accepts everything and remembers nothing of earlier tests."""
    _standin.script()
    _standin.file.write_text("")
    return _standin


@pytest.fixture
def world(engine: Engine, sendgrid: Provider, tmp_path: Path, now: datetime) -> Iterator[World]:
    """A published program, a real provider and a clock to move, once on each database."""
    mailer = SendGridMailer("SG.test", sendgrid.url, deadline=1.0)
    yield World(engine, mailer, sendgrid, tmp_path, now)
    mailer.close()


@pytest.fixture
def valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """A broker that is there, and nobody who works."""
    with idle_broker(tmp_path, monkeypatch) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; while it is lent, its event loop is the thread's, so that no other can run there."""
    try:
        with chromium() as browser:
            yield browser
    except ChromiumMissing as why:
        missing(str(why))


@pytest.fixture(scope="session")
def node() -> Path:
    """What the tests need of npm, installed: the scripts of `clients/`, and `node_modules`."""
    try:
        return installed()
    except NpmMissing as why:
        missing(str(why))
        raise
