"""The paths report: where sessions went from an event, or came from, beside an earlier period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.kernel import Period
from evergrow.measure.metrics import Figure, Measured, counted, measured, missing, quotient, until_now
from evergrow.measure.paths.counted import counted_links
from evergrow.measure.paths.links import ENDED, NOWHERE, OTHER, path_links, told_links
from evergrow.measure.paths.spec import (
    MOST_SHOWN,
    EarlierPaths,
    Kind,
    PathLink,
    PathNext,
    PathNode,
    Paths,
    PathsReport,
)
from evergrow.record.sequences import Sequences

Row = dict[str, Any]
_KINDS: Final[dict[int, Kind]] = {OTHER: "other", ENDED: "end"}
_ORDER: Final[dict[Kind, int]] = {"event": 0, "other": 1, "end": 2}


def paths(
    source: Measured,
    asked: Paths,
    period: Period,
    versus: Period | None = None,
    *,
    now: datetime,
    segment: ir.Table | None = None,
) -> PathsReport:
    """Where the period's sessions went from an event, or came from.

    Args:
        source: The account's tables.
        asked: Which paths.
        period: The events looked at; a session that runs over its edge is cut there.
        versus: What to compare with; None: the period before.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).

    Raises:
        Refusal: `period.future`.
    """
    source, here = source.narrowed(segment), until_now(period, now)
    then, past = versus or period.before(), _earlier(asked, period)
    spans = [here, then, *past]
    over = Period(min(span.start for span in spans), max(span.end for span in spans))
    sequences = source.in_sequence(over)

    def drawn_of(span: Period, wanted: Paths = asked) -> _Drawn:
        return _Drawn(wanted, link_rows(source, wanted, span, sequences))

    drawn, before = source.together(lambda: drawn_of(here), lambda: drawn_of(then))
    wide = replace(asked, most=MOST_SHOWN)  # what is folded is not known
    earlier = [(each, drawn_of(each, wide)) for each in past] if drawn.sessions else []
    return PathsReport(
        start=period.start,
        end=period.end,
        event=asked.event,
        direction=asked.direction,
        steps=asked.steps,
        quiet_minutes=asked.quiet.seconds / 60,
        without=list(asked.without),
        unavailable=None if drawn.sessions else drawn.nothing,
        sessions=counted("path_sessions", drawn.sessions, previous=before.sessions, unit="count"),
        ended=_share("path_ended", drawn, drawn.ended, before, before.ended),
        looped=_share("path_looped", drawn, drawn.looped, before, before.looped),
        following=[_next(node, drawn, before, earlier) for node in drawn.nodes if node.step == 1],
        nodes=drawn.nodes,
        links=[_link(link, drawn, earlier) for link in drawn.links],
        earlier=[
            EarlierPaths(start=when.start, end=when.end, sessions=each.sessions) for when, each in earlier
        ],
    )


def _earlier(asked: Paths, period: Period) -> list[Period]:
    """The periods before, the oldest first."""
    when = [period]
    for _ in range(asked.earlier):
        when.append(when[-1].before())
    return when[:0:-1]


def link_rows(
    source: Measured, asked: Paths, period: Period, sequences: Sequences | None = None
) -> list[Row]:
    """The rows of `path_links`: counted from `sequences` where they are given, for then nothing has to be sorted."""
    if sequences is not None:
        counted = counted_links(sequences, asked, period.start, period.end)
        return source.ask(told_links, *counted, most=asked.most)
    given = [asked.quiet_micros, *([] if asked.event is None else [asked.event])]
    return source.ask(
        path_links,
        source.events,
        period.start,
        period.end,
        *given,
        direction=asked.direction,
        steps=asked.steps,
        without=asked.without,
        most=asked.most,
    )


@dataclass(frozen=True)
class _Drawn:
    """The rows of `path_links` as nodes and links, the most frequent first, "other" and the end last."""

    asked: Paths
    rows: Sequence[Row]

    @cached_property
    def sessions(self) -> int:
        return sum(row["sessions"] for row in self.rows if row["step"] == 0)

    @property
    def ended(self) -> int:
        """Sessions without a next step."""
        return sum(node.sessions for node in self.nodes if node.step == 1 and node.kind == "end")

    @property
    def looped(self) -> int:
        """Sessions at the chosen event that did it several times in a row."""
        return sum(node.again for node in self.nodes if node.step == 0)

    @property
    def nothing(self) -> str:
        if self.asked.event is None:
            return "Nobody did anything in this period, so there is no path."
        return f"No session with {self.asked.event} in this period, so there is no path from it."

    @cached_property
    def nodes(self) -> list[PathNode]:
        into: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in self.rows:
            into[row["step"], row["target_number"]].append(row)
        found = [self._node(step, rows) for (step, _), rows in into.items()]
        return sorted(
            found, key=lambda node: (node.step, _ORDER[node.kind], -node.sessions, node.event or "")
        )

    def _node(self, step: int, rows: list[Row]) -> PathNode:
        number, kinds = rows[0]["target_number"], rows[0]["kinds"]
        sessions = sum(row["sessions"] for row in rows)
        return PathNode(
            id=_id(step, number, rows[0]["target"]),
            step=step,
            kind=_KINDS.get(number, "event"),
            event=rows[0]["target"],
            sessions=sessions,
            share=quotient(sessions, self.sessions) or 0.0,
            again=sum(row["again"] for row in rows),
            events=kinds - min(kinds, self.asked.most) if number == OTHER else int(number >= 0),
        )

    @cached_property
    def at(self) -> dict[str, PathNode]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    def has_rest(self, step: int) -> bool:
        """Whether something was folded away at a step."""
        return f"{step}:other:" in self.at

    def share_of(self, link: PathLink, target: PathNode) -> float | None:
        """The share of a link's source that went there; None where either may be among what was folded away."""
        source = self.at.get(link.source)
        if source is None or target.kind == "other" or source.kind == "other":
            return None
        if target.id not in self.at and self.has_rest(target.step):
            return None
        return self._shares.get((link.source, link.target), 0.0)

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float]:
        return {(link.source, link.target): link.share for link in self.links}

    @cached_property
    def links(self) -> list[PathLink]:
        at = {node.id: node.sessions for node in self.nodes}
        place = {node.id: index for index, node in enumerate(self.nodes)}
        found = []
        for row in self.rows:
            if row["source_number"] == NOWHERE:
                continue
            source = _id(row["step"] - 1, row["source_number"], row["source"])
            found.append(
                PathLink(
                    source=source,
                    target=_id(row["step"], row["target_number"], row["target"]),
                    sessions=row["sessions"],
                    share=row["sessions"] / at[source],
                    loops=row["loops"],
                )
            )
        return sorted(found, key=lambda link: (place[link.source], place[link.target]))

    def sessions_at(self, kind: Kind, event: str | None) -> int:
        """Sessions whose first step was this. What another period folded away is not known of it: then 0 is not said."""
        return sum(
            node.sessions
            for node in self.nodes
            if node.step == 1 and (node.kind, node.event) == (kind, event)
        )


