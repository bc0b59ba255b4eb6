"""What each block of an article is: told by the layout, not by comparing texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner import clean
from cleaner.layout import roles
from cleaner.layout.articles import layout_of
from cleaner.layout.roles import judge_roles
from cleaner.layout.state import PageState
from cleaner.page import Article

PAGES = sorted(Path("fixtures/pages").rglob("*.txt"))[::3]
TWICE = (
    "三座水库\n\n本报记者 张文强\n\n三座水库建成，全部蓄水。\n\n"
    "三座水库\n\n今年春耕用水有了保障。\n\n（下转第3版）"
)


def _fields(article: Article) -> dict[str, list[str]]:
    return {
        "title": [article.title] if article.title else [],
        "byline": [article.byline] if article.byline else [],
        "signoff": [article.signoff] if article.signoff else [],
        "body": [p.text for p in article.paragraphs if p.kind == "body"],
        "heading": [p.text for p in article.paragraphs if p.kind == "heading"],
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_span_has_a_part_and_the_parts_give_the_fields(path: Path) -> None:
    page = clean(path.read_text(encoding="utf-8"))
    for article in page.articles:
        assert len(article.parts) == len(article.spans)
        texts: dict[str, list[str]] = {part: [] for part in ("title", "byline", "signoff", "body", "heading")}
        for part, (start, end) in zip(article.parts, article.spans, strict=True):
            texts.setdefault(part, []).append(page.text[start:end])
        fields = _fields(article)
        assert texts["body"] == fields["body"]
        assert texts["heading"] == fields["heading"]
        assert "".join(texts["title"]) == "".join(fields["title"])
        assert " ".join(texts["byline"]) == "".join(fields["byline"])
        assert texts["signoff"] == fields["signoff"]


def test_a_heading_that_repeats_the_headline_is_a_heading() -> None:
    articles = clean(TWICE).articles
    parts = [part for article in articles for part in article.parts]
    assert parts[0] == "title"
    assert parts[-1] == "jump"
    assert parts.count("byline") == 1


def test_parts_are_no_part_of_what_makes_articles_equal() -> None:
    assert Article("甲", spans=((0, 1),), parts=("title",)) == Article("甲")
    assert "parts" not in Article("甲", parts=("title",)).as_dict()


def test_what_is_found_in_a_state_is_found_once_and_not_for_the_next_state() -> None:
    asked: list[str] = []

    def find(state: PageState) -> str:
        asked.append(state.text)
        return state.text

    state = PageState("甲乙")
    assert state.once(find) == state.once(find) == "甲乙"
    assert state.after("丙").once(find) == "丙"
    assert asked == ["甲乙", "丙"]
    assert state.after("甲乙") is state
    assert layout_of(state) is layout_of(state)
    assert layout_of(state) is not layout_of(PageState("甲乙"))


def test_headings_of_the_page_reader_are_known_in_every_later_state() -> None:
    state = PageState("# 三座水库建成\n\n全部蓄水。")
    assert state.after("三座水库建成\n\n全部蓄水。").headings == {"三座水库建成": 1}
    assert PageState("三座水库建成\n\n全部蓄水。").headings == {}


def test_the_roles_of_a_state_of_the_page_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def judge(text: str, *rest: Any) -> Any:
        judged.append(text)
        return judge_roles(text, *rest)

    monkeypatch.setattr(roles, "judge_roles", judge)
    clean(Path("fixtures/pages/lossy/invented-004.txt").read_text(encoding="utf-8"))
    assert judged
    assert len(judged) == len(set(judged))
