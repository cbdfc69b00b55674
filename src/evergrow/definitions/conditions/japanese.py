"""Conditions in Japanese. Parts end in 〜 forms that join with かつ and または, so each reads alone as well."""

from __future__ import annotations

from typing import Final

from evergrow.definitions.conditions.foretold import CHANCES
from evergrow.definitions.conditions.spec import Operator, Reading, Span, Value

_VERBS: Final = {
    "Order Completed": ("購入した", "購入していない"),
    "Product Viewed": ("商品を見た", "商品を見ていない"),
    "Product Added": ("カートに入れた", "カートに入れていない"),
    "Checkout Started": ("購入手続きを始めた", "購入手続きを始めていない"),
    "Signed Up": ("会員登録した", "会員登録していない"),
    "Email Sent": ("メールを受け取った", "メールを受け取っていない"),
    "SMS Sent": ("SMSを受け取った", "SMSを受け取っていない"),
    "Push Sent": ("プッシュ通知を受け取った", "プッシュ通知を受け取っていない"),
    "WhatsApp Sent": ("WhatsAppを受け取った", "WhatsAppを受け取っていない"),
    "Email Opened": ("メールを開いた", "メールを開いていない"),
    "Email Link Clicked": ("メールのリンクをクリックした", "メールのリンクをクリックしていない"),
}
_COMPARED: Final = {
    ">=": "{}以上",
    "<=": "{}以下",
    ">": "{}より大きい",
    "<": "{}未満",
    "=": "{}である",
    "!=": "{}ではない",
}
_OPPOSITES: Final[dict[Operator, Operator]] = {
    ">=": "<",
    "<=": ">",
    ">": "<=",
    "<": ">=",
    "=": "!=",
    "!=": "=",
}
_UNITS: Final = {"minutes": "分", "hours": "時間", "days": "日"}
_CHANNELS: Final = {
    "email": "メール",
    "sms": "SMS",
    "push": "プッシュ通知",
    "web_push": "ブラウザ通知",
    "messenger": "メッセンジャー",
    "whatsapp": "WhatsApp",
    "in_app": "アプリ内",
}
_NAMES: Final = {
    "properties.message": "メッセージ",
    "properties.journey": "ジャーニー",
    "properties.campaign": "キャンペーン",
    "product": "商品",
    "product.category": "商品カテゴリ",
    "product.name": "商品名",
    "product.price": "商品価格",
    "stage": "ステージ",
    "time_in_stage": "ステージ滞在期間",
    "rfm": "RFMセグメント",
    "rfm.r": "最新購買スコア",
    "rfm.f": "購買頻度スコア",
    "rfm.m": "購買金額スコア",
    "prediction.churn": "離脱する確率",
    "prediction.conversion": "初めて購入する確率",
    "prediction.next_purchase": "再び購入する確率",
    "prediction.tier": "最上位のステージに上がる確率",
    "value.active": "今も活動している確率",
    "value.expected": "今後1年の予想価値",
    "revenue": "売上",
    "trait.country": "国",
    "context.country": "国",
    "context.device": "端末",
    "context.hour": "時刻（時）",
    "context.weekday": "曜日",
    "orders": "注文数",
}
_VALUES: Final = {
    "stage": {
        "reach": "認知",
        "acquisition": "獲得",
        "conversion": "初回購入",
        "retention": "継続",
        "loyalty": "ロイヤル",
        "lapsed": "離脱",
        "signed_up": "登録済み",
        "activated": "利用開始",
        "paying": "有料",
        "retained": "継続利用",
        "advocate": "推奨者",
        "churned": "解約",
    },
    "rfm": {
        "champion": "最優良",
        "loyal": "ロイヤル",
        "potential_loyalist": "ロイヤル候補",
        "new": "新規",
        "promising": "有望",
        "needs_attention": "要フォロー",
        "about_to_sleep": "休眠間近",
        "at_risk": "離脱の恐れ",
        "cannot_lose_them": "失えない顧客",
        "hibernating": "休眠",
    },
}
"""What the shipped stages and RFM segments are called; others go by their ids."""
_READINGS: Final = {
    "sum": "合計",
    "average": "平均",
    "highest": "最大",
    "lowest": "最小",
    "first": "最初",
    "last": "最後",
}


