"""The cleaning stops where words and coding disagree, and says where: file, row, words, and what would do."""

import shutil

import pytest

from conftest import BLANK
from report.cleaning import as_written, clean
from report.codebook import read_codebook, read_labels
from report.coding import Coding, read_coding, understand_period
from report.quantities import Quantity, find_quantities
from report.records import Exclusion
from report.tables import csv_bytes, read_sheet
from report.text import ReportError


def test_every_numeral_is_settled(report, coding):
    ledger, observations = clean(report.text, coding)
    assert (ledger["kind"] == "quantity").sum() == 35
    assert ((ledger["observation"] != "") | (ledger["reason"] != "")).all()
    numbered = observations[observations["bound"] != "unquantified"]
    assert sorted(ledger.loc[ledger["observation"] != "", "observation"]) == sorted(numbered["observation"])


def test_committed_tables_are_what_the_cleaning_gives(root, report, coding):
    ledger, observations = clean(report.text, coding)
    assert (root / "data/dalian-hitech-2020/tidy/quantities.csv").read_bytes() == csv_bytes(ledger)
    assert (root / "data/dalian-hitech-2020/tidy/observations.csv").read_bytes() == csv_bytes(observations)


def test_the_traps_are_names():
    for phrase, trap in (
        ("东西部扶贫协作六盘水", "六"),
        ("新疆八师石河子市", "八"),
        ("大连百家食品有限公司", "百"),
        ("作为一项政治任务", "一"),
    ):
        kinds = [q.kind for q in find_quantities(phrase) if trap in q.text]
        assert kinds == ["name"], phrase


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("小型项目3个", "小型项目3个、示范园1个", "'1个'"),
        ("小型项目3个", "小型项目三个以上", "'小型项目3个'"),
        ("提供财政资金300万元", "提供财政资金约300万元", "'提供财政资金300万元'"),
        ("5500万元以上", "5500万元", "5500万元以上"),
        ("共5个低收入村", "共6个低收入村", "'共5个低收入村'"),
        ("瓦房店市5个低收村", "瓦房店市4个低收村", "瓦房店市5个低收村"),
        ("带动脱贫人口41人", "帮助脱贫人口41人", "'带动脱贫人口41人'"),
    ],
)
def test_a_changed_word_stops_the_cleaning_and_is_named(report, coding, old, new, says):
    with pytest.raises(ReportError, match=says) as caught:
        clean(report.text.replace(old, new), coding)
    assert "data/dalian-hitech-2020/coding/" in str(caught.value) and "\n" not in str(caught.value)


@pytest.fixture
def folder(root, tmp_path):
    """The first report's coding in a folder of its own, to be edited."""
    shutil.copytree(root / "data/dalian-hitech-2020/coding", tmp_path / "own/coding")
    return tmp_path / "own/coding"


def edit(folder, sheet, row, column, value):
    """Change the cell of the row whose first cell is `row`; returns the row's number in the file."""
    table = read_sheet(folder / f"{sheet}.csv")
    at = table.index[table.iloc[:, 0] == row][0]
    table.loc[at, column] = value
    (folder / f"{sheet}.csv").write_bytes(csv_bytes(table))
    return at + 2


