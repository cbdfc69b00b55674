"""Conditions: read, written, and compiled once for every engine."""

from __future__ import annotations

import json
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.conditions import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Known,
    Not,
    Operand,
    Share,
    Span,
    compile_condition,
    condition_of,
    problems_of,
    read_condition,
    sentence,
    tree_of,
)
from evergrow.kernel import Refusal

ROWS = ibis.memtable(
    pa.table({"orders": pa.array([0, 1, 3, None], pa.int64()), "city": ["Rome", None, "Oslo", "o'B"]})
)


def _holds(text: str) -> list[bool]:
    condition = compile_condition(read_condition(text), lambda operand: ROWS[str(operand)])
    return ROWS.select(holds=condition).to_pyarrow()["holds"].to_pylist()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("orders", [False, True, True, False]),
        ("orders >= 2", [False, False, True, False]),
        ("not orders", [True, False, False, True]),
        ("orders = 0 or orders > 2", [True, False, True, False]),
        ("orders and city = 'Oslo'", [False, False, True, False]),
        ("city = 'o''B'", [False, False, False, True]),
        ("not (orders = 0 or city = 'Oslo')", [False, True, False, True]),
    ],
)
def test_a_condition_says_of_each_row_whether_it_holds(text: str, holds: list[bool]) -> None:
    assert _holds(text) == holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("tags = 'a'", [True, False, False]),
        ("tags in ('b', 'z')", [True, False, False]),
        ("tags != 'a'", [True, True, False]),
        ("tags >= 7", [False, True, False]),
        ("tags contains 'B'", [True, False, False]),
        ("tags is known", [True, True, False]),
        ("not tags = 'a'", [False, True, True]),
    ],
)
def test_of_several_values_one_that_is_so_is_enough(text: str, holds: list[bool]) -> None:
    lists = pa.array([["a", "b", None], ["7"], None], pa.list_(pa.string()))
    rows = ibis.memtable(pa.table({"tags": lists, "own": pa.array([None] * 3, pa.string())}))
    condition = compile_condition(read_condition(text), lambda operand: (rows.own, rows.tags))
    assert rows.select(holds=condition).to_pyarrow()["holds"].to_pylist() == holds


def test_products_are_asked_for_where_there_are_several_and_no_field_of_an_event_is_today() -> None:
    bought = read_condition("did 'Order Completed' where (product = 'Tea' and product.price > 3)")
    assert problems_of(bought, Known()) == []
    assert sentence(bought) == "bought with product is Tea and product price is more than 3"
    assert sentence(bought, "ja") == "（商品がTeaである、かつ商品価格が3より大きい）購入した"
    for text in (
        "last product.name of 'Order Completed' = 'Tea'",
        "product = 'Tea'",
        "did 'X' where (product.)",
    ):
        assert problems_of(read_condition(text), Known()), text
    today = read_condition("did 'Signed Up' where (properties.birthday is today)")
    assert [one.what for one in problems_of(today, Known())] == [
        "'properties.birthday' of an event cannot be today; a trait can."
    ]


