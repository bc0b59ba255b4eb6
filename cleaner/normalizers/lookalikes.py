"""Characters that the OCR took for others of the same shape: the rule that corrects them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from math import exp, isnan, log

import regex

from cleaner.confidences import DEFAULTS
from cleaner.layout.lines.break_kind import Break
from cleaner.layout.role import Role
from cleaner.layout.roles.classification import plain_roles_of
from cleaner.layout.state import PageState
from cleaner.models.ngrams import codes_of
from cleaner.normalizers.base import normalizer
from cleaner.normalizers.strokes import find_hyphenated
from cleaner.patterns import Pattern
from cleaner.profiles.charsets import is_traditional
from cleaner.profiles.press import SURNAMES
from cleaner.trace import Edit, Effect, Tier

SURE = 0.95
"""Confidence of edits that the characters beside them prove, set by hand."""
MISREAD, LEAST = 1, 0.8
"""Sure corrections from which a page is seen to be misread, and the confidence from which others are made on
it: on generated pages 12 of 13 such are right; clean text hardly has a page with a sure one."""
DOUBTED = 0.15
"""Share of the characters of a page among which the engine's doubt makes a correction surer."""
WEIGHT = 0.3
"""Of the log-odds of that share by those of the correction. Both were chosen on pages read by Tesseract and
PP-OCR, with and without confidences of characters."""
SUREST = 0.998
"""The largest share that counts, and by its contrary the least."""
OFTEN, NEAR, RARE = 2, 40, 0.001
"""How often a character stands without doubt near a doubtful place, within how many characters, and its
share of news text, from and up to which it is what was printed. Of 2960 right corrections of simulated
mistakes none has all of that, of 106 harmful ones six."""
MOST_SURE = 0.99
"""Confidence by its words from which a correction is made all the same: of those six one has more."""
_NUMERALS = frozenset("两四五六九")
"""Numerals that look like other common characters; to change a number is worse than to miss a mistake."""
_FIGURES = frozenset("一二两三四五六七八九十百千万亿")
"""A number that was read is no other number, whatever the words round it say."""
_MEASURED = r"(?:(?:[万亿亩吨克瓦]|元(?![旦件器宵]))|块钱|米(?![粉饭线])|公[里斤顷](?![数程碑])|[平立]方米)"
_NO_DAY = "(?<![周期拜老小初第张李王赵孙吴郑陈])"
_SOME = r"(?:几|(?<![多少大指次系人函参半])数)"
_THOUSAND = Pattern(
    rf"(?<={_NO_DAY}[二三四五六七八九两]|{_SOME}|(?<!\d)\d)干(?=[余多][万亿元块米亩名个户吨克瓦里公年件张家次位头只株人种条座所项])"
    rf"|(?<={_NO_DAY}(?<!、)[二三四五六七八九两]|{_SOME}|\d)干(?={_MEASURED})|(?<={_SOME})干(?=[年人户]|名(?!誉)|个(?!体))"
    rf"|(?<=[一上])干(?=[余多][万亿元块米亩名户吨克瓦里公件张]|{_MEASURED})|(?<=成)干(?=上万)",
    needs="干",
)
"""干 in a number: 千 is printed, for which 十 may fit better. What somebody does stays: on 周四, as 老二,
for years (一干多年), as a trade."""
_TITLES = (
    "记者|通讯员|书记|主席|主任|[局县区市省部院校处科厅所站队社会村镇乡行团]长|总裁|经理|董事长|负责人|教授|博士|院士"
    "|代表|委员|同志|村民|居民|员工|职工|农民|学生|老师|医生|护士|民警|司机|师傅|选手|作家|专家"
)
_ALREADY = Pattern(
    r"(?<![自知各一利异律克舍损推由安肥切戊])[己巳](?=经(?![济营])|被|知(?![彼己道心人音])|达(?!达|人)|超|完|建|婚|近(?!人)"
    r"|通过(?!率)|成为|满(?=\d|\p{Han}[岁年])|(?<![为同][己巳])有(?=[\d一二三四五六七八九十百千两数近逾超])"
    r"|(?<![于诸][己巳])于(?=\d|[昨今去][年天日晚]))",
    needs="己巳",
)
"""己 and 巳 where 已 is meant: before what is done or was so, which oneself and the sixth hour never are."""
_NOT = Pattern(
    r"(?<![周月年季期岁世纪始卷本旬学毫粉碎细煤微药茶肉文句篇行段章幕秋冬春夏汉唐宋元明清秦隋晋朝代])末(?=满(?=[\d一二三四五六七八九十两]+周?岁)|发生|发现|曾|取得|履行|及时|依法|尽到|成年人?|婚|必|来得及"
    r"|经(?:批准|允许|许可|同意|审批|授权)|按(?:规定|时|期|照|要求)|能(?:如期|及时|按|够?[实履完达]))",
    needs="末",
)
_END = Pattern(r"(?<=[周月]|学?期|世纪|年)未(?=[，。、；）]|的(?!\p{Han}{0,2}[，。]))", needs="未")
"""末 before what was not done, and 未 behind what ends."""
_NO_HOUR = Pattern(r"(?<![甲乙丙丁戊己庚辛壬癸上辰])巳(?![时蛇年月日初正刻、])(?=\p{Han})", needs="巳")
"""巳 that is neither an hour nor a part of a date; a name may have it."""
_TOO = Pattern(
    r"(?<!一)太(?=[早晚多少高低长短远近快慢好坏难累贵忙热冷小重轻吵急窄宽厚薄深浅旧新满])", needs="太"
)
"""太 before what is too much so: news text hardly ever says that."""
_COUNTED = Pattern(
    r"一(?P<first>\p{Han})(?=\p{Han}{1,6}[，、；。,]\s?二(?P<second>(?P=first)))",
    needs="二",
)
"""What is done first and secondly: no rare word is misread in the same way at both places."""
SEVERAL = 2
"""Sure mistakes of one kind, from which the others on the page are as sure."""
_KANA = Pattern(
    r"(?<=\p{Han})[カロニハエタト](?=[\p{Han}，。、；：！？”）]|$|\n)",
    regex.MULTILINE,
    needs="カロニハエタト",
)
_IDEOGRAPHS = dict(zip("カロニハエタト", "力口二八工夕卜", strict=True))
"""The ideograph that a syllable of katakana looks like."""
_ANY_KANA = Pattern(r"[\p{Hiragana}\p{Katakana}ー]")
_SAYING = "说|介绍|表示|告诉|认为|坦言|感慨|回忆|指出|强调"
_NAME = rf"[{SURNAMES}]\p{{Han}}{{1,2}}"
_PEOPLE = Pattern(
    rf"(?:{_TITLES}){_NAME}|{_NAME}(?=(?:笑着|激动地|高兴地|自豪地)?(?:{_SAYING}))"
    rf"|(?<=[、（(]){_NAME}(?=[、）)])"
    r"|[（(][^（）()]{0,12}(?:记者|通讯员)[^（）()]*[）)]",
)
"""Where a name stands: after a title, before a verb of saying, in a list, in the brackets of a credit."""


