"""What counts as a change of a page, on invented pages with all that changes by itself."""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.difference import TextDifference, compare, shared_lines

JAPANESE = """みらい産業クラスター推進協議会
お知らせ
2024年3月12日 展示会の出展企業を募集します
2024年1月20日 新年会員交流会を開催しました
当協議会は、地域の企業と大学の連携により新しい産業の創出を目指しています。
お問い合わせは事務局までお願いいたします。
© 2024 みらい産業クラスター推進協議会"""
ENGLISH = """Mirai Industrial Cluster
News
12 March 2024 Call for exhibitors
20 January 2024 New year meeting held
The council brings companies and universities of the region together.
Please write to the secretariat.
© 2024 Mirai Industrial Cluster"""

FIRST = date(2024, 4, 1)
BANNERS = (
    "みらい精機の医療用ばね",
    "ひかり食品の発酵技術",
    "あおば電子のセンサー",
    "はやぶさ工業の軽量部品",
    "わかば紡織の新素材",
)
WEATHER = ("晴れ", "曇り時々雨", "雪")
FAIR_WEATHER = ("sunny", "light rain", "partly cloudy")
QUOTES = ("Small steps lead far", "Measure twice, cut once", "Rivers begin as springs", "Ask the machine operator")


def month_grid(day: date) -> list[str]:
    """The rows of a calendar, as a table of a blog's side bar shows them."""
    weeks = calendar.Calendar(firstweekday=6).monthdayscalendar(day.year, day.month)
    rows = [" ".join(str(number) for number in week if number) for week in weeks]
    return [f"{day.year}年{day.month}月", "日 月 火 水 木 金 土", *rows, "« 前月 翌月 »"]


