"""The texts of the surface in English and Japanese: one row a text, looked up by `t('key')` in the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.dashboard.words_account import ACCOUNT_TEXTS
from reports.dashboard.words_charts import CHART_TEXTS
from reports.dashboard.words_register import REGISTER_TEXTS
from reports.dashboard.words_reports import REPORT_TEXTS
from reports.review import WHAT

if TYPE_CHECKING:
    from reports.words import Words

# How much a kind of change or alert asks of a person; told by shape and word, the colour only repeats it.
TONES: dict[str, Words] = {
    "bad": ("urgent", "要対応"),
    "warn": ("look", "要確認"),
    "good": ("good news", "朗報"),
    "plain": ("for information", "参考"),
}
TONE_OF = {
    "taken_over": "bad", "ceased": "bad", "declared": "bad", "fleet": "bad", "dormant": "warn", "suspect": "warn",
    "expected_end": "warn", "edition_lost": "warn", "edition_dormant": "warn", "unreachable": "warn", "moved": "warn",
    "renamed_merged": "warn", "state": "warn", "revived": "good", "awake": "good", "edition_gained": "good",
    "edition_awake": "good", "reachable": "good",
}  # fmt: skip

# Kinds of scans, and entries of the schedule.
SCAN_KINDS: dict[str, Words] = {
    "full": ("full scan", "全体巡回"),
    "scan": ("full scan", "全体巡回"),
    "recheck": ("re-check", "再確認"),
    "retry": ("second attempt", "再試行"),
    "decision": ("decision of a person", "人による判断"),
}

# What asks for a person, beside the doubts of a verdict.
CASES: dict[str, Words] = {
    **WHAT,
    "doubtful": ("low confidence twice in a row", "低い確信度が連続"),
}

EDITION_CHOICES: dict[str, Words] = {
    "en": ("has English pages", "英語版あり"),
    "en-active": ("English active", "英語版:活動中"),
    "en-static": ("English static", "英語版:更新停止"),
    "ja-active": ("Japanese active", "日本語版:活動中"),
    "ja-static": ("Japanese static", "日本語版:更新停止"),
    "ja-only": ("Japanese only", "日本語版のみ"),
}

TEXTS: dict[str, Words] = (
    {
        # ---------------------------------------------------------------- frame
        "skip": ("Skip to the content", "本文へ移動"),
        "menu": ("Main menu", "メインメニュー"),
        "overview": ("Overview", "概要"),
        "clusters": ("Clusters", "クラスター"),
        "review": ("Review", "確認待ち"),
        "alerts": ("Alerts", "アラート"),
        "scans": ("Scans", "巡回"),
        "query": ("Query", "照会"),
        "register": ("Register", "登録簿"),
        "people": ("Users", "利用者"),
        "account": ("Your account", "アカウント"),
        "sign_in": ("Sign in", "ログイン"),
        "sign_out": ("Sign out", "ログアウト"),
        "era_on": ("Era dates", "和暦表示"),
        "era_off": ("Plain dates", "西暦のみ"),
        "era_title": ("Show dates with the Japanese era", "日付に和暦を併記"),
        "foot": ("cluster-monitor · times are Japan's", "cluster-monitor · 時刻は日本時間"),
        "back_home": ("To the overview", "概要へ戻る"),
        "search": ("Search", "検索"),
        "apply": ("Apply", "適用"),
        "any": ("any", "すべて"),
        "cancel": ("Cancel", "取消"),
        "save": ("Save", "保存"),
        "saved": ("Saved.", "保存しました。"),
        "pages": ("Pages of the list", "一覧のページ"),
        "previous": ("Previous", "前へ"),
        "page_of": ("Page {page} of {last}", "{page} / {last}ページ"),
        "download": ("Download", "ダウンロード"),
        "nothing_found": (
            "Nothing fits. Try fewer words or another filter.",
            "該当なし。検索語を減らすか、条件を変えてください。",
        ),
        # ---------------------------------------------------------------- entrance and users
        "user_name": ("Name", "利用者名"),
        "password": ("Password", "パスワード"),
        "password_hint": (
            "10 characters or more; several words make a good one.",
            "10文字以上。複数の単語の組合せが適しています。",
        ),
        "password_now": ("Present password", "現在のパスワード"),
        "password_new": ("New password", "新しいパスワード"),
        "change_password": ("Change the password", "パスワードを変更"),
        "password_changed": (
            "The password is changed; other sessions have ended.",
            "パスワードを変更しました。他の端末はログアウトされました。",
        ),
        "wrong_password": ("Name or password is wrong.", "利用者名またはパスワードが違います。"),
        "wait": (
            "Too many attempts. Try again in {minutes} min.",
            "試行回数が多すぎます。{minutes}分後に再試行してください。",
        ),
        "first_title": ("Welcome", "ようこそ"),
        "first_text": (
            "You open this dashboard for the first time. Choose the name and password of its administrator.",
            "初回の設定です。管理者の利用者名とパスワードを決めてください。",
        ),
        "first_button": ("Create administrator", "管理者を作成"),
        "first_used": (
            "This link was used already, or a later start has replaced it. Start the program again for a new one.",
            "このリンクは使用済みか無効です。プログラムを再起動すると新しいリンクが表示されます。",
        ),
        "role": ("Role", "権限"),
        "role_viewer": ("viewer", "閲覧者"),
        "role_analyst": ("analyst", "分析担当"),
        "role_admin": ("administrator", "管理者"),
        "remove_person": ("Remove", "削除"),
        "remove_named": ("Remove {name}", "{name}を削除"),
        "removed_person": ("{name} is removed.", "{name}を削除しました。"),
        "put_person": ("Add or change a user", "利用者の追加・変更"),
        "put_person_text": (
            "A name that is there already gets the new role and password.",
            "既存の利用者名を入力すると、権限とパスワードが変更されます。",
        ),
        # ---------------------------------------------------------------- when something is not possible
        "refused": ("Not allowed", "権限がありません"),
        "refused_role": (
            "This needs the role {role}. Ask an administrator.",
            "{role}の権限が必要です。管理者に依頼してください。",
        ),
        "refused_form": (
            "The form is too old, or was not ours. Go back, reload the page and try again.",
            "フォームの有効期限が切れています。戻って再読み込みし、もう一度お試しください。",
        ),
        "not_found": ("Not found", "見つかりません"),
        "not_found_text": ("There is no such page.", "ページがありません。"),
        "not_now": ("Not possible now", "現在は実行できません"),
        # ---------------------------------------------------------------- overview
        "as_of": ("As of the scan of {day}", "{day}の巡回時点"),
        "clusters_count": ("{count} clusters", "{count}クラスター"),
        "since_last": ("{delta} since the last scan", "前回比 {delta}"),
        "as_before": ("as before", "前回と同じ"),
        "first_count": ("first count", "初回"),
        "guard": (
            "The last scan judged nothing, because so much failed that the fault must be ours: {why}",
            "当方の障害とみられるため、前回の巡回では判定していません:{why}",
        ),
        "transitions": ("What changed at the last scan", "前回の巡回での変化"),
        "no_transitions": ("Nothing changed.", "変化はありませんでした。"),
        "review_waiting": ("{count} to review", "確認待ち{count}件"),
        "sectors": ("By sector", "分野別"),
        "sector": ("Sector", "分野"),
        "shares": ("Shares", "割合"),
        "map": ("By prefecture", "都道府県別"),
        "map_label": ("Map of Japan: clusters by prefecture", "日本地図:都道府県別クラスター数"),
        "map_key": ("clusters; choose a prefecture to list them", "クラスター数。都道府県を選ぶと一覧を表示"),
        "map_table": ("The same as a table", "表で見る"),
        "map_credit": ("Map: Victor Cazanave, svg-maps, CC BY 4.0", "地図:Victor Cazanave, svg-maps, CC BY 4.0"),
        "prefecture": ("Prefecture", "都道府県"),
        "health": ("Health of the scan", "巡回の状況"),
        "last_scan": ("Last scan", "前回の巡回"),
        "sites_asked": ("Sites asked", "対象サイト"),
        "sites": ("Sites", "サイト"),
        "pages_fetched": ("Pages", "ページ"),
        "sites_failed": ("Sites without answer", "応答なし"),
        "outcomes": ("How the fetches ended", "取得結果の内訳"),
        "outcome": ("Outcome", "結果"),
        "next": ("Next", "次へ"),
        "planned": ("Next {what}", "次回の{what}"),
        # ---------------------------------------------------------------- clusters
        "found": ("{count} found", "{count}件"),
        "show_all": ("show all", "すべて表示"),
        "search_hint": ("name, place, sector, id …", "名称・地域・分野・ID …"),
        "state": ("State", "状態"),
        "subtype": ("Detail or doubt", "詳細・疑い"),
        "editions": ("Language editions", "言語版"),
        "region": ("Region", "地方"),
        "programme": ("Programme", "事業"),
        "relation": ("Relations", "国際連携"),
        "tag": ("Tag", "タグ"),
        "as_published": ("As it was published on", "公開日時点"),
        "shows_past": ("This is how it was published on {day}.", "{day}時点で公開されていた内容です。"),
        "show_present": ("Show the present", "現在の内容を表示"),
        "further_filters": ("More filters", "詳細条件"),
        "cluster": ("Cluster", "クラスター"),
        "since": ("Since", "開始日"),
        "place": ("Place and sector", "地域・分野"),
        "confidence": ("Confidence", "確信度"),
        "views": ("Saved views", "保存した表示"),
        "view_name": ("Name of this view", "この表示の名前"),
        "save_view": ("Save view", "表示を保存"),
        "drop_view": ("Remove the view {name}", "表示「{name}」を削除"),
        # ---------------------------------------------------------------- one cluster
        "since_day": ("since {day}", "{day}以降"),
        "until_day": ("until {day}", "{day}まで"),
        "judged_on": ("judged on {day}", "{day}判定"),
        "in_doubt": ("In doubt", "要確認"),
        "defanged_text": (
            "Its addresses are written so that nobody follows them by mistake.",
            "誤ってアクセスしないよう、アドレスは無効な形で表示しています。",
        ),
        "not_linked": ("not linked on purpose", "意図的にリンクしていません"),
        "answer": ("Answer to paste into a mail", "メール用の回答文"),
        "copy_en": ("Copy English", "英文をコピー"),
        "copy_ja": ("Copy Japanese", "和文をコピー"),
        "copied": ("Copied", "コピーしました"),
        "evidence": ("Why", "根拠"),
        "no_evidence": ("No evidence is kept.", "根拠の記録はありません。"),
        "timeline": ("History by month", "月別の推移"),
        "timeline_label": (
            "State by month; the table below tells the same",
            "月ごとの状態。下の表に同じ内容があります",
        ),
        "no_verdict": ("no verdict", "判定なし"),
        "never_judged": ("Never judged yet.", "まだ判定していません。"),
        "periods": ("Periods as a table", "期間を表で見る"),
        "from": ("From", "開始"),
        "until": ("Until", "終了"),
        "still": ("still", "継続中"),
        "difference": ("What changed in the text", "本文の変化"),
        "compare": ("Compare", "比較"),
        "one_visit": ("Two visits are needed to compare.", "比較には2回以上の訪問が必要です。"),
        "no_difference": (
            "No visible text differs between {since} and {until}.",
            "{since}と{until}の間で本文に違いはありません。",
        ),
        "known_before": ("as of {day}", "{day}時点"),
        "not_known_before": ("not known before", "以前は未確認"),
        "not_known_after": ("not known any more", "その後は未確認"),
        "added": ("added", "追加"),
        "removed": ("removed", "削除"),
        "changed": ("changed", "変更"),
        "contact": ("Contact", "連絡先"),
        "website": ("Website", "ウェブサイト"),
        "website_en": ("English website", "英語サイト"),
        "no_website": ("none in the register", "登録なし"),
        "contact_page": ("Contact page", "問い合わせ先"),
        "parent": ("Part of", "上位組織"),
        "notes": ("Notes", "備考"),
        "in_register": ("The row in the register", "登録簿の行を見る"),
        "last_update": ("Last update", "最終更新"),
        "cannot_tell": ("cannot tell", "不明"),
        "no_editions": ("No edition was recognised.", "言語版は確認されていません。"),
        "decisions": ("Decisions of people", "人による判断"),
        "no_decisions": ("None: the machine's verdict holds.", "なし(機械判定のまま)"),
        "cleared": ("back to the machine's verdict", "機械判定に戻す"),
        "decide": ("Decide", "判断する"),
        "clear_decision": ("Clear: the machine's verdict holds again", "解除(機械判定に戻す)"),
        "why": ("Why", "理由"),
        "why_hint": ("what you know, and from whom", "確認した内容と情報源"),
        "decide_until": ("Holds until (optional)", "有効期限(任意)"),
        "decide_button": ("Keep the decision", "判断を登録"),
        "decided": ("The decision is kept and in force.", "判断を登録しました。すぐに反映されます。"),
        "visited": ("Pages visited", "訪問したページ"),
        "visited_count": ("{count} pages", "{count}ページ"),
        # ---------------------------------------------------------------- review
        "review_lead": (
            "What a person should look at, the most urgent first.",
            "人による確認が必要なクラスター(緊急度順)",
        ),
        "review_empty": ("Nothing waits for you.", "確認待ちはありません。"),
        # ---------------------------------------------------------------- scans and alerts
        "scan": ("Scan", "巡回"),
        "scan_of": ("Scan of {day}", "{day}の巡回"),
        "kind": ("Kind", "種別"),
        "changes": ("Changes", "変化"),
        "result": ("Result", "結果"),
        "published": ("published", "公開済み"),
        "guarded": ("nothing judged", "判定中止"),
        "rule_version": ("rules", "判定規則"),
        "alerts_lead": ("Each transition is told once.", "状態の変化は一度だけ通知されます。"),
        "alerts_all": ("Show all", "すべて表示"),
        "alerts_open": ("Show open ones only", "未対応のみ表示"),
        "no_alerts": ("No open alerts.", "未対応のアラートはありません。"),
        "ourselves": ("Our own scan", "当方の巡回"),
        "acknowledge": ("Acknowledge", "対応済みにする"),
        "acknowledged": ("Seen to by {by}", "{by}が対応"),
        "sent_to": ("told to {names}", "通知先:{names}"),
        "waiting_for": ("waits to be sent to {names}", "送信待ち:{names}"),
        "given_up": ("could not be sent to {names}", "送信できず:{names}"),
        "told_nobody": ("sent to nobody: no recipient asks for it", "通知先なし"),
        "muted": ("muted: kept, sent to nobody", "通知停止中(記録のみ)"),
        "acknowledge_done": ("Acknowledged.", "対応済みにしました。"),
        "note": ("Note", "メモ"),
        "mute": ("Mute", "通知を止める"),
        "mute_until": ("No alerts until", "通知停止の期限"),
        "mute_done": ("Muted.", "通知を止めました。"),
        "unmute_done": ("It is told again.", "通知を再開しました。"),
        "mutes": ("Muted clusters", "通知停止中のクラスター"),
        "unmute": ("Tell again", "通知を再開"),
        "unmute_named": ("Tell again: {name}", "通知を再開:{name}"),
        # ---------------------------------------------------------------- query
        "query_lead": (
            "Questions in SQL to the published copy: read only, no files, bounded in time and memory.",
            "公開データへのSQL照会(読取り専用。時間・メモリ制限あり)",
        ),
        "run": ("Run", "実行"),
        "as_csv": ("Download CSV", "CSVで保存"),
        "examples": ("Examples", "例"),
        "views_to_ask": ("Views for the usual questions:", "よく使うビュー:"),
        "rows_found": ("{count} rows", "{count}行"),
        "rows_cut": (
            "more rows were left out: add LIMIT or WHERE",
            "続きは省略されています(LIMITやWHEREを追加してください)",
        ),
        "busy": (
            "Other questions are being answered: try again in a moment.",
            "他の照会を処理中です。しばらくしてから再試行してください。",
        ),
        "example_states": ("Clusters by state", "状態別クラスター数"),
        "example_months": ("Active clusters by scan", "巡回ごとの活動中クラスター数"),
        "example_sectors": ("Active clusters by sector", "分野別の活動中クラスター数"),
        "example_english": ("Clusters with active English pages", "英語版が活動中のクラスター"),
    }
    | REGISTER_TEXTS
    | ACCOUNT_TEXTS
    | CHART_TEXTS
    | REPORT_TEXTS
)
