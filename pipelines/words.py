"""The words of codes that stand within the sentences of reasons: English, Japanese."""

from __future__ import annotations

STATES: dict[str, tuple[str, str]] = {
    "active": ("active", "活動中"),
    "static": ("static", "更新停止"),
    "ceased": ("ceased", "終了"),
    "unknown": ("unknown", "不明"),
}

OUTCOMES: dict[str, tuple[str, str]] = {
    "ok": ("page read", "取得"),
    "not_modified": ("unchanged since the last visit", "変更なし"),
    "moved": ("leads to another domain", "別ドメインへ転送"),
    "not_found": ("page not found (404)", "ページなし(404)"),
    "gone": ("page removed (410)", "ページ削除(410)"),
    "soft_404": ("“not found” shown as a page", "ページなし(200で応答)"),
    "server_error": ("error of the server", "サーバーエラー"),
    "maintenance": ("under maintenance", "メンテナンス中"),
    "dns": ("no such name", "名前解決不可"),
    "dns_failure": ("name service failed", "DNS障害"),
    "refused": ("connection refused", "接続拒否"),
    "timeout": ("no answer in time", "時間切れ"),
    "tls": ("secure connection failed", "TLSエラー"),
    "blocked": ("access denied", "アクセス拒否"),
    "robots": ("robots.txt asks us not to", "robots.txtによる拒否"),
    "too_large": ("too large", "サイズ超過"),
    "not_html": ("not a web page", "ウェブページ以外"),
    "redirect_loop": ("redirects in a circle", "転送ループ"),
    "private_address": ("private address, not visited", "プライベートアドレス"),
    "budget": ("our own budget was used up", "取得上限"),
    "proxy": ("our own proxy failed", "プロキシ障害"),
    "error": ("other error", "その他のエラー"),
}
