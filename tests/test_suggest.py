"""Suggestions for a report of one's own: right words, a reason for each, and a draft that is never taken for a coding."""

import csv
import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark_suggest import compare as compare_passages
from report.anchors import contexts
from report.cleaning import clean, list_quantities
from report.drafts import draft_coding
from report.quantities import find_quantities
from report.reports import compare
from report.suggest import list_sections, suggest, suggest_codes
from report.suggest.words import COLUMNS, SHEET, default_words, read_words
from report.tables import read_sheet
from report.text import Report, ReportError, locate, read_report


def report_of(text):
    return Report("own", text, 1)


def codes_of(text, field):
    return [getattr(code, field) for code in suggest_codes(text)]


@pytest.fixture(scope="module")
def sample(root):
    return read_report(root / "data/sample-2021/report.txt")


# ---- the draft and its one path


def drafted(text, coding):
    return draft_coding(text, coding.codebook, "data/own/coding")


def reviewed(draft, *rows):
    codes = [code._replace(status="reviewed") if row in rows else code for row, code in enumerate(draft.codes)]
    return replace(draft, codes=codes)


def test_suggestions_stay_out_until_reviewed(sample, coding):
    own = drafted(sample.text, coding)
    ledger, observations = clean(sample.text, own)
    assert observations.empty
    assert ledger.loc[ledger["kind"] == "quantity", "reason"].str.startswith("only suggested").all()
    assert len(clean(sample.text, reviewed(own, 0, 3))[1]) == 2
    assert len(clean(sample.text, own, suggested=True)[1]) == len(own.codes)


def test_every_quantity_of_any_report_gets_a_row_that_the_cleaning_accepts(sample, report, coding):
    for text in (
        sample.text,
        report.text,
        "全年培训8人。\n全年培训8人。\n其中8人就业。",
        "没有标题，投入资金约3万元，其中捐款1万元",
    ):
        _, observations = clean(text, drafted(text, coding), suggested=True)
        assert len(observations) == (list_quantities(text)["kind"] == "quantity").sum() > 0


@given(st.lists(st.sampled_from(["培训8人。", "投入8万元，", "其中8人就业\n", "增长8%；", "新建18座、", "十八座，"]), min_size=1, max_size=12))
def test_a_quote_stands_once_and_holds_its_quantity_alone(sentences):
    text = "".join(sentences)
    counted = [quantity for quantity in find_quantities(text) if quantity.kind == "quantity"]
    for quantity, code in zip(counted, suggest_codes(text), strict=True):
        before, _, rest = code.quote.partition("【")
        marked, _, after = rest.partition("】")
        start, end = locate(text, before + marked + after)
        if marked:
            start, end = start + len(before), start + len(before) + len(marked)
        inside = [other for other in counted if start < other.end and end > other.start]
        assert inside == [quantity] and start <= quantity.start and quantity.end <= end


@pytest.mark.parametrize("alike", [100, 2000, 2900])
def test_a_number_among_thousands_of_characters_that_come_again_is_quoted(alike):
    passage = "甲" * alike + "培训八人。" + "乙" * alike
    text = f"丙{passage}丁{passage}戊"
    places = [locate(text, code.quote.replace("【", "").replace("】", "")) for code in suggest_codes(text)]
    assert len(places) == 2 and all(start <= text.index("八") + at * (len(passage) + 1) < end for at, (start, end) in enumerate(places))


def test_a_reviewed_draft_is_checked_like_any_coding(sample, coding):
    own = reviewed(drafted(sample.text, coding), 2)
    own.codes[2] = own.codes[2]._replace(bound="exact")
    says = "data/own/coding/codes.csv, row 4: bound 'exact' disagrees with the words '不低于700万元'"
    with pytest.raises(ReportError, match=says):
        clean(sample.text, own)


def test_the_committed_draft_is_what_the_rules_suggest(root, sample):
    draft = read_sheet(root / "data/sample-2021/coding/codes.csv")
    assert draft.values.tolist() == [list(code) for code in suggest_codes(sample.text)]


