"""What an import makes of events that Tenure understands, and of the customers that Stripe speaks of."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from console.importing.load import Setting, load
from console.importing.plan import make_plan
from console.importing.read_map import read_map
from console.importing.tally import Tally
from models.database import begin, look
from models.facts import EventFacts
from models.reception import Told, receive
from models.tables import ACCOUNT, ALIAS, EVENT

MAP = """\
files:
  accounts.csv:
    accounts: {key: id, timezone: zone, stripe_customer: stripe}
  contracts.csv:
    events:
      contract:
        key: [id, since]
        account: company
        at: since
        name: {column: what, values: {began: subscription created, changed: subscription updated}}
        feed: {always: billing}
        properties:
          subscription: id
          arr: {column: arr, as: number}
          frequency: {always: annual}
          renews_on: {column: renews, as: date, format: "%d.%m.%Y"}
"""
ACCOUNTS = "id,zone,stripe\nacme,America/New_York,cus_1\nglobex,,\n"
CONTRACTS = """\
id,company,what,since,arr,renews
c1,acme,changed,2026-02-01,1500,01.02.2027
c1,acme,began,2025-02-01,1000,01.02.2026
c2,acme,began,2026-01-10,250.5,10.01.2027
c3,globex,began,2026-01-10,much,10.01.2027
c4,globex,began,2026-01-10,-1,10.01.2027
"""

Import = Callable[[str], Tally]


@pytest.fixture
def bring(engine: Engine, tmp_path: Path, now: datetime) -> Import:
    """Import one of the files above, with this content; answer the tally."""
    (tmp_path / "map.yaml").write_text(MAP)

    def bring(text: str) -> Tally:
        file = tmp_path / ("accounts.csv" if text.startswith("id,zone") else "contracts.csv")
        file.write_text(text)
        plan = make_plan(read_map(tmp_path / "map.yaml"), [file])
        return load(plan, Setting(partial(begin, engine), now, now.date(), tmp_path, lambda _: None))

    return bring


def rejects(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8-sig")


def test_contracts_told_as_events_make_the_accounts_figures(bring: Import, engine: Engine, tmp_path: Path) -> None:
    bring(ACCOUNTS)
    tally = bring(CONTRACTS)

    with look(engine) as connection:
        columns = (ACCOUNT.c.key, ACCOUNT.c.arr_cents, ACCOUNT.c.billing_frequency, ACCOUNT.c.renewal_on)
        found = [tuple(row) for row in connection.execute(select(*columns).order_by(ACCOUNT.c.key))]
    assert found == [("acme", 175_050, "annual", date(2027, 1, 10)), ("globex", None, None, None)]
    assert (tally.rows, tally.rejected) == (5, 2)
    said = rejects(tmp_path, "contracts.rejects.csv")
    assert 'arr: ""much"" is not a number' in said
    assert 'the property arr of ""subscription created"" must be a number from 0 to' in said


def test_what_stripe_told_of_a_customer_finds_its_account_by_the_column(
    bring: Import, engine: Engine, now: datetime
) -> None:
    at = datetime(2026, 2, 1, tzinfo=UTC)
    told = EventFacts("stripe:evt_1", "payment failed", at, "billing", "stripe:cus_1", properties={"invoice": "in_1"})
    with begin(engine) as connection:
        assert receive(connection, now, Told(events=[told])).events[0].kind == "waiting"

    first, again = bring(ACCOUNTS), bring(ACCOUNTS)

    assert (first.total("new"), again.total("new"), again.total("known")) == (2, 0, 2)

    with look(engine) as connection:
        query = select(EVENT.c.name, ACCOUNT.c.key).join(ACCOUNT, EVENT.c.account_id == ACCOUNT.c.id)
        assert [tuple(row) for row in connection.execute(query)] == [("payment failed", "acme")]
        assert [tuple(row) for row in connection.execute(select(ALIAS.c.key, ALIAS.c.target))] == [
            ("stripe:cus_1", "acme")
        ]


def test_a_customer_of_two_accounts_is_a_conflict_told_in_words(bring: Import, tmp_path: Path) -> None:
    bring(ACCOUNTS)
    tally = bring("id,zone,stripe\nglobex,,cus_1\n")

    assert (tally.conflicts, tally.rejected) == (1, 0)
    said = rejects(tmp_path, "accounts.rejects.csv")
    assert '"conflict: ""stripe:cus_1"" is another name of ""acme"" already",globex' in said
