"""Makes what the repository shows of the seeds again: `make accept`, or `python tests/accept_reports.py [FOLDER]`.

Both reports, and in README.md the finding and the table of accuracy. The reports name no day and no
machine, so that the same documents and the same code give the same bytes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ("seeds.md", "seeds.html")
TODAY = "2026-03-01"  # decisions expire by this day, not by the day of the test
# what the scorer prints, and what the README calls it
MEASURED = {
    "numerals ledgered": "数字有去处（读出，或写明略过的理由）",
    "claims found": "该读出的数字读出了",
    "value and unit right": "数值、单位正确",
    "interval right": "允许的范围正确",
    "kind right": "种类正确（水平、增速、占比、位次……）",
    "period right": "时期正确",
    "entity right": "主体正确",
    "indicator to the letter": "指标名称逐字相同",
    "same-fact pairs linked": "同一事实的说法放到了一起",
    "conflicts raised": "矛盾报出",
    "tensions raised": "存疑报出",
    "quiet facts alarmed": "没有问题的事实被误报",
}


def make(folder: Path) -> int:
    """Write the reports, the terminal's report and the result into `folder`; returns the exit code of the run."""
    from factcheck.cli import main

    os.chdir(ROOT)  # paths in the reports are as a reader of the repository sees them
    outputs = {"markdown": "seeds.md", "html": "seeds.html", "text": "seeds.txt", "json": "seeds.json"}
    words = ["run", "seeds", "-q", "--no-cache", "--today", TODAY]
    return main([*words, *(word for name, file in outputs.items() for word in ("-o", f"{name}={folder / file}"))])


def readme(text: str, folder: Path) -> str:
    """The README with its marked parts made from what `make` left in the folder."""
    finding = (folder / "seeds.txt").read_text(encoding="utf-8").split("\n\n")[0].rstrip()
    parts = {"finding": f"```text\n{finding}\n```", "measured": measured(folder / "seeds.json")}
    for name, part in parts.items():
        mark = rf"(<!-- accept: {name} -->\n).*?(<!-- end -->)"
        text, count = re.subn(mark, lambda match, part=part: f"{match[1]}{part}\n{match[2]}", text, flags=re.S)
        assert count == 1, name
    return text


def measured(result: Path) -> str:
    """The table of accuracy, from the scorer over the gold that the repository carries."""
    scorer = [sys.executable, ROOT / "benchmarks" / "score.py", result, ROOT / "tests" / "gold"]
    said = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout
    rows = {}
    for line in said.splitlines():
        if found := re.match(r"(.+?)\s+(\d+)/(\d+) = ([\d.]+)%", line):
            rows[found[1]] = f"{found[2]}/{found[3]}（{found[4]}%）"
    assert rows.keys() >= MEASURED.keys(), rows.keys()
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {rows[key]} |" for key, name in MEASURED.items())])


def accept() -> int:
    """Put all of it in its place in the repository."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (ROOT / "reports").mkdir(exist_ok=True)
    if make(build) != 1:
        print("the run over the seeds did not end with findings; nothing was accepted", file=sys.stderr)
        return 2
    for name in REPORTS:
        (ROOT / "reports" / name).write_bytes((build / name).read_bytes())
    page = ROOT / "README.md"
    page.write_text(readme(page.read_text(encoding="utf-8"), build), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(accept() if len(sys.argv) == 1 else int(make(Path(sys.argv[1])) != 1))
