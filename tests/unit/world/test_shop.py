from datetime import UTC, datetime

import polars as pl
import pytest

from evergrow.ingest import RECORDS
from evergrow.world import Shop, WorldPlan, make_shop

END = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLAN = WorldPlan(end=END, customers=2_000, seed=3)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(PLAN)


@pytest.fixture(scope="module")
def records(shop: Shop) -> pl.DataFrame:
    frame = pl.from_arrow(shop.records)
    assert isinstance(frame, pl.DataFrame)
    return frame


@pytest.fixture(scope="module")
def orders(records: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("properties").str.json_path_match("$.total").cast(pl.Float64)
    return records.filter(pl.col("name") == "Order Completed").with_columns(total=total)


def test_the_same_plan_makes_the_same_shop(shop: Shop) -> None:
    assert make_shop(PLAN).records.equals(shop.records)


def test_another_seed_makes_another_shop(shop: Shop) -> None:
    assert not make_shop(WorldPlan(end=END, customers=2_000, seed=4)).records.equals(shop.records)


def test_the_records_are_what_every_way_in_is_translated_to(shop: Shop) -> None:
    assert shop.records.schema.equals(RECORDS)


def test_everything_happens_in_order_between_the_start_and_the_end(records: pl.DataFrame) -> None:
    at = records["timestamp"]
    assert at.is_sorted()
    assert PLAN.start <= at[0]
    assert at[-1] < END


def test_every_record_has_an_id_of_its_own_and_somebody_who_did_it(records: pl.DataFrame) -> None:
    assert records["message_id"].n_unique() == len(records)
    nobody = records.filter(pl.col("user_id").is_null() & pl.col("anonymous_id").is_null())
    assert len(nobody) == 0


def test_two_plans_can_fill_one_shop_without_sharing_an_id(records: pl.DataFrame) -> None:
    other = pl.from_arrow(make_shop(WorldPlan(end=END, customers=500, seed=3, first_number=2_001)).records)
    assert isinstance(other, pl.DataFrame)
    for column in ("message_id", "user_id"):
        assert not set(other[column].drop_nulls()) & set(records[column].drop_nulls())


def test_there_are_customers_in_every_stage(records: pl.DataFrame, orders: pl.DataFrame) -> None:
    known = records["user_id"].drop_nulls().n_unique()
    bought = orders.group_by("user_id").agg(
        last=pl.col("timestamp").max(),
        orders=pl.len(),
        this_year=(pl.col("timestamp") > END - pl.duration(days=365)).sum(),
    )
    active = bought.filter(pl.col("last") > END - pl.duration(days=180))
    assert 0.4 * PLAN.customers < known < 0.65 * PLAN.customers
    assert 0.2 * known < known - len(bought) < 0.6 * known
    assert len(active.filter(pl.col("orders") == 1)) > 50
    assert len(active.filter(pl.col("this_year") >= 5)) > 30
    assert len(bought) - len(active) > 100


def test_the_leak_is_between_the_first_order_and_the_second(orders: pl.DataFrame) -> None:
    counts = orders.group_by("user_id").len()["len"].to_list()
    once, again, often = (sum(count >= least for count in counts) for least in (1, 2, 3))
    assert again / once < 0.58 < often / again


def test_customers_stop_seldom_and_come_back_after_half_a_year(orders: pl.DataFrame) -> None:
    silence = (
        orders.sort("timestamp").select(pl.col("timestamp").diff().over("user_id"))["timestamp"].drop_nulls()
    )
    won_back = (silence > pl.select(pl.duration(days=180)).item()).sum()
    assert 20 < won_back < 0.15 * len(orders)


def test_evenings_weekends_and_the_weeks_before_christmas_are_busy(records: pl.DataFrame) -> None:
    british = records.filter(pl.col("context").str.contains('"country":"GB"'))["timestamp"]
    hours = british.dt.hour()
    assert ((hours >= 18) & (hours < 22)).sum() > 3 * ((hours >= 2) & (hours < 6)).sum()
    weekend = (records["timestamp"].dt.weekday() >= 6).mean()
    assert isinstance(weekend, float)
    assert weekend > 2 / 7


def test_an_order_costs_what_its_lines_and_the_shipping_cost(orders: pl.DataFrame) -> None:
    shape = pl.Struct({"price": pl.Float64, "quantity": pl.Int64})
    document = pl.Struct({"shipping": pl.Float64, "total": pl.Float64, "products": pl.List(shape)})
    read = orders.select(pl.col("properties").str.json_decode(document)).unnest("properties")
    goods = pl.col("products").list.eval(pl.element().struct[0] * pl.element().struct[1]).list.sum()
    off = read.select((goods + pl.col("shipping") - pl.col("total")).abs().max()).item()
    assert off < 0.005


def test_somebody_who_buys_was_identified_before(records: pl.DataFrame, orders: pl.DataFrame) -> None:
    named = records.filter(pl.col("type") == "identify").group_by("user_id").agg(pl.col("timestamp").min())
    first = orders.group_by("user_id").agg(first=pl.col("timestamp").min())
    both = first.join(named, on="user_id", how="left")
    assert both["timestamp"].null_count() == 0
    assert (both["timestamp"] < both["first"]).all()


def test_refunds_repeat_an_order_and_referrals_name_a_customer(records: pl.DataFrame) -> None:
    def field(name: str, path: str) -> set[str]:
        rows = records.filter(pl.col("name") == name)
        return set(rows["properties"].str.json_path_match(path).drop_nulls())

    refunded = field("Order Refunded", "$.order_id")
    assert refunded
    assert refunded <= field("Order Completed", "$.order_id")
    referred = field("Referral Converted", "$.referred_user_id")
    assert referred
    assert referred <= set(records["user_id"])


def test_some_people_use_two_devices_and_some_devices_are_shared(records: pl.DataFrame) -> None:
    pairs = records.drop_nulls(["user_id", "anonymous_id"]).unique(["user_id", "anonymous_id"])
    devices = pairs.group_by("user_id").len()["len"]
    users = pairs.group_by("anonymous_id").len()["len"]
    assert (devices == 2).sum() > 50
    assert (users == 2).sum() > 0


def test_names_are_written_in_the_language_of_the_country(records: pl.DataFrame) -> None:
    joins = records.filter((pl.col("type") == "identify") & pl.col("traits").str.contains('"name"'))
    japanese = joins.filter(pl.col("traits").str.contains('"country":"JP"'))
    names = japanese["traits"].str.json_path_match("$.name")
    assert names.str.contains(r"^[\p{Han}\p{Hiragana}]+ [\p{Han}\p{Hiragana}]+$").all()
    assert joins["traits"].str.json_path_match("$.email").str.contains(r"^[a-z.]+\.\d+@example\.").all()


def test_looks_end_where_they_began_most_on_the_page_of_the_dearest_campaign(records: pl.DataFrame) -> None:
    path = pl.col("properties").str.json_path_match("$.path")
    visits = records.with_columns(who=pl.coalesce("user_id", "anonymous_id")).sort("who", "timestamp")
    following = pl.col("timestamp").shift(-1).over("who") - pl.col("timestamp")
    ended = following.is_null() | (following > pl.duration(minutes=30))
    pages = visits.with_columns(page=path, ended=ended).filter(pl.col("type") == "page")
    shares = dict(pages.group_by("page").agg(pl.col("ended").mean()).iter_rows())
    assert shares["/slow-mornings"] == max(shares.values())
    assert 0.05 < shares["/"] < 0.35


def test_every_day_of_a_channel_that_costs_has_its_spend(shop: Shop) -> None:
    spend = pl.from_arrow(shop.spend)
    assert isinstance(spend, pl.DataFrame)
    assert spend.select("day", "channel").is_unique().all()
    days = spend.group_by("channel").agg(days=pl.len(), least=pl.col("amount_micros").min())
    assert set(days["channel"]) == {"Google Ads", "Instagram Ads", "Awin"}
    assert set(days["days"]) == {PLAN.days + 1}
    assert (days["least"] > 0).all()


def test_some_products_lie_together_more_often_than_by_themselves(orders: pl.DataFrame) -> None:
    names = orders.select(
        pl.col("properties").str.json_decode(pl.Struct({"products": pl.List(pl.Struct({"name": pl.String}))}))
    )
    baskets = names.unnest("properties")["products"].list.eval(pl.element().struct[0]).to_list()
    pen, ink = (sum(name in basket for basket in baskets) for name in ("Letter Set Washi", "Brass Pen"))
    both = sum("Letter Set Washi" in basket and "Brass Pen" in basket for basket in baskets)
    assert both > 2 * pen * ink / len(baskets)