# ---- how good they are


def test_agreement_with_the_coding(report, coding):
    _, suggested = clean(report.text, drafted(report.text, coding), suggested=True)
    compared = compare(suggested, clean(report.text, coding)[1])
    compared = compared[(compared["column"] != "flow") | (compared["decided"] + compared["suggested"] != "")]
    agree = (compared["suggested"] == compared["decided"]).groupby(compared["column"]).mean()
    print(agree)
    assert agree["stage"] >= 0.9 and agree["area"] >= 0.9 and agree["flow"] >= 0.95 and agree["period"] >= 0.85


@pytest.mark.parametrize("half", ["dev", "heldout"])
@pytest.mark.parametrize("kind", ["assistance", "government"])
def test_labelled_passages(half, kind):
    right = {}
    for _, passage_kind, _, field, allowed, code, _ in compare_passages(half):
        if passage_kind == kind:
            right.setdefault(field, []).append(code in allowed)
    share = {field: sum(answers) / len(answers) for field, answers in right.items()}
    goals = {"area": 0.85, "stage": 0.88, "flow": 0.88, "period": 0.95, "scope": 0.97}
    assert len(right["area"]) > 150
    assert all(share[field] >= goal for field, goal in goals.items()), share


# ---- what the words say


@pytest.mark.parametrize(
    "words, area, stage, flow",
    [
        ("财政下达专项扶贫资金2300万元", "funds", "input", "fiscal"),
        ("募集善款36万元", "general", "input", "donation"),
        ("集团投入帮扶资金1500万元", "funds", "input", "earmarked"),
        ("实际到位省外资金86亿元", "industry", "output", "investment"),
        ("网络零售额突破300亿元", "consumption", "outcome", "sales"),
        ("农民人均可支配收入15300元", "general", "outcome", "income"),
        ("规模以上工业总产值2100亿元", "industry", "outcome", "output"),
        ("发放小额贷款4500万元", "finance", "output", "loan"),
        ("各项贷款余额3200亿元", "finance", "outcome", "loan"),
        ("发放临时救助金560万元", "social_security", "output", "subsidy"),
        ("税收收入210亿元", "funds", "outcome", "revenue"),
        ("进出口总值2300亿元", "trade", "outcome", "trade"),
        ("住户存款余额890亿元", "finance", "outcome", "deposit"),
        ("办理留抵退税38亿元", "funds", "output", "tax_cut"),
        ("降低企业用能成本2.1亿元", "industry", "output", "cost_saving"),
        ("技术合同成交额460亿元", "science", "outcome", "transactions"),
        ("务工人员月均工资4200元", "labour", "outcome", "wage"),
        ("选派支教教师12名", "talent", "input", ""),
        ("结成帮扶对子26对", "hand_in_hand", "output", ""),
        ("新改建农村公路286公里", "infrastructure", "output", ""),
        ("高中阶段毛入学率92.7%", "education", "outcome", ""),
        ("为5600名患者实施手术", "health", "output", ""),
        ("送戏下乡126场", "culture", "activity", ""),
        ("空气优良天数比例88.5%", "ecology", "outcome", ""),
        ("粮食总产量2850万吨", "agriculture", "outcome", ""),
        ("棚户区改造3.2万套", "housing", "output", ""),
        ("生产安全事故起数下降12%", "safety", "outcome", ""),
        ("办理政协提案187件", "governance", "activity", ""),
        ("讲党课14次", "party_building", "activity", ""),
        ("地区生产总值增长6%", "general", "outcome", ""),
        ("下辖9个村民小组", "general", "context", ""),
        ("亿元以上项目66个", "industry", "output", ""),
    ],
)
def test_words_around_a_number_suggest_its_codes(words, area, stage, flow):
    code = suggest_codes(f"2021年工作总结\n全年{words}。")[-1]
    assert (code.area, code.stage, code.flow) == (area, stage, flow)


