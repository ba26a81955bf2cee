"""Names of indicators: cleaning, the standard term, and the canonical key under which names meet.

Names that differ only in wording get one key (规上工业总产值 and 规模以上工业总产值); names that differ
in substance never do: nothing here compares by similarity.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from factcheck import lexicon, quantity, words
from factcheck.extract import trade
from factcheck.extract.terms import Terms

_KEPT: Final = 50_000  # names whose reading is kept: many more than a document has, and bounded
_MARKS: Final = re.compile(r"[“”\"‘’'《》〈〉【】\s·]")
_ASIDE: Final = re.compile(r"（[^（）]*）")
_AGES: Final = re.compile(r"(?<=\d)[—\-~～–到](?=\d{1,3}周?岁)")
_MARKED: Final = re.compile(r"[“”\"‘’'《》〈〉【】\s·（\d]")  # most names have nothing that the two could change
# wording that does not tell one indicator from another, at the end or the beginning of a name
_KEY_TAIL: Final = re.compile(
    r"(?:总额|总值|总量|总数|金额|数量|总规模|总人数|人数|个数|户数|家数|销货价值(?:指数)?|情况|水平|总计|合计|额|数(?<!指数)|值(?<!增加值)(?<!产值)(?<!总值))$"
)
_KEY_HEAD: Final = re.compile(
    r"^(?:全国|我国|董事会(?:建议|宣布|宣派|决议)?(?:派付|派发|宣派)?(?=.*[息利]$)|地级(?:及以上)?城市|单季度?|季度(?=营|净|总?收|经营|[毛纯溢])|集团(?:旗下)?(?=总?收|营|净|客|货|整|应|列|除|税|股东|毛|纯|溢|盈|经|研)|单月|季(?=营|净)|合并|年度|当年|国家级|国家|全社会|全口径|全年|整体|全部|总|累计|共|新的|我的|各类|各种|各|大型|相关|外贸|货物贸易|货物)"
)
_WHOLE_FRAME: Final = re.compile(r"^(?:同期|全部|整个|本|该|其|总)|(?:的|总体)$")
_LAST_OF: Final = re.compile(r"^.*(?<!目)的(?=.{2,})")

# heads that only point back to the indicator just spoken of
BACK_REFERENCES: Final = frozenset(
    [
        "总量",
        "总额",
        "规模",
        "总规模",
        "数量",
        "总数",
        "总值",
        "产业规模",
        "金额",
        "人数",
        "总人数",
        "绝对值",
        "绝对量",
        "体量",
        "经济总量",
    ]
)
GROWTH_NOUNS: Final = frozenset(
    [
        "年增率",
        "成长率",
        "经济成长率",
        "增长幅",
        "增长幅度",
        "增速",
        "增幅",
        "涨幅",
        "升幅",
        "降幅",
        "跌幅",
        "增长率",
        "增长速度",
        "增长",
        "同比增速",
        "实质升幅",
        "减幅",
        "增加幅度",
        "名义增速",
        "实际增速",
    ]
)
_GROWTH_ENDINGS: Final = tuple(sorted(GROWTH_NOUNS, key=lambda noun: (-len(noun), noun)))


def growth_nouns(name: str) -> tuple[str, ...]:
    """The nouns of growth that end a name, the longest first: 实质升幅, 升幅."""
    return tuple(n for n in _GROWTH_ENDINGS if name.endswith(n)) if name.endswith(_GROWTH_ENDINGS) else ()


SHARE_NOUNS: Final = frozenset(
    ["占比", "比重", "份额", "比例", "占比重", "占有率", "占比率", "贡献率", "市占率", "市场占有率", "市场份额"]
)


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in trade.indicators():
        for word in (row[0], *filter(None, row[1].split("|"))):
            table.setdefault(word, row[0])
    for word, name in list(table.items()):  # “三新”经济 is asked for without its marks
        table.setdefault(_unmarked(word), name)
    return table


@cache
def _hints() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[2], row[3]) for row in trade.indicators()}


@cache
def _heads() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in lexicon.rows("heads")}


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(head[-1] for head in _heads())


@cache
def _longest_head() -> int:
    return max(map(len, _heads()))


@cache
def _rewrites() -> tuple[Terms, tuple[str, ...]]:
    """Abbreviations, and what each is written out as."""
    table = {row[0]: row[1] for row in lexicon.rows("rewrites")}
    return Terms(table), tuple(table.values())


def _written_out(name: str) -> str:
    terms, full = _rewrites()
    parts, at = [], 0
    for which, start, end in terms.find(name):
        parts += [name[at:start], full[which]]
        at = end
    return "".join([*parts, name[at:]]) if parts else name


def bare(name: str) -> str:
    """The name without quotation marks, brackets and blanks."""
    name = _MARKS.sub("", name)
    while (shorter := _ASIDE.sub("", name)) != name:
        name = shorter
    return name


def _unmarked(name: str) -> str:
    return _AGES.sub("至", _MARKS.sub("", name))


@lru_cache(maxsize=_KEPT)
def _listed(name: str) -> str | None:
    """The standard name whose row has this one, marks aside; what stands in brackets may be part of it."""
    if not _MARKED.search(name):
        return _names().get(name)
    return _names().get(_unmarked(name)) or _names().get(_AGES.sub("至", bare(name)))


@lru_cache(maxsize=_KEPT)
def standard(name: str) -> str:
    """The full standard term: abbreviations written out, a known alias replaced by its name."""
    listed = _listed(name)
    if listed:
        return listed
    plain = _AGES.sub("至", bare(name)) if _MARKED.search(name) else name
    full = _written_out(plain)
    if full in _names():
        return _names()[full]
    event = _event_nouns().match(full)  # 车展展出面积: a measure of an event, whatever it is called
    return _names().get(full[event.end() :], full) if event else full


@cache
def _event_nouns() -> re.Pattern[str]:
    return re.compile(lexicon.alternation([row[0] for row in lexicon.rows("event_nouns")]))


@lru_cache(maxsize=_KEPT)
def head(name: str) -> str:
    """The longest head noun that ends a name, "" where no known one does."""
    heads = _heads()
    if name[-1:] not in _last_characters():
        return ""
    for start in range(max(0, len(name) - _longest_head()), len(name)):
        if name[start:] in heads:
            return name[start:]
    return ""


@lru_cache(maxsize=_KEPT)
def is_name(phrase: str) -> bool:
    """Whether the lexicon has exactly this name."""
    return _listed(phrase) is not None


@lru_cache(maxsize=_KEPT)
def is_bare(name: str) -> bool:
    """Whether a name is nothing but a head noun (占比, 资金): too little to tell what it is of."""
    return head(name) == name and not is_name(name)


@lru_cache(maxsize=_KEPT)
def is_known(name: str) -> bool:
    """Whether the lexicon has the name, or the head that ends it."""
    return standard(name) in _hints() or bool(head(standard(name)))


@lru_cache(maxsize=_KEPT)
def hint(name: str) -> tuple[str, str]:
    """(measure or kind, unit) that the lexicon expects of a name; ("", "") where it does not know."""
    full = standard(name)
    known = _names().get(full)
    if known in _hints():
        unit, kind = _hints()[known]
        return kind, "" if unit == "-" else unit
    measure, unit = _heads().get(head(full), ("", ""))
    return measure, "" if unit == "-" else unit


@lru_cache(maxsize=_KEPT)
def key(name: str) -> str:
    """The canonical form for alignment; equal keys are one indicator."""
    full = standard(name)
    if "占" in full and full.endswith("比重"):
        part, _, whole = full.removesuffix("比重").partition("占")
        if len(whole) >= 2 and part.endswith(whole) and part != whole:
            return f"{part}占比"  # 海外销量占销量比重: of its own kind, as 海外销量占比 says in short
        return f"{_share_side(part)}占{_share_side(whole)}"
    if full.endswith("增速") and len(full) > len("增速"):
        return key(full.removesuffix("增速")) + "增速"
    if full.endswith("占比") and full.removesuffix("占比") in _names():
        return _names()[full.removesuffix("占比")] + "占比"
    trimmed = _trim(full)
    return _names().get(trimmed, trimmed)


def _share_side(name: str) -> str:
    side = _trim(_WHOLE_FRAME.sub("", name).strip("的"))
    return side.removesuffix("增加值")


def _trim(name: str) -> str:
    """Cut wording that carries no substance, but never down to nothing."""
    while True:
        shorter = _KEY_TAIL.sub("", name)
        if len(shorter) >= 2 and shorter != name and name not in _hints():
            name = shorter
            continue
        break
    while True:
        shorter = _KEY_HEAD.sub("", name)
        if len(shorter) >= 2 and shorter != name and name not in _hints():
            name = shorter
            continue
        return name


def share(part: str, whole: str) -> str:
    """The standard name of a part's share: X增加值占规模以上工业增加值比重."""
    part, whole = standard(part), standard(_WHOLE_FRAME.sub("", bare(whole)).strip("的"))
    whole = whole.removesuffix("的比重").removesuffix("比重").removesuffix("的")
    if re.search(r"(?:工业|制造业|服务业)$", whole):
        if not head(part) or part.endswith("业"):
            part += "增加值"
        whole += "增加值"
    elif whole.endswith("地区生产总值") and (not head(part) or part.endswith(("产业", "业"))):
        part += "增加值"
    return f"{part}占{whole}比重"


