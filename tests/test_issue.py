"""Issues of several pages: halves of an article found by marker, headline and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.chain import clean
from cleaner.issue import join_issue
from tests.tools.commands import run

BODY = "青禾州深化一窗办改革，梳理公布马上办事项四百余项，群众平均等候时间大幅缩短。"
REST = "会议要求，各县各部门要对照改革方案列出清单，让数据多跑路，群众少跑腿。"
OTHER = "苍石县山多地少，一届接着一届种树，核桃示范园满目青翠，农民人均增收四千元。"
STRANGE = "雨后放晴，茶农背起竹篓上山，一个上午采回鲜叶六十斤，傍晚送进厂里炒制。"


def page(*blocks: str) -> str:
    return "\n\n".join(blocks)


def test_an_article_that_goes_on_on_another_page_is_put_together() -> None:
    first = clean(page("青禾州深化一窗办改革", BODY, "下转第3版"))
    third = clean(page("三棵树种出大产业", OTHER, "深化一窗办改革", "上接第1版", REST))
    articles = join_issue([("1.txt", first), ("3.txt", third)])
    whole = next(article for article in articles if article.title == "青禾州深化一窗办改革")
    assert [paragraph.text for paragraph in whole.paragraphs] == [BODY, REST]
    assert [source.page for source in whole.sources] == ["1.txt", "3.txt"]
    assert len(articles) == 2


@pytest.mark.parametrize("number", ["第十二版", "第12版", "第A03版", "第二十版"])
def test_a_marker_names_a_page_in_any_way_that_its_folio_may_be_printed(number: str) -> None:
    first = clean(page("第01版：要闻", "青禾州深化一窗办改革", BODY, f"下转{number}"))
    wrong = clean(page("第02版：要闻", "三棵树种出大产业", "上接第1版", OTHER))
    right = clean(page(f"{number}：要闻", "雨后茶园采摘忙", "上接第1版", STRANGE))
    articles = join_issue([("1", first), ("2", wrong), ("12", right)])
    whole = next(article for article in articles if article.title == "青禾州深化一窗办改革")
    assert [source.page for source in whole.sources] == ["1", "12"]


def test_what_has_no_other_half_stays_as_it_is() -> None:
    first = clean(page("青禾州深化一窗办改革", BODY))
    third = clean(page("三棵树种出大产业", "上接第2版", OTHER))
    articles = join_issue([("1.txt", first), ("3.txt", third)])
    assert [article.title for article in articles] == ["青禾州深化一窗办改革", "三棵树种出大产业"]
    assert articles[1].continued_from == "第2版"


def test_sources_lead_back_to_the_raw_page() -> None:
    raw = page("青禾州深化一窗办改革", BODY)
    (article,) = join_issue([("1.txt", clean(raw))])
    spans = article.sources[0].raw
    assert "".join(raw[start:end] for start, end in spans) == "青禾州深化一窗办改革" + BODY


@pytest.mark.parametrize("pages", [[], [("1.txt", "")]])
def test_an_empty_issue_has_no_articles(pages: list[tuple[str, str]]) -> None:
    assert join_issue([(name, clean(text)) for name, text in pages]) == []


def test_the_command_joins_pages_and_form_feeds(tmp_path: Path) -> None:
    third = page("深化一窗办改革", "上接第1版", REST)
    both = tmp_path / "issue.txt"
    both.write_text(page("青禾州深化一窗办改革", BODY, "下转第3版") + "\f" + third, encoding="utf-8")
    done = run("clean", both, "--issue", "--format", "jsonl")
    assert done.exit_code == 0
    (article,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert [paragraph["text"] for paragraph in article["paragraphs"]] == [BODY, REST]
    assert [source["page"] for source in article["sources"]] == [f"{both}#1", f"{both}#2"]
