"""The JSON Schemas: current, in the package, and true of what is read and written."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from cleaner import Article, clean
from cleaner.configuration.keys import KEYS, WALK_KEYS
from cleaner.decisions import Decision, Decisions, Verdict
from cleaner.document import Box, PageBox
from cleaner.errors import UnknownSchemaError
from cleaner.lab import schemas
from cleaner.page import Paragraph
from cleaner.records import OUTPUTS, ArticleRecord, ConfigurationFile, ManifestLine, PageKeys
from cleaner.schemas import NAMES, schema_text
from cleaner.settings import Quotes, Script
from cleaner.writing import to_json_lines
from tests.tools import commands

PAGES = Path(__file__).parent.parent / "fixtures/pages"
PAGE = PAGES / "lossy/invented-004.txt"
FORMATS = PAGES.parent / "formats"
HEAD = "柳江日报 2021年3月8日 星期一 第5版\n\n"


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(name)))


def objects(text: str) -> Iterator[Any]:
    return (json.loads(line) for line in text.split("\n") if line)


def run(*arguments: object, code: int = 0) -> str:
    done = commands.run(*arguments)
    assert done.exit_code == code, done.stderr
    return done.stdout


# The files


def test_the_readme_of_batches_names_every_key_of_the_manifest() -> None:
    text = (PAGES.parent.parent / "cleaner/batches/README.md").read_text(encoding="utf-8")
    assert [key for key in ManifestLine.__annotations__ if f"`{key}`" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_that_of_its_types(name: str) -> None:
    assert schema_text(name) == schemas.text_of(name), "python -m cleaner.lab.schemas"


@pytest.mark.parametrize("name", NAMES)
def test_each_output_has_a_valid_schema(name: str) -> None:
    schema = json.loads(schema_text(name))
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    Draft202012Validator.check_schema(schema)


def test_outputs_with_a_schema_are_all_outputs() -> None:
    assert set(NAMES) == set(OUTPUTS)


def test_an_unknown_name_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(UnknownSchemaError, match="Did you mean 'articles'"):
        schema_text("article")


def test_a_type_without_a_schema_is_an_error() -> None:
    with pytest.raises(TypeError, match="no JSON Schema"):
        schemas._of(tuple[int, int], {})


def test_the_command_lists_and_prints_them() -> None:
    assert run("schema").split() == list(NAMES)
    assert run("schema", "manifest") == schema_text("manifest")
    run("schema", "nonsense", code=2)


# The types


def test_the_keys_of_a_configuration_are_all_there() -> None:
    assert PageKeys.__annotations__.keys() == KEYS.keys()
    assert ConfigurationFile.__annotations__.keys() == {*KEYS, *WALK_KEYS, "per-file"}


@pytest.mark.parametrize(("key", "options"), [("script", Script), ("quotes", Quotes)])
def test_choices_are_those_of_the_settings(key: str, options: type[Script | Quotes]) -> None:
    assert list(get_args(PageKeys.__annotations__[key])) == list(map(str, options))


def test_an_article_has_a_key_for_each_field_that_is_no_span() -> None:
    fields = set(Article.__slots__)
    assert ArticleRecord.__annotations__.keys() == fields - {"spans", "parts"}


# What is written


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_batch_keeps_to_the_schemas(tmp_path: Path, form: str) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "page.txt").write_text(HEAD + PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    (scans / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    run("clean", scans, "-o", tmp_path / "out", "--format", form, code=4)
    lines = list(objects((tmp_path / "out/manifest.jsonl").read_text(encoding="utf-8")))
    for line in lines:
        validator("manifest").validate(line)
    assert {line["status"] for line in lines} == {"done", "failed"}
    done = next(line for line in lines if line["status"] == "done")
    assert (done["newspaper"], done["date"], done["page_number"]) == ("柳江日报", "2021-03-08", "5")
    assert "pages" not in done


NEXT = HEAD.replace("第5版", "第6版")


@pytest.mark.parametrize("options", [[], ["--issue"]])
@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ((HEAD, HEAD), ("柳江日报", "2021-03-08", "5")),
        ((HEAD, ""), ("柳江日报", "2021-03-08", "5")),
        (("", HEAD, NEXT), ("柳江日报", "2021-03-08", "")),
        ((HEAD, HEAD.replace("8日 星期一", "9日 星期二")), ("柳江日报", "", "5")),
        (("", ""), ("", "", "")),
    ],
)
def test_a_file_of_several_pages_keeps_to_the_schemas(
    tmp_path: Path, heads: tuple[str, ...], said: tuple[str, str, str], options: list[str]
) -> None:
    (sample,) = objects((FORMATS / "olmocr-jsonl.jsonl").read_text(encoding="utf-8").splitlines()[0])
    texts = [head + PAGE.read_text(encoding="utf-8") for head in heads]
    records = [
        {**sample, "text": text, "attributes": {"pdf_page_numbers": [[0, len(text), 1]]}} for text in texts
    ]
    volume = tmp_path / "volume.jsonl"
    volume.write_text("".join(map(json.dumps, records)).replace("}{", "}\n{"), encoding="utf-8")
    run("clean", volume, "-o", tmp_path / "out", *options)
    (line,) = objects((tmp_path / "out/manifest.jsonl").read_text(encoding="utf-8"))
    validator("manifest").validate(line)
    assert line["pages"] == len(heads)
    assert (line["newspaper"], line["date"], line["page_number"]) == said
    if not options:
        assert line["articles"] == len(list((tmp_path / "out").rglob("0[1-9]_*.txt")))


def test_articles_keep_to_the_schema_and_name_page_and_number() -> None:
    lines = list(objects(run("clean", PAGE, PAGES / "lines/invented-004.txt", "--format", "jsonl")))
    for line in lines:
        validator("articles").validate(line)
    assert any(line.get("uncertain") for line in lines)
    assert all(line["page"] and line["article"] for line in lines)


def test_so_do_the_articles_of_an_issue() -> None:
    lines = list(objects(run("clean", PAGE, "--issue", "--format", "jsonl")))
    assert lines
    for line in lines:
        validator("articles").validate(line)
    assert all(line["sources"] and line["page"] == str(PAGE) for line in lines)


def test_a_page_of_furniture_alone_is_a_line_too() -> None:
    [line] = objects(to_json_lines([], ["第5版"], "page.txt"))
    validator("articles").validate(line)
    assert line["article"] is None


def test_a_page_as_a_dictionary_keeps_to_the_schema() -> None:
    validator("page").validate(clean(HEAD + PAGE.read_text(encoding="utf-8")).as_dict())


def test_findings_keep_to_the_schema() -> None:
    lines = list(objects(run("explain", PAGE, "--format", "jsonl")))
    for line in lines:
        validator("explain").validate(line)
    assert lines
    assert json.loads(run("explain", PAGE, "--format", "json")) == lines


def test_decisions_keep_to_the_schema() -> None:
    made = Decision(Verdict.REJECT, "normalize_marks", ",", "，", "青石镇", "建成", line=3, column=1)
    validator("decisions").validate(json.loads(Decisions("page.txt", (made,)).to_json()))


def test_a_table_keeps_to_the_schema(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    texts: list[str | None] = [HEAD + PAGE.read_text(encoding="utf-8"), None]
    lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run("clean", tmp_path / "pages.jsonl", "-o", tmp_path / "articles.jsonl", code=3)
    rows = list(objects((tmp_path / "articles.jsonl").read_text(encoding="utf-8")))
    for row in rows:
        validator("table").validate(row)
    assert [row["id"] for row in rows[:1] + rows[-1:]] == [0, 1]
    assert (rows[0]["newspaper"], rows[0]["date"], rows[0]["page_number"]) == ("柳江日报", "2021-03-08", "5")
    page = clean(texts[0] or "")
    [first, *_] = objects(page.to_jsonl())
    shared = first.keys() & rows[0].keys()
    assert shared >= ArticleRecord.__required_keys__ | {"article", "newspaper", "date"}
    assert {key: first[key] for key in shared} == {key: rows[0][key] for key in shared}


# What is read


def test_a_configuration_is_held_to_the_schema() -> None:
    text = """
    threshold = 0.8
    thresholds = { restore_quotes = 0.9, inferred = 0.5 }
    script = "traditional"
    [per-file."1950/*"]
    quotes = "corner"
    """
    validator("configuration").validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "treshold = 0.8",
        "threshold = 2",
        "threshold = 'high'",
        "thresholds = { nosuch = 0.5 }",
        "select = ['restore_quote']",
        "script = 'foo'",
        "terms = 'terms.txt'",
        "[per-file.'a/*']\ninclude = ['*.md']",
        "[tool.cleaner]\nthreshold = 0.8",
    ],
)
def test_a_wrong_configuration_is_not_of_the_schema(text: str) -> None:
    with pytest.raises(ValidationError):
        validator("configuration").validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "change", [{"article": 0}, {"page": None}, {"date": "8. März"}, {"more": 1}, {"paragraphs": ["a"]}]
)
def test_a_wrong_article_is_not_of_the_schema(change: dict[str, object]) -> None:
    page = clean(f"{HEAD}柳湾乡春茶开采\n\n近日，柳湾乡的春茶陆续开采，首批三百斤当天卖完。\n")
    [line] = objects(page.to_jsonl("page.txt"))
    validator("articles").validate(line)
    with pytest.raises(ValidationError):
        validator("articles").validate(line | change)


def test_paragraphs_have_the_keys_of_their_class() -> None:
    boxes = (PageBox("p1", Box(10, 20, 110, 50)),)
    [paragraph] = Article(paragraphs=(Paragraph("甲", boxes=boxes),)).as_dict()["paragraphs"]
    assert set(paragraph) == set(Paragraph.__slots__)
    [paragraph] = Article(paragraphs=(Paragraph("甲"),)).as_dict()["paragraphs"]
    assert set(paragraph) == set(Paragraph.__slots__) - {"boxes"}