def parts_noun(noun: str) -> str:
    """The head that a part of a total takes: 出口总额 → 出口, 总产量 → 产量."""
    shorter = noun.removeprefix("总")
    for traded in ("进出口", "出口", "进口"):
        if shorter.startswith(traded):
            return traded
    return shorter


@cache
def _pairs() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    table = {row[0]: (row[1], row[2]) for row in lexicon.rows("paired_names")}
    return re.compile(lexicon.alternation(list(table))), table


def parted(name: str) -> list[str]:
    """The two indicators that one word names: 汽车产销量 → 汽车产量, 汽车销量; [] where it names one."""
    pattern, table = _pairs()
    match = pattern.search(name)
    if match is None:
        return []
    before = name[: match.start()].removesuffix("年")  # 新能源汽车年产销
    return [before + part + name[match.end() :] for part in table[match.group()]]


def sectors(name: str) -> list[str]:
    """What one name says of the three sectors of an economy: 三次产业增加值; [] of any other."""
    match = _SECTORS.search(name)
    if match is None or match.end() == len(name):
        return []
    tail = name[match.end() :]
    return [f"{name[: match.start()]}{sector}{tail}" for sector in _SECTOR_NAMES]


_SECTORS: Final = re.compile(r"(?:一二三|三次|三大)产业|一二三次?产(?!业)")
_SECTOR_NAMES: Final = ("第一产业", "第二产业", "第三产业")
# 一、二、三产增加值分别为…, 第一、二产业投资
_SECTOR_LIST: Final = re.compile(
    r"一(?:产业?)?、第?二(?:产业?)?(?P<third>(?:、|和|及)第?三)?(?:次?产业|产)"
    r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?:分别|依次|各|同比|增长|为|达|占|$)"
)


