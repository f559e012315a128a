"""All faults, by name, in the order of their importance."""

from tests.chaos import (
    clocks,
    crowd,
    database_cuts,
    deaths,
    deploys,
    events,
    freezing,
    leap,
    lost_hints,
    news,
    provider_trouble,
    redelivery,
    reordered,
    storm,
    twins,
    unsubscribing,
    week_away,
)
from tests.chaos.fault import Fault

FAULTS: tuple[Fault, ...] = (
    storm.FAULT,
    deaths.FAULT,
    lost_hints.FAULT,
    redelivery.FAULT,
    database_cuts.FAULT,
    provider_trouble.FAULT,
    provider_trouble.SILENT,
    events.FAULT,
    freezing.FAULT,
    clocks.FAULT,
    leap.FAULT,
    week_away.FAULT,
    unsubscribing.FAULT,
    news.FAULT,
    deploys.FAULT,
    reordered.FAULT,
    twins.FAULT,
    crowd.FAULT,
)
BY_NAME = {fault.name: fault for fault in FAULTS}
