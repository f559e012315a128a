"""The links to surveys in what is said to one person, each signed for that very mail or message."""

from collections.abc import Collection, Mapping

from emails.survey_link import Invitation, link, sign
from journeys.survey import Survey
from workers.boot import App


def survey_links(app: App, surveys: tuple[Survey, ...], key: str, names: Collection[str]) -> Mapping[str, str]:
    """Answer what those of the fields `names` that lead to surveys are, in what is said under the send key `key`.

    Where nothing was said under that key, as in what is only looked at, the link leads to the survey and keeps nothing.
    """
    return {
        name: link(app.settings.public_url, sign(Invitation(survey.name, key), app.secret), chosen)
        for survey in surveys
        for name, chosen in survey.links.items()
        if f"surveys.{name}" in names
    }
