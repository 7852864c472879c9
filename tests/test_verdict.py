"""A verdict follows from evidence, history and policy alone: each rule of the table, told as a short history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.records import (
    Activity,
    DateSource,
    Decision,
    Declared,
    Integrity,
    Outcome,
    Precision,
    Role,
    SiteMemory,
    State,
    TextChange,
    Verdict,
)
from pipelines.judgement import judgement
from pipelines.policy import Policy
from pipelines.reasons import SENTENCES, reason, render
from pipelines.rules import RULES
from tests.builders import DAY, ago, claim, cluster, home, memory, notice, page

POLICY = Policy()


def verdict(given: SiteMemory) -> Verdict:
    return judgement(given, POLICY).verdict


def told(state: State, **changes: object) -> Verdict:
    """A verdict published a month ago."""
    base = verdict(memory(page(ago(40), day=ago(30)), homes=(home(ago(30)),)))
    return replace(base, state=state, **changes)


def test_a_site_with_recent_news_is_active() -> None:
    found = verdict(memory(page(ago(20), ago(80), ago(140), ago(200))))

    assert (found.state, found.rule, found.last_update) == (State.ACTIVE, "recent", ago(20))
    assert found.since == ago(200)
    assert found.confidence > 0.85


def test_a_site_silent_for_three_years_is_static() -> None:
    found = verdict(memory(page(*(ago(1200 + 40 * n) for n in range(8)))))

    assert (found.state, found.activity) == (State.STATIC, Activity.DORMANT)
    assert found.since == found.last_update == ago(1200)


def test_a_notice_outranks_recency() -> None:
    """The newest news of a body that dissolves is the news of its end."""
    found = verdict(memory(page(ago(5), ago(40), closure=(notice(end_date=ago(5)),))))

    assert (found.state, found.subtype, found.since) == (State.CEASED, "declared", ago(5))
    assert "解散いたしました" in render(found.reasons[0], "ja")


def test_an_end_that_lies_ahead_is_a_warning_and_no_end() -> None:
    found = verdict(memory(page(ago(5), closure=(notice(end_date=DAY + timedelta(days=60)),))))

    assert found.state is State.ACTIVE
    assert "expected_end" in found.warnings


def test_news_long_after_a_notice_raise_a_doubt_instead_of_an_end() -> None:
    given = memory(
        page(ago(5), ago(100), closure=(notice(end_date=ago(900)),)),
        notices=((notice().quote, ago(800)),),
    )

    found = verdict(given)

    assert (found.state, found.suspect) == (State.ACTIVE, "declared")
    assert "notice_doubted" in found.warnings


def test_a_notice_deep_inside_the_site_is_no_end() -> None:
    deep = page(ago(5), url="https://cluster.example/a/b.html", role=Role.PAGE, closure=(notice(),))

    assert verdict(memory(page(ago(20)), deep)).state is State.ACTIVE


@pytest.mark.parametrize(
    ("outcome", "visits", "span", "state"),
    [
        (Outcome.DNS, 4, 45, State.CEASED),
        (Outcome.DNS, 3, 60, State.ACTIVE),
        (Outcome.DNS, 4, 44, State.ACTIVE),
        (Outcome.GONE, 4, 45, State.CEASED),
        (Outcome.TIMEOUT, 6, 60, State.CEASED),
        (Outcome.TIMEOUT, 5, 80, State.ACTIVE),
        (Outcome.NOT_FOUND, 6, 60, State.CEASED),
        (Outcome.SERVER_ERROR, 6, 90, State.CEASED),
        (Outcome.SERVER_ERROR, 6, 89, State.ACTIVE),
        (Outcome.BLOCKED, 40, 900, State.ACTIVE),
        (Outcome.ROBOTS, 40, 900, State.ACTIVE),
        (Outcome.MAINTENANCE, 40, 900, State.ACTIVE),
        (Outcome.BUDGET, 40, 900, State.ACTIVE),
    ],
)
def test_an_unanswered_site_is_gone_only_after_the_time_of_its_trouble(
    outcome: Outcome, visits: int, span: int, state: State
) -> None:
    days = [ago(round(span * n / (visits - 1))) for n in reversed(range(visits))]
    given = memory(
        page(ago(span + 50), day=ago(span + 40), outcome=outcome, asked=DAY),
        homes=(home(ago(span + 40)), *(home(day, outcome) for day in days)),
        previous=told(State.ACTIVE),
        watched_since=ago(span + 40),
        day=DAY,
    )

    found = verdict(given)

    assert found.state is state
    assert found.unreachable_since == days[0]


def test_one_success_starts_the_count_anew() -> None:
    homes = (*(home(ago(n), Outcome.DNS) for n in (90, 80, 70)), home(ago(60)), home(DAY, Outcome.DNS))
    given = memory(page(ago(95), day=ago(60)), homes=homes, previous=told(State.ACTIVE), day=DAY)

    found = verdict(given)

    assert (found.state, found.subtype, found.suspect) == (State.ACTIVE, "unreachable", "gone")


@pytest.mark.parametrize(
    ("integrity", "apart", "subtype"),
    [(Integrity.HIJACKED, 3, "hijacked"), (Integrity.PARKED, 7, "parked"), (Integrity.DEFAULT, 30, "emptied")],
)
def test_a_taken_or_emptied_domain_is_believed_at_the_second_sighting(
    integrity: Integrity, apart: int, subtype: str
) -> None:
    def seen(first: int) -> Verdict:
        homes = (home(ago(60)), home(ago(first), integrity=integrity), home(DAY, integrity=integrity))
        given = memory(page(integrity=integrity), homes=homes, previous=told(State.ACTIVE), watched_since=ago(60))
        return verdict(given)

    assert (seen(apart).state, seen(apart).subtype) == (State.CEASED, subtype)
    assert (seen(apart - 1).state, seen(apart - 1).subtype) == (State.ACTIVE, f"{subtype}?")


def test_a_taken_domain_warns_at_the_first_sighting() -> None:
    homes = (home(ago(60)), home(DAY, integrity=Integrity.HIJACKED))
    given = memory(page(integrity=Integrity.HIJACKED), homes=homes, previous=told(State.ACTIVE))

    found = verdict(given)

    assert (found.state, found.suspect) == (State.ACTIVE, "hijacked")
    assert "do_not_link" in found.warnings


def test_a_foreign_home_page_among_own_pages_is_a_doubt() -> None:
    others = [page(ago(9), url=f"https://cluster.example/{n}", role=Role.PAGE) for n in range(3)]
    homes = (home(ago(60), integrity=Integrity.HIJACKED), home(DAY, integrity=Integrity.HIJACKED))

    found = verdict(memory(page(integrity=Integrity.HIJACKED), *others, homes=homes, previous=told(State.ACTIVE)))

    assert found.state is State.ACTIVE
    assert found.integrity is Integrity.HACKED


def test_a_clone_proves_nothing_by_its_news() -> None:
    found = verdict(memory(page(ago(2), integrity=Integrity.CLONE), previous=told(State.STATIC)))

    assert (found.state, found.subtype, found.suspect) == (State.STATIC, "clone?", "clone")
    assert "do_not_link" in found.warnings


def test_active_turns_static_only_at_the_second_look() -> None:
    old = page(*(ago(700 + 30 * n) for n in range(9)))
    first = verdict(memory(old, previous=told(State.ACTIVE)))
    again = verdict(memory(old, previous=replace(first, suspect_since=ago(14))))

    assert (first.state, first.suspect) == (State.ACTIVE, "static")
    assert again.state is State.STATIC


def test_one_new_item_wakes_a_static_site() -> None:
    assert verdict(memory(page(ago(3), ago(900), ago(1000)), previous=told(State.STATIC))).state is State.ACTIVE


def test_ceased_is_left_after_two_good_visits_a_week_apart() -> None:
    homes = (home(ago(60), Outcome.DNS), home(ago(7)), home(DAY))
    back = memory(page(ago(3)), homes=homes, previous=told(State.CEASED, subtype="gone"))
    once = replace(back, homes=(home(ago(60), Outcome.DNS), home(DAY)))

    assert verdict(back).state is State.ACTIVE
    assert (verdict(once).state, verdict(once).subtype, verdict(once).suspect) == (State.CEASED, "gone", "revived")


def test_a_project_that_outlived_its_programme_in_silence_is_a_zombie_in_question() -> None:
    given = memory(
        page(*(ago(1500 + 30 * n) for n in range(6))),
        cluster=cluster(name_ja="見本創生プロジェクト", programme_end=date(2022, 3, 31)),
    )

    found = verdict(given)

    assert (found.state, found.subtype) == (State.STATIC, "zombie?")
    assert any(r.code == "programme_ended" for r in found.reasons)


def test_a_planned_end_within_three_months_warns() -> None:
    assert "expected_end" in verdict(memory(page(ago(5)), cluster=cluster(planned_end=date(2027, 1, 31)))).warnings


def test_a_move_is_followed_and_keeps_the_cluster() -> None:
    found = verdict(memory(page(ago(9)), homes=(home(host="new-home.example.org"),)))

    assert (found.state, found.subtype) == (State.ACTIVE, "moved")


ELSEWHERE = "somebody-else.example.org"


def sent_to(host: str, shown: Integrity, **changes: object) -> SiteMemory:
    """A site whose home page is sent to another host, where news of this month stand."""
    there = page(ago(9), ago(40), final_url=f"https://{host}/", integrity=shown)
    return memory(there, homes=(home(ago(40)), home(host=host, integrity=shown)), **changes)


def test_a_redirect_to_somebody_who_does_not_name_the_cluster_is_no_move() -> None:
    """The stranger's news prove nothing: the last state is kept and a person should look."""
    first = verdict(sent_to(ELSEWHERE, Integrity.UNSURE))
    later = verdict(sent_to(ELSEWHERE, Integrity.UNSURE, previous=told(State.STATIC, last_update=ago(900))))

    assert (first.state, first.subtype, first.suspect) == (State.UNKNOWN, "redirected?", "identity")
    assert (later.state, later.subtype, later.last_update) == (State.STATIC, "redirected?", ago(900))
    assert ELSEWHERE in render(later.reasons[0])


