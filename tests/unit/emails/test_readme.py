"""What we tell marketers is true."""

import re

import pytest

from emails.components import COMPONENTS
from emails.filters import FILTERS
from emails.library import read_mails
from emails.look import COLORS, ENTRIES
from tests.unit.emails.catalog import FIELDS, ROOT
from tests.unit.emails.desk import FRONT, THEME, example, mail, mistakes

README = (ROOT / "emails/README.md").read_text(encoding="utf-8")


def test_the_example_is_a_mail() -> None:
    found = re.search(r"```markdown\n(---\n.*?---\n)(.*?)```", README, re.DOTALL)
    assert found
    content = mail(found[2], found[1]).render(example())
    assert content.subject == "Ada, your board is waiting"
    assert "- Automations (https://" in content.text


@pytest.mark.parametrize("name", [*COMPONENTS, *FILTERS])
def test_every_component_and_filter_is_explained(name: str) -> None:
    assert re.search(rf":::{name}\b|\| {name}\b", README)


def test_the_mistake_it_shows_is_the_one_that_is_told() -> None:
    assert mistakes("Hi {{ contact.first_nme }},")[0].msg in README


CELLS = [cell.replace(r"\|", "|") for cell in re.findall(r"^\| `(\{\{.*?|\{% if contact.*?)` \|", README, re.MULTILINE)]


@pytest.mark.parametrize("cell", CELLS)
def test_what_stands_in_the_tables_can_be_written(cell: str) -> None:
    needed = "{% if account.arr %}" + cell + "{% endif %}" if "account.arr" in cell else cell
    assert mistakes(needed) == []


def examples(heading: str) -> list[str]:
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```markdown\n(.*?)```", section, re.DOTALL)


def test_the_examples_of_languages_and_versions_are_what_they_seem() -> None:
    [german], [variant, goal] = examples("Other languages"), examples("Trying two versions")
    welcome = FRONT.replace("topic", goal + "topic") + "Hi"
    files = {"welcome": welcome, "welcome.de": german, "welcome.b": variant}
    sources = {**THEME, **{f"emails/templates/{name}.md": text for name, text in files.items()}}
    mails, found = read_mails(sources, FIELDS, {"project created"})
    assert found == []
    assert mails["welcome"].shares == {"b": 0.3}
    assert mails["welcome"].choose("de-AT", "acme").render(example()).subject == "Cadence ist bereit"


def test_the_components_it_writes_out_can_be_written() -> None:
    section = README.partition("## Components")[2].partition("\n## ")[0]
    for written in re.findall(r"```markdown\n(.*?)```", section, re.DOTALL):
        assert mistakes(written) == []


@pytest.mark.parametrize("name", [*ENTRIES, *COLORS])
def test_every_entry_of_the_brand_is_explained(name: str) -> None:
    assert f"`{name}`" in README.partition("## For designers")[2]
