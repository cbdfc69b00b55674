"""Order lines become orders and refunds: whole, exact, and once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.unit.ingest.files.reading import read, read_text

HEADER = "order_id,customer_id,date,price,quantity,sku\n"


def test_the_lines_of_an_order_become_one_order_with_its_products(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        HEADER + "7,ana,2024-03-01 10:05,2.50,2,A\n7,ana,2024-03-01 10:00,0.10,3,B\n8,bo,2024-03-02,1,1,A\n",
    )

    first, second = found.named("Order Completed")
    assert (first["order_id"], first["revenue_micros"], first["at"]) == (
        "7",
        5_300_000,
        datetime(2024, 3, 1, 10, 0),
    )
    assert first["properties"]["products"] == [
        {"sku": "A", "price": 2.5, "quantity": 2},
        {"sku": "B", "price": 0.1, "quantity": 3},
    ]
    assert first["message_id"] == "order:ana:7"
    assert (second["order_id"], second["revenue_micros"]) == ("8", 1_000_000)
    assert (found.written.orders, found.written.rows_read, found.accepted_rows) == (2, 3, 3)


def test_sums_are_exact_where_floats_are_not(tmp_path: Path) -> None:
    lines = "".join(f"1,ana,2024-01-01,0.1,1,{n}\n" for n in range(1_000)) + "1,ana,2024-01-01,0.000001,1,x\n"

    found = read_text(tmp_path, HEADER + lines)

    assert found.named("Order Completed")[0]["revenue_micros"] == 100_000_001


def test_lines_of_an_order_may_lie_far_apart(tmp_path: Path) -> None:
    between = "".join(f"{n},bo,2024-01-01,1,1,A\n" for n in range(100, 2_000))

    found = read_text(tmp_path, HEADER + "1,ana,2024-01-01,1,1,A\n" + between + "1,ana,2024-01-02,2,1,B\n")

    (order,) = [event for event in found.named("Order Completed") if event["order_id"] == "1"]
    assert (order["revenue_micros"], order["context"]["rows"]) == (3_000_000, 2)


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("", "7,ana,2024-03-01,5,-2,A\n"),  # a negative quantity
        ("", "C7,ana,2024-03-01,5,2,A\n"),  # Online Retail's way to take an order back
        (",status", "7,ana,2024-03-01,5,2,A,cancelled\n"),
        (",status", "7,ana,2024-03-01,5,2,A,Refunded\n"),
        (",Bestellstatus", "7,ana,2024-03-01,5,2,A,Storniert\n"),
    ],
)
def test_what_went_back_becomes_a_refund_of_a_positive_amount(
    tmp_path: Path, header: str, lines: str
) -> None:
    found = read_text(tmp_path, HEADER.replace("\n", header + "\n") + lines)

    (refund,) = found.events
    assert (refund["name"], refund["revenue_micros"]) == ("Order Refunded", 10_000_000)
    assert refund["message_id"].startswith("refund:ana:")
    assert found.written.refunds == 1


def test_an_order_with_a_returned_line_is_an_order_and_a_refund(tmp_path: Path) -> None:
    found = read_text(tmp_path, HEADER + "7,ana,2024-03-01,5,2,A\n7,ana,2024-03-04,5,-1,A\n")

    assert [
        (event["name"], event["revenue_micros"]) for event in sorted(found.events, key=lambda e: e["at"])
    ] == [
        ("Order Completed", 10_000_000),
        ("Order Refunded", 5_000_000),
    ]


def test_a_free_line_belongs_to_its_order_and_a_free_order_has_revenue_0(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, HEADER + "7,ana,2024-03-01,5,1,A\n7,ana,2024-03-01,0,1,gift\n8,ana,2024-03-02,0,1,gift\n"
    )

    assert [event["revenue_micros"] for event in found.named("Order Completed")] == [5_000_000, 0]


def test_lines_without_a_customer_are_set_aside_order_by_order(tmp_path: Path) -> None:
    found = read_text(tmp_path, HEADER + "7,,2024-03-01,5,1,A\n7,,2024-03-01,5,1,B\n8,ana,2024-03-01,5,1,A\n")

    assert found.refused == [("missing_customer", "Order 7 (row 1) names no customer.")]
    assert (found.refused_rows, found.accepted_rows, found.written.refused_rows) == (2, 1, 2)


def test_lines_that_leave_blanks_take_customer_currency_and_total_from_their_order(tmp_path: Path) -> None:
    shopify = (
        "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n"
        "#1001,Ana@x.org,paid,EUR,30.00,2024-01-05 10:11:12 +0900,1,Tea,10.00,T\n"
        "#1001,Ana@x.org,,,,2024-01-05 10:11:12 +0900,2,Cup,10.00,C\n"
    )

    found = read_text(tmp_path, shopify)

    (order,) = found.named("Order Completed")
    assert (order["order_id"], order["currency"], order["revenue_micros"]) == ("#1001", "EUR", 30_000_000)
    assert order["at"] == datetime(2024, 1, 5, 1, 11, 12)
    assert order["message_id"] == "order:ana@x.org:#1001"
    assert order["properties"]["total"] == 30


def test_an_order_of_two_customers_is_an_order_of_each(tmp_path: Path) -> None:
    found = read_text(tmp_path, HEADER + "7,ana,2024-03-01,5,1,A\n7,bo,2024-03-01,4,1,B\n")

    assert sorted(event["message_id"] for event in found.events) == ["order:ana:7", "order:bo:7"]


def test_a_file_of_whole_orders_needs_only_their_totals(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Order Number,Email,Order Date,Order Total\n7,ana@x.org,2024-03-01,12.34\n")

    assert found.named("Order Completed")[0]["revenue_micros"] == 12_340_000


def test_an_unreadable_line_sets_its_whole_order_aside_and_no_other(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, HEADER + "7,ana,2024-03-01,5,1,A\n7,ana,2024-03-01,five,1,B\n8,ana,2024-03-01,5,1,A\n"
    )

    assert found.refused == [("amount_unreadable", "Row 2: 'five' is no amount (column price).")]
    assert (found.refused_rows, found.accepted_rows) == (2, 1)


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("0000-01-01", "date_too_old"),
        ("1969-12-31", "date_too_old"),
        ("9999-12-31", "date_out_of_range"),
        ("2026-11-23", "date_in_future"),
        ("soon", "date_unreadable"),
        ("2024-02-30", "date_unreadable"),
        ("", "missing_column"),
    ],
)
def test_a_date_that_cannot_be_sets_the_order_aside(tmp_path: Path, date: str, reason: str) -> None:
    found = read_text(tmp_path, HEADER + f"7,ana,{date},5,1,A\n8,ana,2024-03-01,5,1,A\n")

    assert [one for one, _ in found.refused] == [reason]
    assert (found.refused_rows, found.accepted_rows) == (1, 1)


@pytest.mark.parametrize(
    ("written", "zone", "moment"),
    [
        ("2024-07-01 12:00", "UTC", datetime(2024, 7, 1, 12)),
        ("2024-07-01 12:00", "Europe/London", datetime(2024, 7, 1, 11)),
        ("2024-01-01 12:00", "Europe/London", datetime(2024, 1, 1, 12)),
        ("2024-07-01T12:00:00+02:00", "Europe/London", datetime(2024, 7, 1, 10)),
        ("2024-07-01T12:00:00.250Z", "Asia/Tokyo", datetime(2024, 7, 1, 12, 0, 0, 250_000)),
        ("2024-07-01 12:00:00 -0500", "UTC", datetime(2024, 7, 1, 17)),
        ("01.07.2024 12:00", "UTC", datetime(2024, 7, 1, 12)),
        ("31/12/2010 8:26", "UTC", datetime(2010, 12, 31, 8, 26)),
        ("12/31/10 8:26", "UTC", datetime(2010, 12, 31, 8, 26)),
        ("12/31/2010 08:26 PM", "UTC", datetime(2010, 12, 31, 20, 26)),
        ("3/4/2024", "Europe/Berlin", datetime(2024, 4, 2, 22)),
        ("3/4/2024", "America/New_York", datetime(2024, 3, 4, 5)),
        ("2024年7月1日 12:00", "Asia/Tokyo", datetime(2024, 7, 1, 3)),
        ("20240701", "UTC", datetime(2024, 7, 1)),
        ("1719835200", "UTC", datetime(2024, 7, 1, 12)),
        ("1719835200000", "Asia/Tokyo", datetime(2024, 7, 1, 12)),
    ],
)
def test_times_are_read_as_people_write_them(
    tmp_path: Path, written: str, zone: str, moment: datetime
) -> None:
    found = read_text(tmp_path, HEADER + f'7,ana,"{written}",5,1,A\n', zone=zone)

    assert [event["at"] for event in found.events] == [moment]


def test_one_day_above_12_tells_how_all_dates_are_written(tmp_path: Path) -> None:
    found = read_text(tmp_path, HEADER + "7,ana,3/4/2024,5,1,A\n8,ana,3/25/2024,5,1,A\n")

    assert [event["at"] for event in found.named("Order Completed")] == [
        datetime(2024, 3, 4),
        datetime(2024, 3, 25),
    ]


@pytest.mark.parametrize(
    ("prices", "micros"),
    [
        (["1.234,56", "2,50"], [1_234_560_000, 2_500_000]),
        (["1,234.56", "2.50"], [1_234_560_000, 2_500_000]),
        (["1.234,56", "12.50"], [1_234_560_000, 12_500_000]),  # one value against the file's way
        (["€ 1.234,56", "3,00 EUR"], [1_234_560_000, 3_000_000]),
        (["¥1,200", "300円"], [1_200_000_000, 300_000_000]),
        (["1 234,56", "1'234,56"], [1_234_560_000, 1_234_560_000]),
        (["1.5e2", "1e-3"], [150_000_000, 1_000]),
    ],
)
def test_amounts_are_read_as_people_write_them(tmp_path: Path, prices: list[str], micros: list[int]) -> None:
    lines = "".join(f'{n};ana;2024-01-0{n};"{price}";1;A\n' for n, price in enumerate(prices, start=1))

    found = read_text(tmp_path, HEADER.replace(",", ";") + lines)

    assert [event["revenue_micros"] for event in found.named("Order Completed")] == micros


@pytest.mark.parametrize("price", ["abc", "12 abc 34", "nan", "inf", "1e99", "--5"])
def test_what_is_no_amount_is_never_taken_for_one(tmp_path: Path, price: str) -> None:
    found = read_text(tmp_path, HEADER + f"7,ana,2024-03-01,{price},1,A\n8,ana,2024-03-01,5,1,A\n")

    assert [reason for reason, _ in found.refused] == ["amount_unreadable"]


def test_the_latest_line_tells_a_customers_country_and_email(tmp_path: Path) -> None:
    header = "order_id,customer_id,email,date,price,country\n"
    lines = "2,ana,ana@new.org,2024-02-01,1,FR\n1,ana,ana@old.org,2024-01-01,1,DE\n3,ana,,2024-03-01,1,\n"

    found = read_text(tmp_path, header + lines)

    (told,) = found.named("Identified")
    assert told["traits"] == {"email": "ana@new.org", "country": "FR"}
    assert (told["context"]["rows"], found.accepted_rows) == (0, 3)


def test_the_same_file_gives_the_same_messages(tmp_path: Path) -> None:
    text = HEADER + "7,ana,2024-03-01,5,1,A\n,ana,2024-03-01,5,1,A\n9,,2024-03-01,5,1,A\n10,bo,x,5,1,A\n"

    first, second = read_text(tmp_path, text), read_text(tmp_path, text)

    assert [event["message_id"] for event in first.events] == [event["message_id"] for event in second.events]
    assert [one.fingerprint for one in first.intake.quarantined] == [
        one.fingerprint for one in second.intake.quarantined
    ]
    assert len(first.intake.quarantined) == 3


def test_ids_that_stand_for_nobody_are_set_aside(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        HEADER + "7,null,2024-03-01,5,1,A\n8,undefined,2024-03-01,5,1,A\n9,17850.0,2024-03-01,5,1,A\n",
    )

    assert [reason for reason, _ in found.refused] == ["placeholder_id", "placeholder_id"]
    assert [event["message_id"] for event in found.events] == ["order:17850:9"]


def test_online_retail_is_accounted_for_to_the_last_line(shared_data: Path) -> None:
    found = read(shared_data / "online-retail" / "online_retail.parquet", "orders")

    paid = [event for event in found.named("Order Completed") if event["revenue_micros"] > 0]
    assert found.written.rows_read == 541_909 == found.accepted_rows + found.refused_rows
    assert found.refused_rows == 135_080 == found.written.refused_rows
    assert {reason for reason, _ in found.refused} == {"missing_customer"}
    assert (len(paid), len({event["identity_key"] for event in paid})) == (18_532, 4_338)
    assert sum(event["revenue_micros"] for event in paid) == 8_911_407_904_000
    refunds = found.named("Order Refunded")
    assert (len(refunds), sum(event["revenue_micros"] for event in refunds)) == (3_654, 611_342_090_000)
    assert found.intake.duplicates_in_batch == {}
