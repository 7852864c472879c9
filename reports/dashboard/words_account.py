"""The texts of one's own account in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.words import Words

ACCOUNT_TEXTS: dict[str, Words] = {
    "tokens": ("Tokens for programs", "プログラム用トークン"),
    "tokens_text": (
        "With a token a program asks the API in your name, as Authorization: Bearer. Its description:",
        "トークンを使うと、プログラムがあなたの名義でAPIを利用できます(Authorization: Bearer)。仕様:",
    ),
    "token_made": (
        "The token {name}: copy it now, it is not shown again.",
        "トークン「{name}」。再表示できないため、今すぐコピーしてください。",
    ),
    "copy_token": ("Copy the token", "トークンをコピー"),
    "token_name": ("Name", "名前"),
    "token_for": ("What it is for", "用途"),
    "token_until": ("Holds until", "有効期限"),
    "token_used": ("Last used", "最終利用日"),
    "token_make": ("Make a token", "トークンを発行"),
    "token_revoke": ("Revoke", "失効"),
    "token_revoke_named": ("Revoke {name}", "失効:{name}"),
    "token_revoked": ("The token is revoked.", "トークンを失効しました。"),
    "token_hint": (
        "A token holds for {days} days and ends with your next password. Give it no more than it needs.",
        "有効期間は{days}日です。パスワードを変更すると失効します。権限は必要最小限にしてください。",
    ),
}
