"""Suggest a coding for a report that nobody has coded yet: a draft of `codes.csv`, each row with the rules that made it.

The rules are tables of words, read from the first line down; the first that matches decides. They look at the clause around a
quantity, then at the heading it stands under. A suggestion is a place to start reviewing, never a coding: it carries
`status=suggested`, and the analysis leaves it out until a person sets `reviewed`.
"""

import re

import pandas as pd

from report.records import Code, Section
from report.text import Report, sentences

TABLE = ["start", "end", "text", "kind", "value", "lower", "upper", "bound", "unit", "measure_word", "noun"]


def records(table: pd.DataFrame) -> list[dict]:
    return [dict(zip(table.columns, row)) for row in table.to_numpy().tolist()]


HEADING = re.compile(
    r"^[ \u3000]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])[^\n。；;]{2,40}$", re.M
)
TOP_HEADING = re.compile(r"[ \u3000]*[一二三四五六七八九十]+、")
LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，?)[^。；;\n]{2,24}[。；;，：:]"
)  # 一是产业合作取得成果。
CLAUSE_END = "。；;，,：:！!？?\n"

AREAS = [
    ("industry", "产业|企业|投资|园区|项目合作"),
    ("labour", "劳务|就业|培训|务工"),
    ("consumption", "消费|采购|销售|展销|黔货"),
    ("talent", "人才|智力|支教|支医|挂职|选派|派驻|干部"),
    ("hand_in_hand", "携手奔小康|结对"),
    ("funds", "资金|捐款|捐赠|募捐"),
    ("infrastructure", "基础设施|工程|援建|硬化|道路|大棚"),
]
FLOWS = [
    ("investment", "到位资金|投资|引资|招商"),
    ("sales", "消费|销售|采购|黔货|购买|展销"),
    ("donation", "募捐|捐赠|捐款|捐物|社会帮扶资金"),
    ("fiscal", "财政"),
    ("earmarked", "帮扶资金|援助资金|专项资金|扶持资金|项目资金"),
]
PLAN = "下步|下一步|打算|计划|思路"  # headings of what is meant to be done: scope, not result
STAGES = [  # stage, words, the units it holds for (empty: any)
    ("outcome", "收入|增收", "CNY"),
    ("output", "培训", "person person_time"),
    ("input", "选派|派驻|派出|挂职|支教|支医|工作队员|第一书记|工作者", "person"),
    ("outcome", "就业|创业|脱贫|带动|吸纳|受益|惠及|增收|服务群众", "person person_time household"),
    ("input", "为期|期限", "month year day week"),
    ("context", "连续|累计", "month year"),
    ("context", "共[0-9一二两三四五六七八九十]|任务|方面|承担", "village town item"),
    ("activity", "动员|组织|举办|召开|开展", "organisation event time session"),
    ("output", "引导|引进|落户|签约|达成", "organisation item"),
    ("output", "建设|新建|共建|硬化|援建|落实|发放|提供|引进|项目|培训", ""),
    ("outcome", "增长|提高|下降", ""),
    ("context", "村|乡|镇", "item village town"),
]
FLOW_STAGES = {"investment": "output", "sales": "output"}  # other money is an input
INDICATORS = [  # unit, words, indicator of indicators.csv
    ("CNY", "到位资金|投资", "investment_in_place"),
    ("CNY", "黔货|销售|采购", "sales"),
    ("CNY", "定向捐赠", "targeted_donation"),
    ("CNY", "募捐|捐款|捐赠", "donations"),
    ("CNY", "财政", "fiscal_funds"),
    ("CNY", "帮扶资金", "assistance_funds"),
    ("person", "带头人培训", "trained_leaders"),
    ("person", "创业", "startups"),
    ("person", "培训", "trained_skills"),
    ("person", "就业", "employed"),
    ("person", "教师", "teachers"),
    ("person", "医", "medics"),
    ("household", "增收|受益", "households_income"),
    ("item", "大型项目", "large_projects"),
    ("item", "小型项目", "small_projects"),
    ("item", "车间", "workshops"),
    ("item", "低收入?村", "villages"),
    ("item", "专业", "courses"),
    ("item", "方面", "areas"),
    ("item", "任务", "tasks"),
    ("item", "乡", "townships"),
    ("copy", "宣传品", "leaflets"),
    ("month", "为期|期限", "posting"),
]


