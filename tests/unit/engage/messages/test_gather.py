"""What a template may read of customers: the latest of all their identities, and the stage of the moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from evergrow.engage.messages import gather_customers
from evergrow.kernel import key_of
from evergrow.runtime import Settings, open_workspace, tick
from evergrow.testing import buy, entry_of, identify, view

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_customers_are_gathered_over_all_their_identities_as_of_each_rows_moment(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    calls = [
        view(NOW - 9 * DAY, device="phone"),
        identify(NOW - 8 * DAY, device="phone", plan="free", color="red"),
        identify(NOW - 7 * DAY, user="ana", device="phone", email="ana@example.com", name="Ana María Díaz", plan="gold", empty=""),
        buy(NOW - 2 * DAY, user="ana", amount=20),
        buy(NOW - 1 * DAY, user="ana", amount=40),
        identify(NOW - 6 * DAY, user="ben", firstName="Ben", tags=["a", "b"], age=40),
    ]  # fmt: skip
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    rows = [
        (1, "user:ana", NOW),
        (2, "anon:phone", NOW - 1.5 * DAY),
        (3, "user:ben", NOW),
        (4, "user:nobody", NOW),
    ]
    asked = pa.table(
        {
            "row_key": [row for row, _, _ in rows],
            "identity_key": [key_of(identity) for _, identity, _ in rows],
            "at": pa.array([at.replace(tzinfo=None) for _, _, at in rows], pa.timestamp("us")),
        }
    )
    found = gather_customers(workspace.warehouse.fetch, asked)
    workspace.close()

    ana = found[1]
    assert (ana["customer_id"], ana["first_name"], ana["last_name"]) == ("user:ana", "Ana", "María Díaz")
    assert (ana["plan"], ana["color"], ana["stage"]) == ("gold", "red", "retention")
    assert "empty" not in ana
    assert ana["metrics"]["orders"] == 2
    assert ana["metrics"]["average_order_value"] == 30.0
    assert ana["metrics"]["last_order_at"] == NOW - DAY
    assert (found[2]["customer_id"], found[2]["stage"]) == ("user:ana", "conversion")
    assert (found[3]["first_name"], found[3]["tags"], found[3]["age"]) == ("Ben", ["a", "b"], 40)
    assert "last_name" not in found[3]
    assert found[4] == {}
