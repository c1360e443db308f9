"""What a numeral is when it is no quantity: the rules for dates, ordinals and names, in the order they are tried.

A rule is (kind, pattern, what it begins with, mark): 9 for an Arabic digit, 一 for a Chinese one, both where either
may begin it. The mark before an ordinal that makes it one (第, a bracket) is part of it; it is looked behind for.
"""

import re
from functools import cache

from report.quantities.measure_words import WHOLE_ONLY
from report.quantities.names import NAME_PATTERNS, NAMES
from report.quantities.patterns import (
    ARABIC,
    DASH,
    HAN,
    HAN_CHARACTERS,
    LONGEST_NUMERAL,
    MEASURE,
    MEASURE_FIRST,
    SCALE,
    YEAR,
    alternatives,
)

_CHINESE_YEAR = "[一二][〇零一二三四五六七八九]{3}"
_SHORT_YEAR = r"(?<![\d.])(?:1\d|2\d)"
_MONTH, _DAY, _HOUR = "(?>1[0-2]|0?[1-9])", r"(?>[12]\d|3[01]|0?[1-9])", r"(?>1\d|2[0-4]|0?\d)"
_PART = "(?:[上下]半年|[前第]?[一二三四1-4]季度|前(?:1[01]|[2-9])个月)"
_OF_MONTH = f" ?{_MONTH} ?月(?:份|底|末|初|上旬|中旬|下旬)?(?: ?{_DAY} ?[日号])?"
_MINUTES = r"(?:[0-5]?\d分|[0-5]\d(?!\d)|钟|整|半|许|一刻)"
_CLOCK = rf"(?:{_HOUR}|[一二两三四五六七八九十]{{1,3}})点{_MINUTES}?"
_OF_SIZE = "(?<=个)(?:[百月小季世学亿多半周星点]|工作日)|[次均天日]"
_AT_LINE_START = r"(?<![^\n\r\t 。;:!?”])"
_AT_SENTENCE_START = r"(?<![^\n\r\t 。;!?”])"
_AT_CLAUSE_START = r"(?<![^\n\r\t 。;:!?”,、)(-])"
_NOT_LASTING = "(?![来间内里多以之后前的期龄制历老左半如工]|有余)"


def _by_first(words):
    """A pattern for any of `words`, those that begin alike together."""
    by_first = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{alternatives(rest)})" for first, rest in by_first.items())