def test_a_redirect_is_a_move_where_the_name_goes_on_under_another_suffix() -> None:
    given = sent_to("cluster-sample.org", Integrity.UNSURE, cluster=cluster(website="http://www.cluster-sample.jp/"))

    assert (verdict(given).state, verdict(given).subtype) == (State.ACTIVE, "moved")


@pytest.mark.parametrize(("kind", "subtype"), [(Declared.MOVED, "moved"), (Declared.RENAMED_MERGED, "renamed_merged")])
def test_a_redirect_that_was_announced_is_believed(kind: Declared, subtype: str) -> None:
    """The page at the end may not name the old organisation: that it would go there was said by itself."""
    given = sent_to(ELSEWHERE, Integrity.UNSURE)
    told_before = notice(kind, successor=f"https://{ELSEWHERE}/")
    news = page(ago(200), url="https://cluster.example/news/", role=Role.NEWS, closure=(told_before,))

    found = verdict(replace(given, pages=(*given.pages, news)))

    assert (found.state, found.subtype) == (State.ACTIVE, subtype)


def test_a_heading_is_no_end_while_the_text_dates_it_ahead() -> None:
    """「解散のお知らせ」 among the news, and below it that the last day is still to come."""
    heading = notice(quote="2026.10.20 協議会解散のお知らせ", end_date=ago(12), rule="heading")
    ahead = notice(quote="来年3月31日をもって解散いたします。", end_date=DAY + timedelta(days=150))

    before = verdict(memory(page(ago(12), closure=(heading, ahead))))
    after = verdict(memory(page(ago(12), closure=(heading, replace(ahead, end_date=ago(3))))))

    assert (before.state, "expected_end" in before.warnings) == (State.ACTIVE, True)
    assert (after.state, after.since) == (State.CEASED, ago(3))


