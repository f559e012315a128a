"""Components: how each is written, how it reads, and what is said when it is written otherwise."""

import re

import pytest

from emails.library import read_library
from tests.unit.emails.catalog import FIELDS, Told
from tests.unit.emails.desk import FRONT, IN_APP, PATH, THEME, example, mail, mistakes, rendered, told


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (":::button [Go & see]({{ links.app }})", "Go & see:\nhttps://app.cadence.example/app"),
        (":::video [Tour]({{ links.video }}) 2 minutes", "Watch: Tour (2 minutes):\nhttps://app.cadence.example/video"),
        (":::video [Tour]({{ links.video }})", "Watch: Tour:\nhttps://app.cadence.example/video"),
        (":::callout\n**Note** this\nwell\n\nand that\n:::", "| Note this well\n| \n| and that"),
        (
            ":::quote\nIt *saves* us\na day.\n-- Ada, {{ account.name }}\n:::",
            "> It saves us a day.\n> — Ada, Brightwater",
        ),
        (":::columns\nLeft\n|||\nRight\n\n:::button [Go]({{ links.app }})\n:::", "Left\n\nRight\n\nGo:\nhttps://app"),
        (":::divider", "* * *"),
        (":::trend\n- Logins: {{ usage.feature_adoption | percent }}\n:::", "Logins: up 40%"),
        (
            ":::trend\n- Tasks: {{ metrics.tasks_completed }} against {{ checklist.total }}\n:::",
            "Tasks: up 140% (now 12, before 5)",
        ),
        (
            ":::recommendations",
            "* Automations: Let Cadence move the cards, remind people and assign the follow-up\n  https://app.cadence",
        ),
        (":::stats\n- Tasks: {{ checklist.done }} of {{ checklist.total }}\n:::", "Tasks: 1 of 5"),
        (
            ":::scale\n- [0]({{ links.app }})\n- [10]({{ links.help }})\n:::",
            "0: https://app.cadence.example/app\n10: https://",
        ),
        (":::bars\n- In use: {{ usage.feature_adoption | percent }}\n:::", "████░░░░░░ 40%  In use"),
        (":::steps\n1. **Add** a task\n2. [Open]({{ links.app }})\n:::", "1. Add a task\n2. Open (https://app.cadence"),
        (":::signature", "Maya Lindqvist\nCustomer success, Cadence"),
    ],
)
def test_a_component_reads_well_as_text(body: str, text: str) -> None:
    assert rendered(body).startswith(text)


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        (
            ":::button go",
            6,
            "a button is words in [ ] and, right behind them, in ( ) where they lead: write :::button [",
        ),
        (":::button", 6, "a button is words in [ ] and"),
        (":::button [Go] ({{ links.app }})", 6, '"links.app" is a link: put words in front of it'),
        (":::button [Go] (https://a.example)", 6, "a button is words in [ ] and"),
        (":::button []({{ links.app }})", 6, "a button is words in [ ] and"),
        (":::button [Go]({{ links.app }}) now", 6, "nothing follows the link of a button: write :::button"),
        (":::button\n[Go]({{ links.app }})\n:::", 6, ":::button is a single line, without a closing :::"),
        (":::video", 6, "a video is its title in [ ] and"),
        (":::video ![x](https://a.example/x.png)", 6, "a video is its title in [ ] and"),
        (":::video [Tour]({{ links.video }}) ![](https://a.example/x.png)", 6, "say what the image shows"),
        (":::video [T]({{ links.video }}) ![x](http://a.example/x.png)", 6, "an image has to be at an https address"),
        (":::checklist now", 6, "nothing follows :::checklist on its line: write :::checklist, alone on its line"),
        (":::checklist\n:::", 6, ":::checklist is a single line, without a closing :::"),
        (":::signature Maya", 6, "nothing follows :::signature"),
        (":::divider ---", 6, "nothing follows :::divider"),
        (":::callout\n:::", 6, "there is nothing inside :::callout: write :::callout ⏎ some text ⏎ :::"),
        (":::callout Careful\n:::", 6, "nothing follows :::callout on its line: write :::callout ⏎"),
        (":::callout Careful", 6, "nothing follows :::callout on its line: write :::callout ⏎"),
        (":::callout\nx\n\n:::button [Go]({{ links.app }})\n:::", 9, ":::button cannot stand inside a callout"),
        (":::stats\nTasks, 3\n:::", 7, 'every line inside :::stats is written - label: value, not "Tasks, 3"'),
        (":::stats\n- Tasks: 3\n- Days\n:::", 8, "every line inside :::stats is written - label: value"),
        (":::scale\n- 10\n:::", 7, 'every line inside :::scale is written - [10]({{ surveys.nps_10 }}), not "- 10"'),
        (
            ":::scale\n" + "- [1]({{ links.app }})\n" * 12 + ":::",
            18,
            "a scale has at most 11 answers, or a phone cannot",
        ),
        (":::stats\n:::", 6, "there is nothing inside :::stats: write"),
        (":::bars\n- In use: {{ usage.features_used }}\n:::", 7, "a bar shows a share of a whole, such as"),
        (":::bars\n- In use: 40%\n:::", 7, "a bar shows a share of a whole, such as"),
        (":::bars\n- In: about {{ usage.feature_adoption | percent }}\n:::", 7, "a bar shows a share of a whole"),
        (":::trend\n- Tasks: {{ metrics.tasks_completed }}\n:::", 7, "a trend shows how a figure changed"),
        (":::trend\n- Tasks: up\n:::", 7, "a trend shows how a figure changed"),
        (
            ":::trend\n- In: {{ usage.feature_adoption | percent }} against {{ usage.features_used }}\n:::",
            7,
            "a trend shows how a figure changed",
        ),
        (":::steps\n- no number\n:::", 7, 'every step begins with its number, 1. what to do, not "- no number"'),
        (":::steps\n1. one\nand more\n:::", 8, "every step begins with its number"),
        (":::quote\nIt is good.\n:::", 6, "the last line of a quote says who said it, behind a dash: write :::quote ⏎"),
        (":::quote\n— Ada\n:::", 6, "a quote begins with what was said"),
        (":::columns\nleft\n\nright\n:::", 6, "there are two columns, and between them one line that says |||"),
        (":::columns\na\n|||\nb\n|||\nc\n:::", 6, "there are two columns, and between them one line"),
        (":::columns\n|||\nright\n:::", 6, "one of the columns is empty"),
        (":::columns\n:::checklist\n|||\nx\n:::", 7, ":::checklist cannot stand inside columns, which holds"),
        (":::columns\n:::callout\nx\n:::\n|||\nx\n:::", 7, ":::callout cannot stand inside columns, which holds"),
        (":::recommendations {{ account.name }}", 6, "only the name of a list may follow :::recommendations"),
        (":::recommendations checklist.items", 6, "every item of checklist.items needs a title, a benefit and a link"),
        (":::recommendations usage.features_used", 6, '"usage.features_used" is a number, not a list'),
        (":::recommendations usage.unused_featurs", 6, 'there is no field "usage.unused_featurs": did you mean'),
    ],
)
def test_a_component_written_otherwise_gets_one_sentence(body: str, line: int, message: str) -> None:
    ((at, _column, said),) = told(mistakes(body))
    assert (at, said[: len(message)]) == (line, message)


