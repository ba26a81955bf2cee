"""Times a suite of 25 expectations over a claims table: `python benchmarks/expectations.py [ROWS]`.

In seconds of processor time. The import of Great Expectations is timed apart. One batch and one run a suite.
"""

import sys
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

from factcheck.expectations import run, shipped_folder
from factcheck.expectations.suites import parse, read
from factcheck.model import Claim, Period, Result, Source
from factcheck.table import claims_frame

EXTRA = """{"name": "extra", "expectations": [
 {"type": "expect_indicator_values_to_be_between", "kwargs": {"indicator": "指标1*", "entity": "市3", "min_value": 0}},
 {"type": "expect_series_to_be_monotone", "kwargs": {"indicator": "指标7", "entity": "市*"}},
 {"type": "expect_old_figures_to_be_dated", "kwargs": {"years": 2}}
]}"""


def claims(count: int) -> Result:
    years = [Period(date(y, 1, 1), date(y, 12, 31), "duration", "stated") for y in range(2016, 2026)]
    template = Claim(
        id="", source="s1", start=0, end=5, text="68.2%", value=Decimal("68.2"), low=Decimal("68.15"),
        high=Decimal("68.25"), unit="%", qualifier="exact", measure="share", basis=None, entity=None, indicator="",
        period=None, attribution=None, rule="percent",
    )  # fmt: skip
    made = (
        replace(template, id=f"c{i}", entity=f"市{i % 97}", indicator=f"指标{i % 211}", period=years[i % 10])
        for i in range(count)
    )
    return Result((Source("s1", "a.txt", "", published=date(2026, 1, 1)),), tuple(made), (), (), ())


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    result = claims(rows)
    began = time.process_time()
    frame = claims_frame(result)
    print(f"table: {time.process_time() - began:.2f} s")
    shipped = read(Path(shipped_folder()) / "claims.json")
    extra = parse(EXTRA, "extra.json")
    suite = replace(shipped, entries=(*shipped.entries, *(
        replace(entry, number=len(shipped.entries) + entry.number) for entry in extra.entries
    )))  # fmt: skip
    began = time.process_time()
    run.validate(suite, frame.head(10))
    print(f"first run, with the import: {time.process_time() - began:.2f} s")
    times = []
    for _ in range(5):
        began = time.process_time()
        run.validate(suite, frame)
        times.append(time.process_time() - began)
    took = f"{median(times):.2f} s (median of 5, best {min(times):.2f})"
    print(f"{len(suite.entries)} expectations over {rows:,} claims: {took}")


if __name__ == "__main__":
    main()
