"""PAGE: text at several levels is read once, wherever it stands, and written back once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from random import Random
from xml.etree import ElementTree as ET

import pytest

from cleaner.chain import clean
from cleaner.document import Box, RawPage, RegionKind
from cleaner.readers import InputFormat, read_pages
from cleaner.readers.markup import local_name
from cleaner.writing.regions import write_back

SCHEMA = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
NEWS = "溪口镇新建两座提灌站"
STORY = "汛期过后，渠水送到了山坡上。"
REST = "村民说，明年还要再修三公里。"


def file(body: str) -> bytes:
    return (
        f'<PcGts xmlns="{SCHEMA}"><Metadata><Creator>OCR-D</Creator></Metadata>'
        f'<Page imageWidth="400" imageHeight="300">{body}</Page></PcGts>'
    ).encode()


def page(body: str) -> RawPage:
    [found] = read_pages(file(body))
    return found


def text(value: str, attributes: str = "") -> str:
    return f"<TextEquiv {attributes}><Unicode>{value}</Unicode></TextEquiv>"


def line(value: str, number: int = 1, top: int = 0) -> str:
    points = f"10,{top} 300,{top} 300,{top + 12} 10,{top + 12}"
    stated = text(value) if value else ""
    return f'<TextLine id="l{number}"><Coords points="{points}"/>{stated}</TextLine>'


def region(body: str, name: str = "r1", tag: str = "TextRegion") -> str:
    return f'<{tag} id="{name}"><Coords points="0,0 310,0 310,60 0,60"/>{body}</{tag}>'


def cell(body: str, number: int) -> str:
    return region(body, f"c{number}", "TableCell")


# Text of regions

EMPTY = line("", 1) + line("", 2, 20) + line("", 3, 40)


@pytest.mark.parametrize(
    "stated", [f"{NEWS}\n{STORY}\n{REST}", f"\n  {NEWS}\n  {STORY}\n\n  {REST}\n"], ids=["plain", "indented"]
)
def test_lines_without_text_get_that_of_their_region(stated: str) -> None:
    found = page(region(EMPTY + text(stated, 'conf="0.75"')))
    assert found.text == f"{NEWS}\n{STORY}\n{REST}\n"
    assert [each.path for each in found.lines] == ["l1", "l2", "l3"]
    assert [each.box and each.box.top for each in found.lines] == [0, 20, 40]
    assert {each.confidence for each in found.lines} == {0.75}


@pytest.mark.parametrize("tag", ["TextRegion", "TableCell"])
def test_text_of_a_region_of_fewer_lines_is_kept_as_a_block(tag: str) -> None:
    found = page(region(EMPTY + text(f"{NEWS}\n{STORY}"), tag=tag))
    assert found.text == f"{NEWS}\n{STORY}\n"
    assert all(each.whole_block and each.box == Box(0, 0, 310, 60) for each in found.lines)


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        (f"{NEWS}\n{STORY}", f"{NEWS}\n{STORY}\n"),
        (f"{NEWS}\n{STORY}\n{REST}", f"{NEWS}\n{STORY}\n{REST}\n"),
        (f"{STORY}\n{NEWS}", f"{NEWS}\n{STORY}\n"),
        (f"{NEWS.replace('溪', '奚')}\n{STORY}", f"{NEWS}\n{STORY}\n"),
        (NEWS.replace("溪", "奚"), f"{NEWS}\n"),
        (f"{NEWS.replace('溪', '奚')}\n", f"{NEWS}\n"),
        (NEWS, f"{NEWS}\n"),
        ("", f"{NEWS}\n"),
    ],
    ids=["one", "more", "in another order", "corrected", "no other", "empty", "the same", "none"],
)
def test_of_the_text_of_a_region_only_what_its_lines_lack_is_read(stated: str, read: str) -> None:
    assert page(region(line(NEWS) + line("", 2, 20) + text(stated))).text == read


def test_text_of_a_region_whose_lines_all_have_text_is_not_read() -> None:
    assert page(region(line(NEWS) + line(STORY, 2) + text(f"{NEWS}\n{REST}"))).text == f"{NEWS}\n{STORY}\n"


INSIDE = region(text(NEWS), "r2") + region(text(STORY), "r3")


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (region(line(NEWS) + line(STORY, 2), "r2") + text(f"{NEWS}\n{STORY}"), f"{NEWS}\n{STORY}\n"),
        (region(line(NEWS) + line(STORY, 2), "r2") + text(NEWS + STORY), f"{NEWS}\n{STORY}\n"),
        (region(text(NEWS), "r2") + text(NEWS), f"{NEWS}\n"),
        (INSIDE + text(f"{STORY}\n{NEWS}"), f"{NEWS}\n\n{STORY}\n"),
        (region(text(NEWS), "r2") + text(NEWS[:3]), f"{NEWS}\n\n{NEWS[:3]}\n"),
        (region(text(NEWS), "r2") + text(STORY), f"{NEWS}\n\n{STORY}\n"),
        (region(line(NEWS), "r2") + line(STORY, 2) + text(f"{NEWS}\n{STORY}"), f"{NEWS}\n\n{STORY}\n"),
        (line(STORY, 2) + region(line(NEWS), "r2"), f"{STORY}\n\n{NEWS}\n"),
    ],
    ids=["lines", "joined", "text", "two", "a part of it", "its own", "own lines behind", "own lines before"],
)  # fmt: skip
def test_text_of_regions_inside_others_is_read_once(body: str, read: str) -> None:
    assert page(region(body)).text == read


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("UnknownRegion", RegionKind.UNKNOWN),
        ("CustomRegion", RegionKind.UNKNOWN),
        ("NoiseRegion", RegionKind.UNKNOWN),
        ("MapRegion", RegionKind.UNKNOWN),
        ("CaptionRegion", RegionKind.CAPTION),
        ("ImageRegion", RegionKind.FIGURE),
        ("TableRegion", RegionKind.TABLE),
        ("AdvertRegion", RegionKind.ADVERTISEMENT),
        ("SeparatorRegion", RegionKind.UNKNOWN),
    ],
)
def test_regions_of_all_kinds_may_have_text(tag: str, kind: RegionKind) -> None:
    assert page(region(region(text(NEWS), "r2"), tag=tag)).text == NEWS + "\n"
    for body in (text(NEWS), line(NEWS), line("") + text(NEWS)):
        found = page(region(body, tag=tag))
        assert found.text == NEWS + "\n"
        assert found.regions[found.lines[0].region or 0].kind is kind


def test_regions_without_text_add_none() -> None:
    found = page(region("", tag="ImageRegion") + region("", "r2", "UnknownRegion") + region(line(""), "r3"))
    assert (found.text, [each.kind for each in found.regions]) == ("", [RegionKind.FIGURE])


def test_cells_of_a_table_are_read_with_lines_or_without() -> None:
    table = region(
        cell(line("站名"), 1) + cell(text("水位"), 2) + cell(line("", 2) + text("6米"), 3), tag="TableRegion"
    )
    found = page(table)
    assert found.text == "站名\n\n水位\n\n6米\n"
    assert {each.kind for each in found.regions} == {RegionKind.TABLE}


# Text of lines


def word(*parts: str, tag: str = "Word") -> str:
    inner = "".join(map(text, parts[:1])) if len(parts) == 1 else "".join(word(p, tag="Glyph") for p in parts)
    return f'<{tag}><Coords points="0,0 9,0 9,9 0,9"/>{inner}</{tag}>'


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (text("误", 'index="3" conf="0.9"') + text("水", 'index="1" conf="0.2"'), "水"),
        (text("水") + text("误"), "水"),
        (text("水", 'index=""') + text("误", 'index="1"'), "水"),
        ("<TextEquiv><PlainText>shui</PlainText><Unicode>水</Unicode></TextEquiv>", "水"),
        ("<TextEquiv><PlainText>水</PlainText><Unicode/></TextEquiv>", "水"),
        (text("") + word("水") + word("渠"), "水渠"),
        (word("水") + text("水渠"), "水渠"),
        (word("水", "渠"), "水渠"),
        (word("River") + word("T", "o", "wn"), "River Town"),
        (text("水<!-- 误 -->渠<?x y?>通"), "水渠通"),
        (text("水<b>渠</b>通"), "水渠通"),
        (text("<![CDATA[水<渠]]>&#36890;&amp;"), "水<渠通&"),
        (text("\n      水渠\n    "), "水渠"),
        (text("　　水渠 通"), "　　水渠 通"),
        (text(" 水渠"), " 水渠"),
    ],
)
def test_the_first_reading_of_a_line_is_read_whole(body: str, read: str) -> None:
    assert page(region(f'<TextLine id="l1">{body}</TextLine>')).text == read + "\n"


def test_confidence_of_words_counts_where_the_line_has_none() -> None:
    shares = {"水渠": "0.9", "通": "0.6"}
    stated = [text(part, 'conf="' + share + '"') for part, share in shares.items()]
    words = "".join(f"<Word>{each}</Word>" for each in stated)
    assert page(region(f"<TextLine>{words}</TextLine>")).lines[0].confidence == pytest.approx(0.8)


# Order and points


def page_xml(body: str, creator: str = "OCR-D") -> RawPage:
    data = f"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Metadata>
    <Creator>{creator}</Creator></Metadata><Page imageWidth="100" imageHeight="200">{body}</Page></PcGts>"""
    [page] = read_pages(data.encode())
    return page


