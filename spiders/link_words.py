"""The words by which follow.py knows a link worth a request, and those that warn of a trap.  Data only.

Anchor texts are compared in NFKC and lower case, paths by their parts ("/news/2024/a.html" is news, 2024, a).  Words
were collected from the menus of Japanese offices, universities and associations and their English, German, French,
Chinese and Korean pages; weights are points, as in follow.py.
"""

from __future__ import annotations

import re

# A notice of an end, a move or a merger: the most telling page a site can have, whatever the rest looks like.
CLOSING_TEXT = re.compile(
    r"閉鎖|閉館|解散|(?:活動|運営|更新|公開|サイト|サービス|事業|プロジェクト)の?を?(?:終了|停止)|移転(?:しました|の?お知らせ|先)"
    r"|引っ?越|統合(?:しました|の?お知らせ)|新サイト|名称変更"
    r"|(?:site|page|project|centre|center) (?:is |has )?(?:been )?(?:closed|moved|ended)"
    r"|farewell|dissol(?:ved|ution)|shut(?:ting)? down|discontinued"
)
# Names of lists of news.  An anchor text made of them is a list, another one an item that mentions them.
NEWS_TEXT = re.compile(
    r"新着|お知らせ|おしらせ|ニュース|トピックス?|最新情報|更新(?:履歴|情報)|インフォメーション|プレス|報道|活動(?:報告|記録|日誌|紹介|状況)"
    r"|ブログ|日記|広報|会報|メールマガジン|メルマガ|ニュースレター|イベント|セミナー|行事|開催|スケジュール|募集"
    r"|what.?s new|\bnews|topics|latest|updates?\b|press|releases?\b|blog|diary|events?\b|seminars?\b|activit"
    r"|announcement|newsletter|change ?log|archives?\b|aktuell|neuigkeit|termine|veranstaltung|actualit|nouvelle"
    r"|noticias|notizie"
    r"|新闻|新聞|最新消息|公告|活动|活動|공지|소식|새소식|행사"
)
# What the name of a list of news may have beside these words, and how much of something else.
NEWS_FILLERS = re.compile(
    r"一覧|情報|のご?案内|はこちら|こちら|を?(?:もっと)?見る|ページ|\b(?:and|the|all|more|see|list|of)\b|[\W\d_]+|[のとへを]"
)
NEWS_REST = 3  # characters
# Lists a living organisation keeps up even where it posts no news.
KEPT_TEXT = re.compile(
    r"会員|メンバー|構成員|参加企業|研究(?:業績|成果|会)|業績|論文|実績|成果|年報|事業(?:報告|計画)|議事|資料|リンク集"
    r"|members?\b|people|staff|team|publications?\b|achievements?|reports?\b|schedule|downloads?\b|community"
    r"|partners?\b"
)
NEWS_PARTS = {
    "news", "topics", "topic", "whatsnew", "whats_new", "what_new", "whatnew", "new", "info", "information", "oshirase",
    "osirase", "blog", "diary", "event", "events", "update", "updates", "release", "releases", "press", "pressrelease",
    "history", "activity", "activities", "report", "archive", "archives", "shinchaku", "announcement", "announcements",
    "newsletter", "seminar", "seminars", "termine", "aktuelles", "actualites", "posts", "category", "notice", "koushin",
    "changelog", "schedule", "meeting", "meetings",
}  # fmt: skip
KEPT_PARTS = {
    "member", "members", "people", "staff", "team", "publication", "publications", "research", "achievement", "project",
    "projects", "about", "outline", "community", "partners", "link", "links",
}  # fmt: skip

# ---------------------------------------------------------------- what is never asked for

# Nothing a reader of text could use.
BINARY_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|jtd|zip|lzh|gz|tgz|bz2|7z|rar|exe|dmg|msi|apk|jar|iso|png|jpe?g|gif|bmp"
    r"|svg|webp|ico|tiff?|mp[34]|m4[av]|wav|ogg|avi|mov|wmv|flv|swf|webm|css|js|mjs|json|map|woff2?|ttf|eot|ics|vcf|csv"
    r"|txt|tex|ps|eps|xsl|dtd|asc|sig|torrent)$",
    re.IGNORECASE,
)
# Doors, forms and machines: nothing is told there, and some of it changes with every look.
CLOSED_PARTS = {
    "login", "logout", "signin", "signup", "register", "wp-login.php", "wp-admin", "admin", "cart", "basket",
    "checkout", "search", "search.php", "xmlrpc.php", "wp-json", "mypage", "password", "print", "printer", "rss",
    "trackback", "share", "amp", "embed", "webmail", "ical", "oembed", "edit", "special:search", "cdn-cgi",
}  # fmt: skip
# Parameters that open endless rooms: calendars, sort orders, searches, histories, print views.
TRAP_PARAMETERS = {
    "date", "day", "month", "ym", "ymd", "cal", "calendar", "time", "start", "offset", "sort", "order", "orderby",
    "dir", "filter", "print", "printable", "replytocom", "share", "oldid", "diff", "rev", "search", "s", "q",
    "query", "keyword", "keywords", "redirect", "return", "returnto", "next", "prev", "back", "login", "cart",
    "add-to-cart", "tribe-bar-date", "eventdisplay", "ical", "outlook-ical", "hl", "tl",
}  # fmt: skip
MAX_PARAMETERS = 4
MAX_FOLDERS = 8
MAX_ADDRESS = 500  # characters
# Page 2 of a list may matter, page 3 and on only lead into the past.
PAGINATION = re.compile(
    r"/(?:page|p)/?(\d{1,4})/?(?:$|\?)|[?&](?:page|paged|pg|pageno|pagenum)=(\d{1,4})(?:&|$)", re.IGNORECASE
)
# Machine translation of the same page is no page of its own.
TRANSLATED = re.compile(
    r"translate\.goog|translate\.google|j-server\.com|excite\.co\.jp/world|honyaku|/translate[_/?]", re.IGNORECASE
)
