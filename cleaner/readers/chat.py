"""Answers of services for language models, kept as they came: what the model wrote is read as a file is.

By the public descriptions of the interfaces of OpenAI (which vLLM and others follow), its batches, DashScope,
Gemini, Anthropic and Ollama.
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.readers.values import fields, items


def answer_of(value: object) -> str | None:
    """What a model wrote in an answer; `None` where it is none, or holds several.

    >>> answer_of({"choices": [{"message": {"role": "assistant", "content": "水库昨日蓄水。"}}]})
    '水库昨日蓄水。'
    >>> answer_of({"candidates": [{"content": {"parts": [{"text": "水库"}, {"text": "蓄水。"}]}}]})
    '水库蓄水。'
    >>> answer_of({"message": "水库昨日蓄水。"}) is None
    True
    """
    document = fields(value)
    document = fields(fields(document.get("response")).get("body")) or document  # a line of a batch
    inner = fields(document.get("output")) or document
    answers = [fields(each) for key in ("choices", "candidates") for each in items(inner.get(key))]
    if len(answers) > 1:
        return None
    if answers:
        return _written(fields(answers[0].get("message") or answers[0].get("content")))
    if document.get("role") == "assistant":
        return _written(document)
    if "model" not in document:
        return None
    response = document.get("response")
    return response if isinstance(response, str) else _written(fields(document.get("message")))


def _written(message: Mapping[str, object]) -> str | None:
    """The text of a message: a string, or the texts of its parts."""
    content = message.get("content", message.get("parts"))
    if isinstance(content, str):
        return content
    parts = [fields(part).get("text") for part in items(content)]
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if texts else None
