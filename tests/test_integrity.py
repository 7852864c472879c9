"""Whose a page is: own, default, parked, taken over, injected, empty, or one that stands in for another."""

from __future__ import annotations

import pytest

from crawler.records import Integrity
from pipelines.identity import Owner, identity_words, name_forms, recognised
from pipelines.integrity import page_integrity
from pipelines.integrity_words import read_table
from pipelines.name_servers import is_parking_name_server
from pipelines.text import read_page
from tests.rule_cases import HOME, LIVING, NAMES, IntegrityCase, closure_cases, integrity_cases

OWN = f"<h1>{NAMES[0]}</h1>{LIVING}"
CASINO = "http://lucky.example/"


def reading(body: str, *, url: str = HOME, title: str = "", known: frozenset[str] = frozenset()):
    return page_integrity(read_page(f"<title>{title}</title><body>{body}</body>", url), Owner(NAMES, known_hosts=known))


@pytest.mark.parametrize("case", integrity_cases(), ids=lambda case: f"{case.expected} {case.title} {case.body[:30]}")
def test_every_page_of_the_table_is_told(case: IntegrityCase) -> None:
    assert case.answer == case.expected


def test_the_table_holds_enough_pages() -> None:
    assert len(integrity_cases()) >= 60


def test_living_pages_with_notices_stay_the_organisations_own() -> None:
    pages = [case for case in closure_cases() if case.names == NAMES and case.where in {"home", "item", "page"}]
    states = {page_integrity(case.page, Owner(NAMES)).state for case in pages}
    assert states == {Integrity.OWN}


def test_the_first_reason_quotes_the_page() -> None:
    found = reading(f'<a href="{CASINO}">オンラインカジノ ランキング</a>{OWN}')
    assert (found.state, found.reasons[0]) == (Integrity.CLONE, "オンラインカジノ ランキング")
    assert "lucky.example" in found.reasons[1]


def test_a_link_to_a_known_host_is_no_intrusion() -> None:
    body = f'<a href="{CASINO}">オンラインカジノ ランキング</a>{OWN}'
    assert reading(body, known=frozenset({"lucky.example"})).state is Integrity.OWN


def test_the_domain_alone_does_not_make_a_foreign_page_the_clusters() -> None:
    body = "<h1>オンラインカジノおすすめランキング</h1><p>入金不要ボーナス</p><footer>© kitahama.example</footer>"
    assert reading(body, title="オンラインカジノ比較").state is Integrity.HIJACKED


def test_a_banner_without_words_is_told_by_its_address() -> None:
    banner = '<a href="http://best-casino.example/"><img src="b.png"></a>'
    assert reading(OWN + banner).state is Integrity.HACKED


def test_a_list_of_files_is_a_first_page_only_at_the_root() -> None:
    listing = "<h1>Index of /pdf</h1><pre>Name Size report.pdf</pre>"
    assert reading(listing, url=HOME + "pdf/", title="Index of /pdf").state is Integrity.UNSURE
    assert reading(listing, title="Index of /").state is Integrity.DEFAULT


def test_a_frameset_is_a_page_that_cannot_be_judged_yet() -> None:
    assert reading('<frameset><frame src="/menu.html"></frameset>').state is Integrity.UNSURE


def test_names_are_known_in_every_form_they_are_written() -> None:
    forms = name_forms(("一般社団法人北浜精密加工クラスター協議会（KPC）",))
    assert {"北浜精密加工クラスター協議会", "kpc"} <= set(forms)
    assert recognised("ようこそ 北浜 精密加工クラスター協議会 へ", ("一般社団法人北浜精密加工クラスター協議会",))


def test_a_former_name_and_a_place_do_not_name_the_cluster() -> None:
    forms = name_forms(("北浜市「精密の里」クラスター（旧 北浜金属工業研究会）",))
    assert not {"北浜市", "北浜金属工業研究会", "旧 北浜金属工業研究会"} & set(forms)


def test_common_words_identify_nobody() -> None:
    words = identity_words(("Japan Industry Cluster Promotion Center (Kitahama)",), "kitahama-pc.example")
    assert words >= {"kitahama", "kitahama-pc"}
    assert not words & {"japan", "industry", "cluster", "center"}


@pytest.mark.parametrize(
    ("line", "message"),
    [("parked\ten", "line 1: write list"), ("parked\ten\t(", "line 1: '\\(' is no regular expression")],
)
def test_a_broken_row_of_the_table_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_table(line)


def test_parking_services_are_known_by_their_name_servers() -> None:
    assert is_parking_name_server("ns1.sedoparking.com.")
    assert is_parking_name_server("NS2.PARKINGCREW.NET")
    assert not is_parking_name_server("ns1.dns.ne.jp")
    assert not is_parking_name_server("notsedoparking.com")
    assert not is_parking_name_server("com")


STRANGER = "https://kuroshio-shoji.example.com/"


def test_a_redirect_ends_at_a_stranger_who_shows_a_name_of_his_own() -> None:
    """The words of an address stand for the cluster only where the address is the cluster's."""
    page = read_page("<title>Kuroshio-Shoji</title><h1>kuroshio-shoji</h1><p>会社案内</p>", STRANGER)

    assert page_integrity(page, Owner(NAMES, HOME)).state is Integrity.UNSURE
    assert page_integrity(page, Owner(NAMES, STRANGER)).state is Integrity.OWN


def test_the_words_of_the_address_alone_make_a_page_less_surely_the_clusters() -> None:
    by_name = page_integrity(read_page(f"<h1>{NAMES[0]}</h1>", STRANGER), Owner(NAMES, STRANGER))
    by_address = page_integrity(read_page("<h1>Kuroshio-Shoji</h1>", STRANGER), Owner(NAMES, STRANGER))

    assert (by_name.state, by_address.state) == (Integrity.OWN, Integrity.OWN)
    assert by_name.confidence > by_address.confidence
