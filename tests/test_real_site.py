"""A site whose newest report is a real one: published whole, and page by page in a browser.

Every kind of page in headless Chromium: axe-core, width, keyboard, requests, search.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import chromium
import pytest
from small_site import SERIES

from adoption.site import publishing

T = TypeVar("T")
Session = Callable[[Callable[[chromium.Tab], Awaitable[T]]], T]

KINDS = {
    "overview": "index.html",
    "editions": "editions.html",
    "report": "2026Q2/index.html",
    "differences": "2026Q2/changes.html",
    "series index": "series/index.html",
    "series": "series/cnnic-genai-penetration-chn/index.html",
    "series with one figure": "series/eurostat-genai-any-deu/index.html",
    "series with a break": "series/btos-ai-use-v2-usa-firms/index.html",
    "country": "countries/usa/index.html",
    "country index": "countries/index.html",
    "world": "world/index.html",
    "record": "record/index.html",
    "data": "data/index.html",
    "codebook": "data/codebook.html",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """
axe.run(document, {runOnly: %r, preload: false, resultTypes: ['violations']}).then(
  found => found.violations.map(one => one.id + ': ' + one.help + ': '
    + one.nodes.slice(0, 3).map(node => node.html).join(' ')))
"""


@pytest.mark.slow
def test_the_site_is_published_and_no_page_is_over_its_size(real_site: Path, tmp_path: Path):
    place = publishing.publish(tmp_path / "www", folder=real_site)
    assert publishing.damage(place) == []
    sizes = {path.relative_to(place).as_posix(): path.stat().st_size
             for path in place.rglob("*.html")}  # fmt: skip
    assert 500_000 < sizes.pop("2026Q2/index.html") < 1_500_000
    assert max(sizes.values()) < 300_000


@pytest.mark.slow
def test_numbers_of_a_real_report_bound_to_no_figure_stand_beside_it(real_site: Path):
    content = (real_site / "2026Q2" / "unbound_statements.csv").read_text("utf-8")
    assert "interval" in content
    assert "602 million" not in content
    package = json.loads((real_site / "2026Q2" / "datapackage.json").read_text("utf-8"))
    listed = {one["path"]: one["hash"] for one in package["resources"]}
    digest = publishing.digest(content.encode())
    assert listed["unbound_statements.csv"] == f"sha256:{digest}"


@pytest.fixture(scope="module")
def session() -> Iterator[Session[Any]]:
    """Run a coroutine with a tab of one Chromium."""
    if chromium.executable() is None:
        pytest.skip("no Chromium: accessibility, width, keyboard and requests are not checked")
    with chromium.browser() as address, asyncio.Runner() as runner:
        tab = runner.run(chromium.tab(address))
        yield lambda work: runner.run(work(tab))
        runner.run(tab.close())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule_of_accessibility(real_site: Path, session: Session[Any], kind: str):
    axe = chromium.axe()
    if axe is None:
        pytest.skip("no axe-core (npm install --no-save axe-core): WCAG 2.2 AA is not checked")

    async def look(tab: chromium.Tab) -> list[str]:
        found = []
        for width in (1280, 390):
            await tab.look(width=width)
            await tab.open(real_site / KINDS[kind])
            await tab.run(f"{axe};0")
            for dark in (False, True):
                await tab.look(width=width, dark=dark)
                problems = await tab.run(AXE % RULES)
                found += [f"{width} {'dark' if dark else 'light'} {one}" for one in problems]
        return found

    assert session(look) == []


@pytest.mark.slow
def test_no_page_scrolls_sideways_or_asks_anything_of_a_network(
    real_site: Path, session: Session[Any]
):
    async def look(tab: chromium.Tab) -> list[str]:
        found = []
        for kind, path in KINDS.items():
            await tab.open(real_site / path)
            for width in (360, 390, 1024, 1440):
                await tab.look(width=width)
                over = await tab.run("document.documentElement.scrollWidth") - width
                found += [f"{kind} is {over} of {width} pixels too wide"] if over > 0 else []
            found += [f"{kind} asks for {address}" for address in tab.requests
                      if not address.startswith(("file:", "data:"))]  # fmt: skip
            found += [f"{kind} says {words}" for words in tab.console]
        return found

    assert session(look) == []


@pytest.mark.slow
def test_the_keyboard_reaches_content_and_tables(real_site: Path, session: Session[Any]):
    async def look(tab: chromium.Tab) -> list[Any]:
        await tab.look(width=1024)
        await tab.open(real_site / KINDS["country"])
        await tab.press("Tab", 9)
        first = await tab.run("document.activeElement.textContent")
        seen = await tab.run("getComputedStyle(document.activeElement).outlineStyle")
        tables = await tab.run(
            "[...document.querySelectorAll('.table-frame')].every(one => one.tabIndex === 0)"
        )
        return [first, seen != "none", tables]

    assert session(look) == ["Skip to the content", True, True]


@pytest.mark.slow
def test_the_search_narrows_the_list_and_takes_a_question_from_the_address(
    real_site: Path, session: Session[Any]
):
    shown = "[...document.querySelectorAll('[data-place] li')].filter(li => !li.hidden).length"
    said = "document.querySelector('.found').textContent"

    async def look(tab: chromium.Tab) -> list[Any]:
        await tab.look(width=1024)
        await tab.open(real_site / "series/index.html")
        whole = [await tab.run(shown), await tab.run(said)]
        await tab.open(real_site / "series/index.html", "?q=CHINA+penetration")
        asked = [await tab.run(shown), await tab.run(said)]
        await tab.run(
            "q.value = ''; kind.value = 'firms_share';"
            "kind.dispatchEvent(new Event('input', {bubbles: true}))"
        )
        return [whole, asked, await tab.run(shown)]

    firms = sum("firms" in name for name in SERIES)
    assert session(look) == [[len(SERIES), f"{len(SERIES)} series"], [1, "1 series"], firms]


@pytest.mark.slow
def test_without_scripts_the_list_is_whole_and_the_form_is_hidden(
    real_site: Path, session: Session[Any]
):
    async def look(tab: chromium.Tab) -> list[Any]:
        await tab.call("Emulation.setScriptExecutionDisabled", value=True)
        await tab.open(real_site / "series/index.html")
        await tab.call("Emulation.setScriptExecutionDisabled", value=False)
        form = "getComputedStyle(document.querySelector('form.search')).display"
        return [
            await tab.run(form),
            await tab.run("document.querySelectorAll('li[data-k]').length"),
        ]

    assert session(look) == ["none", len(SERIES)]
