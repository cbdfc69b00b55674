"""Live membership: it follows what happens and what passes, and looks at nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.conditions import read_condition
from evergrow.measure.segments import MOVES, World
from evergrow.testing import buy, call, identify, sign_up, view
from evergrow.testing.calls import Call
from tests.unit.measure.people import FEW
from tests.unit.measure.segments.histories import SHOP
from tests.unit.measure.segments.live import LiveShop

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _world(**conditions: str) -> World:
    return World(
        lifecycle=SHOP, segments=tuple((name, read_condition(text)) for name, text in conditions.items())
    )


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def test_an_event_brings_its_customer_in_at_its_own_instant() -> None:
    shop = LiveShop(_world(buyers="did 'Order Completed'"))
    found = shop.step([buy(NOW - HOUR, user="ana"), view(NOW, user="ben")], NOW)
    assert shop.members() == {"buyers": {"user:ana"}}
    assert shop.moves() == [("buyers", "user:ana", True, _naive(NOW - HOUR))]
    assert (found.looked, found.moves, found.number) == (2, 1, 1)


def test_a_window_that_runs_out_takes_its_customer_out_at_that_instant() -> None:
    shop = LiveShop(_world(busy="count of 'Product Viewed' in the last 2 hours >= 2"))
    shop.step([view(NOW, user="ana"), view(NOW + HOUR, user="ana", product="milk")], NOW + HOUR)
    assert shop.look(NOW + 1.9 * HOUR).looked == 0
    assert shop.look(NOW + 5 * HOUR).looked == 1
    assert shop.members() == {"busy": set()}
    assert [move[2:] for move in shop.moves()] == [
        (True, _naive(NOW + HOUR)),
        (False, _naive(NOW + 2 * HOUR)),
    ]


def test_who_came_and_left_within_one_look_has_both_moves() -> None:
    shop = LiveShop(_world(fresh="did 'Product Viewed' in the last 1 hours and not did 'Order Completed'"))
    shop.step([view(NOW, user="ana"), buy(NOW + HOUR / 2, user="ana")], NOW + HOUR)
    assert [move[2:] for move in shop.moves()] == [(True, _naive(NOW)), (False, _naive(NOW + HOUR / 2))]


def test_only_customers_with_a_reason_are_looked_at() -> None:
    shop = LiveShop(_world(recent="did 'Order Completed' in the last 1 days", known="known"))
    shop.step([buy(NOW, user=f"user{number}") for number in range(20)], NOW)
    assert shop.step([view(NOW + HOUR, user="user3")], NOW + HOUR).looked == 1
    assert shop.look(NOW + 2 * HOUR).looked == 0
    assert shop.look(NOW + DAY).looked == 20


def test_filling_a_segment_moves_nobody_unless_asked() -> None:
    shop = LiveShop(_world(buyers="did 'Order Completed'"))
    shop.take([buy(NOW - HOUR, user="ana")], NOW)
    assert shop.save("buyers", NOW) == 1
    assert (shop.members(), shop.moves()) == ({"buyers": {"user:ana"}}, [])
    assert shop.matching("buyers", NOW) == 1
    shop.look(NOW)
    assert shop.moves() == []
    shop.save("buyers", NOW, as_moves=True)
    assert [move[1:3] for move in shop.moves()] == [("user:ana", True)]


def test_an_import_of_old_orders_fills_and_moves_nobody() -> None:
    shop = LiveShop(_world(buyers="did 'Order Completed'"))
    shop.step([buy(NOW - 300 * DAY, user="ana")], NOW)
    assert (shop.members(), shop.moves()) == ({"buyers": {"user:ana"}}, [])


def test_a_device_that_turns_out_to_be_somebody_does_not_enter_again() -> None:
    shop = LiveShop(_world(browsers="did 'Product Viewed'"))
    shop.step([view(NOW, device="phone")], NOW)
    shop.step([identify(NOW + HOUR, user="ana", device="phone")], NOW + HOUR)
    assert shop.members() == {"browsers": {"user:ana"}}
    rows = shop.warehouse.fetch(MOVES.rows)
    assert rows.num_rows == 1


def test_a_segment_may_be_named_as_a_column_of_ours() -> None:
    shop = LiveShop(_world(row_key="did 'Order Completed'", at="known and in segment 'row_key'"))
    shop.step([buy(NOW, user="ana")], NOW)
    assert shop.members() == {"row_key": {"user:ana"}, "at": {"user:ana"}}


def test_handing_over_the_same_arrivals_again_changes_nothing() -> None:
    shop = LiveShop(_world(buyers="did 'Order Completed'"))
    shop.step([buy(NOW, user="ana")], NOW)
    shop._looked_at = 0
    shop.look(NOW)
    assert len(shop.moves()) == 1


def test_texts_of_what_lies_behind_every_window_are_not_missed() -> None:
    tea = "share of properties.product_id = 'tea' in 'Product Viewed' in the last 4 days >= 0.5"
    shop = LiveShop(_world(tea=tea, old="count of 'Product Viewed' >= 3"))
    for days, product in ((0, "tea"), (1, "milk"), (6, "milk"), (7, "tea"), (12, "tea")):
        now = NOW + days * 24 * HOUR
        shop.step([view(now, user="ana", product=product)], now)
        assert shop.members() == shop.from_scratch(now), now


_WORLD = _world(
    buyers="count of 'Order Completed' in the last 3 days >= 2",
    spenders="sum of revenue of 'Order Completed' in the last 5 days > 15 and not in segment 'buyers'",
    silent="time since last any event > 2 days and known",
    tea="share of properties.product_id = 'tea' in 'Product Viewed' in the last 4 days >= 0.5",
    japanese="trait.country = 'JP' and stage != 'lapsed'",
    tomorrow="context.hour < 12 and did 'Signed Up' in the last 36 hours",
    patient="time_in_stage >= 1 days and stage = 'conversion'",
)
_hours = st.integers(0, 20 * 24)
_who = st.sampled_from(["ana", "ben", "cy"])


def _call(kind: str, hour: int, who: str, is_device: bool) -> Call:
    at = NOW + hour * HOUR
    name = {"device": f"{who}-phone"} if is_device else {"user": who}
    if kind == "buy":
        return buy(at, amount=10 + hour % 3, **name)
    if kind == "view":
        return view(at, product="tea" if hour % 2 else "milk", **name)
    if kind == "link":
        return identify(at, user=who, device=f"{who}-phone")
    if kind == "sign_up":
        return sign_up(at, user=who)
    if kind == "page":
        return call("page", at, properties={}, context={"timezone": "Asia/Tokyo"}, **name)
    return identify(at, user=who, country="JP" if hour % 2 else "FR")


_calls = st.builds(
    _call,
    st.sampled_from(["buy", "buy", "view", "view", "link", "sign_up", "page", "trait"]),
    _hours,
    _who,
    st.booleans(),
)
_batches = st.lists(st.tuples(st.integers(1, 72), st.lists(_calls, max_size=4)), min_size=1, max_size=8)


@FEW
@given(_batches)
def test_after_any_batches_membership_is_what_judging_everybody_gives(
    batches: list[tuple[int, list[Call]]],
) -> None:
    shop = LiveShop(_WORLD)
    now = NOW
    for hours, calls in batches:
        now += hours * HOUR
        shop.step([each for each in calls if each["timestamp"] <= now.isoformat()], now)
        assert shop.members() == shop.from_scratch(now), now
