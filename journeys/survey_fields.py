"""The links to surveys, as mails name them."""

from collections.abc import Iterator

from journeys.field import Field
from journeys.success import Program

PLACE = "https://example.com/surveys/"


def survey_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `surveys`: empty until the mail is addressed, since each is somebody's own."""
    for survey in program.surveys:
        for name, chosen in survey.links.items():
            with_it = f", with {' and '.join(chosen.values())} chosen already" if chosen else ""
            yield Field(
                f"surveys.{name}", "text", lambda _: "",
                f"The link to the survey `{survey.name}`{with_it}: for one person, who answers once", PLACE + name,
                in_conditions=False,
            )  # fmt: skip
