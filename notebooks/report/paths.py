"""Where things are: found from this file, so that the folder a kernel or a shell stands in does not matter."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
CODEBOOK = DATA / "codebook"  # for every report: names, indicators
REPORT = DATA / "dalian-hitech-2020"  # the first report: report.txt, coding/, tidy/
SAMPLE = DATA / "sample-2021"
FIGURES = ROOT / "figures"