def test_a_component_that_is_never_closed_is_told_how_to_close_it() -> None:
    ((_, _, message),) = told(mistakes(":::callout\nnever closed"))
    assert message == ":::callout is never closed: end it with a line that says ::: and no more"


def test_a_component_may_be_indented() -> None:
    assert "Maya Lindqvist" in rendered("Hello\n\n  :::signature")
    assert ":::" not in rendered("Hello\n\n  :::callout\n  a note\n  :::")


def test_more_colons_than_three_are_three() -> None:
    assert rendered("::::callout\na note\n:::::\n\n:::: signature").startswith("| a note\n\nMaya")


def test_a_misspelled_component_gets_a_suggestion() -> None:
    assert told(mistakes(":::buton [x]({{ links.app }})")) == [
        (6, 4, 'there is no component "buton": did you mean "button"?')
    ]


def test_an_end_without_a_beginning_is_a_mistake() -> None:
    assert told(mistakes("text\n\n:::")) == [(8, 1, "::: closes nothing here")]


def test_a_bar_is_as_long_as_the_share() -> None:
    html = mail(":::bars\n- In use: {{ usage.feature_adoption | percent }}\n:::").render(example()).html
    assert 'width="40%"' in html
    assert ">40%</td>" in html


def test_a_button_in_a_loop_comes_as_often_as_the_loop_says() -> None:
    body = "{% for f in usage.unused_features %}\n:::button [Try {{ f.title }}]({{ f.link }})\n{% endfor %}"
    assert rendered(body).startswith("Try Automations:\nhttps://app.cadence.example/automations\n\nTry Reports:\n")


