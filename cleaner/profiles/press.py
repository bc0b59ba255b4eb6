"""The phrases of a newsroom: how items open, are signed, and go on; what stands at the edges of a page.

All patterns read the folded view of a text (`cleaner.profiles.folding`), so each is written once, in
simplified script; what only papers of Taiwan and Hong Kong print stands beside what mainland papers do.
"""

from __future__ import annotations

from typing import Final

from cleaner.patterns import Pattern
from cleaner.profiles.marks import CLOSING

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
"""The hundred commonest surnames (Ministry of Public Security, national report on names, 2020)."""
_DOUBLE: Final = "欧阳上官司马司徒诸葛皇甫尉迟公孙慕容令狐东方夏侯长孙宇文端木轩辕澹台南宫独孤呼延"
DOUBLE_SURNAMES: Final = frozenset(_DOUBLE[at : at + 2] for at in range(0, len(_DOUBLE), 2))
"""Surnames of two characters."""
NAME: Final = r"\p{Han}{2,4}(?:\N{MIDDLE DOT}\p{Han}{1,6})*"
"""A person, with a foreign name or one of a minority."""
_SET_WIDE: Final = r"\p{Han}[ \u3000]{1,2}\p{Han}"
"""A name of two characters, as wide as those of three beside it."""
_OFFICES: Final = ("记者", "通讯员", "评论员", "实习生", "撰稿人")
OFFICE: Final = rf"(?:特约|特派|见习|实习)?(?:{'|'.join(_OFFICES)})"
"""What a person of the newsroom signs as."""
OFFICE_AT_END: Final = Pattern(rf"{OFFICE}$")
"""The same at the end of a text: a name follows."""
OFFICE_ENDS: Final = frozenset(office[-1] for office in _OFFICES)
"""The characters that an office ends in."""
CREDITS: Final = "记者|通讯员|实习生|评论员|作者|编辑|摄影|撰稿"
"""Words before the names of those who made an item."""
_NO_COLUMN: Final = (
    rf"(?![（(]?{OFFICE}(?:观察|手记|[随漫走]笔|札记|视[点角]|调查|文章|专栏|来信|见闻|说法)(?:[）)]|\Z))"
)
"""Not the name of a series, as `（记者手记）` and `（评论员观察）` are."""
AGENCY: Final = r"(?:据?新华社|本报|本台|本刊|本网|据?中新社|据?中新网|据?人民网|光明网|中央社|中评社|中通社)"
"""Who reports: the paper itself, or an agency of the mainland, Taiwan or Hong Kong."""
_DESK: Final = (
    rf"(?:(?:{AGENCY}|\p{{Han}}{{1,3}}[报社])\s*)?{OFFICE}\s*\p{{Han}}{{2,4}}(?:[\s、]+\p{{Han}}{{2,4}})*"
    r"\s*[/／╱]\s*\p{Han}{2,6}报导"
)
"""Reporter and place, as papers of Taiwan set them: `记者王大明／台北报导`."""

