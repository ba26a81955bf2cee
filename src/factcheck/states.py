"""What a decision makes of a finding: the one definition that the gate and every report share."""

from __future__ import annotations

from typing import Literal

State = Literal["both-ok", "ignore", "accept-source", "typo", "deferred"]
STATES: tuple[State, ...] = ("both-ok", "ignore", "accept-source", "typo", "deferred")
SILENT = frozenset({"both-ok", "ignore", "deferred"})  # nothing is left to do: neither the gate nor a format raises it
WRONG_TEXT = frozenset({"accept-source", "typo"})  # a text is wrong and has to change: raised until it has
