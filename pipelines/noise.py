"""What changes on a page without anybody's work: clocks, counters, calendars, weather, tokens, rotating boxes, stamps.

Two versions of a line that have the same `skeleton` differ only in such parts.  The tables name the
widgets of Japanese and English pages of the last twenty-five years; they are read after NFKC and in lower case.
"""

from __future__ import annotations

import re
import unicodedata

NUMBER = r"(?:\d[\d,.]{0,12}\d|\d)"
WEEKDAY = (
    r"[(\[]?(?:[日月火水木金土]曜?日?|祝|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)(?![^\W\d_])"
    r"[)\]]?"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:(?:19|20)\d\d|(?:昭和|平成|令和|\b[shr])\s?(?:\d{1,2}|元))"
DAY = (
    rf"(?:{YEAR}\s?[年./-]\s?(?:\d{{1,2}}\s?(?:[月./-]\s?(?:\d{{1,2}}\s?日?)?)?)?|\d{{1,2}}\s?月\s?\d{{1,2}}\s?日"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d|\d{{1,2}}/\d{{1,2}}"
    rf"|{MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?(?!\d),?(?:\s?(?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s{MONTH},?(?:\s?(?:19|20)\d\d)?)"
)
TIME = r"(?:(?:午前|午後|am|pm)?\s?\d{1,2}[:時]\s?\d{1,2}(?:[:分]\s?\d{1,2})?[分秒]?\s?(?:am|pm|jst|gmt|utc)?)"
MOMENT = rf"(?:(?:{WEEKDAY}[\s,]{{0,2}})?{DAY}[\s,]{{0,2}}(?:{WEEKDAY})?[\s,]{{0,2}}{TIME}?|{TIME})"
DATE = re.compile(DAY)

# Parts that change by themselves; what is left of a line is its skeleton.
PARTS = tuple(re.compile(pattern) for pattern in (
    # clocks: 本日は5月1日(水)です, 現在時刻 12:30, Today is May 1, 2024
    (r"(?:本日は?|今日は?|現在(?:の?(?:日時|時刻))?|ただ今|只今|今の時刻|\bnow|today(?:'s date)?(?: is)?"
    rf"|(?:current|local) (?:time|date))\W{{0,4}}{MOMENT}(?:\s?です)?(?:\s?現在)?"),
    rf"{MOMENT}\s?現在",
    r"\d{1,2}:\d{2}:\d{2}",
    # distances to the day of the visit: 3日前, あと12日, 5 days ago, 10 days left
    rf"(?:約|およそ)?{NUMBER}\s?(?:秒|分|時間|日|週間|[かヶヵケカ箇]月|年)前",
    rf"(?:about |over |almost )?(?:{NUMBER}|an?|one)\s(?:second|minute|hour|day|week|month|year)s?\sago|\bjust now\b",
    rf"(?:あと|残り|のこり|まで)\s?{NUMBER}\s?(?:日|時間|分|秒)(?:\s?{NUMBER}\s?(?:時間|分|秒)){{0,3}}",
    (rf"{NUMBER}\s(?:day|hour|minute|second)s?\s(?:left|to go|remaining|until)"
    rf"|days?\s(?:left|to go|until)\D{{0,3}}{NUMBER}"),
    # counters: あなたは 001234 人目, 累計アクセス数: 1,234, visitors 1234, 12 views, いいね! 3
    (rf"{NUMBER}\s?(?:人目|番目の|人が閲覧|回閲覧|アクセス|ブックマーク|pv\b"
    r"|(?:(?:page\s?)?view|hit|visitor|visit|user|like|share|play)s?\b)"),
    (r"(?:カウンター?|counter|(?:アクセス|来訪者?|来場者?|訪問者?|来客|閲覧者?|表示回|再生回)(?:数|回数|累計|合計|総数)?"
    r"|総?閲覧数|(?:visitor|visit|hit|(?:page\s?)?view|like|share|tweet)s?|pv|total|today|yesterday|online"
    r"|オンライン|昨日|本日|今日|累計|いいね!?|ツイート|シェア|はてブ)"
    rf"\s?[:=(]?\s?{NUMBER}\s?[)人名回件]?"),
    # how long the server took, and what it made for this visit
    (rf"(?:処理|表示|実行|生成)(?:時間|速度)?\W{{0,3}}{NUMBER}\s?(?:秒|ms|sec(?:onds?)?)"
    rf"|(?:generated|loaded|rendered|created|executed|took|served)\b\D{{0,20}}{NUMBER}\s?(?:ms|s|sec(?:onds?)?)\b"),
    r"\b(?:phpsessid|jsessionid|session(?:[_ ]?id)?|sid|csrf\w*|token|nonce|request.?id|ray id)\b\W{0,3}[\w-]{6,}",
    r"\b(?=(?:[a-z]*\d){4})(?=\d*[a-z])[0-9a-z]{20,}\b|\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{16,}\b",
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    # stamps: 最終更新日: 2024年5月1日, Last updated May 1, 2024
    (r"(?:最終更新|更新日時?|更新|改訂日?|last[\s-](?:updated?|modified|changed?|edited|revised)|\bupdated?|modified"
    rf"|\bstand|letzte (?:änderung|aktualisierung)|mise à jour)(?:日時?| on| at| am| le)?\W{{0,4}}{MOMENT}"),
    rf"{MOMENT}\s?(?:に?更新|改訂|updated)",
    rf"(?:©|\(c\)|copyright)[\s©(c)]{{0,9}}{YEAR}(?:\s?[-~,/]\s?(?:{YEAR}|present|now))?",
))  # fmt: skip

