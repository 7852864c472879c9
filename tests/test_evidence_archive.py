"""The evidence of a scan: every request with its answer, in one file that the tools of web archives read."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator

from crawler.config import Config, EvidenceSection
from crawler.demo.web import BoxWeb
from crawler.demo.world import read_world
from crawler.job import Job, JobOrder, tasks
from crawler.keeping import Kept, keep_evidence
from crawler.records import DomainPolicy, FetchPolicy
from crawler.scan import run_scan
from crawler.wacz import site_key
from spiders import recorder
from tests.test_simulation import small

IDS = {"kitamori-bio", "seto-kikai", "minato-material"}
FIRST, SECOND = date(2026, 5, 4), date(2026, 6, 1)
HOME = "http://www.kitamori-bio.example/"
PYWB = "MONITOR_TEST_PYWB"  # folder of pywb's commands, such as /opt/pywb/bin
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def kept(tmp_path_factory, warm_shards):  # noqa: ARG001 - a fixture for its effect
    """The WACZ files of two scans, the requests the box web got, and the folder."""
    folder = tmp_path_factory.mktemp("evidence")
    with BoxWeb(FIRST) as box:
        config = small(folder, box, IDS)
        config = replace(config, evidence=replace(config.evidence, wacz=True))
        found = []
        for day in (FIRST, SECOND):
            box.play(day)
            box.requests.clear()
            done = run_scan(config, now=datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
            found.append((done.evidence, list(box.requests)))
    return found, folder


def records(wacz):
    """(type, address, status or request line, payload, headers) of every record."""
    with ZipFile(wacz) as archive:
        for name in archive.namelist():
            if name.startswith("archive/"):
                with archive.open(name) as file:
                    for record in ArchiveIterator(file, check_digests="raise"):
                        head = record.http_headers
                        said = head.get_statuscode() if head else ""
                        body = record.content_stream().read()
                        yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), said, body, record


def text_of(wacz, name):
    with ZipFile(wacz) as archive:
        return archive.read(name).decode()


def test_every_request_of_the_scan_is_there_with_its_answer_as_it_was(kept):
    (wacz, asked), _ = kept[0]
    found = list(records(wacz))
    assert sorted(url for kind, url, *_ in found if kind == "request") == sorted(
        f"http://{host}{path}" for host, path in asked
    )
    answers = {url: (status, body) for kind, url, status, body, _ in found if kind == "response"}
    assert len(answers) == len(asked)
    assert answers[HOME] == ("200", read_world().answer("www.kitamori-bio.example", "/", FIRST).body)
    (date_of_home,) = {
        one[4].rec_headers.get_header("WARC-Date")[:10] for one in found if one[:2] == ("response", HOME)
    }
    assert date_of_home == str(FIRST)


def test_what_was_not_modified_is_kept_as_that(kept):
    (_, (wacz, _asked)), _ = kept
    unchanged = [one for one in records(wacz) if one[0] == "revisit"]
    assert unchanged
    assert {one[2] for one in unchanged} == {"304"}
    assert {one[4].rec_headers.get_header("WARC-Profile") for one in unchanged} == {recorder.NOT_MODIFIED_PROFILE}


def test_the_index_leads_to_each_answer_and_sorts_by_site(kept):
    (wacz, _asked), _ = kept[0]
    lines = text_of(wacz, "indexes/index.cdx").splitlines()
    assert lines == sorted(lines)
    with ZipFile(wacz) as archive:
        for line in lines:
            key, stamp, values = re.fullmatch(r"(\S+) (\d{14}) (\{.*\})", line).groups()
            told = json.loads(values)
            assert key == site_key(told["url"])
            with archive.open(f"archive/{told['filename']}") as file:
                file.seek(int(told["offset"]))
                record = next(ArchiveIterator(file))
                assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
                assert record.http_headers.get_statuscode() == told["status"]
                assert record.rec_headers.get_header("WARC-Payload-Digest") == told["digest"]
                assert re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))[:14] == stamp


@pytest.mark.parametrize(
    ("url", "key"),  # as the library surt makes them, with which pywb looks for pages
    [
        ("http://www.a.example", "example,a)/"),
        ("https://www2.A.example:8443/News/", "example,a:8443)/news"),
        ("http://a.example:80//x//y/?", "example,a)/x/y"),
        ("http://a.example/x?b=2&a=1", "example,a)/x?a=1&b=2"),
        (
            "http://a.example/wp-json/posts?per_page=1&_fields=date,link",
            "example,a)/wp-json/posts?_fields=date,link&per_page=1",
        ),
        ("http://a.example/%E6%97%A5%20[1]/%7Ex", "example,a)/%e6%97%a5%20[1]/~x"),
        ("http://a.example/x?q=1+2&to=%2Fy", "example,a)/x?q=1+2&to=/y"),
    ],
)
def test_an_address_is_found_under_the_key_that_readers_of_archives_make(url, key):
    assert site_key(url) == key


def test_the_package_names_its_parts_with_their_digests_and_holds_records_that_can_be_read_singly(kept):
    (wacz, _asked), _ = kept[0]
    package = json.loads(text_of(wacz, "datapackage.json"))
    with ZipFile(wacz) as archive:
        assert archive.testzip() is None
        for one in package["resources"]:
            data = archive.read(one["path"])
            assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (one["bytes"], one["hash"])
            assert not one["path"].startswith("archive/") or archive.getinfo(one["path"]).compress_type == ZIP_STORED
        signed = json.loads(archive.read("datapackage-digest.json"))
        assert signed["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
    pages = [json.loads(line) for line in text_of(wacz, "pages/pages.jsonl").splitlines()]
    assert HOME in [page.get("url") for page in pages]
    assert [file.name for file in (kept[1] / "play.spool").iterdir()] == []


def test_a_full_disk_ends_the_recording_and_speaks_against_no_site(tmp_path, monkeypatch, caplog):
    """A page that was fetched is read, whether or not it can be kept."""
    (tmp_path / "part").symlink_to("/dev/full")
    monkeypatch.setattr(recorder, "part_of", lambda _place: tmp_path / "part")
    made = recorder.Recorder(get_crawler(), tmp_path / "shard-000.warc.gz", datetime(2026, 5, 4, tzinfo=UTC))
    answer = Response(HOME, body=b"page")
    assert made.process_response(Request(HOME), answer) is answer
    made.finish()
    made.drop()
    assert list(tmp_path.iterdir()) == []
    assert "no evidence is kept of this crawl" in caplog.text


@pytest.mark.parametrize("finished", [True, False])
def test_the_file_of_a_shard_is_there_when_all_its_sites_were_visited_and_not_before(tmp_path, finished):
    crawler = get_crawler()
    place = tmp_path / "shard-000.warc.gz"
    made = recorder.Recorder(crawler, place, datetime(2026, 5, 4, tzinfo=UTC))
    made.process_response(Request(HOME), Response(HOME, body=b"page"))
    assert not place.exists()
    crawler.spider = Spider(name="site", finished=finished)
    made.finish()
    made.drop()
    assert list(tmp_path.iterdir()) == ([place] if finished else [])


def test_a_shard_that_left_no_evidence_is_named(tmp_path):
    job = Job("20260504T030000Z", datetime(2026, 5, 4, 3, tzinfo=UTC), JobOrder("full", "", ()), (), (1,))
    config = replace(Config(), evidence=EvidenceSection(wacz=True, folder=str(tmp_path / "kept")))
    done = tasks(tmp_path, job, FetchPolicy(), DomainPolicy(), evidence=True)
    assert keep_evidence(config, done, job) == Kept()  # not finished: nothing is missing yet
    done[0].spool.parent.mkdir()
    done[0].spool.touch()
    assert keep_evidence(config, done, job) == Kept(problems=("shard 0 left no evidence: its log says why",))


@pytest.mark.skipif(PYWB not in os.environ, reason=f"{PYWB} names no folder with pywb's wb-manager and wayback")
def test_pywb_shows_the_page_as_it_was_and_an_unchanged_one_as_it_was_read_last(kept):
    found, folder = kept
    commands = Path(os.environ[PYWB])
    place = folder / "pywb"
    place.mkdir()
    subprocess.run([commands / "wb-manager", "init", "scans"], cwd=place, check=True, capture_output=True)
    for wacz, _asked in found:
        adding = [commands / "wb-manager", "add", "--unpack-wacz", "scans", wacz]
        subprocess.run(adding, cwd=place, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([commands / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=place)
    try:
        root = f"http://127.0.0.1:{port}/scans"
        world = read_world()
        shown = fetched(f"{root}/20260504030000id_/{HOME}")
        assert shown == world.answer("www.kitamori-bio.example", "/", FIRST).body
        unchanged = next(one[1] for one in records(found[1][0]) if one[0] == "revisit")
        _, _, host, path = unchanged.split("/", 3)
        assert fetched(f"{root}/20260601030000id_/{unchanged}") == world.answer(host, f"/{path}", FIRST).body
    finally:
        server.kill()
        server.wait()


def fetched(url):
    """The body of a page, as soon as the server is there."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as answer:
                return answer.read()
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert time.monotonic() < end, "pywb does not start"
            time.sleep(0.2)