def test_a_condition_around_a_component_leaves_it_out() -> None:
    body = "{% if account.trial %}\n:::button [Buy]({{ links.app }})\n{% endif %}\n\nThe end"
    assert "Buy" not in mail(body).render(example()).html


def test_in_an_app_there_are_words_and_buttons() -> None:
    html = mail("Hi **you**\n\n:::button [Go]({{ links.app }})", IN_APP).render(example()).html
    assert html == (
        '<p>Hi <strong>you</strong></p>\n<p><a class="button" href="https://app.cadence.example/app">Go</a></p>'
    )


def test_what_an_app_cannot_show_is_a_mistake() -> None:
    assert told(mistakes("x\n\n:::checklist", IN_APP)) == [(8, 4, '"checklist" can be shown in an email only')]


NAME = "{{ account.name }}"
SPOKEN = [
    ("button", "label", f":::button [Go {NAME}]({{{{ links.app }}}})"),
    ("video", "label", f":::video [Go {NAME}]({{{{ links.video }}}})"),
    ("video", "note", f":::video [Go]({{{{ links.video }}}}) for {NAME}"),
    ("callout", "html", f":::callout\nfor {NAME}\n:::"),
    ("quote", "html", f":::quote\nfor {NAME}\n— Ada\n:::"),
    ("quote", "who", f":::quote\nGood.\n— Ada, {NAME}\n:::"),
    ("columns", "block.html", f":::columns\nfor {NAME}\n|||\nx\n:::"),
    ("columns", "block.label", f":::columns\nx\n|||\n:::button [Go {NAME}]({{{{ links.app }}}})\n:::"),
    ("stats", "row.label", f":::stats\n- for {NAME}: 3\n:::"),
    ("stats", "row.value", f":::stats\n- for: {NAME}\n:::"),
    ("stats", "row.start", ":::stats\n{% if account.trial %}\n- x: 1\n{% endif %}\n- y: 2\n:::"),
    ("scale", "row.label", f":::scale\n- [Go {NAME}]({{{{ links.app }}}})\n:::"),
    ("bars", "row.label", f":::bars\n- for {NAME}: {{{{ usage.feature_adoption | percent }}}}\n:::"),
    ("bars", "row.value", ":::bars\n- In use: {{ usage.feature_adoption | percent }}\n:::"),
    ("trend", "row.label", f":::trend\n- for {NAME}: {{{{ usage.feature_adoption | percent }}}}\n:::"),
    ("trend", "row.now", ":::trend\n- Tasks: {{ metrics.tasks_completed }} against {{ checklist.total }}\n:::"),
    ("trend", "row.before", ":::trend\n- Tasks: {{ metrics.tasks_completed }} against {{ checklist.total }}\n:::"),
    ("steps", "row.html", f":::steps\n1. for {NAME}\n:::"),
]


@pytest.mark.parametrize(("component", "slot", "body"), SPOKEN)
def test_no_field_gets_lost_in_a_component(component: str, slot: str, body: str) -> None:
    assert mistakes(body) == []
    drawn = THEME[f"emails/themes/{component}.mjml"]
    assert f"[[ {slot} ]]" in drawn
    found = mistakes(body, **{f"{component}_mjml": drawn.replace(f"[[ {slot} ]]", "")})
    assert [mistake.msg for mistake in found if "cannot stand here" in mistake.msg]


