"""The frame of a page: policy, links, text that comes from data."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

import html5lib
import pytest
from small_site import FRAME

from adoption.site import feed, pages
from adoption.site.feed import Entry
from adoption.site.pages import Frame, Page

NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\x00\u202e'


def parsed(html: str) -> Any:
    """Parse as a browser does, and fail at the first error of the standard."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def page(**more: Any) -> str:
    given = {"path": "series/a/index.html", "title": "A", "description": "B", "body": "<p>C</p>"}
    return FRAME.html(Page(**(given | more)))


def test_a_page_parses_without_error_and_has_one_title_and_its_landmarks():
    tree = parsed(page(trail=(("All series", "series/index.html"),)))
    assert [node.text for node in tree.iter("h1")] == ["A"]
    assert len(list(tree.iter("main"))) == len(list(tree.iter("footer"))) == 1
    assert [node.get("aria-label") for node in tree.iter("nav")] == ["Site", "Above this page"]
    assert tree.find(".//a[@class='skip-link']").get("href") == "#content"
    assert tree.find(".//main").get("id") == "content"


def test_text_from_data_stays_text_in_every_slot_of_the_frame():
    html = page(
        title=NASTY, description=NASTY, subtitle=NASTY, trail=((NASTY, "series/index.html"),),
        dataset={"name": NASTY},
    )  # fmt: skip
    html = pages.plain(html)
    parsed(html)
    tags = [tag for tag, _ in elements(html)]
    assert "img" not in tags
    assert tags.count("script") == 1
    described = json.loads(re.search(r"ld\+json\">(.*?)</script>", html)[1])
    assert pages.plain(described["name"]) == pages.plain(NASTY)


def test_scripts_run_only_where_the_page_searches_and_forms_only_where_it_asks():
    def directive(name: str, html: str) -> str:
        found = dict(elements(html)[elements(html).index(next(
            one for one in elements(html) if one[1].get("http-equiv")))][1])  # fmt: skip
        parts = [part.strip() for part in str(found["content"]).split(";")]
        return next((part for part in parts if part.startswith(name)), "")

    plain, searching = page(), page(searches=True)
    assert directive("default-src", plain) == "default-src 'none'"
    assert directive("script-src", plain) == ""
    assert "<script src" not in plain
    assert directive("script-src", searching) == "script-src 'self' file:"
    assert '<script src="../../assets/search.js" defer>' in searching
    assert directive("form-action", searching) == "form-action 'none'"
    assert directive("form-action", page(asks=True)) == "form-action 'self' file:"


def test_addresses_are_whole_only_where_the_site_knows_its_own():
    known = Frame("https://example.org/ai", "2026Q2", "15 July 2026", "1")
    assert known.absolute("series/a/index.html") == "https://example.org/ai/series/a/"
    assert FRAME.absolute("series/a/index.html") == "series/a/index.html"
    html = known.html(Page("index.html", "A", "B", ""))
    assert '<link rel="canonical" href="https://example.org/ai/">' in html
    assert 'content="https://example.org/ai/assets/picture.png"' in html
    assert "canonical" not in page()


@pytest.mark.parametrize(
    "name", ["../secret", "a/b", "a..b", "", "a b", "%2e%2e", "-a", "a--b", "a\n", "é"]
)
def test_identifiers_that_would_leave_their_folder_are_refused(name: str):
    with pytest.raises(ValueError, match="cannot stand in an address"):
        pages.series_path(name)


def test_links_between_pages_are_relative():
    assert pages.relative("index.html", "series/index.html") == "series/index.html"
    assert pages.relative("series/a/index.html", "feed.xml") == "../../feed.xml"
    here = PurePosixPath("world/index.html").parent
    assert (here / pages.relative("world/index.html", "world/x.html")).as_posix() == "world/x.html"


def test_the_part_of_the_site_is_marked_and_the_page_itself():
    html = pages.navigation("series/a/index.html")
    assert html.count("aria-current") == 1
    assert '<a href="../../series/index.html" aria-current="true">' in html
    assert '<a href="index.html" aria-current="page">' in pages.navigation("index.html")


def test_cells_of_a_linked_table_are_headed_and_aligned():
    html = pages.linked_table(
        ["Place", "Share"], [["<b>A</b>", "1"], ["B", "2"]], caption="<x>", numeric=(1,),
        highlight=[False, True],
    )  # fmt: skip
    assert '<th scope="row"><b>A</b></th><td class="number">1</td>' in html
    assert '<tr class="highlight"><th scope="row">B' in html
    assert "<caption>&lt;x&gt;</caption>" in html


def test_an_outside_link_leads_to_the_web_or_nowhere():
    assert pages.outside("A & B", "") == "A &amp; B"
    assert pages.outside("A", "https://example.org/?a=1&b") == (
        '<a href="https://example.org/?a=1&amp;b">A</a>'
    )
    with pytest.raises(ValueError, match="http or https"):
        pages.outside("A", "javascript:alert(1)")


# Feed and map --------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"
ENTRIES = [
    Entry("edition/2026Q1", "2026-04-15", "Q1", "one", "2026Q1/index.html"),
    Entry("edition/2026Q2", "2026-07-15", f"Q2 {NASTY}", "two & three", "2026Q2/index.html"),
]


def test_the_feed_is_xml_with_the_newest_entry_first():
    root = ET.fromstring(feed.atom(FRAME, ENTRIES))
    entries = root.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}updated") for one in entries] == [
        "2026-07-15T00:00:00Z", "2026-04-15T00:00:00Z",
    ]  # fmt: skip
    assert root.findtext(f"{ATOM}updated") == "2026-07-15T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}title") == f"Q2 {pages.plain(NASTY)}"
    assert entries[0].findtext(f"{ATOM}summary") == "two & three"


def test_an_entry_keeps_its_identifier_when_its_words_change():
    def identifier(title: str) -> str:
        one = Entry("edition/2026Q2", "2026-07-15", title, "", "x.html")
        root = ET.fromstring(feed.atom(FRAME, [one]))
        return str(root.findtext(f"{ATOM}entry/{ATOM}id"))

    assert identifier("A") == identifier("B")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifier("A"))


def test_the_map_names_every_page_once():
    known = Frame("https://example.org/a&b", "2026Q2", "", "1")
    root = ET.fromstring(feed.sitemap(known, ["b.html", "a/index.html"], "2026-07-15"))
    places = [node.text for node in root.iter() if node.tag.endswith("loc")]
    assert places == ["https://example.org/a&b/a/", "https://example.org/a&b/b.html"]
