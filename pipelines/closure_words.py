"""The Japanese vocabulary of endings: who ends, how notices are headed, and what only looks like an end.

All patterns are read over flat text (`identity.flat`: narrow, small letters).  Before a verb is looked for, whoever
speaks is replaced by one of the three marks below, so that a rule is about "the organisation", "its site" or "its
project" however it calls itself.  The verbs are in `closure_verbs`.

Reason for the whole approach: bare words of ending (閉鎖, 終了, 解散, 廃止, 統合, 移転) stand on 22.8 % of living
Japanese pages, because calls, receptions and events end every day; bound to their subject they stood on none of 683.
"""

from __future__ import annotations

import re


def one_of(*words: str) -> str:
    """A group of alternatives, tried in the order given."""
    return "(?:" + "|".join(words) + ")"


# ---------------------------------------------------------------- the one who speaks

ORG, SITE, PROJECT = "\ue000", "\ue001", "\ue002"
SELF = f"[{ORG}{SITE}{PROJECT}]"
# An organisation calls itself 当 or 弊 with what it is, 本 with what it is; 本会 must not be 本会場, 本会議, 本会員.
BODIES = one_of(
    "協議会", "協会", "機構", "財団", "法人", "団体", "支部", "研究会", "研究所", "研究機関", "センター", "連盟",
    "連合会", "連合",
    "組合", "コンソーシアム", "クラスター", "クラブ", "サークル", "グループ", "コミュニティー?", "ネットワーク",
    "プラットフォーム",
    "推進会議", "振興会議", "推進本部", "研究室", "学会", "協力会", "振興会", "後援会", "同友会", "同窓会", "推進会",
    "拠点", "ラボ",
)  # fmt: skip
# Words for gatherings too (本フォーラムは終了しました is an event): an organisation only where its own name ends so.
PART = "研究会"  # clusters have several
GATHERINGS = one_of("フォーラム", "ラウンドテーブル", "サミット", "会議", "委員会", "塾")
SELF_ORG = re.compile(
    rf"(?:当|本|弊|わが|我が|この|私(?:たち|達|ども)の)[一-龠ァ-ヶー・]{{0,8}}?{BODIES}(?!連携|事業|内|主催|長|員|館"
    rf"|会議)"
    r"|(?:当|本|弊|わが|我が)会(?![議場員期合計見報費長則館話誌談食釈得心])|(?:当|本)(?:npo法人|npo|組織)|弊社"
    r"|当社(?![製比])|私(?:たち|達|ども)"
    r"|我々",
)
SITE_NOUN = (
    r"(?:公式|オフィシャル|ポータル|情報|広報|ウェブ|web|インターネット)*"
    r"(?:サイト|ホームページ|ウェブページ|webページ|hp|ポータル|ブログ)"
)
_OURS = "(?:当|本|この|弊|我々の|私(?:たち|達|ども)の)"
SELF_SITE = re.compile(rf"{_OURS}{SITE_NOUN}(?!内|上)")
SELF_PAGE = re.compile(rf"(?:{_OURS}|こちらの)ページ(?!内|上)")  # the site only where the page speaks for it
# A project is named by what the money was for: 本補助事業, 本研究開発プロジェクト.
SELF_PROJECT = re.compile(
    r"(?:当|本|この)[一-龠ァ-ヶー・]{0,8}?(?:事業|プロジェクト|プログラム|構想|計画|取り?組み?)"
    r"(?!者|所|部|書|報告|説明|年度|費|内容|名|予算|実施要領|マネージャ|リーダ|メンバ|による|における|で|に)",
)
# A site noun without 当 or 本 is the site's own only where nothing stands before it (サイト閉鎖のお知らせ).
# Whatever organ decides, decides for the whole.
ORGAN = re.compile(
    rf"{ORG}の?(?:運営委員会|理事会|社員総会|会員総会|総会|役員会|幹事会|世話人会"
    rf"|運営会議)(?=[はが、][^。]*(?:解散|清算|閉鎖))"
)
LABEL = r"(?:[※*・、■●◆○◎□▼☆★→>\s]|(?:注意?|注記|追記|付記)\d?\s*:)"  # before a sentence
# The cluster's own, where it is a project.
BARE_PROJECT = re.compile(rf"(^{LABEL}*+|、)(?:研究|開発|共同|補助|委託)*(?:プロジェクト|事業)(?=[はがをも、])")
BARE_SITE = re.compile(rf"(?:当会の|弊会の)?(?:{SITE_NOUN})(?:の?(?:公開|更新|運用|運営|掲載))?")
# "The site below" of an office's notice about a site of its own.
SITE_BELOW = re.compile(r"(?:下記|以下)の?(?:ウェブ|web)サイト")
SITE_BELOW_CONFIDENCE = 0.6
PROJECT_WORDS = re.compile(r"プロジェクト|事業|計画|構想|プログラム|project|programme|\bprogram\b|initiative")
SITE_WORDS = re.compile(
    r"サイト|ポータル|ホームページ|ブログ|\.(?:jp|com|org|net)$|\bportal\b|\bblog\b|web ?site|tracker"
)