@pytest.mark.parametrize(("component", "body"), [(component, body) for component, _slot, body in SPOKEN])
def test_no_field_gets_lost_in_the_text_of_a_component(component: str, body: str) -> None:
    found = mistakes(body, **{f"{component}_txt": "nothing\n"})
    assert [mistake.msg for mistake in found if "cannot stand here" in mistake.msg]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (":::divider", "border-top: solid 1px #e4e0d6"),
        (":::quote\nGood.\n— Ada\n:::", "— Ada</p>"),
        (":::video [T]({{ links.video }}) ![Maya shows a board](https://a.example/x.png)", 'alt="Maya shows a board"'),
        (":::recommendations", '<a href="https://app.cadence.example/automations"'),
        (":::recommendations usage.unused_features[:1]", '<a href="https://app.cadence.example/automations"'),
        (":::columns\na\n|||\nb\n:::", '<!--[if mso | IE]><td width="256" valign="top"><![endif]-->'),
        (":::columns\na\n|||\n:::button [Go]({{ links.app }})\n:::", 'href="https://app.cadence.example/app"'),
        (":::signature", "<strong>Maya Lindqvist</strong>"),
    ],
)
def test_a_component_is_drawn(body: str, shown: str) -> None:
    assert shown in " ".join(mail(body).render(example()).html.split())


def test_a_trend_says_in_words_where_it_leads() -> None:
    logins = mail(":::trend\n- Logins: {{ usage.feature_adoption | percent }}\n:::")
    told = {}
    for change in (-1, -0.4, -0.03, -0.02, 0, 0.02, 0.03, 1.5, 12):
        usage = {**example()["usage"], "feature_adoption": change}  # type: ignore[dict-item]
        told[change] = logins.render({**example(), "usage": usage}).text.split("\n")[0].removeprefix("Logins: ")
    assert told == {
        -1: "down 100%",
        -0.4: "down 40%",
        -0.03: "down 3%",
        -0.02: "steady",
        0: "steady",
        0.02: "steady",
        0.03: "up 3%",
        1.5: "up 150%",
        12: "up 1,200%",
    }


@pytest.mark.parametrize(
    ("now", "before", "words", "bars"),
    [
        (12, 10, "up 20%", ("100%", "83%")),
        (5, 10, "down 50%", ("50%", "100%")),
        (10, 10, "steady", ("100%", "100%")),
        (0, 10, "down 100%", ("2%", "100%")),
        (7, 0, "new", ("100%", "2%")),
        (0, 0, "steady", ("2%", "2%")),
    ],
)
def test_a_trend_compares_two_figures(now: int, before: int, words: str, bars: tuple[str, str]) -> None:
    body = ":::trend\n- Tasks: {{ metrics.tasks_completed }} against {{ checklist.total }}\n:::"
    groups = example()
    metrics = {**groups["metrics"], "tasks_completed": now}  # type: ignore[dict-item]
    content = mail(body).render(
        {**groups, "metrics": metrics, "checklist": {**groups["checklist"], "total": before}}  # type: ignore[dict-item]
    )
    assert content.text.startswith(f"Tasks: {words} (now {now}, before {before})\n")
    assert re.findall(
        r'<table role="presentation" width="(\d+%)" cellpadding="0"[^>]*><tbody><tr><td class="f', content.html
    ) == [*bars]


def test_a_trend_puts_the_share_where_the_language_has_it() -> None:
    body = ":::trend\n- Besuche: {{ usage.feature_adoption | percent }}\n:::"
    brand = {"emails/themes/brand.de.yaml": "words: {up: '{} mehr'}"}
    files = {**THEME, **brand, PATH: FRONT + "x", PATH.replace(".md", ".de.md"): "---\n---\n" + body}
    assert (
        read_library(files, FIELDS).choose("try", "de", "a").render(example()).text.startswith("Besuche: 40\xa0% mehr")
    )