def test_page_takes_the_first_reading_and_the_stated_order() -> None:
    line = (
        '<TextLine id="l1"><Coords points="0,0 40,2 40,12 0,10"/><Baseline points="0,9 40,11"/>'
        '<TextEquiv index="2"><Unicode>清</Unicode></TextEquiv>'
        '<TextEquiv index="1" conf="0.5"><Unicode>青</Unicode></TextEquiv></TextLine>'
    )
    order = (
        '<ReadingOrder><OrderedGroup><RegionRefIndexed index="1" regionRef="r1"/>'
        '<OrderedGroupIndexed index="0">'
        '<RegionRefIndexed index="0" regionRef="r2"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>'
    )
    custom = 'custom="structure {id:a7; type:article;} readingOrder {index:5;}"'
    page = page_xml(
        f'{order}<TextRegion id="r1" type="heading" {custom}><Coords points="0,0 50,0 50,20 0,20"/>'
        f"{line}</TextRegion>"
        '<SeparatorRegion id="s"><Coords points="0,50 100,50 100,52 0,52"/></SeparatorRegion>'
        '<TextRegion id="r2"><Coords points="0,60 50,80"/>'
        "<TextEquiv><Unicode>小满\n芒种</Unicode></TextEquiv></TextRegion>"
    )
    assert page.text == "青\n\n小满\n芒种\n"
    assert [(region.order, region.article) for region in page.regions] == [(1, "a7"), (0, "")]
    assert page.rules == (Box(0, 50, 100, 52),)
    assert page.lines[0].slope == pytest.approx(0.05)
    assert [line.whole_block for line in page.lines] == [False, True, True]


