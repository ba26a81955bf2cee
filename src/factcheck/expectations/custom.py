"""Expectations about claims and facts, for Great Expectations' pandas engine.

Each is a thin shell around a function of `factcheck.expectations.checks`. A failed one carries, in
`result["details"]["breaches"]`, one entry a breach: the claims, the fact and a sentence in Chinese;
`result["details"]["matched"]` says how many records the rule applied to. Importing this module
imports Great Expectations and registers the types.

The annotations are evaluated by pydantic 1, so this module does without postponed evaluation.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Literal, TypeAlias

import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from factcheck.expectations import checks
from factcheck.expectations.units import known_units

Measure = Literal["level", "change", "growth", "share", "ratio", "rank", "streak", "target"]
Verdict = Literal["agree", "compatible", "tension", "conflict", "single"]
Number: TypeAlias = pydantic.StrictInt | pydantic.StrictFloat | pydantic.StrictStr

FILTER = ("entity", "indicator", "measure", "unit", "basis")


class Records(TableMetricProvider):  # type: ignore[misc]
    """The batch's rows as they are; computed once for all the expectations of a run."""

    metric_name = "factcheck.records"

    @metric_value(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(
        cls,  # noqa: N805 - Great Expectations calls it on the class
        execution_engine: Any,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> pd.DataFrame:
        rows, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE)
        assert isinstance(rows, pd.DataFrame)
        return rows


class RecordExpectation(BatchExpectation):  # type: ignore[misc]
    """Base: filters the records and turns an `Outcome` into a result."""

    entity: str | None = None
    indicator: str | None = None
    measure: Measure | None = None
    unit: str | None = None
    basis: str | None = None

    metric_dependencies = ("factcheck.records",)
    success_keys: ClassVar[tuple[str, ...]] = FILTER
    needs: ClassVar[frozenset[str]] = frozenset({"id", "entity", "indicator", "measure", "unit", "basis", "scope"})
    """Columns that the table must have."""
    rule: ClassVar[str] = "FC802"
    """The rule under which factcheck shows a breach."""

    def filter(self) -> checks.Filter:
        """Return which records the expectation is about."""
        return checks.Filter(self.entity, self.indicator, self.measure, self.unit, self.basis)

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """Apply the rule to the table."""
        raise NotImplementedError

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        records = metrics["factcheck.records"]
        missing = sorted(self.needs - set(records.columns))
        if missing:
            raise KeyError(f"the table lacks the columns {', '.join(missing)}")
        outcome = self.check(records)
        breaches = [
            {
                "claims": list(breach.claims),
                "fact": breach.fact,
                "message": breach.message,
                "identity": breach.identity,
            }
            for breach in outcome.breaches
        ]
        return {
            "success": not breaches,
            "result": {"observed_value": len(breaches), "details": {"matched": outcome.matched, "breaches": breaches}},
        }


def _decimal(number: Number | None) -> Decimal | None:
    # by way of str, so that 31.2 in a suite is 31.2 and not the nearest binary fraction
    return None if number is None else Decimal(str(number))


def _finite(number: Any) -> Any:
    try:
        finite = number is None or Decimal(str(number)).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ValueError(f"“{number}” is no finite number")
    return number


_INTERVAL = frozenset({"low", "high", "low_open", "high_open", "low_float", "high_float", "value", "value_float"})
_PERIOD = frozenset({"period_start", "period_end", "period_kind"})
_CORE = RecordExpectation.needs


class ExpectIndicatorValuesToBeBetween(RecordExpectation):
    """Expect the figures to lie between `min_value` and `max_value`, in the base unit (元, not 亿元).

    Only a figure whose words leave no reading inside is a breach. Table: claims or facts.

    Args:
        min_value: least value allowed, a number or a decimal string; none: no least.
        max_value: greatest value allowed; none: no greatest.
        whole_numbers: expect whole numbers as well.
        entity, indicator, measure, unit, basis: which records; `*` and `?` in the first two.
    """

    min_value: Number | None = None
    max_value: Number | None = None
    whole_numbers: bool = False

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "min_value", "max_value", "whole_numbers")
    needs: ClassVar[frozenset[str]] = _CORE | _INTERVAL

    _check_numbers = pydantic.validator("min_value", "max_value", allow_reuse=True)(_finite)

    @pydantic.root_validator(skip_on_failure=True)  # type: ignore[untyped-decorator]
    def _check_limits(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        low, high = _decimal(values["min_value"]), _decimal(values["max_value"])
        if low is None and high is None and not values["whole_numbers"]:
            raise ValueError("give min_value, max_value or whole_numbers")
        if low is not None and high is not None and low > high:
            raise ValueError("min_value is above max_value")
        return values

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.between`."""
        return checks.between(
            records, self.filter(), _decimal(self.min_value), _decimal(self.max_value), self.whole_numbers
        )


class ExpectIndicatorNamesToMatchRegex(RecordExpectation):
    """Expect the indicator's name to match a regular expression (found anywhere in it). Table: claims or facts.

    Args:
        regex: the regular expression, as in Python's `re`.
        entity, indicator, measure, unit, basis: which records.
    """

    regex: str

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "regex")

    @pydantic.validator("regex")  # type: ignore[untyped-decorator]
    def _check_regex(cls, pattern: str) -> str:  # noqa: N805
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
        return pattern

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.names_match`."""
        return checks.names_match(records, self.filter(), self.regex)


class ExpectUnitsToBeKnown(RecordExpectation):
    """Expect every unit to be one that factcheck knows, or one of `also`. Table: claims or facts.

    Args:
        also: further units allowed.
        entity, indicator, measure, unit, basis: which records.
    """

    also: tuple[str, ...] = ()

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "also")

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.units_known`."""
        return checks.units_known(records, self.filter(), known_units() | set(self.also))


class ExpectOldFiguresToBeDated(RecordExpectation):
    """Expect figures older than `years` when published to say their own date. Table: claims.

    Args:
        years: the age from which on a date is wanted.
        entity, indicator, measure, unit, basis: which records.
    """

    years: pydantic.PositiveInt = 2

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "years")
    needs: ClassVar[frozenset[str]] = _CORE | {"period_end", "period_basis", "published"}

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.old_figures_dated`."""
        return checks.old_figures_dated(records, self.filter(), self.years)


class ExpectFactsToAgreeAcrossSources(RecordExpectation):
    """Expect the sources to agree on each fact.

    A facts table brings the verdict of factcheck's comparison. A claims table is compared here, by
    its `fact`, `source`, `low` and `high`: two sources whose words allow nothing together conflict.

    Args:
        verdicts: which verdicts are a breach: conflict, tension …
        entity, indicator, measure, unit, basis: which records.
    """

    verdicts: tuple[Verdict, ...] = ("conflict",)

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "verdicts")
    rule: ClassVar[str] = "FC803"

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.facts_agree`."""
        return checks.facts_agree(records, self.filter(), self.verdicts)


class ExpectFactToBeConfirmedBySources(RecordExpectation):
    """Expect each fact to be stated by at least `n` sources; with a filter, also expect a fact to be there at all.

    A facts table counts independent sources (`sources`), a claims table only distinct ones.

    Args:
        n: how many sources at least.
        entity, indicator, measure, unit, basis: which records.
    """

    n: pydantic.PositiveInt = 2

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "n")
    rule: ClassVar[str] = "FC804"

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.confirmed`."""
        return checks.confirmed(records, self.filter(), self.n)


