"""Synthetic results for the tests of reports: a realistic one, a hostile one and a big one.

Texts are written with marks: `⟦id:figure⟧` is a claim, `⟦!reason:figure⟧` a numeral passed over;
the marks are taken out and the offsets counted here, so that spans are always exact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from factcheck.model import Claim, Fact, Finding, Option, Period, Problem, Result, Skipped, Source

MARK = re.compile(r"⟦(?P<key>!?[^:⟧]+):(?P<text>[^⟧]+)⟧")

BULLETIN = """云州市2025年国民经济和社会发展统计公报

初步核算，⟦!date:2025年⟧全市地区生产总值⟦a1:1.67万亿元⟧，比上年增长⟦a2:5.4%⟧。其中，第一产业增加值⟦a3:210亿元⟧，\
第二产业增加值⟦a4:6890亿元⟧，第三产业增加值⟦a5:9500亿元⟧。第三产业增加值占全市地区生产总值的比重为⟦a6:57.2%⟧。

规模以上工业中，高技术制造业增加值占比⟦a7:68.2%⟧，比上年提高⟦a8:1.6个百分点⟧。全市国家高新技术企业⟦a9:2.5万家⟧。\
围绕「⟦!name:20⟧+⟦!name:8⟧」产业集群，年内新增专精特新“小巨人”企业⟦a10:347家⟧。

年末全市常住人口⟦a11:1798.95万人⟧。全年新开工住房⟦a12:711.29万套⟧。
"""

REPORT = """政府工作报告（⟦!date:2026年1月18日⟧）

过去一年，我们稳住了大盘。全市地区生产总值达到⟦b1:1.76万亿元⟧、增长⟦b2:5.4%⟧左右。工业投资保持两位数增长。

创新动能持续增强。高技术制造业增加值占规模以上工业的⟦b3:68.4%⟧。国家高新技术企业超过⟦b4:2.5万家⟧，每平方公里\
密度居全国城市第⟦b5:一⟧。专精特新“小巨人”企业新增⟦b6:347家⟧。

⟦!ordinal:一⟧是坚持实体经济为本。⟦!ordinal:二⟧是扩大开放。⟦!date:2024年⟧全市地区生产总值⟦b7:1.58万亿元⟧，⟦!date:2023年⟧为⟦b8:1.49万亿元⟧。
"""

DAILY = """本報訊（記者 陳一）雲州市去年交出亮眼成績單：地區生產總值⟦d1:1.67萬億元⟧，人口⟦d2:1779萬人⟧。

記者從市統計局獲悉，⟦!date:2025年⟧雲州市高新技術企業達到⟦d3:2.6萬家⟧，新增「小巨人」企業近⟦d4:350家⟧。⟦!date:2022年⟧，該市地區生產總值為⟦d5:1.42萬億元⟧。

「這座城市平均每⟦!ordinal:三⟧天就有一家企業遞交上市申請。」一位證券分析師說。
"""

PITCH = """# 云州投资指南

| 指标 | 2025年 |
|---|---|
| 地区生产总值 | ⟦p1:16,700亿元⟧ |
| 实际使用外资 | ⟦p2:58.3亿美元⟧ |

