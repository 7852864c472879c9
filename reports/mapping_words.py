"""The words of the mapping report, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.vocabulary import PREFECTURES, REGIONS, RELATIONS, SECTORS
from reports.words import STATES, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.words import Language, Words

UPKEEPS: dict[str, Words] = {
    "active English": ("Active English", "英語版あり(更新中)"),
    "static English": ("Static English", "英語版あり(更新停止)"),
    "Japanese only": ("Japanese only", "日本語のみ"),
    "unknown": ("No website known, or not seen", "サイト未登録・未確認"),
}
ACTIVITIES: dict[str, Words] = {
    "ja+en": ("Kept up in Japanese and English", "日本語版・英語版とも更新中"),
    "ja": ("Kept up in Japanese only", "日本語版のみ更新中"),
    "en": ("Kept up in English only", "英語版のみ更新中"),
    "none": ("Not kept up", "更新停止"),
    "unseen": ("No website known, or not seen", "サイト未登録・未確認"),
}
MOVES: dict[str, Words] = {
    "ended": ("Ended", "終了"),
    "silent": ("Fallen silent", "更新停止"),
    "left": ("Left the register", "登録から削除"),
    "new": ("New in the register", "新規登録"),
    "back": ("Back after a supposed end", "活動再開(終了判定後)"),
    "awake": ("Active again", "更新再開"),
    "editions": ("Other language editions", "言語版の変化"),
}
PROGRAMMES: dict[str, Words] = {
    "METI-ICP": ("METI Industrial Cluster Project", "経済産業省 産業クラスター計画"),
    "MEXT-KCI": ("MEXT Knowledge Cluster Initiative", "文部科学省 知的クラスター創成事業"),
    "MEXT-RIS": ("MEXT Regional Innovation Strategy", "文部科学省 地域イノベーション戦略支援プログラム"),
    "regional": ("Regional", "地方自治体等"),
    "other": ("Other", "その他"),
}
# Titles of the tables.
TABLES: dict[str, Words] = {
    "states": ("State", "状態"),
    "editions": ("Language editions", "言語版"),
    "sectors": ("Sectors", "分野"),
    "relations": ("International relations", "国際連携"),
    "activity": ("Upkeep of the websites", "ウェブサイトの更新"),
    "regions": ("Regions", "地方"),
    "prefectures": ("Prefectures", "都道府県"),
    "programmes": ("Programmes", "支援事業"),
}
NOTHING: Words = ("Not in the register", "登録なし")
_RELATIONS: dict[str, Words] = {**RELATIONS, "other": ("Said in other words", "その他の記載")}
_PLACES: dict[str, dict[str, str]] = {"regions": REGIONS, "prefectures": PREFECTURES}
_CODES: Mapping[str, Mapping[str, Words]] = {
    "states": STATES, "editions": UPKEEPS, "relations": _RELATIONS, "activity": ACTIVITIES, "programmes": PROGRAMMES,
}  # fmt: skip
STATES_AND_UPKEEPS = {**UPKEEPS, **STATES}  # "unknown" is a state here


def label(table: str, code: str, language: Language) -> str:
    """The words of a class of a table; a code without words is shown as it is."""
    if code == "":
        return NOTHING[language == "ja"]
    if table == "sectors":
        parts = [word(SECTORS, part, language) for part in code.split(";")]
        return " / ".join(parts) if language == "en" else "・".join(parts)
    if table in _PLACES:
        return _PLACES[table].get(code, code) if language == "ja" else code
    return word(_CODES[table], code, language)


def moved(move_kind: str, code: str, language: Language) -> str:
    """The words of what stood before or after: a class of editions or a state."""
    return word(UPKEEPS if move_kind == "editions" else STATES, code, language)


# The sentences of the page; {…} are filled in.
TEXTS: dict[str, Words] = {
    "product": ("Cluster monitor", "クラスターモニター"),
    "title": ("Mapping of cluster organisations", "クラスター組織マッピング"),
    "as_of": ("As of {day}", "{day}現在"),
    "scan_of": ("last scan {day}", "直近の巡回 {day}"),
    "compared_with": ("compared with {day}", "{day}と比較"),
    "counted": (
        "{counted} of {all} organisations of the register are counted; ended, and counted apart: {ended}.",
        "登録{all}組織のうち{counted}組織を集計対象としています。終了した{ended}組織は別に集計しています。",
    ),
    "nothing": ("The register is empty: there is nothing to count.", "登録簿が空のため、集計できません。"),
    "class": ("Class", "区分"),
    "now": ("Now", "現在"),
    "difference": ("Difference", "増減"),
    "in_2016": ("2016", "2016年"),
    "total": ("Total", "合計"),
    "sector": ("Sector", "分野"),
    "as_before": ("as before", "変化なし"),
    "editions_note": (
        "An English edition is active when recent news or events were found on it, static when not.",
        "英語版に最近のお知らせや行事があれば「更新中」、なければ「更新停止」とします。",
    ),
    "sectors_note": (
        "By the main sector of each organisation. 2016 counted “environment, energy” (3) and “energy” (1) apart.",
        "各組織の主分野による集計です。2016年調査では「環境・エネルギー」(3)と「エネルギー」(1)を別に集計しています。",
    ),
    "relations_note": (
        "As the register has them. An empty cell counts as no information.",
        "登録簿の記載によります。空欄は「情報なし」として集計します。",
    ),
    "activity_note": (
        "Whether recent posts or events were found. 2016 published no figures for this.",
        "最近の投稿や行事の有無による集計です。2016年調査の数値は公表されていません。",
    ),
    "source": ("source", "出典"),
    "by_state": ("Sectors by state", "分野別の状態"),
    "by_state_note": (
        "Ended organisations included; one with several sectors counts in each.",
        "終了した組織を含みます。複数分野の組織は各分野で数えます。",
    ),
    "places": ("Where they are", "所在地"),
    "places_note": (
        "Organisations that have ended are included in the tables, and left out on the map.",
        "表は終了した組織を含み、地図は含みません。",
    ),
    "map_label": ("Map of Japan: organisations by prefecture", "日本地図:都道府県別組織数"),
    "map_key": ("organisations", "組織"),
    "region": ("Region", "地方"),
    "prefecture": ("Prefecture", "都道府県"),
    "programme": ("Programme", "支援事業"),
    "months": ("The months until then", "これまでの推移"),
    "changes": ("What has changed since {day}", "{day}以降の変化"),
    "no_changes": ("Nothing has changed.", "変化はありません。"),
    "not_compared": (
        "This mapping is compared with no earlier day.",
        "この集計は過去の日付と比較していません。",
    ),
    "moves_cut": (
        "{count} more are left out here; the XLSX and CSV files have all of them.",
        "ほかに{count}件あります(XLSX・CSVには全件を収録)。",
    ),
    "organisations": ("The organisations", "組織一覧"),
    "organisations_note": (
        "North to south; those that have ended stand at the end.",
        "北から順に掲載し、終了した組織は末尾に掲載しています。",
    ),
    "organisations_cut": (
        "The first {shown} of {count} are listed here; the XLSX and CSV files have all of them.",
        "全{count}組織のうち先頭の{shown}組織を掲載しています(XLSX・CSVには全件を収録)。",
    ),
    "organisation": ("Organisation", "組織"),
    "state": ("State", "状態"),
    "editions": ("Editions", "言語版"),
    "last_update": ("Last update", "最終更新"),
    "website": ("Website", "ウェブサイト"),
    "ended_ones": ("Ended", "終了した組織"),
    "since_day": ("since {day}", "{day}以降"),
    "not_linked": ("not linked on purpose", "意図的にリンクしていません"),
    "method": ("Method", "集計方法"),
    "method_counted": (
        (
            "The tables of editions, sectors, relations and upkeep count every organisation of the register that "
            "has not ended on the day of the mapping, once. Each was judged from its own website at the latest scan."
        ),
        (
            "言語版・分野・国際連携・更新の各表は、基準日に終了していない登録組織を1回ずつ数えています。"
            "判定は、基準日時点で直近の巡回における各組織のウェブサイトによります。"
        ),
    ),
    "method_states": (
        (
            "Active: at work, and the website shows it. Static: the website stands, but nothing real has been new "
            "for longer than its own rhythm explains. Ceased: the organisation or its web presence has ended, seen "
            "more than once. Unknown: it could not be seen well enough."
        ),
        (
            "活動中:ウェブサイトから活動が確認できる。更新停止:サイトはあるが、通常の更新間隔を超えて新しい内容がない。"
            "終了:組織またはサイトの終了を複数回確認。不明:十分に確認できない。"
        ),
    ),
    "method_2016": (
        (
            "The figures of 2016 are those of {source} ({count} organisations, browsed by hand). They are "
            "printed for reference: the register of today has other organisations, and a machine reads the websites. "
            "A dash means that 2016 did not count it."
        ),
        (
            "2016年の数値は {source} ({count}組織、手作業による調査)によります。"
            "登録組織と調査方法が異なるため、参考値です。「–」は2016年に集計がないことを示します。"
        ),
    ),
    "method_rules": (
        "Rule version {version}. The first rule that holds decides.",
        "判定規則の版:{version}。上から順に、最初に該当した規則を適用します。",
    ),
    "method_other_rules": (
        "The sentences below are those of the present version {version}.",
        "以下は現在の版({version})の規則です。",
    ),
    "method_rules_changed": (
        "The day compared with was judged by rule version {version}: some differences may come from the rules.",
        "比較日は判定規則の版{version}によるため、増減の一部は規則の変更による可能性があります。",
    ),
    "rule": ("Rule", "規則"),
    "as_before_state": ("as before", "前回の状態を維持"),
    "thresholds": ("Thresholds in force", "適用したしきい値"),
    "map_credit": ("Map: {credit}.", "地図:{credit}。"),
    "foot": (
        "Made by cluster-monitor from the scan {scan}. The same data give the same file.",
        "cluster-monitorが巡回{scan}から作成しました。同じデータからは同じファイルが作られます。",
    ),
}
