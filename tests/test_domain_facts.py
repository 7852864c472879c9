"""Who holds a domain: asked of a name server, an RDAP server and a WHOIS server that run here and behave badly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socketserver
import threading
from dataclasses import replace
from datetime import date

import dns.message
import dns.rcode
import dns.rrset
import pytest

from crawler.config import ConfigError, load_config
from crawler.records import DomainFacts, DomainPolicy, Outcome, Role
from crawler.shard import ShardTask, run_shard
from pipelines.spool import read_spool, write_plan
from spiders.domain_facts import DomainDesk, NameServers, as_headers, domain_of
from spiders.rdap import read_rdap
from spiders.whois import FAILURES_IN_A_ROW, MAX_BYTES, JprsWhois, read_whois
from tests.rawweb import NOW, POLICY, RawWeb, answer, page, plan, redirect

GENERAL = b"""[ JPRS database provides information on network administration. ]\r
Domain Information:\r
[Domain Name]                   MIHON.JP\r
\r
[Registrant]                    Mihon Cluster\r
\r
[Name Server]                   NS2.mihon.jp\r
[Name Server]                   ns1.mihon.jp 192.0.2.7\r
[Signing Key]                   \r
\r
[Created on]                    2004/05/06\r
[Expires on]                    2027/05/31\r
[Status]                        Active\r
[Last Updated]                  2026/06/01 01:05:08 (JST)\r
"""
BY_ORGANISATION = """Domain Information: [ドメイン情報]
a. [ドメイン名]                 MIHON.OR.JP
e. [そしきめい]                 みほん
p. [ネームサーバ]               ns1.mihon.or.jp
p. [ネームサーバ]               ns2.mihon.or.jp
[状態]                          Connected (2027/03/31)
[登録年月日]                    1998/11/20
[接続年月日]                    1998/12/01
[最終更新]                      2026/04/01 01:10:20 (JST)
""".encode("iso-2022-jp")
RDAP = {
    "objectClassName": "domain",
    "ldhName": "SAMPLE.EXAMPLE",
    "status": ["active", "Client Transfer Prohibited"],
    "nameservers": [{"ldhName": "NS2.HOST.EXAMPLE."}, {"ldhName": "ns1.host.example"}, "odd"],
    "events": [
        {"eventAction": "registration", "eventDate": "2004-05-05T16:00:00Z"},
        {"eventAction": "expiration", "eventDate": "2027-05-06T00:00:00Z"},
    ],
}


class Names(socketserver.BaseRequestHandler):
    """A name server, UDP and TCP: the first label of the name asked for says how it answers."""

    def handle(self):
        stream = not isinstance(self.server, socketserver.UDPServer)
        asked = self.request.recv(4096)[2:] if stream else self.request[0]
        reply = answer_of(dns.message.from_wire(asked), stream=stream)
        if stream:
            self.request.sendall(len(reply).to_bytes(2, "big") + reply)
        elif reply:
            self.request[1].sendto(reply, self.client_address)


def answer_of(query, *, stream):
    name = query.question[0].name
    kind = name.labels[0].decode()
    reply = dns.message.make_response(query)
    if kind == "silent":
        return b""
    if kind == "broken":
        return query.to_wire()[:2] + b"\xff" * 40
    if kind in {"nowhere", "failing"}:
        reply.set_rcode(dns.rcode.NXDOMAIN if kind == "nowhere" else dns.rcode.SERVFAIL)
    elif kind == "huge":
        servers = [f"ns{number:03}.a-name-that-takes-some-room.example." for number in range(200)]
        if stream:
            reply.answer.append(dns.rrset.from_text_list(name, 60, "IN", "NS", servers))
        else:
            reply.flags |= dns.flags.TC
    elif kind != "bare":
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "NS", "NS2.sedoparking.com.", "ns1.sedoparking.com."))
    return reply.to_wire(max_size=65535)


@contextlib.contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def listening():
    """Servers for datagrams and streams on one port: the kernel chooses it for streams, datagrams get it too."""
    for _ in range(20):
        streams = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Names)
        try:
            return socketserver.ThreadingUDPServer(streams.server_address, Names), streams
        except OSError:
            streams.server_close()
    raise AssertionError("20 ports were taken for datagrams")


@pytest.fixture(scope="module")
def resolver():
    datagrams, streams = listening()
    with serving(datagrams) as port, serving(streams):
        yield DomainPolicy("dns", resolver=f"127.0.0.1:{port}", timeout_seconds=1)


class Whois(socketserver.StreamRequestHandler):
    """A WHOIS server: the first label of the name asked for says how it answers."""

    def handle(self):
        asked = self.rfile.readline().decode().strip()
        self.server.asked.append(asked)
        with contextlib.suppress(OSError):
            if asked.startswith("silent"):
                self.rfile.read()  # until the other side gives up
            elif asked.startswith("endless"):
                while True:
                    self.wfile.write(b"[Name Server] ns.example\r\n" * 1000)
            else:
                self.wfile.write(
                    {"mihon.jp/e": GENERAL, "mihon.or.jp/e": BY_ORGANISATION}.get(asked, b"No match!!\r\n")
                )


@pytest.fixture
def whois():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Whois)
    server.daemon_threads = True
    server.asked = []
    with serving(server) as port:
        yield DomainPolicy("all", whois_server=f"127.0.0.1:{port}", timeout_seconds=1), server.asked


def asked(source, *domains):
    async def all_of_them():
        return [await source.ask(domain) for domain in domains]

    return asyncio.run(all_of_them())


# ---------------------------------------------------------------- name servers


def test_the_resolver_tells_the_name_servers_of_a_domain_in_order(resolver):
    (facts,) = asked(NameServers(resolver), "parked.example")
    assert facts == DomainFacts("parked.example", "dns", ("ns1.sedoparking.com", "ns2.sedoparking.com"))


def test_no_such_name_is_a_fact_and_no_problem(resolver):
    assert asked(NameServers(resolver), "nowhere.example") == [
        DomainFacts("nowhere.example", "dns", status=("nxdomain",))
    ]


@pytest.mark.parametrize("kind", ["silent", "broken", "failing", "bare"])
def test_a_resolver_in_trouble_is_told_as_the_problem(resolver, kind):
    (facts,) = asked(NameServers(resolver), f"{kind}.example")
    assert (facts.name_servers, facts.status) == ((), ())
    assert facts.problem


def test_an_answer_too_large_for_a_datagram_is_asked_for_again_by_stream(resolver):
    (facts,) = asked(NameServers(resolver), "huge.example")
    assert len(facts.name_servers) == 200


# ---------------------------------------------------------------- WHOIS of .jp


def test_whois_reads_a_general_domain_in_english(whois):
    assert asked(JprsWhois(whois[0]), "mihon.jp") == [
        DomainFacts(
            "mihon.jp", "whois", ("ns1.mihon.jp", "ns2.mihon.jp"), date(2004, 5, 6), date(2027, 5, 31), ("active",)
        )
    ]
    assert whois[1] == ["mihon.jp/e"]


def test_whois_reads_a_domain_of_an_organisation_in_japanese(whois):
    assert asked(JprsWhois(whois[0]), "mihon.or.jp") == [
        DomainFacts(
            "mihon.or.jp",
            "whois",
            ("ns1.mihon.or.jp", "ns2.mihon.or.jp"),
            date(1998, 11, 20),
            date(2027, 3, 31),
            ("connected",),
        )
    ]


def test_a_domain_that_the_registry_does_not_know_is_told_as_the_problem(whois):
    assert "knows no such domain" in asked(JprsWhois(whois[0]), "free.jp")[0].problem


def test_an_endless_answer_is_cut_off(whois):
    assert f"longer than {MAX_BYTES}" in asked(JprsWhois(whois[0]), "endless.jp")[0].problem


def test_a_whois_server_that_fails_again_and_again_is_left_alone(whois):
    facts = asked(JprsWhois(whois[0]), *["silent.jp"] * FAILURES_IN_A_ROW, "mihon.jp")
    assert ["did not answer in time" in one.problem for one in facts] == [True] * FAILURES_IN_A_ROW + [False]
    assert "left alone" in facts[-1].problem
    assert len(whois[1]) == FAILURES_IN_A_ROW


def test_a_whois_server_that_is_not_there_is_told_as_the_problem():
    policy = DomainPolicy("all", whois_server="127.0.0.1:1", timeout_seconds=1)
    assert "127.0.0.1:1" in asked(JprsWhois(policy), "mihon.jp")[0].problem


@pytest.mark.parametrize(
    "body", [b"", b"\x1b$B\xff\xff", b"\x00" * 200, b"[State]", b"<html>busy</html>", b"[Other] 2004/01/01"]
)
def test_what_is_no_whois_answer_is_told_as_the_problem(body):
    assert "no line that we can read" in read_whois(body, "mihon.jp").problem


def test_a_day_that_is_none_and_the_day_of_a_suspension_are_no_dates():
    facts = read_whois(b"[Created on] 2004/13/45\n[Status] To be suspended (2026/12/31)\n", "mihon.jp")
    assert (facts.registered_on, facts.expires_on, facts.status) == (None, None, ("to be suspended",))


# ---------------------------------------------------------------- RDAP


def test_rdap_tells_days_of_tokyo_and_passes_over_what_is_odd():
    assert read_rdap(json.dumps(RDAP).encode(), "sample.example") == DomainFacts(
        "sample.example",
        "rdap",
        ("ns1.host.example", "ns2.host.example"),
        date(2004, 5, 6),
        date(2027, 5, 6),
        ("active", "client transfer prohibited"),
    )


def test_a_domain_taken_again_is_registered_anew():
    events = [*RDAP["events"], {"eventAction": "reregistration", "eventDate": "2026-08-01T00:00:00Z"}]
    assert read_rdap(json.dumps({**RDAP, "events": events}).encode(), "x.example").registered_on == date(2026, 8, 1)


@pytest.mark.parametrize("body", [b"", b"[" * 100_000, b"\xff\xfe", b"[]", b'{"objectClassName": "entity"}', b"null"])
def test_what_is_no_rdap_answer_is_told_as_the_problem(body):
    assert read_rdap(body, "sample.example").problem


def test_odd_fields_cost_only_themselves():
    odd = {"objectClassName": "domain", "events": {"a": 1}, "nameservers": 7, "status": "active"}
    assert read_rdap(json.dumps(odd).encode(), "x.example") == DomainFacts("x.example", "rdap")
    events = {"objectClassName": "domain", "events": [{"eventAction": "registration", "eventDate": "soon"}, None]}
    assert read_rdap(json.dumps(events).encode(), "x.example").registered_on is None


# ---------------------------------------------------------------- in a scan

SITES = ("fine.example", "moving.example", "missing.example", "broken.example", "big.example", "slow.example")


def scanned(folder, web, plans, domain):
    folder.mkdir()
    write_plan(folder / "plan.parquet", plans)
    policy = replace(POLICY, proxy=web.proxy, max_page_bytes=200_000)
    task = ShardTask(1, folder / "plan.parquet", folder / "spool.parquet", len(plans), policy, NOW, domain)
    assert run_shard(task).error == ""
    return list(read_spool(task.spool))


@pytest.fixture(scope="module")
def scan(tmp_path_factory, resolver):
    """A scan of sites whose domains the registry answers for in different ways; (home row by host, the web)."""
    routes = {f"{site}/": page("見本", "<p>お知らせ</p>") for site in (*SITES, "www.fine.example", "10.0.0.7")}
    told = json.dumps(RDAP)
    routes |= {
        "rdap.example/domain/fine.example": answer(told),
        "rdap.example/domain/moving.example": redirect("http://registry.example/domain/moving.example"),
        "registry.example/domain/moving.example": answer(told),
        "registry.example/robots.txt": answer("User-agent: *\nDisallow: /"),
        "rdap.example/domain/broken.example": answer("{"),
        "rdap.example/domain/big.example": answer(json.dumps({**RDAP, "notices": "x" * 300_000})),
        "rdap.example/domain/slow.example": lambda connection, _asked: connection.recv(1),
    }
    with RawWeb(routes) as web:
        policy = replace(resolver, facts="all", rdap_base="http://rdap.example/", timeout_seconds=2)
        plans = [plan(f"http://{site}/") for site in (*SITES, "www.fine.example", "10.0.0.7")]
        visits = scanned(tmp_path_factory.mktemp("facts") / "scan", web, plans, policy)
        yield {visit.cluster_id: visit for visit in visits if visit.role is Role.HOME}, web


def facts_of(visit):
    return {name: value for name, value in visit.headers if name.startswith(("x-dns", "x-domain"))}


@pytest.mark.parametrize("site", ["fine.example", "moving.example"])
def test_the_row_of_the_home_page_carries_the_facts(scan, site):
    assert facts_of(scan[0][site]) == {
        "x-dns-ns": "ns1.sedoparking.com, ns2.sedoparking.com",
        "x-domain-registered": "2004-05-06",
        "x-domain-expires": "2027-05-06",
        "x-domain-status": "active, client transfer prohibited",
    }


@pytest.mark.parametrize("site", ["missing.example", "broken.example", "big.example", "slow.example"])
def test_a_registry_in_trouble_costs_neither_the_visit_nor_the_other_facts(scan, site):
    visit = scan[0][site]
    assert visit.outcome is Outcome.OK
    assert "rdap: " in facts_of(visit)["x-domain-problem"]
    assert "x-domain-registered" not in facts_of(visit)


def test_a_domain_is_looked_up_once_and_an_address_not_at_all(scan):
    homes, web = scan
    assert sorted(web.paths("rdap.example")) == sorted(f"/domain/{site}" for site in SITES)
    assert facts_of(homes["www.fine.example"]) == facts_of(homes["fine.example"])
    assert facts_of(homes["10.0.0.7"]) == {}


def test_nothing_is_asked_in_a_recheck_nor_unless_it_is_switched_on(tmp_path, resolver):
    with RawWeb({"fine.example/": page("見本", "<p>お知らせ</p>")}) as web:
        site = plan("http://fine.example/")
        switched_on = replace(resolver, facts="all", rdap_base="http://rdap.example")
        visits = scanned(tmp_path / "recheck", web, [replace(site, full=False)], switched_on)
        visits += scanned(tmp_path / "off", web, [site], DomainPolicy(rdap_base="http://rdap.example"))
        assert [facts_of(visit) for visit in visits if visit.role is Role.HOME] == [{}, {}]
        assert web.paths("rdap.example") == []


def test_a_mistake_of_ours_in_one_source_costs_only_its_facts(resolver):
    class Mistaken(JprsWhois):
        async def ask(self, domain):
            raise KeyError(domain)

    desk = DomainDesk((NameServers(resolver), Mistaken(resolver)))
    servers, mistaken = asyncio.run(desk.facts("https://www.mihon.jp/"))
    assert servers.name_servers
    assert mistaken == DomainFacts("mihon.jp", "whois", problem="our own mistake: KeyError")


# ---------------------------------------------------------------- words and settings


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.mihon.or.jp/cluster/", "mihon.or.jp"),
        ("http://見本.jp/", "xn--8pvz87e.jp"),
        ("http://192.0.2.1/", ""),
        ("http://[2001:db8::1]/", ""),
        ("http://localhost/", ""),
        ("", ""),
        (f"http://{'a' * 70}.jp/", ""),
        ("http://mi hon.jp/", ""),
    ],
)
def test_the_domain_asked_about_is_the_one_that_somebody_registered(website, domain):
    assert domain_of(website) == domain


def test_of_several_sources_the_first_that_tells_something_counts():
    failed = DomainFacts("x.example", "dns", problem="the resolver failed: Timeout")
    told = DomainFacts("x.example", "rdap", ("ns.x.example",), date(2020, 1, 2), None, ("active",))
    assert as_headers((failed, told)) == (
        ("x-dns-ns", "ns.x.example"),
        ("x-domain-registered", "2020-01-02"),
        ("x-domain-status", "active"),
        ("x-domain-problem", "dns: the resolver failed: Timeout"),
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("FACTS", "some"),
        ("RESOLVER", "dns.example:53"),
        ("RESOLVER", "192.0.2.1:99999"),
        ("WHOIS_SERVER", ""),
        ("WHOIS_SERVER", "whois.example:x"),
        ("RDAP_BASE", "rdap.example"),
        ("TIMEOUT_SECONDS", "0"),
    ],
)
def test_settings_that_cannot_be_used_are_named(key, value):
    with pytest.raises(ConfigError, match=f"domain.{key.lower()}"):
        load_config(None, {f"MONITOR_DOMAIN__{key}": value})


def test_settings_for_a_resolver_of_ones_own_are_taken():
    config = load_config(None, {"MONITOR_DOMAIN__FACTS": "dns", "MONITOR_DOMAIN__RESOLVER": "[2001:db8::1]:5353"})
    assert config.domain == DomainPolicy("dns", resolver="[2001:db8::1]:5353")
