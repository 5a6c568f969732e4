"""The site as a whole: same bytes, parts taken over, links, hostile text, downloads."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import shutil
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pandas as pd
import pytest
from small_site import (
    EDITIONS,
    FEW,
    FRAME,
    SERIES,
    build,
    changed,
    gathered,
    pages_of,
    small_edition,
)
from small_site import quick as quick

from adoption import data, site, standings
from adoption.schema import IDENTITY, RenderError
from adoption.site import (
    building,
    citations,
    collection,
    differences,
    edition_pages,
    feed,
    pages,
    publishing,
    record_page,
    series_pages,
    site_pages,
    world_pages,
)
from adoption.site.collection import Collection
from adoption.site.edition_pages import Release


@pytest.fixture(scope="module")
def found(real_site: Path) -> Collection:
    return gathered(real_site)


@pytest.fixture(scope="module")
def files(real_site: Path) -> building.Files:
    """Every page and download that belongs to the newest edition."""
    names = publishing.manifest(real_site)["parts"]["pages"]["files"]
    contents = {name: (real_site / name).read_bytes() for name in names}
    return {
        name: content if name.endswith(".parquet") else content.decode()
        for name, content in contents.items()
    }


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "site"))


def tree(html: str | bytes) -> Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def every_file(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


class Reader(HTMLParser):
    """What a page links to, loads, and names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        if "id" in given:
            self.names.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self.links.append(given.get("action", ""))
        if tag in ("script", "img", "source"):
            self.loads.append(given.get("src", ""))
        if tag == "link" and given.get("rel") not in ("canonical",):
            self.loads.append(given["href"])


# The build -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_site_built_again_in_two_processes_is_the_same_to_the_last_byte(
    quick: list[str], built: Path, tmp_path: Path
):
    assert every_file(build(tmp_path / "two", jobs=2)) == every_file(built)
    assert quick == []  # the reports were made elsewhere


def test_every_link_inside_the_site_leads_to_a_file_of_it(built: Path):
    there = every_file(built)
    anchors = {name: Reader(text.decode()).names for name, text in there.items()
               if name.endswith(".html")}  # fmt: skip
    checked = 0
    for name in anchors:
        reader = Reader(there[name].decode())
        assert len(set(reader.names)) == len(reader.names), name
        assert all(not urlsplit(address).scheme or address.startswith("data:")
                   for address in reader.loads), name  # fmt: skip
        for address in [*reader.links, *reader.loads]:
            if not address or urlsplit(address).scheme:
                continue
            path, _, anchor = unquote(address).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path or "x"))
            target = target if path else name
            if SERIES_ELSEWHERE.search(target):
                continue
            assert target in there, f"{name} links to {address}"
            if anchor and target.endswith(".html"):
                assert anchor in anchors[target], f"{name} links to {address}"
            checked += 1
    assert checked > 150


SERIES_ELSEWHERE = re.compile(r"^series/")  # corrections name series that the small site lacks


def test_links_to_series_lead_to_pages(files: building.Files):
    assert {name for name in files if name.startswith("series/") and name.endswith("html")} == {
        "series/index.html", *(pages.series_path(name) for name in SERIES)
    }  # fmt: skip
    linked = Reader(str(files["series/index.html"])).links
    assert {f"{name}/index.html" for name in SERIES} <= set(linked)