# A line of nothing but numbers, dates, days of the week and arrows: a counter's digits, a calendar's row, a bare stamp.
BARE = re.compile(
    rf"(?>\s|{MOMENT}|{MONTH}|{NUMBER}|{WEEKDAY}|(?:mo|tu|we|th|fr|sa|su|[smtwf])\b|[年月日]|祝日?|休日?|定休日"
    r"|(?:prev(?:ious)?|next|today|am|pm)\b|[前次翌先今来]の?月|今日|[-~〜|/:,.・«»<>()\[\]◀▶←→≪≫○●◎×△*#%+])*+"
)
# A bare date still says something under such a label: somebody set the date of the next meeting.  Nor is a line that
# has such a word learned to be noise because its numbers keep changing.
EVENT = re.compile(
    r"開催|日時|日程|期間|期日|会期|次回|例会|総会|会議|締切|締め切り|募集|申込|受付|公演|講演|セミナー|予定|定例|行事"
    r"|会員|加盟|参加|next|meeting|deadline|seminar|event|schedule|when|date of|conference|workshop|submission|members?"
)

# Weather: only in a line that is about it, so that "焼成温度 800℃" stays what it is.
WEATHER_LINE = re.compile(r"天気|気温|降水確率|weather|forecast|(?:晴|曇|くもり).{0,20}(?:℃|°)")
WEATHER_WORDS = re.compile(
    r"晴れ?|曇り?|くもり|雨|雪|雷|霧|時々|一時|のち|後|所により|最高|最低|湿度|風速?|[東西南北]+の?風"
    r"|(?:mostly |partly |light |heavy )?(?:sunny|cloudy|clear|rainy?|snowy?|showers?|fog|overcast|thunderstorms?)"
    rf"|{NUMBER}\s?(?:℃|°\s?[cf]?|度|%|m/s|mm|hpa)?"
)

# Boxes that a script fills anew with one of many texts, and how many lines below the heading they reach.  The heading
# says this and hardly more: a menu item that mentions it is none.
ROTATING = (
    (3, re.compile(
        r"(?:今日|本日|今週|日替わ?り)の?(?:一言|ひとこと|言葉|名言|格言|おすすめ|お薦め|写真|一枚|豆知識|占い|クイズ|会員)"
        r"|(?:会員|企業|商品)?の?(?:ピックアップ|おすすめ|お薦め|オススメ)|pick\s?up|名言|格言|豆知識|ランダム|\brandom\b"
        r"|(?:quote|word|photo|picture|tip|thought|member|company) of the (?:day|week)|did you know|\bfeatured\b"
    )),
    (12, re.compile(
        r"(?:アクセス|人気|閲覧|週間|月間)?ランキング|人気(?:の?記事|の?ページ|コンテンツ)|よく読まれている(?:記事|ページ)"
        r"|\branking|most (?:popular|read|viewed)(?: posts| pages| articles)?|popular (?:posts|pages|articles)|trending"
    )),
    (8, re.compile(
        r"関連記事|related (?:posts|articles)"
        r"|スポンサー(?:リンク)?|sponsored(?: links)?|バナー広告|広告|\bads?\b|\bpr\b"
    )),
    (4, re.compile(r"(?:今日の|各地の)?(?:天気(?:予報)?|為替|株価)|(?:today's )?weather")),
)  # fmt: skip
ROTATING_HEADING = 24  # characters; a longer line is no heading
ROTATING_REST = 3  # letters a heading may have besides

