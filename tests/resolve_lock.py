"""Whether all that requirements.txt pins can be installed on each system and Python: pip downloads it, by its hashes.

    python tests/resolve_lock.py          all systems and Pythons; prints the table of the README
    python tests/resolve_lock.py macOS    those whose name begins so

Which lines apply is decided here by the markers of the system in question, for pip would take those of this machine.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import mac_platforms

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
PIN = re.compile(r"^(\S[^\\\n]*==[^\\\n]*?) ((?:\\\n +--hash=\S+ ?)+)", re.M)
PYTHONS = ["3.11.2", "3.11.9", "3.12.3", "3.13.0", "3.14.0"]  # the first is that of Debian 12
WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"}
MACOS = {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"}
LINUX = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}


def manylinux(machine: str) -> list[str]:
    """The wheels that a Linux of 2022 (glibc 2.36, as Debian 12 has it) takes."""
    return [f"manylinux_2_{minor}_{machine}" for minor in range(36, 4, -1)] + [f"manylinux2014_{machine}"]


SYSTEMS = {
    "Windows x86-64": (WINDOWS, ["win_amd64"]),
    "macOS arm64": (MACOS | {"platform_machine": "arm64"}, list(mac_platforms((14, 0), "arm64"))),
    "macOS Intel": (MACOS | {"platform_machine": "x86_64"}, list(mac_platforms((14, 0), "x86_64"))),
    "Linux x86-64": (LINUX | {"platform_machine": "x86_64"}, manylinux("x86_64")),
    "Linux arm64": (LINUX | {"platform_machine": "aarch64"}, manylinux("aarch64")),
}


def pins(lock: str) -> list[tuple[Requirement, str]]:
    """The lines of a lock with their hashes."""
    return [(Requirement(line.strip()), hashes) for line, hashes in PIN.findall(lock)]


def applicable(lock: str, system: dict, python: str) -> str:
    """The lock with the lines that apply on a system and Python, without their markers."""
    environment = system | {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    lines = []
    for requirement, hashes in pins(lock):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            requirement.marker = None
            lines.append(f"{requirement} {hashes}")
    return "\n".join(lines) + "\n"


def download(requirements: str, python: str, platforms: list[str], folder: Path) -> str:
    """Have pip download wheels for a system; what it says is missing, or nothing."""
    lock = folder / "lock.txt"
    lock.write_text(requirements, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", python, "--dest", str(folder / "wheels"), "-r", str(lock)]
    command += [f"--platform={platform}" for platform in platforms]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if not done.returncode:
        return ""
    return next((line for line in done.stderr.split("\n")[::-1] if line.startswith("ERROR")), done.stderr)


def main(prefixes: list[str]) -> int:
    lock, failed = LOCK.read_text(encoding="utf-8"), 0
    with tempfile.TemporaryDirectory() as folder:
        print(f"| system | {' | '.join(PYTHONS)} |\n|---|{'---|' * len(PYTHONS)}")
        for name, (system, platforms) in SYSTEMS.items():
            if prefixes and not name.startswith(tuple(prefixes)):
                continue
            cells = []
            for python in PYTHONS:
                wanted = applicable(lock, system, python)
                missing = download(wanted, python, platforms, Path(folder))
                failed += bool(missing)
                cells.append(missing or f"{len(pins(wanted))} wheels")
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