@pytest.mark.parametrize(
    "text",
    ["", "orders >=", "orders in the last days", "orders in the last 0 days", "(orders", "orders )", "and", "a @ b",
     "orders in the last 99999 days", "(" * 200 + "orders" + ")" * 200, "not " * 200 + "orders"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_condition(text, where="maps/shop.yaml:14")
    assert refused.value.code == "condition.unreadable"
    assert refused.value.problems[0].where == "maps/shop.yaml:14"


_names = st.sampled_from(
    ["orders", "properties.plan", "last visit", "known", "count", "time", "in", "first", "trait.a"]
)
_texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
_plain = (
    st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.booleans()
    | _texts
)
_spans = st.builds(Span, st.integers(1, 3650), st.sampled_from(["minutes", "hours", "days"]))
_tests = st.one_of(
    st.tuples(st.sampled_from([">=", "<=", ">", "<", "=", "!="]), _plain | _spans),
    st.tuples(st.sampled_from(["contains", "starts with"]), _texts),
    st.tuples(st.just("in"), st.lists(_plain, min_size=1, max_size=3).map(tuple)),
    st.tuples(st.sampled_from(["is known", "is today"]), st.just(True)),
)
_fields = st.builds(Operand, _names)


def _compared(pair: tuple[Any, tuple[Any, Any]]) -> Comparison:
    operand, (operator, value) = pair
    return Comparison(operand, operator, value)


_of_events = st.tuples(_fields, _tests).map(_compared)
_events = st.none() | _texts
_windows = st.none() | _spans
_wheres = st.none() | _of_events | st.lists(_of_events, min_size=2, max_size=3).map(tuple).map(Either)
_counted = st.sampled_from(["count", "time since first", "time since last"])
_valued = st.sampled_from(["sum", "average", "highest", "lowest", "first", "last"])
_operands = st.one_of(
    st.builds(Operand, _names, _windows),
    st.builds(Behaviour, _counted, _events, st.none(), _wheres, _windows),
    st.builds(Behaviour, _valued, _events, _names, _wheres, _windows),
    st.builds(Share, _of_events, _events, _wheres, _windows),
)
_comparisons = st.tuples(_operands, _tests).map(_compared) | st.builds(InSegment, _texts)


def _nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Both, parts) | st.builds(Either, parts) | st.builds(Not, inner)


def _flat(condition: Condition) -> Condition:
    """`a and (b and c)` is written, and so read, as `a and b and c`."""
    match condition:
        case Both(parts):
            flat = [_flat(part) for part in parts]
            return Both(
                tuple(inner for part in flat for inner in (part.parts if isinstance(part, Both) else (part,)))
            )
        case Either(parts):
            flat = [_flat(part) for part in parts]
            return Either(
                tuple(
                    inner for part in flat for inner in (part.parts if isinstance(part, Either) else (part,))
                )
            )
        case Not(part):
            return Not(_flat(part))
        case _:
            return condition


@given(st.recursive(_comparisons, _nested, max_leaves=8))
def test_a_condition_that_is_written_reads_as_itself(condition: Condition) -> None:
    assert read_condition(str(condition)) == _flat(condition)


@given(st.recursive(_comparisons, _nested, max_leaves=8))
def test_a_condition_goes_through_json_and_can_be_said(condition: Condition) -> None:
    tree = json.loads(json.dumps(tree_of(condition)))
    named = not any(text in str(condition) for text in ("segment ''", "''"))  # the builder wants names
    if named:
        assert condition_of(tree) == _flat(condition)
    assert sentence(condition, "en")
    assert sentence(condition, "ja")


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        (
            "count of 'Order Completed' in the last 90 days >= 2 and trait.country = 'JP'",
            "bought at least twice in the last 90 days and lives in JP",
            "過去90日間に2回以上購入した、かつ国がJPである",
        ),
        (
            "did not 'Product Viewed' in the last 3 hours",
            "did not look at a product in the last 3 hours",
            "過去3時間に商品を見ていない",
        ),
        (
            "not in segment 'staff' or consent.email.offers",
            "is not in the segment staff or agreed to offers by email",
            "セグメント「staff」に入っていない、またはメールでの「offers」に同意している",
        ),
        (
            "time since last 'Order Completed' > 30 days",
            "last Order Completed was more than 30 days ago",
            "最後の「Order Completed」からの経過が30日より大きい",
        ),
        (
            "sum of revenue of 'Order Completed' >= 300",
            "total revenue of Order Completed is at least 300",
            "「Order Completed」の売上の合計が300以上",
        ),
        (
            "stage = 'retention' and rfm in ('at_risk', 'mine')",
            "stage is retention and RFM segment is one of at_risk, mine",
            "ステージが継続である、かつRFMセグメントが離脱の恐れ、mineのいずれかである",
        ),
        (
            "share of properties.category = 'shoes' in 'Product Viewed' in the last 90 days > 0.6",
            "category is shoes in more than 60 % of Product Viewed in the last 90 days",
            "過去90日間に「Product Viewed」のうちcategoryがshoesであるものの割合が60%より大きい",
        ),
        (
            "prediction.churn >= 0.6 and not value.active < 0.5",
            "has a chance of at least 60 % to lapse and has a chance of at least 50 % to be active still",
            "離脱する確率が60%以上、かつ今も活動している確率が50%以上",
        ),
        (
            "did not 'Email Sent' in the last 7 days",
            "did not get an email in the last 7 days",
            "過去7日間にメールを受け取っていない",
        ),
        ("orders and not referrals", "has orders and has no referrals", "注文数がある、かつreferralsがない"),
        (
            "value.expected > 500",
            "expected value of the next year is more than 500",
            "今後1年の予想価値が500より大きい",
        ),
    ],
)
def test_a_condition_is_said_in_words(text: str, english: str, japanese: str) -> None:
    condition = read_condition(text)
    assert sentence(condition, "en") == english
    assert sentence(condition, "ja") == japanese


def test_what_a_condition_names_is_said_by_its_title() -> None:
    condition = read_condition(
        "in segment 'vip' and consent.email.offers and did 'Email Opened' where (properties.journey = 'cart')"
    )
    titles = {
        ("segment", "vip"): "Best customers",
        ("topic", "offers"): "Good offers",
        ("journey", "cart"): "Cart left",
    }
    said = sentence(condition, "en", titles)
    assert said.startswith("is in the segment Best customers and agreed to Good offers by email")
    assert "Cart left" in said
    assert "「Best customers」" in sentence(condition, "ja", titles)


@pytest.mark.parametrize(
    "tree",
    [None, [], {"kind": "what"}, {"kind": "all", "parts": []}, {"kind": "not"}, {"kind": "segment"},
     {"kind": "compare", "operand": {"kind": "field", "name": "x"}, "operator": "~", "value": 1},
     {"kind": "compare", "operand": {"kind": "field", "name": "x"}, "operator": "in", "value": 1},
     {"kind": "compare", "operand": {"kind": "events", "reading": "sum", "event": "X"}, "operator": "=", "value": 1}],
)  # fmt: skip
def test_json_that_is_no_condition_is_refused_with_its_place(tree: object) -> None:
    with pytest.raises(Refusal) as refused:
        condition_of(tree)
    assert refused.value.code == "condition.misshapen"
    assert refused.value.problems[0].where.startswith("condition")