@pytest.mark.parametrize(
    "text, stages",
    [
        ("选派党政干部11名、教师24名、医生18名到县工作", ["input"] * 3),  # one verb for all
        ("6个村、478户3411人脱贫退出", ["outcome"] * 3),  # a verb behind its list
        ("贫困发生率从26.7%下降到8%", ["outcome", "outcome"]),
        ("办理时限由8个工作日压缩到2个工作日", ["outcome", "outcome"]),  # a baseline is what the level is
        ("232个断面优良比例93.5%", ["context", "outcome"]),  # how many another number covers
        ("10亿元以上项目25个", ["context", "output"]),  # a threshold
        ("帮助就业230人，其中来连20人", ["outcome", "outcome"]),  # a part is what its whole is
        ("共有412户1563人，耕地2360亩", ["context"] * 3),
        ("投资60万元建设光伏电站", ["input"]),
        ("完成投资60亿元", ["output"]),
        ("为期一年", ["context"]),
        ("社会组织70个", ["output"]),  # 组织 within 社会组织 is no verb
    ],
)
def test_the_clause_decides_the_stage(text, stages):
    assert codes_of(f"一、工作情况\n{text}。", "stage") == stages


def test_money_has_a_flow_and_nothing_else_has():
    text = "拨付财政资金300万元，增长8%，其中用于道路120万元；利用外资7.3亿美元。平均每亩2元。"
    assert codes_of(text, "flow") == ["fiscal", "", "fiscal", "investment", "unspecified"]


def test_a_heading_or_lead_outweighs_a_word_near_the_number():
    under = "2021年总结\n（一）产业合作\n共建园区，吸纳就业400人。\n（二）劳务协作\n企业吸纳400人。"
    assert codes_of(under, "area") == ["industry", "labour"]
    assert codes_of("一是劳务协作有力。新建企业车间2个。二是文化交流频繁。组织企业职工2次", "area") == ["labour", "culture"]
    assert codes_of("教育事业取得进步。新建车间2个。\n新建车间2个。", "area") == ["education", "industry"]


def test_a_long_heading_that_names_many_areas_says_little():
    text = "（一）着力深化改革、扩大开放，企业发展、教育卫生和社会治理水平不断提高。\n新建农村公路26公里。"
    assert codes_of(text, "area") == ["infrastructure"]


# ---- plans and periods


def test_a_plan_is_told_by_scope_and_keeps_the_stage_of_what_it_counts():
    text = "2023年工作总结\n一、工作情况\n拨付资金3万元。\n二、下一步打算\n拨付资金5万元，新建桥梁2座。"
    assert codes_of(text, "scope") == ["past", "plan", "plan"]
    assert codes_of(text, "stage") == ["input", "input", "output"]


@pytest.mark.parametrize(
    "text, scopes, periods",
    [
        ("2023年工作总结\n投入5万元。2024年计划投入8万元，培训9人。", ["past", "plan", "plan"], ["2023", "2024", "2024"]),
        ("今年培训8人。2024年，力争培训9人。", ["past", "plan"], ["2023", "2024"]),
        ("投入5万元，完成年度计划的120%。", ["past", "past"], ["", ""]),
        ("2021年总结\n完成投资计划的90%，力争再建2所学校。", ["past", "plan"], ["2021", "2021"]),
        ("2021年总结\n营养改善计划覆盖学校6所。", ["past"], ["2021"]),
        ("2022年总结\n2023年工作思路：新建学校2所。", ["plan"], ["2023"]),
    ],
)
def test_what_is_meant_to_be_done(text, scopes, periods):
    assert codes_of(text, "scope") == scopes
    assert codes_of(text, "period") == periods


