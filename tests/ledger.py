"""A small published database written by hand: what the tests of reports and commands read.

Three monthly scans of eleven invented clusters.  Names and titles carry what attackers and spreadsheets make of text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.database import connect, publish

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
SCANS = (
    ("20260901T030000Z", date(2026, 9, 1)),
    ("20261001T030000Z", date(2026, 10, 1)),
    ("20261101T030000Z", date(2026, 11, 1)),
)
SETTINGS = {
    "verdict": {"rhythm": {"stale_days": 548}},
    "guard": {"max_failed_share": 0.3},
    "fetch": {"proxy": "http://user:secret@p"},
}


@dataclass(frozen=True)
class Held:
    """A verdict in short; the rest is filled in."""

    state: str
    subtype: str = ""
    last_update: date | None = None
    ja: str = ""
    en: str = ""
    reach: str = "up"
    integrity: str = "own"
    activity: str = "recent"
    code: str = "newest_only"
    parameters: tuple[tuple[str, str], ...] = (("date", "2026-08-20"), ("days", "73"))
    quote: str = ""
    suspect: str = ""
    warnings: tuple[str, ...] = ()
    confidence: float = 0.9
    unreachable_since: date | None = None


ACTIVE = Held("active", last_update=date(2026, 8, 20), ja="active")
STATIC = Held(
    "static",
    last_update=date(2023, 5, 1),
    ja="static",
    activity="dormant",
    parameters=(("date", "2023-05-01"), ("days", "1280")),
)

# id -> (English name, Japanese name, prefecture, region, sectors, verdicts of the three scans)
CLUSTERS: dict[str, tuple[str, str, str, str, list[str], tuple[Held | None, ...]]] = {
    "alive": (
        "Aozora Photonics Valley",
        "あおぞら光産業協議会",
        "Shizuoka",
        "Chubu",
        ["PHOT"],
        (ACTIVE, ACTIVE, replace(ACTIVE, last_update=date(2026, 10, 25))),
    ),
    "closing": (
        f"Closing Bio {SCRIPT}",
        "みどりバイオ協議会",
        "Kanagawa",
        "Kanto",
        ["LIFE"],
        (
            ACTIVE,
            ACTIVE,
            Held(
                "ceased",
                "declared",
                last_update=date(2026, 10, 20),
                code="org_ended",
                quote=f"当協議会は令和8年10月31日をもって解散いたしました {SCRIPT}",
            ),
        ),
    ),
    "dormant": (
        "Dormant Robotics Forum",
        "ねむりロボットフォーラム",
        "Aichi",
        "Chubu",
        ["ROBO", "IT"],
        (ACTIVE, ACTIVE, STATIC),
    ),
    "english": (
        "English Energy Network",
        "みなとエネルギー網",
        "Fukuoka",
        "Kyushu",
        ["ENER"],
        (
            replace(ACTIVE, en="active"),
            replace(ACTIVE, en="active"),
            replace(ACTIVE, en="static"),
        ),
    ),
    "formula": (FORMULA, "+計算協議会", "Tokyo", "Kanto", ["IT"], (ACTIVE, ACTIVE, ACTIVE)),
    "moved": (
        "Moved Nano Alliance",
        "ひっこしナノ連携",
        "Kyoto",
        "Kansai",
        ["NANO"],
        (ACTIVE, ACTIVE, replace(ACTIVE, subtype="moved")),
    ),
    "never": ("Never Visited Marine Club", "うみの会", "Nagasaki", "Kyushu", ["MAR"], (None, None, None)),
    "revived": (
        "Revived Food Valley",
        "よみがえり食品バレー",
        "Niigata",
        "Chubu",
        ["FOOD"],
        (STATIC, STATIC, replace(ACTIVE, last_update=date(2026, 10, 30))),
    ),
    "stolen": (
        "Stolen Aero Initiative",
        "ぬすまれ航空機構",
        "Gifu",
        "Chubu",
        ["AERO"],
        (
            ACTIVE,
            ACTIVE,
            replace(
                ACTIVE,
                suspect="hijacked",
                integrity="hijacked",
                warnings=("do_not_link",),
                code="hijacked",
                quote="オンラインカジノ 無料ボーナス",
            ),
        ),
    ),
    "unseen": (
        "Unseen Materials Cluster",
        "みえない素材クラスター",
        "Osaka",
        "Kansai",
        ["MAT"],
        (
            ACTIVE,
            ACTIVE,
            replace(
                ACTIVE,
                reach="down",
                suspect="gone",
                unreachable_since=date(2026, 10, 9),
                code="failed",
                parameters=(("outcome", "timeout"), ("since", "2026-10-09"), ("visits", "4")),
            ),
        ),
    ),
    "wavering": (
        "Wavering Auto Project",
        "ゆれる自動車プロジェクト",
        "Hiroshima",
        "Chugoku",
        ["AUTO"],
        (ACTIVE, STATIC, ACTIVE),
    ),
}


def build(path: Path, scans: int = 3) -> Path:
    """Write a database with the first `scans` scans, and publish it; returns its path."""
    with connect(path) as connection:
        for number, cluster_id in enumerate(CLUSTERS):
            _register(connection, number, cluster_id)
        for index, (scan_id, day) in enumerate(SCANS[:scans]):
            _scan(connection, index, scan_id, day)
        connection.execute(
            "INSERT INTO decision VALUES ('dormant', 'active', 'Telephoned: at work', 'tanaka', $at, NULL, '{}')",
            {"at": datetime(2026, 10, 15, 2, tzinfo=UTC)},
        )
    publish(path)
    return path


def _register(connection: duckdb.DuckDBPyConnection, number: int, cluster_id: str) -> None:
    name_en, name_ja, prefecture, region, sectors, _ = CLUSTERS[cluster_id]
    website = "" if cluster_id == "never" else f"https://www.{cluster_id}.example/"
    connection.execute(
        "INSERT INTO cluster_version BY NAME SELECT $id AS cluster_id, $since AS valid_from, false AS removed,"
        " $name_en AS name_en, $name_ja AS name_ja, $website AS website, '' AS website_en, '' AS scope,"
        " $prefecture AS prefecture, $region AS region, $sectors AS sector, 'METI-ICP' AS programme,"
        " 'cluster-organisation' AS organisation_type, $project AS project_based, '' AS parent,"
        " false AS paused, '' AS contact_page, '' AS relation, []::VARCHAR[] AS tags, '' AS source_url, '' AS notes",
        {
            "id": cluster_id,
            "since": SCANS[0][1],
            "name_en": name_en,
            "name_ja": name_ja,
            "website": website,
            "prefecture": prefecture,
            "region": region,
            "sectors": sectors,
            "project": number % 2 == 0,
        },
    )


def _scan(connection: duckdb.DuckDBPyConnection, index: int, scan_id: str, day: date) -> None:
    connection.execute(
        "INSERT INTO scan VALUES ($id, $now, $day, 'full', '1', $settings, 'sha', 10, 11, 1, '', [])",
        {
            "id": scan_id,
            "now": datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
            "day": day,
            "settings": json.dumps(SETTINGS),
        },
    )
    for number, (cluster_id, row) in enumerate(CLUSTERS.items()):
        held = row[-1][index]
        if held is not None:
            _visit(connection, index * 100 + number, scan_id, day, cluster_id, held)
            _verdict(connection, scan_id, day, cluster_id, held)
    if index == 2:
        _changes(connection, scan_id, day)


def _visit(
    connection: duckdb.DuckDBPyConnection, visit_id: int, scan_id: str, day: date, cluster_id: str, held: Held
) -> None:
    seen = held.reach == "up"
    text = f"{cluster_id} のお知らせ\n{day:%Y年%m月}の活動報告\n会員企業の一覧"
    title = f"{CLUSTERS[cluster_id][1]} {SCRIPT}"
    connection.execute("INSERT INTO text SELECT $sha, $text", {"sha": f"{cluster_id}-{day}", "text": text})
    connection.execute(
        "INSERT INTO visit BY NAME SELECT $visit AS visit_id, $scan AS scan_id, $id AS cluster_id, $url AS url,"
        " 'home' AS role, $now AS visited_at, $day AS day, $outcome AS outcome, $url AS final_url, $status AS status,"
        " []::VARCHAR[] AS redirects, 120 AS elapsed_ms, 4096 AS size, '{}' AS headers, '' AS etag,"
        " '' AS last_modified, '' AS body_sha, '' AS error, '1' AS reader_version, 'ja' AS edition,"
        " []::VARCHAR[] AS links, $sha AS text_sha, $title AS title, 'utf-8' AS charset, 'ja' AS language",
        {
            "visit": visit_id,
            "scan": scan_id,
            "id": cluster_id,
            "url": f"https://www.{cluster_id}.example/",
            "now": datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
            "day": day,
            "outcome": "ok" if seen else "timeout",
            "status": 200 if seen else 0,
            "sha": f"{cluster_id}-{day}" if seen else None,
            "title": title if seen else None,
        },
    )
    connection.execute(
        "INSERT INTO item VALUES ($visit, $id, $date, 'day', $title, $url, 'news_item')",
        {
            "visit": visit_id,
            "id": cluster_id,
            "date": day.replace(day=1) if cluster_id == "alive" else date(2020, 1, 1),
            "title": f"第{day.month}回 光産業セミナー {SCRIPT}",
            "url": f"https://www.{cluster_id}.example/news/{day.month}.html",
        },
    )


def _verdict(connection: duckdb.DuckDBPyConnection, scan_id: str, day: date, cluster_id: str, held: Held) -> None:
    editions = [
        {"language": language, "state": state, "activity": held.activity, "last_update": held.last_update}
        for language, state in (("en", held.en), ("ja", held.ja))
        if state
    ]
    connection.execute(
        "INSERT INTO verdict SELECT $scan, $id, $day, $state, $subtype, $confidence, $since, $last_update, $reach,"
        " $integrity, $activity, 'rule', '1',"
        ' from_json($editions, \'[{"language":"VARCHAR","state":"VARCHAR","activity":"VARCHAR",'
        '"last_update":"DATE"}]\'),'
        " [{code: $code, url: $url, quote: $quote, parameters:"
        " list_transform($parameters::VARCHAR[][], lambda p: {name: p[1], value: p[2]})}],"
        " $warnings::VARCHAR[], $suspect, $suspect_since, $unreachable, NULL",
        {
            "scan": scan_id,
            "id": cluster_id,
            "day": day,
            "state": held.state,
            "subtype": held.subtype,
            "confidence": held.confidence,
            "since": day if held.state != "active" else None,
            "last_update": held.last_update,
            "reach": held.reach,
            "integrity": held.integrity,
            "activity": held.activity,
            "editions": json.dumps(editions, default=str),
            "code": held.code,
            "parameters": [list(pair) for pair in held.parameters],
            "url": f"https://www.{cluster_id}.example/news/",
            "quote": held.quote or "お知らせ 2026年8月20日",
            "warnings": list(held.warnings),
            "suspect": held.suspect,
            "suspect_since": day if held.suspect else None,
            "unreachable": held.unreachable_since,
        },
    )


def _changes(connection: duckdb.DuckDBPyConnection, scan_id: str, day: date) -> None:
    connection.execute(
        "INSERT INTO change VALUES ($scan, 'closing', $day, 'state', 'active', 'ceased/declared', '', $url, '解散')",
        {"scan": scan_id, "day": day, "url": "https://www.closing.example/"},
    )
    connection.execute(
        "INSERT INTO text_change VALUES ($scan, 'alive', $url, $after, $day, 'content', 420, $sample, 'ja')",
        {
            "scan": scan_id,
            "url": "https://www.alive.example/",
            "after": SCANS[1][1],
            "day": day,
            "sample": f"新しい会員を迎えました {SCRIPT}",
        },
    )
