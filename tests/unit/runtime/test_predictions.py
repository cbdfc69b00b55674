"""What was foretold is kept, segments follow it, and every night it is foretold anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest

from evergrow.definitions.conditions import read_condition
from evergrow.kernel import key_of
from evergrow.measure.predictions import PREDICTED, KeptModel, Predicted, PredictionsReport
from evergrow.measure.segments import MOVES, preview_segment
from evergrow.runtime import Settings, Workspace, open_workspace, save_segment, tick
from evergrow.runtime.predictions import (
    Foretelling,
    customers_above,
    foretold_at,
    foretold_of,
    is_due,
    keep,
    kept_predictions,
    refresh_predictions,
)
from evergrow.storage.log import Entry
from tests.unit.measure.predictions.foretold import a_model

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cleo")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Three customers, and a segment of those likely to lapse."""
    data: Path = tmp_path_factory.mktemp("foretold")
    workspace = open_workspace(Settings(data=data))
    records = [
        {
            "type": "track",
            "event": "Signed Up",
            "userId": name,
            "messageId": name,
            "timestamp": "2026-11-01T00:00:00Z",
        }
        for name in PEOPLE
    ]
    body = msgspec.json.encode({"batch": records})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])
    tick(workspace, NOW)
    save_segment(workspace, "segment: lapsing\ntitle: L\nwhen: prediction.churn >= 0.6\n", by="ana", now=NOW)
    yield workspace
    workspace.close()


def foretold(at: datetime, **chances: float) -> Predicted:
    """These chances to lapse, as of a moment."""
    rows = [
        {
            "customer_key": key_of(f"user:{name}"),
            "name": "prediction.churn",
            "number": chance,
            **{f"reason_{turn}": 0 for turn in (1, 2, 3)},
            "at": at.replace(tzinfo=None),
        }
        for name, chance in chances.items()
    ]
    report = PredictionsReport(as_of=at, currency="USD", models=[])
    return Predicted(report, [], pa.Table.from_pylist(rows, schema=PREDICTED.schema.to_pyarrow()))


def test_segments_follow_whoever_crosses_a_threshold_and_nobody_else(room: Workspace) -> None:
    keep(room, foretold(NOW, ana=0.7, ben=0.6, cleo=0.2), NOW)
    later = NOW + timedelta(days=1)
    keep(room, foretold(later, ana=0.8, ben=0.1, cleo=0.9), later)

    rows = room.warehouse.fetch(MOVES.rows.order_by("number", "customer_key")).to_pylist()
    names = {key_of(f"user:{name}"): name for name in PEOPLE}
    moves = {(names[row["customer_key"]], row["is_entered"], row["at"].replace(tzinfo=UTC)) for row in rows}
    assert moves == {
        ("ana", True, NOW),
        ("ben", True, NOW),
        ("ben", False, later),
        ("cleo", True, later),
    }


def test_before_it_was_foretold_nobody_was_likely_to_do_anything(room: Workspace) -> None:
    keep(room, foretold(NOW, ana=0.7), NOW)

    def found(text: str, at: datetime) -> int:
        condition = read_condition(text)
        return preview_segment(room.warehouse, condition, room.world(), now=at).customers

    assert found("prediction.churn > 0.5", NOW) == 1
    assert found("prediction.churn > 0.5", NOW - timedelta(seconds=1)) == 0
    assert found("prediction.churn is not known", NOW) == 2


def test_customers_alike_stand_in_the_order_of_what_is_expected_of_them(room: Workspace) -> None:
    churn = KeptModel(card=replace(a_model(), model="churn"), reasons={})
    told = foretold(NOW, ana=0.70004, ben=0.7, cleo=0.2)
    worth = told.rows.slice(0, 2).set_column(1, "name", pa.array(["value.expected"] * 2))
    worth = worth.set_column(2, "number", pa.array([80.0, 95.5]))
    keep(room, replace(told, rows=pa.concat_tables([told.rows, worth]), models=[churn]), NOW)

    found = customers_above(room, "churn", percent=50, most=10, skipped=0)
    assert [(row.customer_id, row.value_micros, row.alike) for row in found.rows] == [
        ("user:ben", 95_500_000, 2),
        ("user:ana", 80_000_000, 2),
    ]
    (last,) = customers_above(room, "churn", percent=0, most=1, skipped=2).rows
    assert (last.customer_id, last.value_micros, last.alike) == ("user:cleo", None, 1)


def test_too_few_customers_are_told_so_and_nothing_is_foretold_of_them(room: Workspace) -> None:
    refresh_predictions(room, NOW + timedelta(days=2))

    kept = kept_predictions(room)
    assert kept.as_of == NOW + timedelta(days=2)
    assert len(kept.models) == 4
    assert all(model.unavailable for model in kept.models)
    assert foretold_of(room, key_of("user:ana")) == []


def test_a_segment_that_asks_makes_it_foretold_soon_and_then_every_night(
    tmp_path: Path, room: Workspace
) -> None:
    empty = open_workspace(Settings(data=tmp_path))
    assert not Foretelling(empty, NOW).look(
        NOW + timedelta(minutes=1)
    )  # nobody asks, and no night has passed
    empty.close()
    refresh_predictions(room, NOW + timedelta(days=3))
    lookout = Foretelling(room, NOW)

    assert foretold_at(room) == NOW + timedelta(days=3)
    assert not lookout.look(NOW + timedelta(days=3, minutes=1))
    assert lookout.look(NOW + timedelta(days=4))
    assert foretold_at(room) == NOW + timedelta(days=4)


@pytest.mark.parametrize(
    ("kept_at", "started_at", "due"),
    [
        (None, "2026-11-21 19:30", False),  # four o'clock in Tokyo is 19:00
        (None, "2026-11-21 12:00", True),
        ("2026-11-21 12:00", "2026-11-21 20:00", True),  # the night was missed while nothing ran
        ("2026-11-21 19:30", "2026-11-20 12:00", False),
    ],
)
def test_it_is_due_once_four_oclock_has_passed(kept_at: str | None, started_at: str, due: bool) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    now = moment("2026-11-21 20:00")
    last = moment(kept_at) if kept_at else None
    assert is_due(last, moment(started_at), now, "Asia/Tokyo") is due