@pytest.mark.parametrize(
    "column, value, says",
    [
        ("task", "liupanshiu", "FOLDER/codes.csv, row 18: unknown task 'liupanshiu' for '提供财政资金300万元'; known: liupanshui, shihezi, jiangda, wafangdian; a new one goes into FOLDER/tasks.csv"),
        ("indicator", "fiscal", "FOLDER/codes.csv, row 18: unknown indicator 'fiscal' for '提供财政资金300万元'; did you mean fiscal_funds or sales?; a new one goes into data/codebook/indicators.csv or FOLDER/indicators.csv"),
        ("indicator", "teachers", "FOLDER/codes.csv, row 18: teachers is counted in 'person', not 'CNY' ('提供财政资金300万元')"),
        ("area", "fundz", "FOLDER/codes.csv, row 18: unknown area 'fundz' for '提供财政资金300万元'; known: AREAS; a new one goes into data/codebook/labels.csv or FOLDER/labels.csv"),
        ("stage", "inputs", "FOLDER/codes.csv, row 18: unknown stage 'inputs' for '提供财政资金300万元'; known: context, input, activity, output, outcome, judgement"),
        ("stage", "", "FOLDER/codes.csv, row 18: unknown stage '' for '提供财政资金300万元'; known: context, input, activity, output, outcome, judgement"),
        ("scope", "future", "FOLDER/codes.csv, row 18: unknown scope 'future' for '提供财政资金300万元'; known: past, plan"),
        ("flow", "grant", "FOLDER/codes.csv, row 18: unknown flow 'grant' for '提供财政资金300万元'; known: FLOWS; a new one goes into data/codebook/labels.csv or FOLDER/labels.csv"),
        ("flow", "", "FOLDER/codes.csv, row 18: money, and only money, has a flow ('提供财政资金300万元')"),
        ("unit", "yuan/ton", "FOLDER/codes.csv, row 18: unknown unit 'yuan/ton' for '提供财政资金300万元'; known: UNITS; a new one goes into data/codebook/labels.csv or FOLDER/labels.csv"),
        ("bound", "at_least", "FOLDER/codes.csv, row 18: bound 'at_least' disagrees with the words '300万元': 'exact'; correct it, or give the reason in the column overrule"),
        ("bound", "unquantified", "FOLDER/codes.csv, row 18: the quote '提供财政资金300万元' must hold 0 quantities (bound unquantified); it holds: 300万元"),
        ("quote", "提供财政资金400万元", "FOLDER/codes.csv, row 18: the quote '提供财政资金400万元' stands 0 times in the report; it must stand there once"),
        ("quote", "万元", "FOLDER/codes.csv, row 18: the quote '万元' stands 10 times in the report; it must stand there once"),
        ("quote", "提供财政资金30", "FOLDER/codes.csv, row 18: the quote '提供财政资金30' cuts through '300万元'"),
        ("quote", "0万元,完成社会募捐任务", "FOLDER/codes.csv, row 18: the quote '0万元,完成社会募捐任务' cuts through '300万元'"),
        ("quote", "政资金300万元,完成社会募捐任务60", "FOLDER/codes.csv, row 18: the quote '政资金300万元,完成社会募捐任务60' cuts through '609万元'"),
        ("quote", "提供财政资金300万元,完成社会募捐任务609万元", "FOLDER/codes.csv, row 18: the quote '提供财政资金300万元,完成社会募捐任务609万元' must hold 1 quantities (bound exact); it holds: 300万元, 609万元"),
        ("quote", "提供财政资金", "FOLDER/codes.csv, row 18: the quote '提供财政资金' must hold 1 quantities (bound exact); it holds: none"),
        ("observation", "liupanshui.donations", "FOLDER/codes.csv, row 19: 'liupanshui.donations' is there twice"),
        ("observation", "", "FOLDER/codes.csv, row 18: observation is empty"),
        ("relation", "part_of", "FOLDER/codes.csv, row 18: relation and relation_to go together ('提供财政资金300万元')"),
        ("relation", "next_to", "FOLDER/codes.csv, row 18: unknown relation 'next_to' for '提供财政资金300万元'; known: part_of, possible_overlap, same_as, result_of"),
        ("relation_to", "liupanshui.nobody", "FOLDER/codes.csv, row 18: relation_to names no observation: liupanshui.nobody"),
        ("relation_to", "x liupanshui.medics y", "FOLDER/codes.csv, row 18: relation_to names no observation: x, y"),
        ("relation_to", "liupanshui.fiscal", "FOLDER/codes.csv, row 18: relation_to names the statement itself ('提供财政资金300万元')"),
        ("period", "last year", "FOLDER/codes.csv, row 18: period 'lastyear' is not a year (2020), a month (2020-05) or a span of them (2018/2020)"),
        ("period", "2020-13", "FOLDER/codes.csv, row 18: period '2020-13' is not a year (2020), a month (2020-05) or a span of them (2018/2020)"),
        ("period", "2020/2018", "FOLDER/codes.csv, row 18: period '2020/2018' ends before it begins"),
        ("period", "2020-05/2020-04", "FOLDER/codes.csv, row 18: period '2020-05/2020-04' ends before it begins"),
        ("additive", "maybe", "FOLDER/codes.csv, row 18: unknown additive 'maybe' for '提供财政资金300万元'; known: true, false"),
        ("status", "done", "FOLDER/codes.csv, row 18: unknown status 'done' for '提供财政资金300万元'; known: reviewed, suggested"),
        ("overrule", "it looks wrong", "FOLDER/codes.csv, row 18: nothing to overrule: unit and bound are those of the words '300万元'"),
        ("overrule", "value 5; it looks wrong", "FOLDER/codes.csv, row 18: nothing to overrule: unit and bound are those of the words '300万元'"),
    ],
)  # fmt: skip
def test_a_wrong_code_stops_the_cleaning_and_is_named(folder, report, column, value, says):
    row = edit(folder, "codes", "liupanshui.fiscal", column, value)
    with pytest.raises(ReportError) as caught:
        clean(report.text, read_coding(folder))
    message, _, hint = named(caught, folder).partition(" (1 of 84 quotes do not stand, ")
    assert message == says and hint.startswith(f"row {row}: if ") == ("stands" in says)
    assert f"row {row + 1}" in says if says.endswith("twice") else f"row {row}:" in says


