"""What a map must say of an event that Tenure understands, where its name is the same for every row."""

from collections.abc import Iterator, Mapping

from console.importing.mapping import Source
from journeys.place import Place
from journeys.reserved import RESERVED, Property


def map_faults(place: Place, fields: Mapping[str, Source], extras: Mapping[str, Source]) -> Iterator[tuple[Place, str]]:
    """Answer what is wrong with the properties (`extras`) of an event, and where; `place` is the event's own."""
    name = fields["name"].always if "name" in fields else ""
    reserved = RESERVED.get(name)
    for key, rule in reserved.properties.items() if reserved else ():
        source = extras.get(key)
        if source is None and rule.required:
            yield place, f'"{name}" needs the property {key}: name its column under properties'
        for fault in _faults(source, rule) if source else ():
            yield source.place if source else place, f'the property {key} of "{name}" {fault}'


def _faults(source: Source, rule: Property) -> Iterator[str]:
    """Answer what can be told of a property's source before any row is read."""
    if source.kind != rule.kind and (source.kind, rule.kind) != ("text", "texts"):
        yield f"is a {rule.kind}: write {{column: …, as: {rule.kind}}}"
    elif rule.kind == "text" and not source.through:
        faults = (rule.fault(told) for told in (source.always, *source.values.values()) if told)
        yield from filter(None, faults)