def test_only_the_edition_that_changed_is_rendered_again(
    quick: list[str], copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    build(copy)
    assert quick == []

    def changed_q1(name: str | None = None, *, as_of: str | None = None, **_: Any) -> Any:
        edition = small_edition(name, as_of=as_of, series=FEW)
        if name != "2026Q1":
            return edition
        return changed(edition, lambda text: text + " (new)", {"events": ["title"]})

    monkeypatch.setattr(building.report, "edition", changed_q1)
    build(copy)
    assert quick == ["2026Q1"]
    quick.clear()
    assert every_file(build(tmp_path / "afresh")) == every_file(copy)
    assert quick == ["2026Q2", "2026Q1"]


def test_a_part_that_was_tampered_with_is_made_again(quick: list[str], built: Path, copy: Path):
    (copy / "2026Q1/index.html").write_text("tampered")
    build(copy)
    assert quick == ["2026Q1"]
    assert every_file(copy) == every_file(built)


def test_an_edition_that_follows_leaves_the_older_report_and_says_so_on_it(
    quick: list[str], tmp_path: Path
):
    folder = build(tmp_path / "site", {"2026Q1": "2026-04-15"})
    alone = (folder / "2026Q1/index.html").read_text()
    assert "The newest edition, released on 15 April 2026; 2026Q2 is expected on 15 July" in alone
    quick.clear()
    build(folder)
    assert quick == ["2026Q2"]
    after = (folder / "2026Q1/index.html").read_text()
    assert '<a href="../2026Q2/index.html">The newest is 2026Q2</a>' in after
    assert "The newest edition" not in after
    assert after.count('<nav class="site"') == 1


def test_an_edition_before_its_day_is_a_draft_everywhere(quick: list[str], tmp_path: Path):
    folder = build(tmp_path / "site", {"2026Q1": "2026-04-15", "2026Q2": "2026-07-01"})
    assert "Draft of 2026Q2, as of 1 July 2026." in (folder / "2026Q2/index.html").read_text()
    assert "Draft, as of 1 July 2026; due 15 July 2026" in (folder / "editions.html").read_text()
    with pytest.raises(ValueError, match="2026Q2 is a draft"):
        publishing.publish(tmp_path / "www", folder=folder)


@pytest.mark.parametrize("failing", ["of_kind", "joint"])
def test_a_failed_build_leaves_the_old_site_whole(
    quick: list[str], copy: Path, monkeypatch: pytest.MonkeyPatch, failing: str
):
    for name in ("series/index.html", "index.html"):
        (copy / name).unlink()  # so that the pages are made again
    before = every_file(copy)

    def fail(*given: Any) -> building.Files:
        raise KeyboardInterrupt

    monkeypatch.setattr(site_pages, failing, fail)
    with pytest.raises(KeyboardInterrupt):
        build(copy)
    assert every_file(copy) == before
    assert [path.name for path in copy.parent.iterdir()] == ["site"]


def test_a_folder_of_something_else_is_not_built_into(quick: list[str], tmp_path: Path):
    (tmp_path / "letter").write_text("mine")
    with pytest.raises(ValueError, match="holds something else than a site"):
        build(tmp_path)
    assert quick == []


def test_the_manifest_names_every_file_and_input(built: Path):
    about = json.loads((built / "manifest.json").read_text("utf-8"))
    there = every_file(built)
    del there["manifest.json"]
    assert about["files"] == {name: publishing.digest(content) for name, content in there.items()}
    assert {name for part in about["parts"].values() for name in part["files"]} == set(there)
    assert {"data/raw/cnnic.csv", "reports/quarterly.qmd", "adoption/site/building.py"} <= set(
        about["inputs"]
    )


def test_verify_names_what_was_changed_and_nothing_else(quick: list[str], copy: Path):
    folder = copy
    (folder / "index.html").write_text("x")
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    about["inputs"]["data/raw/cnnic.csv"] = "0" * 64
    about["files"]["feed.xml"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    assert site.verify(folder, jobs=1, progress=False) == [
        "feed.xml was changed", "index.html was changed",
        "the input data/raw/cnnic.csv is not that of the build", "feed.xml comes out otherwise",
    ]  # fmt: skip


def test_a_path_that_leads_out_of_the_site_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="leads out of the site"):
        building._write(tmp_path / "site", {"../elsewhere": "x"})
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"engine": "word"}, "`builtin` or `quarto`"),
        ({"address": "ftp://x"}, "http or https"),
        ({"editions": {"2026Q2": "2026-07-15", "2026Q1": "2026-04-15"}}, "from the oldest"),
        ({"editions": {}}, "at least one"),
    ],
)
def test_wrong_arguments_of_the_build_are_named(
    tmp_path: Path, given: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        site.build(tmp_path / "site", **({"editions": EDITIONS} | given))


def test_an_address_stands_in_feed_map_and_citations(quick: list[str], tmp_path: Path):
    folder = build(tmp_path / "site", {"2026Q2": "2026-07-15"}, "https://example.org/ai/")
    assert 'xml:base="https://example.org/ai/"' in (folder / "feed.xml").read_text()
    root = ET.parse(folder / "sitemap.xml").getroot()
    places = [node.text or "" for node in root.iter() if node.tag.endswith("loc")]
    assert len(places) == len(set(places)) > len(FEW)
    for place in places:
        path = place.removeprefix("https://example.org/ai/")
        assert (
            folder / (path + "index.html" if path.endswith("/") or not path else path)
        ).is_file()
    page = (folder / "series/cnnic-genai-users-chn/index.html").read_text()
    assert "https://example.org/ai/series/cnnic-genai-users-chn/" in page
    assert "read_csv(&quot;https://example.org/ai/series/" in page


def test_numbers_bound_to_no_figure_stand_beside_every_report_and_in_its_package(built: Path):
    for edition in EDITIONS:
        content = (built / edition / "unbound_statements.csv").read_bytes()
        assert content.decode().splitlines()[1:] == [
            """at least 93%,level,93,percent,92.5,,,not determinable,"'=a forecast\""""
        ]
        package = json.loads((built / edition / "datapackage.json").read_text("utf-8"))
        listed = {one["path"]: one["hash"] for one in package["resources"]}
        assert listed["unbound_statements.csv"] == f"sha256:{publishing.digest(content)}"


# Pages ---------------------------------------------------------------------------------------


def test_every_page_parses_and_is_under_its_size(files: building.Files):
    for name, content in files.items():
        if name.endswith(".html"):
            tree(content)
            assert len(str(content).encode()) < 300_000, name


def test_a_series_page_has_all_its_parts(files: building.Files):
    page = tree(files["series/cnnic-genai-penetration-chn/index.html"])
    heads = [node.text for node in page.iter("h2")]
    assert heads == ["The figures", "What is measured", "Forecast", "Vintages and revisions",
                     "Breaks and corrections", "Launches and rules in this time",
                     "Download, cite, load"]  # fmt: skip
    assert sum(str(node.tag).endswith("svg") for node in page.iter()) == 2
    text = "".join(page.itertext())
    for words in ("42.8%", "+25.2 percentage points on a year before", "Known from 5 February 2026",
                  "@misc{cnnic-genai-penetration-chn", "read.csv(", "read_csv("):  # fmt: skip
        assert words in text, words


def test_the_change_on_a_series_page_is_the_printed_one_within_its_bounds(found: Collection):
    rows = found.figures["cnnic-genai-penetration-chn"]
    claims = found.edition.claims
    assert series_pages.change_words(rows, claims).startswith(", +25.2 percentage points")
    assert series_pages.change_words(rows, claims.iloc[:0]).startswith(", +25.1 percentage points")


def test_a_figure_like_the_one_before_is_unchanged(found: Collection):
    rows = found.figures["btos-ai-use-v2-usa-firms"]
    assert rows["value"].iloc[-2:].tolist() == [20.6, 20.6]
    claims = found.edition.claims
    assert series_pages.change_words(rows, claims) == ", unchanged since 31 May 2026"
    assert series_pages.change_words(rows.iloc[:-3], claims) == (
        ", −0.3 percentage points since 19 April 2026"
    )


def test_a_break_is_told_on_both_series_with_a_link(files: building.Files):
    for one, other in (("v1", "v2"), ("v2", "v1")):
        html = str(files[f"series/btos-ai-use-{one}-usa-firms/index.html"])
        assert f'<a href="../btos-ai-use-{other}-usa-firms/index.html">' in html
        assert "the two are never joined" in html


def test_a_series_that_has_a_successor_is_not_forecast(found: Collection):
    assert "btos-ai-use-v1-usa-firms" not in found.ahead
    assert "btos-ai-use-v2-usa-firms" in found.ahead


def test_a_forecast_is_shown_with_the_score_of_its_model(files: building.Files):
    for name, content in files.items():
        if name.startswith("series/") and 'id="forecast"' in str(content):
            assert re.search(r"past figures of this|too few past figures", str(content)), name


def test_a_single_figure_stands_among_the_places_asked_the_same(files: building.Files):
    html = str(files["series/eurostat-genai-any-deu/index.html"])
    assert "The same question in other places" in html
    assert '<a href="../eurostat-genai-any-fra/index.html">France</a>' in html


def test_why_measures_differ_names_the_respects_in_which_they_do(files: building.Files):
    html = str(files["countries/usa/index.html"])
    assert "What is counted." in html
    assert "an employed person (1)" in html
    assert re.search(
        r"The lowest measure \(.*?\) and the highest \(.*?\) differ in [^.]*weights", html
    )


def test_places_whose_intervals_meet_share_their_ranks(found: Collection):
    one = next(one for one in world_pages.comparisons(found) if one.kind == "economy")
    table = one.rankings[0].table
    assert table["place"].tolist()[:2] == ["United Arab Emirates", "Singapore"]
    rows = pd.DataFrame({"value": [40.1, 40.0, 30.0], "rounding": [0.05] * 3})
    best, worst = standings.ranks(rows["value"], rows["rounding"])
    assert list(zip(best, worst, strict=True)) == [(1, 2), (1, 2), (3, 3)]


# Notices, feed, record -----------------------------------------------------------------------


def test_the_feed_has_each_release_correction_and_revision(found: Collection):
    day = pd.Timestamp("2026-07-15").date()
    entries = edition_pages.entries([Release("2026Q2", "T", day, day)], found.edition)
    kinds = [one.name.split("/")[0] for one in entries]
    assert kinds.count("edition") == 1
    assert kinds.count("correction") == len(found.edition.corrections)
    assert len({one.name for one in entries}) == len(entries)
    ET.fromstring(feed.atom(FRAME, entries))


def forecasts(model: str, low: float, high: float) -> pd.DataFrame:
    levels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
    steps = [low + (high - low) * k / 6 for k in range(7)]
    return pd.DataFrame(
        {"series_id": "btos-ai-use-v2-usa-firms", "model": model,
         "origin": pd.Timestamp("2026-04-15"), "period_end": pd.Timestamp("2026-06-14"),
         "quantile_level": levels, "predicted": steps}
    )  # fmt: skip


def test_the_record_scores_what_came_after_and_shows_a_miss(found: Collection):
    given = {"2026Q1": pd.concat([forecasts("engine", 1.0, 4.0), forecasts("naive", 2.0, 8.0)])}
    scores = record_page.scored(found.edition.vintages, given)
    assert scores["horizon"].unique().tolist() == ["up to six months"]
    assert scores["edition"].unique().tolist() == ["2026Q1"]
    html = record_page.page(found, FRAME, scores, {"2026Q1": False})
    tree(html)
    assert "above the interval" in html
    assert "made afterwards" in html
    kept = record_page.page(found, FRAME, scores, {"2026Q1": True})
    assert "kept as published" in kept


def test_a_figure_known_before_the_origin_is_not_scored(found: Collection):
    late = forecasts("engine", 1.0, 4.0).assign(origin=pd.Timestamp("2026-07-10"))
    assert record_page.scored(found.edition.vintages, {"2026Q2": late}).empty


def test_forecasts_of_a_site_can_be_loaded_from_its_folder(built: Path):
    table = data.load_forecasts("2026Q2", built / "data/forecasts")
    assert set(table["model"]) == {"engine"}
    assert (table["origin"] == pd.Timestamp("2026-07-15")).all()


def test_series_are_forecast_in_their_own_step(found: Collection):
    ends = found.forecasts.groupby("series_id")["period_end"].unique()
    weeks = sorted(ends["btos-ai-use-v2-usa-firms"])
    assert pd.Timestamp("2026-06-28") in weeks
    assert pd.Timestamp("2026-06-30") in weeks


# Downloads -----------------------------------------------------------------------------------


def test_files_beside_a_series_agree_with_each_other(files: building.Files):
    name = "cnnic-genai-penetration-chn"
    place = f"series/{name}"
    rows = list(csv.DictReader(io.StringIO(str(files[f"{place}/{name}.csv"]))))
    told = json.loads(str(files[f"{place}/{name}.json"]))
    package = json.loads(str(files[f"{place}/datapackage.json"]))
    assert [float(row["value"]) for row in rows] == [one["value"] for one in told["figures"]]
    assert [row["value"] for row in rows] == ["16.4", "17.7", "36.5", "42.8"]
    assert set(IDENTITY) <= set(told)
    resource = package["resources"][0]
    assert [one["name"] for one in resource["schema"]["fields"]] == list(rows[0])
    content = str(files[f"{place}/{resource['path']}"]).encode()
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{publishing.digest(content)}"


def test_the_whole_is_the_same_in_csv_json_and_parquet(files: building.Files):
    rows = list(csv.DictReader(io.StringIO(str(files["data/observations.csv"]))))
    told = json.loads(str(files["data/observations.json"]))
    content = files["data/observations.parquet"]
    assert isinstance(content, bytes)
    parquet = pd.read_parquet(io.BytesIO(content))
    assert len(rows) == len(told) == len(parquet)
    assert [float(row["value"]) for row in rows] == parquet["value"].tolist()
    assert [one["released"] for one in told] == [row["released"] or None for row in rows]


def test_the_package_describes_every_csv_file(files: building.Files):
    package = json.loads(str(files["data/datapackage.json"]))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    described = {one["path"] for one in package["resources"]}
    assert described == {name.removeprefix("data/") for name in files
                         if name.startswith("data/") and name.endswith(".csv")}  # fmt: skip
    for one in package["resources"]:
        text = str(files[f"data/{one['path']}"])
        head = next(csv.reader(io.StringIO(text)))
        assert [field["name"] for field in one["schema"]["fields"]] == head


def test_the_packages_are_valid_by_frictionless(built: Path):
    frictionless = pytest.importorskip(
        "frictionless", reason="frictionless is not installed: Data Packages are not validated"
    )
    packages = sorted(built.rglob("*datapackage.json"))
    assert len(packages) > 10
    for package in packages:
        made = frictionless.validate(str(package))
        assert made.valid, (package, made.flatten(["type", "message"]))


def test_every_page_has_its_data_beside_it_as_csv_json_and_data_package(built: Path):
    seen = 0
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        if "No question was asked alike" in text:
            continue
        beside = [address for address in Reader(text).links if (page.parent / address).is_file()]
        for ending in (".csv", ".json", "datapackage.json"):
            assert any(address.endswith(ending) for address in beside), (page, ending)
        seen += 1
    assert seen >= 13


def test_every_data_package_describes_the_csv_file_beside_it(built: Path):
    for place in built.rglob("*datapackage.json"):
        for resource in json.loads(place.read_text("utf-8"))["resources"]:
            content = (place.parent / resource["path"]).read_bytes()
            head = next(csv.reader(io.StringIO(content.decode())))
            assert [field["name"] for field in resource["schema"]["fields"]] == head
            if "hash" in resource:
                assert resource["hash"] == f"sha256:{publishing.digest(content)}"


def test_every_code_in_use_is_in_the_list_of_codes(files: building.Files, found: Collection):
    codes = pd.read_csv(io.StringIO(str(files["data/codelists.csv"])), keep_default_na=False)
    listed = codes.groupby("column")["code"].agg(set)
    for column in ("geo", "indicator", "product", "purpose", "population_group", "usage_window",
                   "unit_of_observation", "weighting", "bound"):  # fmt: skip
        assert set(found.heads[column]) <= listed[column], column


# Hostile text --------------------------------------------------------------------------------

HOSTILE = (
    '=HYPERLINK("http://x") </script></title><script>alert(1)</script><img src=x onerror=alert(2)> '
    "'; DROP TABLE a; -- ../../etc/passwd {{7*7}} ${x} `id` ]]> <!-- --> &lt;b&gt; \x00\x07\x1b"
    "\x85 \u202egnp.exe\u2066 %0d%0a }\n@misc{x,"
)
TEXTS = {
    "vintages": ["source_title", "notes"], "known": ["source_title", "notes"],
    "events": ["title", "organisation", "product", "source_title", "notes", "kind"],
    "breaks": ["description", "kind"], "corrections": ["what", "reason"],
    "sources": ["publisher", "programme", "method", "method_description", "population", "question",
                "cadence", "licence", "notes"],
    "claims": ["notes"],
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(found: Collection) -> Collection:
    edition = changed(small_edition(series=SERIES[:10]), lambda text: HOSTILE + text, TEXTS)
    ahead, scores = (table[table["series_id"].isin(SERIES[:10])]
                     for table in (found.forecasts, found.scores))  # fmt: skip
    made = collection.collect(collection.cleaned(edition), ahead, scores)
    places = made.geographies.assign(name=[pages.plain(HOSTILE) + name
                                           for name in made.geographies["name"]])  # fmt: skip
    return Collection(made.edition, made.forecasts, made.scores, places)


@pytest.fixture(scope="module")
def hostile_files(hostile: Collection) -> building.Files:
    day = pd.Timestamp("2026-07-15").date()
    releases = [Release(name, pages.plain(HOSTILE), day, day) for name in ("2026Q1", "2026Q2")]
    edition = hostile.edition
    rows = differences.differences(
        edition.known.iloc[:5].assign(value=1.0), edition.known,
        corrections=edition.corrections, breaks=edition.breaks,
    )  # fmt: skip
    report = (
        '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><p>R</p></body></html>'
    )
    files = pages_of(hostile)
    scores = record_page.scored(edition.vintages, {"2026Q1": forecasts("engine", 1.0, 4.0)})
    return files | {
        "editions.html": edition_pages.editions(FRAME, releases, edition.sources),
        "index.html": edition_pages.overview(hostile, FRAME, releases),
        "feed.xml": feed.atom(FRAME, edition_pages.entries(releases, edition)),
        "record/index.html": record_page.page(hostile, FRAME, scores, {"2026Q1": False}),
        "2026Q2/changes.html": differences.page(hostile, FRAME, edition, edition, rows),
        "2026Q2/index.html": edition_pages.framed(report, FRAME, releases, "2026Q2", ""),
    }


def test_hostile_text_is_text_on_every_page(hostile_files: building.Files):
    seen = 0
    for name, content in hostile_files.items():
        if not name.endswith(".html"):
            continue
        html = str(content)
        reader = Reader(html)
        if name != "2026Q2/index.html":  # the report itself is rendered elsewhere
            tree(html)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u2066]", html), name
        assert "img" not in reader.tags, name
        assert reader.handlers == [], name
        assert reader.loads.count("") == reader.tags.count("script") - html.count("search.js"), name
        for address in reader.links:
            assert urlsplit(address).scheme in ("", "http", "https"), (name, address)
        seen += "DROP TABLE" in html
    assert seen > 20


def test_hostile_text_starts_no_formula_in_any_csv(hostile_files: building.Files):
    cells = 0
    for name, content in hostile_files.items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(str(content))):
                for cell in row:
                    assert not re.match(r"[=@\t\r＝＋－＠]|[+-](?![\d.])", cell), (name, cell)
                    cells += cell.startswith("'=HYPERLINK")
    assert cells > 50


