"""The queries that put orders together. Text columns in, columns of RECORDS and why a record is refused out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evergrow.ingest.files.objects import json_object, quoted, string
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.values import PRICE, QUANTITY, Style, amount, instant

FIELDS: Final = (
    "order_id", "customer_id", "email", "at", "price", "quantity", "total", "sku", "product", "status", "currency", "country",
)  # fmt: skip
TRAITS: Final = ("email", "country")
_GONE: Final = r"cancel|refund|voided|returned|storniert|erstattet|retour|キャンセル|取消|返金|返品"
_SUM: Final = "decimal(38, 6)"


def records(mapping: Mapping[str, str], options: ImportOptions, style: Style, import_id: str) -> str:
    """From `some_lines` (whole orders): one row per (order, customer, completed or refunded)."""
    return f"""
with read as (
    select line, k, order_id, sku, product, price as price_text, quantity as quantity_text, "at" as at_text,
        total as total_text, lower(status) as status, currency, {_customer(mapping)} as told_customer,
        {_moment(options, style)} as moment,
        {_amount_of("price", mapping, style, PRICE)} as unit, {_quantity(mapping, style)} as count,
        {_amount_of("total", mapping, style, PRICE)} as order_total
    from some_lines
), orders as (
    select k as order_key,
        case when count(distinct told_customer) = 1 then any_value(told_customer) end as only_customer,
        coalesce(bool_or(regexp_matches(status, '{_GONE}')), false) or regexp_full_match(k, '[Cc][0-9]+') as is_gone,
        arg_min(nullif(currency, ''), line) filter (currency <> '') as currency_code,
        arg_min(order_total, line) filter (order_total is not null) as total_told
    from read group by k
), judged as (
    select read.*, coalesce(told_customer, only_customer) as customer, is_gone, currency_code, total_told,
        is_gone or coalesce(count < 0, false) or coalesce(unit < 0, false) as is_back,
        {_problem(mapping)} as problem
    from read join orders on k = order_key
), grouped as (
    select k, customer, is_back, count(*) as rows, min(line) as first_line, min(moment) as first_moment,
        any_value(order_id) as order_id, any_value(currency_code) as currency_code,
        cast({_revenue(mapping)} as {_SUM}) as revenue, any_value(total_told) as total_told,
        arg_min(problem, line) filter (problem is not null) as problem,
        string_agg({_product(mapping)}, ',' order by line) as products,
        string_agg({_raw_line()}, ',' order by line) filter (problem is not null) as bad_lines
    from judged group by k, customer, is_back
), told as (
    select *, case when order_id = '' then 'missing_column|Row ' || first_line || ' has no order id.'
        when problem is not null then problem
        when customer is null then 'missing_customer|Order ' || order_id || ' (row ' || first_line || ') names no customer.'
        when first_moment is null then 'missing_column|Order ' || order_id || ' (row ' || first_line || ') has no time.'
        {_date_problems()} end as refusal
    from grouped
)
select 'track' as type,
    case when is_back then 'refund:' else 'order:' end || coalesce(customer, '') || ':'
        || case when order_id = '' or customer is null or refusal is not null then order_id || ':' || md5(products || coalesce(bad_lines, ''))
           else order_id end as message_id,
    case when is_back then 'Order Refunded' else 'Order Completed' end as name,
    customer as user_id,
    case when refusal is null or not starts_with(refusal, 'date') then timezone('UTC', first_moment) end as timestamp,
    {_properties(options)} as properties,
    {_context(import_id, "rows")} as context,
    split_part(refusal, '|', 1) as refused, substr(refusal, instr(refusal, '|') + 1) as refused_what,
    rows as lines
from told order by k, customer, is_back
"""


def customers(mapping: Mapping[str, str], options: ImportOptions, style: Style, import_id: str) -> str:
    """From `lines`: what the latest line of each customer tells about them. Email and country, as far as mapped."""
    told = ", ".join(
        f"arg_max(nullif({field}, ''), (moment, line)) filter ({field} <> '') as {field}" for field in TRAITS
    )
    traits = json_object((field, string(field)) for field in TRAITS)
    return f"""
with read as (
    select {_customer(mapping)} as customer, line, email, country, {_moment(options, style)} as moment from lines
), told as (
    select customer, max(moment) as latest, {told} from read
    where customer is not null and moment between timestamp '1970-01-01' and timestamp '2199-12-31' group by customer
), written as (select *, {traits} as traits from told)
select 'identify' as type, 'identify:' || customer || ':' || md5(traits || '|' || latest) as message_id, customer as user_id,
    timezone('UTC', latest) as timestamp, traits, {_context(import_id, "0")} as context, 0::bigint as lines
