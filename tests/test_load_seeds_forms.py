"""The seed documents in other clothes: whatever a file's format or encoding, the same claims and findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import make_documents as make
import pytest

from factcheck import pipeline
from factcheck.config import Config
from factcheck.model import Result

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
STATED = SEEDS[0].with_name("sources.toml") if SEEDS else Path()
CONFIG = Config(cache="off", jobs=1)
CHINESE = "〇零一二两兩三四五六七八九十百千万萬亿億"
LEAST = 0.98  # share of the claims that must be the same, in every field but their place


def big5(text: str) -> bytes:
    """Big5 where the text has it (the Traditional one), else UTF-8."""
    try:
        return text.encode("big5hkscs")
    except UnicodeEncodeError:
        return text.encode("utf-8")


FORMS = {
    "page": (".html", lambda text: make.web_page(text).encode("utf-8")),
    "docx": (".docx", make.docx),
    "gb18030": (".txt", lambda text: text.encode("gb18030")),
    "big5": (".txt", big5),
    "print": (".pdf", lambda text: make.printed(make.newspaper(text), heads=True)),
}


def claims(result: Result) -> dict[str, Counter]:
    """By document: whose, what, when and how much."""
    stems = {source.id: Path(source.path).stem for source in result.sources}
    found: dict[str, Counter] = defaultdict(Counter)
    for c in result.claims:
        days = c.period and (c.period.start, c.period.end)
        said = (c.value, c.low, c.high, c.unit, c.qualifier, c.measure, c.basis, c.entity, c.indicator, days)
        found[stems[c.source]][said] += 1
    return found


def findings(result: Result) -> Counter:
    """By rule, severity and the figures that differ."""
    stems = {source.id: Path(source.path).stem for source in result.sources}
    said = {c.id: (stems[c.source], c.value, c.unit) for c in result.claims}
    return Counter((f.rule, f.severity, tuple(sorted(map(str, (said[i] for i in f.claims))))) for f in result.findings)


@pytest.fixture(scope="module")
def plain() -> Result:
    if not SEEDS:
        pytest.skip("the seed documents are not in this checkout")
    return pipeline.check([str(seed) for seed in SEEDS], CONFIG)


@pytest.mark.parametrize(
    "form", [pytest.param(name, marks=pytest.mark.browser if name == "print" else ()) for name in FORMS]
)
def test_the_same_claims_and_findings_in_every_form(form, plain, tmp_path):
    if form == "print" and make.CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    suffix, remake = FORMS[form]
    for seed in SEEDS:
        (tmp_path / f"{seed.stem}{suffix}").write_bytes(remake(seed.read_text(encoding="utf-8")))
    stated = STATED.read_text(encoding="utf-8").replace(".txt", suffix)
    (tmp_path / "sources.toml").write_text(stated, encoding="utf-8")
    result = pipeline.check([str(tmp_path)], CONFIG)
    assert result.problems == ()
    wanted, found = claims(plain), claims(result)
    same = sum((wanted[stem] & found[stem]).total() for stem in wanted)
    assert same >= LEAST * len(plain.claims)
    assert len(result.claims) <= len(plain.claims) / LEAST
    assert findings(result) == findings(plain)
    assert findings(plain), "the seeds differ on some figure"


def test_every_numeral_of_every_form_is_a_claim_or_passed_over(tmp_path):
    """Also in what readers do not see: navigation, scripts, running heads, page numbers."""
    if not SEEDS:
        pytest.skip("the seed documents are not in this checkout")
    forms = [name for name in FORMS if name != "print" or make.CHROMIUM is not None]
    for form in forms:
        suffix, remake = FORMS[form]
        text = SEEDS[0].read_text(encoding="utf-8")
        (tmp_path / f"{form}{suffix}").write_bytes(remake(text))
    result = pipeline.extract([str(tmp_path)], CONFIG)
    assert len(result.sources) == len(forms)
    for source in result.sources:
        text = result.texts[source.id]
        held = [False] * len(text)
        for entry in (*result.claims, *result.skipped):
            if entry.source == source.id:
                assert text[entry.start : entry.end] == entry.text
                held[entry.start : entry.end] = [True] * (entry.end - entry.start)
        numerals = (i for i, c in enumerate(text) if c.isdecimal() or c in CHINESE)
        lost = [text[max(0, i - 20) : i + 20] for i in numerals if not held[i]]
        assert lost == [], source.path
