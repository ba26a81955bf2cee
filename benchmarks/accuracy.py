#!/usr/bin/env python3
"""Print the figures of accuracy on the seeds as a Markdown table, for the README.

accuracy.py                        # runs the checker over seeds/, scores it against tests/gold
accuracy.py --result RESULT.json   # scores a stored result instead
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from pathlib import Path

from score import gold_score

ROOT = Path(__file__).resolve().parent.parent
ROWS = (
    ("numerals in claims or in the ledger", "ledgered", "numerals"),
    ("claims found", "found", "claims"),
    ("value and unit right", "value_unit", "valued"),
    ("interval right", "interval", "valued"),
    ("kind right", "kind", "found"),
    ("period right", "period", "dated"),
    ("entity right", "entity", "with entity"),
    ("pairs of one fact linked", "linked", "same-fact pairs"),
    ("conflicts raised as errors", "conflicts raised as error", "conflicts"),
    ("tensions raised", "tensions raised", "tensions"),
    ("quiet facts alarmed", "quiet facts alarmed", "quiet facts"),
    ("findings explained by gold", "findings explained by gold", "findings raised"),
)


def fresh() -> dict:
    """A new result over seeds/, as its JSON."""
    from factcheck import config, pipeline
    from factcheck.report import json as report

    found = pipeline.check([str(ROOT / "seeds")], config.Config(cache="off"))
    return json.loads(report.render(found))


def table(result: dict) -> str:
    with contextlib.redirect_stdout(io.StringIO()):
        counts = gold_score(result, ROOT / "tests" / "gold", show=False)
    lines = ["| on the five seeds | right | of | |", "|---|---:|---:|---:|"]
    for label, right, of in ROWS:
        share = f"{counts[right] / counts[of]:.1%}" if counts[of] else "–"
        lines.append(f"| {label} | {counts[right]} | {counts[of]} | {share} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--result", type=Path)
    args = parser.parse_args()
    print(table(json.loads(args.result.read_text(encoding="utf-8")) if args.result else fresh()))


if __name__ == "__main__":
    main()
