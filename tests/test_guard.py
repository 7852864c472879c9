"""No request leaves for an address that is not public, however it is written and wherever it comes from."""

from __future__ import annotations

import gzip
import re
import socket
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scrapy import Request
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.records import FetchPolicy, Outcome, Role
from crawler.settings import user_agent
from spiders.guard import PrivateAddressError, PrivateAddressGuard, is_unread
from spiders.outcomes import is_readable, outcome_of_status, retry_after
from spiders.patience import OutOfPatienceError, patience
from spiders.private import is_public, literal_address
from spiders.resolver import PublicResolver
from tests.rawweb import NOW, POLICY, RawWeb, answer, crawl, page, plan, redirect

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "ff02::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
DISGUISES = [
    "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "127.0.0.1.", "[::1]", "[::ffff:7f00:1]",
    "localhost", "LOCALHOST", "a.localhost", "１２７.０.０.１", "0",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address):
    assert is_public(address)


@pytest.mark.parametrize("host", DISGUISES)
def test_an_address_is_seen_through_every_notation(host):
    assert not is_public(literal_address(host))


@pytest.mark.parametrize("host", ["site.example", "1st.example", "7", "deadbeef.example"])
def test_names_are_no_addresses(host):
    assert literal_address(host) in {"", "0.0.0.7"}


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "localhost:8080"])
def test_the_guard_stops_a_request_unless_it_is_allowed(host):
    request = Request(f"http://{host}/")
    with pytest.raises(PrivateAddressError, match="not a public address"):
        PrivateAddressGuard(allowed=False).process_request(request)
    PrivateAddressGuard(allowed=True).process_request(request)


