"""django-drip-campaigns doing the job: who matches gets the mail, then a SentDrip is written; one process by design.

A script for the peers' own environment: `python peer_drip.py DSN COUNT TEMPLATE PROVIDER`; prints seconds. Without a
provider the mails go to Django's own in-memory backend.
"""

import json
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django  # type: ignore[import-not-found]
import urllib3
from django.conf import settings  # type: ignore[import-not-found]

HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer SG.benchmark"}

pool = urllib3.PoolManager(maxsize=4)
provider = ""


class ProviderBackend:
    """What Django sends mail through: one request per mail, over kept connections."""

    def __init__(self, **options: object) -> None:
        """Take the options Django passes, and need none."""

    def send_messages(self, messages: Sequence[Any]) -> int:
        """Post each message; answer how many were accepted."""
        return sum(self._post(message) for message in messages)

    def _post(self, message: Any) -> bool:
        mail = {
            "personalizations": [{"to": [{"email": message.to[0]}]}],
            "from": {"email": message.from_email},
            "subject": str(message.subject),
            "content": [
                {"type": "text/plain", "value": str(message.body)},
                {"type": "text/html", "value": str(message.alternatives[0][0])},
            ],
            "custom_args": {"send_key": f"key-{message.to[0]}"},
        }
        answer = pool.request("POST", provider, body=json.dumps(mail), headers=HEADERS)
        if answer.status != 202:
            raise RuntimeError(f"the provider answered {answer.status}: {answer.data[:200]!r}")
        return True


def configure(dsn: str) -> None:
    """Set Django up with the tables of its users and of the drips."""
    parts = urlsplit(dsn)
    host = parse_qs(parts.query).get("host", [parts.hostname])[0]
    database: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username,
        "HOST": host,
    }
    database |= {"PASSWORD": unquote(parts.password or ""), "PORT": parts.port or "", "CONN_MAX_AGE": None}
    backend = "__main__.ProviderBackend" if provider else "django.core.mail.backends.locmem.EmailBackend"
    settings.configure(
        DATABASES={"default": database}, USE_TZ=True, SECRET_KEY="b", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "drip"], EMAIL_BACKEND=backend,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}], DEFAULT_FROM_EMAIL="a@example.com",
    )  # fmt: skip
    django.setup()
    from django.core.management import call_command  # type: ignore[import-not-found]

    call_command("migrate", verbosity=0)


def seed(count: int, body: str) -> Any:
    """Write `count` users who signed up three days ago; answer the drip that speaks to them."""
    from django.contrib.auth.models import User  # type: ignore[import-not-found]
    from django.utils.timezone import now  # type: ignore[import-not-found]
    from drip.models import Drip, QuerySetRule  # type: ignore[import-not-found]

    since = now() - timedelta(days=3)
    names = [f"person{number}" for number in range(count)]
    users = [User(username=name, first_name=name, email=f"{name}@example.com", date_joined=since) for name in names]
    User.objects.bulk_create(users, batch_size=1000)
    drip = Drip.objects.create(
        name="Onboarding", enabled=True, subject_template="{{ user.first_name }}, welcome", body_html_template=body
    )
    QuerySetRule.objects.create(drip=drip, field_name="date_joined", lookup_type="lte", field_value="now-2 days")
    return drip


def main(dsn: str, count: int, template: Path) -> None:
    """Seed, run the drip once, and print the seconds it took; every mail must have left."""
    configure(dsn)
    drip = seed(count, template.read_text())
    began = time.perf_counter()
    sent = drip.drip.run()
    seconds = time.perf_counter() - began
    if sent != count:
        sys.exit(f"{sent} of {count} mails left")
    sys.stdout.write(str(seconds))


if __name__ == "__main__":
    provider = sys.argv[4]
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
