"""Units of measure: what a spelling means, its base unit and the exact factor to it.

pint holds the definitions (`data/pint_units.txt`) and never sees text of a document: only the
spellings listed in `units.tsv` are looked up, each once, and records carry a `Decimal` and a
unit's name. Counted nouns (家, 辆, 人次 ...) come from `counters.tsv`, each its own dimension.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from factcheck.lexicon import rows

if TYPE_CHECKING:
    import pint

Kind = str  # "measure", "money", "count", "percent", "points", "multiple"

# printed names that are no names to pint
_PRINTED: Final = {("百分比", "%"): Decimal(1), ("千分比", "%"): Decimal("0.1"), ("摄氏度", "℃"): Decimal(1)}
_SPECIAL: Final[dict[str, Kind]] = {"%": "percent", "百分点": "points", "倍": "multiple"}


# of one noun they count the same things
COUNTERS: Final = frozenset({"家", "个", "户", "项", "种", "件", "间", "台", "辆", "部"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: the unit it is printed in, the exact factor to that, and its kind."""

    spelling: str
    base: str
    factor: Decimal
    kind: Kind
    weak: bool = False  # a measure word that seldom counts after a small Chinese numeral


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    import pint

    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal, cache_folder=None)
    text = files("factcheck").joinpath("data", "pint_units.txt").read_text(encoding="utf-8")
    registry.load_definitions(text.splitlines())
    return registry


@cache
def _defined() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in rows("units")}


@cache
def _counted() -> dict[str, tuple[str, bool]]:
    return {row[0]: (row[1], row[2] == "weak") for row in rows("counters")}


@cache
def _factor(name: str, base: str) -> Decimal | None:
    """How many `base` one `name` is; None if they do not measure the same."""
    if name == base:
        return Decimal(1)
    import pint

    registry = _registry()
    try:
        return Decimal(registry.Quantity(Decimal(1), name).to(base).magnitude).normalize()
    except (pint.DimensionalityError, pint.UndefinedUnitError):
        return None


@cache
def lookup(spelling: str) -> Unit | None:
    """The unit that `spelling` names, or None: `lookup("毫米")` is 0.001 米, `lookup("名")` 1 人."""
    if spelling in _defined():
        name, base = _defined()[spelling]
        factor = _PRINTED.get((name, base)) or _factor(name, base)
        if factor is None:
            raise LookupError(f"units.tsv: {spelling} is no multiple of {base}")
        return Unit(spelling, base, factor, _SPECIAL.get(base) or ("money" if base in currencies() else "measure"))
    if spelling in _counted():
        base, weak = _counted()[spelling]
        return Unit(spelling, base, Decimal(1), "count", weak)
    return None


@cache
def spellings() -> tuple[str, ...]:
    """Every unit as it may be written."""
    return tuple(sorted({*_defined(), *_counted()}))


@cache
def currencies() -> frozenset[str]:
    """The printed names of currencies: the units that the definitions file lists under money."""
    text = files("factcheck").joinpath("data", "pint_units.txt").read_text(encoding="utf-8")
    money = text.partition("# money")[2]
    return frozenset(line.split(" = ")[0] for line in money.splitlines() if line)


@cache
def convertible(a: str, b: str) -> Decimal | None:
    """How many `b` one `a` is (吨 → 斤: 2000), or None where the two cannot be related (家, 辆)."""
    if a == b:
        return Decimal(1)
    names = {name for name, _ in _defined().values()}
    if a not in names or b not in names:
        return None
    return _factor(a, b)
