"""The committed reports over the seeds are what the code makes, to the byte; `make accept` writes new ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from accept_reports import REPORTS, ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    # another process, another folder, another hash seed: none of them may show in a report
    script = [sys.executable, str(ROOT / "tests" / "accept_reports.py"), str(folder)]
    done = subprocess.run(script, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_the_committed_one(made: Path, name: str) -> None:
    new, kept = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in (made, ROOT / "reports"))
    pairs = enumerate(zip(new, kept, strict=False), 1)
    first = next((n for n, (a, b) in pairs if a != b), min(len(new), len(kept)) + 1)
    same = (made / name).read_bytes() == (ROOT / "reports" / name).read_bytes()
    assert same, f"reports/{name} differs from line {first} on; if that is meant: make accept"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_names_no_machine(name: str) -> None:
    text = (ROOT / "reports" / name).read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


def test_the_picture_is_small_and_a_picture() -> None:
    picture = (ROOT / "docs" / "report.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 300_000