@pytest.mark.parametrize(
    "text, periods",
    [
        ("2021年总结\n培训8人，比2020年增长9%。", ["2021", "2021"]),
        ("2021年总结\n贫困发生率由2014年的18%下降到1%。", ["2014", "2021"]),
        ("2020年总结\n2018年、2019年分别提供280万元、320万元，今年提供350万元。", ["2018", "2019", "2020"]),
        ("2020年总结\n2018年至2020年培训8人。", ["2018/2020"]),
        ("2020年总结\n9月，培训8人。截至11月底，培训9人。", ["2020-09", "2020"]),
        ("2020年总结\n1—6月培训8人；上半年就业9人；前三季度增收2元；一季度培训3人。",
         ["2020-01/2020-06", "2020-01/2020-06", "2020-01/2020-09", "2020-01/2020-03"]),
        ("2020年总结\n连续三年投入8万元。", ["2018/2020", "2020"]),
        ("2020年总结\n五年来，新建学校8所，在校生达到900人。", ["2020", "2016/2020", "2020"]),
        ("2020年总结\n自2016年以来，累计培训8人。", ["2016/2020"]),
        ("2020年总结\n“十三五”期间，培训8人。去年培训7人。", ["2016/2020", "2019"]),
        ("政府工作报告\n——2022年1月18日在市人民代表大会第一次会议上\n一、2021年工作回顾\n新建学校8所。\n二、今年工作\n今年新建学校9所。",
         ["2021", "2022"]),
        ("市2018年工作总结及2019年工作安排\n培训8人。", ["2018"]),
        ("培训8人。\n2020年12月18日", ["2020"]),
        ("2020年总结\n2019年3月培训8人，5月培训9人。6月培训7人。", ["2019-03", "2019-05", "2020-06"]),
        ("2020年总结\n比2018年增长9%，3月培训5人。", ["2020", "2020-03"]),
        ("政府工作报告\n——2022年1月18日在市人民代表大会上\n新建学校8所。", ["2021"]),
        ("培训8人。2024年，力争培训9人。", ["2023", "2024"]),
        ("培训8人。", [""]),
        ("2020年总结\n（一）2019年回头看\n培训8人。", ["2019"]),
        ("2020年总结\n2019年，培训8人。就业7人。\n上岗6人。", ["2019", "2019", "2020"]),
    ],
)
def test_the_period_is_the_one_that_the_words_name(text, periods):
    assert codes_of(text, "period") == periods


# ---- headings


@pytest.mark.parametrize(
    "text, headings",
    [
        ("一、甲县\n（一）资金支持\n甲\n（二）产业合作\n乙\n二、乙县\n丙", ["一、甲县", "二、乙县"]),
        (
            "一、情况\n(一)甲县协作\n甲\n(二)乙县支援5个村\n乙\n二、计划\n丙",
            ["(一)甲县协作", "(二)乙县支援5个村", "二、计划"],
        ),
        ("总结\n1.甲县情况。培训8人。\n2.乙县情况。培训9人。", ["1.甲县情况", "2.乙县情况"]),
        ("总结。一、甲县：培训8人。二、乙县：培训9人。", ["一、甲县", "二、乙县"]),
        ("总结\n（1）甲县\n甲\n（2）乙县\n乙", ["（1）甲县", "（2）乙县"]),
        ("第一书记1人。第一，建路。一、二、三产业增长8%。", ["第一书记1人。第一，建路。一、二、三产业增长8%。"]),
        ("没有标题的报告。", ["没有标题的报告。"]),
    ],
)
def test_sections_are_the_tasks(text, headings):
    sections = list_sections(text)
    assert [section.heading for section in sections] == headings
    assert [section.task for section in sections] == [f"s{number}" for number in range(1, len(sections) + 1)]
    assert all(text[section.start : section.end].strip().startswith(section.heading) for section in sections)
    assert all(one.end <= other.start for one, other in zip(sections, sections[1:]))


def test_a_section_holds_what_stands_in_it():
    text = "总结\n投入1万元。\n一、甲县\n投入2万元。\n二、乙县\n投入3万元。"
    assert codes_of(text, "task") == ["", "s1", "s2"]