class _SeriesExpectation(RecordExpectation):
    compare: Literal["year", "period"] = "year"

    needs: ClassVar[frozenset[str]] = _CORE | _INTERVAL | _PERIOD
    rule: ClassVar[str] = "FC805"


class ExpectSeriesToBeMonotone(_SeriesExpectation):
    """Expect a series never to fall (or never to rise). Table: claims or facts.

    A series is one entity, indicator, measure, basis, scope and unit over time. Only a step whose
    words leave no other reading is a breach.

    Args:
        direction: increasing (never falls) or decreasing (never rises).
        compare: year (this year with the last, same months) or period (with the one before, same length).
        entity, indicator, measure, unit, basis: which records.
    """

    direction: Literal["increasing", "decreasing"] = "increasing"

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "compare", "direction")

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.monotone`."""
        return checks.monotone(records, self.filter(), self.direction == "increasing", self.compare == "year")


class ExpectSeriesToBeWithinStep(_SeriesExpectation):
    """Expect neighbours in a series to differ by at most `max_step`. Table: claims or facts.

    Args:
        max_step: the largest step, in the base unit, or with `relative` as a part of the earlier figure (0.3: 30 %).
        relative: whether `max_step` is relative.
        compare: year or period, as in ExpectSeriesToBeMonotone.
        entity, indicator, measure, unit, basis: which records.
    """

    max_step: Number
    relative: bool = False

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "compare", "max_step", "relative")

    _check_numbers = pydantic.validator("max_step", allow_reuse=True)(_finite)

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.within_step`."""
        largest = Decimal(str(self.max_step))
        return checks.within_step(records, self.filter(), largest, self.relative, self.compare == "year")


class ExpectPartsToSumToWhole(RecordExpectation):
    """Expect parts to sum to the whole, wherever an entity has all of them for one period. Table: claims or facts.

    Args:
        parts: names of the indicators that are summed.
        whole: name of the indicator they must sum to; or give `total`.
        total: the number they must sum to, such as 100.
        tolerance: how far the sum may be off beyond what rounding explains, in the base unit.
        entity, measure, unit, basis: which records.
    """

    parts: list[str]
    whole: str | None = None
    total: Number | None = None
    tolerance: Number = 0

    success_keys: ClassVar[tuple[str, ...]] = (*FILTER, "parts", "whole", "total", "tolerance")
    needs: ClassVar[frozenset[str]] = _CORE | _INTERVAL | _PERIOD
    rule: ClassVar[str] = "FC806"

    _check_numbers = pydantic.validator("total", "tolerance", allow_reuse=True)(_finite)

    @pydantic.root_validator(skip_on_failure=True)  # type: ignore[untyped-decorator]
    def _check_whole(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        if (values["whole"] is None) == (values["total"] is None):
            raise ValueError("give whole or total, one of them")
        if len(set(values["parts"])) != len(values["parts"]) or not values["parts"]:
            raise ValueError("parts are empty or repeat")
        if values["indicator"] is not None:
            raise ValueError("indicator has no use here: parts and whole name the indicators")
        return values

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.parts_sum`."""
        whole = self.whole if self.whole is not None else Decimal(str(self.total))
        return checks.parts_sum(records, self.filter(), self.parts, whole, Decimal(str(self.tolerance)))


class ExpectEveryNumeralToBeLedgered(RecordExpectation):
    """Expect every run of digits to be a claim or to be skipped for a reason. Table: ledger."""

    success_keys: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[frozenset[str]] = frozenset({"path", "source", "start", "text", "status"})
    rule: ClassVar[str] = "FC807"

    @pydantic.root_validator(skip_on_failure=True)  # type: ignore[untyped-decorator]
    def _check_no_filter(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        given = [name for name in FILTER if values[name] is not None]
        if given:
            raise ValueError(f"the ledger has no {', '.join(given)}")
        return values

    def check(self, records: pd.DataFrame) -> checks.Outcome:
        """See `checks.ledgered`."""
        return checks.ledgered(records)
