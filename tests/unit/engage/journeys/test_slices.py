"""However time is cut into slices, the same customers come in, go the same way and are sent the same."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evergrow.engage.journeys import Replay
from tests.unit.engage.journeys.scenes import Happened, journey_of, passed, record, replay

JOURNEY = journey_of(
    """
entry: { event: Checkout Started, key: properties.cart_id, again: after 12 hours }
goal: { event: Order Completed, within: 3 days }
exit_on: [ { event: Unsubscribed } ]
steps:
  - { id: patience, wait: 1 hour }
  - { id: worth, branch: [ { when: "count of 'Product Viewed' >= 2", next: morning } ], else: viewed }
  - { id: viewed, wait_for: { event: Product Viewed, at_most: 10 hours }, then: gift, on_timeout: morning }
  - { id: morning, wait_until: { time: "09:00" } }
  - { id: reminder, message: reminder, next: test }
  - { id: gift, message: gift }
  - { id: test, split: { mark: 50 %, again: 50 % } }
  - { id: mark, set_trait: { key: reminded, value: true } }
  - { id: again, wait: 7 hours }
  - { id: last, message: last }
"""
)
PEOPLE = ("user:ana", "user:bob", "user:cid")
ZONES = {"user:ana": {"timezone": "Asia/Tokyo"}, "user:bob": {"timezone": "America/New_York"}}
EVENTS = ("Checkout Started", "Product Viewed", "Order Completed", "Unsubscribed")
END = 200.0

_happened = st.lists(
    st.builds(
        Happened,
        st.sampled_from(PEOPLE),
        st.integers(0, 400).map(lambda quarter: quarter / 4),
        st.sampled_from(EVENTS),
        st.sampled_from([{"cart_id": "c1"}, {"cart_id": "c2"}, {}]),
    ),
    max_size=14,
    unique_by=lambda one: (one.who, one.hours),
)
_cuts = st.lists(st.integers(0, 4 * int(END)).map(lambda quarter: quarter / 4), max_size=6, unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(happened=_happened, cuts=_cuts)
def test_the_same_comes_out_however_time_is_cut(happened: list[Happened], cuts: Sequence[float]) -> None:
    facts = record(happened, ZONES)
    whole, sent = replay(facts, JOURNEY, happened, [END])

    cut, sent_cut = replay(facts, JOURNEY, happened, [*sorted(cuts), END])

    assert cut.entries.sort("entry_key").equals(whole.entries.sort("entry_key"))
    assert sent_cut.equals(sent)
    _check_conservation(whole)
    _check_conservation(cut)


def _check_conservation(run: Replay) -> None:
    """Who came to a step has left it or stands there; the counts say what the paths say."""
    counts = {(row["step"], row["what"]): row["count"] for row in run.counts.iter_rows(named=True)}
    standing = run.entries.filter(run.entries["ended_at"].is_null())["step"].to_list()
    came = passed(run)
    for step in JOURNEY.steps:
        assert counts.get((step.id, "entered"), 0) == came[step.id]
        left = counts.get((step.id, "left"), 0)
        assert came[step.id] == left + standing.count(step.id)
    ended = sum(number for (_, what), number in counts.items() if what.startswith("ended."))
    assert counts.get(("", "entered"), 0) == run.entries.height == ended + len(standing)