@normalizer(tier=Tier.INFERRED, effect=Effect.CHARACTERS)
def fix_lookalikes(state: PageState) -> Iterator[Edit]:
    """Correct characters that were taken for others of nearly the same shape.

    A character is in doubt where the words round it are unheard of; it is corrected where a character
    that looks like it makes them common words (绿色诵道, 关干). Counts of two and three characters on
    news text and a table of shapes decide together; how far that can be trusted was fitted on text with
    simulated mistakes. Where a file says how sure the engine was of characters or lines, its doubts make a
    correction surer, and what it was sure of makes it a doubtful one. Sure by themselves are 己 and 巳 for 已
    before what was done (己经), a hyphen where the words ask for 一 (上下-心), and a syllable of katakana
    among ideographs (努カ) where no other kana stand.

    >>> fix_lookalikes("出台绿色诵道人才引进办法")
    '出台绿色通道人才引进办法'

    Safety: names of people and some numerals stay, no surname becomes another one, and a page in traditional
    characters, of which no counts are known, is left alone. Where a correction is sure the page is seen to be
    misread, and less sure ones are made, too; elsewhere a rare character that stands near by for sure stays.
    """
    if is_traditional(state.text):
        return
    already = {match.start() for match in _ALREADY.finditer(state.text)}
    for at in sorted(already):
        why = f"已 fits {state.text[at : at + 2]} and looks like {state.text[at]}"
        yield Edit(at, at + 1, "已", why=why, confidence=SURE)
    kept = already.union(match.start() for match in _TOO.finditer(state.text))
    counted = list(_COUNTED.finditer(state.text))
    kept.update(match.start(which) for which in ("first", "second") for match in counted)
    for pattern, meant in ((_NOT, "未"), (_END, "末"), (_THOUSAND, "千")):
        for match in pattern.finditer(state.text):
            around = state.text[max(0, match.start() - 1) : match.end() + 1].replace(match[0], meant).strip()
            why = f"{meant} fits {around} and looks like {match[0]}"
            kept.add(match.start())
            yield Edit(*match.span(), meant, why=why, confidence=SURE)
    for at in find_hyphenated(state):
        why = f"一 fits {state.text[max(0, at - 1)]}一{state.text[at + 1]} and looks like {state.text[at]}"
        yield Edit(at, at + 1, "一", why=why, confidence=SURE)
    kana = list(_KANA.finditer(state.text))
    if kana and len(kana) == len(_ANY_KANA.findall(state.text)):  # none of them is Japanese
        for match in kana:
            meant = _IDEOGRAPHS[match[0]]
            why = f"{meant} fits {state.text[match.start() - 1]}{meant} and looks like {match[0]}"
            yield Edit(*match.span(), meant, why=why, confidence=SURE)
    places, solid = _solid(state)
    corrections = state.models.lookalikes.corrections(solid)
    names = _PEOPLE.finditer(solid) if corrections else ()
    people = {at for match in names for at in range(*match.span())}
    doubted = {place for place, _, confidence in corrections if confidence > 0.5}
    near = {
        places[place]
        for place, _, confidence in corrections
        if LEAST <= confidence < MOST_SURE and _stands_near(state, solid, place, doubted)
    }
    found: list[Edit] = []
    for place, meant, confidence in corrections:
        seen = solid[place]
        alike = any(seen in kind and meant in kind for kind in (SURNAMES, _FIGURES))
        if not (place in people or alike or seen in _NUMERALS or places[place] in kept):
            around = solid[max(0, place - 3) : place + 4].strip()
            why = f"{meant} fits {around} and looks like {seen}"
            found.append(Edit(places[place], places[place] + 1, meant, why=why, confidence=confidence))
    misread = sum(edit.confidence >= SURE for edit in found if edit.start not in near) >= MISREAD
    found = [edit for edit in found if misread or edit.start not in near]
    hours = sum(state.text[at] == "巳" for at in already)
    hours += sum(
        state.text[edit.start] + edit.replacement == "巳已" and edit.confidence >= SURE for edit in found
    )
    if hours >= SEVERAL:
        known = already.union(edit.start for edit in found if edit.confidence >= SURE)
        for match in _NO_HOUR.finditer(state.text):
            if match.start() not in known:
                why = f"已 fits 巳{state.text[match.end()]} and looks like 巳"
                yield Edit(*match.span(), "已", why=why, confidence=SURE)
    yield from (
        _weighed(state, edit.as_sure_as(edit.confidence, LEAST) if misread else edit) for edit in found
    )


