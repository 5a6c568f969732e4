"""How to cite a series, and the code that loads it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from adoption import labels
from adoption.site import pages
from adoption.site.pages import Frame


def citation(frame: Frame, head: pd.Series[Any]) -> str:
    """Return how to cite a series: the publisher first, then this collection."""
    released = "" if pd.isna(head["released"]) else labels.day(head["released"])
    when = f", released {released}" if released else ""
    return (
        f"{head['publisher']}, {head['programme']}: {head['title']}, {head['period']}{when}. In: "
        f"{pages.SITE_NAME}, edition {frame.edition} (as of {frame.as_of}), series "
        f"{head['series_id']}, {frame.absolute(pages.series_path(head['series_id']))}."
    )


def bibtex(frame: Frame, head: pd.Series[Any]) -> str:
    """Return the citation as a BibTeX entry in which no text can end its field."""
    year = pd.Timestamp(head["released"] if pd.notna(head["released"]) else head["period_end"]).year
    fields = {
        "author": f"{{{_tex(head['publisher'])}}}",
        "title": f"{{{_tex(head['title'])}}}",
        "howpublished": _tex(head["programme"]),
        "year": str(year),
        "note": _tex(
            f"Figure for {head['period']}, {pages.SITE_NAME}, edition {frame.edition}, "
            f"as of {frame.as_of}"
        ),
        "url": frame.absolute(pages.series_path(head["series_id"])),
    }
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{{head['series_id']},\n{lines}\n}}"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


def code(name: str, place: str, frame: Frame) -> str:
    """Return code that loads the CSV of a series from `place`, in four languages."""
    dates = '["period_start", "period_end", "released", "known_from"]'
    pandas = (
        f'import pandas as pd\n\nvintages = pd.read_csv("{place}", parse_dates={dates})\n'
        'newest = vintages.drop_duplicates(["period_start", "period_end"], keep="last")'
    )
    r = (
        f'vintages <- read.csv("{place}")\n'
        "vintages$period_end <- as.Date(vintages$period_end)\n"
        'newest <- vintages[!duplicated(vintages[c("period_start", "period_end")], '
        "fromLast = TRUE), ]"
    )
    sheet = (
        f'=IMPORTDATA("{place}")'
        if frame.address
        else f"Data > From Text/CSV, then choose {place} in the folder of the site"
    )
    python = (
        f"import adoption\n\nobservations = adoption.load()\n"
        f'one = adoption.series(observations, "{name}")'
    )
    return "".join(
        pages.code(text, title=title)
        for title, text in (
            ("pandas", pandas), ("R", r), ("Spreadsheet", sheet), ("The package adoption", python),
        )
    )  # fmt: skip
