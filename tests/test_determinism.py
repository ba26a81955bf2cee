"""The same documents give the same result, run after run and in whatever order they are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from factcheck import pipeline
from factcheck.config import Config
from factcheck.model import Result
from factcheck.report import FORMATS, render

ROOT = Path(__file__).parent.parent
SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))


def check(paths: list[str]) -> Result:
    return pipeline.check(paths, Config(cache="off", jobs=1))


def essence(result: Result) -> dict[str, Any]:
    """The result without the numbers that a run gives to documents, claims and facts."""
    paths = {source.id: source.path for source in result.sources}
    claims = {c.id: (paths[c.source], c.start, c.end) for c in result.claims}
    facts = {f.id: tuple(sorted(claims[c] for c in f.claims)) for f in result.facts}
    return {
        "sources": sorted(paths.values()),
        "claims": sorted(
            (*claims[c.id], str(c.value), c.unit, c.entity or "", c.indicator, str(c.period)) for c in result.claims
        ),
        "skipped": sorted((paths[s.source], s.start, s.end, s.reason) for s in result.skipped),
        "facts": [(facts[f.id], f.entity, f.indicator, str(f.period), f.verdict, f.sources) for f in result.facts],
        "findings": [
            (f.id, f.rule, f.severity, f.message, f.cause, f.why_paired, facts.get(f.fact or ""), str(f.gap),
             sorted(claims[c] for c in f.claims), [(claims[o.claim], o.text, o.reasons) for o in f.options])
            for f in result.findings
        ],
    }  # fmt: skip


def test_order_of_documents_does_not_matter() -> None:
    first = essence(check(SEEDS))
    assert first["findings"]
    for paths in (SEEDS[::-1], SEEDS[2:] + SEEDS[:2]):
        other = essence(check(paths))
        for name, rows in first.items():
            assert sorted(map(str, other[name])) == sorted(map(str, rows)), name


def test_every_format_has_the_same_bytes_in_two_processes() -> None:
    code = (
        "import sys, hashlib\n"
        "from factcheck import pipeline\n"
        "from factcheck.config import Config\n"
        "from factcheck.report import FORMATS, render\n"
        "result = pipeline.check(sys.argv[1:], Config(cache='off', jobs=1))\n"
        "print({name: hashlib.sha256(render(name, result).encode()).hexdigest() for name in FORMATS})\n"
    )
    names = [os.path.relpath(path, ROOT) for path in SEEDS]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, *names],
            capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert all(name in runs[0] for name in FORMATS)


def test_a_document_named_twice_is_read_once() -> None:
    assert essence(check([*SEEDS, SEEDS[0]])) == essence(check(SEEDS))


def test_the_json_holds_no_time_and_no_machine() -> None:
    data = json.loads(render("json", check(SEEDS)))
    assert not {"generated", "duration", "host"} & set(data)