def _id(step: int, number: int, name: str | None) -> str:
    return f"{step}:{_KINDS.get(number, 'event')}:{name or ''}"


def _share(definition: str, drawn: _Drawn, part: int, before: _Drawn, earlier: int) -> Figure:
    if not drawn.sessions:
        return missing(definition, "share", drawn.nothing)
    return measured(
        definition,
        "share",
        part / drawn.sessions,
        behind=drawn.sessions,
        empty="",
        previous=quotient(earlier, before.sessions),
    )


Past = Sequence[tuple[Period, _Drawn]]


def _link(link: PathLink, drawn: _Drawn, past: Past) -> PathLink:
    return replace(link, trend=[each.share_of(link, drawn.at[link.target]) for _, each in past])


def _share_at(node: PathNode, drawn: _Drawn) -> float | None:
    """The share that a first step had. What was among the rest then has none: it is not known, and not 0."""
    sessions = drawn.sessions_at(node.kind, node.event)
    is_told = node.kind == "end" or (node.kind == "event" and (sessions > 0 or not drawn.has_rest(1)))
    return quotient(sessions, drawn.sessions) if is_told else None


def _next(node: PathNode, drawn: _Drawn, before: _Drawn, past: Past) -> PathNext:
    share = measured(
        "path_next",
        "share",
        node.share,
        behind=drawn.sessions,
        empty="",
        previous=_share_at(node, before),
    )
    trend = [_share_at(node, each) for _, each in past]
    return PathNext(kind=node.kind, event=node.event, sessions=node.sessions, share=share, trend=trend)
