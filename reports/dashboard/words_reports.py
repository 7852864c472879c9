"""The texts of the page of reports, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.words import Words

REPORT_TEXTS: dict[str, Words] = {
    "reports": ("Reports", "報告書"),
    "reports_text": ("Files to keep, to print, or to send on.", "保存・印刷・送付用のファイルです。"),
    "report_changes": ("What has changed", "変化の報告"),
    "report_changes_text": (
        "What needs somebody first, other changes, doubts, news. Without days: since the full scan before the last.",
        "対応が必要なもの、その他の変化、要確認、新着情報。日付を指定しない場合は前回の全体巡回以降です。",
    ),
    "report_mapping": ("Mapping", "マッピング"),
    "report_mapping_text": (
        "All organisations counted as in the mapping of 2016, beside its figures: languages, sectors, places.",
        "2016年調査と同じ区分による集計(言語版・分野・国際関係・地域)。2016年の数値を併記します。",
    ),
    "report_workbook": ("Workbook for Excel", "Excelブック"),
    "report_workbook_text": (
        "A sheet per question, with filters and a legend: status, what needs you, new items, editions, decisions.",
        "質問ごとのシート(状態・要対応・新着・言語版・判断など)。フィルターと凡例付き。",
    ),
    "report_from": ("From", "開始日"),
    "report_to": ("To", "終了日"),
    "report_as_of": ("As of", "基準日"),
    "report_compare": ("Compared with", "比較日"),
    "report_format": ("File", "ファイル形式"),
    "report_page": ("Web page (HTML)", "ウェブページ(HTML)"),
    "report_pdf": ("Paper (PDF)", "印刷用(PDF)"),
    "report_xlsx": ("Excel (XLSX)", "Excel(XLSX)"),
    "report_csv": ("Table (CSV)", "表(CSV)"),
    "report_zip": ("Tables (CSV in a ZIP file)", "表(CSV、ZIP形式)"),
    "report_md": ("Text (Markdown)", "テキスト(Markdown)"),
    "report_json": ("Data (JSON)", "データ(JSON)"),
}