DATELINE: Final = Pattern(
    rf"[（(〔【](?:{_DESK}|中央社{OFFICE}?[\p{{Han}}\d]{{0,18}}?电)[）)〕】]"
    rf"|{AGENCY}(?:\p{{Han}}{{2,8}}(?:、\p{{Han}}{{2,8}}){{1,3}}(?=\d{{1,2}}月))?"
    rf"(?:[\p{{Han}}\d]|(?<=\d)\s|\s(?=\d)){{0,24}}?(?:(?:专|综合)?电|(?<!通)讯)(?=[（(〈\s\d\p{{Han}}“《]|$)"
    rf"|(?<![^\n])\p{{Han}}{{2,8}}(?:新闻网|[日晚早晨]报|在线|融媒|客户端)讯(?=[（(\s])",
    needs=("电", "讯", "报导"),
)
"""How a news item opens: `本报呼和浩特7月12日讯`, `新华社北京、海州6月30日电`, `本报讯`, `海州晚报讯`;
in Taiwan `（中央社记者王大明台北12日电）`, `〔记者王大明／台北报导〕`."""
DATELINE_END: Final = Pattern(r"[日报社台网刊线媒端](?:专|综合)?[电讯]$")
"""The last characters of such an opening."""
NO_SUBJECT: Final = Pattern(
    r"(?:日前|近日|昨[日天晚]|[今当][日天]|(?:[0-9]{1,2}月)?[0-9]{1,2}日)(?:[上下]午|晚|[至到][0-9]{1,2}日)?"
    r"(?:在\p{Han}{2,10}?)?(?:隆重|正式|圆满|顺利|如期)?"
    r"(?:召开|举行|举办|开幕|闭幕|开工|竣工|通车|启动|揭牌|揭晓|落幕|结束|成立|开赛|开展|印发|发布)(?=[。，])"
)
"""The beginning of a sentence that says when something was held, and not what: that stands before it."""
_SURNAME: Final = rf"(?:[{SURNAMES}]|{'|'.join(sorted(DOUBLE_SURNAMES))})"
SURE_NAME: Final = rf"{_SURNAME}(?:\p{{Han}}{{1,2}}|[ \u3000]{{1,2}}\p{{Han}})(?!\p{{Han}})"
"""A person with a common surname."""
_AUTHOR: Final = rf"(?:(?:{AGENCY}\s*+)?{OFFICE}\s*+(?:{NAME}|{_SET_WIDE})(?!\p{{Han}})|{SURE_NAME})"
_AUTHORS: Final = rf"{_AUTHOR}(?:[\s、]++{_AUTHOR})*+"
_LABEL: Final = (
    r"(?:(?:作者|撰文|撰稿|采写|文字|摄影|图片|供图|整理|编译|翻译|插图|漫画|制图)\s?[：:/／|｜丨]"
    r"|[文图摄](?:[、/]?[文图摄])?\s?[/／|｜丨])"
)
_LABELLED: Final = rf"{_LABEL}\s*+{_AUTHORS}"
LABELLED_CREDIT: Final = Pattern(
    rf"(?P<label>(?:{_LABEL}|(?:[责美]?编辑?|校对|审核)\s?[/／|｜丨])\s*+)?{_AUTHORS}(?(label)|\s?[/／|｜丨]\s?[图摄])",
    needs="：:/／|｜丨",
)
"""Who did something for an article, behind what it was, or before: `图/周海`, `摄影：周海`, `周海/摄`."""
LABELLED_AUTHORS: Final = Pattern(
    rf"(?=作者|撰|采写|文){_LABELLED}(?:\s++{_LABELLED})*+|{_AUTHORS}\s?[/／|｜丨]\s?文", needs="：:/／|｜丨"
)
"""Who wrote an article, behind what they did: `文/林秀禾 图/周海`, `作者：本报记者 林秀禾`. It stands
between a headline and its text or at the end of an article; elsewhere it may be other words (`编辑/程序`)."""
BYLINE: Final = Pattern(
    rf"{_NO_COLUMN}[（(]?(?:[^\p{{L}}]?\s{{0,2}}|[^\p{{L}}\s]?[\p{{Han}}A-Za-z](?=本报))"
    rf"(?:(?:{AGENCY}\s*)?{OFFICE}|\p{{Han}}报记者|本报(?:\p{{Han}}者|记\p{{Han}}))"
    rf"\s*(?!\p{{Han}}*+(?<=[您你吗呢]|什么|怎么|多少))(?:\p{{Han}}{{2,12}}|{_SET_WIDE})"
    rf"(?:[\s、]+{OFFICE}?\s*(?:{NAME}|{_SET_WIDE})|{OFFICE}\s*(?:{NAME}|{_SET_WIDE}))*"
    r"(?:[\s、]*(?:文/?图|图/?文|摄影报道|报道|文|摄))?[）)]?"
    rf"|[（(〔【]?{_DESK}[）)〕】]?"
)
"""`本报记者 张文强`, `本报通讯员 施雅琴`; a character or two before it are the ornament □, misread for
something that `drop_debris` does not take for a box; one character of 本报记者 may be misread too."""
SERIES_NAME: Final = Pattern(r"[（(][^（）()]{2,30}(?:[（(].{1,3}[）)])?[）)]$", needs="（(")
"""The name of a series, as newspapers set it after a headline in brackets."""
SERIES_OVER: Final = Pattern(r"【[^【】]{2,40}】", needs="【")
"""The name of a series, as it is set over a headline."""
OPEN_SERIES: Final = Pattern(
    rf"(?![^（(]{{0,30}}(?:{AGENCY}|\d日))[^（）()。，；]{{4,30}}[（(](?!\s*{OFFICE}|见|[左右前后]|[上下]图)"
    r"(?:[^（）()。，；]{2,12}\xb7[^（）()。，；]{2,16}(?:[（(][^（）()]{1,3}[）)])?|\p{Han}{2,6}\d{0,4})$",
    needs="（(",
)
"""A headline with the name of a series, short or of two parts, of which the last bracket was not read."""
SIGNOFF: Final = Pattern(r"[（(][^（）()。，；：]{2,24}[）)]", needs="（(")
_PERSON: Final = rf"(?:{OFFICE}\s*)?\p{{Han}}{{2,4}}"
NAMES: Final = Pattern(rf"[（(]{_PERSON}(?:[\s、]+{_PERSON})*[）)]", needs="（(")
CREDIT: Final = Pattern(
    rf"{_NO_COLUMN}[（(]\s*(?:{AGENCY}\s*)?{OFFICE}\s*\p{{Han}}{{2,4}}"
    rf"(?:[\s、]*(?:{OFFICE}\s*)?\p{{Han}}{{2,4}})*[）)]?",
    needs=_OFFICES,
)
"""`（记者 尹梦佳）`: a name in brackets closes an item, though the second bracket was not read."""
_NAMES: Final = r"\p{Han}{2,4}(?:[\s、]+\p{Han}{2,4})*"
_ONE: Final = r"\p{Han}\s?\p{Han}{1,2}"
_CONTACT: Final = r"\p{Han}{0,6}(?:邮箱|信箱|热线|电话|传真|网址)\s?[:：]\s?[\x21-\x7e][\x20-\x7e]{4,60}"
END_CREDIT: Final = Pattern(
    rf"{CREDIT.pattern}"
    r"|[（(]\s*(?:本文)?作者(?:[为是系:：]|单位|简介|均?[为系])[^（）()]{2,80}[）)]?"
    r"|[（(]\s*(?:本文)?作者(?:分别)?[为系](?:[^（）()]|[（(][^（）()]{1,12}[）)]){2,160}[）)]"
    rf"|[（(]\s*{AGENCY}[^（）()，。]{{2,30}}日?电(?:\s*(?:{CREDITS})?\s*{_NAMES})?[）)]"
    rf"|[（(]\s*{AGENCY}[^（）()。]{{2,160}}电\s*(?:{AGENCY}|{OFFICE}|执笔)[^（）()。]{{2,240}}[）)]"
    r"|[（(]\s*综合[^（）()。]{4,240}报道[）)]"
    r"|[（(]\s*(?:执笔|(?:视频|文字|责任)编辑)\s*[:：][^（）()。]{2,60}[）)]"
    rf"|{_NAMES}\s?摄影报道|{_ONE}图[\s、]+{_ONE}文|{_CONTACT}"
    r"|[（(][^（）()。]{2,30}(?:整理|供稿|编译|翻译)[）)]"
    r"|[（(](?:摘编自|摘自|选自|原载)[^（）()。]{2,60}[）)]"
)
"""What stands at the end of an item and nowhere else: who wrote it (`（作者为某大学教授）`), where it was
sent from, who put it together (`何小燕 王立波摄影报道`), where to write to (`投稿邮箱：…`)."""
_SURELY_ONE: Final = rf"(?:{OFFICE}\s*)?[{SURNAMES}]\p{{Han}}{{1,2}}"
CREDITED: Final = Pattern(
    rf"(?:{NAMES.pattern}|[（(]{_SURELY_ONE}(?:[\s、]*\p{{Han}}{{2,3}})+[）)])$", needs="（("
)
"""A text that ends with a credit; the space between two names may be lost."""
CREDIT_INSIDE: Final = Pattern(
    rf"(?<=。[{CLOSING}]?\s*)[（(]{_SURELY_ONE}(?:[\s、]*{_SURELY_ONE})*[）)](?=\s*[\p{{Han}}\d“《])",
    needs="（(",
)
"""The credit of an item in front of the next one: names in brackets behind a sentence, text behind them."""
PICTURE_CREDIT: Final = Pattern(
    rf"(?:{AGENCY}\s*)?{OFFICE}\s*(?:{NAME}|{_SET_WIDE})(?:[\s、]+(?:{NAME}|{_SET_WIDE})){{0,3}}\s*摄"
)
"""Who took a picture; it ends the text under the picture."""
PHOTOGRAPHER: Final = Pattern(
    rf"{SURE_NAME}(?:[\s、]++{SURE_NAME}){{0,3}}\s++摄|摄影\s?[：:/／]\s?{SURE_NAME}", needs="摄"
)
"""The same without an office, right under the text under a picture."""
CAPTION: Final = Pattern(
    r"[上下左右]?图[\u2460-\u24730-9一二三四五六七八九十]{0,2}(?:[：:]|为(?=\p{Han}))|[▲▼◀▶◄►△▽↑↓←→]\s?"
)
"""How the text under a picture begins."""
PHOTOGRAPHED: Final = Pattern(r"[\s\p{P}]\p{Han}{2,4}\s*摄[）)]?$", needs="摄")
"""How the text under a picture ends: with who took it."""
JUMP: Final = Pattern(
    r"(?:[（(〈《〔【\[]|(?<![^\n])(?:\p{Han}(?=.接第)|[\p{So}#@*]{1,2}))?\s*"
    r"(?P<way>上接|下转|紧接|转自|文转(?=\s*第?\s*[A-Z]?\d))"
    r"\s*(?P<page>第?\s*[\p{L}\d|\]\[!:：]{1,4}\s*版)"
    r"(?:[^。）)】\]〕]{0,10}[）)】\]〕][^。\p{Han}]{0,8}|[^。\p{Han}]{0,8}\p{Han}?[^。\p{Han}]{0,4})",
    needs="版",
)
"""`（上接第1版）`; the number may be misread (`第]版`), and the ornament before it (`■`, `玉上接第1版`).
Behind it stands no text but a misread bracket."""
COMES_FROM: Final = ("上接", "紧接", "转自")
"""How a jump marker opens that stands over an article, not under it."""
EDITORS_NOTE: Final = Pattern(r"[—一-]{1,2}\s*编\s*者", needs="编")
"""What closes a note of the editors over an article; its dash may be read as ideographs."""
_ORNAMENT_READ: Final = r"[口□■◆●]"
_BEFORE_MOUTH: Final = "[进出人户港路窗门关河山渡海井村岔街巷洞闸]"
"""What makes a word with 口, and so is no ornament."""
_BEHIND_MOUTH: Final = "[岸号罩味碑袋径语粮才]"
_NO_WORD: Final = rf"(?:\p{{Han}}?[□■◆●]|(?!{_BEFORE_MOUTH}口)\p{{Han}}?口(?!{_BEHIND_MOUTH}))"
_ROW: Final = (
    r"(?=(?:[^口]*+口++){4}[^口])"
    rf"(?=(?:(?:[^口]|(?<={_BEFORE_MOUTH})口|口(?={_BEHIND_MOUTH}))*+口){{4}})"
    rf"[^。，；]{{0,10}}?(?:[^。，；口□■◆●]{{0,3}}{_ORNAMENT_READ}){{6,}}[^。，；]{{0,2}}"
)
BOX_LABEL: Final = Pattern(
    r"(?:\p{Han}{2,4})?"
    r"(?:简讯|短讯|快讯|简报|短波|速览|(?<=要闻)速\p{Han}|速递|动态|集纳|一?句话新\p{Han}|综合消息|微新闻)"
    rf"(?:{_ORNAMENT_READ}{{0,3}}|{_NO_WORD}{{3,}}\p{{Han}}?|{_ROW})"
)
"""What is set over a box of briefs; ornaments behind it may be read as ideographs (`动态国口国口硬口`)."""
LABEL_BEHIND: Final = Pattern(rf"(?<=[^\s》”’]\s*)(?<=[）)】？！?!\s])(?P<label>{BOX_LABEL.pattern})\s*$")
"""Such a label behind the headline over it; behind a title or a quotation it is a word (`关注“三农”动态`)."""
ORNAMENT_ROW: Final = Pattern(_ROW, needs="口")
"""A row of ornaments read as ideographs, every second or third one as a box, be it with a label before it.

Where each ornament is one, it marks an item or rates something; 口 in words shows nothing."""
