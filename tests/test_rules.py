from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import factcheck
from factcheck import rules

SOURCE = Path(rules.__file__).parent


def test_every_page_is_whole() -> None:
    for name, item in rules.catalogue().items():
        assert re.fullmatch(r"FC\d{3}", name)
        assert item.severity in ("error", "warning", "note")
        for field in fields(item):
            if field.name == "documents":
                continue
            assert getattr(item, field.name).strip(), f"{name}.{field.name}"
        assert item.because("甲", "乙", "丙").endswith("。")
        assert item.title_en.isascii()


def test_every_rule_in_code_has_a_page_and_every_page_a_use() -> None:
    names = (
        "levels",
        "disputes",
        "findings",
        "causes",
        "reconcile",
        "expectations/run",
        "expectations/custom",
        "expectations/suites",
    )
    code = "".join((SOURCE / f"{n}.py").read_text(encoding="utf-8") for n in names)
    used = set(re.findall(r"\"(FC\d{3})\"", code))
    assert used == set(rules.catalogue())


def test_look_up() -> None:
    assert rules.rule("fc101").id == "FC101"
    with pytest.raises(rules.UnknownRule, match="FC999"):
        rules.rule("FC999")
    assert rules.page(rules.rule("FC105")).startswith("# FC105 ")
    assert rules.milder("note", "error") == "note"
    assert rules.milder("error", "warning") == "warning"


def test_pages_in_english_have_english_bodies() -> None:
    for item in rules.catalogue().values():
        page = rules.page(item, "en")
        assert page.startswith(f"# {item.id} {item.title_en}\n")
        for sentence in item.body("en"):
            assert sentence in page
            assert sentence.endswith(".")
            assert len(re.findall(r"[\u4e00-\u9fff]", sentence)) < 6  # 万, 亿: what is printed, not prose


# from the words of documents they come about only together with another one, or (FC8xx) from the user's own rules
WITHOUT = {"FC301", "FC302"}


@pytest.mark.parametrize("name", [name for name in rules.catalogue() if name < "FC8" and name not in WITHOUT])
def test_the_documents_of_a_page_give_its_finding_and_no_other(name: str, tmp_path: Path) -> None:
    shown = rules.rule(name)
    assert shown.documents
    for place, text in zip("甲乙", shown.documents, strict=False):
        (tmp_path / f"{place}.txt").write_text(text + "\n", encoding="utf-8")
        assert text.split("\n")[0] in rules.page(shown)
    found = factcheck.run(tmp_path, expectations=False, cache="off", jobs=1).result.findings
    assert [one.rule for one in found] == [name]