# ---------------------------------------------------------------- what stands around the verb and means nothing

_FREE = f"[^、。はがもを{ORG}{SITE}{PROJECT}]"  # no particle that makes a subject or an object, and not the speaker
# Polite openings and adverbials, whose particles would be taken for subjects and objects; each up to a comma.
PADDING = re.compile(
    one_of(
        "誠に(?:勝手|恐縮|残念|遺憾|申し訳|恐れ入り)[^、。]{0,16}?(?:ながら|ございますが|ありますが|ますが|ですが)",
        "(?:残念|勝手|恐縮|遺憾|突然|急)(?:な(?:こと|お知らせ))?(?:ではございますが|ではありますが|ですが|ながら)",
        "[この此]の?(?:度|たび)は?", "今[回般後][はも]?", "さて", "なお", "平素(?:より|は)", "日頃(?:より|は)",
        "皆(?:様|さま)(?:に|方)?(?:には|におかれましては|へ)",
        "皆(?:様|さま)の[^、。]{0,24}?(?:により|のもと|の下|を賜り|をいただき|で)",
        r"(?:(?:令和|平成|昭和)?[\d元]{1,4}年度?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?<=[年月日度])(?:[末頃]"
        r"|\([月火水木金土日]\)|\d+時|いっぱい|限り)*(?:[にで]の?(?!わた|及)|をもって)",
        "(?:本|今|昨|来)?年度末?(?:いっぱい|限り)?[にで]の?",
        "[静密穏]かに", "ひっそりと", "(?:本日|昨日|先日|先般|この[ほ程]ど?)(?!の|まで)(?:付け?で|をもって)?",
        f"{_FREE}{{0,20}}?の(?:もと|下)(?=、)",
        "(?:終了|完了)(?:いた|致)?して?、?$",
        "(?:[上下]記|以下|次)の(?:とおり|通り)", "現在(?:は|では)?", "惜しまれ(?:つつ|ながら)", "正式に", "無事に?",
        "円満に", "完全に", "ついに", "すべて", "全て", "いよいよ", "めでたく", "ここに",
        "(?:[^、。はがを]{0,8}の)?(?:総会|理事会|評議員会|役員会)(?:の(?:決議|議決|承認|決定))?(?:により|に基づき"
        "|にて|において|で|を経て|を受け)(?:承認され|決議され)?",
        rf"{_FREE}{{0,28}}?を?(?:もって|もちまして|以て|以って|以ちまして|最後に|限りに|節目に|契機に|機会?に"
        rf"|区切りに|区切りとして?|節目として|境に|期して|目[途処]に)",
        "(?:所期の|当初の|その|初期の|一定の)*(?:目的|使命|役割|目標|任務|成果)を[^、。]{0,6}?(?:達|果た|終え|全う"
        "|遂げ|収め|[あ挙]げ)[^、。]{0,12}?(?:て|し(?=、)|(?=、))",
        "[^、。はがも]{0,24}?(?:活動|歴史|歩み|役割|役目|使命|任務|事業)を(?:終え|閉じ|果たし|全うし)(?:て|$)",
        rf"{_FREE}{{0,20}}?(?:により|に伴い|に伴って|にともない|のため|に鑑み|を踏まえ|に[合あ]わせ(?:て)?"
        rf"|を受け(?:て)?|の結果|に従い"
        rf"|によりまして)",
        rf"{_FREE}{{0,14}}?(?:付け?(?:で|にて)|限りで|末日?で|時点で|から|まで(?:に|で)?)",
    )
    + "、?",
)  # fmt: skip
# Why it ends: a clause of its own, whose subject (会員が減ったため) is not that of the sentence.
CAUSE = re.compile(
    rf"[^、。は{ORG}{SITE}{PROJECT}]{{1,60}}?(?:ため|こと(?:により|によって|から|に伴い|に伴って|もあり|を受け(?:て)?"
    rf"|に鑑み)|により(?:まして)?|によって|に伴い|に伴って|を受け(?:て)?)、"
)
# 本サイトですが names the topic.
AS_FOR = re.compile(rf"({SELF})(?:でございますが|ですが|なのですが)")
# 〜ましたが, 〜ですが join clauses; their が marks no subject.
CLAUSE_GA = re.compile(r"(?:ました|ます|です|でした|ません|[たるいだう])が(?=、|$)")

