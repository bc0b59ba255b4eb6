"""References and articles to be scored, read from files and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.reading.decoding import read_file

TEXTS = ("title", "byline", "signoff")


def read_reference(path: Path) -> dict[str, Any]:
    """The reference of a page: `{"articles": [...]}`, the articles with the fields of the JSON Lines output.

    Raises `InputError` where it cannot be read or is something else, with the place that is wrong.
    """
    text = read_file(path).text
    try:
        reference = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: {_not_json(error)}") from error
    if not isinstance(reference, dict) or not isinstance(reference.get("articles"), list):
        raise _wrong(path, 'it must be an object {"articles": [...]}')
    for number, article in enumerate(reference["articles"]):
        _check(path, f"articles[{number}]", article)
    return reference


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles in a file of JSON Lines. Raises `InputError`, with the line that is wrong."""
    return list(_articles(path))


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(read_file(path).text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
        except (ValueError, RecursionError) as error:
            wanted = "Articles are wanted as `cleaner clean --format jsonl` writes them."
            raise InputError(f"{path}: line {number}: {_not_json(error)} {wanted}") from error
        _check(path, f"line {number}", article)
        yield article


def _check(path: Path, where: str, article: object) -> None:
    """Raise `InputError` unless this is an article."""
    if not isinstance(article, dict):
        raise _wrong(path, f"{where} must be an object")
    for name in TEXTS:
        if not isinstance(article.get(name, ""), str):
            raise _wrong(path, f"{where}.{name} must be a text")
    subtitles, paragraphs = article.get("subtitles", []), article.get("paragraphs", [])
    if not (isinstance(subtitles, list) and all(isinstance(one, str) for one in subtitles)):
        raise _wrong(path, f"{where}.subtitles must be a list of texts")
    if not isinstance(paragraphs, list):
        raise _wrong(path, f"{where}.paragraphs must be a list")
    for number, paragraph in enumerate(paragraphs):
        if not (isinstance(paragraph, dict) and isinstance(paragraph.get("text"), str)):
            raise _wrong(path, f'{where}.paragraphs[{number}] must be an object {{"text": "..."}}')


def _wrong(path: Path, what: str) -> InputError:
    return InputError(f"{path}: {what}. See `cleaner score --help`.")


def _not_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON ({error.msg}: line {error.lineno} column {error.colno})."
    return f"it is not JSON ({error})."