class Answers:
    """A resolver that answers with the next of its lists of addresses each time it is asked."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def resolveHostName(self, receiver, name, port=0, *_args):  # noqa: N802 - Twisted's name
        receiver.resolutionBegan(SimpleNamespace(name=name))
        for address in self.answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


def resolved(resolver, name):
    found = []
    receiver = SimpleNamespace(
        resolutionBegan=lambda _: None, addressResolved=lambda a: found.append(a.host), resolutionComplete=lambda: None
    )
    resolver.resolveHostName(receiver, name, 80)
    return found


def resolver(*answers, **options):
    reactor = SimpleNamespace(nameResolver=Answers(*answers))
    return PublicResolver(reactor, 0, **{"allow_private": False, "proxy_host": "", **options})


def test_a_name_with_public_and_private_addresses_keeps_the_public_ones():
    assert resolved(resolver(["10.0.0.1", "8.8.8.8", "::1"]), "mixed.example") == ["8.8.8.8"]


def test_a_name_that_turns_private_at_the_second_question_gives_nothing():
    rebinding = resolver(["8.8.8.8"], ["127.0.0.1"])
    assert resolved(rebinding, "rebinding.example") == ["8.8.8.8"]
    assert resolved(rebinding, "rebinding.example") == []


def test_the_proxy_and_an_allowed_net_are_free():
    assert resolved(resolver(["127.0.0.1"], proxy_host="proxy.example"), "proxy.example") == ["127.0.0.1"]
    assert resolved(resolver(["10.0.0.1"], allow_private=True), "office.example") == ["10.0.0.1"]


def test_no_private_host_is_asked_for_whatever_its_name(tmp_path):
    with RawWeb({}) as web:
        hosts = ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", socket.gethostname()]
        plans = [plan(f"http://{host}:{web.port}/", id=host) for host in hosts]
        visits = crawl(tmp_path, plans, replace(POLICY, allow_private_hosts=False))
        assert web.asked == []
    assert {host: rows[0].outcome for host, rows in visits.items()} == dict.fromkeys(hosts, Outcome.PRIVATE_ADDRESS)


def test_a_redirect_to_a_private_address_is_not_followed(tmp_path):
    with RawWeb({}) as web:
        web.routes |= {
            "open.example/": redirect(f"http://127.0.0.1:{web.port}/secret"),
            "inner.example/": page("見本", f"<p>本文</p><a href='http://127.0.0.1:{web.port}/secret'>お知らせ</a>"),
            "127.0.0.1/secret": answer("the keys"),
        }
        plans = [plan("http://open.example/"), plan("http://inner.example/")]
        visits = crawl(tmp_path, plans, replace(POLICY, allow_private_hosts=False, proxy=web.proxy))
        assert "/secret" not in {asked.path for asked in web.asked}
    assert visits["open.example"][0].outcome is Outcome.PRIVATE_ADDRESS
    assert visits["open.example"][0].role is Role.HOME


def test_a_page_that_keeps_our_reader_busy_is_given_up():
    with pytest.raises(OutOfPatienceError), patience(0.05):
        re.match(r"(a+)+$", "a" * 60 + "!")


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (200, {}, Outcome.OK),
        (304, {}, Outcome.NOT_MODIFIED),
        (401, {}, Outcome.BLOCKED),
        (403, {}, Outcome.BLOCKED),
        (404, {}, Outcome.NOT_FOUND),
        (410, {}, Outcome.GONE),
        (418, {}, Outcome.ERROR),
        (429, {}, Outcome.BLOCKED),
        (451, {}, Outcome.BLOCKED),
        (500, {}, Outcome.SERVER_ERROR),
        (502, {}, Outcome.SERVER_ERROR),
        (503, {}, Outcome.SERVER_ERROR),
        (503, {"retry-after": "60"}, Outcome.MAINTENANCE),
        (526, {}, Outcome.TLS),
        (502, {"x-squid-error": "ERR_DNS_FAIL 0"}, Outcome.DNS),
        (502, {"x-replay": "no-such-host"}, Outcome.DNS),
        (504, {"x-squid-error": "ERR_CONNECT_FAIL 110"}, Outcome.TIMEOUT),
        (502, {"x-squid-error": "ERR_CONNECT_FAIL 111"}, Outcome.REFUSED),
        (502, {"proxy-status": "proxy.example; error=tls_certificate_error"}, Outcome.TLS),
        (403, {"x-squid-error": "ERR_ACCESS_DENIED 0"}, Outcome.PROXY),
    ],
)
def test_a_status_and_the_words_of_a_proxy_tell_the_outcome(status, headers, outcome):
    assert outcome_of_status(status, headers, proxied=True) is outcome


def test_without_a_proxy_nobody_may_speak_for_one():
    assert outcome_of_status(502, {"x-squid-error": "ERR_DNS_FAIL 0"}, proxied=False) is Outcome.SERVER_ERROR


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 03:01:00 GMT", 60.0),
        ("Sat, 21 Nov 2026 03:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after({"retry-after": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("kind", "body", "readable"),
    [
        ("text/html", b"plain words", True),
        ("text/html", b"%PDF-1.7", False),
        ("application/xhtml+xml; charset=utf-8", b"", True),
        ("application/rss+xml", b"<rss>", True),
        ("", b"\xef\xbb\xbf<!DOCTYPE html>", True),
        ("text/plain", b"just a note", False),
        ("text/plain", b"<html><body>", True),
        ("application/octet-stream", b"PK\x03\x04", False),
        ("application/pdf", b"%PDF", False),
        ("application/x-gzip", gzip.compress(b"<?xml version='1.0'?><sitemapindex>", mtime=0), True),
        ("application/gzip", gzip.compress(b"the files of a program", mtime=0), False),
        ("application/gzip", b"\x1f\x8bbroken", False),
    ],
)
def test_what_can_be_read_is_told_by_type_and_first_bytes(kind, body, readable):
    assert is_readable(kind, body) is readable


def test_downloads_of_what_nobody_reads_are_ended():
    assert is_unread("application/pdf")
    assert is_unread("IMAGE/PNG")
    assert not is_unread("text/html")
    assert not is_unread("application/octet-stream")


def test_the_user_agent_names_project_version_and_contact():
    name = user_agent(FetchPolicy(user_agent="cluster-monitor (+mailto:us@contact.example)"))
    assert name.startswith("cluster-monitor/")
    assert name.endswith("(+mailto:us@contact.example)")
    assert user_agent(FetchPolicy(user_agent="other/2")) == "other/2"
