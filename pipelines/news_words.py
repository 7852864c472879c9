"""The words by which a list of news, an item and a label are known.  Tables, and the few questions asked of them.

Collected from the headings of Japanese associations, agencies, universities and companies and of their English, German,
French, Chinese and Korean pages.  Texts are compared in NFKC and small letters.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote, urlsplit


class Section(StrEnum):
    """What a heading says of the list below it."""

    NEWS = "news"
    NOT_NEWS = "not_news"
    OPEN = "open"  # nothing: what stands below must show by itself what it is


# ---------------------------------------------------------------- headings of news

# A heading is one of news if it consists of these words, of what may stand around them, and of nothing else:
# 「総会のお知らせ」 heads one notice, not a list.
NEWS_JA = {
    "お知らせ", "おしらせ", "新着情報", "新着", "新着記事", "新着ニュース", "新着順", "最新情報", "最新記事",
    "最近の記事", "最近の投稿", "最近の更新", "最近の出来事", "最近の話題", "最近の活動", "更新情報", "更新履歴",
    "更新記録", "更新", "変更履歴", "改訂履歴", "改版履歴", "リリース履歴", "履歴", "ニュース", "ニュースリリース",
    "ニューストピックス", "トピックス", "トピック", "インフォメーション", "情報", "ご案内", "プレスリリース",
    "報道発表", "報道資料", "記者発表", "リリース", "リリース情報", "メディア掲載", "メディア情報", "メディア",
    "掲載情報", "報道", "活動報告", "活動記録", "活動日誌", "活動状況", "活動情報", "活動レポート", "活動ニュース",
    "活動履歴", "イベント", "イベント情報", "イベントレポート", "イベント報告", "イベント案内", "セミナー",
    "セミナー情報", "講演会", "研修会", "勉強会", "説明会", "行事", "行事案内", "行事報告", "催し", "催し物",
    "開催情報", "開催案内", "開催報告", "募集", "募集情報", "公募", "公募情報", "助成金情報", "補助金情報",
    "支援情報", "会員情報", "会員ニュース", "会報", "広報", "ニュースレター", "メールマガジン", "メルマガ", "ブログ",
    "ブログ記事", "スタッフブログ", "日記", "日誌", "コラム", "レポート", "速報", "話題", "近況", "出来事", "掲示板",
    "伝言板", "連絡", "重要なお知らせ", "緊急のお知らせ", "記事", "投稿",
}  # fmt: skip
# Those below which a list without dates is one of news too; below others it is a menu.
HEADS_UNDATED = re.compile(r"お知らせ|おしらせ|新着|最新情報|トピックス|ニュース|更新|news|what.?s new|topics")
# What may stand before them (qualifiers, whose news it is) and behind.
BEFORE_JA = (
    r"最新の?|新着の?|主な|過去の|今後の|これまでの|直近の|近日の|今年度の|各種の?|重要な?|緊急の?|一般の?"
    r"|すべての|全ての|注目の?|近年の|(?:本|当|ウェブ|web)?サイトの?|ホームページの?|hpの?|事務局の?|会員の?"
    r"|[当本]会の?|[本支]部の?|研究室の?|センターの?|その他の?|学内の?"
    r"|.{1,20}(?:からの|よりの|関連の?|に関する)|(?:19|20)\d\d年?度?の?|(?:令和|平成)(?:\d{1,2}|元)年?度?の?"
)
BEHIND_JA = (
    r"一覧(?:へ|を見る|はこちら)?|リスト|はこちら|[をの]?(?:もっと)?見る|アーカイブス?|バックナンバー|コーナー"
    r"|のページ|と(?=.)|および|及び|・"
)
NEWS_HEADING_JA = re.compile(
    rf"(?:{BEFORE_JA})*(?:(?:{'|'.join(sorted(NEWS_JA, key=len, reverse=True))})(?:{BEHIND_JA})*)+"
)
# These words make any short name before them a list of news: 「みらいクラスターの新着情報」, 「○○ニュース」.
NEWS_ENDING_JA = re.compile(
    r".{1,20}(?:新着情報|最新情報|更新履歴|更新情報|ニュース|トピックス|活動報告|活動記録|イベント情報|インフォメーション)(?:一覧)?"
)
# Whose news are one's own, however the heading names the owner.
OURS_JA = re.compile(r"[当本]会|当協会|当財団|当社|弊社|事務局|会員|[本支]部|当クラスター|[当本]サイト")

NEWS_WESTERN = {
    "news", "whatsnew", "topics", "topic", "updates", "update", "announcements", "announcement", "events", "event",
    "seminars", "headlines", "releases", "release", "blog", "posts", "articles", "activities", "newsletter",
    "newsletters", "changelog", "information", "info", "media", "diary", "notices", "notice", "happenings", "stories",
    "bulletin", "newsroom", "aktuelles", "neuigkeiten", "nachrichten", "neues", "termine", "veranstaltungen",
    "meldungen", "presse", "actualités", "actualites", "nouvelles", "événements", "noticias", "notizie", "nieuws",
}  # fmt: skip
# What may stand beside them.
FILLERS_WESTERN = {
    "latest", "recent", "our", "the", "and", "from", "all", "more", "list", "of", "upcoming", "past", "new", "press",
    "lab", "important", "history", "archive", "archives", "older", "see", "view", "to", "for", "site", "website",
    "version", "und", "die", "der", "das", "aus", "et", "les", "des", "de", "la", "l", "y", "en", "featured", "top",
    "other", "what", "s", "is", "in", "on", "a", "with", "special", "current", "previous", "last", "log",
}  # fmt: skip
LONGEST_NAME = 3  # words of a name beside "news": "Mirai Cluster Lab News"
NEWS_OTHER = re.compile(
    r"(?:最新)?(?:消息|公告|新闻|新聞|动态|動態|資訊|资讯|活動訊息|活动)|(?:새\s?)?소식|공지(?:\s?사항)?|뉴스|행사"
)
UPDATE_HISTORY = re.compile(
    r"(?:update|version|release|change|revision)s? history|history of (?:updates|changes)|press archives?"
)
LONGEST_HEADING = 45  # characters
# A sentence in a heading is the title of an item, whatever words it holds.
SENTENCE = re.compile(
    r"(?:ます|ました|ますか|です|ません|について|の(?:お知らせ|ご案内|ご報告))$|[。!！?？]$|\b(?:is|are|was|were|will|has|have|held)\b"
    r"|\b(?:accept|announc|appoint|award|complet|elect|host|join|launch|open|publish|receiv|releas|select|sign|start)ed\b"
)

# A heading with one of these heads something else, whatever dates stand below.
NOT_NEWS = re.compile(
    r"沿革|年表|歴史|あゆみ|歩み|経歴|略歴|学歴|職歴|履歴書|業績|論文|(?:研究|学会|口頭)発表|発表(?:一覧|リスト)|文献|著[書作]|特許|受賞|表彰"
    r"|時間割|タイムテーブル|プログラム|タイムスケジュール|日程|締切|〆切|募集要項|応募|開催概要|開催日時|(?:会社|法人|団体)概要|会則|規約|定款"
    r"|アーカイブ|月別|年別|カレンダー|コメント|トラックバック|天[気候]|気象|リンク|役員|名簿|卒業|修了|メンバー|実績一覧|統計|価格|料金"
    r"|バージョン情報|動作環境|出典|参考|脚注|注釈|目次|アクセス|お問い?合わ?せ|営業日|開館|休館日|関連記事|人気|ランキング"
    r"|\b(?:publications?|papers?|journals?|proceedings|references?|bibliography|biography|cv|curriculum|career|education"
    r"|experience|employment|grants?|awards?|hono[u]?rs?|patents?|timeline|important dates|deadlines?|timetable"
    r"|program(?:me)?|agenda|archives?|comments?|calendar|weather|members?|alumni|people|speakers?|committees?|citations?"
    r"|talks?|presentations?|books?|related|popular|contents|access|contact|milestones?)\b"
)

# ---------------------------------------------------------------- inside items

# Names of categories beside a title, in an element of their own.
LABELS = {
    "お知らせ", "おしらせ", "新着", "新着情報", "ニュース", "トピックス", "イベント", "イベント情報", "イベント案内",
    "セミナー", "セミナー情報", "講演会", "研修", "研修会", "プレスリリース", "プレス", "リリース", "報道",
    "報道発表", "メディア", "メディア掲載", "活動報告", "開催報告", "報告", "レポート", "募集", "公募", "採用",
    "重要", "緊急", "その他", "更新", "更新情報", "サイト更新", "ブログ", "コラム", "会員", "会員向け", "会員情報",
    "一般", "行事", "案内", "ご案内", "情報", "補助金", "助成金", "終了", "受付終了", "受付中", "募集中", "開催中",
    "終了しました", "未分類", "新規", "注目", "全般", "インフォメーション", "事務局", "ニュースレター", "news", "new",
    "topics", "topic", "event", "events", "seminar", "press", "release", "info", "information", "blog", "report",
    "update", "updates", "updated", "important", "media", "notice", "pickup", "up", "hot", "other", "others",
    "uncategorized", "general", "announcement", "announcements", "workshop", "award", "publication", "column", "pdf",
    "aktuelles", "termin", "veranstaltung",
}  # fmt: skip
LABEL_CLASSES = {
    "cat", "cate", "category", "categories", "label", "labels", "tag", "tags", "badge", "genre", "icon", "ico",
}  # fmt: skip
LONGEST_LABEL = 16  # characters
NEW_MARK = re.compile(r"(?:new|up|新着|\W)+")
DECORATION = (
    " \t\u3000■□●○◎◆◇★☆▼▽▲△▶►▷♪※*#>＞<＜»«›‹【】〔〕[]［］()（）「」『』≪≫《》{}"
    "｜|:：;・.,。、!！?？~〜～=＝→⇒—–―─-_♦❖✦♥❤📢📣🔔🆕"
)
# Links and lines that lead on and say nothing themselves: made of these words, with one that leads.
LEADS_JA = re.compile(
    r"詳しく|詳細|続き|つづき|もっと|すべて|全て|一覧|こちら|ここ|見る|みる|読む|よむ|クリック|戻る|次|前|バックナンバー|アーカイブ"
)
LEADING_JA = re.compile(
    rf"(?:{LEADS_JA.pattern}|さらに|過去|記事|ページ|全文|本文|以[前降]|お知らせ|ニュース|新着情報|イベント|トピックス|情報|リスト|表示|トップ"
    r"|ご覧|ください|する|から|[のをはにへも]|[\W\da-z])+"
)
LEADING_WESTERN = {
    "read", "view", "see", "show", "learn", "find", "out", "continue", "all", "more", "detail", "details", "reading",
    "the", "full", "news", "list", "archive", "archives", "older", "newer", "next", "previous", "post", "posts",
    "entries", "articles", "article", "back", "top", "event", "events", "rss", "here", "click", "permalink", "link",
    "pdf", "index", "about", "page", "share", "tweet", "comment", "comments", "weiterlesen", "mehr", "lire", "la",
    "suite",
}  # fmt: skip
# What stands before the date of an item and says that it is one.
DATE_LABEL = re.compile(
    r"(?:掲載|公開|投稿|更新|発表|発信|登録|作成|配信|発行|受付|記事|最終更新|ニュース)(?:日時?|年月日)?|日付|日時|開催日時?|会期|期日|とき|年月日"
    r"|(?:posted|published|updated|date|released?|written|created|last updated|when)(?: on| at)?|on|am|vom|le",
    re.IGNORECASE,
)
# What follows a date if a sentence goes on from it: the line tells of that day and is not headed by it.
SENTENCE_GOES_ON = re.compile(
    r"(?:に|は|の|まで|から|より|以降|以前|現在|付け?[ので]|締切|〆切|必着|時点|当時|生まれ|設立|創立|創業|発足|施行|改正|制定|竣工|頃|ごろ|を|が"
    r"|も|と(?!も|き))|で(?!す)|(?:is|was|to|until|through|and|or|by|in|at|for)\b",
    re.IGNORECASE,
)
# What citations have and news have not.
CITATION = re.compile(
    r"\b(?:vol\.|pp?\.|no\.|proc\.|et al|doi|arxiv|isbn|issn|in proceedings|journal of|trans(?:actions)?\b)"
    r"|\d\(\d+\)[:,]",
    re.IGNORECASE,
)

# ---------------------------------------------------------------- pages and elements

NEWS_PATH = re.compile(
    r"(?:^|[/_.-])(?:news|topics?|whats?[_-]?new|info|information|oshirase|osirase|shinchaku|releases?|press|pressrelease|blog"
    r"|diary|events?|updates?|koushin|rireki|activity|activities|reports?|katsudo|nikki|changelog|notices?|announcements?"
    r"|seminars?|posts?|archives?|aktuelles|actualites|termine)\d{0,4}(?=$|[/_.-])"
)
# Classes of lists of news; "post", "entry" and "article" are left out, because whole pages are of these.
NEWS_CLASSES = {
    "news", "topics", "whatsnew", "oshirase", "osirase", "shinchaku", "newslist", "topicslist", "headlines", "updates",
    "koushin", "rireki",
}  # fmt: skip
TITLE_CLASSES = {"title", "ttl", "tit", "subject", "headline", "heading", "midashi"}
# A comment or a month of an archive is no news, however its date looks.
OTHER_CLASSES = {
    "comment", "comments", "archive", "archives", "calendar", "copyright", "tweet", "weather", "ranking", "toc",
}  # fmt: skip
# Places that speak for their owner though they lie on another's domain.
OWN_CHANNELS = {
    "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "youtu.be", "note.com", "note.mu",
    "ameblo.jp", "linkedin.com", "connpass.com", "peatix.com", "prtimes.jp", "doorkeeper.jp", "google.com", "goo.gl",
    "forms.gle", "bit.ly", "hatenablog.com", "blogspot.com", "wordpress.com", "github.io", "github.com", "medium.com",
    "slideshare.net", "speakerdeck.com", "meetup.com", "eventbrite.com", "zoom.us", "vimeo.com", "qiita.com",
    "dropbox.com", "kokuchpro.com", "eventregist.com",
}  # fmt: skip

_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿가-힣]")
_PUNCTUATION = re.compile(r"[\s\[\]()（）【】「」『』!?.'’&/|:+\-_,~]+")
_LATIN = re.compile(r"[a-z]+")
_WORDS = re.compile(r"[^\W\d_]+")
_CLASS_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_TITLE_BORDER = re.compile(r"\s*[|｜»«–—:：]\s*|\s+-\s+")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in NFKC, small letters, without decoration at its ends."""
    return unicodedata.normalize("NFKC", text).lower().strip(DECORATION)


