"""A persona's figures for whoever writes its story, and the check that the story has no other numbers.

Holds   a text passes only if every number in it stands on the card, digit for digit or rounded to whole units; numbers in
        words do not pass at all, for they cannot be checked.
Never   tells who a customer is: names, ids and addresses stay here.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from evergrow.measure.metrics import Figure
from evergrow.measure.personas.spec import Characteristic, PersonaCard, PersonasReport

_TOLD: Final = 6
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_ENGLISH: Final = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundreds?|thousands?|millions?|billions?|half|halves|thirds?|quarters?|fifths?|tenths?|dozens?|doubles?d?"
    r"|twice|thrice|triples?d?|majority)\b",
    re.IGNORECASE,
)
_JAPANESE: Final = re.compile(
    r"[〇一二三四五六七八九十百千万億半数]+(?:割|倍|人|名|件|回|点|分の|分|パーセント|%|円|ドル|日|時|歳)|半数|半分|過半"
)


def facts_of(report: PersonasReport, card: PersonaCard) -> list[str]:
    """The card as lines of text, each number as it may be used."""
    money = report.currency
    facts = [
        f"Persona: {card.id.replace('_', ' ')}",
        f"{'Organizations' if report.by == 'account' else 'Customers'}: {_plain(card.customers)}, {_plain(card.share)} of all",
    ]
    if card.revenue.value:
        facts.append(
            f"Revenue: {money} {_plain(card.revenue)}, {_plain(card.revenue_share)} of all revenue; {money} "
            f"{_plain(card.revenue_per_customer)} for each of them; {money} {_plain(card.average_order)} an order"
        )
    telling = [(group.name, row) for group in card.groups for row in group.rows if row.is_telling]
    telling.sort(key=lambda each: -(each[1].difference_low or 0))
    facts += [f"More often than the others: {name} {_compared(row)}" for name, row in telling[:_TOLD]]
    facts += [
        f"What stops them: {row.value.replace('_', ' ')} {_compared(row)}" for row in card.stops[:_TOLD]
    ]
    facts += [
        f"A cluster within: {_plain(cluster.share)} of them; in the middle "
        + ", ".join(f"{each.feature.replace('_', ' ')} {each.cluster:.1f}" for each in cluster.middles)
        for cluster in card.clusters
    ]
    if card.typical is not None:
        steps = ", then ".join(line.name for line in card.typical.lines)
        facts.append(f"What a typical one did: {steps}")
    return facts


def _compared(row: Characteristic) -> str:
    rest = "" if row.rest is None else f" against {row.rest:.1%}"
    return f"{row.value}: {_plain(row.share)}{rest}"


def _plain(figure: Figure) -> str:
    value = figure.value or 0
    if figure.unit == "share":
        return f"{value:.1%}"
    return f"{value / 1_000_000:,.2f}" if figure.unit == "money_micros" else f"{value:,.0f}"


def strange_numbers(text: str, facts: list[str]) -> list[str]:
    """What in the text is a number that the facts do not have; empty where all is well."""
    plain = unicodedata.normalize("NFKC", text)
    known = {number for fact in facts for number in _numbers(fact)}
    known |= {number.to_integral_value() for number in known}
    found = [one for one in _NUMBER.findall(plain) if _number(one) not in known]
    found += [match[0] for match in _ENGLISH.finditer(plain)]
    found += [match[0] for match in _JAPANESE.finditer(plain)]
    return list(dict.fromkeys(found))


def _numbers(text: str) -> list[Decimal]:
    read = [_number(one) for one in _NUMBER.findall(unicodedata.normalize("NFKC", text))]
    return [one for one in read if one is not None]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.rstrip(".,").replace(",", ""))
    except InvalidOperation:  # 1.2.3
        return None
