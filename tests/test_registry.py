"""A register is read from whatever people save, used whole or not at all, and written so that Excel opens it."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Cluster
from crawler.registry import (
    COLUMNS,
    FieldChange,
    RegisterError,
    difference,
    fingerprint,
    load_register,
    read_register,
    write_register,
)
from crawler.vocabulary import PREFECTURES, REGIONS, SECTORS

SEEDS = Path(__file__).parent.parent / "seeds" / "clusters.csv"
EAST = Cluster(
    id="east-metal",
    name_en="East Metal Cluster",
    name_ja="東部金属クラスター",
    website="https://east-metal.example/",
    region="Kanto",
    prefecture="Tokyo",
    sector=("PREC", "MAT"),
    project_based=True,
    programme_end=date(2026, 3, 31),
    notes='He said "yes", then\nleft.',
)
WEST = Cluster(id="west-bio", name_en="", name_ja="西部バイオ～①髙﨑", website="")


def register(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        load_register(path)
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------- the seeds


def test_the_seeds_have_all_organisations_and_are_as_we_write_them(tmp_path: Path) -> None:
    clusters = load_register(SEEDS)
    assert len(clusters) == 195
    assert sum(1 for cluster in clusters if cluster.website) == 99
    write_register(tmp_path / "again.csv", clusters)
    assert SEEDS.read_bytes() == (tmp_path / "again.csv").read_bytes()


def test_columns_are_the_fields_of_a_cluster() -> None:
    assert tuple(field.name for field in dataclasses.fields(Cluster)) == COLUMNS


# ---------------------------------------------------------------- files people save


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_of_excel_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = ("id,name_ja,region,sector", "east-metal,東部金属～①髙﨑,関東,PREC")
    path = register(tmp_path, *(line.replace(",", delimiter) for line in lines), encoding=encoding)
    expected = Cluster("east-metal", "", "東部金属～①髙﨑", "", region="Kanto", sector=("PREC",))
    assert (expected,) == load_register(path)


def test_a_workbook_is_read_like_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ID", "name_en", "project_based", "programme_end", "planned_end", "sector", "notes"])
    sheet.append(["east-metal", "East", True, datetime(2026, 3, 31), date(2027, 3, 31), "prec; MAT", 12.0])  # noqa: DTZ001 - Excel knows no zone
    sheet.append([None, None])
    sheet.append([2026, "Number", None, None, None, None, None])
    path = tmp_path / "register.xlsx"
    book.save(path)
    east, number = load_register(path)
    assert east.project_based is True
    assert (date(2026, 3, 31), date(2027, 3, 31)) == (east.programme_end, east.planned_end)
    assert (east.sector, east.notes, number.id) == (("PREC", "MAT"), "12", "2026")


def test_a_broken_workbook_or_an_old_one_is_named_with_the_remedy(tmp_path: Path) -> None:
    broken, old = tmp_path / "broken.xlsx", tmp_path / "old.xls"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "save it again, or as CSV UTF-8" in problems(broken)[0]
    assert "save it as .xlsx or as CSV UTF-8" in problems(old)[0]


def test_cells_may_hold_delimiters_quotes_and_line_breaks_and_lines_are_still_counted_right(tmp_path: Path) -> None:
    path = register(tmp_path, "id,name_en,notes,website", 'a,A,"one, ""two""\r\nthree",', "b,B,,ftp://b.example/")
    assert problems(path) == [
        "line 4, column website: write an address that begins with http:// or https:// (found: 'ftp://b.example/')"
    ]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("id", "east metal", "write an id of letters"),
        ("id", "", "every row needs an id"),
        ("name_en", "", "every row needs a name in English or Japanese"),
        ("name_en", "a\x07b", "remove the control characters"),
        ("website", "east.example", "begins with http:// or https://"),
        ("website", "https://east metal.example/", "without white space"),
        ("website", "https:///path", "with a host name"),
        ("website", "https://[::1", "write a valid address"),
        ("website", "https://east.example:port/", "write a valid address"),
        ("website", "https://me:secret@east.example/", "leave user name and password out"),
        ("website_en", "mailto:a@east.example", "begins with http:// or https://"),
        ("contact_page", "javascript:alert(1)", "begins with http:// or https://"),
        ("scope", "cluster/", "write a path that begins with /"),
        ("scope", "/cluster/", "a scope is a path of the website: add the website"),
        ("sector", "LIVE", "unknown sector LIVE: did you mean LIFE?"),
        ("sector", "LIFE;??", "unknown sector ??: known are LIFE, ENV"),
        ("region", "Kantoh", "unknown region Kantoh: did you mean Kanto?"),
        ("prefecture", "Tokio", "unknown prefecture Tokio: did you mean Tokyo?"),
        ("programme_end", "soon", "write a day as 2026-03-31"),
        ("programme_end", "2026-02-30", "write a day that exists"),
        ("planned_end", "2026-03", "write a day as 2026-03-31"),
        ("project_based", "maybe", "write true or false"),
        ("paused", "2", "write true or false"),
    ],
)
def test_a_bad_cell_is_reported_with_its_line_column_and_remedy(
    tmp_path: Path, column: str, value: str, said: str
) -> None:
    good = {"id": "east", "name_en": "East", column: value}
    path = register(tmp_path, ",".join(good), ",".join(good.values()))
    (problem,) = problems(path)
    assert problem.startswith(f"line 2, column {column}: ")
    assert said in problem


def test_all_problems_are_reported_at_once_and_nothing_is_loaded(tmp_path: Path) -> None:
    path = register(
        tmp_path,
        "id,name_en,website,programme_start,programme_end",
        "a,A,https://a.example/,2026-04-01,2026-03-31",
        "b,B,nowhere,,",
        "A,Again,,,",
        "c,C,,x,y",
        "d,D,https://d.example/,2020-04-01,2026-03-31",
        "e,E,,,,more, cells",
    )
    assert [(problem.line, problem.column) for problem in _caught(path).problems] == [
        (2, "programme_end"),
        (3, "website"),
        (4, "id"),
        (5, "programme_start"),
        (5, "programme_end"),
        (7, ""),
    ]
    assert "taken by line 2" in str(_caught(path))


def _caught(path: Path) -> RegisterError:
    with pytest.raises(RegisterError) as caught:
        load_register(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"id,name_en\n", "has no rows"),
        (b"name_en,website\nA,\n", "the first line has to name the columns, id among them"),
        (b"id,website\na,\n", "name_en or name_ja is needed"),
        (b"id,name_en,ID\na,A,b\n", "the column is there twice"),
        (b'id,name_en\na,"A\nb,B\n', "line 2: the row that starts here cannot be read"),
        ("id,name_en\na,A\nb,é\xff\n".encode("latin-1"), "line 3: is neither UTF-8 nor Shift_JIS"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_the_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    assert said in str(_caught(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "check the path" in str(_caught(tmp_path / "nowhere.csv"))


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-31",
        "2026/3/31",
        "2026.03.31",
        "2026年3月31日",
        "２０２６年３月３１日",
        "令和8年3月31日",
        "R8.3.31",
        "2026-03-31 00:00:00",
    ],
)
def test_days_are_read_in_every_usual_form(tmp_path: Path, written: str) -> None:
    path = register(tmp_path, "id,name_en,programme_end", f"a,A,{written}")
    assert date(2026, 3, 31) == load_register(path)[0].programme_end


def test_the_first_year_of_an_era_is_year_one(tmp_path: Path) -> None:
    path = register(tmp_path, "id,name_en,programme_start", "a,A,平成元年4月1日")
    assert date(1989, 4, 1) == load_register(path)[0].programme_start


def test_a_row_without_website_sector_and_region_is_a_cluster(tmp_path: Path) -> None:
    path = register(tmp_path, "id,name_en,website,sector,region,prefecture", "a,A,,,,")
    assert (Cluster("a", "A", "", ""),) == load_register(path)


def test_names_of_places_are_read_in_both_languages(tmp_path: Path) -> None:
    lines = [f"{number},A,{english},{japanese}" for number, (english, japanese) in enumerate(PREFECTURES.items())]
    for lines_of_one_column, column in ((lines, 2), (lines, 3)):
        rows = [f"{line.split(',')[0]},A,{line.split(',')[column]}" for line in lines_of_one_column]
        clusters = load_register(register(tmp_path, "id,name_en,prefecture", *rows))
        assert list(PREFECTURES) == [cluster.prefecture for cluster in clusters]


def test_unknown_columns_and_nested_websites_are_warned_of(tmp_path: Path) -> None:
    path = register(
        tmp_path,
        "id,name_en,website,scope,parent,websit_en",
        "pref,Prefecture,https://pref.example/,,,",
        "inside,Inside,http://www.pref.example/cluster/index.html,,,",
        "known,Known,https://pref.example/known/,,pref,",
        "beside,Beside,https://pref.example.org/,,,",
        "half,Half,https://half.example/,/one/,,",
        "other,Other,https://half.example/,/one-two/,,",
    )
    found = read_register(path)
    assert len(found.clusters) == 6
    unknown, nested = map(str, found.warnings)
    assert unknown == "line 1, column websit_en: the column is unknown and was not read: did you mean website_en?"
    assert nested.startswith("line 3, column website: the website lies inside that of pref: name pref as parent, or")


# ---------------------------------------------------------------- comparing and writing

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=12)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))
CLUSTERS = st.lists(
    st.builds(
        Cluster,
        id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True),
        name_en=NAMES,
        name_ja=NAMES,
        website=st.sampled_from(["https://a.example/", "http://b.example:8080/x?y=1", "https://例.example/"]),
        website_en=st.just(""),
        scope=st.sampled_from(["", "/", "/cluster/"]),
        prefecture=st.sampled_from(["", *PREFECTURES]),
        region=st.sampled_from(["", *REGIONS]),
        sector=st.lists(st.sampled_from(list(SECTORS)), unique=True).map(tuple),
        programme=NAMES,
        organisation_type=NAMES,
        project_based=st.none() | st.booleans(),
        parent=NAMES,
        programme_start=st.none(),
        programme_end=DAYS,
        planned_end=DAYS,
        paused=st.booleans(),
        contact_page=st.just(""),
        relation=NAMES,
        tags=st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), unique=True).map(tuple),
        source_url=NAMES,
        notes=NAMES,
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda cluster: cluster.id,
)


@settings(deadline=None, max_examples=50)
@given(clusters=CLUSTERS)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, clusters: list[Cluster]) -> None:
    path = tmp_path_factory.mktemp("register") / "register.csv"
    write_register(path, clusters)
    assert tuple(clusters) == load_register(path)


def test_a_written_register_begins_with_a_bom_so_that_excel_shows_japanese(tmp_path: Path) -> None:
    write_register(tmp_path / "r.csv", [EAST, WEST])
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert load_register(tmp_path / "r.csv") == (EAST, WEST)


def test_a_register_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    write_register(tmp_path / "r.csv", [EAST])
    with pytest.raises(UnicodeEncodeError):
        write_register(tmp_path / "r.csv", [dataclasses.replace(EAST, notes="\ud800")])
    assert load_register(tmp_path / "r.csv") == (EAST,)
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_the_difference_names_what_came_went_and_changed() -> None:
    renamed = dataclasses.replace(EAST, name_en="East Metal", programme_end=None)
    north = Cluster("north", "North", "", "")
    found = difference([EAST, WEST], [renamed, north])
    assert ((north,), (WEST,)) == (found.added, found.removed)
    assert (
        FieldChange("east-metal", "name_en", "East Metal Cluster", "East Metal"),
        FieldChange("east-metal", "programme_end", "2026-03-31", ""),
    ) == found.changed


def test_the_fingerprint_is_of_what_the_register_says_and_not_of_the_file(tmp_path: Path) -> None:
    semicolons = register(tmp_path, "name_en;id", "A;a", encoding="cp932")
    assert fingerprint([Cluster("a", "A", "", "")]) == fingerprint(load_register(semicolons))
    assert fingerprint([EAST]) != fingerprint([WEST])
