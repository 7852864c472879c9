"""The words right beside a date that say what it is: labels and false friends, as one table, and what is rejected why.

Vocabularies were collected from Japanese organisations' pages; the order of MEANINGS is the order of asking.  Patterns
are for folded text (see `written.fold_widths`) and see at most WINDOW characters before and after a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

REJECTIONS = {
    # what the words around say
    "deadline": "It is the end of a period to apply or to answer, not a day on which something was written.",
    "event_ahead": "It is the day of an event still to come: a sign of life, but not an update.",
    "planned": "The text only plans for it.",
    "history": "It tells of a foundation or of the past (設立, 沿革).",
    "name": "It belongs to the name of a disaster, a fair or a survey (令和6年能登半島地震).",
    "law": "It belongs to the number of a law or rule (平成12年法律第45号).",
    "telephone": "It is a part of a telephone number.",
    "postal_code": "It is a part of a postal code.",
    "address": "It is a part of a street address.",
    "version": "It is the version of a program or document.",
    "standard": "It is the edition of a standard (ISO 9001:2015).",
    "amount": "It is a quantity or an amount of money.",
    "number": "It is a number of a document or an item.",
    "copyright": "It stands in the copyright line.",
    "clock": "It is the date of today, printed by the page itself at every visit.",
    "counter": "It says since when visitors are counted.",
    "opening_hours": "It tells opening hours or holidays.",
    "widget": "It stands in a box filled by others or by a program (weather, population, calendar).",
    # what the date itself says
    "lost_separators": "Its separators were lost on the way into the page (令和7421日).",
    "too_old": "It is earlier than any website of an organisation.",
    "future": "It lies ahead, and no event is announced for it.",
    # what its source says
    "visit_day": "It is the very day of our visit: the server stamps it at every visit.",
    "all_equal": "All pages carry the same date: a system stamped them.",
    "feed_build": "It tells when the feed was built, not when something was posted.",
    "resave": "It is a later re-save of an old text by the system.",
    "foreign": "It belongs to the news of another organisation.",
    "comments": "It belongs to comments of visitors.",
}

WINDOW = 40  # characters before and after a date that are looked at


@dataclass(frozen=True, slots=True)
class Words:
    """A meaning of a date, and the words that give it if they end right before it or begin right after it."""

    meaning: str  # a code of REJECTIONS, "updated", "published" or "event"
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    digits_only: bool = False  # only asked for dates written without 年, 月 or the name of a month
    coarse_only: bool = False  # only asked for dates without a day
    single_only: bool = False  # not asked for periods (4月1日から5日まで)
    in_titles: bool = True  # the words after the date also tell where a title follows it, as in news


def any_of(words: str) -> str:
    """A pattern for one of the words, which stand apart from each other by blanks."""
    return "(?:" + "|".join(words.split()) + ")"


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + "$", re.IGNORECASE)


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)  # always used with `match`


# Between a label and its date: 締切日：, 開催日時 (, Updated on
LINK = (
    r"\s?(?:年月日|日時|日付|期日|年月|時期|日|年|in|on|at)?"
    r"\s?[:;=\-|/・…>*はがの,、.()\[\]【】〔〕「」『』〈〉<■●□○◆]{0,4}\s?"
)
TIME = r"(?:\s?(?:午[前後]|正午)?\s?(?:\d{1,2}\s?(?::\s?\d{2}|時\s?(?:\d{1,2}分|半)?))?)?"
CLOCK = r"\s?[)\]]?\s?(?:午[前後])?\d{1,2}\s?(?::\s?\d{2}|時\s?(?:\d{1,2}分|半)?)"
ENDS = r"(?=$|[\s)\]】。、,.・:;!]|[しさいとでりに日])"  # the word ends, or goes on as a verb or with a particle
WORD_ENDS = r"(?=$|[\s)\]】。、,.!]|[しさ])"  # the same for labels, which may also begin the label of the next date
LATIN = r"(?<![a-z])"  # a Latin word begins

UPDATED = any_of(
    r"""(?<!次回)(?:最終|最新)?更新 (?:最終)?改[訂版] 最終改定 最終変更 最終修正 修正 \$date
    last[\s-]{0,2}(?:modified|updated?|revised|changed?|edited|modification|revision)
    (?<![a-z])(?:up-?dated?|modified|revised)"""
)
PUBLISHED = any_of(
    r"""掲載 (?<!一般)公開 投稿 作成 登録 (?<!創刊)発行 配信 公表 発表 発信 リリース
    (?<![a-z])posted\sby\s.{1,20}
    (?<![a-z])(?:posted|published|publication|publish|released?|issued|written|created|entry)"""
)
CLOSES = any_of(r"締め?切り? 〆切り? しめきり 期限 必着")
PERIOD = (
    any_of(r"応募 募集 申込み? 申し込み 受付 申請 公募 提出 エントリー 登録 入札 キャンペーン")
    + r"(?:受付)?(?:期間|期日|締切日?)"
)
FOUNDED = any_of(
    """設立 創立 創業 創設 発足 結成 開業 設置 法人化 改組 改称 名称変更 就任 竣工 認可 認証 登記 誕生 開校
    卒業 入社 入庁"""
)
HELD = any_of("開催 開講 開演 開場 開幕 実施 挙行 放送 放映 発売 オープン 開園 開店 スタート 施行")
REPORTED = any_of("し(?:まし)?た いたしまし?た され(?:まし)?た 報告 結果 レポート")
TELEPHONE = any_of(r"TEL 電話(?:番号)? FAX ファッ?クス 携帯 phone 内線 直通 ダイヤル ☎ 📞")
STANDARDS = "(?-i:(?<![A-Za-z])(?:ISO|JIS|IEC|IEEE|DIN|ASTM|ANSI|EN))"  # as capitals only
UNITS = any_of(
    r"""円 万 億 千円 ドル ユーロ % パーセント 人(?![材事工間]) 名(?!古|称|誉|刺) 件 社(?!会|員|団) 個 台(?!風) 点
    トン k[gm] [cm]m ㎡ 倍 頁 歳 才"""
)
NUMBERED = any_of(r"(?<![a-z])(?:no|id|code|isbn|issn|doi|item)\.? 番号 品番 型番 コード # №")
EVENT_LABEL = any_of(
    r"""開催(?:日時?|期間)? 日\s?時 期\s?日 会期 実施(?:日|期間) 日程 と\s?き 開[講演場始]日? 講演日 公演日 試験日
    期間 公開講座 (?<![a-z])(?:date(?:\s?(?:&|and)\s?time)?|when|schedule|time)"""
)
DISASTER = any_of("地震 震災 豪雨 大雨 大雪 水害 災害 台風 噴火 大火")
FAIR = any_of("博覧会 万博 オリンピック パラリンピック 五輪 国勢調査 センサス 国体 ワールドカップ")
RULES = any_of("法律 政令 省令 府令 条例 規則 告示 訓令 通達 令")

MEANINGS = (
    Words("telephone", _before(rf"{TELEPHONE}[^0-9]{{0,6}}[0-9+() -]{{0,12}}"), digits_only=True),
    Words("postal_code", _before(r"〒[^0-9]{0,2}[0-9-]{0,6}"), digits_only=True),
    Words(
        "address",
        _before(
            r"(?:(?:丁目|番地|住所|所在地)\s?:?[0-9-]{0,4}|(?:住所|所在地|〒)[^。]{0,36}[市区町村郡字][^\s。0-9]{1,8}(?<![日新正定訂載時:]))"
        ),
        _after(r"\s?(?:番地|番[0-9]|丁目|号室|号棟)"),
        digits_only=True,
    ),
    Words("standard", _before(rf"{STANDARDS}[A-Z/\s-]{{0,8}}[0-9\s-]{{0,9}}[:/-]?\s?"), digits_only=True),
    Words(
        "version",
        _before(rf"(?:{LATIN}(?:v|ver|version|build|firmware|software)|バージョン)\.?\s?:?\s?[0-9.]{{0,5}}"),
        digits_only=True,
    ),
    Words("amount", _before(r"[¥$€£]\s?[0-9,]{0,9}"), _after(rf"\s?{UNITS}"), digits_only=True, coarse_only=True),
    Words("number", _before(rf"{NUMBERED}\s?[:.]?\s?[0-9A-Z-]{{0,8}}"), digits_only=True),
    Words("copyright", _before(r"(?:©|\(c\)|copyright)[^0-9]{0,16}(?:[0-9]{4}\s?[-~,]\s?)?")),
    Words(
        "counter",
        _before(r"(?:(?:アクセス)?カウンタ[^0-9]{0,8}|[人番]目の(?:お客様|ご?訪問|ご?来訪|アクセス|方)[^0-9。]{0,10})"),
        after=_after(
            r"[^。]{0,6}?(?:から|以来|より|[~-])[^。]{0,16}?(?:人目|アクセス|番目|名様|hits?|visitors?|カウント)"
        ),
    ),
    Words(
        "clock",
        _before(
            rf"(?:本日|今日|きょう|只今|ただいま|現在の?(?:時刻|日時)|{LATIN}(?:today(?:'s date)?(?: is)?|it is now))"
            r"\s?(?:は|の日付|:|,)?\s?[、:(\[]?\s?"
        ),
    ),
    Words("updated", _before(UPDATED + LINK), _after(rf"\s?[)\]】]?\s?(?:に|付けで?)?\s?(?:{UPDATED}|up){WORD_ENDS}")),
    Words("published", _before(PUBLISHED + LINK), _after(rf"\s?(?:に|付けで?)?\s?(?:{PUBLISHED}|付け?){WORD_ENDS}")),
    Words("law", after=_after(rf"\s?[^\s。第]{{0,10}}{RULES}第"), in_titles=False),
    Words(
        "name",
        after=_after(rf"の?(?:[^\s、。,()「」]{{0,8}}?{DISASTER}|[^\s、。,()「」]{{0,10}}?{FAIR})"),
        coarse_only=True,
        in_titles=False,
    ),
    Words(
        "deadline",
        _before(
            rf"(?:(?:{CLOSES}|{PERIOD}|deadline[^.0-9]{{0,24}}|due(?: date)?|clos(?:es?|ing)(?: date)?){LINK}"
            rf"|{LATIN}(?:until|by|before|expires?)[ ])"
        ),
        _after(
            rf"{TIME}\s?[)\](\[]?(?:当日)?(?:必着|消印|(?:まで|迄)\s?(?:募集|受付|受け付け|申込|公募)|[をが]?\s?{CLOSES}(?!延長|間近|迫){ENDS})"
        ),
    ),
    Words(
        "planned",
        after=_after(
            r"(?:末|頃|ごろ|中|[上中下]旬|まで)?[^。、]{0,14}?(?:予定|計画|目標|見込|目指|めざ|expected|planned)"
        ),
        coarse_only=True,
        in_titles=False,
    ),
    Words("deadline", after=_after(rf"{TIME}\s?[)\]]?[末中頃]?(?:まで|迄)(?!に?(?:掲載|開催し))"), single_only=True),
    Words(
        "opening_hours",
        _before(r"(?:(?:営業|受付|開館|診療|利用|開庁)時間|(?:休館|定休|休業|休診)日?|年末年始)" + LINK),
    ),
    Words(
        "event",
        _before(EVENT_LABEL + LINK),
        _after(rf"{TIME}\s?[)\]]?\s?(?:に|より|から|、|,)?\s?{HELD}(?!の?{REPORTED})"),
        in_titles=False,
    ),
    Words("event", after=_after(rf"{CLOCK}\s?(?:[~-]|から|より|開始)")),  # 13:00〜16:00
    Words(
        "history",
        _before(
            rf"(?:{FOUNDED}|開設|生年|出生|{LATIN}(?:since|established|founded|incorporated|inception|born|foundation|est))"
            + LINK
        ),
        _after(rf"\s?[に、,頃~:]?\s?[^。、]{{0,14}}?(?:{FOUNDED}|生まれ|founded|established){ENDS}"),
        in_titles=False,
    ),
)

# What somebody might come to: beside a date ahead it makes an event of it.
OCCASION = re.compile(
    any_of(
        r"""セミナー 講演 講座 講習 研修 説明会 シンポジウム フォーラム フェア 展示 [^発進出]展(?:$|[\s」』(])
        大会 総会 例会 会議 交流 勉強会 ワークショップ イベント 祭 まつり 公演 コンサート 試験 募集 受付 申込 申し込
        開催 開講 出展 ツアー 見学 発表会 報告会 サロン カフェ 教室 商談 マッチング
        seminar conference symposium forum workshop expo fair meeting event webinar exhibition summit regist lecture"""
    ),
    re.IGNORECASE,
)
IS_REPORT = re.compile(rf"{HELD}{REPORTED}|参加しました|出展しました")
HAS_TIME = re.compile(CLOCK)  # who names the hour invites
