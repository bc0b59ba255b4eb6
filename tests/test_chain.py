"""The contract of `clean`, on real pages, on damaged text and on any text at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import Edit, Page, Settings, Tier, chain, clean
from cleaner.chain import STAGES
from cleaner.layout.state import PageState
from cleaner.normalizers import RULES, normalizer
from cleaner.trace import Effect, inverse, replay

PAGES = sorted(Path(__file__).parent.parent.glob("fixtures/pages/*/*.txt"))
LOSSY = [path for path in PAGES if path.parent.name in ("lossy", "owner")]
BORN_DIGITAL = sorted(Path(__file__).parent.parent.glob("fixtures/clean/*.txt"))

PIECES = st.sampled_from(
    [
        *"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经",
        *"，。、；：？！“”‘’（）《》",
        *",.;:?!\"'()",
        *"0123456789%abcXYZ",
        *" \n\t\r\f\u3000\u200b\x00",
        *"□■>*#|\\",
        "\n\n",
        " ，",
        "本报7月12日讯",
        "本报呼和浩特7月12日电 ",
        "（记者 郭俊楼）",
        "（高占峰）",
        "上接第1版",
        "下转第3版",
        "责任编辑：某某",
        "\\boxtimes",
        "田田谷田田",
        "將細",
        "\ud800",
        "\U0001f600",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=60).map("".join))
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PAIRS = ("“”", "‘’", "（）", "《》")


def check_contract(text: str, options: Settings | None = None) -> Page:
    """All that holds for every input."""
    page = clean(text, options or Settings())
    assert page.raw == text
    check_page(page, options)
    return page


def check_page(page: Page, options: Settings | None = None) -> None:
    assert page.audit().breaches == ()
    assert bool(page.articles or page.furniture) == bool(page.text.strip())  # they hold all of it
    assert replay(page.raw, page.edits) == page.text
    assert inverse(page.text, page.edits) == page.raw
    assert clean(page.text, options or Settings()).text == page.text


@FEW
@example("0\n\x1f\n○")  # a line of white space that is no blank line
@given(ANY_TEXT)
def test_contract_holds_on_any_text(text: str) -> None:
    check_contract(text)


@FEW
@given(ANY_TEXT)
def test_contract_holds_for_the_certain_tier(text: str) -> None:
    page = check_contract(text, Settings(certain_only=True))
    assert all(edit.tier is Tier.CERTAIN for edit in page.edits)


@pytest.fixture(
    scope="module",
    params=PAGES,
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def cleaned(request: pytest.FixtureRequest) -> Page:
    """A page of the fixtures, cleaned once for all tests of it."""
    path: Path = request.param
    return clean(path.read_bytes().decode())


def test_contract_holds_on_pages(cleaned: Page) -> None:
    check_page(cleaned)
    assert cleaned.articles
    for article in cleaned.articles:
        assert all(paragraph.text.strip() == paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_certain_tier_adds_nothing(path: Path) -> None:
    raw = path.read_bytes().decode()
    page = check_contract(raw, Settings(certain_only=True))
    ideographs = [char for char in page.text if "\u4e00" <= char <= "\u9fff"]
    assert len(ideographs) <= sum("\u4e00" <= char <= "\u9fff" for char in raw)
    assert page.text.count("\u201c") <= raw.count("\u201c") + raw.count('"')


def test_restored_quotation_marks_come_in_pairs(cleaned: Page) -> None:
    for opening, closing in ("“”", "‘’"):
        added = [
            edit.after.count(opening) - edit.after.count(closing)
            for edit in cleaned.edits
            if edit.rule == "restore_quotes"
        ]
        raw = cleaned.raw.count(opening) - cleaned.raw.count(closing)
        assert abs(sum(added)) <= abs(raw)


@FEW
@given(ANY_TEXT)
def test_restored_quotation_marks_balance(text: str) -> None:
    unquoted = "".join(char for char in text if char not in "“”‘’\"'「」『』＂＇")
    page = clean(unquoted)
    assert page.text.count("“") == page.text.count("”")
    assert page.text.count("‘") == page.text.count("’")


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.9, 0.97])
@pytest.mark.parametrize("path", LOSSY, ids=lambda path: path.stem)
def test_a_threshold_makes_both_marks_of_a_pair_or_neither(path: Path, threshold: float) -> None:
    raw = path.read_text("utf-8")
    unquoted = "".join(char for char in raw if char not in '“”‘’"')
    page = clean(unquoted, Settings(threshold=threshold))
    assert page.text.count("“") == page.text.count("”") > 0
    assert page.text.count("‘") == page.text.count("’")


@pytest.mark.parametrize("path", BORN_DIGITAL, ids=lambda path: path.stem)
def test_clean_text_is_untouched(path: Path) -> None:
    text = path.read_bytes().decode()
    page = clean(text)
    assert page.text == text
    assert page.edits == ()


def test_the_rules_are_those_of_the_chain_in_its_order() -> None:
    assert [rule.name for stage in STAGES for rule in stage] == list(RULES)


def test_ignored_rules_do_not_run() -> None:
    raw = PAGES[0].read_bytes().decode()
    page = clean(raw, Settings(ignore=frozenset({"restore_quotes"})))
    assert "restore_quotes" not in {edit.rule for edit in page.edits}


def test_selected_rules_run_alone() -> None:
    page = clean("將细 , 末", Settings(select=frozenset({"convert_script"})))
    assert page.text == "将细 , 末"


def test_offsets_lead_both_ways() -> None:
    raw = "北京市委副秘 书长"
    page = clean(raw)
    assert page.text == "北京市委副秘书长"
    assert page.to_raw(6) == 7
    assert page.to_clean(7) == 6


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\f", "。", "“", "a", "本报讯"])
def test_contract_holds_on_small_texts(text: str) -> None:
    check_contract(text)


def test_a_first_block_that_goes_on_from_a_later_one() -> None:
    check_contract(
        "林下 养鸡、乡村旅村集体经济收入 村集体经济收入 首次突破 100 万元破 100 万元。\n> \n"
        '如今,苍石县森林覆盖率由2013 年的31.2"%提高到> 54.8%,水土流失面 积减少近四成。'
        "绿水青山就是金山银 山 ,这话一点儿不假。段新华说 ,下 一步,村里打算建一座核桃主题民宿, "
        "让城里人来了有得看、有得吃、有得 住,（把 三棵树 真正种成子(孙后代的 摇钱树孙后代的 摇钱树 “。\n"
    )


GRAVE = "会议研究部署`总结经验，\n`双减政策落实到位`，群众满意。"


def test_an_accent_is_read_as_a_mark_by_an_inferred_edit() -> None:
    page = check_contract("会议研究部署`总结经验。")
    assert page.text == "会议研究部署、总结经验。"
    (edit,) = page.edits
    assert (edit.rule, edit.tier) == ("normalize_marks", Tier.INFERRED)
    assert edit.confidence < 1


@pytest.mark.parametrize(
    "options",
    [Settings(certain_only=True), Settings(ignore={"inferred"}), Settings(select={"certain"})],
    ids=["certain_only", "ignore", "select"],
)
@pytest.mark.parametrize("text", [GRAVE, "`双减政策落实到位", "部署`总结,部署'落实'。", "12`13人"])
def test_certain_edits_read_no_accent_as_a_mark(text: str, options: Settings) -> None:
    page = check_contract(text, options)
    assert page.text.count("`") == text.count("`")
    assert not set(page.text) & set("、“")
    assert {edit.tier for edit in page.edits} <= {Tier.CERTAIN}


def test_inferred_edits_alone_leave_widths() -> None:
    page = check_contract("会议研究,部署`总结经验。", Settings(select={"inferred"}))
    assert page.text == "会议研究,部署、总结经验。"


@pytest.mark.parametrize(
    ("name", "made"), [("certain", True), ("inferred", False), ("normalize_marks", False)]
)
def test_a_threshold_of_a_tier_is_that_of_its_edits(name: str, made: bool) -> None:
    page = check_contract("会议研究部署`总结经验。", Settings(thresholds={name: 1.0}))
    assert ("、" in page.text) == made
    assert len(page.withheld) == (not made)


def test_every_edit_is_of_a_tier_that_its_rule_declares(cleaned: Page) -> None:
    assert all(edit.tier in RULES[edit.rule].tiers for edit in (*cleaned.edits, *cleaned.withheld))


def test_an_edit_of_another_tier_than_declared_is_an_error() -> None:
    @normalizer(tier=Tier.CERTAIN, effect=Effect.MARKS)
    def overclaim(state: PageState) -> Iterator[Edit]:
        yield Edit(0, len(state.text), "、", tier=Tier.INFERRED)

    with pytest.raises(ValueError, match="overclaim makes no inferred edits"):
        overclaim("，")


def test_a_page_that_does_not_settle_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "问题 ,党内"
    assert clean(raw).settled
    monkeypatch.setattr(chain, "MOST_ROUNDS", 1)
    page = clean(raw)
    assert not page.settled
    assert (page.text, page.edits) == (raw, ())
    assert page.audit().holds
    assert "not settled" in repr(page)
    assert clean("问题，党内").settled, "nothing is to be done here"


@pytest.mark.parametrize(("mark", "is_settled"), [("”", False), ("把", True)])
def test_a_page_that_would_end_with_half_a_pair_is_given_back(
    monkeypatch: pytest.MonkeyPatch, mark: str, is_settled: bool
) -> None:
    raw = "要抢抓 一带一路 发展机遇，扩大对外开放的程度，把各项工作都做好。"
    assert "“一带一路”" in clean(raw).text
    lone = clean(raw).text.index(mark)  # what was set, and what was read
    monkeypatch.setattr(chain, "lone_quotes", lambda text: [lone] if len(text) > lone else [])
    page = clean(raw)
    assert page.settled is is_settled
    assert (page.text == raw) is not is_settled


def test_where_restored_quotation_marks_would_lose_their_partners_they_alone_are_withheld(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chain, "_breaks_pairs", lambda traced: "“" in traced.text)
    page = clean("要抢抓 一带一路 发展机遇,加快建设.")
    assert page.settled
    assert page.text == "要抢抓 一带一路 发展机遇，加快建设。"
    assert {edit.rule for edit in page.withheld} == {"restore_quotes"}
    assert clean(page.text).text == page.text
    monkeypatch.setattr(chain, "_breaks_pairs", lambda traced: "，" in traced.text)
    raw = "要抢抓 一带一路 发展机遇,加快建设.\n"
    page = clean(raw)
    assert (page.text, page.settled) == (raw, False)
