"""Published statements held against the figures: from a table or from prose, English and Chinese.

A document passes through in this order; each module says more.

- `prose` takes plain text, Markdown, HTML or `.qmd` apart into paragraphs and sentences
  (`markdown`, `hypertext`, `markup`, `transcripts`, `grids`, `heads`).
- `reading` makes statements of them: numbers (`quantities`, `units`, `chinese`, `bounds`,
  `ordinals`), dates (`periods`, `dating`, `years`, `bases`, `spans`), which way it moved
  (`movements`), of whom (`subjects`, `people`, `wholes`, `ages`, `vendors`, `counterparts`,
  `other_places`, `pairs`), by whom and where (`publishers`, `informants`, `venues`), where it is
  placed among others (`placings` and `ranked_sets`, with the words of `ordinals`, `places_held`,
  `leads`, `superlatives`, `climbs`, `spreads` and `orders`), in which words (`phrases`, `cues`),
  and what is no statement on adoption (`reservations`, `strangers`).
- `catalogue` holds the figures; `identity` and `bindings` find those that a statement is about.
- `findings` lists the steps that judge, in their order (`ranks` of places with `ranked_figures`,
  `moves`, `followers` and `extremes`, `leaders` among products and sectors are two); `doubts`
  takes back what is doubtful.
- `rows` judges a table instead, one statement a row.
- `checking` is the door: it returns the findings and writes them out.
"""

from __future__ import annotations

from adoption.claims.checking import COLUMNS, check_claims, listing, mark, to_json, unbound

__all__ = ["COLUMNS", "check_claims", "listing", "mark", "to_json", "unbound"]
