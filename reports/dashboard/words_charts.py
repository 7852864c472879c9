"""The texts around the charts, and of the published site, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.words import Words

CHART_TEXTS: dict[str, Words] = {
    "charts": ("Charts", "グラフ"),
    "chart": ("Chart", "グラフ"),
    "by_month": ("By month", "月別の推移"),
    "month": ("Month", "月"),
    "by_upkeep": ("Language editions", "言語版の状況"),
    "by_upkeep_text": (
        "Clusters that have not ended, in the classes of the mappings of 2013 and 2016.",
        "終了していないクラスターを、2013年・2016年のマッピングの区分で数えています。",
    ),
    "rhythm": ("News by month", "月別の新着情報"),
    "no_rhythm": (
        "No dated news of the last three years is known.",
        "直近3年間の日付のある新着情報は確認されていません。",
    ),
    "waits": ("From first suspicion to confirmation", "最初の疑いから確定まで"),
    "waits_text": (
        "Verdicts of static or ceased, by the days they waited for a further visit to confirm them.",
        "「更新停止」「終了」の判定を、再訪問による確定までの日数別に数えています。",
    ),
    "feed": ("Changes of state", "状態の変化"),
    "feed_atom": ("Subscribe to the changes (Atom)", "変化を購読(Atomフィード)"),
    "site_title": ("Industrial clusters of Japan", "日本の産業クラスター"),
    "changes_before": ("Changes at the last scans", "これまでの変化"),
    "no_drawing": ("Nothing to draw yet.", "まだ表示できるデータがありません。"),
}