# ---------------------------------------------------------------- what looks like an end and is none

_ENDING = "(?:解散|閉鎖|終了|廃止)"
VETO = re.compile(
    one_of(
        # the organisation goes on in another form
        "(?:一旦|いったん|一度)解散", "再スタート", "再出発", "再発足", "再始動", "再結成", "再開", "復活", "再建",
        "リスタート", "法人化",
        r"解散し、?[^。]{0,40}?(?:設立|発足|法人と(?:して|なり))",
        # for a time only
        r"から[^。、]{0,14}まで[^。]{0,6}(?:閉|休|停止)",
        "当分の間", "当面の間?[^。]{0,12}(?:閉鎖|停止|休止)", "一時(?:的に)?(?:閉鎖|停止|休止)", "臨時[休閉]", "夏季",
        "冬季休", "年末年始",
        "ゴールデンウィーク", "休業", "休館", "休暇", "メンテナンス",
        "(?:コロナ|感染)[^。]{0,40}?(?:ません|休止|停止)",
        # the work of one year, not all of it
        rf"(?:年度|本日|[本今昨来前]年|\d{{4}}年|[今前\d]期|[春夏秋冬]季)の(?:{SELF}の?)?(?:活動|事業|業務"
        rf"|取り?組み)(?:は|も|が|を(?!もって|もちまして|最後))"
        "(?![^。]*(?:解散|閉会|閉鎖|幕))",
        # denied, postponed, discussed
        f"{_ENDING}[はを]?(?:しません|いたしません|しておりません|していません|しない|せず|されません|撤回|延期|見送"
        f"|見合わせ|取り?消|免れ|回避)",
        f"{_ENDING}(?:した|する|の|された|となった)(?:わけ|もの)では",
        f"{_ENDING}(?:について)?[のを]?(?:検討|審議|議論|提案|請求|要求|反対|可能性|危機|恐れ|おそれ|噂|うわさ|誤報)",
        # statutes and terms of use
        f"{_ENDING}(?:した|する|となった|の|される|された)(?:場合|とき|時[はに]|際)", "次の(?:各号|事由)", "の事由",
        "第[0-9一二三四五六七八九十]+条(?!の規定に|に基づ|により)", "附則", "ものと(?:する|します)",
        "することができ", "しなければならない",
        "する?ことがあります",
        # told of somebody else, or of an earlier body
        "[」』](?:と|という|などと|との)(?:発表|報道|噂|うわさ|連絡|回答|声|発言|述べ|話)", "前身(?:である|の|となる)",
        "旧(?:サイト|ホームページ|hp|ウェブサイト|webサイト|url)",
    ),
)  # fmt: skip
# Parts of a site in which an end is conditional, or somebody's long ago.
STATUTES = re.compile(
    r"定款|会則|規約|規程|約款|プライバシーポリシー|bylaws|terms of (?:use|service)|privacy policy|articles of"
)

