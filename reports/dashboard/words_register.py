"""The texts of the register's pages, which have a word for every column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.words import Words

REGISTER_TEXTS: dict[str, Words] = {
    "id": ("Id", "ID"),
    "paused": ("paused", "休止中"),
    "register_lead": (
        "{count} clusters; the next scan uses the register as it stands here.",
        "{count}クラスター。次回の巡回からこの内容が使われます。",
    ),
    "register_broken": ("The register cannot be used as it is:", "登録簿に問題があります:"),
    "add_cluster": ("Add a cluster", "クラスターを追加"),
    "new_cluster": ("New cluster", "新規クラスター"),
    "remove_cluster": ("Remove this cluster", "このクラスターを削除"),
    "remove_text": (
        "Its history is kept; the next scan no longer visits it.",
        "履歴は残ります。次回から巡回の対象外になります。",
    ),
    "not_saved": ("Nothing was saved. Correct this first:", "保存していません。次を修正してください:"),
    "changed_meanwhile": (
        "somebody has changed the row meanwhile: go back, look at it and edit it again",
        "他の利用者がこの行を変更しました。最新の内容を確認して、もう一度編集してください",
    ),
    "register_saved": ("Saved; the next scan uses it.", "保存しました。次回の巡回から使われます。"),
    "import_file": ("Import a file (CSV, Excel)", "ファイルを取り込む(CSV・Excel)"),
    "import_show": ("Show the difference", "差分を表示"),
    "import_title": ("Import", "取り込み"),
    "import_counts": (
        "{added} added, {removed} removed, {changed} cells changed",
        "追加{added}件、削除{removed}件、変更{changed}箇所",
    ),
    "import_confirm": ("Take this over", "取り込む"),
    "import_same": ("Nothing differs.", "違いはありません。"),
    "import_old": (
        "This import is no longer there, or the register has changed meanwhile: choose the file again.",
        "取り込みの有効期限が切れたか、登録簿が変更されました。ファイルを選び直してください。",
    ),
    "nothing_loaded": ("Nothing was loaded. The file has problems:", "取り込んでいません。ファイルに問題があります:"),
    "too_large": ("The file is larger than {size} MB.", "ファイルが{size} MBを超えています。"),
    "what": ("What", "内容"),
    "column": ("Column", "列"),
    "before": ("Before", "変更前"),
    "after": ("After", "変更後"),
    "column_id": ("Id", "ID"),
    "column_name_en": ("Name in English", "英語名"),
    "column_name_ja": ("Name in Japanese", "日本語名"),
    "column_website": ("Website", "ウェブサイト"),
    "column_website_en": ("English website", "英語サイト"),
    "column_scope": ("Path that belongs to it", "対象パス"),
    "column_prefecture": ("Prefecture", "都道府県"),
    "column_region": ("Region", "地方"),
    "column_sector": ("Sectors, joined by ;", "分野(;区切り)"),
    "column_programme": ("Programme", "事業"),
    "column_organisation_type": ("Kind of organisation", "組織の種類"),
    "column_project_based": ("Project with an end (true, false)", "期限付き事業(true・false)"),
    "column_parent": ("Part of (id)", "上位組織(ID)"),
    "column_programme_start": ("Programme began on", "事業開始日"),
    "column_programme_end": ("Programme ended on", "事業終了日"),
    "column_planned_end": ("Planned end", "終了予定日"),
    "column_paused": ("Paused (true, false)", "休止(true・false)"),
    "column_contact_page": ("Contact page", "問い合わせページ"),
    "column_relation": ("International relations", "国際連携"),
    "column_tags": ("Tags, joined by ;", "タグ(;区切り)"),
    "column_source_url": ("Source", "出典"),
    "column_notes": ("Notes", "備考"),
}
