"""A report as one HTML file that needs nothing else.

All text of the page goes through the escaping of the template or, for the script, through `as_json`. As a
second wall the file carries a content security policy: it runs its own script alone and loads nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from cleaner import __version__
from cleaner.decisions import FORMAT, VERSION
from cleaner.report.content import Content
from cleaner.report.provenance import NOBODY
from cleaner.report.strings import attribute, element, strings

if TYPE_CHECKING:
    from cleaner.report.rows import Run

STYLES = ("frame.css", "page.css", "edits.css", "review.css", "narrow.css")
SCRIPTS = ("core.js", "decisions.js", "marks.js", "moves.js", "view.js", "review.js", "list.js", "scan.js")
"""What a report is made of; the scripts share one scope, in this order."""

NEIGHBOURS = "<!--neighbours-->"
"""No text of a page can hold this, as it is escaped."""

_SHOWN = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    "\x7f": "␡",
}
_IN_JSON = re.compile(r"[<>&\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def render(content: Content, key: str) -> str:
    """The HTML of a report. `key` names the page in the browser's memory, where decisions are kept.

    `NEIGHBOURS` stands in it where links to other pages go, see `cleaner.report.index`.
    """
    data = {"key": key, "format": FORMAT, "version": VERSION, **content.record()}
    return fill("report.html", STYLES, SCRIPTS, data, content=content, nobody=NOBODY, neighbours=NEIGHBOURS)


def fill(
    template: str, styles: Sequence[str], scripts: Sequence[str], data: Mapping[str, object], **values: object
) -> str:
    """A template as a whole document, with its own style and script and no right to any other.

    `data` is what the script knows; the texts of the interface are added.
    """
    style = "".join(map(_asset, styles))
    script = '"use strict";\n(() => {\n' + "".join(map(_asset, scripts)) + "})();\n"
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            style=style,
            script=script,
            data=as_json({**data, "strings": strings()}),
            version=__version__,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cleaner.report", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.globals |= {
        "fragments": fragments,
        "by_article": by_article,
        "t": element,
        "attribute": attribute,
    }
    return environment


def visible(text: str) -> str:
    r"""Text with everything that has no glyph, or that reorders other text, written out.

    >>> visible("甲\x00乙\u202e")
    '甲␀乙\u27e8202E\u27e9'
    """
    return "".join(map(_written_out, text))


@cache
def _written_out(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"):
        return char
    return _SHOWN.get(
        char, f"\N{MATHEMATICAL LEFT ANGLE BRACKET}{ord(char):04X}\N{MATHEMATICAL RIGHT ANGLE BRACKET}"
    )


def as_json(data: object) -> str:
    r"""JSON that is safe inside a script element, whatever the strings in it hold.

    >>> as_json(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def fragments(runs: Sequence[Run]) -> Iterator[tuple[int, list[Run]]]:
    """The runs of one side of a row, those of a moved fragment together."""
    for move, group in groupby(runs, key=lambda run: run.move):
        yield move, list(group)


def by_article(runs: Sequence[Run]) -> Iterator[tuple[int, list[Run]]]:
    """The runs of raw text, those that went to one article together."""
    for article, group in groupby(runs, key=lambda run: run.article):
        yield article, list(group)


def _asset(name: str) -> str:
    return files("cleaner.report").joinpath("assets", name).read_text("utf-8")


def _digest(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
