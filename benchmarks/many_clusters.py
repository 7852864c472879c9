"""A large invented database for measuring the dashboard: clusters, five years of monthly verdicts, page visits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crawler.vocabulary import PREFECTURES, SECTORS
from pipelines.database import connect, publish

SQL = Path(__file__).with_suffix(".sql")
FIRST = date(2021, 12, 1)
# Words that names are made of: English, Japanese.
PLACES = [("Aoba", "青葉"), ("Minato", "みなと"), ("Hoshino", "星野"), ("Kitamori", "北森"), ("Seto", "瀬戸内"),
          ("Tsukishiro", "月城"), ("Hamakaze", "浜風"), ("Yamanami", "山並"), ("Inaho", "稲穂"), ("Asagiri", "朝霧"),
          ("Tokiwa", "常盤"), ("Nankai", "南海")]  # fmt: skip
FIELDS = [("Bio", "バイオ"), ("Photonics", "光技術"), ("Robotics", "ロボット"), ("Medical Device", "医療機器"),
          ("Aerospace", "航空宇宙"), ("Food", "食品"), ("Energy", "エネルギー"), ("Materials", "材料")]  # fmt: skip
KINDS = [("Cluster", "クラスター"), ("Council", "協議会"), ("Forum", "フォーラム"), ("Network", "ネットワーク"),
         ("Valley Project", "バレープロジェクト")]  # fmt: skip


def build(path: Path, clusters: int, months: int, visits: int) -> Path:
    """Write the database and publish it; returns its path."""
    values = {
        "first": FIRST, "clusters": clusters, "months": months, "visits": visits,
        "places": [list(one) for one in PLACES], "fields": [list(one) for one in FIELDS],
        "kinds": [list(one) for one in KINDS], "prefectures": list(PREFECTURES), "sectors": list(SECTORS),
    }  # fmt: skip
    with connect(path) as connection:
        connection.execute("CREATE TEMP MACRO pick(n, salt) AS (hash(n, salt) % 1000003)::INTEGER")
        for statement in connection.extract_statements(SQL.read_text("utf-8")):
            names = statement.named_parameters
            connection.execute(statement, {name: values[name] for name in names} or None)
    publish(path)
    return path