RULES = (
    # 第一书记; 第一季度; 第二届, 第3—5批; 〔2018〕129号; (一)
    ("name", "(?<=第)(?:一(?:书记|时间|责任人|要务|线|资源|动力|生产力)|三方(?!面|案))", "一", "第"),
    ("date", "(?<=第)[一二三四1-4]季度", "9一", "第"),
    ("ordinal", rf"(?:(?<=第)|(?<=第 ))(?:{HAN}|\d{{1,6}})(?:{DASH}(?:{HAN}|\d{{1,6}}))?(?: ?(?:{MEASURE}))?", "9一", "第"),
    ("ordinal", rf"(?<=[\[(〔【﹝]){YEAR}[\])〕】﹞] ?第?\d{{1,5}}号", "9", "〔"),
    ("ordinal", rf"(?<=\()(?:{HAN}|\d{{1,2}})\)", "9一", "("),
    # 2020-12-18; 2016—2020年; 2018-20; 2020年12月18日, 二〇二〇年, 2021年上半年; 2018年至2020年
    ("date", rf"{YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)", "9", ""),
    ("date", rf"{YEAR}(?: ?年度?)?{DASH}(?:{YEAR}|[0-3]\d)(?: ?年度?(?!代)|(?![\d.,%]|{MEASURE}|{SCALE}))", "9", ""),
    ("date", rf"{_CHINESE_YEAR}年?{DASH}{_CHINESE_YEAR}年", "一", ""),
    ("date", rf"(?:{YEAR}|{_CHINESE_YEAR}) ?年(?:代|度|底|末|初)?(?:{_PART}| ?{_MONTH} ?月(?:份|底|末|初)?(?: ?{_DAY} ?[日号])?|{HAN}月(?:{HAN}日)?)?"
             rf"(?:{DASH}(?:{YEAR}年)?(?:{_MONTH} ?月(?:份|底|末|初)?)?(?:(?<=月) ?{_DAY} ?[日号])?(?<![-—~至到]))?", "9一", ""),
    # 21年5月, 截至21年底, 较20年, ’21
    ("date", rf"{_SHORT_YEAR}年(?:年?[初底末]|度|{_PART}|{_OF_MONTH})", "9", ""),
    ("date", rf"(?:(?<=截至)|(?<=截止)|(?<=[较比]))(?<![\d.])[12]\d年{_NOT_LASTING}", "9", ""),
    ("date", rf"(?<=[’'])\d\d(?:年|(?!\d|[.,%]|{SCALE}|[{MEASURE_FIRST}]))", "9", ""),
    # at the start of a clause 21年 may be a year or so many: in doubt
    ("unread", rf"{_AT_CLAUSE_START}{_SHORT_YEAR}(?:{DASH}[12]\d)?年(?=[\u4e00-\u9fff]){_NOT_LASTING}", "9", ""),
    # 9月, 1—9月份, 5月1日至3日; 18日; 10:30, 24时, 下午3点至5点
    ("date", rf"{_MONTH}(?:{DASH}{_MONTH})? ?月(?:份|底|末|初|上旬|中旬|下旬)?(?: ?{_DAY}(?:{DASH}{_DAY})? ?[日号])?"
             rf"(?:{DASH}(?:{_MONTH} ?月)?(?: ?{_DAY} ?[日号])?(?<![-—~至到]))?", "9", ""),
    ("date", rf"{_DAY}(?:{DASH}{_DAY})? ?日(?![内元游])", "9", ""),
    ("date", rf"(?<![比按为例达]){_HOUR}:[0-5]\d(?::[0-5]\d)?(?:{DASH}{_HOUR}:[0-5]\d)?(?![\d.])|{_HOUR}时(?:[0-5]?\d分)?", "9", ""),
    ("date", rf"(?:(?<=[午晨晚早夜])|(?<=[早晚]上)){_CLOCK}(?:{DASH}{_CLOCK})?|[一二两三四五六七八九十]{{1,3}}点(?:钟|整|半|一刻)|{_HOUR}点(?:{_MINUTES}|(?={DASH}\d{{1,2}}点|[前后开之]))(?:{DASH}{_CLOCK})?", "9一", ""),
    # 十二月, 三日; 十三五; 一季度, 前11个月; 90年代, 21世纪
    ("date", rf"(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初)?(?:{HAN}日)?|(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日(?![内元游])", "一", ""),
    ("date", rf"十[一二三四五]五(?!{MEASURE}|[十百千万])", "一", ""),
    ("date", rf"(?<=前)(?:1[01]|[2-9]|十一?|[两三四五六七八九])个(?:月|季度)|[一二三四1-4](?:{DASH}[二三四2-4])?季度", "9一", ""),
    ("date", r"(?:[一二三四五六七八九]十|\d0)年代|(?:二十一?|十[七八九]|1[6-9]|2[01])世纪(?:(?:[一二三四五六七八九]十|\d0)年代)?", "9一", ""),
    # 三年零两个月, 3岁零4个月: 零 links two quantities
    ("name", rf"(?<=[年月天周岁时])零(?=(?:{HAN}|\d{{1,2}})(?:个半?月|个小时|小时|天|日|周|分))", "一", ""),
    # 一、 and 1.2 at the start of a line; 1.2023年, 2.3个村
    ("ordinal", rf"{_AT_LINE_START}(?:{HAN}|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:、|[.．](?!\d)|\))"
                rf"|{_AT_SENTENCE_START}\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?= ?[\u4e00-\u9fff])(?! ?(?:{MEASURE}|{SCALE}|左右|上下|[以至到的余多几来]))", "9一", ""),
    ("ordinal", rf"{_AT_LINE_START}\d{{1,2}}\.(?=(?:19|20)\d\d年|\d+(?:{alternatives(WHOLE_ONLY)})(?!{_OF_SIZE}))", "9", ""),
    # codes and letters with digits: 0411-12345678, 1+6+N, PM2.5, G20
    ("name", r"(?>\d+)(?:(?:-\d+){2,}|(?:\.\d+){2,}(?! ?[万亿元%])|[+·]\d+(?:[+·][\dNnXx]+)*(?! ?[万亿元%])|\+[NnXx]|(?<=0\d\d)-\d{7,8}|(?<=0\d\d\d)-\d{6,8})", "9", ""),
    ("name", rf"(?<=[A-Za-z_@#/+])(?:(?<=PM)|(?<!US)(?<!RMB)(?!{ARABIC} ?(?:{SCALE}|{MEASURE}))){ARABIC}", "9", ""),
    ("name", r"(?<=[A-HJ-NP-Z])(?<![A-Za-z\d].)\d{1,4}(?=[类级层版区座栋口峰站道场])", "9", ""),
    # 附件1, 图3; 前三名; 一是, 二要; 十九大; 十三届, 1号, 三级
    ("ordinal", r"(?:(?<=附[件表图])|(?<=[图表])|(?<=专栏))\d{1,2}(?:-\d{1,2})?(?![\d.,%万亿余多个份张项种条套名人户家元])", "9", ""),
    ("ordinal", rf"(?<=前)(?<![提目此当以之年会]前)(?:{HAN}|\d{{1,3}})(?:[名位强列]|(?=[。,;、)\n的]|$))", "9一", ""),
    ("ordinal", rf"(?<!之)[一二三四五六七八九十]是|{_AT_CLAUSE_START}[一二三四五六七八九十][要则]", "一", ""),
    ("ordinal", "(?:十[六七八九]|二十)大(?!类|项|行动|工程|举措)|[一二]大(?=会址|报告|精神)", "一", ""),
    ("ordinal", rf"(?<!连续)(?<!举办)(?!两)(?:\d{{1,3}}|{HAN})(?:号(?!人)|届(?!(?<=\d届)[,。;])|年级|中全会|等(?=[奖功])|(?<![省市区县乡镇村].)级)", "9一", ""),
    ("ordinal", rf"(?<=[届会大协]){HAN}次(?=会议|全会|全体|、{HAN}次全会)|(?<=次、){HAN}次(?=全会)", "一", ""),
    ("ordinal", rf"(?<=[村屯])(?:\d{{1,2}}|{HAN})组|(?<=年级)(?:\d{{1,2}}|{HAN})班|(?<!举办)(?<!培训)[一二]期|[三四五]期(?=工程|项目|扩建|改造|建设)", "9一", ""),
    ("name", _by_first(NAMES.split()), "一", ""),
    ("name", "|".join(NAME_PATTERNS), "9一", ""),
)


def _compile(first):
    return re.compile(
        "|".join(
            f"(?P<{kind}{'_marked' if mark else ''}{place}>{pattern})"
            for place, (kind, pattern, begins, mark) in enumerate(RULES)
            if first in begins
        ),
        re.A,
    )


@cache
def kind_and_mark(group: str) -> tuple[str, str]:
    """(kind, `marked` or '') by the group of the rule that matched: date, ordinal, name; `unread` for a year in doubt."""
    kind, _, marked = group.rstrip("0123456789").partition("_")
    return kind, marked


ARABIC_RULE, HAN_RULE = _compile("9"), _compile("一")
IDENTIFIER = re.compile(rf"[0-9{HAN_CHARACTERS}.,]{{{LONGEST_NUMERAL},}}")
# The rules for Arabic numerals are tried only beside these: before, a mark or letter; after, what dates, codes and headings need.
MARKS_BEFORE = frozenset("第[〔【﹝图表件栏前_@#/+’'") | {chr(code) for code in [*range(65, 91), *range(97, 123)]}
MARKS_AFTER = frozenset("-—~/.年月日时点:至到、)级届号等季世+·×ADGS组班 ")
