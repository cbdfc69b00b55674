"""Personas agree with a simulated shop's truth, with slow and obvious rules, and with the segments made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.conditions import Known, problems_of, read_condition
from evergrow.definitions.plays import shipped_play
from evergrow.ingest import body_of
from evergrow.measure import personas
from evergrow.measure.metrics import Measured
from evergrow.measure.personas import PERSONAS, PLAYS, Asking, Limit, PersonaCard, PersonasReport
from evergrow.measure.segments import holds, live_grounds
from evergrow.record import sequences
from evergrow.record.customers import TRAITS, with_customer
from evergrow.runtime import Workspace, open_workspace, tick
from evergrow.runtime.settings import Settings
from evergrow.storage.log import Entry
from evergrow.storage.warehouse import moment
from evergrow.world import Shop, WorldPlan, make_shop
from tests.unit.measure.people import MANY
from tests.unit.measure.shop import EVENTS, SHOP, day, naive, of_tables, shop

END = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> Shop:
    return make_shop(WorldPlan(end=END, customers=500, days=250, seed=5))


@pytest.fixture(scope="module")
def workspace(world: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_workspace(Settings(data=tmp_path_factory.mktemp("personas")))
    workspace.log.append_now([Entry("src_1", "records", "demo", body_of(world.records), END)])
    tick(workspace, END)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def report(workspace: Workspace) -> PersonasReport:
    traits = with_customer(TRAITS.rows)
    return personas.personas(workspace.measured(), workspace.map, END, now=END, traits=traits)


def cards_of(report: PersonasReport) -> dict[str, PersonaCard]:
    return {card.id: card for card in report.cards}


def test_the_personas_of_a_simulated_shop_are_those_it_was_made_of(
    world: Shop, report: PersonasReport
) -> None:
    cards = cards_of(report)
    said = zip(world.records["name"].to_pylist(), world.records["user_id"].to_pylist(), strict=True)
    bought = Counter(user for name, user in said if name == "Order Completed")
    assert cards["repeat_buyer"].customers.value == sum(count >= 2 for count in bought.values())
    once = cards["one_time_low"], cards["one_time_high"]
    assert sum(card.customers.value or 0 for card in once) == sum(count == 1 for count in bought.values())
    assert [(card.average_order.value or 0) > (report.limit.value or 0) for card in once] == [False, True]
    assert sum(card.customers.value or 0 for card in report.cards) == report.customers.value
    joined = {person for person, at in enumerate(world.people.joined) if np.isfinite(at)}
    assert all(card.customers.value for card in report.cards)
    assert (cards["bouncer"].customers.value or 0) < len(world.people) - len(joined)
    assert sum(card.revenue.value or 0 for card in report.cards) == pytest.approx(
        sum(card.orders * (card.average_order.value or 0) for card in report.cards)
    )


def test_what_lies_in_its_order_tells_the_same(workspace: Workspace) -> None:
    while sequences.lay(workspace.warehouse, least=1):
        pass
    source, traits = workspace.measured(), with_customer(TRAITS.rows)
    assert source.in_sequence() is not None
    loose = replace(source, sequences=None)
    quick, slow = (
        personas.personas(each, workspace.map, END, now=END, traits=traits) for each in (source, loose)
    )
    assert quick == slow


def test_cards_tell_what_is_recorded_and_nothing_else(report: PersonasReport) -> None:
    cards = cards_of(report)
    repeat = {group.kind: group for group in cards["repeat_buyer"].groups}
    assert {"country", "language", "device", "hours", "weekday", "channel", "product", "category"} <= set(
        repeat
    )
    assert "search" not in repeat
    assert "gender" not in repeat
    assert {row.value for row in cards["cart_abandoner"].stops} <= {
        "cart_left",
        "checkout_left",
        "unsubscribed",
    }
    assert {row.value for row in cards["bouncer"].stops} == set()
    left = next(row for row in cards["cart_abandoner"].stops if row.value == "cart_left")
    assert left.is_telling
    assert left.share.low is not None
    assert left.customers == round((left.share.value or 0) * left.of)
    for card in report.cards:
        assert all(
            row.of <= card.looked_at and row.customers <= row.of
            for group in card.groups
            for row in group.rows
        )
        assert card.typical is not None
        assert card.typical.lines
        assert (card.clusters == []) == (card.clusters_unavailable is not None)
    typical = cards["repeat_buyer"].typical
    assert typical
    assert "Order Completed" in {line.name for line in typical.lines}


def judged(workspace: Workspace, whens: dict[str, str]) -> dict[int, list[str]]:
    """Which of the conditions each customer meets."""
    conditions = {name: read_condition(when) for name, when in whens.items()}
    assert not [problem for each in conditions.values() for problem in problems_of(each, Known())]
    people, at = workspace.measured().customers, END - timedelta(microseconds=1)
    subjects = people.select("customer_key", row_key="customer_key", at=moment(at))
    rows = workspace.warehouse.fetch(holds(subjects, conditions, live_grounds(), workspace.world()))
    return {row["row_key"]: [one for one in conditions if row[one]] for row in rows.to_pylist()}


def test_each_persona_is_a_segment_of_the_same_customers(
    workspace: Workspace, report: PersonasReport
) -> None:
    source = workspace.measured()
    limits = [limit.micros for limit in report.limits]
    rows = source.ask(personas.classified, source.events, source.customers, END, limits, currencies=(None,))

    told = {row["customer_key"]: row["persona"] for row in rows}
    assert judged(workspace, {card.id: card.when or "" for card in report.cards}) == {
        key: [persona] for key, persona in told.items()
    }
    assert Counter(told.values()) == {card.id: card.customers.value for card in report.cards}


def test_each_persona_of_a_product_or_a_category_is_a_segment_of_the_same_customers(
    workspace: Workspace, report: PersonasReport
) -> None:
    kinds = {group.kind: group.rows[0].value for group in cards_of(report)["repeat_buyer"].groups}
    for asking in (Asking(product=kinds["product"]), Asking(category=kinds["category"])):
        source = personas.narrowed_to(workspace.measured(), asking)
        limits = personas.limits_of(source, END)
        rows = source.ask(
            *(personas.classified, source.events, source.customers, END, [limit.micros for limit in limits]),
            currencies=tuple(limit.currency for limit in limits),
        )
        told = {row["customer_key"]: row["persona"] for row in rows}
        assert 0 < len(told) < (report.customers.value or 0)
        whens = personas.conditions(limits, product=asking.product, category=asking.category)
        found = judged(workspace, {one: when for one, when in whens.items() if when})
        assert found == {key: [told[key]] if key in told else [] for key in found}
        assert set(told) <= set(found)


def test_of_one_product_only_what_was_done_about_it_counts(
    workspace: Workspace, report: PersonasReport
) -> None:
    product = next(group.rows[0].value for group in report.cards[-1].groups if group.kind == "product")

    def repeat_buyers(asking: Asking) -> int:
        rows = personas.persona_customers(workspace.measured(), "repeat_buyer", END, now=END, asking=asking)
        return workspace.warehouse.fetch(rows).num_rows

    everybody = cards_of(report)["repeat_buyer"].customers.value or 0
    assert 0 < repeat_buyers(Asking(product=product)) < everybody
    assert repeat_buyers(Asking(category="no such thing")) == 0


Act = tuple[str, int, int]
acts_of_some = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Product Viewed", "Product Added", "Checkout Started", "Home", "Order Completed"]
            ),
            st.integers(0, 3),
            st.sampled_from([0, 5, 10, 20]),
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=8,
)


def events_of(people: list[list[Act]]) -> pa.Table:
    rows = [
        {
            "customer_key": key,
            "at": naive(day(when)),
            "name": name,
            "kind": "page" if name == "Home" else "track",
            "currency": "GBP",
            "revenue_micros": amount * 1_000_000 if name == "Order Completed" else None,
        }
        for key, acts in enumerate(people)
        for name, when, amount in acts
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS)


@MANY
@given(acts_of_some)
def test_everybody_is_in_the_persona_that_the_plain_rules_name(people: list[list[Act]]) -> None:
    known = ibis.memtable(
        pa.table({"customer_key": [0], "known_at": pa.array([naive(day(0))], pa.timestamp("us"))})
    )
    found = personas.classified(
        events_of(people), known, day(9), [7_000_000], currencies=(None,)
    ).to_pyarrow()

    def slow(key: int, acts: list[Act]) -> str:
        paid = [amount for name, _, amount in acts if name == "Order Completed" and amount > 0]
        if paid:
            return "repeat_buyer" if len(paid) > 1 else "one_time_high" if paid[0] > 7 else "one_time_low"
        if any(name in ("Product Added", "Checkout Started") for name, _, _ in acts):
            return "cart_abandoner"
        views = sum(name == "Product Viewed" for name, _, _ in acts)
        return "bouncer" if key != 0 and views <= 1 and len(acts) - views <= 1 else "passive_browser"

    told = dict(zip(found["customer_key"].to_pylist(), found["persona"].to_pylist(), strict=True))
    assert told == {key: slow(key, acts) for key, acts in enumerate(people)}


def of_events(rows: pa.Table) -> Measured:
    return replace(shop([], with_stays=False), events=ibis.memtable(rows), orders=_orders(rows))


def _orders(rows: pa.Table) -> ir.Table:
    return of_tables(
        ibis.memtable(rows),
        shop([], with_stays=False).customers,
        shop([], with_stays=False).stays.to_pyarrow(),
    ).orders


def asked(rows: pa.Table, **more: Any) -> PersonasReport:
    return personas.personas(of_events(rows), SHOP, day(30), now=day(30), **more)


def test_too_little_is_said_and_never_a_zero_that_is_none() -> None:
    nobody = asked(EVENTS.empty_table())
    assert (nobody.unavailable, nobody.cards) == ("Nobody had been seen by then.", [])

    one = cards_of(asked(events_of([[("Home", 0, 0)]])))
    assert next((card.id, card.customers.value) for card in one.values()) == ("bouncer", 1)
    assert one["one_time_high"].when is None
    assert one["one_time_high"].when_unavailable == "Nobody had ordered by then."
    assert one["bouncer"].revenue_share.unavailable == "Nobody had ordered by then."
    assert one["bouncer"].average_order.unavailable == "They have not ordered."
    assert one["repeat_buyer"].clusters_unavailable == "Nobody is of this persona."
    assert not any(row.is_telling for group in one["bouncer"].groups for row in group.rows)


def test_of_equal_orders_none_is_high_and_currencies_are_held_apart() -> None:
    assert personas.limits_of(of_events(events_of([[("Order Completed", 0, 10)]] * 3)), day(30)) == [
        Limit(10_000_000)
    ]

    rows = events_of([[("Order Completed", 0, amount)] for amount in (5, 20, 5, 20)])
    currency = pa.array(["GBP", "GBP", "JPY", "JPY"])
    mixed = rows.set_column(rows.schema.get_field_index("currency"), "currency", currency)
    limits = personas.limits_of(of_events(mixed), day(30))
    assert limits == [Limit(12_500_000, "GBP"), Limit(12_500_000, "JPY")]
    high = personas.in_persona(ibis.memtable(mixed), None, day(30), "one_time_high", limits)
    assert sorted(high.to_pyarrow()["customer_key"].to_pylist()) == [1, 3]
    assert personas.conditions(limits)["one_time_high"] == (
        "count of 'Order Completed' where (revenue > 0) = 1 and (did 'Order Completed' where (revenue > 12.5 and "
        "currency = 'GBP') or did 'Order Completed' where (revenue > 12.5 and currency = 'JPY'))"
    )


def test_organizations_are_what_their_members_did_together() -> None:
    bought = [[("Order Completed", 0, 10)], [("Order Completed", 1, 10)]]
    people = [*bought, *([[("Home", 0, 0)]] * 102)]
    names = ["acme", "acme", *(f"o{number}" for number in range(101))]  # the last one is of no organization
    accounts = ibis.memtable(pa.table({"customer_key": [*range(103)], "value": names}))
    stays = ibis.memtable(
        pa.table(
            {
                "customer_key": [0, 0, 1, 2],
                "stage": ["reach", "conversion", "reach", "reach"],
                "entered_at": pa.array([naive(day(each)) for each in (0, 8, 2, 1)], pa.timestamp("us")),
                "left_at": pa.array([naive(day(8)), None, None, None], pa.timestamp("us")),
            }
        )
    )
    source = replace(of_events(events_of(people)), stays=stays)
    asking = Asking(accounts=accounts)
    found = personas.personas(source, SHOP, day(30), now=day(30), asking=asking)

    counts = {card.id: card.customers.value for card in found.cards if card.customers.value}
    assert counts == {"repeat_buyer": 1, "passive_browser": 101}  # an account is known: it does not bounce
    cards = cards_of(found)
    assert cards["repeat_buyer"].when == "trait.group.id in ('acme')"
    assert cards["bouncer"].when_unavailable == "Nobody is of this persona."
    assert cards["passive_browser"].when_unavailable == (
        "A condition lists at most 100 organizations; choose a product, a category or a segment."
    )
    typical = cards["repeat_buyer"].typical
    assert typical
    assert (typical.customer_id, [line.times for line in typical.lines]) == ("acme", [1, 1])
    assert found.accounts
    stages = {stage.stage: stage for stage in found.accounts.stages}
    assert (found.accounts.accounts.value, found.accounts.members.value) == (102, 103 / 102)
    assert (stages["reach"].reached.value, stages["conversion"].reached.value) == (2 / 102, 1 / 102)
    assert (stages["reach"].now.value, stages["conversion"].now.value) == (1, 1)
    assert stages["conversion"].days.value == 8
    assert stages["loyalty"].days.unavailable == "No account came to this stage."


def test_what_stops_customers_and_what_they_said_of_themselves_is_counted() -> None:
    rows = [
        (0, "Products Searched", '{"query": "Tea ", "results": 0}'),
        (0, "Product Viewed", '{"name": "Pot", "in_stock": false}'),
        (1, "Product Viewed", '{"name": "Cup", "availability": "in stock"}'),
        (1, "Ticket Created", "{}"),
        (1, "Checkout Started", "{}"),
        (1, "Product Reviewed", '{"rating": "2"}'),
        (0, "Product Reviewed", '{"rating": 5}'),
        (0, "Order Delivered", '{"days_late": -2, "delivery": "on time"}'),
        (1, "Order Delivered", '{"days_late": 3}'),
    ]
    events = pa.Table.from_pylist(
        [
            {"customer_key": key, "at": naive(day(place)), "name": name, "kind": "track", "properties": text}
            for place, (key, name, text) in enumerate(rows)
        ],
        schema=EVENTS,
    )
    traits = ibis.memtable(
        pa.table(
            {
                "customer_key": [0, 0, 1],
                "key": ["gender", "birthday", "age"],
                "value": ['"female"', '"1985-05-01"', "44"],
                "at": pa.array([naive(day(0))] * 3, pa.timestamp("us")),
            }
        )
    )
    drawn = ibis.memtable(pa.table({"drawn_key": [0, 1], "persona": ["passive_browser", "cart_abandoner"]}))

    def told(rows: ir.Table) -> set[tuple[str, str, str]]:
        found = rows.to_pyarrow().to_pylist()
        return {(row["name"], row["persona"], row["value"]) for row in found}

    seen = ibis.memtable(events)
    assert told(personas.stopped(seen, drawn, day(9))) == {
        ("stop", "passive_browser", "no_results"),
        ("stop", "passive_browser", "out_of_stock"),
        ("stop", "cart_abandoner", "complaint"),
        ("stop", "cart_abandoner", "low_review"),
        ("stop", "cart_abandoner", "late_delivery"),
        ("stop", "cart_abandoner", "checkout_left"),
    }
    assert told(personas.stated(traits, drawn, day(9), year=2025)) == {
        ("gender", "passive_browser", "female"),
        ("age", "passive_browser", "40"),
        ("age", "cart_abandoner", "40"),
    }
    searches = personas.shared(seen, drawn, day(9), kind="search", zone="UTC")
    assert told(searches) == {("search", "passive_browser", "tea")}


def test_every_persona_has_a_play_that_ships() -> None:
    assert {shipped_play(PLAYS[persona]).name for persona in PERSONAS} == set(PLAYS.values())
