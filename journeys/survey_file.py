"""Surveys as files: what they ask, read and judged against the event that the answers become."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal, cast

from journeys.document import Scalar, Table, read_document
from journeys.mistakes import Mistakes, did_you_mean, one_of
from journeys.place import Place
from journeys.reserved import RESERVED
from journeys.section import NAME, Section
from journeys.silence import feeds_of
from journeys.success import Feed
from journeys.survey import Choice, Question, Scale, Survey, Writing, plain
from journeys.survey_fit import misfit

SCALE = re.compile(r"(\d{1,3}) to (\d{1,3})")
WIDEST = 11  # numbers that stand beside each other on a page
TEXTS = ("short", "long", "date")
FORMS = ("scale", "choices", "text")
GAP = re.compile(r"\{(.*?)\}")
NAMES = ("product", "company")  # what may stand in braces, for program.yaml to fill in
MOST = 12  # questions, and choices of one


def read_surveys(sources: Mapping[str, str], feeds: tuple[Feed, ...], mistakes: Mistakes) -> tuple[Survey, ...]:
    """Answer the surveys that these files (text by path) make; what is wrong with any goes to `mistakes`."""
    found = [survey for path, text in sources.items() if (survey := _read(text, path, feeds, mistakes))]
    names: dict[str, str] = {}
    for survey in found:
        for link in survey.links:
            if names.setdefault(link, survey.name) != survey.name:
                path = next(path for path in sources if PurePosixPath(path).stem == survey.name)
                both = f"it would be another link of the survey {names[link]}"
                mistakes.add(Place(path), f"surveys.{link} cannot be told apart: {both}; give the file another name")
    return tuple(found)


def _read(text: str, path: str, feeds: tuple[Feed, ...], mistakes: Mistakes) -> Survey | None:
    try:
        section = Section(read_document(text, path), mistakes, "the survey")
    except ExceptionGroup as group:
        mistakes.include(group)
        return None
    event = section.text("event")
    survey = Survey(
        name=PurePosixPath(path).stem,
        title=_words(section, "title"),
        intro=_words(section, "intro", ""),
        event=event,
        feed=_feed(section, event, feeds),
        questions=tuple(_questions(section, event)),
        thanks=_words(section, "thanks"),
        carries=tuple(name for name, _ in section.texts("carries", ())),
    )
    _complain_of_missing(section, survey)
    section.close()
    return survey if survey.questions else None


def _feed(section: Section, event: str, feeds: tuple[Feed, ...]) -> str:
    bringing = [feed.name for feed in feeds_of(event, feeds)]
    if event and not bringing:
        known = [name for feed in feeds for name in feed.events if not name.endswith("*")]
        hint = did_you_mean(event, known) or ": add it to the events of a feed in program.yaml"
        section.mistake("event", f'no feed brings an event "{event}"{hint}')
    return bringing[0] if bringing else ""


def _questions(section: Section, event: str) -> Iterator[Question]:
    entries = section.items("questions")
    if "questions" in section and not 1 <= len(entries) <= MOST:
        section.mistake("questions", f"a survey has 1 to {MOST} questions")
    seen: set[str] = set()
    for entry in entries:
        question = _question(entry)
        if question.id in seen:
            entry.mistake("id", f'there are two questions with the id "{question.id}"')
        seen.add(question.id)
        if question.id and (wrong := misfit(question, event)):
            entry.mistake("id", wrong)
        entry.close()
        yield question


def _question(entry: Section) -> Question:
    name = entry.text("id")
    if name and not NAME.fullmatch(name):
        entry.mistake("id", f'"{name}" is no name: use small letters, digits and _')
    return Question(name, _words(entry, "ask"), _form(entry), _words(entry, "hint", ""), entry.flag("optional", False))


def _form(entry: Section) -> Scale | Choice | Writing:
    named = [form for form in FORMS if form in entry]
    if len(named) != 1 and entry.sound:
        place = entry.where_key(named[1]) if named else entry.place
        entry.mistakes.add(place, f"a question is answered in one way: {one_of(FORMS)}")
    match named[:1]:
        case ["scale"]:
            return _scale(entry)
        case ["choices"]:
            return _choice(entry)
        case ["text"]:
            return _writing(entry)
    return Writing("short")


def _writing(entry: Section) -> Writing:
    said = entry.choice("text", TEXTS)
    return Writing(cast('Literal["short", "long", "date"]', said if said in TEXTS else "short"))


def _scale(entry: Section) -> Scale:
    text = entry.text("scale")
    found = SCALE.fullmatch(text)
    least, most = (int(found[1]), int(found[2])) if found else (0, 1)
    if not found or not least < most < least + WIDEST:
        entry.mistake("scale", f'a scale is written "0 to 10" or "1 to 5", with {WIDEST} numbers at most')
        least, most = 0, 1
    return Scale(least, most, _words(entry, "low", ""), _words(entry, "high", ""))


def _choice(entry: Section) -> Choice:
    words = _choices(entry)
    if not 2 <= len(words) <= MOST:
        entry.mistake("choices", f"there are 2 to {MOST} choices")
    if len({plain(value) for value in words} - {""}) < len(words):
        entry.mistake("choices", "two choices cannot be told apart, or one has no letters")
    several = entry.flag("several", False)
    if "other" in entry and not several:
        entry.mistake("other", "other needs `several: true`: whoever may choose one only could mean neither")
    return Choice(words, several, _words(entry, "other", ""))


def _choices(entry: Section) -> dict[str, str]:
    """Read a list of texts, or what is kept and how it reads: `too expensive: It costs too much`."""
    value = entry.value("choices")
    if isinstance(value, Table):
        return {key: words.text for key, words in value.entries.items() if isinstance(words, Scalar)}
    return {text: text for text, _ in entry.texts("choices")}


def _words(section: Section, key: str, default: str | None = None) -> str:
    """Read words for people, in which {product} and {company} stand for what program.yaml says."""
    text = " ".join(section.text(key, default).split())
    for name in GAP.findall(text):
        if name not in NAMES:
            section.mistake(key, f"{{{name}}} cannot be filled in; there are {{product}} and {{company}}")
    return text


def _complain_of_missing(section: Section, survey: Survey) -> None:
    reserved = RESERVED.get(survey.event)
    told = {question.id: question for question in survey.questions}
    for name, rule in reserved.properties.items() if reserved and told else ():
        if rule.required and (name not in told or told[name].optional):
            must = f'"{survey.event}" needs the property {name}'
            section.mistake("questions", f"{must}: ask for it in a question with that id that is not optional")
    for name, place in section.texts("carries", ()):
        if name in told:
            section.mistakes.add(place, f"{name} is asked for already")
