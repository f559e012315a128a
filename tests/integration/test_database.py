"""The engine: what its errors say, and what they do not."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import StatementError

from models.database import begin
from models.tables import SUPPRESSION


def test_the_statement_in_an_error_does_not_tell_what_was_written(engine: Engine, now: datetime) -> None:
    row = {"email": "ada@acme.example", "topic": "*", "reason": "asked", "source": None, "at": now}

    with pytest.raises(StatementError) as caught, begin(engine) as connection:
        connection.execute(insert(SUPPRESSION), row)  # without a source, which it needs

    assert "ada@acme.example" not in str(caught.value).partition("DETAIL")[0]