def test_the_first_secretary_is_no_heading():
    text = "2021年总结\n选派第一书记1人。新建通村公路3公里。举办培训班2期。"
    assert codes_of(text, "area")[1:] == ["infrastructure", "labour"]


def test_a_run_in_heading_holds_for_its_line():
    text = "总结\n1、就业形势稳定。新增8人。\n2、教育优先发展。新建8所。\n2021年新建公路8公里。"
    assert codes_of(text, "area") == ["labour", "education", "infrastructure"]


def test_a_run_in_line_that_counts_is_no_heading():
    assert codes_of("总结\n1.新建医院8所。新增8人。", "area") == ["health", "general"]


def test_a_heading_tells_the_kind_of_money_where_no_word_near_does():
    assert codes_of("一、税收收入\n全年完成30万元。", "flow") == ["revenue"]


# ---- relations, names, quotes


def test_a_part_is_suggested_where_the_text_says_so():
    codes = suggest_codes("一、情况\n帮助就业230人，其中来连就业20人。另有5人返乡。")
    assert [code.relation for code in codes] == ["", "part_of", ""]
    assert codes[1].relation_to == codes[0].observation


def test_what_is_compared_with_is_no_part_and_last_years():
    text = "2022年，投入帮扶资金326.5万元，其中党费40万元，较上年的305万元增长7.05%；吸纳就业64人，其中脱贫户29人，人均月工资2600元。"
    codes = suggest_codes(text)
    assert [code.relation_to for code in codes] == ["", "n.1", "", "", "", "n.5", ""]
    assert [code.period for code in codes[:4]] == ["2022", "2022", "2021", "2022"]
    base, change = codes[2:4]
    assert (base.indicator, base.stage, change.indicator) == ("assistance_funds", "input", "帮扶资金增长:percent")


def test_under_a_heading_of_next_years_work_this_year_is_that_year():
    text = "某县2021年政府工作报告\n一、2020年工作回顾\n今年新建学校3所。\n三、2021年重点工作\n今年新建学校5所，年度计划投资75亿元。"
    codes = suggest_codes(text)
    assert [(code.period, code.scope) for code in codes] == [("2020", "past"), ("2021", "plan"), ("2021", "plan")]


def test_a_letter_is_dated_by_its_end_and_named_by_its_first_words():
    text = "各位领导：\n\n你们好！我们自2021年5月进村以来，给村里修了4公里路，" + "路好走了，" * 8 + "去年年底账上有28.6万元。今年，我们打算再种200亩黄桃。\n\n工作队\n2023年4月20日\n"
    codes = suggest_codes(text)
    assert [code.period for code in codes[1:]] == ["2022", "2023"]
    assert [(code.stage, code.flow, code.scope) for code in codes[1:]] == [("outcome", "income", "past"), ("output", "", "plan")]
    assert [section.heading for section in list_sections(text)] == ["我们自2021年5月进村以来"]
    assert [section.heading for section in list_sections("村里的变化\n修了4公里路。")] == ["村里的变化"]


def test_a_school_that_reports_is_no_matter_of_education():
    area = {code.area for code in suggest_codes("2023年工作计划\n学校计划投入帮扶资金350万元。")}
    assert area == {"funds"}


