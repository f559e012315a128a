"""A database with a program in force: where a measurement takes place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from console.demo.generous import generous
from console.publishing import publish_files
from journeys.needs import Counts
from models.database import begin, make_engine
from models.migrate import upgrade
from models.tables import FEED
from tests.benchmarks.book import Standing, enroll, tidy, write_accounts, write_usage
from tests.first_month import first_month
from tests.postgres import PostgresServer
from workers.editions import Edition, Editions

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # a Tuesday, in working hours from Los Angeles to Berlin
JOURNEY, STEP = "onboarding", "power-user-webinar"  # the tenth day is behind step 3 and before this one


# What somebody does who uses the product every day, but never invited a teammate: onboarding goes on.
EVENTS = ("board viewed", "project created", "report viewed", "signed in", "task completed", "task created")


@dataclass(frozen=True, slots=True)
class Stage:
    """A database by its URL (for ours) and its DSN (for the bare loops), and what is in force there."""

    url: str
    dsn: str
    edition: Edition

    @property
    def standing(self) -> Standing:
        """Answer where an account stands ten days after it signed up."""
        return Standing(JOURNEY, STEP, self.edition.numbers[JOURNEY])

    @property
    def totals(self) -> list[str]:
        """Answer every event that decisions ask for."""
        return sorted({need.event for need in self.edition.book.needs if isinstance(need, Counts)})

    @property
    def windows(self) -> list[str]:
        """Answer those it counts by day."""
        return sorted(
            {need.event for need in self.edition.book.needs if isinstance(need, Counts) and need.days is not None}
        )


def set_stage(server: PostgresServer, name: str, program: Mapping[str, str] | None = None) -> Stage:
    """Answer a new database with our schema, a program, and feeds that were heard just now.

    Of what ships, the program has one journey, as the peers do, unless another is given.
    """
    server.drop(name)
    engine = make_engine(server.create(name))
    upgrade(engine)
    with begin(engine) as connection:
        publish_files(connection, NOW, generous(program or first_month()), "the benchmark")
        edition = Editions().current(connection)
        assert edition is not None
        feeds = [{"name": feed.name, "heard_at": NOW, "latest_at": NOW} for feed in edition.book.program.feeds]
        connection.execute(insert(FEED), feeds)
    engine.dispose()
    return Stage(server.url(name), server.dsn(name), edition)


def set_book(server: PostgresServer, name: str, accounts: int, program: Mapping[str, str] | None = None) -> Stage:
    """Answer a stage with a whole book of accounts, ten days into onboarding, each with sixty daily counts."""
    stage, ids = set_stage(server, name, program), range(1, accounts + 1)
    write_accounts(stage.dsn, NOW, ids)
    enroll(stage.dsn, NOW, ids, stage.standing)
    write_usage(stage.dsn, NOW, ids, EVENTS)
    tidy(stage.dsn)
    return stage
