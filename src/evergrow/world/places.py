"""Where customers live, what they are called, on what they browse and where they came from. All invented."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_LETTERS_WITHOUT_MARKS = str.maketrans({"ł": "l", "ß": "ss", "ı": "i"})


@dataclass(frozen=True)
class Place:
    """A country of the shop. Names are (as written, as in an address) pairs; the family name may come first."""

    country: str
    locale: str
    zone: str
    hours_from_utc: int
    share: float
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    is_family_first: bool = False


def _plain(names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, _ascii(name)) for name in names.split())


def _pairs(names: str) -> tuple[tuple[str, str], ...]:
    return tuple((written, spelled) for written, spelled in (pair.split("/") for pair in names.split()))


def _ascii(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS_WITHOUT_MARKS))
    return "".join(letter for letter in bare if letter.isascii() and letter.isalpha())


_ENGLISH_GIVEN = _plain(
    "Ava Noah Mia Liam Zoe Ethan Ruby Owen Nora Caleb Ivy Jonah Hazel Miles Clara Theo June Felix Esme Hugo "
    "Priya Andre Maya Dev Leila Omar Grace Kofi Tessa Rafael Alma Silas Wren Jude Odette Ezra Nadia Ellis"
)
_US_FAMILY = _plain(
    "Carter Nguyen Brooks Ramirez Hayes Patel Whitfield Okafor Lindgren Morales Beckett Castillo Fairbanks Kim "
    "Delgado Thornton Abara Winslow Marsh Pruitt Salazar Holloway Vance Iyer Mercer Quill Sandoval Tate"
)
_GB_FAMILY = _plain(
    "Ashworth Khan Pemberton Hughes Okoye Fletcher Sinclair Begum Thackeray Doyle Marlowe Singh Whitby Griffiths "
    "Hartley Osei Kingsley Rahman Holt Penrose Aldridge Shaw Bramley Lockwood Adeyemi Crane Redfern Moss"
)

PLACES: tuple[Place, ...] = (
    Place("US", "en-US", "America/New_York", -5, 0.30, _ENGLISH_GIVEN, _US_FAMILY),
    Place("GB", "en-GB", "Europe/London", 0, 0.16, _ENGLISH_GIVEN, _GB_FAMILY),
    Place(
        "JP",
        "ja-JP",
        "Asia/Tokyo",
        9,
        0.20,
        _pairs(
            "陽菜/hina 蓮/ren 葵/aoi 湊/minato 凛/rin 蒼/sou 結衣/yui 悠真/yuma 美咲/misaki 大翔/hiroto 楓/kaede 翔太/shota "
            "さくら/sakura 健/ken 七海/nanami 拓海/takumi 真央/mao 直樹/naoki 彩花/ayaka 和也/kazuya 千尋/chihiro 亮/ryo"
        ),
        _pairs(
            "佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 渡辺/watanabe 伊藤/ito 山本/yamamoto 中村/nakamura 小林/kobayashi "
            "加藤/kato 吉田/yoshida 山田/yamada 松本/matsumoto 井上/inoue 木村/kimura 清水/shimizu 森/mori 橋本/hashimoto "
            "石川/ishikawa 岡田/okada 藤井/fujii 西村/nishimura 三浦/miura 竹内/takeuchi"
        ),
        is_family_first=True,
    ),
    Place(
        "FR",
        "fr-FR",
        "Europe/Paris",
        1,
        0.10,
        _plain(
            "Camille Louis Chloé Hugo Inès Jules Léa Arthur Manon Gabriel Élise Malik Anaïs Bastien Zoé Rémi Aya"
        ),
        _plain(
            "Moreau Lefèvre Girard Benali Rousseau Fontaine Mercier Chevalier Diallo Perrin Marchand Roche Vidal"
        ),
    ),
    Place(
        "DE",
        "de-DE",
        "Europe/Berlin",
        1,
        0.10,
        _plain(
            "Lena Jonas Hanna Finn Marie Paul Emilia Ben Greta Anton Frieda Emre Jule Moritz Leyla Oskar Paula"
        ),
        _plain(
            "Schneider Vogel Brandt Yılmaz Keller Lorenz Böhm Winkler Krämer Hoffmann Engel Sommer Roth Weiß"
        ),
    ),
    Place(
        "KR",
        "ko-KR",
        "Asia/Seoul",
        9,
        0.06,
        _pairs(
            "서연/seoyeon 민준/minjun 지우/jiwoo 도윤/doyun 하은/haeun 시우/siwoo 수아/sua 예준/yejun 지민/jimin 현우/hyunwoo"
        ),
        _pairs("김/kim 이/lee 박/park 최/choi 정/jung 강/kang 조/cho 윤/yoon 장/jang 임/lim 한/han 오/oh"),
        is_family_first=True,
    ),
    Place(
        "PL",
        "pl-PL",
        "Europe/Warsaw",
        1,
        0.08,
        _plain(
            "Zofia Jakub Hanna Antoni Maja Filip Oliwia Szymon Alicja Michał Kinga Tomasz Ewa Paweł Iga Piotr"
        ),
        _plain(
            "Nowak Wójcik Kamiński Lis Mazur Krawczyk Pawlak Zając Wrona Sikora Baran Czarnecki Dudek Sroka"
        ),
    ),
)
"""Shares add up to 1. Hours from UTC are winter time: the simulator keeps one clock a country."""

DEVICES: tuple[tuple[str, str, float], ...] = (
    (
        "mobile",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
        0.58,
    ),
    (
        "desktop",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
        0.34,
    ),
    ("tablet", "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1", 0.08),
)
"""(kind, user agent, share)."""


@dataclass(frozen=True)
class Channel:
    """Where a visit came from, as utm fields. `joins` and `buys` are the chances its people have.

    `bounces` is the chance of a look to end at its first page, `landing` that page where the campaign has its own.
    Everybody who came for the first time cost `cents_each`, on the bill of `billed_as`.
    """

    source: str | None
    medium: str | None
    campaign: str | None
    share: float
    joins: float
    buys: float
    bounces: float = 0.4
    landing: str | None = None
    cents_each: int = 0
    billed_as: str = ""


CHANNELS: tuple[Channel, ...] = (
    Channel(None, None, None, 0.20, 0.60, 0.62),
    Channel("google", "organic", None, 0.26, 0.52, 0.55),
    Channel(
        *("google", "cpc", "brand-search", 0.17, 0.50, 0.52),
        bounces=0.42,
        cents_each=900,
        billed_as="Google Ads",
    ),
    Channel(
        *("instagram", "paid_social", "slow-mornings", 0.16, 0.36, 0.42),
        bounces=0.74,
        landing="/slow-mornings",
        cents_each=1400,
        billed_as="Instagram Ads",
    ),
    Channel("line", "social", "tea-notes", 0.05, 0.48, 0.50),
    Channel("newsletter", "email", "weekly-letter", 0.06, 0.72, 0.60, bounces=0.3),
    Channel("friends", "referral", "bring-a-friend", 0.07, 0.74, 0.72, bounces=0.3),
    Channel(
        *("blog", "affiliate", "kitchen-stories", 0.03, 0.44, 0.50),
        bounces=0.5,
        landing="/kitchen-stories",
        cents_each=2000,
        billed_as="Awin",
    ),
)
REFERRAL_CHANNEL = 6
EMAIL_CHANNEL = 5