@lru_cache(maxsize=4096)
def section_of(heading: str) -> Section:
    """What a heading says of the list below it."""
    if len(heading) > LONGEST_HEADING:
        return Section.OPEN
    text = plain(heading)
    if UPDATE_HISTORY.search(text) or _is_news(text):
        return Section.NEWS
    return Section.NOT_NEWS if NOT_NEWS.search(text) and not SENTENCE.search(text) else Section.OPEN


def _is_news(text: str) -> bool:
    """Whether a plain text consists of the words of a heading of news."""
    if _JAPANESE.search(text):
        compact = _PUNCTUATION.sub("", text)
        japanese = _LATIN.sub("", compact)  # 「新着情報 NEWS」
        if NEWS_HEADING_JA.fullmatch(japanese) or NEWS_OTHER.fullmatch(japanese):
            return True
        return bool(NEWS_ENDING_JA.fullmatch(compact)) and not NOT_NEWS.search(text)
    words = _WORDS.findall(re.sub(r"what['’]?s new", "whatsnew", text))
    names = [word for word in words if word not in NEWS_WESTERN | FILLERS_WESTERN]
    if NEWS_WESTERN.isdisjoint(words) or len(names) > LONGEST_NAME:
        return False
    return not names or (words[-1] in NEWS_WESTERN and not NOT_NEWS.search(text))