from written where traits <> '{{}}' order by latest, customer
"""


def _moment(options: ImportOptions, style: Style) -> str:
    return instant('"at"', options.zone, style)


def _customer(mapping: Mapping[str, str]) -> str:
    email = "nullif(lower(email), '')"
    if "customer_id" not in mapping:
        return email
    tidy = "case when regexp_full_match(customer_id, '[0-9]+[.]0+') then split_part(customer_id, '.', 1) else nullif(customer_id, '') end"
    return f"coalesce({tidy}, {email})"


def _amount_of(field: str, mapping: Mapping[str, str], style: Style, kind: str) -> str:
    return amount(field, style, kind) if field in mapping else f"cast(null as {kind})"


def _quantity(mapping: Mapping[str, str], style: Style) -> str:
    return amount("quantity", style, QUANTITY) if "quantity" in mapping else f"cast(1 as {QUANTITY})"


def _revenue(mapping: Mapping[str, str]) -> str:
    return "sum(abs(unit * count))" if "price" in mapping else "abs(any_value(total_told))"


def _problem(mapping: Mapping[str, str]) -> str:
    """SQL for why a line cannot be read: `reason|sentence`, or null."""

    def says(reason: str, field: str) -> str:
        column = quoted(
            f" is no {'date' if field == 'at' else 'amount'} (column {mapping.get(field, field)})."
        )
        return f"'{reason}|Row ' || line || ': ''' || left({field}_text, 60) || '''' || {column}"

    cases = [f"when at_text <> '' and moment is null then {says('date_unreadable', 'at')}"]
    for field, value in (("price", "unit"), ("quantity", "count")):
        if field in mapping:
            empty = (
                f"'missing_column|Row ' || line || {quoted(f' has no {field} (column {mapping[field]}).')}"
            )
            cases.append(f"when {field}_text = '' then {empty}")
            cases.append(f"when {value} is null then {says('amount_unreadable', field)}")
    if "price" not in mapping:
        empty = f"'missing_column|Row ' || line || {quoted(' has no total.')}"
        cases.append(
            f"when total_text <> '' and order_total is null then {says('amount_unreadable', 'total')}"
        )
        cases.append(f"when total_told is null then {empty}")
    return f"case {' '.join(cases)} end"


def _date_problems() -> str:
    return (
        "when first_moment < timestamp '1970-01-01' then 'date_too_old|Order ' || order_id || ' (row ' || first_line "
        "|| ') is dated ' || first_moment || '.' "
        "when first_moment >= timestamp '2200-01-01' then 'date_out_of_range|Order ' || order_id || ' (row ' || first_line "
        "|| ') is dated ' || first_moment || '.'"
    )


def _number(value: str) -> str:
    """SQL for a decimal as JSON, without zeros at its end."""
    return f"rtrim(rtrim(cast({value} as varchar), '0'), '.')"


def _product(mapping: Mapping[str, str]) -> str:
    pairs = [
        ("sku", string("nullif(sku, '')")),
        ("name", string("nullif(product, '')")),
        ("price", _number("unit")),
        ("quantity", _number("abs(count)")),
    ]
    return json_object(pair for pair in pairs if pair[0] != "price" or "price" in mapping)


def _raw_line() -> str:
    texts = ("at", "price", "quantity", "total")
    return json_object(
        [("row", "cast(line as varchar)"), *((one, string(f"nullif({one}_text, '')")) for one in texts)]
    )


def _properties(options: ImportOptions) -> str:
    fallback = quoted(options.currency) if options.currency else "null"
    readable = "case when refusal is null or problem is null then {} end"
    return json_object(
        (
            ("order_id", string("nullif(order_id, '')")),
            ("revenue", readable.format(_number("revenue"))),
            ("total", readable.format(_number("abs(total_told)"))),
            ("currency", string(f"upper(coalesce(currency_code, {fallback}))")),
            ("products", "'[' || products || ']'"),
            ("unreadable", "'[' || bad_lines || ']'"),
        )
    )


def _context(import_id: str, rows: str) -> str:
    return json_object((("import", string(quoted(import_id))), ("rows", f"cast({rows} as varchar)")))