# ---------------------------------------------------------------- headings

DATED = one_of(
    r"(?:20|19)?\d\d[\s./年-]+\d{1,2}[\s./月-]+\d{1,2}日?",
    r"(?:令和|平成|[rh])\s*\d{1,2}[./年]\s*\d{1,2}[./月]\s*\d{1,2}日?",
    r"\([月火水木金土日]\)", r"\d{1,2}月\d{1,2}日", r"\d{4}年\d{1,2}月",
)  # fmt: skip
LABELLED = (
    r"(?:[【\[<〈《≪(「『](?:重要|緊急|大切な?|最終|お知らせ|ご?報告|ご?案内|終了|new|news|information|info"
    r"|トピックス|告知)"
    r"[^】\]>〉》≫)」』]{0,8}[】\]>〉》≫)」』]|[■◆●◇○□★☆※▼▶・→>]|重要な?|お知らせ|new!?|[:：])"
)
_ANNOUNCED = (
    r"(?:の|に関する|についての|に(?:とも|伴)な?う|にあたって?の?|に際して|と|(?:及び|並びに|ならびに|と"
    r"|や)[^。]{1,16}?)?"
    r"(?:お知らせ|おしらせ|ご?案内|ご?挨拶|ごあいさつ|ご?報告|お詫び|お礼|御礼|について|公告|ご?通知)"
    r"|に(?:あたって|あたり|際して|際し)(?=$)"
)
# "bound" needs a subject before it: 終了のお知らせ alone may be anything's.
HEADING = re.compile(
    rf"(?:\s|{DATED}|{LABELLED})*(?:(?P<self>{SELF})(?:として|の|を|、|,|\s|は)*)?"
    r"(?P<end>(?:(?P<body>協議会|協会|法人|団体|機構|財団|組合|コンソーシアム|ネットワーク|フォーラム|クラブ|研究会"
    r"|学会"
    r"|連盟|会)の?)?解散(?:手続き?の?(?:完了|終了)|する|及び清算|・清算|総会)?|(?:すべての|全ての"
    r"|全)?(?:事業)?活動の?(?:終了|終結|終息|停止)"
    r"|発展的(?:解散|解消)|(?(self)(?:閉じる|たたむ|畳む)|(?!))"
    rf"|{SITE_NOUN}(?:の|を)?(?:閉鎖|廃止|終了|クローズ|閉設|(?:公開|運用|運営|更新|掲載|サービス)の?(?:終了|停止))"
    r"|(?P<project>(?:事業|プロジェクト|プログラム)の?(?:終了|完了))"
    r"|(?P<bound>閉鎖|終了|廃止|(?:運営|運用|公開|更新|サービス|業務)の?(?:終了|停止)|閉会|閉所|解消))"
    rf"(?:(?:{_ANNOUNCED})(?:$|[\s。.!、,:(|」』】-]|いた|しま|です|と)|(?P<title>$))",
)
WHOLE_ENDS = frozenset({"終了", "廃止", "解消"})  # with the speaker's name before them; 業務終了 is of every year
HEADING_CONFIDENCE = 0.85
UNNAMED_HEADING_CONFIDENCE = 0.75
CEREMONY = re.compile(r"閉会(?:式|の?ご?挨拶|のあいさつ|の辞|のことば)|閉講|閉幕")

# Thanks for all the years: said where everything is over.
PARTING = re.compile(
    r"(?:長い間|長らく|永らく|永い間|長年|永年|長きに|これまで|今まで|(?:発足|設立|開設|創立)以来)[^。]{0,60}?"
    r"(?:ありがとうございま|御礼|お礼|感謝)|お別れ|最後の(?:ご?挨拶|お知らせ|更新)"
)
# With simpler thanks a short page is a letter of farewell.
FAREWELL = re.compile(PARTING.pattern + r"|(?:心より|厚く|深く)[^。]{0,12}?(?:御礼|お礼|感謝)|ありがとうございました")
