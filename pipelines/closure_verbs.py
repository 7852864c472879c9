"""How Japanese declares an end: the verbs, what they may be said of, and the forms in which they declare.

A row is one way to say that something ended (`END_RULES`); who ends is replaced by its mark (`closure_words`) before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.closure_words import ORG, PROJECT, SELF, SITE, one_of

# ---------------------------------------------------------------- forms that declare

# What may stand after a declaring verb: the sentence ends, or names the consequence; never 場合, 際, ら, a question.
FOLLOW = (
    r"(?!か[。?\s」』]|か$)(?=$|[\s。．.!、,)）」』】〉》★☆♪…※~]|が|ので|の?ため|こと|旨|けれど|ところ"
    r"|もの(?:です|であり|と)|次第)"
)
_SETTLED = one_of(
    "なりました", "なっております", "なっています", "なります", "いたしました", "致しました", "しました",
    "相成りました", "至りました",
    "決定(?:いた|致)?しました", "決定されました", "決まりました", "決めました", "相なりました",
)  # fmt: skip
_VOTED = r"[をが][^。]{0,16}?(?:決定|決議|議決|可決|承認|決め|決ま|同意)[^。]{0,8}?(?:ました|た(?=。|$))"
# ... することとなりました, する運びとなりました, することが総会で承認されました
DECIDED = rf"(?:(?:こと|事|運び|はこび|次第)[とに]、?{_SETTLED}|(?:こと|事){_VOTED})"
ALLOWED = one_of("きました", "きます", "いております", "いています", f"く{DECIDED}")  # させていただ...
# After a noun that takes する.
DECLARED = one_of(
    "(?:を|が)?、?(?:いた|致|執り行い)?し(?:ました|ております|ています|たところです)", "(?:を|が)?(?:いた|致)?します",
    f"(?:を)?(?:(?:いた|致)?す|す)る?{DECIDED}", f"[をと]?させて(?:いただ|頂|戴){ALLOWED}",
    f"さ(?:れました|れます|れています|れております|れる{DECIDED})", f"を迎え(?:ました|る{DECIDED})",
    "[とに](?:いた|致)?(?:しました|なりました|なっております|なっています|なります|相成りました|至りました"
    "|なった(?=。|$))",
    "[がをに](?:正式に|[^、。]{0,10}?(?:一致|会)(?:で|にて|において))?(?:決定|決議|議決|可決|承認|決断)(?:(?:いた"
    "|致)?しました|されました"
    "|され(?=、)|し(?=、))", "[がをに]決(?:まりました|めました)", "に入り(?:ました|ます)",
    "を予定し(?:ております|ています)",
    "(?:となる|との|の)運び[とに](?:なりました|なっております|なります)",
    "(?:する|の|いたす|を)?予定(?:です|であります)?",
    "し(?:たため|たので|たことを|た次第)", "(?:する|される|となる)(?:と|旨)の?[^。、]{0,12}?(?:通達|通知|連絡|決定)",
    "済みです", "です(?=。|$)", "した(?=。|$)",
)  # fmt: skip
# A statute says 解散する and a report 解散。 of anybody: these forms need their subject and a day.
# So does the middle of a sentence: 解散し、清算法人へ移行いたしました.
WEAK = r"(?:(?:する|される|とする)?(?=。|$)|(?:(?:いた|致)?し|となり|され)(?=、))"


def _verb(stem: str, dictionary: str) -> str:
    """The declaring forms of a verb: its masu stem (終え, 閉じ) and its dictionary form (終える, 閉じる)."""
    forms = one_of(
        "ました", "ます(?=[。、]|が|ので|$)", "ております", "ています", f"させて(?:いただ|頂|戴){ALLOWED}",
        "た(?=。|$|ため|ので|ことを)",
    )  # fmt: skip
    return rf"(?:{stem}{forms}|{dictionary}{DECIDED}|{dictionary}予定(?:です)?){FOLLOW}"


# ---------------------------------------------------------------- what ends

# 二十年にわたる, これまでの, すべての: what may stand before an act without making it somebody else's.
_SPAN = (
    rf"(?:これまで|今まで|従来|設立以来|発足以来|長年|永年|長き|約|全て|すべて|一切|全|その|この|主な|として|{SELF}"
    rf"|(?<!\d)\d{{1,2}}(?!\d)"
    r"|[一二三四五六七八九十百]+|余|年|周年|[ヶかカ]?[月年]|回|期|世紀|四半|半|間|以上|近く|にわた(?:る|って|り)"
    r"|に?及ぶ"
    r"|続いた|続けた|の)*"
)
_WHOLE = "(?:自体|そのもの|全般|等|の?すべて|の?全て)?"
ACTS = _SPAN + one_of(
    "活動", "事業活動", "研究活動", "普及活動", "業務", "運営", "事業", "歴史", "歩み", "あゆみ", "役割", "役目",
    "使命", "任務",
    "取り?組み?", "組織", "会", "法人", "団体", "プロジェクト",
    "(?:事業|実施|研究|補助|助成|支援|設置|推進|計画|委託|活動)期間",
) + _WHOLE  # fmt: skip
SITE_ACTS = _SPAN + one_of(
    "運用", "運営", "公開", "更新", "掲載", "提供", "(?:情報の?)(?:提供|発信|更新|掲載)", "配信", "サービス",
    "サービスの?提供", "役割",
    "役目", "閲覧", "一般公開", "稼働",
) + _WHOLE  # fmt: skip


@dataclass(frozen=True, slots=True)
class EndRule:
    """One way to say that something ended.

    Attributes:
        name: name of the row, kept with every finding.
        verb: the verb in a form that declares.
        bare: marks that may end with nothing between them and the verb (当会は解散いたしました).
        things: what the subject may end besides itself (活動を終了); "" for nothing.
        confidence: of a finding with an explicit subject.
        weak: the verb in forms that declare only with a subject and a day; None where there are none.
    """

    name: str
    verb: re.Pattern[str]
    bare: str
    things: str
    confidence: float
    weak: re.Pattern[str] | None = None


_ALL = ORG + SITE + PROJECT


def _sahen(name: str, nouns: str, bare: str, things: str, confidence: float) -> EndRule:
    """The row of nouns that take する."""
    declared, weak = re.compile(rf"{nouns}{DECLARED}{FOLLOW}"), re.compile(nouns + WEAK)
    return EndRule(name, declared, bare, things, confidence, weak)


def _idiom(name: str, bare: str, things: str, confidence: float, *forms: str) -> EndRule:
    """The row of other verbs."""
    return EndRule(name, re.compile(one_of(*forms)), bare, things, confidence)


_DISSOLVE = "(?:発展的に?|自主)?解散(?:及び清算|・清算(?:結了)?|手続き?)?"
_CURTAIN = _verb("(?:下ろし|降ろし|おろし|閉じ|引き|下り|降り)", "(?:下ろす|降ろす|おろす|閉じる|引く|下りる)")
_SIGNBOARD = _verb("(?:下ろし|降ろし|おろし)", "(?:下ろす|降ろす|おろす)")
_ROLE = _verb("(?:終え|果たし終え|終わり|全うし|完了し|終了(?:いた|致)?し)", "(?:終える|終了する)")
_NO_MORE = (
    r"(?:いたしません|致しません|しません|行な?いません|されません|(?:して|されて|行な?って|行われて)(?:おり"
    r"|い)ません)(?=$|[。\s]|が|ので)"
)
END_RULES = (
    _sahen("dissolved", _DISSOLVE, ORG + PROJECT, ACTS, 0.95),
    _sahen(
        "liquidated", "(?:清算(?:を?結了|手続き?)?|廃業|廃部|解団|閉会|閉所|消滅|(?:発展的に?)?解消)", ORG, ACTS, 0.9
    ),
    _sahen("abolished", "廃止", _ALL, ACTS, 0.85),
    _sahen("closed", "(?:閉鎖|クローズ|閉設|閉館)", ORG + SITE, "公開", 0.95),
    _sahen("ended", "(?:終了|完了|終結|終息|満了)", _ALL, f"(?:{ACTS}|{SITE_ACTS})", 0.9),
    _sahen("made_an_end", "(?:終わり|おわり|おしまい)に", _ALL, f"(?:{ACTS}|{SITE_ACTS})", 0.8),
    _sahen("stopped", "(?:停止|取りやめ|とりやめ|打ち切り)", "", f"(?:{ACTS}|{SITE_ACTS})", 0.85),
    _idiom("shut", ORG + SITE, ACTS, 0.9, _verb("閉じ", "閉じる")),
    _idiom("finished", PROJECT, f"(?:{ACTS}|{SITE_ACTS})", 0.9, _verb("(?:終え|終わり)", "(?:終える|終わる)")),
    _idiom("curtain", _ALL, ACTS, 0.9, f"[のに]?幕[をが]?{_CURTAIN}", f"[のに]?看板を?{_SIGNBOARD}"),
    _idiom(
        "halted",
        "",
        ACTS,
        0.85,
        # not まとめる, つとめる, もとめる, みとめる, 受け止める, 食い止める, 突き止める
        _verb("(?:(?<![けいき])止め|(?<![まつもみ])とめ|やめ)", "(?:(?<![けいき])止める|(?<![まつもみ])とめる|やめる)"),
        f"に?一?区切りを{_verb('(?:つけ|付け)', '(?:つける|付ける)')}",
    ),
    _idiom("full_stop", _ALL, ACTS, 0.9, "に?(?:終止符|ピリオド|幕)を?" + _verb("打ち", "打つ")),
    _idiom(
        "role_done", _ALL, _SPAN, 0.85, f"(?:役目|役割|使命|任務)[をも](?:ほぼ|すべて|全て|無事に?|十分に?)?{_ROLE}"
    ),
    _sahen("last_time", "最後", "", f"(?:{ACTS}|{SITE_ACTS})", 0.8),
    _idiom("not_updated", SITE, SITE_ACTS, 0.8, f"(?:更新|運用|運営|管理)[はをも]?{_NO_MORE}"),
    _idiom("dissolution_voted", ORG, "", 0.75, "解散総会(?:を|が|にて|におい)"),
)
# Of the organisation itself these verbs also fit a meeting or a course (本会は盛会のうちに終了): they need a day.
NEEDS_DAY = frozenset({"ended", "finished"})
ACTS_NEED_DAY = frozenset({"stopped", "halted"})  # an organisation also stops for a while
OF_SITE = frozenset({"closed", "stopped", "not_updated"})  # verbs that mean the site where nobody is named
# In a letter of farewell the one named is the sender, whatever the register calls it: with verbs that fit a whole
# organisation or site, and not a part of it.
OF_A_WHOLE = frozenset({"dissolved", "closed", "curtain", "full_stop"})
PART_OF_A_WHOLE = re.compile(
    "部会|分科会|ワーキング|wg|教室|事務所|事務局|店|会場|駐車場|受付|コーナー|掲示板|チャット|フォーム|窓口|会員"
    "|公演|大会|セミナー|講座|イベント|ドメイン|サーバ|アカウント|契約"
)
DAY_OF_END = re.compile(r"もって|もちまして|以て|以って|以ちまして|最後に|限りに|限りで|付け?で|末(?:日)?[でに]")
A_DAY = re.compile(r"\d|本日|[一二三四五六七八九十元]+[年月]")
