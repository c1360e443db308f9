"""A report of one's own, and many of them, go the same way as the first."""

import shutil
import subprocess
import sys
import time

import pytest

from clean import LONG, main, told_steps
from report.cleaning import clean, clean_records
from report.codebook import read_codebook
from report.coding import read_coding
from report.drafts import draft_coding, keep_draft
from report.files import write_files
from report.paths import name_of
from report.quantities import find_quantities
from report.records import Observation
from report.reports import compare, drop_stale, read_folder
from report.sheets import csv_bytes
from report.tables import read_observations, read_sheet
from report.text import ReportError, read_report

NAMES = ["own", "我的 报告"]


@pytest.fixture(scope="module")
def sample(root):
    return read_report(root / "data/sample-2021/report.txt")


@pytest.fixture(params=NAMES)
def own(request, tmp_path, sample):
    """A folder with a report and nothing else."""
    folder = tmp_path / request.param
    folder.mkdir()
    (folder / "report.txt").write_text(sample.text, encoding="utf-8")
    return folder


def test_every_quantity_of_any_report_gets_a_code_that_the_cleaning_accepts(sample, report):
    texts = [
        sample.text,
        report.text,
        "全年培训8人。\n全年培训8人。\n其中8人就业。",
        "没有标题，投入资金约3万元，其中捐款1万元",
    ]
    for text in texts:
        draft = draft_coding(text, read_codebook())
        _, observations = clean(text, draft, suggested=True)
        assert len(observations) == sum(quantity.kind == "quantity" for quantity in find_quantities(text)) > 0


def test_a_draft_adds_what_the_codebook_lacks(monkeypatch, coding):
    code = coding.codes[0]._replace(quote="x", unit="barrel", indicator="原油:barrel")
    bare = code._replace(unit="", indicator="any_")
    monkeypatch.setattr(
        "report.drafts.suggest_coding",
        lambda text, quantities: ([code, bare._replace(observation="b"), code._replace(observation="c")], []),
    )
    book = draft_coding("x", read_codebook()).codebook
    known = read_codebook()
    assert [(row.field, row.code) for row in book.labels[len(known.labels) :]] == [("unit", "barrel")]
    added = book.indicators[len(known.indicators) :]
    assert [(row.indicator, row.name_zh, row.unit) for row in added] == [
        ("原油:barrel", "原油", "barrel"),
        ("any_", "any_", ""),
    ]


def test_a_rule_that_suggests_what_no_sheet_defines_is_named(monkeypatch, coding):
    code = coding.codes[0]._replace(area="harvest")
    monkeypatch.setattr("report.drafts.suggest_coding", lambda text, quantities: ([code], []))
    with pytest.raises(ReportError, match="own/coding/codes.csv, row 2: unknown area 'harvest'"):
        draft_coding("x", read_codebook(), "own/coding")


def test_a_folder_with_a_text_alone_is_drafted_and_cleaned(own, capsys):
    assert main([str(own)]) == 0
    said = capsys.readouterr().out
    assert (
        "coding/codes.csv is a draft: review it" in said
        and "35 quantities, 0 statements reviewed, 35 only suggested" in said
    )
    assert {path.relative_to(own).as_posix() for path in own.rglob("*.*") if path.is_file()} >= {
        "coding/codes.csv", "coding/tasks.csv", "tidy/observations.csv", "tidy/quantities.csv", "tidy/observations.xlsx", "README.md",
    }  # fmt: skip
    assert read_sheet(own / "tidy/observations.csv").empty
    page = (own / "README.md").read_text(encoding="utf-8")
    assert (
        page.startswith(f"# {own.name}: the report\n")
        and "`tidy/observations.csv`" in page
        and "`coding/links.csv`" not in page
    )
    draft = read_sheet(own / "coding/codes.csv")
    draft.loc[[0, 3], "status"] = ["已审核", "Reviewed"]
    draft.to_csv(own / "coding/codes.csv", index=False, encoding="gb18030", sep=";")
    assert main([str(own)]) == 0
    assert "2 statements reviewed, 33 only suggested" in capsys.readouterr().out
    assert list(read_observations(own / "tidy").index) == ["n.1", "n.4"]


