"""Reading a map: YAML to values, with every mistake at once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console.importing import kinds
from console.importing.mapping import FIELDS, NOUNS, Block, Lookup, Map, Sheet, Source
from console.importing.reserved_events import map_faults
from journeys.document import Listing, Scalar, Table, read_document
from journeys.mistakes import Mistakes, did_you_mean, one_of
from journeys.section import Section

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DATED = frozenset({kinds.moment, kinds.past, kinds.day})


def read_map(path: Path) -> Map:
    """Answer the map in the file `path`. Raises an ExceptionGroup of SyntaxErrors."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ExceptionGroup("the map cannot be read", [_not_text(name, error)]) from None
    mistakes = Mistakes()
    top = Section(read_document(text, name), mistakes, "the map")
    lookups = {name: _lookup(name, section) for name, section in _named(top, "lookups", required=False).items()}
    sheets = tuple(_sheet(pattern, section, lookups) for pattern, section in _named(top, "files").items())
    top.close()
    mistakes.stop_if_any("the map has mistakes")
    return Map(name, sheets, lookups)


def _named(section: Section, key: str, *, required: bool = True) -> dict[str, Section]:
    """Answer a mapping of names (any text) to mappings."""
    outer = section.section(key, required=required)
    if outer is None:
        return {}
    for name in outer.keys:
        if name not in outer:
            section.mistakes.add(outer.where_key(name), f'"{name}" says nothing')
    values = {name: outer.value(name) for name in outer.keys}
    return {name: Section(value, section.mistakes, name) for name, value in values.items() if value}


def _lookup(name: str, section: Section) -> Lookup:
    sources = [_source(section, key) or _missing(section, key) for key in ("match", "take")]
    lookup = Lookup(name, section.place, section.text("file"), *sources)
    section.close()
    return lookup


def _sheet(pattern: str, section: Section, lookups: Mapping[str, Lookup]) -> Sheet:
    delimiter, zone = _delimiter(section), _zone(section)
    blocks = [_block(noun, noun, section.section(noun), lookups) for noun in NOUNS[:-1] if noun in section]
    events = _named(section, "events", required=False)
    blocks += [_block("events", label, block, lookups) for label, block in events.items()]
    if not blocks and section.sound:
        section.mistakes.add(section.place, f'"{pattern}" becomes nothing: give it one of {one_of(NOUNS)}')
    section.close()
    return Sheet(pattern, section.place, delimiter, zone, tuple(blocks))


def _delimiter(section: Section) -> str:
    told = section.text("delimiter", "")
    if told and told not in DELIMITERS and told not in DELIMITERS.values():
        hint = did_you_mean(told, DELIMITERS)
        section.mistake("delimiter", f'delimiter cannot be "{told}"; it is one of: {one_of(DELIMITERS)}{hint}')
    return DELIMITERS.get(told, told)


def _zone(section: Section) -> ZoneInfo:
    name = section.text("timezone", "UTC")
    try:
        return ZoneInfo(kinds.zone(name, _manner("")))
    except ValueError as error:
        section.mistake("timezone", str(error))
        return ZoneInfo("UTC")


def _block(noun: str, label: str, section: Section | None, lookups: Mapping[str, Lookup]) -> Block:
    if section is None:
        return Block(noun, label, (), {}, {})
    fields = {}
    for name, field in FIELDS[noun].items():
        source = _source(section, name)
        if source:
            fields[name] = source
            _check(section, name, source, field.kind, lookups)
        elif field.required and name not in section:
            _missing(section, name)
    if noun == "events" and not fields.keys() & {"account", "contact"} and section.sound:
        section.mistakes.add(section.place, f'{label} needs "account" or "contact": whose event is it?')
    key, extras = _key(section), _extras(section, noun)
    for place, fault in map_faults(section.place, fields, extras) if noun == "events" else ():
        section.mistakes.add(place, fault)
    filled = _source(section, "if_filled") if noun == "events" else None
    section.close()
    return Block(noun, label, key, fields, extras, filled)


