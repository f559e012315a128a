"""What MJML is made of: its tags, what each may stand in, and the attributes of each (documentation.mjml.io)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# A tag < the tags it may stand in : its attributes, besides css-class and mj-class. Capitals stand for several.
_GRAMMAR = """
mjml < : owa lang dir
mj-head < mjml :
mj-body < mjml : background-color width lang dir title
mj-title < mj-head :
mj-preview < mj-head :
mj-breakpoint < mj-head : width
mj-font < mj-head : name href
mj-style < mj-head : inline
mj-attributes < mj-head :
mj-html-attributes < mj-head :
mj-selector < mj-html-attributes : path
mj-html-attribute < mj-selector : name
mj-raw < mjml mj-head mj-body mj-wrapper mj-section mj-group COLUMN PARTED : position
mj-wrapper < mj-body : BACK BORDER PADDING full-width text-align
mj-section < mj-body mj-wrapper : BACK BORDER PADDING direction full-width text-align
mj-hero < mj-body mj-wrapper : PADDING background-color background-height background-position background-url
    background-width border-radius container-background-color height inner-background-color inner-padding mode
    vertical-align width
mj-group < mj-section : background-color direction vertical-align width
mj-column < mj-section mj-group : BORDER PADDING background-color direction inner-background-color inner-border
    inner-border-top inner-border-right inner-border-bottom inner-border-left inner-border-radius vertical-align width
mj-text < COLUMN : INSIDE FONT align color height vertical-align
mj-button < COLUMN : INSIDE BORDER FONT LINK align background-color color height inner-padding text-align title
    vertical-align width
mj-image < COLUMN : INSIDE BORDER LINK align alt fluid-on-mobile font-size height max-height sizes src srcset title
    usemap width
mj-divider < COLUMN : INSIDE align border-color border-style border-width width
mj-spacer < COLUMN : INSIDE height
mj-table < COLUMN : INSIDE align border cellpadding cellspacing color font-family font-size font-weight line-height
    role table-layout vertical-align width
mj-social < COLUMN : INSIDE align border-radius color font-family font-size font-style font-weight icon-height
    icon-padding icon-size inner-padding line-height mode table-layout text-decoration text-padding vertical-align
mj-social-element < mj-social : PADDING LINK align alt background-color border-radius color font-family font-size
    font-style font-weight icon-height icon-padding icon-position icon-size line-height sizes src srcset
    text-decoration text-padding title vertical-align
mj-navbar < COLUMN : align base-url hamburger ico-align ico-close ico-color ico-font-family ico-font-size
    ico-line-height ico-open ico-padding ico-padding-bottom ico-padding-left ico-padding-right ico-padding-top
    ico-text-decoration ico-text-transform
mj-navbar-link < mj-navbar : PADDING FONT LINK color
mj-accordion < COLUMN : INSIDE ICONS border font-family
mj-accordion-element < mj-accordion : ICONS background-color border font-family
mj-accordion-title < mj-accordion-element : PADDING background-color color font-family font-size font-weight
mj-accordion-text < mj-accordion-element : PADDING background-color color font-family font-size font-weight
    letter-spacing line-height
mj-carousel < COLUMN : INSIDE align border-radius icon-width left-icon right-icon tb-border tb-border-radius
    tb-hover-border-color tb-selected-border-color tb-width thumbnails
mj-carousel-image < mj-carousel : alt border-radius href rel src target tb-border tb-border-radius thumbnails-src title
"""
_PADDING = "padding padding-top padding-right padding-bottom padding-left"
_SEVERAL: Mapping[str, str] = {
    "COLUMN": "mj-column mj-hero",
    "PARTED": "mj-social mj-navbar mj-accordion mj-accordion-element mj-carousel",
    "PADDING": _PADDING,
    "INSIDE": f"container-background-color {_PADDING}",
    "BORDER": "border border-top border-right border-bottom border-left border-radius",
    "BACK": """background-color background-url background-repeat background-size background-position
        background-position-x background-position-y""",
    "FONT": """font-family font-size font-style font-weight letter-spacing line-height text-decoration
        text-transform""",
    "LINK": "href name rel target",
    "ICONS": """icon-align icon-height icon-position icon-unwrapped-alt icon-unwrapped-url icon-width
        icon-wrapped-alt icon-wrapped-url""",
}
_LINE = re.compile(r"^([\w-]+) < (.*?):(.*(?:\n    .*)*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: what it may stand in (nothing: it is the whole), and what attributes it has."""

    parents: frozenset[str]
    attributes: frozenset[str]


def _words(written: str) -> frozenset[str]:
    return frozenset(word for short in written.split() for word in _SEVERAL.get(short, short).split())


TAGS: Mapping[str, Tag] = {
    name: Tag(_words(parents), _words(f"{attributes} css-class mj-class"))
    for name, parents, attributes in _LINE.findall(_GRAMMAR)
}
# Tags whose inside is HTML or text, which MJML does not look into.
HTML_INSIDE = _words(
    """mj-text mj-button mj-table mj-raw mj-style mj-title mj-preview mj-navbar-link mj-social-element
    mj-accordion-title mj-accordion-text mj-html-attribute"""
)
# Attributes that hold a size: a field in them is dropped, or makes a mail that no program can draw.
SIZES = _words(
    """width height max-height font-size line-height letter-spacing border-radius border-width inner-padding
    cellpadding cellspacing icon-size icon-height background-width background-height PADDING"""
)