def draft_codes(report: Report, quantities: pd.DataFrame) -> pd.DataFrame:
    """A draft of `codes.csv` for the quantities of a report: every column suggested, the rules named in `note`.

    Returns the columns of `codes.csv`, one row a quantity, `status` = suggested. The task is the section (s1, s2, …, see
    `list_sections`), empty before the first heading.
    """
    sections = _sections(report.text)
    counted = records(quantities[quantities["kind"] == "quantity"])
    year_at = _years(report.text, quantities)
    rows = []
    for number, quantity in enumerate(counted):
        quantity["number"], start = number, quantity["start"]
        section = next((row for row in records(sections) if row["start"] <= start < row["end"]), None)
        rows.append(_suggest(report.text, counted, quantity, section) | {"period": year_at(start)})
    return pd.DataFrame(rows, columns=Code._fields)


def list_sections(text: str) -> list[Section]:
    return [Section(*row) for row in _sections(text).itertuples(index=False)]


def _sections(text: str) -> pd.DataFrame:
    """The report's sections, one a task: `task` (s1, s2, …), `heading`, `start`, `end`.

    Headings （一） are the tasks and stand for the heading 一、 above them, unless most of them name an area of work: then
    the headings 一、 are the tasks. A report without headings is one section.
    """
    headings = list(HEADING.finditer(text))
    upper = [match for match in headings if TOP_HEADING.match(match.group())]
    lower = [match for match in headings if match not in upper]
    name_areas = sum(any(re.search(words, match.group()) for _, words in AREAS) for match in lower)
    if upper and 2 * name_areas > len(lower):
        tasks = upper
    else:
        followed = dict(zip(headings, headings[1:] + [None]))
        tasks = [match for match in headings if match in lower or followed[match] not in lower]
    ends = sorted({match.start() for match in upper + tasks} | {len(text)})
    rows = [
        dict(
            heading=match.group().strip(),
            start=match.start(),
            end=min(end for end in ends if end > match.start()),
        )
        for match in tasks
    ]
    table = pd.DataFrame(rows or [dict(heading=text.strip().split("\n")[0][:40], start=0, end=len(text))])
    table.insert(0, "task", [f"s{number}" for number in range(1, len(table) + 1)])
    return table


def _suggest(text: str, counted: list[dict], quantity: dict, section: dict | None) -> dict:
    near, clause = words_near(text, counted, quantity), clause_of(text, quantity)
    lead = lead_of(text, quantity["start"], section)
    places = [near, clause, quantity["sentence"]]
    unit, rules = quantity["unit"] or "item", []

    def choose(column, table, places, default):
        for place in places:
            for code, words in table:
                if found := re.search(words, place):
                    rules.append(f"{column}: {found.group()} → {code}")
                    return code
        rules.append(f"{column}: no word found → {default}")
        return default

    area = choose("area", AREAS if section else [], [lead, near, clause], "general")
    flow = (
        choose("flow", FLOWS, [near, clause, lead, quantity["sentence"]], "unspecified")
        if unit == "CNY"
        else ""
    )
    stages = [(stage, words) for stage, words, units in STAGES if not units or unit in units.split()]
    if re.search(PLAN, lead):
        stage = choose("stage", [("context", PLAN)], [lead], "context")
    elif flow and not re.search("收入|增收", near):
        stage = FLOW_STAGES.get(flow, "input")
        rules.append(f"stage: {flow} → {stage}")
    else:
        stage = choose("stage", stages, places, "output")
    indicators = [(indicator, words) for counted_in, words, indicator in INDICATORS if counted_in == unit]
    indicator = choose("indicator", indicators, [near, clause], f"any_{unit}")
    whole = whole_of(text, counted, quantity)
    return {
        "observation": f"n.{quantity['number'] + 1}",
        "task": section["task"] if section else "",
        "area": area,
        "stage": stage,
        "scope": "plan" if re.search(PLAN, lead) else "past",
        "flow": flow,
        "indicator": indicator,
        "subject": quantity["noun"],
        "unit": unit,
        "bound": quantity["bound"],
        "quote": unique_quote(text, counted, quantity, near),
        "additive": "false",
        "relation": "part_of" if whole else "",
        "relation_to": f"n.{whole['number'] + 1}" if whole else "",
        "overrule": "",
        "note": "; ".join(rules),
        "status": "suggested",
    }


