"""Whatever fits the OpenAPI document, and whatever does not: never a 5xx, and always an answer as the document says."""

import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from console.ingest.recording import UNRECORDED
from console.web import web
from models.tables import REFUSAL
from tests.ingest import KEY, ingesting_app, publish, rows

CASES = int(os.environ.get("INGEST_FUZZ_CASES", "320"))  # of both databases together
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.filterwarnings("default")  # the fuzzer's own are not ours to mend
def test_nothing_that_comes_in_breaks_anything(engine: Engine, tmp_path: Path, now: datetime) -> None:
    publish(engine, now)
    site = web(ingesting_app(engine, tmp_path, lambda: now))
    document = schemathesis.openapi.from_asgi("/v1/openapi.json", site)
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    statuses: Counter[int] = Counter()

    for operation in operations:
        for mode in MODES:
            cases = operation.as_strategy(generation_mode=mode)
            _try(cases, CASES // 2 // len(operations) // len(MODES), statuses)

    assert {operation.path for operation in operations} == {
        f"/{kind}" for kind in ("batch", "import", "identify", "track", "page", "screen", "group", "alias")
    }
    assert statuses.keys() <= {200, 400, 413}
    assert all(statuses[status] for status in (200, 400))
    assert UNRECORDED not in {reason for (reason,) in rows(engine, REFUSAL, "reason")}


def _try(cases: Any, examples: int, statuses: Counter[int]) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(cases)
    def check(case: Any) -> None:
        response = case.call(auth=(KEY, ""))
        case.validate_response(response, checks=CHECKS)
        statuses[response.status_code] += 1

    check()
