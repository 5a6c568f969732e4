"""Pages about editions: the overview, the list of editions, and the frame put round a report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from adoption import data, headlines, labels, report
from adoption.report import Edition
from adoption.schema import Column
from adoption.site import downloads, pages
from adoption.site.collection import Collection
from adoption.site.feed import Entry
from adoption.site.pages import Frame, Page
from adoption.site.world_pages import WORLD

_OPEN, _CLOSE = "<!-- site -->", "<!-- /site -->"
_MARKED = re.compile(f"{_OPEN}.*?{_CLOSE}\n?", re.DOTALL)


@dataclass(frozen=True)
class Release:
    """When an edition comes out: its name, its finding, its as-of date and its release."""

    name: str
    title: str
    as_of: dt.date
    release: dt.date

    @property
    def draft(self) -> bool:
        """Whether it tells less than its release will: it is as of an earlier day."""
        return self.as_of < self.release


def release_of(edition: Edition) -> Release:
    """Return when an edition comes out."""
    return Release(
        edition.name, headlines.title(edition), edition.as_of.date(),
        report.edition_date(edition.name).date(),
    )  # fmt: skip


def next_release(newest: Release) -> tuple[str, dt.date]:
    """Return the edition that follows, and the day on which it is expected.

    Examples
    --------
    >>> day = dt.date(2026, 7, 15)
    >>> next_release(Release("2026Q2", "", day, day))
    ('2026Q3', datetime.date(2026, 10, 15))
    """
    name = str(pd.Period(newest.name, freq="Q") + 1)
    return name, report.edition_date(name).date()


# The report ----------------------------------------------------------------------------------


def framed(html: str, frame: Frame, releases: Sequence[Release], name: str, style: str) -> str:
    """Put the navigation, what the edition is, and its description round a rendered report.

    What an earlier call put there is taken out first, so that a report need not be rendered again
    when another edition follows it.
    """
    own = next(one for one in releases if one.name == name)
    path = f"{name}/index.html"
    about = Page(
        path=path,
        title=f"{own.title} ({name})",
        description=f"Quarterly report on the use of generative AI, {labels.edition(name)}, as of "
        f"{labels.day(own.as_of)}.",
        body="",
    )
    picture = frame.absolute(pages.PICTURE) if frame.address else "../" + pages.PICTURE
    head = "\n".join(
        [
            f"<style>\n{style}</style>",
            *pages.open_graph(about, picture, frame.absolute(path) if frame.address else ""),
            '<link rel="alternate" type="application/atom+xml" title="Releases and corrections" '
            'href="../feed.xml">',
            pages.linked_data(_article(frame, own)),
        ]
    )
    top = f"{pages.navigation(path)}\n{_notice(releases, own)}"
    html = _MARKED.sub("", html)
    html = html.replace("</head>", f"{_marked(head)}</head>", 1)
    found = re.search(r'<body[^>]*>\s*(?:<a class="skip-link".*?</a>\n?)?', html, re.DOTALL)
    if found is None:
        raise ValueError(f"the report of {name} has no <body>")
    return html[: found.end()] + _marked(top) + html[found.end() :]


def _marked(html: str) -> str:
    return f"{_OPEN}{html}{_CLOSE}\n"


def _notice(releases: Sequence[Release], own: Release) -> str:
    newest = releases[-1]
    first = own.name == releases[0].name
    files = (
        f"{'' if first else '<a href=changes.html>What changed</a>. '}Tables: "
        '<a href="key_figures.csv" download>key figures</a> '
        '(<a href="key_figures.json" download>JSON</a>), '
        '<a href="observations.csv" download>observations</a>, '
        '<a href="forecasts.csv" download>forecasts</a>, '
        '<a href="datapackage.json" download>their description</a>.'
    ).replace("href=changes.html", 'href="changes.html"')
    if own.draft:
        words = (
            f"Draft of {own.name}, as of {labels.day(own.as_of)}. The edition is due on "
            f"{labels.day(own.release)}; figures may still change."
        )
        kind = "draft"
    elif own.name != newest.name:
        words = f"This is the edition of the {labels.edition(own.name)}, released on " \
                f"{labels.day(own.release)}. "  # fmt: skip
        files = f'<a href="../{newest.name}/index.html">The newest is {newest.name}</a>. {files}'
        kind = "older"
    else:
        following, day = next_release(newest)
        words = (
            f"The newest edition, released on {labels.day(own.release)}; {following} is expected "
            f"on {labels.day(day)}. "
        )
        kind = "newest"
    return (
        f'<aside class="edition-notice {kind}" aria-label="About this edition">'
        f"<p>{escape(words)} {files}</p></aside>"
    )


def _article(frame: Frame, own: Release) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": own.title,
        "headline": own.title,
        "datePublished": own.release.isoformat(),
        "creativeWorkStatus": "Draft" if own.draft else "Published",
        "url": frame.absolute(f"{own.name}/index.html"),
        "publisher": {"@type": "Organization", "name": "The adoption developers"},
    }


# Overview and list ---------------------------------------------------------------------------


def overview(collection: Collection, frame: Frame, releases: Sequence[Release]) -> str:
    """Return the first page: the newest edition's finding and the ways into the site."""
    newest = releases[-1]
    following, day = next_release(newest)
    edition = collection.edition
    places = edition.known["geo"].nunique()
    body = "\n".join(
        part
        for part in (
            f'<p class="lead"><a href="{newest.name}/index.html"><strong>{escape(newest.title)}'
            f"</strong></a></p>",
            _points(edition),
            f'<p><a href="{newest.name}/index.html">The report on the {labels.edition(newest.name)}'
            f"</a>, released on {labels.day(newest.release)}"
            f"{' (draft)' if newest.draft else ''}. {following} is expected on {labels.day(day)}."
            "</p>",
            '<form class="search" role="search" action="series/index.html" method="get">\n'
            '<p><label for="q">Search all series</label> '
            '<input type="search" id="q" name="q" autocomplete="off"></p>\n'
            '<p><button type="submit">Search</button></p>\n</form>',
            pages.section(
                "parts", "What is here",
                '<ul class="editions">'
                f'<li><a href="{WORLD}">The world</a><br><small>Economies ranked at each date, ties'
                " shown as ties</small></li>"
                f'<li><a href="countries/index.html">{places} economies, states and groups</a><br>'
                "<small>Every measure of a place side by side, and why they differ</small></li>"
                f'<li><a href="series/index.html">{len(collection.heads)} series</a><br><small>'
                "Chart, definition, revisions, forecast, citation and code for each</small></li>"
                '<li><a href="record/index.html">The record of the forecasts</a><br><small>How good'
                " they have been, by source and horizon, every miss shown</small></li>"
                '<li><a href="data/index.html">The data</a><br><small>CSV, JSON and Parquet, with a'
                " Data Package and a codebook</small></li></ul>",
            ),
            pages.section("editions", "Editions", _list(releases, "index.html")),
            pages.section(
                "files", "Downloads",
                pages.downloads([
                    (f"{newest.name}/{name}", words) for name, words in
                    (("key_figures.csv", "Numbers of the report as CSV"),
                     ("key_figures.json", "The same as JSON"),
                     (downloads.PACKAGE, "Data Package that describes the tables of the report"))
                ]),
            ),
        )
        if part
    )  # fmt: skip
    return frame.html(
        Page(
            path="index.html",
            title=pages.SITE_NAME,
            subtitle=f"What has been published, as known on {frame.as_of}",
            description=f"{newest.title}. {len(collection.heads)} published series of {places} "
            "economies and groups, with definitions, revisions, forecasts and downloads.",
            body=body,
            asks=True,
            dataset={
                "@context": "https://schema.org", "@type": "DataCatalog", "name": pages.SITE_NAME,
                "url": frame.absolute("index.html"), "isAccessibleForFree": True,
                "dataset": [{"@type": "Dataset", "@id": frame.absolute("data/index.html"),
                             "name": f"{pages.SITE_NAME}: published figures",
                             "description": "Every published figure in every vintage."}],
            },
        )
    )  # fmt: skip


