"""What is found in where pictures are fetched from: the address of a page about the picture shows nothing in a mail."""

import pytest

from tests.unit.emails.lint_desk import TITLE, told

LOGO = "# logo: {src: https://www.cadence.example/logo.png, alt: Cadence, width: 140}"


def shown(address: str) -> str:
    return TITLE + f"Words.\n\n![A board with three columns]({address})"


@pytest.mark.parametrize(
    ("address", "way_out"),
    [
        ("https://www.dropbox.com/scl/fi/abc/board.png?rlkey=xyz&dl=0", "end it with ?raw=1"),
        ("https://dropbox.com/s/abc/board.png", "end it with ?raw=1"),
        ("https://drive.google.com/file/d/1AbC/view?usp=sharing", "put the picture on your own website"),
        ("https://drive.google.com/uc?id=1AbC", "put the picture on your own website"),
        ("https://docs.google.com/document/d/1AbC/edit", "put the picture on your own website"),
        ("https://photos.app.goo.gl/AbC", "put the picture on your own website"),
        ("https://1drv.ms/i/s!AbC", "put the picture on your own website"),
        ("https://onedrive.live.com/?id=AbC", "put the picture on your own website"),
        ("https://acme-my.sharepoint.com/:i:/g/personal/ada/AbC", "put the picture on your own website"),
        ("https://imgur.com/AbCdE", "https://i.imgur.com/….png"),
        ("https://imgur.com/a/AbCdE", "https://i.imgur.com/….png"),
        ("https://github.com/acme/brand/blob/main/board.png", "end it with ?raw=true"),
        ("https://WWW.Dropbox.com/s/abc/board.png?dl=0", "end it with ?raw=1"),
    ],
)
def test_an_address_of_a_page_about_the_picture_is_told_with_its_line_and_the_way_out(
    address: str, way_out: str
) -> None:
    (finding,) = told("picture", shown(address))

    assert (finding.severity, finding.line, finding.preview) == ("warning", 10, "")
    assert address in finding.message
    assert way_out in finding.message


@pytest.mark.parametrize(
    "address",
    [
        "https://www.dropbox.com/scl/fi/abc/board.png?rlkey=xyz&raw=1",
        "https://dl.dropboxusercontent.com/s/abc/board.png",
        "https://docs.google.com/drawings/d/1AbC/pub?w=600",
        "https://onedrive.live.com/download?resid=AbC",
        "https://i.imgur.com/AbCdE.png",
        "https://github.com/acme/brand/blob/main/board.png?raw=true",
        "https://cdn.example.com/dropbox.com/board.png",
        "https://imgur.com.example/board",
    ],
)
def test_the_address_of_a_picture_itself_is_in_order(address: str) -> None:
    assert told("picture", shown(address)) == []


def test_a_logo_that_is_a_page_is_told_in_the_brand_and_once() -> None:
    logo = "logo: {src: https://www.dropbox.com/s/abc/logo.png?dl=0, alt: Cadence, width: 140}"

    (finding,) = told("picture", TITLE, theme=[("brand.yaml", LOGO, logo)])

    assert (finding.path, finding.severity) == ("emails/themes/brand.yaml", "warning")
    assert finding.line > 0
