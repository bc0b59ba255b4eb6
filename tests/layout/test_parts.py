"""What each block of an article is: told by the layout, not by comparing texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from cleaner import clean
from cleaner.gaps import columns, decoding
from cleaner.layout import state as page_state
from cleaner.layout.lines import grids, measured, printed
from cleaner.layout.lines.line_breaking import break_blocks
from cleaner.layout.links import articles
from cleaner.layout.links.articles import layout_of, layout_roles_of
from cleaner.layout.role import AnchoredRoles, Role
from cleaner.layout.roles import classification as roles
from cleaner.layout.roles.classification import judge_roles
from cleaner.layout.state import Columns, PageState
from cleaner.normalizers import close_interruptions, restore_dashes
from cleaner.page import Article

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
PAGES = sorted(FIXTURES.rglob("*.txt"))[::3]
OWNER = next((FIXTURES / "owner").glob("*.txt"))
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
    parts = [part for article in clean(TWICE).articles for part in article.parts]
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

    def judge(text: str, *rest: Any, **options: Any) -> Any:
        judged.append(text)
        return judge_roles(text, *rest, **options)

    monkeypatch.setattr(roles, "judge_roles", judge)
    clean((FIXTURES / "lossy" / "invented-004.txt").read_text(encoding="utf-8"))
    assert judged
    assert len(judged) == len(set(judged))


def _counted(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, calls: list[tuple[Any, ...]]
) -> None:
    """Note the arguments of each call of a function."""
    function = getattr(module, name)

    def call(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        return function(*arguments, **options)

    monkeypatch.setattr(module, name, call)


def test_a_page_has_one_layout_and_one_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    layouts: list[tuple[Any, ...]] = []
    decodings: list[tuple[Any, ...]] = []
    judged: list[tuple[Any, ...]] = []
    _counted(monkeypatch, articles, "find_layout", layouts)
    _counted(monkeypatch, decoding, "flatten", decodings)
    _counted(monkeypatch, roles, "judge_roles", judged)
    page = clean(OWNER.read_text(encoding="utf-8"))
    assert len(page.articles) > 1
    assert len(layouts) == len(decodings) == len(judged) == 1


def test_what_stays_from_state_to_state_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a line or block tells by itself is read once, in however many states of the page it stands."""
    counted: dict[str, list[tuple[Any, ...]]] = {}
    for module, name in (
        (roles, "_plain_role"),
        (grids, "is_list"),
        (grids, "_are_rows"),
        (printed, "_read_line"),
    ):
        _counted(monkeypatch, module, name, counted.setdefault(name, []))
    for name in ("cut_blocks", "find_rows", "find_printed"):
        _counted(monkeypatch, page_state, name, counted.setdefault(name, []))
    clean(OWNER.read_text(encoding="utf-8"))
    for name in ("_plain_role", "is_list", "_are_rows", "_read_line"):
        assert len(counted[name]) == len(set(counted[name])) > 0, name
    cut = [text for (texts,) in counted["cut_blocks"] for text in texts]
    assert len(cut) == len(set(cut))
    lines = [line for call in counted["find_rows"] for line in call[0]]
    assert len(lines) > 2 * len(counted["is_list"])  # asked for in several states, read in one
    assert len(counted["find_printed"]) > 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("护林员\n\n一记周满山", 1),  # may be a dash
        ("护林员\n\n—记周满山", 1),
        ("护林员\n\n一个村庄的变化", 0),  # a word
        ("护林员走遍了大山。\n\n一记周满山", 0),  # behind a sentence
        ("（周海）\n\n—记周满山", 0),
        ("护林员周满山", 0),
    ],
)
def test_roles_are_judged_for_a_dash_where_words_leave_one(
    monkeypatch: pytest.MonkeyPatch, text: str, count: int
) -> None:
    judged: list[tuple[Any, ...]] = []
    _counted(monkeypatch, roles, "judge_roles", judged)
    restore_dashes(text)
    assert len(judged) == count


@pytest.mark.parametrize(
    ("lower", "count"),
    [("保障，群众不用再为浇地发愁。", 1), ("本报云溪5月20日电 全县夏粮总产再创新高。", 0)],
)
def test_roles_are_judged_for_an_interruption_where_the_words_fit(
    monkeypatch: pytest.MonkeyPatch, lower: str, count: int
) -> None:
    judged: list[tuple[Any, ...]] = []
    _counted(monkeypatch, roles, "judge_roles", judged)
    page = f"三座水库全部建成蓄水，今年春耕用水有了\n\n第2版 要闻\n\n{lower}"
    assert (close_interruptions(page) != page) is bool(count)
    assert len(judged) == count


def test_a_text_without_gaps_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decodings: list[tuple[Any, ...]] = []
    _counted(monkeypatch, decoding, "flatten", decodings)
    clean("三座水库建成，全部蓄水。\n\n今年春耕用水有了保障。")
    assert decodings == []