def _points(edition: Edition) -> str:
    """Return the main points of an edition as HTML, as the report has them."""
    import pypandoc

    return str(
        pypandoc.convert_text(
            headlines.main_points(edition), "html5", format="markdown", extra_args=["--wrap=none"]
        )
    )


COLUMNS = (
    Column("edition", "text", "the quarter it is named by"),
    Column("title", "text", "its finding"),
    Column("as_of", "date", "the day whose knowledge it has"),
    Column("release", "date", "the day of its release"),
    Column("draft", "flag", "whether it is as of an earlier day than its release"),
)


def files(edition: Edition, releases: Sequence[Release]) -> dict[str, str]:
    """Return the list of editions as files."""
    rows = [
        {"edition": one.name, "title": one.title, "as_of": pd.Timestamp(one.as_of),
         "release": pd.Timestamp(one.release), "draft": one.draft}
        for one in releases
    ]  # fmt: skip
    return downloads.table_files(
        "editions", "Editions of the quarterly report", pd.DataFrame(rows), COLUMNS,
        edition=edition, key=("edition",),
    )  # fmt: skip


def editions(frame: Frame, releases: Sequence[Release], sources: pd.DataFrame) -> str:
    """Return the list of all editions, and what is expected next."""
    following, day = next_release(releases[-1])
    expected = sources[sources["next_release"].notna()].sort_values(["next_release", "publisher"])
    table = pages.linked_table(
        ["Expected", "Programme"],
        [[labels.day(row["next_release"]),
          pages.outside(f"{row['publisher']}, {row['programme']}", row["address"])]
         for row in expected.to_dict("records")],
        caption="Next releases of the publishers, where they are known",
    ) if len(expected) else ""  # fmt: skip
    return frame.html(
        Page(
            path="editions.html",
            title="Editions",
            subtitle="Each as of its own date, at an address that never changes",
            description="All editions of the quarterly report, their differences, and the next "
            "expected release.",
            body="\n".join(
                [
                    pages.paragraph(f"{following} is expected on {labels.day(day)}."),
                    _list(releases, "editions.html"),
                    pages.section("next", "Next releases", table),
                    pages.section(
                        "feed", "Feed",
                        '<p><a href="feed.xml">Releases and corrections</a> as an Atom feed.</p>',
                    ),
                    pages.section(
                        "files", "Downloads",
                        pages.downloads(downloads.links("editions", "Every edition")),
                    ),
                ]
            ),
        )
    )  # fmt: skip