class _Japanese:
    def all_of(self, parts: list[str]) -> str:
        return "、かつ".join(parts)

    def any_of(self, parts: list[str]) -> str:
        return "、または".join(parts)

    def none_of(self, part: str) -> str:
        return f"「{part}」ではない"

    def where(self, inner: str) -> str:
        return f"（{inner}）"

    def in_segment(self, name: str, is_so: bool) -> str:
        return f"セグメント「{name}」に{'入っている' if is_so else '入っていない'}"

    def is_so(self, name: str, is_so: bool) -> str:
        if name.startswith("consent."):
            _, channel, topic = name.split(".", 2)
            return (
                f"{_CHANNELS.get(channel, channel)}での「{topic}」に同意し{'ている' if is_so else 'ていない'}"
            )
        if name in ("seen", "known"):
            said = "訪問がある" if name == "seen" else "特定されている"
            unsaid = "訪問がない" if name == "seen" else "特定されていない"
            return said if is_so else unsaid
        return f"{_shown(name)}が{'ある' if is_so else 'ない'}"

    def field(self, name: str, within: Span | None, operator: Operator, value: Value, is_so: bool) -> str:
        if name.startswith("consent.") and isinstance(value, bool):
            return self.is_so(name, (value == (operator == "=")) == is_so)
        if name in CHANCES and isinstance(value, int | float) and not isinstance(value, bool):
            value = f"{100 * value:g}%"
        return f"{_window(within)}{_shown(name)}が{_compared(operator, _called(name, value), is_so)}"

    def did(
        self,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str:
        name = f"「{event}」を" if event else "何らかの行動を"
        done, undone = _VERBS.get(event or "", (f"{name}した", f"{name}していない"))
        operator = operator if is_so else _OPPOSITES.get(operator, operator)
        if (operator, value) in (("=", 0), ("<", 1), ("<=", 0)):
            return f"{_window(within)}{where}{undone}"
        if (operator, value) in ((">=", 1), (">", 0), ("!=", 0)):
            return f"{_window(within)}{where}{done}"
        often = _COMPARED.get(operator, "{}").format(f"{_value(value)}回")
        often = often.removesuffix("である").replace("より大きい", "を超えて").replace("ではない", "以外")
        return f"{_window(within)}{where}{often}{done}"

    def behaviour(
        self,
        reading: Reading,
        event: str | None,
        of: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str:
        name = f"「{event}」" if event else "すべての行動"
        if reading.startswith("time"):
            which = "最初" if reading.endswith("first") else "最後"
            return f"{_window(within)}{which}の{name}{where}からの経過が{_compared(operator, value, is_so)}"
        of_field = (
            f"{_shown(of or '')}の{_READINGS[reading]}"
            if reading in ("sum", "average", "highest", "lowest")
            else (f"{_READINGS[reading]}の{_shown(of or '')}")
        )
        return f"{_window(within)}{name}{where}の{of_field}が{_compared(operator, value, is_so)}"

    def share(
        self,
        like: str,
        event: str | None,
        where: str,
        within: Span | None,
        operator: Operator,
        value: Value,
        is_so: bool,
    ) -> str:
        much = (
            f"{value * 100:g}%" if isinstance(value, int | float) and not isinstance(value, bool) else value
        )
        name = f"「{event}」" if event else "すべての行動"
        return f"{_window(within)}{name}{where}のうち{like}ものの割合が{_compared(operator, much, is_so)}"


def _compared(operator: Operator, value: Value, is_so: bool) -> str:
    if operator in _OPPOSITES:
        return _COMPARED[operator if is_so else _OPPOSITES[operator]].format(_value(value))
    if operator == "is known":
        return "分かっている" if is_so else "分かっていない"
    if operator == "is today":
        return "今日である" if is_so else "今日ではない"
    if operator == "in":
        return f"{_value(value)}のいずれか{'である' if is_so else 'ではない'}"
    verb = {"contains": ("を含まない", "を含む"), "starts with": ("で始まらない", "で始まる")}[operator]
    return f"{_value(value)}{verb[is_so]}"


def _called(name: str, value: Value) -> Value:
    names = _VALUES.get(name, {})
    if isinstance(value, tuple):
        return tuple(names.get(one, one) if isinstance(one, str) else one for one in value)
    return names.get(value, value) if isinstance(value, str) else value


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, tuple):
        return "、".join(_value(one) for one in value)
    if isinstance(value, Span):
        return f"{value.amount}{_UNITS[value.unit]}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    for root in ("trait.", "properties.", "context."):
        name = name.removeprefix(root)
    return name.replace("_", " ").replace(".", " ")


def _window(within: Span | None) -> str:
    return "" if within is None else f"過去{within.amount}{_UNITS[within.unit]}間に".replace("時間間", "時間")


WORDING: Final = _Japanese()