def clause_of(text: str, quantity: dict) -> str:
    """The words around a quantity up to the nearest punctuation on both sides; 、 does not end a clause."""
    start, end = quantity["start"], quantity["end"]
    before = max(text.rfind(mark, max(0, start - 60), start) for mark in CLAUSE_END) + 1
    after = min(
        (at for mark in CLAUSE_END if (at := text.find(mark, end, end + 40)) >= 0),
        default=min(len(text), end + 40),
    )
    return text[max(before, start - 60) : after]


def words_near(text: str, counted: list[dict], quantity: dict) -> str:
    """The part of a quantity's clause that is its own: from the number or mark before it to the number or mark after it."""
    start, end, number = quantity["start"], quantity["end"], quantity["number"]
    marks = CLAUSE_END + "、"
    before = max(
        [text.rfind(mark, max(0, start - 60), start) + 1 for mark in marks]
        + [counted[number - 1]["end"] if number else 0, start - 60]
    )
    after = [at for mark in marks if (at := text.find(mark, end, end + 40)) >= 0] + [end + 40, len(text)]
    return text[max(before, 0) : min(after + [row["start"] for row in counted[number + 1 : number + 2]])]


def lead_of(text: str, at: int, section: dict | None) -> str:
    """The words that say what a passage is about: the nearest 一是…, （一）… or 一、… before `at`, inside its section."""
    floor = max(section["start"], at - 2000) if section else at
    lead = ([match.group() for match in LEAD.finditer(text, floor, at)] or [""])[-1]
    heading = ([match.group() for match in HEADING.finditer(text, floor, at)] or [""])[-1]
    return lead or heading


def whole_of(text: str, counted: list[dict], quantity: dict) -> dict | None:
    """The quantity that this one is part of, where 其中 stands before it: the last of its unit before that word, or the last at all."""
    earlier = counted[: quantity["number"]]
    here = text.rfind("其中", max(0, quantity["start"] - 60), quantity["start"])
    if here < 0 or not earlier or any(mark in text[here : quantity["start"]] for mark in "。；;\n"):
        return None
    before = [row for row in earlier if row["end"] <= here] or earlier[:1]
    return next((row for row in reversed(before[-8:]) if row["unit"] == quantity["unit"]), before[-1])


def unique_quote(text: str, counted: list[dict], quantity: dict, near: str) -> str:
    """Words around a quantity that stand in the text once; 【】 marks the quantity where they reach over another number."""
    start, end = quantity["start"], quantity["end"]
    before, after = text.rfind(near, 0, end + len(near)), end
    spans = [(before, after)] + [
        (max(0, start - reach), min(len(text), end + reach)) for reach in (8, 16, 32, 64, 128, len(text))
    ]
    for before, after in spans:
        others = [
            row for row in counted if row["start"] < after and row["end"] > before and row is not quantity
        ]
        before, after = (
            min([before, *(row["start"] for row in others)]),
            max([after, *(row["end"] for row in others)]),
        )
        if text.count(text[before:after]) == 1:
            return (
                f"{text[before:start]}【{text[start:end]}】{text[end:after]}"
                if others
                else text[before:after]
            )
    raise AssertionError("a text stands in itself once")


def _years(text: str, quantities: pd.DataFrame):
    """A function from a position to the year named last before it in its sentence; 今年, or none, is the last year named."""
    dates = quantities[quantities["kind"] == "date"]
    years = [
        (start, found.group())
        for start, words in zip(dates["start"], dates["text"])
        if (found := re.match(r"(19|20)\d\d", words))
    ]
    signed = years[-1][1] if years else ""
    years += [(match.start(), signed) for match in re.finditer("今年|本年|全年", text)]

    def year_at(position: int) -> str:
        sentence_start = max(text.rfind(mark, 0, position) for mark in "。\n") + 1
        return max(
            [(start, year) for start, year in years if sentence_start <= start < position],
            default=(0, signed),
        )[1]

    return year_at


def suggest_codes(text: str, quantities: list) -> list[Code]:
    """A code for every quantity of a report, in order, with the rules that made it in `note`."""
    rows = [{name: getattr(quantity, name) for name in TABLE} for quantity in quantities]
    spans = sentences(text)
    for row in rows:
        row["sentence"] = next(text[start:end].strip() for start, end in spans if end > row["start"])
    table = draft_codes(Report("", text, 1), pd.DataFrame(rows, columns=[*TABLE, "sentence"]))
    return [Code(*row) for row in table[list(Code._fields)].itertuples(index=False)]
