"""Makes the committed reports over the seeds again: `make accept`, or `python tests/accept_reports.py [FOLDER]`.

The reports name no day and no machine, so that the same documents and the same code give the same bytes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ("seeds.md", "seeds.html")
TODAY = "2026-03-01"  # decisions expire by this day, not by the day of the test


def make(folder: Path) -> int:
    """Write both reports into `folder`; returns the exit code of the run."""
    from factcheck.cli import main

    os.chdir(ROOT)  # paths in the reports are as a reader of the repository sees them
    markdown, html = (folder / name for name in REPORTS)
    words = ["run", "seeds", "-q", "--no-cache", "--today", TODAY]
    return main([*words, "-o", f"markdown={markdown}", "-o", f"html={html}"])


if __name__ == "__main__":
    sys.exit(0 if make(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "reports")) == 1 else 2)
