from datetime import UTC, datetime
from itertools import islice, pairwise

from evergrow.world import LiveCall, WorldPlan, live, make_shop

PLAN = WorldPlan(end=datetime(2026, 6, 1, tzinfo=UTC), customers=1_000, seed=3)


def calls(count: int, seed: int = 1, pace: float = 1.0) -> list[LiveCall]:
    return list(islice(live(PLAN, seed=seed, pace=pace), count))


def test_the_same_seed_goes_on_the_same_way() -> None:
    assert calls(300) == calls(300)


def test_two_starts_share_no_message() -> None:
    assert not {call.message["messageId"] for call in calls(300)} & {
        call.message["messageId"] for call in calls(300, seed=2)
    }


def test_calls_come_in_order_a_few_a_second_with_a_purchase_every_two_seconds() -> None:
    made = calls(2_000)
    assert all(one.at_seconds <= other.at_seconds for one, other in pairwise(made))
    seconds = made[-1].at_seconds
    purchases = sum(call.message.get("event") == "Order Completed" for call in made)
    assert 2 < len(made) / seconds < 5
    assert 1.6 < seconds / purchases < 2.4


def test_pace_is_how_many_times_faster() -> None:
    assert 8 < calls(1_000)[-1].at_seconds / calls(1_000, pace=10)[-1].at_seconds < 12


def test_most_purchases_are_by_customers_the_shop_already_knows() -> None:
    known = set(make_shop(PLAN).records["user_id"].to_pylist())
    buyers = [
        call.message["userId"] for call in calls(1_500) if call.message.get("event") == "Order Completed"
    ]
    assert sum(buyer in known for buyer in buyers) > 0.75 * len(buyers)


def test_a_stranger_signs_up_before_buying() -> None:
    named: set[str] = set()
    strangers = 0
    for call in calls(1_500):
        message = call.message
        if message["type"] == "identify":
            named.add(message["userId"])
        if message.get("event") == "Order Completed" and "-" in message["userId"]:
            strangers += 1
            assert message["userId"] in named
    assert strangers > 5