def named(caught, folder):
    """The message, with FOLDER for the coding folder and AREAS, FLOWS, UNITS for the codes of the codebook."""
    message = str(caught.value).replace("/".join(folder.parts[-3:]), "FOLDER").replace("own/coding", "FOLDER")
    for field in ("area", "flow", "unit"):
        message = message.replace(", ".join(read_codebook().codes[field]), f"{field.upper()}S")
    return message


@pytest.mark.parametrize(
    "text, code, says",
    [
        ("带动8户。", {"quote": "带动8户"}, "row 2: unit 'person' disagrees with the words '8户': 'household'; correct it, or give the reason in the column overrule"),
        ("培训8人。", {"quote": "培训8人", "bound": "about"}, "row 2: bound 'about' disagrees with the words '8人': 'exact'; correct it, or give the reason in the column overrule"),
        ("拨款5万港元。", {"quote": "拨款5万港元", "unit": "CNY"}, "row 2: unit 'CNY' disagrees with the words '5万港元': 'HKD'; correct it, or give the reason in the column overrule"),
        ("限5人以内。", {"quote": "限5人以内"}, "row 2: bound 'exact' disagrees with the words '5人以内': 'at_most'; correct it, or give the reason in the column overrule"),
        ("培训8人。", {"quote": "人。"}, "row 2: the quote '人。' cuts through '8人'"),
        ("培训8人。", {"quote": "培训8"}, "row 2: the quote '培训8' cuts through '8人'"),
        ("培训。", {"quote": "培训"}, "row 2: the quote '培训' must hold 1 quantities (bound exact); it holds: none"),
        ("培训8人。", {"quote": "培训8人", "bound": "unquantified"}, "row 2: the quote '培训8人' must hold 0 quantities (bound unquantified); it holds: 8人"),
    ],
)  # fmt: skip
def test_a_code_that_is_not_what_the_words_say_is_named(coding, text, code, says):
    with pytest.raises(ReportError) as caught:
        clean(text, coding_of(coding.codebook, BLANK._replace(**code)))
    assert str(caught.value) == f"own/coding/codes.csv, {says}"


@pytest.mark.parametrize("again, same", [("8人", True), ("9人", False), ("8户", False), ("8人以上", False), ("8人以内", False), ("约8人", False)])
def test_a_mention_is_the_same_in_both_ends_and_unit(coding, again, same):
    text = f"共培训8人。即上述{again}。"
    exclusion = Exclusion(f"上述{again}", "a", "said again")
    given = coding_of(coding.codebook, BLANK._replace(quote="共培训8人"), exclusions=[exclusion])
    if same:
        assert list(clean(text, given)[0]["reason"]) == ["", "said again = a"]
        return
    with pytest.raises(ReportError) as caught:
        clean(text, given)
    assert str(caught.value) == f"own/coding/exclusions.csv, row 2: '{again}' is not the same as '8人' (a)"


def test_a_quantity_coded_twice_is_named(folder, report):
    row = edit(folder, "codes", "liupanshui.fiscal", "quote", "完成社会募捐任务609万元")
    with pytest.raises(ReportError) as caught:
        clean(report.text, read_coding(folder))
    assert named(caught, folder) == f"FOLDER/codes.csv, row {row + 1}: '609万元' is coded already, as liupanshui.fiscal"


