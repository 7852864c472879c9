"""How Japanese declares an end: the verbs, what they may be said of, and the forms in which they declare.

A row is one way to say that something ended (`END_RULES`); who ends is replaced by its mark (`closure_words`) before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.closure_words import BODIES, ORG, PROJECT, SELF, SITE, one_of

# ---------------------------------------------------------------- forms that declare

# What may stand after a declaring verb: the sentence ends, or names the consequence; never 場合, 際, ら, a question.
FOLLOW = (
    r"(?!か[。?\s」』]|か$)(?=$|[\s。．.!、,)）」』】〉》★☆♪…※~]|が|ので|の?ため|こと|旨|けれど|ところ"
    r"|もの(?:です|であり|と)|次第)"
)
_SETTLED = one_of(
    "なりました", "なっております", "なっています", "なります", "いたしました", "致しました", "しました",
    "相成りました", "至りました",
    "決定(?:いた|致)?しました", "決定されました", "決まりました", "決めました", "決しました", "相なりました",
)  # fmt: skip
_VOTED = (
    r"[をが][^。]{0,16}?(?:決定|決議|議決|可決|承認|決め|決ま|同意)[^。]{0,8}?(?:ました|(?:おり|い)ます|た(?=。"
    r"|$))"
)
# ... することとなりました, する運びとなりました, することが総会で承認されました
DECIDED = (
    rf"(?:(?:こと|事|運び|はこび|次第)[とに]、?{_SETTLED}|(?:こと|事)(?:とし(?=、)|と(?:いた"
    rf"|致)?し(?:ております|ています))|(?:こと|事|旨の?(?:議案|提案)?){_VOTED}|に至りました)"
)
ALLOWED = one_of("きました", "きます", "いております", "いています", f"く{DECIDED}")  # させていただ...
_DECISION = (
    r"[^、。はがを]{0,8}?(?:決断|決定|決議|議決|承認|可決|合意|了承|方針|判断|手続き?|届け?出?|登記)[^。]{0,14}?"
    r"(?:ました|ます|おります|です)"
)
_A_BODY = f"た(?:団体|組織|事業|プロジェクト|{BODIES})(?:です|でした|であり)"  # 活動を終えた団体です
# After a noun that takes する.
DECLARED = one_of(
    "(?:を|が)?、?(?:いた|致|執り行い)?し(?:ました|ております|ています|たところです)", "(?:を|が)?(?:いた|致)?します",
    f"(?:を)?(?:(?:いた|致)?す|す)る?{DECIDED}", f"[をと]?させて(?:いただ|頂|戴){ALLOWED}",
    f"さ(?:れました|れます|れています|れております|れる{DECIDED})", f"(?:の[日時])?を迎え(?:ました|ます|る{DECIDED})",
    "[とに](?:いた|致)?(?:しました|します|なりました|なっております|なっています|なります|相成りました|至りました"
    "|なった(?=。|$))",
    "[がをに]、?[^。はがを]{0,24}?(?:決定|決議|議決|可決|承認|決断)(?:(?:いた"
    "|致)?しました|されました"
    "|され(?=、)|し(?=、))", "[がをに](?:正式に)?決(?:まりました|めました)", "に入り(?:ました|ます)",
    "を予定し(?:ております|ています)",
    "(?:となる|との|の)運び[とに](?:なりました|なっております|なります)",
    "(?:する|の|いたす|を)?予定(?:です|であります)?",
    "し(?:たため|たので|たことを|た次第)", f"し{_A_BODY}", "(?:を|が)?(?:(?:いた|致)?し|され|となって)ており(?=、)",
    "(?:し|され)た(?=こと(?:に伴|にともな|により|によって|から|を受け))",
    "の?(?:手続き?|登記|届け?出?)?[をに](?:行い|済ませ|終え|完了(?:いた|致)?し|届け出|取り|開始(?:いた"
    "|致)?し)ました", "(?:する|される|となる)(?:と|旨)の?[^。、]{0,12}?(?:通達|通知|連絡|決定)",
    # 解散の決断をいたしました, 解散につき承認可決されました
    f"(?:[のをにが]|につき|について|に関し|との|という){_DECISION}", "済みです", "です(?=。|$)", "した(?=。|$)",
)  # fmt: skip
# A statute says 解散する and a report 解散。 of anybody: these forms need their subject and a day.
# So does the middle of a sentence: 解散し、清算法人へ移行いたしました.
WEAK = r"(?:(?:する|される|とする)?(?=。|$)|(?:(?:いた|致)?し|となり|され)(?=、))"


def _verb(stem: str, dictionary: str, te: str = "", causative: str = "") -> str:
    """The declaring forms of a verb.

    Args:
        stem: before ます (終え, 閉じ, 引き).
        dictionary: as in a dictionary (終える, 閉じる, 引く).
        te: before て or で, where it is not the stem (引い, 終わっ).
        causative: before せて (引か, 終わら), where the verb is not of one stem.
    """
    forms = one_of(
        "ました", "ます(?=[。、]|が|ので|$)", "ております", "ています", f"させて(?:いただ|頂|戴){ALLOWED}",
        "た(?=。|$|ため|ので|ことを)", _A_BODY,
    )  # fmt: skip
    more = [f"{dictionary}(?:という|苦渋の)*決断を(?:いた|致)?しました"]
    more += [f"{te}て(?:おり|い)ま(?:す|した)"] if te else []
    more += [f"{causative}せて(?:いただ|頂|戴){ALLOWED}"] if causative else []
    return rf"(?:{one_of(stem + forms, dictionary + DECIDED, dictionary + '予定(?:です)?', *more)}){FOLLOW}"


# ---------------------------------------------------------------- what ends

# 二十年にわたる, これまでの, すべての: what may stand before an act without making it somebody else's.
_SPAN = (
    rf"(?:これまで|今まで|従来|設立以来|発足以来|長年|永年|長き|約|全て|すべて|一切|全|その|この|主な|として|{SELF}"
    rf"|(?<!\d)\d{{1,2}}(?!\d)"
    r"|[一二三四五六七八九十百]+|余|年|周年|[ヶかカ]?[月年]|回|期|世紀|四半|半|間|以上|近く|にわた(?:る|って|り)"
    r"|に?及ぶ"
    r"|続いた|続けた|の)*+"
)
_WHOLE = "(?:自体|そのもの|全般|等|の?すべて|の?全て)?"
ACTS = _SPAN + one_of(
    "活動", "事業活動", "研究活動", "普及活動", "業務", "運営", "事業", "歴史", "歩み", "あゆみ", "役割", "役目",
    "使命", "任務",
    "取り?組み?", "組織", "会", "法人", "団体", "プロジェクト",
    "(?:事業|実施|研究|補助|助成|支援|設置|推進|計画|委託|活動|存続|の){1,3}期間",
) + _WHOLE  # fmt: skip
SITE_ACTS = _SPAN + one_of(
    "運用", "運営", "公開", "更新", "掲載", "提供", "(?:情報|内容|記事|ページ)の?(?:提供|発信|更新|掲載)", "配信",
    "サービス",
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


_DISSOLVE = "(?:発展的に?|自主)?解散(?:及び清算|・清算(?:結了)?|の?手続き?|の?登記)?"
_CURTAIN = _verb(
    "(?:下ろし|降ろし|おろし|閉じ|引き|下り|降り)",
    "(?:下ろす|降ろす|おろす|閉じる|引く|下りる)",
    "(?:引い)",
    "(?:下ろさ|降ろさ|おろさ|引か)",
)
_SIGNBOARD = _verb("(?:下ろし|降ろし|おろし)", "(?:下ろす|降ろす|おろす)", causative="(?:下ろさ|降ろさ|おろさ)")
_ROLE = _verb("(?:終え|果たし終え|終わり|全うし|完了し|終了(?:いた|致)?し)", "(?:終える|終了する)")
_NO_MORE = (
    r"(?:いたしません|致しません|しません|行な?いません|されません|行な?われません|(?:して|されて|行な?って"
    r"|行われて)(?:おり"
    r"|い)ません|(?:の|する|される|を行う|が行われる)(?:予定|こと)[はが]?(?:ございません|ありません))(?=$|[。\s]|が"
    r"|ので)"
)
_GIVEN_UP = _verb("(?:(?:取り|と)(?:やめ|止め)|打ち切り)", "(?:(?:取り|と)(?:やめる|止める)|打ち切る)")
_BROUGHT = _verb("(?:終わらせ|締めくくり|締め括り|たたみ|畳み)", "(?:終わらせる|締めくくる|締め括る|たたむ|畳む)")
_MADE = one_of(
    "(?:いた|致)?し(?:ます|ました)",
    f"させて(?:いただ|頂|戴){ALLOWED}",
    "なり(?:ます|ました)",
    f"(?:する|なる){DECIDED}",
)
_AS_IT_ENDED = (
    "(?:の(?:掲載|記載)?(?:内容|情報|資料)は、?)?(?:事業|活動|プロジェクト|委託|研究|補助|の)*終了(?:時点?"
    "|当時)の(?:もの|内容|まま|状態)(?:です|であり|と|を)"
)
END_RULES = (
    _sahen("dissolved", _DISSOLVE, ORG + PROJECT, ACTS, 0.95),
    _sahen(
        "liquidated",
        "(?:清算中|清算(?:手続き?|事務)?(?:[がをは]?(?:すべて|全て|無事)?(?:完了|終了|結了))?|廃業|廃部|解団|解体|閉局"
        "|(?:自然|法人格が)?消滅|(?:発展的に?)?解消)",
        ORG,
        ACTS,
        0.9,
    ),
    _sahen("office_closed", "閉所", ORG, "", 0.85),
    _sahen("adjourned", "(?<![日時分)]に)(?<!うちに)(?:閉会|終会)", ORG, ACTS, 0.85),
    _sahen("abolished", "廃止", _ALL, ACTS, 0.85),
    _sahen("closed", "(?:閉鎖|クローズ|閉設|閉館)", ORG + SITE, "公開", 0.95),
    _sahen("ended", "(?:終了|完了|終結|終息|満了|完結|収束|終幕|終焉)", _ALL, f"(?:{ACTS}|{SITE_ACTS})", 0.9),
    _sahen("made_an_end", "(?:終わり|おわり|おしまい)に?", _ALL, f"(?:{ACTS}|{SITE_ACTS})", 0.8),
    _sahen("stopped", "(?:停止|取りやめ|とりやめ|取り止め|打ち切り)", "", f"(?:{ACTS}|{SITE_ACTS})", 0.85),
    _idiom("shut", ORG + SITE, ACTS, 0.9, _verb("閉じ", "閉じる")),
    _idiom(
        "finished",
        PROJECT,
        f"(?:{ACTS}|{SITE_ACTS})",
        0.9,
        _verb("(?:終え|終わり)", "(?:終える|終わる)", "終わっ", "終わら"),
    ),
    _idiom("brought_to_end", "", ACTS, 0.9, _BROUGHT),
    _idiom("given_up", "", f"(?:{ACTS}|{SITE_ACTS})", 0.85, _GIVEN_UP),
    _idiom("farewell", ORG + PROJECT, ACTS, 0.8, "に?(?:終わり|別れ)を" + _verb("告げ", "告げる")),
    _idiom("folded", ORG, "", 0.9, _verb("(?:たたみ|畳み)", "(?:たたむ|畳む)")),
    _sahen("deregistered", "(?:法人)?登記[のを]?(?:閉鎖|抹消)", ORG, "", 0.9),
    _idiom("gone", ORG, "", 0.85, _verb("[な無]くなり", "[な無]くなる", "[な無]くなっ")),
    _idiom("until_then", "", ACTS, 0.85, f"(?:限り|まで)と{_MADE}"),
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
    _idiom("full_stop", _ALL, ACTS, 0.9, "に?(?:終止符|ピリオド|幕)を?" + _verb("打ち", "打つ", "打っ", "打た")),
    _idiom(
        "role_done", _ALL, _SPAN, 0.85, f"(?:役目|役割|使命|任務)[をも](?:ほぼ|すべて|全て|無事に?|十分に?)?{_ROLE}"
    ),
    _sahen("last_time", "(?:[^、。はがを]{2,20}が)?最後", "", f"(?:{ACTS}|{SITE_ACTS})", 0.8),
    _idiom("not_updated", SITE, SITE_ACTS, 0.8, f"(?:更新|運用|運営|管理)[はをも]?{_NO_MORE}"),
    _idiom("as_it_ended", SITE, "", 0.8, _AS_IT_ENDED),
    _idiom(
        "inactive",
        ORG,
        "",
        0.7,
        rf"(?:現在|既に|すでに|もう|今は|以降|より|から|現時点)[はでも、]*活動[はをも]?(?:一切)?{_NO_MORE}",
    ),
    _sahen("suspended_for_good", "(?:無期限|永久)(?:[でに]|的に)?の?(?:休止|停止|休会)", ORG + PROJECT, ACTS, 0.7),
    _idiom("dissolution_voted", ORG, "", 0.75, "解散総会(?:を|が|にて|におい)"),
)
# Of the organisation itself these verbs also fit a meeting or a course (本会は盛会のうちに終了): they need a day.
NEEDS_DAY = frozenset({"ended", "finished"})
ACTS_NEED_DAY = frozenset({"stopped", "given_up", "halted"})  # an organisation also stops for a while
NEEDS_SUBJECT = frozenset({"adjourned", "office_closed"})  # meetings and offices close every day
OF_SITE = frozenset({"closed", "stopped", "not_updated"})  # verbs that mean the site where nobody is named
# In a letter of farewell the one named is the sender, whatever the register calls it: with verbs that fit a whole
# organisation or site, and not a part of it.
OF_A_WHOLE = frozenset({"dissolved", "closed", "curtain", "full_stop"})
PART_OF_A_WHOLE = re.compile(
    "部会|分科会|ワーキング|wg|教室|事務所|事務局|店|会場|駐車場|受付|コーナー|掲示板|チャット|フォーム|窓口|会員"
    "|公演|大会|セミナー|講座|イベント|ドメイン|サーバ|アカウント|契約"
)
DAY_OF_END = re.compile(
    r"もって|もちまして|以て|以って|以ちまして|最後に|限りに|限りで|付け?で|末(?:日)?[でに]"
    r"|年度で|[今本][月日年]で"
)
A_DAY = re.compile(r"\d|本日|[一二三四五六七八九十元]+[年月]")

# ---------------------------------------------------------------- sentences that no row fits

# 平成28年度をもって解散した当会の記録です
ENDED_BEFORE_NAME = re.compile(
    rf"(?P<end>(?:解散|廃止|活動を?終了)(?:いた|致)?(?:し|され)た)(?P<mark>[{ORG}{PROJECT}])"
    rf"(?!の(?!記録|資料|{SITE}|ページ|活動))"
)
# Wordings are endless: these verbs alone end an organisation, if the sentence is about it and names nothing else.
TOPIC = re.compile(
    rf"(?P<mark>[{ORG}{PROJECT}])(?:の(?:全|全ての|すべての|主な)?(?:活動|事業活動))?"
    r"(?:は|も|につきまして(?:は|も)?|については|(?:です|でございます)が)"
)
# The first sort ends only an organisation; what the second sort ends by a day (末をもって終了) must be the speaker.
STRONG_END = re.compile(
    r"解散|清算|終止符|幕[をが引]|たた[むみ]|活動[をはもに]?[^、。はがを]{0,10}?(?:終了|終え|終わ|停止|取り?や|幕)"
    r"|(?P<by_day>閉鎖|廃止|終了)"
)
# What stands before it is closed, and no attribute: not メール配信終了, 被災地での活動を終了.
CLOSED_CLAUSE = re.compile(r"(?:^|[ぁ-んー、日月年末度付](?<!の)|(?:[年月間度]|まで|全て|すべて|そ|活動|会)の)$")
ELSE = re.compile(
    rf"部会|分科会|委員会|成功|盛会|盛況|支[部所会]|[分教展]室|ワーキング|wg|チーム|班|講座|セミナー|シンポジウム"
    rf"|イベント|大会|例会"
    rf"|コンテスト"
    rf"|募集|受付|契約|協定|サービス|施設|店|館|企業|会社|会員|{BODIES}|年度の|が"
    r"|を(?!も[っち]|以|受け|経|踏まえ|終え|果た|達|最後|迎え|得|いただ|頂|賜|節目|機|境|限)|に(?:つい|対し|関し)て"
)
SAID = re.compile(
    r"(?!し?た?[前後時]|(?:し|され|となっ)た[一-龠ァ-ヶ])(?:を(?=余儀|決|議|可決|承認)|が(?=決|可決|承認))?"
    r"[^、はがを]{0,20}?(?:ました|ております|ています|します|なります)(?:(?:が|ので|こと|旨)[^。]{0,24})?"
)
ON_THE_WHOLE_CONFIDENCE = 0.65