_TOWN_AND_COUNTRY: Final = re.compile(
    r"城镇(?:常住)?(?:居民)?[、和与]农村(?:常住)?居民(?P<what>人均[\u4e00-\u9fff]{2,8}?)(?:分别|依次|各|同比|增长|为|达|$)"
)


def listed_sectors(text: str, start: int, end: int) -> list[str]:
    """What the sectors, or town and country, that a clause lists are measured by; [] where it lists none."""
    both = _TOWN_AND_COUNTRY.search(text, start, end)
    if both:
        return [f"{kind}居民{both['what']}" for kind in ("城镇", "农村")]
    if text.find("、", start, end) < 0:
        return []
    listed = _SECTOR_LIST.search(text, start, end)
    return [f"{s}{listed['what']}" for s in _SECTOR_NAMES[: 3 if listed["third"] else 2]] if listed else []


@cache
def _of_actions() -> dict[str, dict[str, str]]:
    """Verb -> kind of unit -> the noun of what is measured of it."""
    return {
        row[0]: {kind: noun for kind, noun in zip(("money", "area", "other"), row[1:4], strict=True) if noun != "-"}
        for row in lexicon.rows("verb_nouns")
    }


@cache
def _acting() -> re.Pattern[str]:
    """A name that begins with an action: the action, then what it is done to."""
    return re.compile(f"^({lexicon.alternation(list(_of_actions()))})(?:各类|各种|各|了)?(.{{2,}})$")