def names_a_body(heading: str) -> bool:
    """Whether a heading of news says whose news they are: 「○○省からのお知らせ」, "City news"."""
    text = plain(heading)
    if _JAPANESE.search(text):
        japanese = _LATIN.sub("", _PUNCTUATION.sub("", text))
        named = "からの" in text or "よりの" in text or not NEWS_HEADING_JA.fullmatch(japanese)
        return named and not OURS_JA.search(text)
    return any(word not in NEWS_WESTERN | FILLERS_WESTERN for word in _WORDS.findall(text))


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether a text is the name of a category or a mark of newness."""
    short = plain(text)
    return len(short) <= LONGEST_LABEL and (not short or short in LABELS or bool(NEW_MARK.fullmatch(short)))


@lru_cache(maxsize=4096)
def leads_on(text: str) -> bool:
    """Whether a text only leads to another page: 「詳細はこちら」, "Read more"."""
    short = plain(text)
    if _JAPANESE.search(short):
        return bool(LEADS_JA.search(short) and LEADING_JA.fullmatch(short))
    return LEADING_WESTERN.issuperset(_WORDS.findall(short))


@lru_cache(maxsize=4096)
def class_words(class_and_id: str) -> frozenset[str]:
    """The words of an element's class and id, in small letters: "newsList__date" gives news, list, date."""
    return frozenset(word.lower() for word in _CLASS_WORDS.findall(class_and_id))


def title_is_news(title: str) -> bool:
    """Whether the title of a page says that it is a list of news."""
    return section_of(_TITLE_BORDER.split(title)[0]) is Section.NEWS


def path_is_news(url: str) -> bool:
    """Whether the address of a page says that it is a list of news, or in the folder of one."""
    return bool(NEWS_PATH.search(unquote(urlsplit(url).path).lower()))