@pytest.mark.parametrize(
    "text, amounts",
    [
        ("逐月情况\n" + "培训20人，发放补贴2万元。\n" * 12 + "柳沟镇", [20, 20000] * 12),
        ("发放补贴2万元。\n" * 5, [20000] * 5),
        ("培训8人。" * 3, [8] * 3),
        ("甲区总结\n投入3万元。\n甲区办公室\n甲区总结\n投入3万元。\n甲区办公室", [30000] * 2),
        ("一、甲村\n投入3万元\n一、甲村\n投入3万元\n一、甲村", [30000] * 2),
    ],
)
def test_rows_that_come_again_are_drafted_one_by_one(own, text, amounts):
    (own / "report.txt").write_text(text, encoding="utf-8")
    _, observations = clean(text.strip("\n"), keep_draft(own), suggested=True)
    assert list(observations["value"].dropna()) == amounts


def test_rows_that_come_again_without_end_get_one_line(own):
    (own / "report.txt").write_text("总结\n" + "培训20人，发放2万元。\n" * 500, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        keep_draft(own)
    assert str(caught.value).endswith(
        "stands in lines that come again for more than 3000 characters; number them, to tell one from the other"
    )
    assert not (own / "coding/codes.csv").exists()


@pytest.mark.parametrize(
    "beside, found", [(None, ""), ("Codes.xlsx", " (Codes.xlsx is there: save it as codes.csv)")]
)
def test_codes_that_are_gone_are_not_drafted_beside_tasks_that_a_person_made(own, beside, found):
    keep_draft(own)
    codes, tasks = own / "coding/codes.csv", own / "coding/tasks.csv"
    before = codes.read_bytes()
    codes.unlink()
    keep_draft(own)
    assert codes.read_bytes() == before
    codes.rename(own / "coding" / beside) if beside else codes.unlink()
    tasks.write_bytes(tasks.read_bytes().replace(b"s1,", b"mine,"))
    with pytest.raises(ReportError) as caught:
        keep_draft(own)
    assert str(caught.value) == (
        f"{name_of(own / 'coding')}/codes.csv is missing, and tasks.csv is not of a draft: put codes.csv back{found}, "
        "or take tasks.csv away to draft both anew"
    )
    assert not codes.exists()


def test_the_committed_package_is_not_touched_by_a_report_of_ones_own(root, own):
    package = (root / "data/datapackage.json").read_bytes()
    main([str(own)])
    assert (root / "data/datapackage.json").read_bytes() == package


def test_a_draft_that_is_there_is_never_overwritten(own):
    keep_draft(own)
    codes = keep_draft(own).codes
    codes[0] = codes[0]._replace(status="reviewed", note="mine")
    write_files({own / "coding/codes.csv": csv_bytes(codes)})
    (own / "coding/tasks.csv").unlink()
    assert keep_draft(own).codes == codes and (own / "coding/tasks.csv").exists()


@pytest.mark.parametrize(
    "column, value, says",
    [
        (
            "task",
            "s9",
            "unknown task 's9' .*known: s1, s2, s3, s4; a new one goes into .*own/coding/tasks.csv",
        ),
        ("area", "harvest", "unknown area 'harvest'"),
        ("stage", "inputs", "unknown stage 'inputs'"),
        ("flow", "grant", "unknown flow 'grant'"),
        ("observation", "n.2", "'n.2' is there twice"),
        ("period", "last year", "period 'lastyear' is not a year"),
        ("status", "done", "unknown status 'done'"),
    ],
)
def test_a_draft_is_checked_like_any_coding(tmp_path, sample, capsys, column, value, says):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.txt").write_text(sample.text, encoding="utf-8")
    keep_draft(own)
    draft = read_sheet(own / "coding/codes.csv")
    draft.loc[3, column] = value
    draft.to_csv(own / "coding/codes.csv", index=False)
    assert main([str(own)]) == 1
    with pytest.raises(ReportError, match=f"own/coding/codes.csv, row 5: {says}"):
        read_coding(own / "coding")
    assert not (own / "tidy").exists() and capsys.readouterr().err.count("\n") == 1


def test_a_long_text_tells_each_step(own, capsys, monkeypatch):
    size = (own / "report.txt").stat().st_size
    monkeypatch.setattr("clean.LONG", size - 1)
    for second in ("drafting", "reading the coding"):
        assert main([str(own)]) == 0
        steps = enumerate(("reading", second, "cleaning", "writing tables and workbook"), start=1)
        told = [line for line in capsys.readouterr().out.split("\n") if line.endswith("…")]
        assert told == [f"[{number}/4] {step} (0.0 MB) …" for number, step in steps]
    monkeypatch.setattr("clean.LONG", size)
    assert main([str(own)]) == 0 and "…" not in capsys.readouterr().out


def test_a_step_tells_how_large_the_text_is(capsys):
    with told_steps(20_080_000) as step:
        step("reading")
    assert capsys.readouterr().out == "[1/4] reading (20.1 MB) …\n"


def test_a_long_step_shows_that_it_goes_on_and_nothing_once_it_has_ended(capsys, monkeypatch):
    monkeypatch.setattr("clean.PAUSE", 0.02)
    with told_steps(LONG + 1):
        time.sleep(0.15)
    told = capsys.readouterr().out.splitlines()
    assert len(told) > 1 and set(told) == {"… 0 s"}
    with told_steps(LONG):
        time.sleep(0.05)
    assert capsys.readouterr().out == ""


@pytest.mark.long
def test_the_command_runs_from_anywhere_and_says_what_is_wrong(root, tmp_path):
    done = subprocess.run(
        [sys.executable, root / "notebooks/clean.py", "nowhere"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "nowhere/report.txt: there is no such file\n",
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own/report.txt").write_text("培训8人。", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, root / "notebooks/clean.py", "own"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (
        0,
        "",
    ) and "own: 1 quantities, 0 statements reviewed" in done.stdout


def test_an_edited_text_is_reanchored_by_the_command(tmp_path, sample, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.txt").write_text(sample.text, encoding="utf-8")
    main([str(own)])
    before = keep_draft(own).codes
    edited = sample.text.replace("全年向云岭县", "今年共向云岭县").replace("3个", "4个", 1)
    (own / "report.txt").write_text(edited, encoding="utf-8")
    assert main([str(own)]) == 1
    message = capsys.readouterr().err
    assert f"own/coding/codes.csv, row 2: the quote {before[0].quote!r} stands 0 times" in message
    assert "(2 of 35 quotes do not stand, rows 2, 3: if " in message and message.count("\n") == 1
    assert main([str(own), "--reanchor"]) == 0
    said = capsys.readouterr().out
    after = read_coding(own / "coding").codes
    assert [code.observation for code in after] == [code.observation for code in before]
    assert "own/coding/codes.csv: 34 of 35 stand, 1 of them with a new quote" in said
    assert f"own/coding/codes.csv, row 2: the quote {before[0].quote!r} stands 0 times" in said
    assert after[0] == before[0] and "１２００万元" in after[1].quote and after[1].quote != before[1].quote


def test_one_lost_quote_is_told_with_the_command_that_helps(tmp_path, sample, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.txt").write_text(sample.text, encoding="utf-8")
    main([str(own)])
    (own / "report.txt").write_text(sample.text.replace("260万元", "270万元"), encoding="utf-8")
    assert main([str(own)]) == 1
    message = capsys.readouterr().err
    assert "(1 of 35 quotes do not stand, row 23: if " in message and "python notebooks/clean.py" in message
    assert "another report" not in message
    assert main([str(own), "--reanchor"]) == 0
    assert "mend its quote, or delete the row" in capsys.readouterr().out


def test_a_coding_of_another_report_is_told_as_one(tmp_path, sample, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.txt").write_text(sample.text, encoding="utf-8")
    main([str(own)])
    codes = (own / "coding/codes.csv").read_bytes()
    (own / "report.txt").write_text("2021年培训干部8人。", encoding="utf-8")
    capsys.readouterr()
    assert main([str(own)]) == 1
    message = capsys.readouterr().err
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, …: if" in message and "codes.csv of another report?" in message
    assert (own / "coding/codes.csv").read_bytes() == codes


def test_sheets_saved_oddly_are_saved_again_with_the_old_beside_them(tmp_path, sample, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.txt").write_text(sample.text, encoding="utf-8")
    main([str(own)])
    path = own / "coding/tasks.csv"
    good = path.read_bytes()
    odd = good.decode("utf-8-sig").replace(",", ";").encode("gb18030")
    path.write_bytes(odd)
    capsys.readouterr()
    assert main([str(own)]) == 0
    assert "own/coding/tasks.csv: GB18030; semicolons; saved as UTF-8 CSV, the old file is tasks.csv.bak" in capsys.readouterr().out
    assert path.read_bytes() == good and (own / "coding/tasks.csv.bak").read_bytes() == odd
    main([str(own)])
    assert "saved as" not in capsys.readouterr().out


def saved_meanwhile(monkeypatch, path, content):
    """Let someone save `content` to `path` while the command makes new bytes of what it read."""

    def slow(*rest):
        path.write_bytes(content)
        return csv_bytes(*rest)

    monkeypatch.setattr("clean.csv_bytes", slow)


@pytest.mark.parametrize("options", [[], ["--reanchor"]])
def test_what_a_person_saves_while_the_command_runs_is_left_as_it_is(own, sample, capsys, monkeypatch, options):
    main([str(own)])
    path = own / "coding/codes.csv"
    if options:
        (own / "report.txt").write_text(sample.text.replace("全年向云岭县", "今年共向云岭县"), encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    saved_meanwhile(monkeypatch, path, b"by a person")
    capsys.readouterr()
    assert main([str(own), *options]) == 1
    assert "codes.csv was changed in the same moment, and is left as it is: do this once more" in capsys.readouterr().err
    assert path.read_bytes() == b"by a person" and not path.with_name("codes.csv.bak").exists()


def test_a_report_that_is_no_text_or_two_is_told(tmp_path, sample, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.docx").write_bytes(b"PK\x03\x04")
    assert main([str(own)]) == 1
    assert "there is no such file, but report.docx: open it and save it as plain text" in capsys.readouterr().err
    other = "另一份报告\n一、道路\n修路3公里。\n二、学校\n新建学校2所。\n"
    (own / "report.txt").write_text(sample.text + "\n" + other, encoding="utf-8")
    assert main([str(own)]) == 0
    assert "the headings begin at 一、 in lines 5, 29: if these are several reports" in capsys.readouterr().out
    (own / "report.txt").write_text(other, encoding="utf-8")
    assert not read_report(own / "report.txt").notes


@pytest.fixture
def folder(tmp_path, root, sample):
    """Reports as people keep them: texts, a folder with a coding, one without, one that is broken, and what is none."""
    (tmp_path / "a.txt").write_text(sample.text, encoding="gb18030")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text(
        sample.text + "\n" + sample.text.replace("260万元", "270万元"), encoding="utf-8"
    )
    (tmp_path / "d.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "table.csv").write_text("a,b\n", encoding="utf-8")
    shutil.copytree(root / "data/dalian-hitech-2020", tmp_path / "first")
    for name in ("own", "broken", "word"):
        (tmp_path / name).mkdir()
    (tmp_path / "own/report.txt").write_text(sample.text, encoding="utf-8")
    (tmp_path / "word/report.docx").write_bytes(b"PK\x03\x04")
    shutil.copytree(root / "data/dalian-hitech-2020/coding", tmp_path / "broken/coding")
    (tmp_path / "broken/report.txt").write_text(sample.text, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_one_table_and_names_what_it_skips(folder, observations, capsys):
    table, skipped = read_folder(folder)
    assert list(table.columns) == ["report", "status", *Observation._fields, "indicator_en", "indicator_zh"]
    assert {"帮扶资金", "脱贫户"} <= set(table.loc[table["report"] == "own", "indicator_zh"])
    assert table.groupby("report").size().to_dict() == {"a": 35, "first": len(observations), "own": 35}
    assert table.groupby("report")["status"].agg(set).to_dict() == {
        "a": {"suggested"},
        "first": {"reviewed"},
        "own": {"suggested"},
    }
    reasons = dict(zip(skipped["report"], skipped["reason"]))
    assert set(reasons) == {"b.txt", "broken", "c.txt", "d.docx", "word"}
    assert "empty" in reasons["b.txt"] and "260万元" in reasons["c.txt"] and "Word" in reasons["word"]
    assert "broken/coding/codes.csv, row 2" in reasons["broken"]
    assert "8 of 8 reports" in capsys.readouterr().out


def test_a_draft_that_no_file_holds_is_named_as_one(tmp_path, monkeypatch, coding):
    (tmp_path / "a.txt").write_text("培训8人。", encoding="utf-8")
    code = coding.codes[0]._replace(area="harvest")
    monkeypatch.setattr("report.drafts.suggest_coding", lambda text, quantities: ([code], []))
    _, skipped = read_folder(tmp_path)
    assert skipped["reason"][0].startswith("draft of a/codes.csv, row 2: unknown area 'harvest'")


def test_suggestions_of_a_folder_are_those_of_its_draft(folder):
    """Where the place of a quantity is known the quote is not looked for; what comes out is the same."""
    table, _ = read_folder(folder)
    text = read_report(folder / "own/report.txt").text
    _, observations = clean(text, draft_coding(text, read_codebook()), suggested=True)
    own = table[table["report"] == "own"].drop(columns=["report", "status", "indicator_en", "indicator_zh"]).reset_index(drop=True)
    assert own.astype(str).equals(observations.astype(str))


def test_places_of_other_words_are_refused(sample):
    draft = draft_coding(sample.text, read_codebook())
    places = [
        (quantity.start, quantity.end)
        for quantity in find_quantities(sample.text)
        if quantity.kind == "quantity"
    ]
    with pytest.raises(
        ReportError, match="row 2: the quote '本市柳沟镇3个.*' does not stand at '１２００万元'"
    ):
        clean_records(sample.text, draft, True, places=places[1:] + places[:1])


def test_figures_of_sections_that_are_gone_are_taken_away_and_nothing_else(tmp_path, capsys):
    kinds = ("en.png", "en.svg", "zh.png", "zh.svg", "csv")
    ours = [f"own-chain-{part}.{kind}" for part in ("s1", "old") for kind in kinds] + [f"own-money.{kind}" for kind in kinds]
    others = ["own-chain-mine.csv", "own-chain-old.docx", "own-chain-notes.en.png", "chain-old.csv"]
    for name in ours + others:
        (tmp_path / name).write_bytes(b"")
    drop_stale(tmp_path, "own-chain", ["s1", "s2"])
    assert {path.name for path in tmp_path.iterdir()} == {*ours, *others} - {f"own-chain-old.{kind}" for kind in kinds}
    assert capsys.readouterr().out.endswith("/own-chain-old.*: taken away, for no section of the report is called so any more\n")
    drop_stale(tmp_path / "none", "own-chain", [])
    assert capsys.readouterr().out == ""


def test_an_empty_folder_is_an_empty_table(tmp_path):
    table, skipped = read_folder(tmp_path)
    assert table.empty and skipped.empty and list(table.columns[:3]) == ["report", "status", "observation"]


def test_suggestions_stand_beside_decisions(report, coding):
    _, decided = clean(report.text, coding)
    suggested = decided.assign(stage="output", note="why")
    compared = compare(suggested, decided, columns=["stage", "area"])
    numbered = decided[decided["bound"] != "unquantified"]
    assert len(compared) == 2 * len(numbered) and set(compared["note"]) == {"why"}
    assert set(compared.loc[compared["column"] == "stage", "suggested"]) == {"output"}
    assert list(compared.loc[compared["column"] == "area", "decided"]) == list(numbered["area"])
