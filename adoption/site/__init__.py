"""The published site: every edition, series and place, with its downloads, as one folder.

- `building` makes the folder, takes over what did not change, and checks it by building it again.
- `collection` is what the pages of a site have in common: figures, forecasts, scores.
- `pages` is the frame of a page; `site_pages` lists the pages, each kind has a module of its own.
- `downloads`, `codebook`, `citations`, `feed` and `differences` make the files beside the pages.
- `publishing` moves a built folder to where it is served, in one switch.
"""

from __future__ import annotations

from adoption.site.building import build, build_edition, report_folder, verify
from adoption.site.publishing import publish, publish_branch

__all__ = ["build", "build_edition", "publish", "publish_branch", "report_folder", "verify"]
