"""What opens and closes letters, messages, notices and advertisements, each in a line of its own."""

from __future__ import annotations

from cleaner.patterns import Pattern
from cleaner.profiles.marks import DASH

CONTACT = Pattern(
    r"(?:联系|咨询|报名|订购|服务)?(?:电话|手机|热线|传真|地址|邮箱|邮编|网址|联系人|微信)[:：](?=.)",
    needs=":：",
)
"""How to reach whom a list is of, in a line of its own under it."""
VALEDICTION = Pattern(
    r"(?:Yours|Sincerely|Best|Kind|Warm|With|Faithfully|Respectfully|Cordially|Love|Regards)[A-Za-z ]{0,30},"
)
BELOW = Pattern(
    r"(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日|第[0-9]{1,4}号"
)
"""A date or the number of an order, alone in the last line."""
HEREBY = Pattern(r"特此(?:讣告|公告|通告|通知|声明|启事|证明|函告|说明|告知)[。！]?", needs="特此")
"""What closes a notice, in a line of its own."""
_WEATHER = r"[ \t\u3000]+(?:晴|阴|雾|[大中小暴]?[雨雪]|多云)(?:转(?:晴|阴|[大中小]?[雨雪]|多云))?"
_WEEKDAY = r"[ \t\u3000]+(?:星期|周)[一二三四五六日天]"
DAY = Pattern(
    r"(?:[12][0-9]{3}年)?(?:[0-9]{1,2}月[0-9]{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
    rf"(?:{_WEEKDAY}(?:{_WEATHER})?|{_WEATHER}(?:{_WEEKDAY})?)",
    needs="月",
)
"""What stands over a day of a diary."""
TAGS = Pattern(r"#[^\s#]{1,20}#?(?:[ \t]+#[^\s#]{1,20}#?)+", needs="#")
"""What a post is about, in a line of its own."""
CALLED = Pattern(r"(?:电话|热线|手机|联系方式)[:：][ ]?[0-9][0-9\-]{6,}$", needs=":：")
"""What ends an advertisement."""
SALUTATION = Pattern(
    r"(?:尊敬|亲爱|敬爱)的\p{Han}{1,12}[：:]|各位\p{Han}{2,10}[：:]|\p{Han}{1,8}(?:同志|先生|女士|朋友们|同学们)[：:]",
    needs=":：",
)
"""How a letter begins."""
ENACTED = Pattern(
    r"关于[^。！？；\n]{2,60}的(?:通知|通报|意见|决定|公告|通告|函|批复|报告|请示|议案|纪要|命令)$",
    needs=("关于",),
)
"""The title of an official letter, over whom it is to."""
STAMP = Pattern(
    r"[\p{Han}\w]{2,8}[ \t]+(?:[0-9/.\-]{6,10}[ \t]+)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|[0-9]{4}[/.\-年][0-9]{1,2}[/.\-月][0-9]{1,2}日?[ \t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[ \t]+"
    r"[\p{Han}\w.\-]{1,16}(?:[(（<][\w.@\-]{3,40}[)）>])?",
    needs=":",
)
"""Who wrote a message, and when."""
SIGNED = Pattern(
    r"[。！？”][ \t\u3000]*[（(]\s*(?:\p{Han}{0,4}(?:记者|通讯员)\s*)?"
    r"\p{Han}{1,4}(?:[ \u3000、]+\p{Han}{1,4})*\s*[）)]$",
    needs="（(",
)
"""A name in brackets behind a sentence: who wrote the article that ends here."""
_WORK = r"《[^《》\n]{1,20}》"
QUOTED = Pattern(
    rf"[。！？…”]{DASH}(?:[\p{{Han}}\N{{MIDDLE DOT}}]{{2,10}}(?:{_WORK})?|{_WORK})$",
    needs=(DASH,),
)
"""A sentence, and who said it or where it stands."""
CITED = Pattern(r"\[[0-9]{1,3}\][ \t]?[^\n]*\[[A-Z]{1,2}(?:/[A-Z]{2})?\]", needs="[")
"""An entry of a list of references, with the type of the document."""
