"""The queries that put orders together. Text columns in; columns of RECORDS, and why a record is refused, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evergrow.ingest.files.objects import json_object, quoted, string
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.values import PRICE, QUANTITY, Style, amount, instant

TRAITS: Final = ("email", "country")
_GONE: Final = r"cancel|refund|voided|returned|storniert|erstattet|retour|キャンセル|取消|返金|返品"
_LARGEST: Final = (
    10**12
)  # units of the currency; beyond it an amount is a mistake, as in kernel.LARGEST_MICROS


def read_lines(mapping: Mapping[str, str], options: ImportOptions, style: Style) -> str:
    """From `some_lines`: each line as it reads, in the same order. No join and no sort: they cost twice the reading."""
    status = f"regexp_matches(lower(status), '{_GONE}')" if "status" in mapping else "false"
    currency = "nullif(currency, '')" if "currency" in mapping else "cast(null as varchar)"
    return f"""
with read as (
    select *, {_customer(mapping)} as told_customer, {instant('"at"', options.zone, style)} as moment,
        {_amount_of("price", mapping, style)} as unit, {_quantity(mapping, style)} as count,
        {_amount_of("total", mapping, style)} as order_total
    from some_lines
), judged as (select *, {_problem(mapping)} as problem from read)
select k, line, order_id, told_customer, moment, {status} as is_gone, {currency} as told_currency, order_total,
    coalesce(count < 0, false) or coalesce(unit < 0, false) as is_negative, abs(unit * count) as amount, problem,
    {_product(mapping)} as product, case when problem is not null then {_raw_line(mapping)} end as bad_line,
    {_told(mapping)}
from judged
"""


def records(mapping: Mapping[str, str], options: ImportOptions, import_id: str) -> str:
    """From `grouped`: one row per (order, customer, completed or refunded)."""
    revenue = (
        "cast(amount as decimal(38, 6))" if "price" in mapping else "cast(abs(total_told) as decimal(38, 6))"
    )
    return f"""
with summed as (select *, {revenue} as revenue from grouped),
told as (select *, {_refusal()} as refusal from summed)
select 'track' as type,
    case when is_back then 'refund:' else 'order:' end || coalesce(customer, '') || ':' || order_id
        || case when refusal is null then '' else ':' || md5(products || bad_lines) end as message_id,
    case when is_back then 'Order Refunded' else 'Order Completed' end as name,
    customer as user_id,
    case when refusal is null or not starts_with(refusal, 'date') then timezone('UTC', first_moment) end as timestamp,
    {_properties(options)} as properties,
    {_context(import_id, "rows")} as context,
    split_part(refusal, '|', 1) as refused, substr(refusal, instr(refusal, '|') + 1) as refused_what,
    rows as lines
from told order by k, customer, is_back
"""


def told_traits(traits: Sequence[str]) -> str:
    """From `judged`: what the latest of these lines tells about each customer, as rows of `told`."""
    latest = ", ".join(
        f"arg_max({name}, (moment, line)) filter ({name} <> '') as {name}"
        if name in traits
        else f"cast(null as varchar) as {name}"
        for name in TRAITS
    )
    return f"""select customer as k, max(moment) as moment, max(line) as line, {latest} from judged
        where customer is not null and moment between timestamp '1970-01-01' and timestamp '2199-12-31'
        group by customer"""


def customers(import_id: str) -> str:
    """From `told`, with all that it tells of each `k`: one identify per customer, dated as the latest line."""
    told = ", ".join(
        f"arg_max({name}, (moment, line)) filter ({name} is not null) as {name}" for name in TRAITS
    )
    traits = json_object((name, string(name)) for name in TRAITS)
    return f"""
with latest as (select k as customer, max(moment) as latest, {told} from told group by k),
written as (select *, {traits} as traits from latest)
select 'identify' as type, 'identify:' || customer || ':' || md5(traits || '|' || latest) as message_id,
    customer as user_id, timezone('UTC', latest) as timestamp, traits, {_context(import_id, "0")} as context,
    0::bigint as lines