@pytest.mark.parametrize(
    "column, written, meant",
    [
        ("status", "Reviewed", "reviewed"),
        ("status", " REVIEWED ", "reviewed"),
        ("status", "已审核", "reviewed"),
        ("status", "未审核", "suggested"),
        ("additive", "TRUE", "true"),
        ("additive", "是", "true"),
        ("stage", "投入", "input"),
        ("stage", "Input", "input"),
        ("scope", "已完成", "past"),
        ("flow", "财政资金", "fiscal"),
        ("unit", "元", "CNY"),
        ("unit", "cny", "CNY"),
        ("bound", "Exactly", "exact"),
        ("task", "Liupanshui", "liupanshui"),
        ("task", "东西部扶贫协作六盘水", "liupanshui"),
        ("indicator", "财政资金", "fiscal_funds"),
        ("indicator", "Fiscal Funds", "fiscal_funds"),
        ("period", "2020年", "2020"),
    ],
)
def test_cells_are_understood_as_people_write_them(folder, coding, column, written, meant):
    edit(folder, "codes", "liupanshui.fiscal", column, written)
    changed = read_coding(folder)
    fiscal = next(code for code in changed.codes if code.observation == "liupanshui.fiscal")
    assert getattr(fiscal, column) == meant
    others = [code for code in coding.codes if code.observation != "liupanshui.fiscal"]
    assert [code for code in changed.codes if code is not fiscal] == others


def test_spaces_and_marks_between_names_are_no_part_of_them(folder):
    row = "liupanshui.industry_people"
    edit(folder, "codes", row, "relation_to", " liupanshui.employed，liupanshui.trained_skills ;liupanshui.workshop_people ")
    edit(folder, "codes", row, "overrule", " value 79; why ")
    edit(folder, "codes", row, "observation", f" {row} ")
    code = next(code for code in read_coding(folder).codes if code.observation == row)
    assert code.relation_to == "liupanshui.employed liupanshui.trained_skills liupanshui.workshop_people"
    assert code.overrule == "value 79; why"


def test_a_span_may_end_where_it_begins(folder):
    edit(folder, "codes", "liupanshui.fiscal", "period", "2020/2020")
    assert "2020/2020" in {code.period for code in read_coding(folder).codes}


def test_a_coding_is_read_by_the_codebook_that_is_given(folder, root, tmp_path):
    shutil.copytree(root / "data/codebook", tmp_path / "codebook")
    with (tmp_path / "codebook/labels.csv").open("a", encoding="utf-8") as labels:
        labels.write("area,sea,Sea,海洋,x,x,x,\n")
    edit(folder, "codes", "liupanshui.fiscal", "area", "海洋")
    assert "sea" in {code.area for code in read_coding(folder, tmp_path / "codebook").codes}
    with pytest.raises(ReportError, match="unknown area '海洋'"):
        read_coding(folder)


def test_a_name_of_two_codes_means_none(folder):
    labels = "field,code,en,zh,definition\narea,sea,Coast,海洋,x\narea,port,Coast,港口,x\n"
    (folder / "labels.csv").write_text(labels, encoding="utf-8")
    book = read_codebook(own=folder)
    assert book.understand("area", "coast") == "coast" and book.understand("area", "海洋") == "sea"


def test_codes_that_differ_in_width_alone_stay_apart(folder):
    rows = "indicator,name_zh,name_en,unit,definition\nGDP:CNY,GDP,GDP,CNY,\nＧＤＰ:CNY,ＧＤＰ,GDP,CNY,\n"
    (folder / "indicators.csv").write_text(rows, encoding="utf-8")
    book = read_codebook(own=folder)
    assert [book.understand("indicator", code) for code in ("GDP:CNY", "ＧＤＰ:CNY")] == [
        "GDP:CNY",
        "ＧＤＰ:CNY",
    ]


@pytest.mark.parametrize(
    "written, meant",
    [
        ("2023年", "2023"),
        ("2023 年", "2023"),
        ("2023年5月", "2023-05"),
        ("２０２３", "2023"),
        ("2023-5", "2023-05"),
        ("2023/05", "2023-05"),
        ("2018-2020年", "2018/2020"),
        ("2018年至2020年", "2018/2020"),
        ("2018年3月—2020年11月", "2018-03/2020-11"),
        ("2018/2020", "2018/2020"),
        ("2018-03/2020-11", "2018-03/2020-11"),
        ("", ""),
        ("去年", "去年"),
        ("2023年5月6日", "2023年5月6日"),
    ],
)
def test_periods_are_understood_as_people_write_them(written, meant):
    assert understand_period(written) == meant