云州拥有国家高新技术企业⟦p3:2.5万家⟧，高技术制造业占比⟦p4:68%⟧，常住人口约⟦p5:1800万⟧。
"""

SOURCES = (
    Source(
        id="s1",
        path="稿件/统计公报.txt",
        sha256="a" * 64,
        title="云州市2025年国民经济和社会发展统计公报",
        publisher="云州市统计局",
        published=date(2026, 3, 20),
        entity="云州市",
        language="zh-Hans",
        tier=1,
        origin=(("title", "text"), ("published", "sources.toml")),
    ),
    Source(
        id="s2",
        path="稿件/政府工作报告.pdf",
        sha256="b" * 64,
        title="政府工作报告",
        publisher="云州市人民政府",
        published=date(2026, 1, 18),
        entity="云州市",
        language="zh-Hans",
        tier=1,
    ),
    Source(
        id="s3",
        path="稿件/雲州日報 0224.txt",
        sha256="c" * 64,
        publisher="雲州日報",
        published=date(2026, 2, 24),
        entity="云州市",
        language="zh-Hant",
        tier=3,
    ),
    Source(
        id="s4", path="稿件/投资指南.md", sha256="d" * 64, title="云州投资指南", entity="云州市", language="zh-Hans"
    ),
)
TEXTS = {"s1": BULLETIN, "s2": REPORT, "s3": DAILY, "s4": PITCH}
GDP, HIGH, FIRMS, GIANTS, PEOPLE = (
    "地区生产总值",
    "规模以上工业高技术制造业增加值",
    "国家高新技术企业数量",
    "专精特新“小巨人”企业新增数量",
    "常住人口",
)


def year(number: int) -> Period:
    """The whole of a year."""
    return Period(date(number, 1, 1), date(number, 12, 31), "duration", "stated")


def year_end(number: int) -> Period:
    """The last day of a year."""
    return Period(date(number, 12, 31), date(number, 12, 31), "instant", "inherited")


Y25, E25 = year(2025), year_end(2025)
TRILLION, WAN = Decimal(10) ** 12, Decimal(10) ** 4

# id: value, low, high, unit, qualifier, measure, basis, indicator, period
Spec = tuple[str | None, str | None, str | None, str, str, str, str | None, str, Period | None]
SPECS: dict[str, Spec] = {
    "a1": ("1670000000000", "1665000000000", "1675000000000", "元", "exact", "level", None, GDP, Y25),
    "a2": ("5.4", "5.35", "5.45", "%", "exact", "growth", "yoy", GDP, Y25),
    "a3": ("21000000000", "20950000000", "21050000000", "元", "exact", "level", None, "第一产业增加值", Y25),
    "a4": ("689000000000", "688950000000", "689050000000", "元", "exact", "level", None, "第二产业增加值", Y25),
    "a5": ("950000000000", "949950000000", "950050000000", "元", "exact", "level", None, "第三产业增加值", Y25),
    "a6": ("57.2", "57.15", "57.25", "%", "exact", "share", None, "第三产业增加值", Y25),
    "a7": ("68.2", "68.15", "68.25", "%", "exact", "share", None, HIGH, Y25),
    "a8": ("1.6", "1.55", "1.65", "百分点", "exact", "change", "yoy", HIGH, Y25),
    "a9": ("25000", "24500", "25500", "家", "exact", "level", None, FIRMS, E25),
    "a10": ("347", "347", "347", "家", "exact", "level", None, GIANTS, Y25),
    "a11": ("17989500", "17989450", "17989550", "人", "exact", "level", None, PEOPLE, E25),
    "a12": ("7112900", "7112850", "7112950", "套", "exact", "level", None, "住房新开工套数", Y25),
    "b1": ("1760000000000", "1755000000000", "1765000000000", "元", "exact", "level", None, GDP, Y25),
    "b2": ("5.4", "5.3", "5.5", "%", "approx", "growth", "yoy", GDP, Y25),
    "b3": ("68.4", "68.35", "68.45", "%", "exact", "share", None, HIGH, Y25),
    "b4": ("25000", "25000", None, "家", "over", "level", None, FIRMS, E25),
    "b5": ("1", "1", "1", "位次", "exact", "rank", None, "每平方公里国家高新技术企业密度", E25),
    "b6": ("347", "347", "347", "家", "exact", "level", None, GIANTS, Y25),
    "b7": ("1580000000000", "1575000000000", "1585000000000", "元", "exact", "level", None, GDP, year(2024)),
    "b8": ("1490000000000", "1485000000000", "1495000000000", "元", "exact", "level", None, GDP, year(2023)),
    "d1": ("1670000000000", "1665000000000", "1675000000000", "元", "exact", "level", None, GDP, Y25),
    "d2": ("17790000", "17785000", "17795000", "人", "exact", "level", None, PEOPLE, E25),
    "d3": ("26000", "25500", "26500", "家", "exact", "level", None, FIRMS, E25),
    "d4": ("350", None, "350", "家", "under", "level", None, GIANTS, Y25),
    "d5": ("1420000000000", "1415000000000", "1425000000000", "元", "exact", "level", None, GDP, year(2022)),
    "p1": ("1670000000000", "1669950000000", "1670050000000", "元", "exact", "level", None, GDP, Y25),
    "p2": ("5830000000", "5825000000", "5835000000", "美元", "exact", "level", None, "实际使用外资", Y25),
    "p3": ("25000", "24500", "25500", "家", "exact", "level", None, FIRMS, E25),
    "p4": ("68", "67.5", "68.5", "%", "exact", "share", None, HIGH, None),
    "p5": ("18000000", "17500000", "18500000", "人", "approx", "level", None, PEOPLE, E25),
}
PLACES = {"s2": "第 3 页", "s4": "第 2 段"}


def finding_id(name: str) -> str:
    """A stable id of the right shape."""
    return "FC-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def number(text: str | None) -> Decimal | None:
    """A decimal, or None where there is no bound."""
    return None if text is None else Decimal(text)


def unmark(marked: str) -> tuple[str, list[tuple[str, int, int, str]]]:
    """The text without marks, and (key, start, end, text) of each mark."""
    parts: list[str] = []
    spans: list[tuple[str, int, int, str]] = []
    at = length = 0
    for match in MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        length += match.start() - at
        figure = match["text"]
        spans.append((match["key"], length, length + len(figure), figure))
        parts.append(figure)
        length += len(figure)
        at = match.end()
    return "".join(parts) + marked[at:], spans


def claim(key: str, source: str, start: int, end: int, text: str, before: str) -> Claim:
    """The claim `key` of SPECS at its place."""
    value, low, high, unit, qualifier, measure, basis, indicator, period = SPECS[key]
    return Claim(
        id=key,
        source=source,
        start=start,
        end=end,
        text=text,
        value=number(value),
        low=number(low),
        high=number(high),
        unit=unit,
        qualifier=qualifier,  # type: ignore[arg-type]
        measure=measure,  # type: ignore[arg-type]
        basis=basis,
        entity="云州市",
        indicator=indicator,
        period=period,
        attribution="云州市统计局" if source == "s3" else None,
        rule="scaled-number",
        scope="全国城市" if measure == "rank" else "",
        trace=(f"读到 {text}", f"换算为 {value} {unit}"),
        place=PLACES.get(source, ""),
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
    )


def facts() -> Iterator[Fact]:
    """Every fact of the sample, in order of its first claim."""
    rows: list[tuple[tuple[str, ...], str, int]] = [
        (("a1", "b1", "d1", "p1"), "conflict", 3),
        (("a2", "b2"), "agree", 2),
        (("a3",), "single", 1),
        (("a4",), "single", 1),
        (("a5",), "single", 1),
        (("a6",), "single", 1),
        (("a7", "b3", "p4"), "tension", 3),
        (("a8",), "single", 1),
        (("a9", "b4", "d3", "p3"), "conflict", 4),
        (("a10", "b6", "d4"), "compatible", 2),
        (("a11", "d2", "p5"), "conflict", 3),
        (("a12",), "single", 1),
        (("b5",), "single", 1),
        (("b7",), "single", 1),
        (("b8",), "single", 1),
        (("d5",), "single", 1),
        (("p2",), "single", 1),
    ]
    for index, (claims, verdict, count) in enumerate(rows, 1):
        _, _, _, unit, _, measure, basis, indicator, period = SPECS[claims[0]]
        yield Fact(
            id=f"f{index}",
            entity="云州市",
            indicator=indicator,
            measure=measure,  # type: ignore[arg-type]
            period=period,
            unit=unit,
            claims=claims,
            verdict=verdict,  # type: ignore[arg-type]
            sources=count,
            basis=basis,
            scope="全国城市" if measure == "rank" else "",
        )


FINDINGS = (
    Finding(
        id=finding_id("gdp"),
        rule="FC101",
        severity="error",
        fact="f1",
        claims=("a1", "b1"),
        message="云州市2025年地区生产总值：统计公报为1.67万亿元，政府工作报告为1.76万亿元，相差900亿元（5.4%）。",
        cause="数字相邻两位颠倒（67 与 76），疑为笔误。",
        why_paired=(
            "主体同为云州市",
            "指标同为地区生产总值（全市GDP）",
            "期间同为2025年",
            "单位可换算：万亿元、亿元 → 元",
        ),
        options=(
            Option(
                "a1",
                "以统计公报的1.67万亿元为准",
                ("另有2个独立来源一致：雲州日報、投资指南", "三次产业相加为1.66万亿元，与之相合"),
            ),
            Option("b1", "以政府工作报告的1.76万亿元为准", ("发布层级同为一级", "没有其他来源支持")),
        ),
        gap=Decimal("90000000000"),
        gap_relative=Decimal("0.0539"),
    ),
    Finding(
        id=finding_id("people"),
        rule="FC101",
        severity="error",
        fact="f11",
        claims=("a11", "d2"),
        message="云州市2025年末常住人口：统计公报为1798.95万人，雲州日報为1779万人，相差19.95万人（1.1%）。",
        cause="可能沿用了上一年末的旧数。",
        why_paired=("主体同为云州市", "“人口”在同一主体、同一时点下按常住人口理解", "时点同为2025年末"),
        options=(
            Option("a11", "以统计公报的1798.95万人为准", ("投资指南“约1800万”与之相合", "统计部门发布")),
            Option("d2", "以雲州日報的1779万人为准", ()),
        ),
        gap=Decimal("199500"),
        gap_relative=Decimal("0.0111"),
    ),
    Finding(
        id=finding_id("sum"),
        rule="FC201",
        severity="error",
        fact=None,
        claims=("a1", "a3", "a4", "a5"),
        message="云州市2025年三次产业增加值相加为1.66万亿元，与地区生产总值1.67万亿元相差100亿元，超出四舍五入所能解释的范围。",
        cause="分项之和与总数不符。",
        why_paired=("三次产业构成地区生产总值的全部", "同一来源、同一期间"),
        options=(),
        gap=Decimal("10000000000"),
        gap_relative=Decimal("0.0060"),
    ),
    Finding(
        id=finding_id("firms"),
        rule="FC102",
        severity="warning",
        fact="f9",
        claims=("a9", "d3"),
        message="云州市2025年末国家高新技术企业数量：统计公报为2.5万家，雲州日報为2.6万家，四舍五入后仍不相同。",
        cause="同样的精度，数值不同；可能是时点不同或四舍五入方式不同。",
        state="reopened",
        why_paired=("主体同为云州市", "指标同为国家高新技术企业数量", "时点同为2025年末"),
        options=(Option("a9", "以统计公报的2.5万家为准", ("另有2个来源一致",)),),
        gap=Decimal("1000"),
        gap_relative=Decimal("0.04"),
    ),
    Finding(
        id=finding_id("share"),
        rule="FC103",
        severity="warning",
        fact="f7",
        claims=("a7", "b3"),
        message="云州市2025年高技术制造业增加值占规模以上工业比重：统计公报为68.2%，政府工作报告为68.4%，相差0.2个百分点。",
        cause="政府工作报告早于统计公报两个月，可能为快报数与年报数之别。",
        why_paired=("主体同为云州市", "分母同为规模以上工业增加值", "期间同为2025年"),
        gap=Decimal("0.2"),
        gap_relative=Decimal("0.0029"),
    ),
    Finding(
        id=finding_id("giants"),
        rule="FC301",
        severity="note",
        fact="f10",
        claims=("a10", "d4"),
        message="“近350家”与347家相合：读作不超过350家。",
        cause="约数。",
        state="both-ok",
        why_paired=("指标同为专精特新“小巨人”企业新增数量",),
    ),
)
PROBLEMS = (
    Problem("稿件/附件3 扫描件.pdf", "没有文字层，需要先做文字识别", "第 1–12 页", True),
    Problem("稿件/统计公报.txt", "表格是图片，没有读取", "第 4 段", False),
)


def build(texts: dict[str, str], sources: tuple[Source, ...]) -> tuple[dict[str, str], list[Claim], list[Skipped]]:
    """Texts without marks, the claims and the numerals passed over."""
    plain: dict[str, str] = {}
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    for source in sources:
        text, spans = unmark(texts[source.id])
        plain[source.id] = text
        for key, start, end, figure in spans:
            if key.startswith("!"):
                skipped.append(Skipped(source.id, start, end, figure, key[1:]))
            else:
                claims.append(claim(key, source.id, start, end, figure, text[:start]))
    return plain, claims, skipped


def sample() -> Result:
    """Four documents, seventeen facts, six findings of every severity and state, two problems."""
    texts, claims, skipped = build(TEXTS, SOURCES)
    return Result(
        sources=SOURCES,
        claims=tuple(claims),
        skipped=tuple(skipped),
        facts=tuple(facts()),
        findings=FINDINGS,
        problems=PROBLEMS,
        texts=texts,
    )


def clean() -> Result:
    """One document, no finding, no problem."""
    texts, claims, skipped = build({"s1": BULLETIN}, SOURCES[:1])
    kept = {one.id for one in claims}
    own = tuple(fact for fact in facts() if set(fact.claims) <= kept)
    return Result(SOURCES[:1], tuple(claims), tuple(skipped), own, (), (), texts)


def empty() -> Result:
    """Nothing read at all."""
    return Result((), (), (), (), (), (Problem("缺失.txt", "文件不存在"),))


HOSTILE = (
    "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2> \"'`|\\ {{7*7}} {% raw %} <!-- ]]> "
    "\u202e反转\u202c \u2066隔离\u2069 \u200b零宽 \u2028行 \x00\x07\x1b[31m红\x1b[0m ::error::x %0A\n"
    "| 表 | 格 |\n```\n[x](javascript:alert(1))"
)


def hostile() -> Result:
    """Every field that a document can fill holds markup, quotes, controls or 10,000 characters on one line."""
    long = "长" * 10_000
    marked = f"{HOSTILE}{long}⟦a1:1.67万亿元⟧{long}\n{HOSTILE}⟦!date:2025⟧⟦b1:1.76万亿元⟧{HOSTILE}"
    sources = (
        Source(
            id="s1",
            path="稿件/a\"b'c<d>&|`\n\u202e.txt",
            sha256="e" * 64,
            title=HOSTILE,
            publisher=HOSTILE,
            published=date(2026, 1, 1),
            entity=HOSTILE,
        ),
    )
    texts, claims, skipped = build({"s1": marked}, sources)
    fact = Fact("f1", HOSTILE, HOSTILE, "level", Y25, "元", ("a1", "b1"), "conflict", 1, None, HOSTILE)
    finding = Finding(
        id=finding_id("hostile"),
        rule="FC101",
        severity="error",
        fact="f1",
        claims=("a1", "b1"),
        message=HOSTILE,
        cause=HOSTILE,
        why_paired=(HOSTILE,),
        options=(Option("a1", HOSTILE, (HOSTILE,)),),
        gap=Decimal("90000000000"),
        gap_relative=Decimal("0.0539"),
    )
    return Result(
        sources, tuple(claims), tuple(skipped), (fact,), (finding,), (Problem(HOSTILE, HOSTILE, HOSTILE),), texts
    )


def many(count: int = 3000) -> Result:
    """`count` findings in pairs of documents of a hundred figures each."""
    sources: list[Source] = []
    texts: dict[str, str] = {}
    claims: list[Claim] = []
    all_facts: list[Fact] = []
    findings: list[Finding] = []
    for block in range(0, count, 100):
        for side in "ab":
            source = Source(
                f"{side}{block}", f"文件/{side}{block:05}.txt", "f" * 64, published=date(2026, 1, 2), entity="云州市"
            )
            sources.append(source)
            lines: list[str] = []
            at = 0
            for index in range(block, min(block + 100, count)):
                figure = f"{1000 + index + (7 if side == 'b' else 0)}亿元"
                lead = f"据统计，第{index}号项目二〇二五年完成投资"
                tail = "，比上年有所增长，进展顺利。"
                value = Decimal(figure[:-2]) * 10**8
                half = Decimal(5) * 10**7
                claims.append(
                    Claim(
                        id=f"{side}{index}",
                        source=source.id,
                        start=at + len(lead),
                        end=at + len(lead) + len(figure),
                        text=figure,
                        value=value,
                        low=value - half,
                        high=value + half,
                        unit="元",
                        qualifier="exact",
                        measure="level",
                        basis=None,
                        entity=f"主体{index % 40}",
                        indicator=f"第{index}号项目完成投资",
                        period=Y25,
                        attribution=None,
                        rule="scaled-number",
                        line=index - block + 1,
                        column=len(lead) + 1,
                    )
                )
                lines.append(lead + figure + tail)
                at += len(lead) + len(figure) + len(tail) + 1
            texts[source.id] = "\n".join(lines) + "\n"
    for index in range(count):
        pair = (f"a{index}", f"b{index}")
        entity, indicator = f"主体{index % 40}", f"第{index}号项目完成投资"
        all_facts.append(Fact(f"f{index}", entity, indicator, "level", Y25, "元", pair, "conflict", 2))
        findings.append(
            Finding(
                id=finding_id(f"many{index}"),
                rule=f"FC10{index % 4 + 1}",
                severity=("error", "warning", "note")[index % 3],  # type: ignore[arg-type]
                fact=f"f{index}",
                claims=pair,
                message=f"{entity}2025年{indicator}：一处为{1000 + index}亿元，另一处为{1007 + index}亿元，相差7亿元。",
                cause="同样的精度，数值不同。",
                state=("open", "open", "reopened", "both-ok")[index % 4],
                why_paired=(f"主体同为{entity}", f"指标同为{indicator}", "期间同为2025年"),
                options=(Option(pair[0], f"以{1000 + index}亿元为准", ("发布较晚",)),),
                gap=Decimal(7) * 10**8,
                gap_relative=Decimal("0.007"),
            )
        )
    return Result(tuple(sources), tuple(claims), (), tuple(all_facts), tuple(findings), (), texts)
