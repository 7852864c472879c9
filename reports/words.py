"""The words people read for our codes, in English and Japanese.

A code without words (from a newer version) is shown as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipelines import words as told

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "ja"]
Words = tuple[str, str]  # English, Japanese

STATES: dict[str, Words] = told.STATES

# A state is shown by shape and word, never by colour alone.
SHAPES = {"active": "●", "static": "■", "ceased": "✕", "unknown": "○"}

SUBTYPES: dict[str, Words] = {
    "decided": ("decided by a person", "人による判断"),
    "hijacked": ("taken over by others", "第三者による乗っ取り"),
    "hijacked?": ("perhaps taken over by others", "乗っ取りの疑い"),
    "parked": ("domain lapsed or for sale", "ドメイン失効・売出し"),
    "parked?": ("domain perhaps lapsed", "ドメイン失効の疑い"),
    "declared": ("declares its end", "終了を告知"),
    "gone": ("website gone", "サイト消失"),
    "emptied": ("website emptied", "内容消失"),
    "emptied?": ("website perhaps emptied", "内容消失の疑い"),
    "moved": ("moved", "移転"),
    "renamed_merged": ("renamed or merged", "改称・統合"),
    "redirected?": ("leads to a site that does not name it", "別サイトへの転送の疑い"),
    "archived": ("only a web archive keeps it", "アーカイブのみ"),
    "clone?": ("perhaps a copy with a foreign link", "複製サイトの疑い"),
    "hacked?": ("perhaps hacked", "改ざんの疑い"),
    "zombie?": ("perhaps a website left behind", "放置サイトの疑い"),
    "unreachable": ("could not be seen", "確認不能"),
    "no_website": ("no website in the register", "ウェブサイト未登録"),
    "no_dates": ("shows no dates", "日付なし"),
}

SUSPECTS: dict[str, Words] = {
    "hijacked": ("somebody else's content may stand there", "第三者の内容が表示されている疑い"),
    "clone": ("a copy of the old site with a foreign link", "元のサイトの複製の疑い"),
    "hacked": ("foreign links were put into the site", "改ざんの疑い"),
    "parked": ("the domain may have lapsed", "ドメイン失効の疑い"),
    "emptied": ("nothing of its own is shown any more", "内容が消えた疑い"),
    "gone": ("the website may be gone", "サイト消失の疑い"),
    "declared": ("a notice that may mean its end", "終了の告知かもしれない記載"),
    "static": ("it has fallen silent; the next visit confirms it or not", "更新停止の疑い(再確認待ち)"),
    "zombie": ("the project is over, but its website stands unchanged", "事業終了後の放置サイトの疑い"),
    "revived": ("it seems to be back; a second visit must show it", "復活の可能性(再確認待ち)"),
    "identity": ("the page no longer names the organisation", "ページに団体名がない"),
}

WARNINGS: dict[str, Words] = {
    "do_not_link": ("Do not link to this address.", "このアドレスにリンクしないでください。"),
    "may_recover": ("A lapsed domain can still be won back.", "失効したドメインは回復する可能性があります。"),
    "expected_end": ("Its end is near.", "終了が近づいています。"),
    "notice_doubted": ("A notice of its end is in doubt.", "終了の告知に疑義があります。"),
    "contrary": ("The machine sees otherwise than a person decided.", "人の判断と機械の判定が異なります。"),
    "unreachable": ("It could not be seen this time.", "今回は確認できませんでした。"),
}

EDITIONS: dict[str, Words] = {
    "ja": ("Japanese", "日本語"),
    "en": ("English", "英語"),
    "zh": ("Chinese", "中国語"),
    "ko": ("Korean", "韓国語"),
    "de": ("German", "ドイツ語"),
    "fr": ("French", "フランス語"),
}

REACHES: dict[str, Words] = {
    "blocked": ("does not let us in", "アクセス拒否"),
    "flaky": ("answers now and then", "応答が不安定"),
    "down": ("does not answer", "応答なし"),
    "gone": ("gone", "消失"),
    "not_visited": ("not visited", "未訪問"),
}

OUTCOMES: dict[str, Words] = told.OUTCOMES


def word(table: Mapping[str, Words], code: str, language: Language = "en") -> str:
    """The words of a code; the code itself where the table has none."""
    pair = table.get(code)
    return code if pair is None else pair[language == "ja"]