from written where traits <> '{{}}' order by latest, customer
"""


def _customer(mapping: Mapping[str, str]) -> str:
    email = "nullif(lower(email), '')" if "email" in mapping else "cast(null as varchar)"
    if "customer_id" not in mapping:
        return email
    is_float = "ends_with(customer_id, '.0') and regexp_full_match(customer_id, '[0-9]+[.]0')"
    return f"coalesce(case when {is_float} then split_part(customer_id, '.', 1) else nullif(customer_id, '') end, {email})"


def _amount_of(field: str, mapping: Mapping[str, str], style: Style) -> str:
    return amount(field, style) if field in mapping else f"cast(null as {PRICE})"


def _quantity(mapping: Mapping[str, str], style: Style) -> str:
    return amount("quantity", style, QUANTITY) if "quantity" in mapping else f"cast(1 as {QUANTITY})"


def _problem(mapping: Mapping[str, str]) -> str:
    """SQL for why a line cannot be read: `reason|sentence`, or null."""

    def unread(reason: str, field: str, thing: str) -> str:
        rest = quoted(f"' is no {thing} (column {mapping[field]}).")
        return f"""'{reason}|Row ' || line || ': ''' || left("{field}", 60) || {rest}"""

    def empty(field: str) -> str:
        return f"'missing_column|Row ' || line || {quoted(f' has no {field} (column {mapping[field]}).')}"

    cases = [f"""when "at" <> '' and moment is null then {unread("date_unreadable", "at", "date")}"""]
    for field, value in (("price", "unit"), ("quantity", "count")):
        if field in mapping:
            cases.append(f"when {value} is null and {field} = '' then {empty(field)}")
            cases.append(f"when {value} is null then {unread('amount_unreadable', field, 'amount')}")
    if "price" not in mapping:
        cases.append(
            f"when order_total is null and total <> '' then {unread('amount_unreadable', 'total', 'amount')}"
        )
    return f"case {' '.join(cases)} end"


def _refusal() -> str:
    """SQL for why an order is set aside: `reason|sentence`, or null."""
    here = "'Order ' || order_id || ' (row ' || first_line || ') "
    return f"""case when order_id = '' then 'missing_column|Row ' || first_line || ' has no order id.'
        when problem is not null then problem
        when customer is null then 'missing_customer|' || {here}names no customer.'
        when revenue is null then 'missing_column|' || {here}has no amount.'
        when first_moment is null then 'missing_column|' || {here}has no time.'
        when first_moment < timestamp '1970-01-01' then 'date_too_old|' || {here}is dated ' || first_moment || '.'
        when first_moment >= timestamp '2200-01-01' then 'date_out_of_range|' || {here}is dated ' || first_moment || '.'
        when revenue > {_LARGEST} then 'amount_unreadable|' || {here}adds up to more than a trillion.'
        when not regexp_full_match(currency_code, '[A-Za-z]{{3}}') then 'currency_unreadable|' || {here}is in '''
            || currency_code || ''', which is no currency.' end"""


def _number(value: str) -> str:
    """SQL for a decimal as JSON, without zeros at its end."""
    return f"rtrim(rtrim(cast({value} as varchar), '0'), '.')"


def _product(mapping: Mapping[str, str]) -> str:
    values = {
        "sku": ("sku", string("nullif(sku, '')")),
        "product": ("name", string("nullif(product, '')")),
        "price": ("price", "cast(cast(unit as double) as varchar)"),
    }
    named = [value for field, value in values.items() if field in mapping]
    whole = "cast(cast(abs(count) as bigint) as varchar)"
    quantity = (
        f"case when count = trunc(count) then {whole} else cast(cast(abs(count) as double) as varchar) end"
    )
    return json_object([*named, ("quantity", quantity)])


def _raw_line(mapping: Mapping[str, str]) -> str:
    texts = [
        (name, string(f"""nullif("{name}", '')"""))
        for name in ("at", "price", "quantity", "total")
        if name in mapping
    ]
    return json_object([("row", "cast(line as varchar)"), *texts])


def _told(mapping: Mapping[str, str]) -> str:
    return ", ".join(name if name in mapping else f"'' as {name}" for name in TRAITS)


def _properties(options: ImportOptions) -> str:
    fallback = quoted(options.currency) if options.currency else "null"
    return json_object(
        (
            ("order_id", string("nullif(order_id, '')")),
            ("revenue", f"case when problem is null then {_number('revenue')} end"),
            (
                "total",
                f"case when problem is null then {_number('cast(abs(total_told) as decimal(38, 6))')} end",
            ),
            ("currency", string(f"upper(coalesce(currency_code, {fallback}))")),
            ("products", "'[' || products || ']'"),
            ("unreadable", "case when problem is not null then '[' || bad_lines || ']' end"),
        )
    )


def _context(import_id: str, rows: str) -> str:
    return json_object((("import", string(quoted(import_id))), ("rows", f"cast({rows} as varchar)")))