@pytest.mark.parametrize(
    "sheet, row, column, value, says",
    [
        ("links", "investment_people", "quote", "开展创业致富带头人培训67人", "FOLDER/links.csv, row 6: the quote '开展创业致富带头人培训67人' does not hold both liupanshui.investment and liupanshui.industry_people"),
        ("links", "investment_people", "to", "nobody", "FOLDER/links.csv, row 6: to names no observation: 'nobody'"),
        ("links", "investment_people", "from", "nobody", "FOLDER/links.csv, row 6: from names no observation: 'nobody'"),
        ("links", "investment_people", "to", "liupanshui.investment", "FOLDER/links.csv, row 6: from and to are the same: 'liupanshui.investment'"),
        ("links", "investment_people", "quote", "没有这句话", "FOLDER/links.csv, row 6: the quote '没有这句话' stands 0 times in the report; it must stand there once"),
        ("links", "investment_people", "link", "training_startups", "FOLDER/links.csv, row 6: 'training_startups' is there twice"),
        ("tasks", "jiangda", "quote", "(三)与拉萨", "FOLDER/tasks.csv, row 4: the quote '(三)与拉萨' stands 0 times in the report; it must stand there once"),
        ("tasks", "jiangda", "task", "shihezi", "FOLDER/tasks.csv, row 4: 'shihezi' is there twice"),
        ("exclusions", "瓦房店市5个低收村", "same_as", "nobody", "FOLDER/exclusions.csv, row 2: same_as names no observation: 'nobody'"),
        ("exclusions", "瓦房店市5个低收村", "same_as", "liupanshui.medics", "FOLDER/exclusions.csv, row 2: '5个' is not the same as '7名' (liupanshui.medics)"),
        ("exclusions", "瓦房店市5个低收村", "quote", "提供财政资金300万元", "FOLDER/exclusions.csv, row 2: the quote '提供财政资金300万元' must hold one uncoded quantity"),
        ("typos", "帮助定点帮扶低收村脱贫摘帽", "as_written", "低收人村", "FOLDER/typos.csv, row 6: '低收人村' is not in the quote '帮助定点帮扶低收村脱贫摘帽'"),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_another_sheet_is_named(folder, report, sheet, row, column, value, says):
    edit(folder, sheet, row, column, value)
    with pytest.raises(ReportError) as caught:
        clean(report.text, read_coding(folder))
    assert named(caught, folder) == says


def test_a_quantity_left_out_needs_a_reason(folder, report):
    table = read_sheet(folder / "codes.csv")
    table = table[table["observation"] != "report.tasks"]
    (folder / "codes.csv").write_bytes(csv_bytes(table))
    exclusions = read_sheet(folder / "exclusions.csv")
    exclusions.loc[len(exclusions)] = ["四大工作任务", "", ""]
    (folder / "exclusions.csv").write_bytes(csv_bytes(exclusions))
    with pytest.raises(ReportError) as caught:
        read_coding(folder)
    assert named(caught, folder) == f"FOLDER/exclusions.csv, row {len(exclusions) + 1}: no reason why '四大工作任务' is left out"
    exclusions.loc[len(exclusions) - 1, "reason"] = "Said of the report itself."
    (folder / "exclusions.csv").write_bytes(csv_bytes(exclusions))
    ledger, observations = clean(report.text, read_coding(folder))
    assert list(ledger.loc[ledger["text"] == "四大", "reason"]) == ["Said of the report itself."]
    assert "report.tasks" not in set(observations["observation"])


def test_a_sheet_that_is_missing_is_empty_or_named(folder, report):
    for sheet in ("links", "typos"):
        (folder / f"{sheet}.csv").unlink()
    clean(report.text, read_coding(folder))
    (folder / "exclusions.csv").unlink()
    with pytest.raises(ReportError) as caught:
        clean(report.text, read_coding(folder))
    said = named(caught, folder)
    assert said.startswith("neither coded nor excluded: '5个' in ") and said.count("; '") == 1
    assert said.endswith(". Add a row to FOLDER/codes.csv, or to FOLDER/exclusions.csv with the reason")
    (folder / "tasks.csv").unlink()
    with pytest.raises(ReportError) as caught:
        read_coding(folder)
    assert named(caught, folder) == "FOLDER/tasks.csv is missing"


@pytest.mark.parametrize("sheet, column", [("codes", "overrule"), ("links", "to"), ("tasks", "quote")])
def test_a_column_that_is_missing_or_unknown_is_named(folder, sheet, column):
    table = read_sheet(folder / f"{sheet}.csv")
    (folder / f"{sheet}.csv").write_bytes(csv_bytes(table.drop(columns=column)))
    with pytest.raises(
        ReportError, match=f"own/coding/{sheet}.csv, row 1: no column {column}; the columns must be "
    ):
        read_coding(folder)
    (folder / f"{sheet}.csv").write_bytes(csv_bytes(table.assign(colour="red")))
    with pytest.raises(ReportError, match=f"own/coding/{sheet}.csv, row 1: unknown column 'colour'"):
        read_coding(folder)


def test_rows_are_numbered_as_in_the_file(folder, report):
    lines = (folder / "exclusions.csv").read_text(encoding="utf-8-sig").split("\n")
    lines[1:1] = ["", ",,", ""]
    (folder / "exclusions.csv").write_text(
        "\n".join(lines).replace("wafangdian.villages", "nobody", 1), encoding="utf-8"
    )
    with pytest.raises(ReportError) as caught:
        read_coding(folder)
    assert named(caught, folder) == "FOLDER/exclusions.csv, row 5: same_as names no observation: 'nobody'"


def test_a_report_adds_to_the_codebook(folder, report):
    (folder / "labels.csv").write_text(
        "field,code,en,zh,definition\nunit,greenhouse,greenhouses,座,\n", encoding="utf-8"
    )
    (folder / "indicators.csv").write_text(
        "indicator,name_zh,name_en,unit,definition\nsheds,大棚,Sheds,greenhouse,\n", encoding="utf-8"
    )
    coding = read_coding(folder)
    assert coding.codebook.units["sheds"] == "greenhouse" and "greenhouse" in coding.codebook.codes["unit"]
    labels = read_labels(folder.parent)
    assert (
        labels["zh"]["indicator"]["sheds"] == "大棚" and labels["en"]["unit"]["greenhouse"] == "greenhouses"
    )
    assert "sheds" not in read_labels()["en"]["indicator"]


@pytest.mark.parametrize(
    "sheet, line, says",
    [
        ("labels", "bound,near,near,近,", "FOLDER/labels.csv, row 2: a report can add codes for area, flow, unit, stage, not for 'bound'"),
        ("labels", "stage,harvest,Harvest,收成,", "FOLDER/labels.csv, row 2: unknown stage 'harvest'; known: context, input, activity, output, outcome, judgement"),
        ("labels", "area,industry,Industry,产业,", "FOLDER/labels.csv, row 2: area 'industry' is in data/codebook/labels.csv already"),
        ("labels", "area,,Industry,产业,", "FOLDER/labels.csv, row 2: code is empty"),
        ("labels", "area,sea,Sea,海,\narea,sea,Sea,海,", "FOLDER/labels.csv, row 3: 'area sea' is there twice"),
        ("indicators", "sales,销售,Sales,CNY,", "FOLDER/indicators.csv, row 2: 'sales' is in data/codebook/indicators.csv already"),
        ("indicators", "sheds,大棚,Sheds,shed,", "FOLDER/indicators.csv, row 2: unknown unit 'shed'; add it to data/codebook/labels.csv or FOLDER/labels.csv"),
        ("indicators", "sheds,大棚,Sheds,,\nsheds,大棚,Sheds,,", "FOLDER/indicators.csv, row 3: 'sheds' is there twice"),
    ],
)  # fmt: skip
def test_a_wrong_addition_to_the_codebook_is_named(folder, sheet, line, says):
    head = {
        "labels": "field,code,en,zh,definition",
        "indicators": "indicator,name_zh,name_en,unit,definition",
    }[sheet]
    (folder / f"{sheet}.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_coding(folder)
    assert named(caught, folder) == says


TEXT = "培训8人以上，三五人返乡，约20人就业。"


def coding_of(codebook, *codes, **sheets):
    book = codebook.extended([], [], "own/coding")
    book.units.update({"people": "person", "things": "item", "money": "CNY", "plain": ""})
    return Coding("own/coding", book, codes=list(codes), **sheets)


def overruled(coding, text, words, **cells):
    """The observation of `words`, whose code has these cells; everything else in the text is excluded."""
    others = [q.text for q in find_quantities(text) if q.kind == "quantity" and q.text not in words]
    code = BLANK._replace(quote=words, **cells)
    exclusions = [Exclusion(other, "", "not here") for other in others]
    return clean(text, coding_of(coding.codebook, code, exclusions=exclusions))[1].iloc[0]


@pytest.mark.parametrize(
    "words, bound, expected",
    [
        ("培训8人以上", "exact", (8, 8, 8)),
        ("培训8人以上", "more_than", (8, 8, None)),
        ("培训8人以上", "at_most", (8, None, 8)),
        ("培训8人以上", "less_than", (8, None, 8)),
        ("培训8人以上", "about", (8, None, None)),
        ("约20人", "at_least", (20, 20, None)),
        ("三五人", "at_least", (3, 3, None)),
        ("三五人", "less_than", (5, None, 5)),
    ],
)
def test_an_overruled_bound_decides_what_the_number_closes(coding, words, bound, expected):
    row = overruled(coding, TEXT, words, bound=bound, overrule="The table behind it says so.")
    assert (
        tuple(None if number != number else number for number in row[["value", "lower", "upper"]]) == expected
    )
    assert row["bound"] == bound and row["note"] == "overruled: The table behind it says so."


def test_an_overruled_unit_keeps_the_number(coding):
    row = overruled(
        coding, TEXT, "培训8人以上", bound="at_least", unit="item", indicator="things", overrule="Courses."
    )
    assert (row["unit"], row["value"], row["lower"], row["text_unit"]) == ("item", 8, 8, "人")


@pytest.mark.parametrize("words, bound", [("培训8人以上", "range"), ("三五人", "exact"), ("三五人", "about")])
def test_a_bound_that_the_number_cannot_have_is_named(coding, words, bound):
    with pytest.raises(ReportError) as caught:
        overruled(coding, TEXT, words, bound=bound, overrule="x")
    number = {"培训8人以上": "8人以上"}.get(words, words)
    assert str(caught.value) == f"own/coding/codes.csv, row 2: the words {number!r} hold no number for the bound {bound!r}"


def test_a_reason_without_a_number_overrules_nothing(coding):
    with pytest.raises(ReportError) as caught:
        overruled(coding, TEXT, "返乡", bound="unquantified", unit="", indicator="plain", overrule="x")
    assert str(caught.value) == "own/coding/codes.csv, row 2: nothing to overrule: the quote '返乡' holds no number"


@pytest.mark.parametrize(
    "bound, given, expected",
    [
        ("exact", "12000", (12000, 12000, 12000)),
        ("at_least", "1.5", (1.5, 1.5, None)),
        ("range", "3-5", (None, 3, 5)),
    ],
)
def test_a_coder_gives_the_number_that_the_reader_misses(coding, bound, given, expected):
    row = overruled(coding, TEXT, "就业", bound=bound, overrule=f"value {given}; the annex says so")
    assert (
        tuple(None if number != number else number for number in row[["value", "lower", "upper"]]) == expected
    )
    assert row["exact"] == "就业"


def test_a_number_in_the_words_cannot_be_given_another_value(coding):
    with pytest.raises(ReportError) as caught:
        overruled(coding, TEXT, "培训8人以上", bound="exact", overrule="value 9; miscounted")
    assert str(caught.value) == (
        "own/coding/codes.csv, row 2: the number of '8人以上' is read from the words; overrule cannot give another"
    )


def unread(text):
    """The quantities of a text of which the reader leaves the first in doubt."""
    first, *rest = find_quantities(text)
    return [
        Quantity(
            first.start, first.end, first.text, "quantity", bound="unread", unit="person", measure_word="人"
        ),
        *rest,
    ]


def test_a_numeral_in_doubt_stops_the_cleaning_until_a_coder_gives_its_number(coding, monkeypatch):
    monkeypatch.setattr("report.cleaning.find_quantities", unread)
    text = "培训8人。"
    with pytest.raises(ReportError) as caught:
        clean(text, coding_of(coding.codebook))
    assert str(caught.value) == (
        "neither coded nor excluded: '8人' (cannot be read for certain) in '培训8人。'. "
        "Add a row to own/coding/codes.csv, or to own/coding/exclusions.csv with the reason"
    )
    for code in (BLANK._replace(quote="培训8人"), BLANK._replace(quote="培训8人", bound="unread")):
        with pytest.raises(ReportError) as caught:
            clean(text, coding_of(coding.codebook, code))
        assert str(caught.value) == (
            "own/coding/codes.csv, row 2: '8人' cannot be read for certain; "
            "give its number in the column overrule, with the reason (value 12000; why)"
        )
    code = BLANK._replace(quote="培训8人", overrule="value 8; plain in the scan")
    ledger, observations = clean(text, coding_of(coding.codebook, code))
    assert list(observations["value"]) == [8] and list(ledger["observation"]) == ["a"]


def test_a_quantity_without_a_unit_is_accepted(coding, monkeypatch):
    bare = [Quantity(0, 1, "8", "quantity", 8, 8, 8, "exact")]
    monkeypatch.setattr("report.cleaning.find_quantities", lambda text: bare)
    code = BLANK._replace(quote="8", unit="", indicator="plain")
    _, observations = clean("8。", coding_of(coding.codebook, code))
    assert list(observations["unit"]) == [""] and list(observations["text_value"]) == ["8"]


def test_words_that_say_part_of_need_the_relation(coding):
    text = "帮助就业230人，其中来连就业20人。"
    codes = [BLANK._replace(quote="帮助就业230人"), BLANK._replace(observation="b", quote="其中来连就业20人")]
    with pytest.raises(ReportError) as caught:
        clean(text, coding_of(coding.codebook, *codes))
    assert str(caught.value) == (
        "own/coding/codes.csv, row 3: the words '其中来连就业20人' say part_of (其中), the code says ''"
    )
    codes[1] = codes[1]._replace(relation="part_of", relation_to="a")
    assert len(clean(text, coding_of(coding.codebook, *codes))[1]) == 2


def test_statements_only_suggested_stay_out(coding):
    codes = [
        BLANK._replace(quote="培训8人"),
        BLANK._replace(observation="b", quote="就业20人", status="suggested"),
    ]
    ledger, observations = clean("培训8人，就业20人。", coding_of(coding.codebook, *codes))
    assert list(observations["observation"]) == ["a"]
    assert list(ledger["reason"]) == ["", "only suggested: b"] and list(ledger["observation"]) == ["a", ""]
    assert len(clean("培训8人，就业20人。", coding_of(coding.codebook, *codes), suggested=True)[1]) == 2


def test_a_coding_of_another_text_says_how_much_is_lost(coding):
    with pytest.raises(ReportError) as caught:
        clean("没有这些话。", coding)
    assert str(caught.value) == (
        f"data/dalian-hitech-2020/coding/codes.csv, row 2: the quote {coding.codes[0].quote!r} stands 0 times in the report; "
        f"it must stand there once (84 of 84 quotes do not stand, rows 2, 3, 4, 5, 6, 7, 8, 9, …: "
        "if data/dalian-hitech-2020/report.txt was edited after coding, `python notebooks/clean.py data/dalian-hitech-2020 "
        "--reanchor` finds again what is still there; is data/dalian-hitech-2020/coding/codes.csv of another report?)"
    )


@pytest.mark.parametrize(
    "text, hint",
    [
        ("培训8人，就业20人，扶持5人，捐赠3人。", None),
        ("培训8人，就业20人，扶持5人。", "(1 of 4 quotes do not stand, row 5: if "),
        ("培训8人，就业20人。", "(2 of 4 quotes do not stand, rows 4, 5: if "),
        ("培训8人。", "(3 of 4 quotes do not stand, rows 3, 4, 5: if "),
    ],
)
def test_how_many_quotes_are_lost_tells_an_edit_from_another_report(coding, text, hint):
    quotes = ["培训8人", "就业20人", "扶持5人", "捐赠3人"]
    given = coding_of(coding.codebook, *(BLANK._replace(observation=quote, quote=quote) for quote in quotes))
    if hint is None:
        assert len(clean(text, given)[1]) == 4
        return
    with pytest.raises(ReportError) as caught:
        clean(text, given)
    other = "; is own/coding/codes.csv of another report?" if hint.startswith("(3") else ""
    assert str(caught.value).endswith(
        f" {hint}own/report.txt was edited after coding, `python notebooks/clean.py own --reanchor` finds again what is still there{other})"
    )


def test_plans_are_told_apart_by_their_scope(coding):
    codes = [BLANK._replace(quote="培训8人", scope="plan")]
    assert list(clean("培训8人。", coding_of(coding.codebook, *codes))[1]["scope"]) == ["plan"]


@pytest.mark.parametrize(
    "text, measure_word, expected",
    [
        ("5500万元以上", "元", ("5500", "万元")),
        ("1万余份", "份", ("1", "万份")),
        ("30余个", "个", ("30", "个")),
        ("一个月", "个月", ("一", "个月")),
        ("四大", "大", ("四", "大")),
        ("30.59万元", "元", ("30.59", "万元")),
    ],
)
def test_numbers_are_kept_as_written(text, measure_word, expected):
    assert as_written(text, measure_word) == expected
