"""The shorter ways to clean, and settings as keywords."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Page, Settings, clean, clean_file, clean_many, clean_text, read_bytes, read_file
from cleaner.document import RawPage
from cleaner.errors import EncodingError, FormatError, InputError
from cleaner.settings import Options

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "fixtures/pages/lossy/invented-004.txt"
TEXT = "抢抓 一带一路 发展机遇 ,將细化方案"
WRONG = [
    ({"threshold": 2}, ValueError, "no number from 0 to 1"),
    ({"threshold": "high"}, TypeError, "threshold is str"),
    ({"ignore": "restore_quotes"}, TypeError, "such as"),
    ({"ignore": ["restore_quote"]}, ValueError, "Did you mean 'restore_quotes'"),
    ({"script": "foo"}, ValueError, "script: 'foo' is not known"),
    ({"certain_only": "no"}, TypeError, "certain_only is str"),
    ({"threshhold": 0.9}, TypeError, "no option 'threshhold'. Did you mean 'threshold'"),
    ({"speed": 1}, TypeError, "no option 'speed'. There are certain_only, "),
]


def test_every_setting_is_a_keyword() -> None:
    assert Options.__annotations__.keys() == inspect.signature(Settings).parameters.keys()


@pytest.mark.parametrize(
    "options",
    [
        {"threshold": 0.99},
        {"certain_only": True},
        {"ignore": ["restore_quotes"]},
        {"script": "keep", "quotes": "corner"},
    ],
)
def test_keywords_do_what_settings_do(options: Options) -> None:
    wanted = clean(TEXT, Settings(**options))
    assert clean(TEXT, **options) == wanted
    assert clean_text(TEXT, **options) == wanted.text
    assert [page.text for page in clean_many([TEXT, TEXT], **options)] == [wanted.text] * 2


@settings(max_examples=20)
@given(st.lists(st.text("抢抓 一带一路，发展机遇“”,。将將\n", max_size=40), max_size=4))
def test_many_texts_come_out_as_each_of_them_alone(texts: list[str]) -> None:
    assert list(clean_many(texts)) == [clean(text) for text in texts]
    assert list(clean_many(reversed(texts))) == [clean(text) for text in reversed(texts)]


def test_keywords_count_before_settings_and_leave_the_rest() -> None:
    settings = Settings(script="keep", threshold=1.0)
    assert clean("將细化方案", settings, threshold=0.0).text == "將细化方案"
    assert clean("將细化方案", settings, script="page").text == "将细化方案"
    assert settings.threshold == 1.0


@pytest.mark.parametrize(("options", "error", "message"), WRONG)
def test_wrong_keywords_are_the_errors_of_settings(
    options: Options, error: type[Exception], message: str
) -> None:
    for call in (clean, clean_text):
        with pytest.raises(error, match=message):
            call(TEXT, **options)
    with pytest.raises(error, match=message):
        clean_file(PAGE, **options)
    with pytest.raises(error, match=message):
        clean_many([TEXT], **options)  # before a page is asked for


# Files


def test_a_file_is_cleaned_as_its_text_is() -> None:
    assert clean_file(PAGE) == clean_file(str(PAGE)) == clean(PAGE.read_text(encoding="utf-8"))


def test_an_encoding_is_found_or_named(tmp_path: Path) -> None:
    (tmp_path / "gb.txt").write_bytes("青石镇三座水库建成蓄水，可灌溉农田五千亩。\n".encode("gb18030"))
    (tmp_path / "big5.txt").write_bytes("青石鎮三座水庫建成蓄水，可灌溉農田五千畝。\n".encode("big5"))
    assert "水库" in clean_file(tmp_path / "gb.txt").text
    assert "水庫" in clean_file(tmp_path / "big5.txt", "big5").text


def test_the_file_of_an_engine_keeps_its_boxes() -> None:
    page = clean_file(ROOT / "fixtures/formats/rapidocr-json.json")
    assert "{" not in page.text
    assert page.articles


def test_a_file_that_is_no_page_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        clean_file(tmp_path / "none.txt")
    (tmp_path / "a.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(FormatError):
        clean_file(tmp_path / "a.json")
    (tmp_path / "latin.txt").write_bytes(b"\xe9\xff\x00" * 20)
    with pytest.raises(EncodingError):
        clean_file(tmp_path / "latin.txt")


@pytest.mark.parametrize("path", [None, 3, b"page.txt", ["page.txt"]])
def test_what_is_no_path_is_an_error(path: Any) -> None:
    for read in (clean_file, read_file):
        with pytest.raises(TypeError, match=f"path is {type(path).__name__}, not a str or a Path"):
            read(path)


@pytest.mark.parametrize("data", ["青石镇", None, Path("page.txt")])
def test_what_are_no_bytes_is_an_error(data: Any) -> None:
    with pytest.raises(
        TypeError, match=r"not bytes\. A text is cleaned as it is, a file is read by read_file"
    ):
        read_bytes(data)


@pytest.mark.parametrize("kind", [bytearray, bytes, memoryview])
def test_bytes_may_be_of_any_type_that_holds_them(kind: Any) -> None:
    data = kind("青石镇".encode())
    assert read_bytes(data).text == "青石镇"
    with pytest.raises(TypeError, match=r"Decode it first: clean\(read_bytes\(data\)\.text\)"):
        clean(data)


# Many texts


def test_pages_are_cleaned_when_they_are_asked_for() -> None:
    asked: list[int] = []

    def texts() -> object:
        for number in range(3):
            asked.append(number)
            yield TEXT

    pages = clean_many(texts())  # type: ignore[arg-type]
    assert asked == []
    assert next(pages) == clean(TEXT)
    assert asked == [0]


def test_many_texts_go_on_behind_one_that_is_none() -> None:
    texts: Any = ["青石镇", None, "问题 ,党内"]
    pages = clean_many(texts)
    assert next(pages).text == "青石镇"
    with pytest.raises(TypeError, match="Is a return value missing"):
        next(pages)
    assert [page.text for page in pages] == ["问题，党内"]


@pytest.mark.parametrize("one", ["青石镇", RawPage("青石镇")])
def test_a_single_page_is_not_taken_for_several(one: str | RawPage) -> None:
    with pytest.raises(TypeError, match="several pages are wanted"):
        clean_many(one)  # type: ignore[arg-type]


def test_settings_are_no_dictionary() -> None:
    settings: Any = {"threshold": 0.9}
    for call in (clean, clean_text, lambda text, wrong: clean_many([text], wrong)):
        with pytest.raises(TypeError, match="settings is dict, not Settings"):
            call("青石镇", settings)


def test_no_text_is_no_page_and_a_wrong_one_an_error() -> None:
    assert list(clean_many([])) == []
    with pytest.raises(TypeError, match="not int"):
        list(clean_many([1]))  # type: ignore[list-item]


# The result


def test_a_page_gives_its_formats() -> None:
    page = clean_file(PAGE)
    assert page.to_jsonl("page.txt").count("\n") == len(page.articles)
    assert page.to_markdown().count("\n# ") + page.to_markdown().startswith("# ") == sum(
        bool(article.title) for article in page.articles
    )
    assert page.as_dict()["text"] == page.text
    assert [article["title"] for article in page.as_dict()["articles"]] == [a.title for a in page.articles]


def test_the_text_of_an_article_is_that_of_its_file() -> None:
    page = clean_file(PAGE)
    assert page.articles[0].text.startswith(page.articles[0].title)
    assert page.articles[0].to_markdown().startswith("# ")
    assert "\n\n\n".join(article.text for article in page.articles).count("\n\n\n") == len(page.articles) - 1


def test_public_names_are_listed_and_there() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name).__doc__
    assert {"clean", "clean_file", "clean_many", "clean_text"} <= set(cleaner.__all__)
    assert isinstance(clean(TEXT), Page)
