"""What of a page is visible, and in which pieces."""

from __future__ import annotations

import pytest

from pipelines.text import read_page, snippet

URL = "https://cluster.example/"


@pytest.mark.parametrize("tag", ["section", "main", "article", "div", "p"])
def test_a_page_that_leaves_out_its_body_tag_is_read(tag: str) -> None:
    """libxml2 takes a leading `<section>` for a part of the head."""
    page = read_page(f"<!DOCTYPE html><meta charset=utf-8><title>会</title><{tag}>総会を開催しました</{tag}>", URL)
    assert (page.title, page.text) == ("会", "総会を開催しました")


def test_what_stands_in_the_head_is_not_visible() -> None:
    head = "<title>会</title><style>p {}</style><script>var a;</script><noscript>no</noscript><base href='/'>"
    assert read_page(f"<html><head>{head}</head><body><p>本文</p></body></html>", URL).text == "本文"


def test_a_snippet_begins_and_ends_at_no_words_inside() -> None:
    text = (
        "After seventeen years the regional association of optical manufacturers will be dissolved at the end of March."
    )
    start = text.index("dissolved")

    shown = snippet(text, start, start + len("dissolved"), 60)

    assert f" {shown} " in f" {text} "
    assert "dissolved" in shown
    assert len(shown) <= 60
    assert text.startswith(snippet(text, 0, len(text), 60) + " ")