def _stands_near(state: PageState, text: str, place: int, doubted: Set[int]) -> bool:
    """Whether the character at a place, no common one, stands often near it, where it is not doubted.

    >>> state, twice = PageState(""), "一拜天地，二拜高堂"
    >>> _stands_near(state, f"{twice}，夫妻对拜", 1, {1}), _stands_near(state, twice, 1, {1})
    (True, False)
    """
    near = range(max(0, place - NEAR), min(len(text), place + NEAR + 1))
    often = sum(text[at] == text[place] and at not in doubted for at in near) >= OFTEN
    return often and float(state.models.lookalikes.ngrams.share(codes_of(text[place]))[0]) < RARE


def _weighed(state: PageState, edit: Edit) -> Edit:
    """A correction as sure as the engine was of the character lets it be.

    One that the words alone make sure of is made all the same, so that the text cleaned again, without its
    boxes, stays as it is.
    """
    sureness = None if state.placed is None else state.placed.sureness
    if sureness is None or isnan(share := float(sureness[edit.start])):
        return edit
    confidence = min(max(edit.confidence, 1 - SUREST), SUREST)
    share = min(max(share, 1 - SUREST), SUREST)
    odds = _log_odds(confidence) - WEIGHT * (_log_odds(share) - _log_odds(DOUBTED))
    weighed = 1 / (1 + exp(-odds))
    own = edit.least or DEFAULTS[fix_lookalikes.name]
    return edit.as_sure_as(weighed, min(own, weighed) if edit.confidence >= own else 0.0)


def _log_odds(share: float) -> float:
    return log(share / (1 - share))


def _solid(state: PageState) -> tuple[list[int], str]:
    """The paragraphs without the white space in them, a line each, and where every character stands.

    Not the rows of a table: the words of cells side by side are no text.
    """
    places: list[int] = []
    chars: list[str] = []
    for block, kind, role in zip(state.blocks, state.kinds, plain_roles_of(state), strict=True):
        if kind is Break.ROW or role in (Role.BYLINE, Role.SIGNOFF):
            continue
        content = block.of(state.text)
        parts = content.split()
        if len(parts) == 1:
            places += range(block.start, block.end)
        else:
            places += [place for place, char in enumerate(content, block.start) if not char.isspace()]
        places.append(block.end)
        chars += [*parts, "\n"]
    return places, "".join(chars)