def test_the_end_of_the_body_counts_before_that_of_its_site() -> None:
    site = notice(Declared.SITE_CLOSED, quote="本サイトは閉鎖いたします。", end_date=ago(2), confidence=0.95)
    found = verdict(memory(page(ago(90), closure=(site, notice(end_date=ago(60))))))

    assert (found.state, found.since) == (State.CEASED, ago(60))


def test_what_has_ceased_is_not_expected_to_end() -> None:
    given = memory(page(ago(90), closure=(notice(end_date=ago(60)),)), cluster=cluster(planned_end=date(2027, 1, 31)))

    assert verdict(given).state is State.CEASED
    assert "expected_end" not in verdict(given).warnings


def test_a_stranger_at_the_address_of_what_has_ceased_is_told_at_first_sight() -> None:
    given = memory(
        page(integrity=Integrity.HIJACKED),
        homes=(home(ago(30)), home(integrity=Integrity.HIJACKED)),
        previous=told(State.CEASED, subtype="declared"),
    )

    found = judgement(given, POLICY)

    assert (found.verdict.state, found.verdict.suspect) == (State.CEASED, "hijacked")
    assert "do_not_link" in found.verdict.warnings
    assert "taken_over" in {change.kind for change in found.changes}


def test_under_a_strangers_link_nothing_counts_as_new() -> None:
    before = told(State.STATIC, last_update=ago(700))

    found = verdict(memory(page(ago(1), ago(700), integrity=Integrity.CLONE), previous=before))

    assert (found.state, found.subtype, found.last_update) == (State.STATIC, "clone?", ago(700))
    assert found.editions == before.editions
    assert not {"newest", "newest_only"} & {reason.code for reason in found.reasons}


def test_pages_that_are_gone_do_not_speak_against_a_foreign_home_page() -> None:
    """Whoever takes a domain over answers every address with the same page: what was there before is no page now."""
    inner = (
        page(ago(9), url=f"https://cluster.example/{name}.html", role=Role.PAGE, outcome=Outcome.SOFT_404)
        for name in "ab"
    )
    given = memory(page(integrity=Integrity.HIJACKED), *inner, homes=(home(integrity=Integrity.HIJACKED),))

    assert verdict(given).subtype == "hijacked"