def token(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


def living(number: int, text: str = JAPANESE) -> str:
    """The page at the given visit, about a month after the one before: nobody worked on it, everything ticks."""
    day = FIRST + timedelta(days=31 * number)
    return "\n".join((
        f"本日は{day.year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})です",
        f"現在時刻 {9 + number}:{10 + number}:07",
        *text.splitlines(),
        "会員ピックアップ",
        BANNERS[number % len(BANNERS)],
        f"あなたは {12345 + 87 * number:07d} 人目の訪問者です",
        f"累計アクセス数：{50000 + 321 * number:,}",
        f"今日の天気 みらい市 {WEATHER[number % 3]} {5 + 4 * number}℃/{number}℃ 降水確率 {10 * number}%",
        f"最後の書き込み {31 * number + 2}日前",
        f"展示会まであと{400 - 31 * number}日",
        *month_grid(day),
        f"session_id: {token(number)}",
        f"このページの表示時間 0.{27 + number}秒",
        f"最終更新日: {day.isoformat()} 00:00",
    ))  # fmt: skip


def ticking(number: int, text: str = ENGLISH) -> str:
    """The same in English."""
    day = FIRST + timedelta(days=31 * number)
    return "\n".join((
        f"Today is {day:%A, %B} {day.day}, {day.year}", *text.splitlines(),
        "Quote of the day", QUOTES[number % len(QUOTES)],
        f"{1234 + 55 * number} visitors", f"Online: {number + 2}", f"Posted {3 + 31 * number} days ago",
        f"{300 - 31 * number} days left until the fair", f"{day:%B} {day.year}", "Su Mo Tu We Th Fr Sa",
        *month_grid(day)[2:-1], "« Prev Next »", f"csrf_token={token(number)}",
        f"Page generated in 0.0{number + 3} seconds", f"Last updated: {day:%d %B %Y}",
        f"Weather: {FAIR_WEATHER[number % 3]} {number + 9} °C",
    ))  # fmt: skip


@pytest.mark.parametrize("page", [living, ticking])
@pytest.mark.parametrize("number", range(1, 7))
def test_no_visit_counts_where_only_the_page_itself_ticks(page: object, number: int) -> None:
    """Counter, clock, calendar, random banner, weather and token over six visits."""
    assert callable(page)
    earlier = [page(visit) for visit in range(number)][-5:]
    assert compare(earlier, page(number)) == TextDifference("noise")


@pytest.mark.parametrize("number", range(1, 7))
def test_a_real_item_counts_among_all_that_ticks(number: int) -> None:
    item = "2024年5月8日 総会の議事録を掲載しました"
    new = JAPANESE.replace("お知らせ\n", f"お知らせ\n{item}\n")
    earlier = [living(visit) for visit in range(number)][-5:]

    difference = compare(earlier, living(number, new))

    assert (difference.kind, difference.added, difference.removed) == ("content", (item,), ())
    assert difference.sample == item
    assert difference.weight > 10


def test_a_real_item_counts_in_english_too() -> None:
    item = "8 May 2024 Minutes of the general meeting"
    difference = compare([ticking(0), ticking(1)], ticking(2, ENGLISH.replace("News\n", f"News\n{item}\n")))
    assert (difference.kind, difference.added) == ("content", (item,))


def test_an_item_taken_down_counts_as_removed() -> None:
    gone = "2024年1月20日 新年会員交流会を開催しました"
    difference = compare([living(0)], living(1, JAPANESE.replace(gone + "\n", "")))
    assert (difference.kind, difference.removed, difference.sample) == ("content", (gone,), gone)


@pytest.mark.parametrize(("before", "after"), [
    ("カウンター 00012", "カウンター 00345"), ("TOTAL:1200 TODAY:3 YESTERDAY:9", "TOTAL:1299 TODAY:0 YESTERDAY:12"),
    ("現在 3人が閲覧中", "現在 12人が閲覧中"), ("1,024 views", "1,101 views"),
    ("閲覧数：12", "閲覧数：90"), ("いいね！ 3", "いいね！ 14"),
    ("0012345", "0012399"), ("あなたは123番目のお客様です", "あなたは456番目のお客様です"),
    ("今日は令和6年5月1日です", "今日は令和6年6月2日です"),
    ("2024年5月1日 12時30分 現在", "2024年6月2日 08時15分 現在"),
    ("最終更新：2024/05/01", "最終更新：2024/06/02"), ("更新日 2024年5月1日", "更新日 2024年6月2日"),
    ("Stand: 01.05.2024", "Stand: 02.06.2024"),
    ("about an hour ago", "2 hours ago"), ("約3か月前", "約4か月前"), ("開催まで残り12日", "開催まで残り3日"),
    ("5月", "6月"), ("26 27 28 29 30 31 1", "30 31 1 2 3 4 5"), ("« 4月", "« 5月"),
    ("request-id 0f8fad5b-d9cb-469f-a165-70867728950e", "request-id 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
])  # fmt: skip
def test_a_line_that_changes_by_itself_is_noise_from_the_second_visit_on(before: str, after: str) -> None:
    assert compare([f"{JAPANESE}\n{before}"], f"{JAPANESE}\n{after}").kind == "noise"


@pytest.mark.parametrize(("before", "after"), [
    ("© 2023 みらい協議会", "© 2024 みらい協議会"),
    ("Copyright (C) 2001-2023 Mirai", "Copyright (C) 2001-2024 Mirai Cluster"),
    ("詳しくは http://www.mirai.example/ をご覧ください", "詳しくは https://mirai.example/ をご覧ください"),
    ("ＮＥＷＳ", "News"), ("会員募集中！", "会員募集中"), ("お問い合わせ〜事務局", "お問い合わせ～事務局"),
    ("総会　報告", "総会・報告"),
    ("Powered by WordPress", "Powered by WordPress 6.4"), ("ページトップへ", "ページの先頭へ戻る"),
    ("当サイトではクッキーを使用しています", "当サイトはクッキー(Cookie)を利用します"),
    ("総会のお知\ufffd\ufffd", "総会のお知らせ"),
])  # fmt: skip
def test_a_line_that_only_looks_different_is_cosmetic(before: str, after: str) -> None:
    assert compare([f"{JAPANESE}\n{before}"], f"{JAPANESE}\n{after}") == TextDifference("cosmetic")


@pytest.mark.parametrize("change", [str.split, "".join, lambda text: text.replace("\n", "\n\n")])
def test_white_space_alone_is_no_difference(change: object) -> None:
    assert callable(change)
    changed = change(JAPANESE)
    assert compare([JAPANESE], "\n".join(changed) if isinstance(changed, list) else changed).kind == "none"


def test_a_menu_in_another_order_is_cosmetic() -> None:
    lines = JAPANESE.splitlines()
    assert compare([JAPANESE], "\n".join(reversed(lines))).kind == "cosmetic"


def test_lines_cut_or_joined_elsewhere_are_cosmetic() -> None:
    joined = JAPANESE.replace("お知らせ\n2024年3月12日 ", "お知らせ: 2024年3月12日\n")
    assert compare([JAPANESE], joined).kind == "cosmetic"


def test_a_new_template_around_the_same_prose_is_cosmetic() -> None:
    old = ["ホーム", "概要", "会員紹介", "リンク集", JAPANESE, "事務局案内", "交通案内"]
    new = ["HOME", "協議会とは", "メンバー", "関連リンク", "よくある質問", JAPANESE, "運営体制", "アクセス"]
    assert compare(["\n".join(old)], "\n".join(new)).kind == "cosmetic"


def test_one_new_menu_item_is_content() -> None:
    difference = compare([f"概要\n会員紹介\n{JAPANESE}"], f"概要\n会員紹介\n海外展開支援\n{JAPANESE}")
    assert (difference.kind, difference.weight) == ("content", 6)


def test_a_corrected_typing_error_weighs_what_was_corrected() -> None:
    difference = compare([JAPANESE.replace("推進", "推信")], JAPANESE.replace("© 2024", "© 2025"))
    assert (difference.kind, difference.weight) == ("content", 1)


def test_a_letter_added_to_a_line_weighs_one() -> None:
    assert compare(["会員一覧\n概要"], "会員一覧表\n概要").weight == 1


def test_a_new_date_in_a_line_weighs_as_a_whole() -> None:
    before, after = "次回の例会は2024年5月10日に行います", "次回の例会は2024年6月14日に行います"
    assert compare([before], after).weight == len("2024年6月14日")


def test_a_bare_date_counts_under_the_label_of_an_event_and_beside_new_words() -> None:
    assert compare(["次回開催日\n2024年5月10日\n会場"], "次回開催日\n2024年6月14日\n会場").kind == "content"
    beside = compare(["新着\n2024.05.10\n総会を開催\n以上"], "新着\n2024.06.14\n見学会を開催\n以上")
    assert (beside.added, beside.removed) == (("2024.06.14", "見学会を開催"), ("2024.05.10", "総会を開催"))
    assert compare(["様式\n2024年5月10日\n以上"], "様式\n2024年6月14日\n以上").kind == "noise"


def test_an_update_noted_without_words_is_content_where_older_ones_stay() -> None:
    history = "更新履歴\n2024/04/01 更新\n2024/03/01 更新"
    assert compare([history], history.replace("更新履歴\n", "更新履歴\n2024/05/01 更新\n")).kind == "content"


def test_a_box_without_a_telling_heading_is_learned_after_three_visits() -> None:
    versions = [JAPANESE.replace("お知らせ\n", f"お知らせ\n{text}\n", 1) for text in BANNERS]
    assert compare(versions[:1], versions[1]).kind == "content"
    assert compare(versions[:3], versions[3]).kind == "noise"


def test_an_unknown_counter_is_learned_after_three_visits() -> None:
    versions = [f"{JAPANESE}\n平成13年開設 通算{1000 + 37 * number}回" for number in range(4)]
    assert compare(versions[:3], versions[3]).kind == "noise"


def test_what_people_count_or_arrange_is_never_learned_away() -> None:
    for line in ("会員企業 {}社", "第{}回定例会のご案内", "Version 2.{}.1 released"):
        versions = [f"{JAPANESE}\n{line.format(120 + number)}" for number in range(6)]
        assert compare(versions[:5], versions[5]).kind == "content", line


def test_a_growing_list_of_news_is_never_learned_away() -> None:
    items = [f"2024年{month}月10日 {banner}を見学しました" for month, banner in enumerate(BANNERS, start=1)]
    versions = ["新着情報\n" + "\n".join(reversed(items[: number + 1])) + "\n以上" for number in range(len(items))]
    assert [compare(versions[:n], versions[n]).added for n in range(1, 5)] == [(items[n],) for n in range(1, 5)]


def test_what_was_there_before_is_not_new_when_it_comes_back() -> None:
    maintenance = "ただいま混み合っています"
    assert compare([JAPANESE + "\n" + maintenance, JAPANESE], JAPANESE + "\n" + maintenance).kind == "noise"
    assert compare([JAPANESE, JAPANESE + "\n募集要項を公開しました"], JAPANESE).kind == "content"


def test_an_edited_line_in_a_box_is_somebodys_work() -> None:
    before = f"{JAPANESE}\n会員ピックアップ\nみらい精機の医療用ばね"
    assert compare([before], before.replace("医療用", "自動車用")).kind == "content"


def test_a_ranking_of_pages_is_noise() -> None:
    first = f"{JAPANESE}\nアクセスランキング\n1位 会員一覧\n2位 補助金のご案内\n3位 展示会の報告"
    assert compare([first], first.replace("補助金のご案内", "技術相談の窓口")).kind == "noise"


def test_a_temperature_of_a_process_is_no_weather() -> None:
    assert compare(["焼成温度 800℃で強度が最大になります"], "焼成温度 1250℃で強度が最大になります").kind == "content"


def test_shared_lines_are_left_out_so_that_a_menu_item_counts_once() -> None:
    menu = "概要\n会員紹介\n海外展開支援"
    pages = [f"{menu}\n{prose}" for prose in ("総会を開催しました。", "会員を募集しています。", "交通のご案内です。")]
    shared = shared_lines(pages)
    assert shared == {"概要", "会員紹介", "海外展開支援"}
    assert compare(["概要\n会員紹介\n総会を開催しました。"], pages[0]).kind == "content"
    assert compare(["概要\n会員紹介\n総会を開催しました。"], pages[0], shared).kind == "cosmetic"


def test_two_pages_do_not_tell_what_a_site_shares() -> None:
    assert shared_lines(["概要\n一", "概要\n二"]) == frozenset()


def test_a_page_rewritten_from_top_to_bottom_is_content_with_the_weight_of_both() -> None:
    assert compare(["あいうえお\nかきくけこ"], "さしすせそ\nたちつてと") == TextDifference(
        "content", ("さしすせそ", "たちつてと"), ("あいうえお", "かきくけこ"), 20, "さしすせそ"
    )


def test_an_emptied_page_is_content() -> None:
    assert compare([JAPANESE], "").kind == "content"
    assert compare([""], JAPANESE).kind == "content"


def test_the_sample_is_at_most_ninety_characters() -> None:
    assert len(compare(["あ"], "長い知らせ" * 50).sample) == 90


def test_nothing_to_compare_with_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="at least one earlier text"):
        compare([], JAPANESE)


LINES = st.lists(
    st.sampled_from([*JAPANESE.splitlines(), *ENGLISH.splitlines(), *BANNERS, "12", "2024年5月1日", ""]), max_size=12
)
TEXTS = LINES.map("\n".join)


@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_the_answer_is_always_whole(earlier: list[str], later: str) -> None:
    """Only content has lines and weight, and they are lines of the two versions compared."""
    difference = compare(earlier, later)
    assert set(difference.added) <= set(later.splitlines())
    assert set(difference.removed) <= set(earlier[-1].splitlines())
    assert (difference.kind == "content") == bool(difference.added or difference.removed)
    assert difference == compare(earlier, later)


@given(TEXTS)
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert compare([text], text) == TextDifference("none")