@pytest.mark.parametrize(
    "text, indicators",
    [
        ("附属医院派出医疗队2批23人", ["医疗队:batch", "医疗队:person"]),
        ("校领导带队专题调研帮扶工作6次", ["调研帮扶工作:time"]),
        ("高新技术企业由3家增加到12家", ["高新技术企业:organisation"] * 2),
        ("规上工业企业达到58家，净增7家", ["规上工业企业:organisation"] * 2),
        ("村里种了500亩黄桃", ["黄桃:mu"]),
        ("全村412户1680人", ["数量:household", "数量:person"]),
        ("开设“云课堂”48学时", ["云课堂:class_hour"]),
        ("村集体账上只有3.2万元", ["村集体账上:CNY"]),
        ("新建扶贫车间3个", ["workshops"]),  # the codebook knows it
        ("新建村史馆3个", ["村史馆:item"]),
        ("选派3名骨干教师", ["teachers"]),
        ("森林覆盖率提高到47.3%", ["森林覆盖率:percent"]),
        ("地区生产总值完成312亿元，增长8%", ["地区生产总值:CNY", "地区生产总值增长:percent"]),
        ("规模以上工业增加值增长8%", ["规模以上工业增加值增长:percent"]),
        ("社会各界捐款折合人民币86万元", ["捐款:CNY"]),
        ("涉及2个村", ["村:item"]),
    ],
)
def test_an_indicator_is_named_by_the_words(text, indicators):
    assert codes_of(f"2021年，{text}。", "indicator") == indicators


# ---- reasons and the sheet


def test_each_suggestion_says_its_words_its_rule_and_how_often_that_was_right():
    suggestion = suggest("2021年，拨付财政资金300万元。")[0]
    assert [reason.field for reason in suggestion.reasons] == ["area", "stage", "flow", "scope", "period"]
    for reason in suggestion.reasons:
        assert getattr(suggestion.code, reason.field) == reason.code
        assert reason.reliability == (reason.rule.right + 1) / (reason.rule.tried + 2)
        assert str(reason) in suggestion.code.note
    flow = suggestion.reasons[2]
    assert flow.words == "拨付" and flow.where == "own words" and flow.rule.code == "fiscal"
    assert suggestion.reliability == min(reason.reliability for reason in suggestion.reasons)


def test_the_sheet_counts_how_often_its_rules_were_right_on_the_first_half():
    from benchmark_suggest import rule_trials

    trials = rule_trials(list(compare_passages("dev")))
    assert {rule.row: (rule.right, rule.tried) for rule in default_words().rules if rule.tried} == trials


def sheet(tmp_path, *lines):
    path = tmp_path / "words.csv"
    with open(SHEET, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*rows, *lines])
    return path, len(rows) + 1


def test_a_word_is_added_without_code(tmp_path):
    text = "2021年，建成飞碟场3个。"
    path, _ = sheet(tmp_path, ["area", "culture", "飞碟场", "", "", "3", "", ""])
    assert suggest(text)[0].code.area == "general"
    assert suggest(text, words=read_words(path))[0].code.area == "culture"


def test_words_may_stand_apart_in_a_clause(tmp_path):
    path, _ = sheet(tmp_path, ["area", "culture", "飞碟…练习", "", "", "3", "", ""])
    words = read_words(path)
    assert suggest("2021年，飞碟日常练习3次。", words=words)[0].code.area == "culture"
    assert suggest("2021年，飞碟，练习3次。", words=words)[0].code.area == "general"


@pytest.mark.parametrize(
    "line, message",
    [
        (["colour", "red", "红", "", "", "1", "", ""], "unknown field 'colour'"),
        (["area", "sports", "飞碟", "", "", "1", "", ""], "unknown area 'sports'; labels.csv lists the codes"),
        (["period", "soon", "不久", "", "", "1", "", ""], "unknown period 'soon'"),
        (["area", "culture", "飞碟", "above", "", "1", "", ""], "'above' is no place for area"),
        (["area", "culture", "飞碟", "after", "", "1", "", ""], "'after' is no place for area"),
        (["stage", "input", "飞碟", "own", "peple", "1", "", ""], "unknown unit, group of units or flow 'peple'"),
        (["area", "culture", "飞碟…", "", "", "1", "", ""], "cannot read the words '飞碟…'"),
        (["area", "culture", "飞碟", "", "", "much", "", ""], "weight, right and tried are numbers"),
        (["area", "culture", "飞碟", "", "", "0", "", ""], "weight is more than 0"),
        (["area", "culture", "飞碟", "", "", "1", "3", "2"], "right is not more than tried"),
        (["area", "culture", "飞碟"], "3 cells instead of 8"),
    ],
)
def test_a_mistake_in_the_sheet_is_named_with_its_row(tmp_path, line, message):
    path, row = sheet(tmp_path, line)
    with pytest.raises(ReportError, match=f"words.csv, row {row}: .*{message}") as error:
        read_words(path)
    assert "\n" not in str(error.value)


