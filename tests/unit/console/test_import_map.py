"""Maps: every mistake at once, with its place and the way out."""

from pathlib import Path

import pytest

from console.importing.mapping import Map
from console.importing.plan import make_plan
from console.importing.read_map import read_map

SHIPPED = sorted((Path(__file__).parents[3] / "console" / "importing" / "maps").glob("*.yaml"))


def read(folder: Path, text: str) -> Map:
    (folder / "map.yaml").write_text(text)
    return read_map(folder / "map.yaml")


def mistakes(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(ExceptionGroup) as caught:
        read(folder, text)
    assert all(isinstance(error, SyntaxError) and error.text for error in caught.value.exceptions)
    return [(error.lineno, error.msg) for error in caught.value.exceptions if isinstance(error, SyntaxError)]


MISTAKEN = """\
lookups:
  owner: {file: subs.csv, match: id}
files:
  accounts.csv:
    delimiter: ":"
    timezone: Europe/Berlim
    accounts:
      key: id
      nmae: name
      country: {column: c, values: {England: UK}}
      timezone: {always: Mars/City}
      signed_up_at: {column: s, format: DD.MM.YYYY}
      seats: {column: a, always: b}
  events.csv:
    events:
      app:
        at: when
        account: {column: sub, through: ownr}
        name: {always: login}
        feed: [product]
  empty.csv:
"""


def test_every_mistake_is_found_at_once(tmp_path: Path) -> None:
    found = dict(reversed(mistakes(tmp_path, MISTAKEN)))  # the first of each line

    assert found[2] == 'owner needs "take"'
    assert found[5] == 'delimiter cannot be ":"; it is one of: comma, semicolon, tab, bar'
    assert found[6] == '"Europe/Berlim" is not an IANA time zone; did you mean "Europe/Berlin"?'
    assert found[9] == 'accounts has no "nmae"; did you mean "name"?'
    assert "country: UK is GB in ISO 3166" in found[10]
    assert found[11].startswith('timezone: "Mars/City" is not an IANA time zone')
    assert 'did you mean "%d.%m.%Y"?' in found[12]
    assert found[13] == 'seats needs either "column" or "always"'
    assert found[18] == 'there is no lookup "ownr"; did you mean "owner"?'
    assert found[20] == "feed must be a column, or {always: a fixed text}"
    assert found[21] == '"empty.csv" says nothing'
    assert (17, 'app needs "key": the columns that name a row for ever') in mistakes(tmp_path, MISTAKEN)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("files: {a.csv: {events: {x: {key: a, at: b, name: c, feed: d}}}}", 'x needs "account" or "contact"'),
        ("files: {a.csv: {delimiter: tab}}", '"a.csv" becomes nothing'),
        ("files: {a.csv: {accounts: {key: a, seats: {column: b, format: '%Y'}}}}", "seats is no date"),
        ("files: {a.csv: {accounts: {key: a, seats: {column: b, as: number}}}}", "seats knows what it is"),
        ("file: {}", 'the map needs "files"'),
        ("files: [", "{ or [ is opened here and not closed"),
    ],
)
def test_a_mistake_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    assert any(message in told for _, told in mistakes(tmp_path, text))


UNDERSTOOD = """\
files:
  tickets.csv:
    events:
      solved:
        key: id
        account: company
        at: solved
        name: {always: ticket solved}
        feed: {always: support}
        properties: {csat: rating}
      opened:
        key: id
        account: company
        at: opened
        name: {always: ticket opened}
        feed: {always: support}
        properties:
          ticket: id
          severity: {column: priority, values: {P1: urgnt, P2: high}}
      ends:
        key: id
        account: company
        at: told
        name: {always: trial will end}
        feed: {always: billing}
        properties:
          subscription: id
          ends_on: {column: ends, as: date, format: DD.MM.YYYY}
"""


def test_what_an_event_that_tenure_understands_lacks_is_found_before_any_row_is_read(tmp_path: Path) -> None:
    codes = 'it needs codes such as %d.%m.%Y (day, month, year); did you mean "%d.%m.%Y"?'

    assert mistakes(tmp_path, UNDERSTOOD) == [
        (5, '"ticket solved" needs the property ticket: name its column under properties'),
        (10, 'the property csat of "ticket solved" is a number: write {column: …, as: number}'),
        (19, 'the property severity of "ticket opened" must be one of: low, normal, high, urgent'),
        (28, f'ends_on: "DD.MM.YYYY" names no day: {codes}'),
    ]


def test_a_map_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_bytes(b"files:\n  \xff\n")

    with pytest.raises(ExceptionGroup) as caught:
        read_map(tmp_path / "map.yaml")
    assert "not UTF-8" in str(caught.value.exceptions[0])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_maps_have_no_mistakes(path: Path) -> None:
    assert read_map(path).sheets


def test_a_word_that_yaml_would_take_for_something_else_stays_a_text(tmp_path: Path) -> None:
    read_as = read(tmp_path, "files: {a.csv: {accounts: {key: 007, country: {column: no, values: {NO: NO, 1.0: DE}}}}}")

    block = read_as.sheets[0].blocks[0]
    assert (block.key[0].column, block.fields["country"].column) == ("007", "no")
    assert block.fields["country"].values == {"NO": "NO", "1.0": "DE"}


def test_a_file_needs_one_entry_and_lookups_need_their_file(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        "lookups: {owner: {file: subs.csv, match: id, take: company}}\n"
        "files:\n"
        "  a*.csv: {contacts: {key: id, account: {column: x, through: owner}}}\n"
        "  ab.csv: {contacts: {key: id, account: y}}\n",
    )
    (tmp_path / "ab.csv").write_text("id,id,x\n")
    (tmp_path / "zzz.txt").write_text("id\n")

    with pytest.raises(ExceptionGroup) as caught:
        make_plan(told, [tmp_path / "ab.csv", tmp_path / "zzz.txt"])

    assert {error.msg for error in caught.value.exceptions if isinstance(error, SyntaxError)} == {
        f"no entry under files in {tmp_path / 'map.yaml'} fits this file's name",
        'ab.csv fits "a*.csv" and "ab.csv": it needs exactly one',
        'ab.csv has more than one column "id"',
        "owner is looked up in subs.csv: name that file in the command, too",
    }
