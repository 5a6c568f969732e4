"""What programs read: the Atom feed of releases and corrections, and the map of the site."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from adoption.site.pages import SITE_NAME, Frame, plain

NAMESPACE = uuid.UUID("6f2b1c62-3d0a-5b64-9a6e-1f1d4c0e7a11")  # of the identifiers of entries


@dataclass(frozen=True)
class Entry:
    """One release or correction: a name that never changes, its day (ISO), and its page."""

    name: str
    day: str
    title: str
    summary: str
    path: str


def atom(frame: Frame, entries: Iterable[Entry]) -> str:
    """Return the feed, the newest first.

    Addresses are relative to the feed where the address of the site is not known.
    """
    ordered = sorted(entries, key=lambda one: (one.day, one.name), reverse=True)
    if not ordered:
        raise ValueError("a feed needs at least one entry")
    base = f' xml:base="{escape(frame.address)}/"' if frame.address else ""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"{base}>',
        f"<title>{SITE_NAME}: releases and corrections</title>",
        f"<id>{_identifier('feed')}</id>",
        '<link rel="self" type="application/atom+xml" href="feed.xml"/>',
        '<link rel="alternate" type="text/html" href="index.html"/>',
        f"<updated>{_moment(ordered[0].day)}</updated>",
        "<author><name>The adoption developers</name></author>",
    ]
    parts += [
        f"<entry><title>{_text(one.title)}</title><id>{_identifier(one.name)}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(one.path)}"/>'
        f"<updated>{_moment(one.day)}</updated><summary>{_text(one.summary)}</summary></entry>"
        for one in ordered
    ]
    return "\n".join([*parts, "</feed>"]) + "\n"


def sitemap(frame: Frame, paths: Sequence[str], day: str) -> str:
    """Return the map of the site: every page, with the day of the newest edition.

    Its addresses must be whole ones; where the address of the site is not known they are relative,
    which readers of the folder can use and search engines ignore.
    """
    urls = "\n".join(
        f"<url><loc>{escape(frame.absolute(path))}</loc><lastmod>{day}</lastmod></url>"
        for path in sorted(paths)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )


def _identifier(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(words: str) -> str:
    return escape(plain(words), quote=False)
