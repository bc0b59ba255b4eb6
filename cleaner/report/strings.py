"""The texts of the interface, in English and Chinese: `assets/strings.json`.

The HTML is written in English; each text carries its key, by which the script puts the other language in its
place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

ENGLISH = "en"


@cache
def strings() -> Mapping[str, Any]:
    """The texts by language and key, names of rules in Chinese, and patterns of reasons with their Chinese.

    A text that depends on a number has the forms `one` and `other`.
    """
    found: Mapping[str, Any] = json.loads(
        files("cleaner.report").joinpath("assets", "strings.json").read_text("utf-8")
    )
    return found


def text(key: str, **values: object) -> str:
    """A text in English, with values in the places that name them.

    >>> text("articles", n=1), text("articles", n=2), text("copy")
    ('1 article', '2 articles', 'Copy')
    """
    found = strings()[ENGLISH][key]
    if isinstance(found, dict):
        found = found["one" if values.get("n") == 1 else "other"]
    return str(found).format(**values)


def element(key: str, **values: object) -> Markup:
    """A text as an element that the script finds by its key."""
    return Markup('<span data-t="{}"{}>{}</span>').format(key, _values(values), text(key, **values))


def attribute(name: str, key: str, **values: object) -> Markup:
    """An attribute, as `aria-label`, with a text of the interface, and its key."""
    return Markup('{}="{}" data-t-{}="{}"{}').format(
        Markup(name), text(key, **values), Markup(name), key, _values(values)
    )


def _values(values: Mapping[str, object]) -> Markup:
    return (
        Markup(' data-v="{}"').format(escape(json.dumps(values, ensure_ascii=False))) if values else Markup()
    )
