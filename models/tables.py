"""The tables as SQLAlchemy Core knows them, for questions asked about many rows at once."""

from models import metadata

ACCOUNT = metadata.tables["account"]
ATTEMPT = metadata.tables["attempt"]
CLOSURE = metadata.tables["closure"]
CONTACT = metadata.tables["contact"]
DECISION = metadata.tables["decision"]
ENROLLMENT = metadata.tables["enrollment"]
EVENT = metadata.tables["event"]
EVENT_DAY = metadata.tables["event_day"]
EVENT_TOTAL = metadata.tables["event_total"]
FEED = metadata.tables["feed"]
HEARTBEAT = metadata.tables["heartbeat"]
PUBLICATION = metadata.tables["publication"]
SUPPRESSION = metadata.tables["suppression"]
TASK = metadata.tables["task"]
TOUCHPOINT = metadata.tables["touchpoint"]
