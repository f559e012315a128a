"""How long from saving a mail until a browser shows it: `python -m tests.benchmarks.probe_workshop`.

The folder is a copy of the program that ships, the browser a real one, the database SQLite.
"""

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from console.program_files import REHEARSED, gather
from models.database import make_engine
from models.migrate import upgrade
from tests.browser import chromium, tab
from tests.workshop import opened

MAIL = "emails/templates/onboarding/welcome.md"
TIMES = 20
SHOWS = """word => { const page = document.querySelector('iframe[data-view=desktop]').contentDocument;
  return page && page.body && page.body.textContent.includes(word); }"""


def main() -> None:
    """Save a mail many times and print how long each took to be seen."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        engine = make_engine(f"sqlite:///{home / 'tenure.db'}")
        upgrade(engine)
        with opened(engine, home, datetime(2026, 3, 2, 10, tzinfo=UTC)) as workshop, chromium() as browser:
            for path, text in gather(None, REHEARSED)[0].items():
                workshop.write(path, text)
            with tab(browser, workshop.url, workshop.token()) as page:
                page.goto("/workshop/mails/onboarding/welcome")
                page.wait_for_selector("#live[data-state=on]")
                text = (workshop.folder / MAIL).read_text(encoding="utf-8")
                seen = []
                for number in range(TIMES):
                    word = f"word-{number}"
                    began = time.perf_counter()
                    workshop.write(MAIL, text.replace("One piece", f"{word} piece"))
                    page.wait_for_function(SHOWS, arg=word, polling=10)
                    seen.append(time.perf_counter() - began)
        engine.dispose()
    print(f"seen after {statistics.median(seen):.2f} s (median), {max(seen):.2f} s at most, of {TIMES} saves")  # noqa: T201


if __name__ == "__main__":
    main()