@pytest.mark.parametrize(("sure", "state", "suspect"), [(0.6, State.CEASED, ""), (0.9, State.ACTIVE, "hacked")])
def test_a_foreign_home_page_is_doubted_where_other_pages_show_the_name(
    sure: float, state: State, suspect: str
) -> None:
    """Pages that show no more than the words of the address may belong to whoever bought it."""
    inner = (page(ago(9), url=f"https://cluster.example/{name}.html", role=Role.PAGE, sure=sure) for name in "ab")
    given = memory(page(integrity=Integrity.HIJACKED), *inner, homes=(home(integrity=Integrity.HIJACKED),))

    found = verdict(given)

    assert (found.state, found.suspect) == (state, suspect)


def test_a_redirect_into_a_web_archive_is_an_end() -> None:
    found = verdict(memory(page(ago(9)), homes=(home(host="warp.da.ndl.go.jp"),)))

    assert (found.state, found.subtype) == (State.CEASED, "archived")


def test_a_row_without_website_is_unknown() -> None:
    found = verdict(memory(cluster=cluster(website=""), homes=()))

    assert (found.state, found.subtype, found.confidence) == (State.UNKNOWN, "no_website", 1.0)


def test_a_site_never_seen_is_unknown() -> None:
    found = verdict(memory(homes=(home(DAY, Outcome.TIMEOUT),)))

    assert (found.state, found.subtype) == (State.UNKNOWN, "unreachable")


def test_without_dates_a_year_without_change_is_static_and_before_that_an_even_chance() -> None:
    young = verdict(memory(page(), watched_since=ago(364)))
    old = verdict(memory(page(), watched_since=ago(365)))

    assert (young.state, young.subtype) == (State.ACTIVE, "no_dates")
    assert young.confidence <= 0.5
    assert (old.state, old.rule) == (State.STATIC, "unchanged_year")


def test_a_copyright_year_is_no_update_and_an_old_one_is_neglect() -> None:
    def with_copyright(year: int) -> SiteMemory:
        rights = claim(date(year, 1, 1), precision=Precision.YEAR, source=DateSource.COPYRIGHT, confidence=0.2)
        return memory(page(dates=(rights,)))

    assert verdict(with_copyright(2026)).last_update is None
    assert verdict(with_copyright(2026)).confidence <= 0.5
    assert verdict(with_copyright(2020)).state is State.STATIC


def test_a_change_of_text_is_an_update_though_no_date_is_shown() -> None:
    change = TextChange("https://cluster.example/", ago(60), ago(30), "content", 80, "新しい会員", "ja")

    found = verdict(memory(page(), text_changes=(change,), watched_since=ago(400)))

    assert (found.state, found.last_update) == (State.ACTIVE, ago(45))


def test_a_decision_outranks_the_machine_until_it_ends() -> None:
    decided = Decision("sample", State.CEASED, "telephone call", "Sato", datetime(2026, 10, 1, tzinfo=UTC), ago(-10))
    given = memory(page(ago(3)), decisions=(decided,), previous=told(State.ACTIVE))

    assert (verdict(given).state, verdict(given).subtype) == (State.CEASED, "decided")
    assert verdict(replace(given, decisions=(replace(decided, until=ago(1)),))).state is State.ACTIVE
    cleared = Decision("sample", None, "mistaken", "Sato", datetime(2026, 10, 2, tzinfo=UTC))
    assert verdict(replace(given, decisions=(decided, cleared))).state is State.ACTIVE


def test_editions_are_judged_apart() -> None:
    english = page(
        *(ago(1500 + 50 * n) for n in range(5)), url="https://cluster.example/en/", language="en", edition="en"
    )

    found = verdict(memory(page(ago(5), ago(60), ago(120)), english))

    assert {e.language: e.state for e in found.editions} == {"ja": State.ACTIVE, "en": State.STATIC}


def test_the_same_input_gives_the_same_verdict() -> None:
    given = memory(page(ago(20), ago(80), closure=(notice(Declared.MOVED, successor="https://new.example/"),)))

    assert judgement(given, POLICY) == judgement(given, POLICY)


def test_every_rule_and_reason_speaks_both_languages() -> None:
    assert all(rule.en and rule.ja for rule in RULES)
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(english and japanese for english, japanese in SENTENCES.values())


def test_a_code_within_a_sentence_is_named_in_its_language():
    assert render(reason("not_seen_yet", outcome="dns")) == "The site could not be seen yet: no such name."
    kept = reason("kept", state="active")
    assert (render(kept), render(kept, "ja")) == (
        "The last state known is kept: active.",
        "直近の状態を維持しています:活動中。",
    )