@pytest.mark.parametrize("path", [OWNER, *PAGES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_decoding_takes_for_headlines_what_the_layout_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts: list[tuple[Any, ...]] = []
    decodings: list[tuple[Any, ...]] = []
    judged: list[tuple[Any, ...]] = []
    _counted(monkeypatch, articles, "find_layout", layouts)
    _counted(monkeypatch, decoding, "column_odds", decodings)
    _counted(monkeypatch, roles, "judge_roles", judged)
    clean(path.read_text(encoding="utf-8"))
    assert len(judged) == 1
    laid_out, decoded = layouts[0][0], decodings[0][0]
    in_layout = _letters_of(Role.HEAD, laid_out, layout_of(laid_out).roles)
    assert in_layout
    assert _letters_of(Role.HEAD, decoded, decodings[0][1]) == in_layout


def _letters_of(role: Role, state: PageState, roles_of_blocks: Sequence[Role]) -> list[str]:
    """The letters of all blocks of a role, however they are ordered and joined."""
    texts = (
        block.of(state.text) for block, own in zip(state.blocks, roles_of_blocks, strict=True) if own is role
    )
    return sorted(char for text in texts for char in text if char.isalnum())


@pytest.mark.parametrize("path", [OWNER, *PAGES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_layout_and_the_decoding_read_the_same_columns(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts: list[tuple[Any, ...]] = []
    decodings: list[tuple[Any, ...]] = []
    _counted(monkeypatch, articles, "find_layout", layouts)
    _counted(monkeypatch, decoding, "column_odds", decodings)
    clean(path.read_text(encoding="utf-8"))
    laid_out, decoded = layouts[0][0], decodings[0][0]
    assert laid_out.column_widths
    assert decoded.columns == laid_out.columns


@pytest.mark.parametrize(
    "path", [OWNER, Path("fixtures/pages/lossy/invented-004.txt")], ids=lambda path: path.parent.name
)
def test_columns_of_a_page_without_printed_lines_are_read_once_up_to_the_decoding(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    before: list[int] = []
    decoded: list[str] = []
    columns_of, column_odds = PageState._columns_of, columns.column_odds

    def find(state: PageState, blocks: Any) -> Any:
        read.append(state.text)
        return columns_of(state, blocks)

    def decode(state: PageState, *rest: Any) -> Any:
        before.append(len(read))
        decoded.append(state.text)
        return column_odds(state, *rest)

    monkeypatch.setattr(PageState, "_columns_of", find)
    monkeypatch.setattr(decoding, "column_odds", decode)
    clean(path.read_text(encoding="utf-8"))
    assert before == [1]
    assert decoded[0] not in read


def test_no_block_is_set_twice_in_a_column(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []

    def counted(blocks: Any, **rest: Any) -> Any:
        calls.append((blocks,))
        return break_blocks(blocks, **rest)

    monkeypatch.setattr(measured, "break_blocks", counted)
    clean(OWNER.read_text(encoding="utf-8"))
    blocks = [(id(pieces), width) for (call,) in calls for pieces, width in call]
    assert len(blocks) == len(set(blocks)) > 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("三座水库 建成。\n\n全部蓄水。", True),
        ("今年春耕用水有了保障，群众不用再\n为浇地发愁。\n\n全部蓄水。", False),
    ],
)
def test_what_is_parted_keeps_its_columns_where_blocks_have_no_line_breaks(text: str, kept: bool) -> None:
    state = PageState(text)
    assert state.columns_of_parts is (state.columns if kept else None)


def test_columns_are_kept_for_the_next_text_where_they_are_given_and_not_for_others() -> None:
    columns = Columns([16.0], keeps_line_breaks=True)
    state = PageState("甲乙\n\n丙丁")
    later = state.after("丙丁\n\n甲乙", columns=columns)
    assert (later.column_widths, later.keeps_line_breaks) == ([16.0], True)
    assert later.after(later.text, columns=columns) is later
    alone = later.after(later.text)
    assert alone is not later
    assert (alone.column_widths, alone.keeps_line_breaks) == ([], False)


def test_moved_blocks_keep_the_roles_that_the_layout_gave_them() -> None:
    state = PageState("甲乙\n\n丙丁")
    moved = state.after(
        "丙丁\n\n甲乙", moved=AnchoredRoles([Role.HEAD, Role.BODY], np.array([1, 1, -1, -1, 0, 0]))
    )
    assert moved.roles == layout_roles_of(moved) == [Role.BODY, Role.HEAD]
    alone = moved.after(moved.text)
    assert alone is not moved
    assert alone.roles is None
    assert layout_roles_of(alone) == layout_of(alone).roles


def test_a_paragraph_that_goes_on_behind_a_blank_line_leaves_none_behind() -> None:
    text = (
        "粮食安全始终要有危机意识，今年全球疫情所带来的影响更是给我们敲响了警\n钟。\n"
        "        他强调，要加强立法，强化监管，采取有效措施，建立长效机制，坚决制止餐\n"
        "饮浪费行为。要进一步加强宣传教育，切实培养节约习惯，在全社会营造浪费可耻、节约为\n荣的氛围。\n\n"
        "会议还研究了其他事项。"
    )
    assert [part.count("\n") for part in clean(text).text.split("。") if "\n" in part] == [2, 2]
