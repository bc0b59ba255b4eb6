"""What is a page and what is not: pages of all kinds are taken, other files come out of `fix` byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cleaner.cli.app import app
from cleaner.reading.suitability import why_no_page

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "fixtures" / "pages").glob("*/*.txt")) + sorted(
    (ROOT / "fixtures" / "clean").glob("*.txt")
)
RAW = "青石镇新建水库\n\n问题,党内严重警告2人!\n"
CLEAN = "青石镇新建水库\n\n问题，党内严重警告2人！\n"

OTHERS = {
    "requirements.txt": "# 依赖\nnumpy>=1.26,<2\npandas==2.0.0  # 数据处理,版本固定\n"
    'requests[socks]>=2.0;python_version<"3.12"\n-e .\n',
    "CMakeLists.txt": "# 构建 说明\ncmake_minimum_required(VERSION 3.10)\nproject(水库 C)\nadd_executable(a a.c)\n",
    "LICENSE.txt": "MIT License\n\nPermission is hereby granted, free of charge, to any person ...\n",
    "licence-of-an-unknown-name.txt": 'The work is provided "as is" ,without warranty .\n版权所有,2020\n',
    "COPYING": "木兰宽松许可证,第2版\n\n您对“软件”的复制、使用、修改及分发受木兰宽松许可证,第2版的如下条款的约束:\n",
    "robots.txt": "# 全部 禁止\nUser-agent: *\nDisallow: /扫描/\nSitemap: https://example.org/a.xml\n",
    "data.txt": "编号\t名称,说明\t日期\n1\t青石镇三座水库,建成蓄水\t2020-07-13\n",
    "one-row.txt": "1\t青石镇三座水库,建成蓄水\t2020-07-13\n",
    "numbers.txt": "1,2,3\n4,5,6\n",
    "table.txt": "编号,名称,日期\n1,青石镇水库建成蓄水,2020-07-13\n2,云溪镇 水库,2020-07-14\n",
    "people.txt": "姓名,单位\n张三,青石镇\n李四,云溪镇\n王五,县水利局\n赵六,县图书馆\n",
    "semicolons.txt": "编号;说明\n1;水库 建成,蓄水\n2;水库 在建\n",
    "prices.txt": "品名|价格\n大米|3.2\n白面|2.8\n",
    "tool.txt": "# 逐行读取, 跳过空行\ndef rows(path):\n    # 打开 文件\n    for line in open(path):  # 一行\n"
    '        print("你好,世界", line)\n',
    "main.txt": '#include <stdio.h>\n/* 主 程序,入口 */\nint main(void) {\n  printf("你好,世界!");\n  return 0;\n}\n',
    "script.txt": '// 获取 数据,然后 显示\nconst 名称 = await 取得("水库,青石镇");\n// 结束 了\n显示(名称);\n',
    "shell.txt": "#!/bin/sh\n# 备份 数据,每天一次\ncp -r 数据 备份\n",
    "query.txt": "-- 查询 水库,按名称\nSELECT 名称,容量\nFROM 水库\nWHERE 镇 = '青石镇';\n",
    "settings.txt": "# 设置\n[主要]\n名称 = 青石镇 水库\n# 说明 文字\ntitle = 青石镇,水库\nauthor = 张三\n",
    "settings.yaml": "标题: 青石镇 水库,建成\n作者: 张三\n",
    "messages.txt": 'msgid "open"\nmsgstr "打开 文件,继续"\n\nmsgid "close"\nmsgstr "关闭"\n',
    "object.txt": '{"标题": "青石镇 水库,建成", "年": 2020}\n',
    "array.txt": '[\n  "青石镇 水库,建成",\n  "云溪镇"\n]\n',
    "lines.txt": '{"标题": "青石镇 水库,建成"}\n{"标题": "云溪镇 水库,在建"}\n',
    "cut-off.txt": '{"标题": "青石镇 水库,建成",\n "正文": "本报讯 青石镇三座小型水库',
    "hocr.txt": '<?xml version="1.0" encoding="UTF-8"?>\n<html><body>\n'
    "<span class='ocr_line' title='bbox 24 36 304 74'>青石镇 水库,建成</span>\n</body></html>\n",
    "alto.txt": '<alto>\n<String CONTENT="青石镇 水库,建成" HPOS="1"/>\n</alto>\n',
    "page.html.txt": "<!DOCTYPE html>\n<p>青石镇 水库,建成</p>\n",
    "fragment.txt": "<p>青石镇 水库,建成</p>\n<p>云溪镇 水库,在建</p>\n",
    "markdown.txt": "# 夏粮产量\n\n| 项目 | 数量 |\n| --- | ---: |\n| 大米,白面 | 3 |\n",
    "code-block.txt": "# 说明\n\n运行 下面的命令,即可:\n\n```sh\ncleaner clean 页面\n```\n",
    "article.txt": "Library opens new building\n\nThe county library (云溪县图书馆) opened on Tuesday .It was full .\n",
    "japanese.txt": "図書館は朝九時から夜九時まで開いています ,週末も利用できます 。\n",
    "korean.txt": "도서관은 아침 아홉 시부터 저녁 아홉 시까지 열려 있습니다 .\n",
    "subtitles.txt": "1\n00:00:01,000 --> 00:00:03,000\n青石镇 水库,建成\n\n2\n00:00:04,000 --> 00:00:05,000\n谢谢 大家\n",
    "song.txt": "[00:12.00]青石镇 的水\n[00:15.50]流过 我的家,流过山\n",
    "log.txt": "2020-07-13 12:00:01 INFO 水库 建成,蓄水\n2020-07-13 12:00:02 WARN 水位 过高,注意\n",
    "patch.txt": "--- a/页面\n+++ b/页面\n@@ -1 +1 @@\n-青石镇 水库,建成\n+青石镇水库，建成\n",
    "paper.txt": "\\documentclass{article}\n\\begin{document}\n青石镇 水库,建成蓄水 。\n\\end{document}\n",
    "words.txt": "# 名单\n双减\n红石榴\n一带一路\n放管服\n河长制\n新农合\n三农\n五水共治\n雪亮工程\n厕所革命\n",
    "lexicon.txt": "".join(
        f"{word} {n} n\n"
        for n, word in enumerate("双减 石榴 一带一路 放管服 河长制 新农合 三农 共治 雪亮 革命".split())
    ),
    "README.txt": "这个文件夹里是扫描的页面,每天 一个文件夹。\n",
    "links.txt": "https://example.org/水库\nhttps://example.org/云溪\n",
}
"""Texts that are no pages, by file name."""

TAKEN = {
    "a headline": "青石镇新建水库\n",
    "one word": "水库\n",
    "one line with a mark": "问题,党内严重警告2人!\n",
    "traditional": "問題,黨內嚴重警告2人!\n",
    "columns with a comma in each line": "读书会上,大家共同朗读了《平凡的\n世界》选段,并围绕《乡土中\n国》展开讨论,气氛十分热烈。\n",
    "vertical": "".join(f"{char}\n" for char in "青石镇三座小型水库建成蓄水，可灌溉农田五千亩。"),
    "an advertisement": "青石镇宾馆 TEL 0471-1234567\nhttps://example.org\n欢迎光临,住宿餐饮会议\n地址:青石镇大街1号\n",
    "formulas and references": "研究表明[1-3]，该品种产量差异显著（P<0.05，n=36），株高为（86.4±3.2）cm。\n\n参考文献\n"
    "[1] 周海, 何敏. 高山茶树栽培研究[J]. 茶叶通讯, 2024.\n",
    "a fence round the page": "```markdown\n# 三座水库建成蓄水\n\n青石镇三座小型水库建成蓄水,可灌溉农田5000亩。\n```\n",
    "residue of mark-up": "# 全县夏粮丰收\n\n<img src='a.jpg'/>\n\n今年夏粮丰收,农民高兴。\n\n各地抓紧抢收。\n",
    "a list in an article": "会议强调:\n1.强化责任\n2.抓好落实\n3.完善制度\n",
    "names": "张三 李四\n王五 赵六\n",
    "blank": " \n\n",
    "empty": "",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--isolated"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_pages_are_pages(path: Path) -> None:
    text = path.read_text("utf-8")
    assert why_no_page(text, str(path)) == ""
    first = "\n".join(text.splitlines()[:3])
    assert why_no_page(first) == "", "the first lines alone"
    assert why_no_page("\r\n".join(text.splitlines())) == ""


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_unusual_pages_are_pages(text: str) -> None:
    assert why_no_page(text, "page.txt") == ""


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_none_and_the_reason_is_told(name: str) -> None:
    assert why_no_page(OTHERS[name], name)


@pytest.mark.parametrize("name", sorted(OTHERS.keys() - {"COPYING", "README.txt", "settings.yaml"}))
def test_what_a_file_holds_is_enough(name: str) -> None:
    assert why_no_page(OTHERS[name], "page.txt")
    assert why_no_page(OTHERS[name].replace("\n", "\r\n"))


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(why_no_page(text), str)
    assert "\n" not in why_no_page(text)


@given(
    st.lists(
        st.text(st.sampled_from("青石镇三座小型水库建成蓄水，可灌溉农田五千亩。"), min_size=9), min_size=1
    )
)
def test_chinese_prose_is_a_page(lines: list[str]) -> None:
    assert why_no_page("\n".join(lines)) == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_fix_leaves_other_files_byte_for_byte(tmp_path: Path, jobs: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    for name, text in OTHERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("fix", *sorted(tmp_path.iterdir()), "--jobs", jobs)
    assert done.stdout == f"fixed {page} (2 edits)\n"
    assert {name: (tmp_path / name).read_text("utf-8") for name in OTHERS} == OTHERS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*OTHERS, "page.txt"])
    assert (
        f"{tmp_path / 'requirements.txt'}: passed over, as it does not look like a Chinese page"
        in done.stderr
    )
    assert done.stderr.count(": passed over") == len(OTHERS)
    assert done.stderr.endswith(f"cleaner: 1 file fixed, 0 left as they are, {len(OTHERS)} passed over.\n")


@pytest.mark.parametrize("option", ["--check", "--diff", "--certain-only", "--to-utf8"])
def test_other_files_are_passed_over_whatever_is_asked(tmp_path: Path, option: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(OTHERS["requirements.txt"], encoding="utf-8")
    done = run("fix", tmp_path, option)
    assert (done.exit_code, done.stdout) == (0, "")
    assert path.read_text("utf-8") == OTHERS["requirements.txt"]


def test_force_fixes_them_nonetheless(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text("问题,党内\t警告\n", encoding="utf-8")
    assert run("fix", path).exit_code == 0
    assert run("fix", path, "--force").exit_code == 1
    assert path.read_text("utf-8").startswith("问题，党内")


def test_clean_says_so_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text(OTHERS["data.txt"], encoding="utf-8")
    done = run("clean", path)
    assert done.exit_code == 0
    assert "水库" in done.stdout
    assert done.stderr == (
        f"cleaner: {path}: it does not look like a Chinese page (tabs part its columns, as in a table); "
        "it was cleaned as one nonetheless.\n"
    )
    assert run("clean", path, "--format", "jsonl").exit_code == 0


def test_clean_says_nothing_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(RAW, encoding="utf-8")
    assert run("clean", path).stderr == ""


# Backups


def test_a_backup_keeps_the_old_file(tmp_path: Path) -> None:
    page, clean = tmp_path / "page.txt", tmp_path / "clean.txt"
    page.write_bytes(RAW.encode("gbk"))
    page.chmod(0o640)
    clean.write_text(CLEAN, encoding="utf-8")
    assert run("fix", tmp_path, "--backup", ".orig").exit_code == 1
    assert (tmp_path / "page.txt.orig").read_bytes() == RAW.encode("gbk")
    assert (tmp_path / "page.txt.orig").stat().st_mode == page.stat().st_mode
    assert page.read_bytes() == CLEAN.encode("gbk")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.txt", "page.txt", "page.txt.orig"]


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    page, backup = tmp_path / "page.txt", tmp_path / "page.txt.orig"
    page.write_text(RAW, encoding="utf-8")
    backup.write_text("older\n", encoding="utf-8")
    done = run("fix", page, "--backup", ".orig")
    assert done.exit_code == 5
    assert f"{backup}: " in done.stderr
    assert page.read_text("utf-8") == RAW
    assert backup.read_text("utf-8") == "older\n"


@pytest.mark.parametrize("suffix", ["", "/x", "a/../b", "\0"])
def test_a_backup_stays_beside_the_file(tmp_path: Path, suffix: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    assert run("fix", page, "--backup", suffix).exit_code == 2
    assert page.read_text("utf-8") == RAW


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_where_nothing_is_written_there_is_nothing_to_back_up(tmp_path: Path, option: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    assert run("fix", page, "--backup", ".orig", option).exit_code == 2
    assert json.dumps([path.name for path in tmp_path.iterdir()]) == '["page.txt"]'
