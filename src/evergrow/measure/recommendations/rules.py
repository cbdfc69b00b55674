"""From sets that are bought together to rules: who has these, has that, too."""

from __future__ import annotations

from evergrow.measure.recommendations.spec import ItemSets, Rule

_ROUNDING = 1e-9


def rules_of(sets: ItemSets, baskets: int, confidence: float) -> list[Rule]:
    """Every rule with one item to conclude, at least this confidence; the highest lift first.

    Args:
        sets: As `frequent_sets` found them: with every set, all its parts.
        baskets: How many there are.
        confidence: 0 to 1; exactly this is enough, however it is rounded.
    """
    found = []
    for items, together in sets.items():
        for then in items if len(items) > 1 else ():
            rest = tuple(item for item in items if item != then)
            rule = Rule(
                items=rest,
                then=then,
                together=together,
                antecedent=sets[rest],
                consequent=sets[(then,)],
                baskets=baskets,
            )
            if rule.confidence >= confidence - _ROUNDING:
                found.append(rule)
    return sorted(found, key=lambda rule: (-rule.lift, -rule.together, rule.items, rule.then))
