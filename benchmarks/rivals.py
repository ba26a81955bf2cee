#!/usr/bin/env python3
"""What number extractors make of the figures of the gold, beside factcheck's own reading.

    rivals.py PYTHON     # an interpreter that can import recognizers-text-suite (with emoji<2) and jionlp

Only what they claim to do is asked: a figure's value and its unit. Neither names an indicator, an owner or what a
figure is compared with. A figure of the gold counts as found where a reading overlaps it, as right where value and
unit are those of the gold; of several readings that overlap the best one counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

from accuracy import ROOT, fresh
from score import CLAIMS

GOLD = ROOT / "tests" / "gold" / "seeds.gold.jsonl"
RIVALS = {
    "Recognizers-Text": """
from recognizers_number import recognize_number, recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension
from recognizers_text import Culture
def read(text):
    for recognize in (recognize_number, recognize_percentage, recognize_currency, recognize_dimension):
        for one in recognize(text, Culture.Chinese):
            said = one.resolution or {}
            value = str(said.get("value"))
            yield one.start, one.end + 1, value.rstrip("%"), "%" if value.endswith("%") else said.get("unit", "")
""",
    "JioNLP": """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    import jionlp
def read(text):
    for one in jionlp.ner.extract_money(text, with_parsing=True):
        value = one["detail"]["num"]
        if isinstance(value, str):
            yield one["offset"][0], one["offset"][1], value, one["detail"]["case"]
""",
}
ASK = """
import json, sys
print(json.dumps([[list(one) for one in read(text)] for text in json.load(sys.stdin)]))
"""
UNITS = {"Chinese yuan": "元", "United States dollar": "美元", "Meter": "米", "Square meter": "平方米", "Second": "秒"}
COUNTED = frozenset(("个", "家", "辆", "项", "人", "种", "套", "台", "层", "部", "件", "场"))

Said = tuple[int, int, str, str]  # start, end, value in base units, unit


def asked(python: str, program: str, texts: list[str]) -> list[list[Said]] | None:
    """The readings of each text; None where the interpreter cannot import the rival."""
    done = subprocess.run([python, "-c", program + ASK], input=json.dumps(texts), capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def own(documents: list[str]) -> list[list[Said]]:
    result = fresh()
    place = {source["id"]: Path(source["path"]).name for source in result["sources"]}
    read: dict[str, list[Said]] = {name: [] for name in documents}
    for claim in result["claims"]:
        read[place[claim["source"]]].append((claim["start"], claim["end"], str(claim["value"]), claim["unit"]))
    return list(read.values())


def right(said: Said, wanted: dict) -> bool:
    try:
        same = Decimal(said[2]) == Decimal(str(wanted["value"]))
    except InvalidOperation:
        return False
    return same and UNITS.get(said[3], said[3]) == wanted["unit"]


def scored(readings: list[list[Said]], documents: list[str], gold: list[dict]) -> tuple[int, int, int]:
    """(found, right, right among the counted nouns) of the figures of the gold."""
    found = exact = counted = 0
    for wanted in gold:
        overlapping = [
            said
            for said in readings[documents.index(wanted["doc"])]
            if said[0] < wanted["end"] and said[1] > wanted["start"]
        ]
        hit = any(right(said, wanted) for said in overlapping)
        found += bool(overlapping)
        exact += hit
        counted += hit and wanted["unit"] in COUNTED
    return found, exact, counted


def main() -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = [one for one in gold if one["kind"] in CLAIMS and one["value"] is not None and one["unit"] != "位次"]
    documents = sorted({one["doc"] for one in gold})
    texts = [(ROOT / "seeds" / name).read_text(encoding="utf-8") for name in documents]
    things = sum(one["unit"] in COUNTED for one in gold)
    print(f"| of {len(gold)} figures with value and unit | found | value and unit right | counted nouns ({things}) |")
    print("|---|---:|---:|---:|")
    for name, readings in (
        ("factcheck", own(documents)),
        *((n, asked(sys.argv[1], p, texts)) for n, p in RIVALS.items()),
    ):
        if readings is None:
            print(f"| {name} | not installed | | |")
            continue
        found, exact, counted = scored(readings, documents, gold)
        print(f"| {name} | {found / len(gold):.1%} | {exact / len(gold):.1%} | {counted} |", flush=True)


if __name__ == "__main__":
    main() if len(sys.argv) == 2 else sys.exit(__doc__)