@cache
def _action_lengths() -> tuple[int, ...]:
    return tuple(sorted(set(map(len, _of_actions()))))


def _last_action(name: str) -> str:
    """The shortest action that ends a name, "" where none does."""
    return next((name[-size:] for size in _action_lengths() if name[-size:] in _of_actions()), "")


_AREAS: Final = frozenset({"亩", "公顷", "平方米", "平方公里"})


@lru_cache(maxsize=_KEPT)
def in_unit(name: str, unit: str) -> str:
    """A name that says an action, as the noun that its unit measures: 发送旅客 in 人次 → 旅客发送量; else unchanged.

    A bare counted noun gets its head: 运动员 in 人 → 运动员人数, 航线 in 条 → 航线数量.
    """
    if not name or unit in _UNMEASURED or name.endswith(("率", "占比", "比重")):
        return name
    if unit in quantity.currencies() and standard(name).endswith(_VOLUMES):
        return standard(name)[:-1] + "额"  # 出口汽车 in 元 is what was paid for them, not how many
    if is_name(name):
        return name
    if name[0] == "总" and unit == "人次" and is_name(name[1:] + unit):
        return name[1:] + unit
    kind = "money" if unit in quantity.currencies() else "area" if unit in _AREAS else "other"
    done = _last_action(name)
    if done and kind in _of_actions()[done]:
        return name.removesuffix(done) + _of_actions()[done][kind]
    match = _CARRIED.match(name) if name.endswith(("旅客", "货物")) else None
    if match:
        return f"{match[1]}{match[3]}{_of_actions()[match[2]]['other']}"
    match = _acting().match(name)
    if match and kind in _of_actions()[match[1]] and not head(name):
        return re.sub(r"(?:人数|数量|数)$", "", match[2]) + _of_actions()[match[1]][kind]
    if kind == "area" and not head(name) and not name.endswith("积"):
        return name + "面积"
    return name + _count_noun(name, unit)


_VOLUMES: Final = ("出口量", "进口量", "成交量", "销售量", "交易量")


def is_transport(name: str) -> bool:
    """运输旅客, 发送货物: an action that the kind of transport before it narrows."""
    return bool(_TRANSPORT.match(name))


_TRANSPORT: Final = re.compile(r"^(?:发送|运送|到发|运输|发运)(?:旅客|货物)$")
_CARRIED: Final = re.compile(r"^(.{2,8})(发送|运送|到发|运输|发运)(旅客|货物)$")  # 公路发送旅客 → 公路旅客发送量
_COUNTED_ALREADY: Final = re.compile(r"(?:[数量率额值度积长重]|人次|规模|次数|合计|总计|连续|历时)$")


def _count_noun(name: str, unit: str) -> str:
    """人数 or 数量 for a bare noun in a counting unit; "" where the name says it or the unit counts nothing."""
    of = quantity.lookup(unit)
    if of is None or of.kind != "count" or unit in _UNCOUNTED or head(name) or _COUNTED_ALREADY.search(name):
        return ""
    if unit == "人" and not is_name(name + "数量"):
        return "人数"
    return "数量"


# counters that grade, time or measure rather than count things
_UNCOUNTED: Final = frozenset(
    ["级", "分", "岁", "点", "代", "届", "期", "层", "年", "折", "档", "像素", "人次", "人天", "票", "股", "起"]
)
_UNMEASURED: Final = frozenset({"", "%", "百分点", "倍", "位次"})