def _list(releases: Sequence[Release], here: str) -> str:
    items = []
    for one in reversed(releases):
        changes = (
            ""
            if one.name == releases[0].name
            else f"; {pages.link('what changed', here, f'{one.name}/changes.html')}"
        )
        when = f"Draft, as of {labels.day(one.as_of)}; due" if one.draft else "Released"
        items.append(
            f"<li>{pages.link(one.name, here, f'{one.name}/index.html')} {escape(one.title)}<br>"
            f"<small>{when} {labels.day(one.release)}{changes}</small></li>"
        )
    return f'<ul class="editions">{"".join(items)}</ul>'


def picture(edition: Edition) -> bytes:
    """Return the picture that other sites show beside a link, as PNG: the series of the title."""
    from adoption import pictures

    names = [report.CHINA_USERS, report.WORLD_SHARE, *edition.known["series_id"]]
    figure = pictures.plot_series(edition.series(next(name for name in names if edition.has(name))))
    return pictures.to_png(figure)[0]


def entries(releases: Sequence[Release], newest: Edition) -> list[Entry]:
    """Return the entries of the feed: each release, and each day's corrections and revisions."""
    found = [
        Entry(
            f"edition/{one.name}", one.release.isoformat(),
            f"{one.name}: {one.title}",
            f"Quarterly report, as of {labels.day(one.as_of)}"
            + (" (draft)" if one.draft else ""),
            f"{one.name}/index.html",
        )
        for one in releases
    ]  # fmt: skip
    for row in newest.corrections.to_dict("records"):
        day = str(pd.Timestamp(row["date"]).date())
        end = "" if pd.isna(row["period_end"]) else str(pd.Timestamp(row["period_end"]).date())
        found.append(
            Entry(
                f"correction/{row['series_id']}/{end}/{row['what']}", day,
                f"Correction: {row['series_id']}", f"{row['what']}. {row['reason']}.",
                pages.series_path(str(row["series_id"]))
                if (newest.known["series_id"] == row["series_id"]).any()
                else "data/corrections.csv",
            )
        )  # fmt: skip
    revised = data.revisions(newest.vintages)
    for (series_id, known), rows in revised.groupby(["series_id", "known_from"]):
        day = str(pd.Timestamp(str(known)).date())
        found.append(
            Entry(
                f"revision/{series_id}/{day}", day, f"Revision: {series_id}",
                f"{len(rows)} {'figure' if len(rows) == 1 else 'figures'} revised.",
                pages.series_path(str(series_id)),
            )
        )  # fmt: skip
    return found
