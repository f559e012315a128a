"""What is refused is kept to be looked at, without ever filling the database."""

from datetime import datetime
from pathlib import Path

import orjson
from sqlalchemy import Connection, Engine, text

from console.ingest.recording import MOST_REASONS, UNRECORDED
from console.web import web
from models.database import begin
from models.refusals import keep_refusals
from models.tables import REFUSAL
from tests.ingest import KEY, ingesting_app, rows
from tests.site import served

POISONED = {
    "sqlite": "CREATE TRIGGER poison BEFORE INSERT ON event BEGIN SELECT RAISE(FAIL, 'poison'); END",
    "postgresql": "ALTER TABLE event ADD CONSTRAINT poison CHECK (name = '')",
}


def refuse(connection: Connection, now: datetime, source: str, *reasons: str) -> None:
    told = {"at": now, "source": source, "message_id": "", "content": ""}
    keep_refusals(connection, [told | {"reason": reason} for reason in reasons], kept=3)


def test_of_every_source_only_the_newest_refusals_are_kept(engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        refuse(connection, now, "quiet", "a")
        refuse(connection, now, "loud", "1", "2", "3")
        refuse(connection, now, "loud", "4", "5")
        refuse(connection, now, "quiet", "b")

    kept = [("quiet", "a"), ("loud", "3"), ("loud", "4"), ("loud", "5"), ("quiet", "b")]
    assert rows(engine, REFUSAL, "source", "reason") == kept


def test_a_small_message_leaves_no_thousand_rows(engine: Engine, tmp_path: Path, now: datetime) -> None:
    traits: dict[str, list[int]] = {f"t{number}": [] for number in range(2_000)}

    with served(web(ingesting_app(engine, tmp_path, lambda: now))) as api:
        assert api.post("/v1/identify", json={"userId": "amy", "traits": traits}, auth=(KEY, "")).is_success

    assert len(rows(engine, REFUSAL, "id")) == MOST_REASONS


def test_of_what_we_fail_to_record_nothing_is_lost(engine: Engine, tmp_path: Path, now: datetime) -> None:
    group = {"userId": "amy", "groupId": "acme"}
    track = {"userId": "amy", "event": "signed in", "messageId": "m1", "properties": {"long": "x" * 20_000}}
    with begin(engine) as connection:
        connection.execute(text(POISONED[engine.dialect.name]))

    with served(web(ingesting_app(engine, tmp_path, lambda: now))) as api:
        assert api.post("/v1/group", json=group, auth=(KEY, "")).is_success
        assert api.post("/v1/track", json=track, auth=(KEY, "")).status_code == 400

    ((reason, content),) = rows(engine, REFUSAL, "reason", "content")
    assert (reason, orjson.loads(content)) == (UNRECORDED, track)
