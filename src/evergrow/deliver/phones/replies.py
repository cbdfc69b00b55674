"""What a customer's reply means: stop, start again, help, or something for a person to read.

A reply counts only where all of it is the word: "stop by later?" is a question, not a refusal.

Source:
    CTIA Messaging Principles and Best Practices (2023), 5.1.3, and Twilio's default opt-out words; the other
    languages have the words that their operators' short codes use.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Reply = Literal["stop", "start", "help"]

_WORDS: Final[dict[Reply, str]] = {
    "stop": """
        stop|stopall|stop all|stop promotions|unsubscribe|unsubscribe me|cancel|end|quit|revoke|optout|opt out|remove|remove me
        停止|配信停止|解除|配信解除|ストップ|退会|수신거부|수신 거부|중지|해지|退订|退訂|取消|td
        arret|arreter|desabonner|desinscrire|desinscription|desabonnement|annuler
        rezygnuje|rezygnacja|wypisz|wypisz mnie|anuluj|koniec
        alto|baja|cancelar|parar|detener|sair|pare|remover
        stopp|abmelden|abbestellen|kuendigen|kundigen|ende|cancella|annulla|disiscriviti|afmelden|uitschrijven
    """,
    "start": """
        start|unstop|subscribe|resume|optin|opt in|再開|配信再開|開始|購読|登録|スタート|시작|재개|수신동의|수신 동의|订阅|訂閱
        debut|demarrer|reprendre|abonner|wznow|zapisz|zapisz mnie|alta|iniciar|empezar|anmelden|inizia|aanmelden
    """,
    "help": "help|info|ヘルプ|案内|助け|도움말|도움|aide|pomoc|ayuda|ajuda|hilfe|aiuto|帮助|幫助",
}
_LONGEST: Final = 40
_NOISE: Final = re.compile(r"[^\w\s]|_")


def reply_of(text: str) -> Reply | None:
    """What the reply asks for; None where it is none of the agreed words."""
    return _REPLIES.get(_plain(text)) if len(text) <= _LONGEST else None


def _plain(text: str) -> str:
    """Without case, accents, width, punctuation and extra blanks. Japanese and Korean marks are letters: they stay."""
    wide = unicodedata.normalize("NFKC", text).casefold().replace("ł", "l")
    letters = "".join(_unaccented(letter) for letter in wide)
    return " ".join(_NOISE.sub(" ", letters).split())


def _unaccented(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


_REPLIES: Final[dict[str, Reply]] = {
    _plain(word): meaning
    for meaning, words in _WORDS.items()
    for word in re.split(r"[|\n]", words)
    if word.strip()
}