def test_without_anything_to_recommend_nothing_is_said() -> None:
    groups = example()
    none = {**groups, "usage": {**groups["usage"], "unused_features": []}}  # type: ignore[dict-item]
    assert mail("Hello\n\n:::recommendations").render(none) == mail("Hello").render(none)


def test_without_a_checklist_nothing_is_said() -> None:
    groups = example()
    none = {**groups, "checklist": {**groups["checklist"], "items": []}}  # type: ignore[dict-item]
    assert mail("Hello\n\n:::checklist").render(none) == mail("Hello").render(none)


@pytest.mark.parametrize("name", ["stats", "bars", "trend", "steps"])
def test_a_line_of_a_component_may_be_left_out(name: str) -> None:
    lines = ["1. one", "2. two"] if name == "steps" else ["- one: {}", "- two: {}"]
    one, two = (line.format("{{ usage.feature_adoption | percent }}") for line in lines)
    left = f":::{name}\n{{% if account.trial %}}\n{one}\n{{% else %}}\n{two}\n{{% endif %}}\n:::"
    shown, other = rendered(left), rendered(left, account={**example()["account"], "trial": True})  # type: ignore[dict-item]
    assert ("one" in shown, "two" in shown) == (False, True)
    assert ("one" in other, "two" in other) == (True, False)


def test_a_bar_may_be_the_share_of_an_item() -> None:
    teams = [{"title": "Design", "share": 0.75}, {"title": "Delivery", "share": 0.4}]
    body = ":::bars\n{% for team in usage.teams %}\n- {{ team.title }}: {{ team.share | percent }}\n{% endfor %}\n:::"
    library = read_library({**THEME, PATH: FRONT + body}, {**FIELDS, "usage.teams": Told("list", teams)})
    groups = example()
    shown = library.editions["try"].render({**groups, "usage": {**groups["usage"], "teams": teams}}).text  # type: ignore[dict-item]
    assert shown.startswith("████████░░ 75%  Design\n████░░░░░░ 40%  Delivery")


def test_each_item_of_a_loop_has_a_row_of_figures_of_its_own() -> None:
    looped = (
        ":::stats\n{% for feature in usage.unused_features %}\n- {{ feature.title }}: 1\n{% endfor %}\n- All: 2\n:::"
    )
    table = mail(looped).render(example()).html.partition("Automations")[2].partition("All")[0]
    assert [row.count('class="figure"') for row in table.split("<tr>") if "figure" in row] == [1, 1]
    assert "Reports" in table


def test_a_number_that_may_be_zero_is_asked_for_by_whether_it_is_known() -> None:
    body = "{% if usage.monthly_users is known %}\n{{ usage.monthly_users }} people\n{% else %}\nwho knows\n{% endif %}"
    people = {users: {**example()["usage"], "monthly_users": users} for users in (0, 3, None)}  # type: ignore[dict-item]
    said = [rendered(body, usage=usage).split("\n")[0] for usage in people.values()]
    assert said == ["0 people", "3 people", "who knows"]
    assert told(mistakes("{% if account.plan is defined %}x{% endif %}"))[0][2].startswith('"is" cannot be used')


def test_a_component_that_the_theme_does_not_draw_is_told() -> None:
    without = {path: text for path, text in THEME.items() if "divider" not in path}
    with pytest.raises(ExceptionGroup) as stopped:
        read_library({**without, PATH: FRONT + ":::divider"}, FIELDS)
    assert '"divider" needs divider.mjml and .txt in emails/themes/' in str(stopped.value.exceptions[0])


def test_a_component_of_the_theme_without_plain_text_is_told() -> None:
    without = {path: text for path, text in THEME.items() if "divider.txt" not in path}
    with pytest.raises(ExceptionGroup) as stopped:
        read_library({**without, PATH: FRONT + "x"}, FIELDS)
    assert "its plain text is missing: add divider.txt beside it" in str(stopped.value.exceptions[0])
