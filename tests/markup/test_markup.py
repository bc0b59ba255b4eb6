"""Pages as vision models, converters and programs write them, through the whole chain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.chain import clean
from cleaner.markup import latex
from cleaner.page import Page

STORY = (
    "近日，柳湾乡的春茶陆续开采，首批三百斤\n当天卖完。村民们起早贪黑，采茶、制茶、\n"
    "装袋，一派忙碌景象，合作社的烘干机昼夜\n不停地运转，茶香飘出了好几里。"
)
SOLID = STORY.replace("\n", "")


def lines(page: Page) -> list[str]:
    assert page.audit().holds
    assert clean(page.text).text == page.text
    return [line for line in page.text.split("\n") if line.strip()]


def test_breaks_of_html_at_the_ends_of_printed_lines_are_wraps() -> None:
    assert lines(clean(STORY.replace("\n", "<br>"))) == [SOLID]


def test_figures_in_latex_do_not_disturb_the_lines_round_them() -> None:
    heat = r"最高气温 $37.5^{\circ}\mathrm{C}$ 。"
    rate = "合格率达到 $97.2\\%$ ，比上年提高 $4.1$ 个百\n分点，"
    raw = f"春茶开采\n\n{STORY}\n\n{rate}{heat}"
    assert lines(clean(raw)) == [
        "春茶开采",
        SOLID,
        "合格率达到97.2%，比上年提高4.1个百分点，最高气温37.5℃。",
    ]


def test_a_loop_in_a_page_leaves_one_copy() -> None:
    line = "乡小学昨日办读书会，二百名学生参加。"
    raw = "\n\n".join(["春茶开采", STORY, *[line] * 7, line[:9], "夏粮丰收", STORY.replace("春茶", "夏粮")])
    assert lines(clean(raw)) == ["春茶开采", SOLID, line, "夏粮丰收", SOLID.replace("春茶", "夏粮")]


@pytest.mark.parametrize(
    ("raw", "expect"),
    [
        ("```markdown\n# 春茶开采\n\n首批三百斤当天卖完。\n```", ["春茶开采", "首批三百斤当天卖完。"]),
        ("以下是图片中的文字：\n\n首批三百斤当天卖完。", ["首批三百斤当天卖完。"]),
        ("读<<茶经>>，谈<茶谱>。", ["读《茶经》，谈《茶谱》。"]),
        ("首批卖完。。村长说：：“好茶！！”", ["首批卖完。村长说：“好茶！！”"]),
        ("截至2O25年，投资l3.8亿元。", ["截至2025年，投资13.8亿元。"]),
    ],
)
def test_a_short_answer_of_a_model_is_its_text_alone(raw: str, expect: list[str]) -> None:
    assert lines(clean(raw)) == expect


def test_program_code_and_mathematics_stay_to_the_letter() -> None:
    code = '```python\nprint("你好,世界")  # 第一行 , 完\n```'
    formula = "$\\frac{a+b}{2} , x_{i}$"
    page = clean(f"程序如下：\n\n{code}\n\n公式 {formula} 成立。")
    assert code in page.text
    assert formula in page.text


def test_a_line_that_is_marked_as_a_heading_is_one() -> None:
    line = "夏粮丰收，粮价稳，农民在田头笑开了花"
    blocks = ["春茶开采，茶农忙", "首批三百斤当天卖完。", line, "全乡总产一万吨。"]
    kinds = {}
    for mark in ("", "# "):
        (article,) = clean("\n\n".join([*blocks[:2], mark + blocks[2], blocks[3]])).articles
        kinds[mark] = [paragraph.kind for paragraph in article.paragraphs if paragraph.text == line]
    assert kinds == {"": ["body"], "# ": ["heading"]}


@given(st.text(alphabet="3aCO.%{}^_\\ $timesmathrccdot柳", max_size=40))
@settings(max_examples=200, deadline=None)
def test_a_formula_becomes_plain_text_or_stays(body: str) -> None:
    plain = latex.in_plain_text(body)
    assert plain is None or (len(plain) <= len(body) and "\n" not in plain)


@given(
    st.lists(
        st.sampled_from(
            ["<b>", "</b>", "<br>", "<td>", "</tr>", "<p>", "&amp;", "&lt;", "茶", "\n", " ", "a"]
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_any_soup_of_tags_keeps_the_contract(parts: list[str]) -> None:
    page = clean("".join(parts))
    assert page.audit().holds
    assert clean(page.text).text == page.text
    assert page.text.count("茶") == parts.count("茶")


CELLS = [("路段", "公里"), ("东线", "36.5"), ("西线", "42.1")]
TABLE = f"<table>{''.join(f'<tr><td>{one}</td><td>{other}</td></tr>' for one, other in CELLS)}</table>"
MARKDOWN_TABLE = "| 路段 | 公里 |\n| --- | --- |\n| 东线 | 36.5 |\n| 西线 | 42.1 |"


@pytest.mark.parametrize("table", [TABLE, MARKDOWN_TABLE], ids=["HTML", "Markdown"])
def test_a_table_parts_no_article(table: str) -> None:
    page = clean(
        f"# 临江县建成百里绿道\n\n{table}\n\n截至9月底，全县建成绿道。\n\n居民都说好，出门就是绿道。"
    )
    (article,) = page.articles
    rows = [paragraph.text for paragraph in article.paragraphs]
    assert [row for row in rows if "线" in row] == rows[-4:-2]
    assert rows[-2:] == ["截至9月底，全县建成绿道。", "居民都说好，出门就是绿道。"]


def test_a_dateline_opens_an_article_behind_a_table() -> None:
    page = clean(f"临江县建成绿道\n\n{TABLE}\n\n本报临江9月3日电（记者 周海）县图书馆开馆，读者都来了。")
    assert len(page.articles) == 2


ANSWER = "# 青石镇千亩梯田插秧忙\n\n小满时节，青石镇的梯田里一片繁忙，村民们挽起裤腿下田插秧。\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<|im_start|>assistant\n", "<|im_end|>\n"),
        ("<|im_start|>assistant\n```markdown\n", "```<|im_end|>\n"),
        ("<|start_header_id|>assistant<|end_header_id|>\n\n", "<|eot_id|>\n"),
    ],
    ids=["turn", "turn and fence", "header"],
)
def test_the_turn_of_a_model_is_no_text(before: str, after: str) -> None:
    assert clean(before + ANSWER + after).text.strip() == ANSWER.strip("# \n")


@pytest.mark.parametrize("token", ["assistant\n", "<im_start>assistant\n"], ids=["a word", "no token"])
def test_a_role_without_its_token_is_text(token: str) -> None:
    assert "assistant" in clean(token + ANSWER).text
