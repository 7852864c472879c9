"""What the headings, folders and boxes around a date make of it, as tables."""

from __future__ import annotations

import re

from pipelines.date_words import any_of

# What a heading makes of the dates below it; the first that fits.
SECTIONS = tuple(
    (section, re.compile(any_of(words), re.IGNORECASE))
    for section, words in (
        (
            "widget",
            r"天気 気象 週間予報 人口 世帯数 為替 株価 weather アクセスカウンタ access\scounter",
        ),
        ("foreign", r"外部サイト 他サイト 他団体 リンク先の RSS\s?(?:リーダー|配信|feed) ニュース配信 業界ニュース"),
        (
            "news",
            r"""お\s?知\s?ら\s?せ おしらせ 新着 トピックス? ニュース 更新(?:履歴|情報|記録) 最新(?:情報|の|記事) 最近の
            インフォメーション 活動(?:報告|日誌|記録|状況|レポート) ブログ プレス(?:リリース|発表) 報道
            メディア(?:掲載|情報) 広報 日記 掲示板 会報 だより
            what'?s\s?new news (?<![a-z])topics? ^\W*information\W*$ updates? blog
            (?<![a-z])press(?![a-z]) releases? announce notices? recent latest archives? changelog""",
        ),
        (
            "event",
            r"""イベント 行事 セミナー 講演会 スケジュール 日程 開催 催し シンポジウム 研修会 カレンダー
            events? schedule calendar seminars? conferences? upcoming symposi""",
        ),
        (
            "history",
            r"""沿革 歴史 あゆみ 歩み 年表 ヒストリー 経緯 略歴 経歴 プロフィール プロファイル
            history chronology biograph milestones timeline""",
        ),
    )
)
# Folders of an address that say the same of a whole page.
FOLDERS = tuple(
    (section, re.compile(rf"/{any_of(names)}(?:[/_.-]|[0-9]|$)", re.IGNORECASE))
    for section, names in (
        (
            "news",
            "news topics? info(?:rmation)? whats_?-?new new oshirase blog press releases? updates? notices? archives?",
        ),
        ("event", "events? seminars? schedule calendar"),
        ("history", "history enkaku ayumi"),
    )
)
# Names that programs and designers give to boxes which show today or the weather, another site's news, or our own.
BOXES = (
    ("program", re.compile(r"calend|clock|today|weather|tenki|counter|population", re.IGNORECASE)),
    ("feed", re.compile(r"rss|(?<![a-z])feed(?!back)|twitter|facebook|timeline", re.IGNORECASE)),
    ("news", re.compile(r"news|topics|whats-?_?new|oshirase|information|(?<![a-z])info(?![a-z])", re.IGNORECASE)),
)
# Hosts on which organisations keep news of their own.
PUBLISHING_HOSTS = frozenset(
    [
        "note.com",
        "ameblo.jp",
        "hatenablog.com",
        "hatenablog.jp",
        "livedoor.jp",
        "livedoor.blog",
        "fc2.com",
        "seesaa.net",
        "goo.ne.jp",
        "wordpress.com",
        "blogspot.com",
        "medium.com",
        "jimdo.com",
        "jimdofree.com",
        "wixsite.com",
        "google.com",
        "prtimes.jp",
        "peatix.com",
        "connpass.com",
        "doorkeeper.jp",
        "kokuchpro.com",
        "eventbrite.com",
        "facebook.com",
        "x.com",
        "twitter.com",
        "instagram.com",
        "youtube.com",
        "youtu.be",
        "linkedin.com",
        "github.com",
        "slideshare.net",
        "forms.gle",
    ]
)
