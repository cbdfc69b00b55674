"""What the public pages say, in English and Japanese."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "en": {
        "unsubscribe": "Unsubscribe",
        "unsubscribe_ask": "Do you no longer want to get “{topic}” from {brand}?",
        "unsubscribe_do": "Unsubscribe",
        "unsubscribed": "You are unsubscribed",
        "unsubscribed_text": "{brand} will send you no more of “{topic}”.",
        "preferences": "What would you like to hear about?",
        "preferences_text": "{brand} writes to you about what is ticked.",
        "save": "Save",
        "saved": "Saved.",
        "none": "Unsubscribe from everything",
        "pending": "Waiting for you to confirm: look for a mail from us.",
        "confirm": "Please confirm",
        "confirm_ask": "Do you want to get “{topic}” from {brand}?",
        "confirm_do": "Yes, I do",
        "confirmed": "Thank you",
        "confirmed_text": "{brand} will write to you about “{topic}”.",
        "change": "Change what you hear about",
        "invalid": "This link is not complete",
        "invalid_text": "Please open the link from the message again, whole.",
        "every": "everything",
        "nothing": "There is nothing to choose.",
    },
    "ja": {
        "unsubscribe": "配信停止",
        "unsubscribe_ask": "{brand}の「{topic}」の配信を停止しますか。",
        "unsubscribe_do": "配信を停止する",
        "unsubscribed": "配信を停止しました",
        "unsubscribed_text": "今後、{brand}から「{topic}」は届きません。",
        "preferences": "受け取りたい内容をお選びください",
        "preferences_text": "チェックした内容を{brand}からお届けします。",
        "save": "保存する",
        "saved": "保存しました。",
        "none": "すべての配信を停止する",
        "pending": "確認待ちです。お送りしたメールをご覧ください。",
        "confirm": "ご確認ください",
        "confirm_ask": "{brand}の「{topic}」の配信を希望しますか。",
        "confirm_do": "希望する",
        "confirmed": "ありがとうございます",
        "confirmed_text": "{brand}から「{topic}」をお届けします。",
        "change": "受け取る内容を変更する",
        "invalid": "リンクが正しくありません",
        "invalid_text": "メッセージのリンクをもう一度、最後まで開いてください。",
        "every": "すべて",
        "nothing": "選べる内容がありません。",
    },
}
CHANNELS: Final = {
    "en": {
        "email": "by email", "sms": "by text message", "push": "by push message", "web_push": "in the browser",
        "whatsapp": "by WhatsApp", "messenger": "by messenger", "in_app": "in the app", "webhook": "by webhook",
    },
    "ja": {
        "email": "メール", "sms": "SMS", "push": "プッシュ通知", "web_push": "ブラウザ通知",
        "whatsapp": "WhatsApp", "messenger": "メッセンジャー", "in_app": "アプリ内", "webhook": "Webhook",
    },
}  # fmt: skip