# Lines that any web page has, whoever works on it: they belong to the template and to the law.
TEMPLATE_LINE = re.compile(
    r"cookie|クッキー|javascriptを|(?:enable|turn on) javascript|javascript (?:is|must)|powered by|powered •"
    r"|designed by|theme\b.{0,60}\bby\b|internet explorer|adobe reader|無断(?:転載|複製)|最新のブラウザ"
    r"|ブラウザで(?:ご覧|の閲覧)|文字サイズ"
)
COPYRIGHT = re.compile(r"©|\(c\)\s?(?:19|20)\d\d|copyright\W{0,6}(?:(?:19|20)\d\d|\(c\))|all rights? reserved")
COPYRIGHT_LENGTH = 120  # characters; a longer line has an address or more in it
# Furniture, where nothing else is in the line.
TEMPLATE_WORDS = re.compile(
    r"(?:この)?(?:ページ|頁)の?(?:トップ|先頭|上)|page\s?top|back to top|トップ|\btop\b|skip to (?:main )?content|本文"
    r"|コンテンツ|スキップ|メニュー|\bmenu|toggle|navigation|閉じる|開く|\bclose|\bopen|loading|読み込み中|検索|search"
    r"|シェア|共有|share|tweet|follow us|フォロー|いいね!?|\brss|印刷|\bprint|拡大|縮小|標準|ログイン|log\s?in|sign in"
    r"|facebook|twitter|instagram|youtube|\bx\b|\bline\b|サイトマップ|site\s?map|プライバシーポリシー|privacy policy"
    r"|利用規約|terms of (?:use|service)"
)
TEMPLATE_FILLERS = re.compile(r"戻る|する|して|サイト内|ボタン|へ|に|を|の|で")

COUNT = re.compile(r"(?<![\d.])\d+(?![\d.])")  # a whole number; 4.0.5 is a version that somebody released
ADDRESS = re.compile(r"https?://(?:www\.)?")
SEPARATORS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """The letters and digits of a text: no case, no width, no white space, no punctuation, http and https as one."""
    return SEPARATORS.sub("", ADDRESS.sub("", _plain(text)))


def skeleton(line: str) -> str:
    """The letters of a line without what changes by itself; "" where nothing else, or only a bare rest, is left."""
    text = _plain(line)
    rest = WEATHER_WORDS.sub("", text) if WEATHER_LINE.search(text) else text
    for part in PARTS:
        rest = part.sub("", rest)
    return "" if rest != text and BARE.fullmatch(rest) else letters(rest)


def without_counts(line: str) -> str:
    """The letters of a line with its whole numbers left out; the line's letters where it has none."""
    return letters(COUNT.sub("", _plain(line)))


def is_bare(line: str) -> bool:
    """Whether a line is only numbers, dates and signs."""
    return BARE.fullmatch(_plain(line)) is not None


def is_template(line: str) -> bool:
    """Whether a line is a copyright notice or furniture of the template."""
    text = _plain(line)
    if TEMPLATE_LINE.search(text) or (len(text) <= COPYRIGHT_LENGTH and COPYRIGHT.search(text)):
        return True
    rest, words = TEMPLATE_WORDS.subn("", text)
    return words > 0 and not letters(TEMPLATE_FILLERS.sub("", rest))


def is_event(line: str) -> bool:
    """Whether a line speaks of something that people arrange or count, so that a new number in it is news."""
    return EVENT.search(_plain(line)) is not None


def rotating_reach(line: str) -> int:
    """How many lines below a heading a script fills anew; 0 for any other line."""
    if len(line) > ROTATING_HEADING:
        return 0
    text = _plain(line)
    for reach, words in ROTATING:
        rest, found = words.subn("", text)
        if found and len(letters(rest)) <= ROTATING_REST:
            return reach
    return 0


def dates_in(line: str) -> tuple[str, ...]:
    """The dates written in a line, as written."""
    return tuple(DATE.findall(_plain(line)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
