"""Letters reach real receivers, once as far as the memory knows, whatever fails in between."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from aiosmtpd.smtp import AuthResult
from werkzeug import Response

from crawler.config import Config, StoreSection
from crawler.delivery import Delivery, deliver, try_out
from crawler.health import Grade, examine
from crawler.lock import LockedError, letter_lock, scan_lock, write_lock
from crawler.records import Change, Judgement, State
from pipelines.alerting import BACK_OFF, Recipient, outgoing
from pipelines.database import open_published, publish
from pipelines.outbox import Outbox, OutboxError
from pipelines.spool import write_spool
from pipelines.store import Store
from reports.alerts import alerts, unsent
from reports.webhook import signature
from tests import builders, scans
from tests.receivers import mail_server, section

DESK = Recipient("desk", "mail", "desk@helpdesk.example")
CLUSTER = builders.cluster(sector=("LIFE",), region="Hokkaido")
NOW = scans.header(0).now
DORMANT = ("dormant", "active", "static")
TAKEN = ("taken_over", "", "hijacked")


class House:
    """A database with its settings, to which scans are told with the changes they found."""

    def __init__(self, folder, smtp, *recipients):
        self.path = folder / "monitor.duckdb"
        store = StoreSection(database=str(self.path))
        self.config = Config(store=store, alert=section(smtp, *recipients))

    def scan(self, number, *changes, fault=""):
        """Store a scan that found these changes; the mail is left for `deliver`."""
        header = scans.header(number)
        spool = self.path.with_name(f"{number}.parquet")
        write_spool(spool, (scans.visit(text="お知らせ"),))
        judge = partial(self._judge, changes)
        alarm = partial(outgoing, scan=header, clusters=(CLUSTER,), recipients=self.config.alert.recipients)
        with Store.open(self.path) as store:
            store.ingest(header, (CLUSTER,), [spool], judge, lambda _: fault, alarm)
        publish(self.path)
        return header.now

    @staticmethod
    def _judge(changes, memory):
        verdict = replace(scans.verdict("sample", memory.day), state=State.STATIC)
        return Judgement(verdict, (), tuple(Change("sample", memory.day, *change) for change in changes))

    def listed(self, *, everything=True):
        with open_published(self.path) as connection:
            return alerts(connection, everything=everything)

    def unsent(self):
        with open_published(self.path) as connection:
            return [(one.recipient, one.waiting, one.dead) for one in unsent(connection)]


@pytest.fixture
def mail():
    with mail_server() as found:
        yield found


@pytest.fixture
def house(tmp_path, mail):
    return House(tmp_path, mail[1], DESK)


def test_a_transition_is_mailed_once_with_text_and_html_in_utf_8(house, mail):
    now = house.scan(0, DORMANT)
    assert deliver(house.config, now) == Delivery(sent=1)
    assert deliver(house.config, now + timedelta(days=9)) == Delivery()
    (message,) = mail[0].messages
    assert mail[0].recipients == [["desk@helpdesk.example"]]
    assert message["Subject"] == "[cluster-monitor] Sample Cluster: has fallen silent"
    assert message["From"] == "Monitor <monitor@helpdesk.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "active → static" in message.get_body(("plain",)).get_content()
    assert '<a href="https://cluster.example/"' in message.get_body(("html",)).get_content()
    (alert,) = house.listed()
    assert (alert.kind, alert.sent, alert.waiting) == ("dormant", ("desk",), ())


def test_a_japanese_letter_arrives_as_it_was_written(tmp_path, mail):
    house = House(tmp_path, mail[1], replace(DESK, language="ja"))
    deliver(house.config, house.scan(0, DORMANT))
    (message,) = mail[0].messages
    assert message["Subject"] == "[cluster-monitor] 見本クラスター協議会: 更新停止"
    assert "見本クラスター協議会: 更新停止" in message.get_body(("plain",)).get_content()
    assert '<html lang="ja">' in message.get_body(("html",)).get_content()


def test_what_a_page_says_is_text_in_the_letter_and_no_markup_and_no_header(tmp_path, mail):
    house = House(tmp_path, mail[1], DESK)
    change = (*DORMANT, "", "javascript:alert(1)", "<script>alert(1)</script>\r\nBcc: all@helpdesk.example")
    deliver(house.config, house.scan(0, change))
    (message,) = mail[0].messages
    html = message.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert message["Bcc"] is None


def test_the_mail_server_may_ask_for_a_login_and_a_wrong_one_is_told_without_the_password(tmp_path):
    def login(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=given.password == b"right", handled=False)  # not answered yet: the server does

    with mail_server(authenticator=login, auth_required=True, auth_require_tls=False) as (inbox, smtp):
        house = House(tmp_path, replace(smtp, user="monitor", password="wrong"), DESK)
        done = deliver(house.config, house.scan(0, DORMANT))
        assert (done.sent, done.failed) == (0, 1)
        assert "535" in done.problems[0]
        assert "wrong" not in done.problems[0]
        config = replace(house.config, alert=section(replace(smtp, user="monitor", password="right"), DESK))
        assert deliver(config, NOW + BACK_OFF[0]).sent == 1
        assert len(inbox.messages) == 1


def test_a_webhook_gets_signed_json_with_a_key_to_drop_repetitions(tmp_path, mail, httpserver):
    httpserver.expect_request("/hook", method="POST").respond_with_data("taken", status=202)
    hook = Recipient("crm", "webhook", httpserver.url_for("/hook"), secret="shared secret")
    house = House(tmp_path, mail[1], hook)
    assert deliver(house.config, house.scan(0, DORMANT)).sent == 1
    ((request, _),) = httpserver.log
    stamp = request.headers["X-Cluster-Monitor-Timestamp"]
    assert int(stamp) == int(NOW.timestamp())
    assert request.headers["X-Cluster-Monitor-Signature"] == signature("shared secret", stamp, request.get_data())
    told = json.loads(request.get_data())
    assert request.headers["Idempotency-Key"] == told["letter_id"]
    assert [(one["cluster_id"], one["kind"], one["name_ja"]) for one in told["alerts"]] == [
        ("sample", "dormant", "見本クラスター協議会")
    ]


def test_a_receiver_that_fails_gets_the_same_letter_again_ever_later(tmp_path, mail, httpserver):
    answers = iter([500, 302, 200])
    httpserver.expect_request("/hook").respond_with_handler(lambda _: Response("", next(answers), {"Location": "/"}))
    house = House(tmp_path, mail[1], Recipient("crm", "webhook", httpserver.url_for("/hook?token=abc")))
    now = house.scan(0, DORMANT)
    failed = deliver(house.config, now)
    assert (failed.sent, failed.failed) == (0, 1)
    assert failed.problems == ("crm: ConnectionError: the receiver answered 500 INTERNAL SERVER ERROR",)
    assert house.unsent() == [("crm", 1, 0)]
    assert deliver(house.config, now + BACK_OFF[0] / 2) == Delivery()
    assert deliver(house.config, now + BACK_OFF[0]).failed == 1
    assert deliver(house.config, now + BACK_OFF[0] + BACK_OFF[1]).sent == 1
    assert len({request.headers["Idempotency-Key"] for request, _ in httpserver.log}) == 1
    assert house.unsent() == []


def test_what_apprise_speaks_gets_the_letter_too(tmp_path, mail, httpserver):
    httpserver.expect_request("/apprise", method="POST").respond_with_data("ok")
    address = httpserver.url_for("/apprise").replace("http://", "json://")
    house = House(tmp_path, mail[1], Recipient("chat", "apprise", address))
    assert deliver(house.config, house.scan(0, DORMANT)).sent == 1
    told = json.loads(httpserver.log[0][0].get_data())
    assert told["title"] == "[cluster-monitor] Sample Cluster: has fallen silent"


def test_a_letter_is_given_up_in_the_end_and_can_be_sent_again(house, mail):
    mail[0].refusing = "451 come back later"
    now = house.scan(0, DORMANT)
    for wait in (*BACK_OFF, timedelta()):
        done = deliver(house.config, now)
        now += wait
    assert (done.sent, done.dead) == (0, 1)
    assert deliver(house.config, now + timedelta(days=99)) == Delivery()
    assert house.unsent() == [("desk", 0, 1)]
    mail[0].refusing = ""
    assert deliver(house.config, now, dead_too=True).sent == 1
    assert deliver(house.config, now, dead_too=True) == Delivery()


def test_doctor_tells_of_letters_that_wait_and_of_those_that_were_given_up(house, mail):
    def troubles():
        return [(one.grade, one.found) for one in examine(house.config, NOW) if one.what == "alerts" and one.remedy]

    mail[0].refusing = "451 come back later"
    now = house.scan(0, DORMANT)
    deliver(house.config, now)
    ((grade, found),) = troubles()
    assert grade is Grade.WARNING
    assert found.startswith("1 letters to desk wait: SMTPDataError")
    for wait in BACK_OFF:
        now += wait
        deliver(house.config, now)
    ((grade, found),) = troubles()
    assert grade is Grade.WRONG
    assert "given up" in found


def test_one_dead_receiver_keeps_no_other_from_its_letter(tmp_path, mail, httpserver):
    httpserver.expect_request("/hook").respond_with_data("", status=503)
    hook = Recipient("a", "webhook", httpserver.url_for("/hook"), immediate=("dormant", "taken_over"))
    house = House(tmp_path, mail[1], hook, DESK)
    done = deliver(house.config, house.scan(0, DORMANT, TAKEN))
    assert (done.sent, done.failed) == (1, 2)
    assert len(httpserver.log) == 1  # it failed once and was not bothered again in this round


def test_a_letter_that_a_killed_process_left_is_sent_under_the_same_id(house, mail):
    now = house.scan(0, DORMANT)
    with Outbox.open(house.path) as outbox:
        (waiting,) = outbox.due(now)
        outbox.sending(waiting.letter, now)
    assert deliver(house.config, now).sent == 1
    assert mail[0].ids() == [f"<{waiting.letter.letter_id}@helpdesk.example>"]


def test_the_same_scan_told_twice_tells_nobody_twice(house, mail):
    now = house.scan(0, DORMANT)
    house.scan(0, DORMANT)
    deliver(house.config, now)
    house.scan(0, DORMANT)
    deliver(house.config, now)
    assert len(mail[0].messages) == 1


def test_a_fault_of_our_own_is_told_once_until_a_site_has_answered_again(house, mail):
    kinds = []
    for number, fault in enumerate(("", "all failed", "all failed", "", "all failed")):
        kinds.append(deliver(house.config, house.scan(number, fault=fault)).sent)
    assert kinds == [0, 1, 0, 0, 1]
    assert mail[0].messages[0]["Subject"].startswith("[cluster-monitor] cluster-monitor: a scan judged nothing")


def test_an_acknowledgement_ends_with_the_next_transition(house):
    house.scan(0, DORMANT, TAKEN)
    with Outbox.open(house.path) as outbox:
        outbox.acknowledge("sample", "asked the office", "M. Sato", NOW)
        with pytest.raises(OutboxError, match="no alert of nobody"):
            outbox.acknowledge("nobody", "x", "y", NOW)
    publish(house.path)
    assert house.listed(everything=False) == ()
    assert {(one.note, one.noted_by) for one in house.listed()} == {("asked the office", "M. Sato")}
    house.scan(1, ("ceased", "static", "ceased/gone"))
    assert [one.kind for one in house.listed(everything=False)] == ["ceased"]


def test_muting_holds_up_to_its_last_day(house, mail):
    house.scan(0)
    with Outbox.open(house.path) as outbox:
        outbox.mute("sample", scans.day(1), NOW)
        with pytest.raises(OutboxError, match="no cluster has the id 'nobody'"):
            outbox.mute("nobody", scans.day(1), NOW)
    deliver(house.config, house.scan(1, DORMANT))
    assert mail[0].messages == []
    deliver(house.config, house.scan(2, ("awake", "static", "active")))
    assert len(mail[0].messages) == 1
    assert [(one.kind, one.muted) for one in house.listed()] == [("awake", False), ("dormant", True)]


def test_a_recipient_who_left_the_settings_is_told_of_and_not_forgotten(house):
    now = house.scan(0, DORMANT)
    done = deliver(replace(house.config, alert=section(house.config.alert.smtp)), now)
    assert done.failed == 1
    assert "no such recipient" in done.problems[0]


def test_letters_are_sent_while_a_scan_runs_and_by_one_process_at_a_time(house, mail):
    now = house.scan(0, DORMANT)
    with letter_lock(house.path), pytest.raises(LockedError):
        deliver(house.config, now)
    with scan_lock(house.path):
        assert deliver(house.config, now).sent == 1
    assert len(mail[0].messages) == 1


def test_people_write_while_a_receiver_takes_its_time(house, httpserver):
    def slow(_request):
        with Outbox.open(house.path) as outbox, write_lock(house.path, 0):
            outbox.mute("sample", scans.day(9), NOW)
        return Response("taken")

    httpserver.expect_request("/slow").respond_with_handler(slow)
    crm = Recipient("crm", "webhook", httpserver.url_for("/slow"))
    config = replace(house.config, alert=section(house.config.alert.smtp, crm))
    with Outbox.open(house.path):
        pass
    house.config = config
    assert deliver(config, house.scan(0, DORMANT)).sent == 1


def test_a_test_letter_says_so_and_leaves_the_memory_alone(house, mail):
    try_out(house.config, DESK, NOW)
    assert "this is a test" in mail[0].texts()[0].lower()
    assert not house.path.exists()
