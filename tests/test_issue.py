"""Issues of several pages: halves of an article found by marker, headline and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import articles, issue
from cleaner.chain import clean
from cleaner.errors import AuditError, ExitCode
from cleaner.issue import join_issue
from cleaner.layout.role import Role
from cleaner.page import Article, Paragraph
from cleaner.profiles.widths import letters_of
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


# No text is lost


@pytest.mark.parametrize(
    ("blocks", "origin", "goes_on"),
    [
        (["三座水库建成蓄水", BODY, "（下转第3版）", REST, "（下转第4版）"], "", "第3版、第4版"),
        (["三座水库建成蓄水", "（上接第1版）", "（上接第2版）", BODY], "第1版、第2版", ""),
        (["三座水库建成蓄水", BODY, "（下转第3版）", REST, "（下转第3版）"], "", "第3版"),
        (["三座水库建成蓄水", "（上接第1版）", BODY, "（下转第3版）"], "第1版", "第3版"),
        (["三座水库建成蓄水", "（紧接第1版）", BODY], "第1版", ""),
        (["三座水库建成蓄水", BODY, "文转第3版"], "", "第3版"),
    ],
)
def test_all_pages_that_markers_name_are_kept(blocks: list[str], origin: str, goes_on: str) -> None:
    (found,) = clean(page(*blocks)).articles
    assert (found.continued_from, found.continued_on) == (origin, goes_on)
    assert all(one in found.text for one in (origin, goes_on))


def test_a_marker_beside_a_sign_off_that_stands_alone_is_kept() -> None:
    whole = articles._Fields(paragraphs=[Paragraph(BODY)], continued_on="第3版")
    alone = articles._Fields(signoff="（周海）", continued_from="第1版", continued_on="第4版")
    found = {0: whole, 1: alone}
    articles._give_back_signoffs(found)
    assert (len(found), whole.signoff) == (1, "（周海）")
    assert (whole.continued_from, whole.continued_on) == ("第1版", "第3版、第4版")


@pytest.mark.parametrize("role", [Role.JUMP, Role.BODY, Role.SIGNOFF])
def test_a_block_over_a_text_that_is_no_marker_is_a_paragraph(role: Role) -> None:
    fields = articles._Fields()
    assert articles._front_matter(fields, "新闻纵览", role) == "body"
    assert fields.paragraphs == [Paragraph("新闻纵览")]
    assert articles._front_matter(fields, "（下转第3版）", role) == "jump"
    assert (len(fields.paragraphs), fields.continued_on) == (1, "第3版")


FIRST = ("三座水库建成蓄水", f"青石镇三座小型水库建成蓄水。{BODY}", "（下转第3版）")
SECOND = (
    "三座水库惠及两万群众",
    "——青石镇三座水库建成蓄水纪实",
    "（上接第1版）",
    f"三座小型水库建成蓄水，{REST}",
)


def test_the_headlines_of_a_continuation_are_headings() -> None:
    (whole,) = join_issue([("1", clean(page(*FIRST))), ("3", clean(page(*SECOND)))])
    assert (whole.title, whole.subtitles) == ("三座水库建成蓄水", ())
    assert [(paragraph.text, paragraph.kind) for paragraph in whole.paragraphs] == [
        (FIRST[1], "body"),
        ("三座水库惠及两万群众", "heading"),
        ("——青石镇三座水库建成蓄水纪实", "heading"),
        (SECOND[3], "body"),
    ]


def test_the_headlines_of_a_continuation_stand_in_the_files(tmp_path: Path) -> None:
    for name, blocks in (("1.txt", FIRST), ("3.txt", SECOND)):
        (tmp_path / name).write_text(page(*blocks), encoding="utf-8")
    run("clean", tmp_path / "1.txt", tmp_path / "3.txt", "--issue", "-o", tmp_path / "out")
    text = (tmp_path / "out" / "01_三座水库建成蓄水.txt").read_text("utf-8")
    assert all(line in text for line in SECOND[:2])


def halves(*articles: Article) -> Article:
    return issue._joined(articles)


def test_the_paragraph_cut_by_the_end_of_a_page_stays_whole_under_a_new_headline() -> None:
    begun = Article("水库", paragraphs=(Paragraph("可灌溉农", truncated=True),), byline="本报记者 周海")
    rest = Article("惠及两万人", paragraphs=(Paragraph("田五千亩。"),), byline="通讯员 林舟")
    whole = halves(begun, rest)
    assert [p.text for p in whole.paragraphs] == ["惠及两万人", "可灌溉农田五千亩。"]
    assert [p.truncated for p in whole.paragraphs] == [False, False]
    assert whole.byline == "本报记者 周海 通讯员 林舟"


@pytest.mark.parametrize("repeated", ["青石镇水库建成", "水库建成", "水库  建成！", "", "——"])
def test_a_headline_that_says_nothing_new_is_not_repeated(repeated: str) -> None:
    whole = halves(
        Article("青石镇水库建成", subtitles=("水库建成",), paragraphs=(Paragraph("甲。"),)),
        Article(repeated, subtitles=(repeated,), paragraphs=(Paragraph("乙。"),)),
    )
    assert [p.text for p in whole.paragraphs] == ["甲。", "乙。"]


@pytest.mark.parametrize(
    ("signoffs", "signoff", "within"),
    [
        (("（周海）", "（林舟）"), "（林舟）", ["（周海）"]),
        (("（周海）", ""), "（周海）", []),
        (("", "（林舟）"), "（林舟）", []),
        (("（周海）", "（周 海）"), "（周 海）", []),
        (("（周海）", "", "（林舟）"), "（林舟）", ["（周海）"]),
    ],
)
def test_a_sign_off_that_is_not_the_last_is_a_paragraph(
    signoffs: tuple[str, ...], signoff: str, within: list[str]
) -> None:
    whole = halves(*(Article(paragraphs=(Paragraph("甲。"),), signoff=one) for one in signoffs))
    assert whole.signoff == signoff
    assert [p.text for p in whole.paragraphs if p.text != "甲。"] == within


@pytest.mark.parametrize("bylines", [("周海", "周海"), ("本报记者 周海", "周海"), ("", "周海"), ("周海", "")])
def test_a_byline_is_not_repeated(bylines: tuple[str, str]) -> None:
    assert halves(*(Article(byline=one) for one in bylines)).byline == max(bylines, key=len)


@pytest.mark.parametrize("doubt", [(True, False), (False, True), (False, False)])
def test_a_whole_is_as_uncertain_as_any_half(doubt: tuple[bool, bool]) -> None:
    assert halves(*(Article(uncertain=one) for one in doubt)).uncertain is any(doubt)


words = st.text(st.sampled_from("青石镇水库。 —"), max_size=6)
paragraph = st.builds(Paragraph, words, st.sampled_from(["body", "heading"]), st.booleans())
article = st.builds(
    Article,
    title=words,
    subtitles=st.lists(words, max_size=2).map(tuple),
    byline=words,
    paragraphs=st.lists(paragraph, max_size=3).map(tuple),
    signoff=words,
)


@given(st.lists(article, min_size=1, max_size=4))
def test_every_letter_of_the_halves_is_in_the_whole(parts: list[Article]) -> None:
    whole = halves(*parts)
    letters = "\n".join(letters_of(text) for text in issue._texts(whole))
    for part in parts:
        for text in (part.title, *part.subtitles, part.byline, part.signoff):
            assert letters_of(text) in letters
        for one in part.paragraphs:
            assert letters_of(one.text) in letters
    if len(parts) == 1:
        assert whole == parts[0]


def test_an_issue_that_lost_text_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue, "_headlines", lambda one: [one.title] if one.continued_from == "" else [])
    monkeypatch.setattr(issue, "_texts", lambda one: [one.title, *(p.text for p in one.paragraphs)])
    for name, blocks in (("1.txt", FIRST), ("3.txt", SECOND)):
        (tmp_path / name).write_text(page(*blocks), encoding="utf-8")
    pages = [clean(page(*blocks)) for blocks in (FIRST, SECOND)]
    with pytest.raises(AuditError, match="lacks '三座水库惠及两万群众'"):
        join_issue([(str(number), one) for number, one in enumerate(pages)])
    for output in ([], ["-o", tmp_path / "out"]):
        done = run("clean", tmp_path / "1.txt", tmp_path / "3.txt", "--issue", *output)
        assert (done.exit_code, done.stdout) == (ExitCode.INTERNAL, "")
    assert not (tmp_path / "out").exists()
