"""Figures: same bytes, no missing glyph, no word off the edge."""

import pandas as pd
import pytest

from report import charts

WORDS = {
    language: dict(title="Title 标题", subtitle="Subtitle 副题", alt="A chart.") for language in ("en", "zh")
}
DATA = pd.DataFrame({"value": [1, 2]})


def draw(ax, words):
    charts.rows_axis(ax, ["甲", "乙", "丙"])
    ax.set_xlim(0, 100)
    charts.span_bar(ax, 0, 50, 50, "50", charts.BLUE)
    charts.span_bar(ax, 1, 50, float("inf"), "50以上", charts.BLUE)
    charts.span_bar(ax, 2, 30, 60, "30–60", charts.BLUE)


def test_a_figure_has_the_same_bytes_twice(tmp_path, capsys):
    for folder in ("a", "b"):
        charts.save_figure("x", draw, DATA, WORDS, folder=tmp_path / folder)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["x.csv", "x.en.png", "x.en.svg", "x.zh.png", "x.zh.svg"]
    assert all((tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes() for file in files)


def test_a_missing_glyph_is_an_error_and_nothing_is_written(tmp_path):
    with pytest.raises(RuntimeError, match="Glyph"):
        charts.save_figure("x", lambda ax, words: ax.text(0, 0, "\U0001f600"), DATA, WORDS, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_label_that_runs_off_the_figure_is_an_error(tmp_path):
    with pytest.raises(RuntimeError, match="runs off the figure"):
        charts.save_figure("x", lambda ax, words: ax.text(0, 0, "长" * 80), DATA, WORDS, folder=tmp_path)


def test_the_font_comes_from_the_wheel():
    from matplotlib.font_manager import findfont

    assert findfont(charts.FAMILY, fallback_to_default=False) == str(charts.FONT)


@pytest.mark.parametrize(
    "row, english, chinese",
    [
        (
            dict(
                lower=5.5e7,
                upper=float("nan"),
                value=5.5e7,
                bound="at_least",
                unit="CNY",
                exact="5500万元以上",
            ),
            "≥ 55 million yuan (5500万元以上)",
            "5500万元以上",
        ),
        (
            dict(lower=1e4, upper=float("nan"), value=1e4, bound="more_than", unit="copy", exact="1万余份"),
            "> 10,000 (1万余份)",
            "1万余份",
        ),
        (
            dict(lower=305900, upper=305900, value=305900, bound="exact", unit="CNY", exact="30.59万元"),
            "0.3059 million yuan (30.59万元)",
            "30.59万元",
        ),
        (
            dict(lower=3, upper=5, value=float("nan"), bound="range", unit="item", exact="3-5个"),
            "3–5 (3-5个)",
            "3-5个",
        ),
        (
            dict(
                lower=float("nan"), upper=float("nan"), value=300, bound="about", unit="item", exact="约300个"
            ),
            "about 300 (约300个)",
            "约300个",
        ),
        (
            dict(
                lower=float("nan"),
                upper=float("nan"),
                value=float("nan"),
                bound="unquantified",
                unit="",
                exact="道路",
            ),
            "not reported",
            "未报告",
        ),
    ],
)
def test_numbers_are_labelled_as_the_report_wrote_them(row, english, chinese):
    assert charts.verbatim(row, "en") == english
    assert charts.verbatim(row, "zh") == chinese


def test_wrapping_keeps_every_word_and_no_line_is_too_wide():
    text = "Assistance funds for disabled people (54万元) 帮扶资金与残疾人专项行动"
    lines = charts.wrap(text, 2, 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(charts.text_width(line, 10) <= 2 for line in lines)
