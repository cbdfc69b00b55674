"""The paths report: where sessions went from an event, or came from, beside an earlier period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.kernel import Period
from evergrow.measure.metrics import Figure, Measured, counted, measured, missing, quotient, until_now
from evergrow.measure.paths.links import ENDED, NOWHERE, OTHER, path_links
from evergrow.measure.paths.spec import Kind, PathLink, PathNext, PathNode, Paths, PathsReport

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
    drawn, before = source.together(
        lambda: _Drawn(asked, _rows(source, asked, here)),
        lambda: _Drawn(asked, _rows(source, asked, versus or period.before())),
    )
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
        following=[_next(node, drawn, before) for node in drawn.nodes if node.step == 1],
        nodes=drawn.nodes,
        links=drawn.links,
    )


def _rows(source: Measured, asked: Paths, period: Period) -> list[Row]:
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


def _next(node: PathNode, drawn: _Drawn, before: _Drawn) -> PathNext:
    """A first step. What was among the rest in the period before has no previous share: it is not known, and not 0."""
    has_rest = any(other.step == 1 and other.kind == "other" for other in before.nodes)
    earlier = before.sessions_at(node.kind, node.event)
    is_told = node.kind == "end" or (node.kind == "event" and (earlier > 0 or not has_rest))
    is_known = bool(before.sessions) and is_told
    share = measured(
        "path_next",
        "share",
        node.share,
        behind=drawn.sessions,
        empty="",
        previous=quotient(earlier, before.sessions) if is_known else None,
    )
    return PathNext(kind=node.kind, event=node.event, sessions=node.sessions, share=share)