def test_page_of_2010_has_points_as_elements_and_words_without_lines_text() -> None:
    page = page_xml(
        '<TextRegion id="r"><TextLine id="l"><Coords><Point x="1" y="2"/><Point x="9" y="8"/></Coords>'
        "<Word><TextEquiv><Unicode>青石</Unicode></TextEquiv></Word>"
        "<Word><TextEquiv><Unicode>镇</Unicode></TextEquiv></Word></TextLine></TextRegion>"
    )
    assert page.text == "青石镇\n"
    assert page.lines[0].box == Box(1, 2, 9, 8)


# Written back

GAP = line(NEWS) + line("", 2, 20)

BODIES = {
    "empty lines": region(EMPTY + text(f"{NEWS}\n{STORY}\n{REST}")),
    "an empty line": region(GAP + line(REST, 3, 40) + text(f"{NEWS}\n{STORY}\n{REST}")),
    "more text": region(GAP + text(f"{NEWS}\n{STORY}\n{REST}")),
    "fewer lines": region(EMPTY + text(f"{NEWS}\n{STORY}")),
    "a line of blanks": region(GAP + line(STORY, 3, 40) + text(f"{NEWS}\n\n{STORY}")),
    "lines out of order": region(line(STORY, 2, 200) + line(NEWS, 1, 0) + text(f"{STORY}\n{NEWS}")),
    "inside": region(region(line(NEWS) + line(STORY, 2, 20), "r2") + text(f"{NEWS}\n{STORY}")),
    "inside, with its own": region(region(line(NEWS), "r2") + text(STORY)),
    "inside, no lines": region(region(text(NEWS), "r2") + text(NEWS)),
    "inside, lines": region(line(REST, 9, 80) + region(line(NEWS), "r2") + text(f"{REST}\n{NEWS}")),
    "another region": region(text(NEWS), tag="UnknownRegion") + region(line(STORY, 2, 40), "r2"),
    "a picture": region(line(NEWS) + text(NEWS), tag="ImageRegion") + region(line(STORY, 2, 40), "r2"),
    "cells": region(cell(line(NEWS) + text(NEWS), 1) + cell(text(STORY), 2), tag="TableRegion"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_text_is_written_back_once(name: str) -> None:
    data = file(BODIES[name])
    [raw] = read_pages(data)
    written = write_back(clean(raw), data, InputFormat.PAGE)
    [again] = read_pages(written.encode())
    assert sorted(filter(None, again.text.split("\n"))) == sorted(filter(None, raw.text.split("\n")))
    assert write_back(clean(again), written.encode(), InputFormat.PAGE) == written


@pytest.mark.parametrize("name", BODIES)
def test_no_region_states_other_text_than_its_lines_when_written(name: str) -> None:
    data = file(BODIES[name])
    root = ET.fromstring(write_back(clean(read_pages(data)[0]), data, InputFormat.PAGE))
    for element in root.iter():
        lines = [child for child in element.iter() if local_name(child.tag) == "TextLine"]
        own = [child for child in element if local_name(child.tag) == "TextEquiv"]
        if own and lines and local_name(element.tag) != "TextLine":
            inner = ["".join(each.itertext()) for each in lines]
            stated = "".join(own[0].itertext())
            assert not "".join(inner).strip() or "".join(stated.split()) == "".join("".join(inner).split())


def tree(rng: Random, names: Iterator[int], depth: int = 0) -> tuple[str, list[str]]:
    """A region with lines and regions inside it, and its lines of text, which some level states."""
    number, top = next(names), rng.randrange(200)
    stated = rng.choice(["lines", "both", "region", "some"])
    body = ""
    lines: list[str] = []
    for _ in range(rng.randrange(4)):
        if depth < 3 and rng.random() < 0.3:
            inner, texts = tree(rng, names, depth + 1)
        else:
            inner_number = next(names)
            texts = ["".join(rng.choices("渠水田茶林麦果桥", k=4)) + str(inner_number)]
            blank = stated == "region" or (stated == "some" and rng.random() < 0.5)
            inner = line("" if blank else texts[0], inner_number, top + 14 * len(lines))
        body += inner
        lines += texts
    if lines and stated != "lines":
        body += text("\n".join(lines))
    return region(
        body, f"r{number}", rng.choice(["TextRegion", "TextRegion", "TableRegion", "UnknownRegion"])
    ), lines


@pytest.mark.parametrize("seed", range(40))
def test_each_line_of_any_regions_is_read_once_and_written_once(seed: int) -> None:
    rng, names = Random(seed), count()
    bodies, texts = zip(*(tree(rng, names) for _ in range(3)), strict=True)
    wanted = sorted(chain(*texts))
    data = file("".join(bodies))
    [raw] = read_pages(data)
    assert sorted(raw.text.split()) == wanted
    [again] = read_pages(write_back(clean(raw), data, InputFormat.PAGE).encode())
    assert sorted(again.text.split()) == wanted


def test_words_and_glyphs_of_a_line_stay_when_it_is_moved() -> None:
    words = word("溪口") + word("镇", "新")
    first = f'<TextLine id="l1"><Coords points="0,0 9,9"/>{words}{text("溪口镇新")}</TextLine>'
    data = file(region(first + line(STORY, 2, 90)))
    written = write_back(clean(read_pages(data)[0]), data, InputFormat.PAGE)
    [moved] = [each for each in ET.fromstring(written).iter() if each.get("id") == "l1"]
    assert [local_name(each.tag) for each in moved] == ["Coords", "Word", "Word", "TextEquiv"]


# Words


@pytest.mark.parametrize(("creator", "words"), [("Tesseract 5.5.0", True), ("OCR-D", False)])
def test_words_of_tesseract_alone_may_overlap(creator: str, words: bool) -> None:
    pieces = "".join(
        f'<Word id="w{n}"><Coords points="{9 * n},0 {9 * n + 30},9"/>{text(char)}</Word>'
        for n, char in enumerate(NEWS)
    )
    body = f'<TextRegion id="r"><TextLine id="l"><Coords points="0,0 90,9"/>{pieces}</TextLine></TextRegion>'
    [found] = read_pages(file(body).replace(b"OCR-D", creator.encode()))
    assert found.text == f"{NEWS}\n"
    assert (found.word_boxes is not None) == words
    assert (found.character_boxes is not None) != words
    if found.word_boxes is not None:
        assert found.word_boxes[:3, 0].tolist() == [0, 9, 18]