def test_hostile_text_leaves_json_and_the_feed_readable(hostile_files: building.Files):
    for name, content in hostile_files.items():
        if name.endswith(".json"):
            json.loads(str(content))
    root = ET.fromstring(str(hostile_files["feed.xml"]))
    assert "DROP TABLE" in "".join(root.itertext())


def test_hostile_text_ends_no_field_of_a_citation(hostile: Collection):
    head = hostile.head("cnnic-genai-users-chn")
    entry = citations.bibtex(FRAME, head)
    depth = 0
    for k, character in enumerate(entry):
        escaped = k > 0 and entry[k - 1] == "\\"
        depth += 0 if escaped else (character == "{") - (character == "}")
        assert depth > 0 or k in (*range(6), len(entry) - 1), entry[: k + 1]
    assert depth == 0
    assert entry.count("@misc{") == 1


def test_a_hostile_identifier_gets_no_page(found: Collection):
    for name in ("../../x", "a/../b", "A\x00"):
        with pytest.raises(ValueError, match="cannot stand in an address"):
            pages.series_path(name)


def test_an_address_that_is_none_stops_the_page():
    edition = changed(small_edition(), lambda _: "javascript:alert(1)", {"sources": ["address"]})
    made = collection.collect(edition, pd.DataFrame(), pd.DataFrame(columns=["series_id", "model"]))
    with pytest.raises(ValueError, match="http or https"):
        series_pages.page(made, FRAME, "cnnic-genai-users-chn")


def test_a_report_that_contradicts_the_figures_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    page = "<!DOCTYPE html><html lang=en><title>t</title><body><p>{}</p></body></html>"
    said = "In December 2025 China had {} million users of generative AI. By 2040 it may be 93%."

    def rendered(count: int) -> Path:
        text = page.format(said.format(count))
        monkeypatch.setattr(
            building, "render", lambda _, place, **__: place.write_text(text, "utf-8")
        )
        return site.build_edition("2026Q2", folder=tmp_path)

    monkeypatch.setattr(building.report, "edition", small_edition)
    right = rendered(602).read_bytes()
    unbound = (tmp_path / "2026Q2" / "unbound_statements.csv").read_text("utf-8")
    assert "93%" in unbound
    assert "602 million" not in unbound
    package = json.loads((tmp_path / "2026Q2" / "datapackage.json").read_text("utf-8"))
    assert "unbound_statements.csv" in {one["path"] for one in package["resources"]}
    with pytest.raises(RenderError, match="1 sentence contradicts the figures of 2026Q2"):
        rendered(515)
    assert (tmp_path / "2026Q2" / "index.html").read_bytes() == right
