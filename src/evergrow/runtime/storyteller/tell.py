"""Have a persona's story told, and discard it where it has a number that its card does not have."""

from __future__ import annotations

from typing import Final, Literal

from evergrow.kernel import refuse
from evergrow.measure.personas import PersonaId, PersonasReport, facts_of, strange_numbers
from evergrow.runtime.storyteller.ask import ask
from evergrow.runtime.storyteller.keep import storyteller_of
from evergrow.runtime.storyteller.spec import Story
from evergrow.runtime.workspace import Workspace

Language = Literal["en", "ja"]
LONGEST_STORY: Final = 2_000
_NAMES: Final[dict[Language, str]] = {"en": "English", "ja": "Japanese"}
_ORDERS: Final = (
    "You describe a group of customers of a shop to its marketer, in {language}, in three to five plain sentences without "
    "headings or lists. Say what they are like, what they are worth, what stops them, and what this suggests. Use only the "
    "facts given. Write numbers in digits exactly as they stand in the facts, and no other number, neither in digits nor in "
    "words; do not compute any."
)


def tell_story(workspace: Workspace, report: PersonasReport, persona: PersonaId, language: Language) -> Story:
    """The persona of this report in the connected endpoint's words. Only figures are sent, never who a customer is.

    Raises:
        Refusal: `storyteller.missing` (409); what `ask` refuses.
    """
    with workspace.state.reading() as tx:
        endpoint = storyteller_of(tx, secret=workspace.secret)
    if endpoint is None:
        raise refuse(
            "storyteller.missing",
            "No storyteller is connected.",
            where="storyteller",
            next_step="Enter the base URL, key and model of an OpenAI-compatible endpoint in Settings.",
            status=409,
        )
    card = next((card for card in report.cards if card.id == persona), None)
    if card is None or not card.customers.value:
        raise refuse(
            "storyteller.nobody",
            "Nobody is of this persona, so there is nothing to tell.",
            where="persona",
            next_step="Choose a persona that has customers.",
            status=409,
        )
    facts = facts_of(report, card)
    orders = _ORDERS.format(language=_NAMES[language])
    text = ask(
        endpoint, [{"role": "system", "content": orders}, {"role": "user", "content": "\n".join(facts)}]
    )
    strange = strange_numbers(text, facts)
    if len(text) > LONGEST_STORY:
        strange.append("…")
    return Story(text=None if strange else text, model=endpoint.model, strange=strange)