def _key(section: Section) -> tuple[Source, ...]:
    if "key" not in section:
        section.mistakes.add(section.place, f'{section.name} needs "key": the columns that name a row for ever')
    return tuple(Source(place, column=column) for column, place in section.texts("key", ()))


def _extras(section: Section, noun: str) -> Mapping[str, Source]:
    """Answer traits (of events: properties): a list of columns, or names with their sources."""
    key = {"events": "properties", "subscriptions": ""}.get(noun, "traits")
    value = section.value(key) if key else None
    if isinstance(value, Listing):
        return {column: Source(place, column=column) for column, place in section.texts(key, ())}
    inner = section.section(key, required=False) if value else None
    sources = {name: _source(inner, name) for name in inner.keys} if inner else {}
    for name, source in sources.items():
        if inner and source and source.format:
            _check_format(inner, name, source, dated=source.kind == "date")
    return {name: source for name, source in sources.items() if source}


def _source(section: Section, key: str) -> Source | None:
    """Answer a source: a plain word is a column, a mapping says more."""
    value = section.value(key)
    if isinstance(value, Table):
        return _described(Section(value, section.mistakes, key))
    if isinstance(value, Scalar):
        return Source(value.place, column=value.text)
    if value is not None:
        section.mistake(key, f"{key} must be a column, or {{always: a fixed text}}")
    return None


def _missing(section: Section, key: str) -> Source:
    if section.sound:
        section.mistakes.add(section.place, f'{section.name} needs "{key}"')
    return Source(section.place)


def _described(section: Section) -> Source:
    has = [key for key in ("column", "always") if key in section]
    if len(has) != 1 and section.sound:
        section.mistakes.add(section.place, f'{section.name} needs either "column" or "always"')
    source = Source(
        section.where("column") if "column" in section else section.place,
        column=section.text("column", ""),
        always=section.text("always", ""),
        values=_values(section),
        format=section.text("format", ""),
        through=section.text("through", ""),
        kind=section.choice("as", tuple(kinds.LOOSE), "text"),
    )
    section.close()
    return source


def _values(section: Section) -> Mapping[str, str]:
    table = section.section("values", required=False)
    return {cell: _meant(table, cell) for cell in table.keys} if table else {}


def _meant(table: Section, cell: str) -> str:
    """Answer what is meant by a cell; nothing, in quotes or not, is something here: the cell counts as empty."""
    value = table.value(cell)
    return "" if value is None or (isinstance(value, Scalar) and not value.text) else table.text(cell, "")


def _check(section: Section, name: str, source: Source, kind: kinds.Kind, lookups: Mapping[str, Lookup]) -> None:
    """Look at what can be judged before any row is read: constants, value maps, formats and lookups."""
    place = source.place
    if source.through and source.through not in lookups:
        hint = did_you_mean(source.through, lookups) or ": define it under lookups"
        section.mistakes.add(place, f'there is no lookup "{source.through}"{hint}')
    if source.format:
        _check_format(section, name, source, dated=kind in DATED)
    if source.kind != "text":
        section.mistakes.add(place, f"{name} knows what it is: `as` is for traits and properties")
    for told in () if source.through else filter(None, (source.always, *source.values.values())):
        try:
            kind(told, _manner(source.format))
        except ValueError as error:
            section.mistakes.add(place, f"{name}: {error}")


def _check_format(section: Section, name: str, source: Source, *, dated: bool) -> None:
    if not dated:
        section.mistakes.add(source.place, f"{name} is no date: it takes no format")
        return
    try:
        kinds.check_format(source.format)
    except ValueError as error:
        section.mistakes.add(source.place, f"{name}: {error}")


def _manner(form: str) -> kinds.Manner:
    return kinds.Manner(datetime.max.replace(tzinfo=UTC, year=9000), ZoneInfo("UTC"), form)


def _not_text(name: str, error: UnicodeDecodeError) -> SyntaxError:
    line = error.object[: error.start].count(b"\n") + 1
    return SyntaxError("this is not UTF-8 text: save the file as UTF-8", (name, line, 1, ""))
