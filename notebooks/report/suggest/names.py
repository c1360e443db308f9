"""Indicators: those of the codebook that the words name, else a name made of the words themselves."""

import csv
import re
from functools import cache

from report.paths import CODEBOOK
from report.suggest.words import GROUP_OF

MARK = ":"  # 扶贫车间:item is the code of what is called 扶贫车间 and counted in items
LONGEST, WORDY = 20, 7  # characters of a name; of words that may hold a whole clause
CHANGE = re.compile("(增长|下降|提高|上升|降低|减少|增加(?!值)|上涨|提升|占比|占|压减|压缩)")
# What stands between a name and its number, and what stands before the name and is no part of it.
AFTER_NAME = re.compile(
    "(?:(?:19|20)\\d\\d年[末底初]?|任务|为期|折合人民币|折合|价值|分别|累计|合计|共计|总计|同比|比上年|较上年|超过|达到|达|完成|实现|突破|稳定在|保持在|控制在|降至|降到|下降到|下降至|提高到|提高至|增加到|增至|增长到|上升到|"
    "到|至|为|共有|有|共|约|近|超|逾|多达|不少于|不低于|仅|只有|只|就|已经|已|整整|了|的|每人每月|每月|每年|各|等|、|由|从|是|：|:|“|”|，|,|\\s)+$"
)
BEFORE_NAME = re.compile(
    "^(?:[一二三四五六七八九十]{1,2}[是要、]|第[一二三四五六七八九十]，?|[（(][一二三四五六七八九十]+[)）]|\\d{1,2}[.、．]|(?:19|20)\\d\\d年|\\d{1,2}月|今年|去年|全年|其中|全[省市县区村镇乡国校院局]|我[省市县区局校院]|"
    "社会各界|同口径|比上年|较上年|比去年|较去年|同比|先后|分别|累计|共计|合计|共|已|各|并|及|和|与|为|向|对|在|将|拟|计划|力争|争取|年末|年底|截至目前|目前|预计|刚来的时候|"
    "净增|引进|引导|动员|发动|组织|开设|举办|召开|开展|新建|新增|新|建成|共建|建设|改造|修建|硬化|铺设|安装|完成|实现|提供|投入|安排|拨付|选派|派出|派驻|接收|接待|培训|培育|培养|发放|"
    "筹集|协调|落实|实施|签订|签约|采购|购买|帮助|带动|吸纳|惠及|受益|覆盖|资助|救助|服务|推广|种植|设立|设置|成立|组建|打造|创建|认定|办理|受理|查处|排查|"
    "整治|检查|化解|解决|走访|慰问|制定|出台|印发|获得|荣获|取得|达成|促成|开工|竣工|投产|建立|参加|推动|促进|支持|用于|使|让|由|从|、|，|,|的|“|”|\\s)+"
)
SUBJECT = re.compile(".*?(?:赴|专题|派出|选派|帮助|组织|[一-鿿]{2,}的(?=[一-鿿]{2})|每[日周月年]来?)(?=[一-鿿]{2})")  # who acts, before what is counted
VERB_DONE = re.compile("[种修建铺打装卖买植购]了$")  # 种了500亩黄桃: what is counted stands behind
TRAILING = re.compile("^[的（(“]?([\u4e00-\u9fff]{1,12})")
MEASURES = {"share", "time", "size", "length", "weight"}  # what they measure stands before the number
MONEY = re.compile("资金|款|补助|补贴|津贴|经费|工资|收入")
PLACES = frozenset("村乡镇县旗市省州区国")
STOP = re.compile("和|与|及|等|到|在|赴|为|向|，|、|的|参|开展|进行|实现|落|同比|以上|左右|以内|受益|全部|分别|提供|共|集中|派|驻|增收|达成|签|组成|获|均|互")


@cache
def known_indicators() -> dict[str, list[tuple[str, str]]]:
    """Unit -> (name_zh, indicator) of the codebook's indicators, the longest names first."""
    known = {}
    with open(CODEBOOK / "indicators.csv", encoding="utf-8-sig", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: -len(row["name_zh"])):
            known.setdefault(row["unit"], []).append((row["name_zh"], row["indicator"]))
    return known


@cache
def codebook_names() -> dict[str, str]:
    """The Chinese names of the codebook's indicators."""
    return {indicator: name for indicators in known_indicators().values() for name, indicator in indicators}


def indicator_of(before: str, after: str, unit: str, noun: str, whole: str) -> str:
    """A code of the codebook that the words name and that is counted in `unit`; else `name:unit`.

    `before` and `after` are a quantity's own words on both sides, `whole` the indicator of the number before it in the
    sentence, which a bare 增长8% continues.
    """
    name = name_of(before, after, unit, noun, codebook_names().get(whole, whole))
    for known, indicator in known_indicators().get(unit, ()):
        if name.endswith(known) if len(known) > 1 else name == known:
            return indicator
    return f"{name}{MARK}{unit}" if unit else name


def name_of(before: str, after: str, unit: str, noun: str, whole: str) -> str:
    """What is counted, in the report's words: 扶贫车间, 森林覆盖率, 地区生产总值增长; the unit says the rest."""
    lead = BEFORE_NAME.sub("", AFTER_NAME.sub("", before))
    if change := CHANGE.search(lead):
        subject = lead[: change.start()] or whole.partition(MARK)[0]
        return (CHANGE.sub("", subject)[-LONGEST:] + change[1]) if subject else change[1]
    behind = GROUP_OF.get(unit, "other") not in MEASURES or VERB_DONE.search(before)
    follows = TRAILING.match(after) if behind else None
    tail = STOP.split(follows[1])[0] if follows and not CHANGE.match(follows[1]) else ""
    if (len(tail) >= 2 or tail in PLACES) and (unit != "CNY" or MONEY.search(tail)):
        return tail[:LONGEST]
    if len(lead) > WORDY:
        lead = SUBJECT.sub("", lead)
    noun = BEFORE_NAME.sub("", noun) if len(noun) > 1 or after.startswith(noun) else ""
    lead = lead if len(lead) > 1 or not whole else ""
    return lead[-LONGEST:] or noun[:LONGEST] or whole.partition(MARK)[0] or "数量"
