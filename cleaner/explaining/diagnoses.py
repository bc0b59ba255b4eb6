"""What a page is, as a line or an object."""

from __future__ import annotations

from cleaner.diagnosis import diagnose
from cleaner.explaining.forms import ExplainFormat
from cleaner.jsontext import json_text
from cleaner.layout.state import PageState


def diagnosis_of(text: str, name: str, form: ExplainFormat = ExplainFormat.TEXT) -> str:
    """The diagnosis of a page as a line, with a line feed: for people, or in the other forms as JSON.

    >>> print(diagnosis_of("简讯", "page.txt"), end="")
    page.txt: prose (0.37) in Han 100 %, typed text (0.81); none of the stops lost; no quotation marks
    """
    found = diagnose(PageState(text))
    if form is ExplainFormat.TEXT:
        return f"{name}: {found}\n"
    return json_text({"page": name, **found.as_dict()}) + "\n"