def test_the_sheet_needs_its_columns_and_something_to_fall_back_on(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("field,code\n", encoding="utf-8")
    with pytest.raises(ReportError, match=f"the columns must be {', '.join(COLUMNS)}"):
        read_words(path)
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(ReportError, match="no row says which area to suggest"):
        read_words(path)


# ---- cost


def steps(work, given):
    """How many calls, of Python and of C, some work takes."""
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        work(given)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.long
@pytest.mark.parametrize("end", ["。\n", "。", "，"])
def test_the_work_grows_with_the_length(end):
    def text(count):
        return "".join(f"一是{number}年前发展产业，在{number % 90 + 1900}年投入{number * 7}万元、培训{number}人{end}" for number in range(1, count))

    assert steps(suggest_codes, text(800)) < 4.6 * steps(suggest_codes, text(200))


@pytest.mark.long
def test_words_that_come_again_are_told_apart_with_no_more_work():
    def tell_apart(count):
        text = "".join(f"第{number}村：建成帮扶车间2座，带动脱贫户就业30人。\n" for number in range(1000, 1000 + count))
        return contexts(text, [(match.start(), match.end()) for match in re.finditer("[23]0?[座人]", text)])

    assert steps(tell_apart, 800) < 4.6 * steps(tell_apart, 200)


@pytest.mark.parametrize(
    "text, words, field, code",
    [
        ("投入帮扶资金320万元（含捐款48.6万元），比上年多20万元。", "320万元", "flow", "earmarked"),
        ("投入帮扶资金320万元（含捐款48.6万元），比上年多20万元。", "48.6万元", "flow", "donation"),
        ("投入帮扶资金320万元（含捐款48.6万元），比上年多20万元。", "20万元", "flow", "earmarked"),
        ("2021年接待游客211万人次，恢复到2019年的八成多。", "八成多", "period", "2021"),
        ("2021年工作总结\n完成投资5亿元。\n2022年主要目标：增长7%；年内完成投资38亿元。", "38亿元", "period", "2022"),
        ("东岭大学2022年工作总结\n校领导6人次赴县调研。", "6人次", "area", "general"),
        ("2021年优良天数295天。", "295天", "stage", "outcome"),
        ("两年平均增长5.1%。", "两年", "stage", "context"),
        ("全年接待游客211万人次。", "211万人次", "stage", "outcome"),
        ("解决技术难题7项。", "7项", "stage", "output"),
        ("收购价每公斤提高了0.8元。", "0.8元", "stage", "outcome"),
        ("接收进修医护人员11名。", "11名", "stage", "output"),
        ("15个院系党支部与村党支部结对共建。", "15个", "stage", "activity"),
        ("挽回群众损失近300万元。", "近300万元", "stage", "outcome"),
        ("为企业减税降费1.1亿元。", "1.1亿元", "area", "funds"),
    ],
)
def test_brackets_years_and_words_that_a_report_of_ones_own_brought_up(text, words, field, code):
    quantities = find_quantities(text)
    suggested = dict(zip((q.text for q in quantities if q.kind == "quantity"), suggest_codes(text, quantities)))
    assert getattr(suggested[words], field) == code, suggested[words].note


def test_a_short_text_that_says_the_same_again_is_quoted_whole():
    quotes = [code.quote for code in suggest_codes("培训8人。培训8人。培训8人。")]
    assert len(quotes) == len(set(quotes)) == 3 and quotes[1] == "培训8人。培训【8人】。培训8人。"
