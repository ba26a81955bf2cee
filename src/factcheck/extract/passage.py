"""What a document and its paragraphs have established so far: the state that a reader carries along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from factcheck.extract.entities import EntityMention
from factcheck.extract.mention import Mention
from factcheck.extract.periods import PeriodMention
from factcheck.extract.tallies import Tally
from factcheck.model import Measure, Period


@dataclass(slots=True)
class Topic:
    """The indicator last spoken of, to which 增长6.4% or 总量 refer back."""

    name: str = ""
    measure: Measure = "level"
    part: str = ""  # of a share
    members: list[str] = field(default_factory=list)
    unit: str = ""
    known: bool = False
    added: bool = False  # what was newly added (新增运动员): 增长5% behind it is of that, not of all there are

    @property
    def base(self) -> str:
        """What 总量 or 规模 means here."""
        return (
            self.part
            or re.sub(r"(?:投入)?强度$", lambda m: "投入" if m.group() == "投入强度" else "", self.name)
            or self.name
        )


@dataclass(frozen=True, slots=True)
class State:
    """How settled the figures of a passage are, and the last day of the time that this was said of."""

    senses: frozenset[str] = frozenset()
    end: date | None = None


@dataclass(slots=True)
class Passage:
    """What a paragraph has established so far."""

    owner: str | None = None
    topic: Topic = field(default_factory=Topic)
    period: PeriodMention | None = None  # of the sentence, for what follows
    span: PeriodMention | None = None  # the one before it, where it is but the day that this ends with
    shared: list[Period] = field(default_factory=list)  # those that the last 分别 gave its figures one after another
    lead: PeriodMention | None = None  # the one in force when the paragraph's first figures were read
    age: int = 0  # paragraphs since the period was said
    abroad: bool = False  # the story is of another country
    counted: Topic = field(default_factory=Topic)  # the last that an amount was given of
    among: Topic | None = None  # the whole whose parts follow: 其中 …
    state: State = State()
    work: str | None = None  # the film or book last named, if it was one
    basis: str | None = None  # the step of comparison last said: 环比上涨0.3%，其中…上涨0.2%
    bases: set[str] = field(default_factory=set)  # those that this sentence's growths were measured over
    view: str = ""  # the step that the paragraph said it looks at: 从环比看
    headed: str = ""  # … that the heading names
    came: Period | None = None  # what the last change led from: 由7至9月的…升至8至10月的…
    goals: bool = False  # the last heading says that goals follow
    stage: str = ""  # of schooling, named by the last heading
    yearly: bool = False  # this sentence has said 同比
    said: list[str] = field(default_factory=list)  # names of this sentence's amounts, in order
    tally: Tally | None = None  # the last that this sentence gave


@dataclass(slots=True)
class Item:
    """Whom one item of a document of many (a newscast's story) has named so far."""

    headline: bool = False  # nothing but the headline has been read
    home: bool = False  # 我国, 全国 or a national body speaks of the country
    abroad: list[str] = field(default_factory=list)  # other countries and bodies of many
    subject: str | None = None  # the one place that the headline names
    place: str | None = None  # the last place at home
    here: bool = False  # … in this paragraph


class Unread:
    """A sentence that has not been looked at for whom the item speaks of; most items are never asked.

    `found`: the owners it names where they are known, else None.
    """

    __slots__ = ("end", "found", "headline", "start")

    def __init__(self, start: int, end: int, headline: bool, found: list[EntityMention] | None) -> None:
        self.start = start
        self.end = end
        self.headline = headline
        self.found = found


class Reading:
    """What a figure was read as: name, measure, basis, and the rule that said so; never changed once made."""

    __slots__ = ("basis", "known", "measure", "name", "part", "rule", "sign")

    def __init__(
        self, name: str, measure: Measure, known: bool, basis: str | None, rule: str, sign: int = 1, part: str = ""
    ) -> None:
        self.name = name
        self.measure: Measure = measure
        self.known = known
        self.basis = basis
        self.rule = rule
        self.sign = sign
        self.part = part

    def but(
        self,
        *,
        name: str | None = None,
        measure: Measure | None = None,
        known: bool | None = None,
        basis: str | None = None,
        rule: str | None = None,
        sign: int | None = None,
    ) -> Reading:
        """The same, but for what is given."""
        return Reading(
            self.name if name is None else name,
            self.measure if measure is None else measure,
            self.known if known is None else known,
            self.basis if basis is None else basis,
            self.rule if rule is None else rule,
            self.sign if sign is None else sign,
            self.part,
        )


class Sentence:
    """A sentence with figures: those, the times and owners that it names, and what it opens with."""

    __slots__ = ("context", "found", "heading", "here", "masked", "opening", "said", "start")

    def __init__(
        self,
        start: int,
        here: list[Mention],
        said: list[PeriodMention],
        found: list[EntityMention],
        heading: bool,
        context: str,
        masked: str,
        opening: tuple[int, frozenset[str]],
    ) -> None:
        self.start = start
        self.here = here
        self.said = said
        self.found = found
        self.heading = heading
        self.context = context  # its text
        self.masked = masked  # the same without its figures
        self.opening = opening  # how settled its figures are, by its first words


@dataclass(slots=True)
class Story:
    """One document as it is read: its folded text, whose it is, and the passage that the reader is in."""

    text: str
    published: date | None
    names: frozenset[str]  # short names that the document uses for its companies
    about: str | None  # whom the document is about
    mixed: bool = False  # many stories share the document
    corporate: bool = False  # a company's own paper
    main: PeriodMention | None = None  # the time that the title or the opening line names
    item: Item = field(default_factory=Item)
    passage: Passage = field(default_factory=Passage)
    venue: str | None = None  # the site last named, which 这里 means
    unread: list[Unread] = field(default_factory=list)  # sentences since `item` was last asked for
    standards: list[tuple[int, str]] | None = None  # where clauses name an accounting standard, once looked for
    by_standards: bool = False  # whether the text speaks of any
