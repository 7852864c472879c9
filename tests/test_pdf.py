"""A report on paper: Japanese can be read in it, the bytes are the same, and what is missing is said."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from pipelines.database import open_published
from reports.mapping_page import to_pdf
from reports.mapping_report import mapping_report
from reports.pdf import PdfError, printed
from tests.ledger import CLUSTERS
from tests.ledger import build as make_ledger

TWO_HERE = (188, 214, 234)  # a prefecture with one or two organisations
LATIN_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")


@pytest.fixture(scope="module")
def mapping(tmp_path_factory):
    """A mapping with a comparison."""
    database = make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")
    with open_published(database) as connection:
        return mapping_report(connection, None, date(2026, 10, 1))


@pytest.fixture(scope="module")
def paper(mapping):
    """It as a Japanese PDF file."""
    return to_pdf(mapping, "ja")


@pytest.fixture(scope="module")
def pages(paper):
    """Its pages."""
    with pypdfium2.PdfDocument(paper) as document:
        yield [document[number] for number in range(len(document))]


def darkest(picture):
    return picture.convert("L").getextrema()[0]


def words(pages):
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_names_and_figures_of_2016_can_be_read_and_searched(pages):
    text = words(pages)
    assert all(name_ja in text for _, name_ja, *_ in CLUSTERS.values())
    assert "英語版あり(更新停止)110%" in text.replace("(", "(").replace(")", ")")
    assert "1835%" in text  # static English in 2016


def test_every_font_is_embedded(pages):
    raw = pypdfium2.raw
    fonts = [raw.FPDFTextObj_GetFont(found) for page in pages for found in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])]
    assert len(fonts) > 100
    assert {raw.FPDFFont_GetIsEmbedded(font) for font in fonts} == {1}


def test_every_page_has_ink_within_its_margins_and_the_map_has_colour(pages):
    pictures = [page.render(scale=1).to_pil().convert("RGB") for page in pages]
    for picture in pictures:
        width, height = picture.size
        assert darkest(picture) < 128
        for margin in ((0, 0, 24, height), (width - 24, 0, width, height), (0, 0, width, 24)):
            assert darkest(picture.crop(margin)) > 250
    maps = [sum(count for count, colour in one.getcolors(1 << 20) if colour == TWO_HERE) > 50 for one in pictures]
    assert maps.count(True) == 1


def test_the_same_mapping_gives_the_same_bytes(mapping, paper):
    assert to_pdf(mapping, "ja") == paper


def test_a_page_loads_nothing_from_outside(httpserver):
    printed(
        f'<img src="{httpserver.url_for("/spy.png")}"><link rel=stylesheet href="{httpserver.url_for("/spy.css")}">'
    )
    assert httpserver.log == []


def test_without_pango_it_says_what_to_install(tmp_path, monkeypatch):
    """The package that is found first fails as weasyprint does where the linker finds no library."""
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(PdfError, match="apt-get install libpango"):
        printed("<p>x</p>")


def test_without_a_japanese_font_no_file_of_empty_boxes_is_made(tmp_path):
    found = [font for name in LATIN_FONTS for font in Path("/usr/share/fonts").rglob(name)]
    if not found:
        pytest.skip("no Latin font is installed")
    (tmp_path / found[0].name).write_bytes(found[0].read_bytes())
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    told = subprocess.run(
        [sys.executable, "-c", "from reports.pdf import printed; printed('<p>日本語</p>')"],
        env={**os.environ, "FONTCONFIG_FILE": str(settings)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "apt-get install fonts-noto-cjk" in told.stderr
