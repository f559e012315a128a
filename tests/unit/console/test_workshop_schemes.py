"""A mail in light and in dark, whatever the browser prefers."""

from console.workshop.schemes import shown_in

MAIL = """<html lang="en" style="color-scheme: light dark;supported-color-schemes: light dark;"><head>\
<meta name="color-scheme" content="light dark"><style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) { body { color: white } }
@media (prefers-color-scheme:light) and (max-width: 479px) { body { color: black } }
</style></head><body>(prefers-color-scheme: dark) is what an account is called</body></html>"""


def test_dark_is_always_on_in_a_dark_frame() -> None:
    dark = shown_in(MAIL, "dark")

    assert "@media (min-width: 0) { body { color: white } }" in dark
    assert "@media (max-width: 0) and (max-width: 479px)" in dark


def test_dark_is_never_on_in_a_light_frame() -> None:
    light = shown_in(MAIL, "light")

    assert "@media (max-width: 0) { body { color: white } }" in light
    assert "@media (min-width: 0) and (max-width: 479px)" in light


def test_the_browser_is_told_the_scheme_for_what_the_mail_leaves_to_it() -> None:
    dark = shown_in(MAIL, "dark")

    assert 'content="dark"' in dark
    assert 'style="color-scheme: dark;supported-color-schemes: dark;"' in dark
    assert ":root { color-scheme: dark; supported-color-schemes: dark; }" in dark


def test_what_the_mail_says_is_left_alone() -> None:
    assert "<body>(prefers-color-scheme: dark) is what an account is called</body>" in shown_in(MAIL, "light")
