"""Join Olist's tables into the files that `evergrow import` takes: orders.csv, events.csv and customers.csv.

    python prepare.py FOLDER-WITH-THE-CSV-FILES [WHERE-TO]

Olist keeps an order, its lines, its delivery and its review in tables of their own, and calls a customer by another
number in each order. Needs only DuckDB, which Evergrow brings along.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

TIMES = "['%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%m/%d/%Y %H:%M']"
"""As Kaggle writes them, and as a spreadsheet does."""

TABLES = f"""
create view orders as
select o.order_id, c.customer_unique_id as customer_id, o.order_status as status,
    strptime(o.order_purchase_timestamp, {TIMES}) as bought_at,
    try_strptime(o.order_delivered_customer_date, {TIMES}) as delivered_at,
    try_strptime(o.order_estimated_delivery_date, {TIMES}) as promised_at
from read_csv('{{folder}}/olist_orders_dataset.csv', all_varchar = true) o
join read_csv('{{folder}}/olist_customers_dataset.csv', all_varchar = true) c using (customer_id);

create view told as
select *, date_diff('day', promised_at, delivered_at) as days_late,
    case when delivered_at::date > promised_at::date then 'late' else 'on time' end as delivery
from orders where delivered_at is not null;
"""

FILES = {
    # A line of an order each. Canceled orders are left out: their money went back.
    "orders.csv": """
        select o.order_id, o.customer_id, o.bought_at as order_date, i.price, 1 as quantity,
            i.product_id as sku, p.product_category_name as product
        from orders o
        join read_csv('{folder}/olist_order_items_dataset.csv', all_varchar = true) i using (order_id)
        left join read_csv('{folder}/olist_products_dataset.csv', all_varchar = true) p using (product_id)
        where o.status not in ('canceled', 'unavailable')
        order by o.bought_at, o.order_id, i.order_item_id""",
    # What happened to the order, and what the customer said of it.
    "events.csv": """
        select customer_id, 'Order Delivered' as event, delivered_at as timestamp, order_id, delivery, days_late,
            date_diff('day', bought_at, delivered_at) as days, null as rating
        from told
        union all
        select o.customer_id, 'Product Reviewed',
            strptime(r.review_answer_timestamp, {TIMES}), o.order_id, coalesce(t.delivery, 'never came'),
            t.days_late, null, r.review_score::int
        from read_csv('{folder}/olist_order_reviews_dataset.csv', all_varchar = true) r
        join orders o using (order_id)
        left join told t using (order_id)
        order by 3, 4""",
    "customers.csv": """
        select c.customer_unique_id as customer_id, min(o.bought_at) as created_at,
            max(c.customer_state) as state, max(c.customer_city) as city
        from read_csv('{folder}/olist_customers_dataset.csv', all_varchar = true) c
        join orders o on o.customer_id = c.customer_unique_id
        group by 1 order by 1""",
}


def main(folder: Path, to: Path) -> None:
    """Write the three files."""
    database = duckdb.connect()
    database.execute(TABLES.format(folder=folder))
    for name, query in FILES.items():
        asked = query.replace("{folder}", str(folder)).replace("{TIMES}", TIMES)
        database.execute(f"copy ({asked}) to '{to / name}' (header)")
        rows = database.execute(f"select count(*) from read_csv('{to / name}')").fetchone()
        print(f"{name}: {rows[0] if rows else 0:,} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "."))
