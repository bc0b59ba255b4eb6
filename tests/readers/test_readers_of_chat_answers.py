"""Answers of services for language models: what the model wrote is read as a file is."""

from __future__ import annotations

import json

import pytest

from cleaner.errors import FormatError, UnknownFormatError
from cleaner.readers import read_pages
from cleaner.readers.formats import InputFormat
from cleaner.readers.sniffing import sniff

PLAIN = "南屿渔港昨日开港，三十艘渔船先后出海，码头上人声鼎沸。"
MARKDOWN = f"# 渔港开港\n\n{PLAIN}"
ARTICLES = json.dumps([{"title": "渔港开港", "content": PLAIN}], ensure_ascii=False)


def answers(content: str) -> dict[str, object]:
    """The answer of each service that has this content."""
    message = {"role": "assistant", "content": content}
    return {
        "OpenAI": {"object": "chat.completion", "choices": [{"index": 0, "message": message}], "usage": {}},
        "batch": {"custom_id": "p1", "response": {"body": {"choices": [{"message": message}]}}},
        "DashScope": {"output": {"choices": [{"message": {**message, "content": [{"text": content}]}}]}},
        "Gemini": {"candidates": [{"content": {"parts": [{"text": content}], "role": "model"}}]},
        "Anthropic": {"type": "message", "role": "assistant", "content": [{"type": "text", "text": content}]},
        "Ollama": {"model": "qwen", "message": message, "done": True},
        "Ollama, one prompt": {"model": "qwen", "response": content, "done": True},
    }


def written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize("service", answers(""))
@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        (PLAIN, "text", PLAIN),
        (MARKDOWN, "markdown", f"渔港开港\n\n{PLAIN}\n"),
        (ARTICLES, "articles", f"渔港开港\n\n{PLAIN}\n"),
        (f"```json\n{ARTICLES}\n```", "articles", f"渔港开港\n\n{PLAIN}\n"),
    ],
    ids=["text", "Markdown", "JSON", "fence"],
)
def test_what_the_model_wrote_is_the_page(service: str, content: str, kind: str, text: str) -> None:
    data = written(answers(content)[service])
    [page] = read_pages(data)
    assert (page.format, page.text) == (kind, text)
    assert sniff(data) is InputFormat.CHAT
    assert [page.text for page in read_pages(data, "chat")] == [text]


def test_each_line_of_json_lines_is_a_page() -> None:
    value = answers(PLAIN)["batch"]
    assert [page.text for page in read_pages(written(value) + b"\n" + written(value))] == [PLAIN] * 2


@pytest.mark.parametrize(
    "value",
    [
        {"choices": [{"message": {"role": "assistant", "content": None, "refusal": "no"}}]},
        {"choices": [{"message": {"content": PLAIN}}, {"message": {"content": PLAIN}}]},  # which one?
        {"choices": ["渔港", "码头"]},  # of a question
        {"model": "x", "response": {"text": PLAIN}},
        {"messages": [{"role": "user", "content": "请识别。"}, {"role": "assistant", "content": PLAIN}]},
        {"role": "user", "content": PLAIN},
        {"message": PLAIN},
    ],
)
def test_what_is_not_one_answer_is_refused(value: object) -> None:
    with pytest.raises(UnknownFormatError):
        read_pages(written(value))
    with pytest.raises(FormatError, match="not one answer"):
        read_pages(written(value), "chat")


def test_json_of_an_unknown_kind_in_an_answer_is_refused() -> None:
    with pytest.raises(UnknownFormatError):
        read_pages(written(answers('{"port": 80, "name": "渔港"}')["OpenAI"]))
