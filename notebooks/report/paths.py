"""Where things are: found from this file, so that the folder a kernel or a shell stands in does not matter."""

from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
CODEBOOK = DATA / "codebook"  # for every report: names, indicators
REPORT = DATA / "dalian-hitech-2020"  # the first report: report.txt, coding/, tidy/
SAMPLE = DATA / "sample-2021"
FIGURES = ROOT / "figures"
CACHE = ROOT / ".cache"  # what only this machine needs


def name_of(path) -> str:
    """A file or folder as messages name it: from the project's root, where it lies inside."""
    return short_name(Path(path).resolve(), ROOT)


def short_name(path: PurePath, root: PurePath) -> str:
    """`path` from `root` on, or its last three parts, without a drive and always with `/`."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else "/".join(path.parts[1:][-3:])