def last_of(phrase: str) -> str:
    """The phrase after its last 的, where that part is a name by itself (…之一的X增加值 → X增加值)."""
    tail = _LAST_OF.sub("", phrase) if "的" in phrase else phrase
    if tail == phrase or is_name(phrase):
        return phrase
    if tail in BACK_REFERENCES or tail in GROWTH_NOUNS or tail in SHARE_NOUNS:
        return phrase.replace("的", "")
    whose = phrase[: -len(tail) - 1]
    kind = next((s for _, s, e in _joined().find(phrase) if s < len(whose) < e), None)
    if kind is not None:
        return phrase[kind:]  # 电力、热力、燃气及水的生产和供应业
    segment = whose.endswith(("业务", "分部"))  # 香港业务的新业务价值 is not all of it
    if (segment or head(tail) == tail) and 2 <= len(whose) <= 16 and words.is_plain_noun(whose):
        return whose + tail  # 珠宝及礼物的销货价值: a bare head says nothing without what stands before it
    return tail


_AND: Final = r"、|和|以及|及(?!以[上下])|与|/"  # 60岁及以上 is one
# 留宿及不过夜旅客的总消费: whose, the noun that they share, what of theirs
_WHOSE: Final = re.compile(r"^(.+(?:、|和|及|与).+?)(旅客|游客|居民|企业|产品|人口|家庭|住户)的(.{2,})$")


def split_list(phrase: str) -> list[str]:
    """The members of an enumeration; a head that the last one has is given to those without.

    先进制造业和高技术制造业增加值 → 先进制造业增加值, 高技术制造业增加值
    """
    whose = _WHOSE.match(phrase)
    if whose and head(whose[3]):
        return [f"{m}{'' if m.endswith(whose[2]) else whose[2]}{whose[3]}" for m in re.split(_AND, whose[1] + whose[2])]
    members = [m for m in _parts(phrase) if m]
    if len(members) < 2:
        return members
    shared = _shared_head(members[-1])
    opener = _PARTNER.match(members[0])
    if shared and opener and _TRADED.match(shared):  # 对甲、乙、丙进出口: each of them is a partner
        members = [members[0], *(m if _PARTNER.match(m) else opener.group() + m for m in members[1:])]
    if shared:
        members = [m if m.endswith(shared) or _own_head(m) else _overlapped(m, shared) for m in members]
    return members


@cache
def _joined() -> Terms:
    return Terms(lexicon.sign_words("joined"))


def _parts(phrase: str) -> list[str]:
    """The members of an enumeration; 生活用品及服务 and 交通运输、仓储和邮政业 are one each."""
    parts, at = [""], 0
    for _, start, end in _joined().find(phrase):
        before = re.split(_AND, phrase[at:start])
        parts = [*parts[:-1], parts[-1] + before[0], *before[1:]]
        parts[-1] += phrase[start:end]
        at = end
    rest = re.split(_AND, phrase[at:])
    return [*parts[:-1], parts[-1] + rest[0], *rest[1:]]


_PARTNER: Final = re.compile("[对向自从同]")
_TRADED: Final = re.compile("进出口|出口|进口|贸易")


def _overlapped(member: str, shared: str) -> str:
    """先进制造业 + 制造业增加值 → 先进制造业增加值."""
    size = next((k for k in range(len(shared), 0, -1) if member.endswith(shared[:k])), 0)
    return member + shared[size:]


def _own_head(member: str) -> bool:
    found = head(member)
    return bool(found) and found not in ("产业", "企业", "工业", "制造业", "服务业", "行业")


def _shared_head(member: str) -> str:
    """The longest known name or head that ends a member with something before it."""
    for at in range(1, len(member)):
        tail = member[at:]
        if tail in _names() or tail in _heads() or tail in _guests():
            return tail
    return ""


@cache
def _guests() -> frozenset[str]:
    return frozenset(lexicon.sign_words("guests"))
