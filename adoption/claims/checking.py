"""Published statements held against the figures: from a table or from prose."""

from __future__ import annotations

import datetime as dt
import json
import math
from functools import lru_cache
from typing import Any

import pandas as pd

from adoption import data
from adoption.arguments import day_of, require_table
from adoption.claims import findings, rows
from adoption.claims.catalogue import CATALOGUED, Catalogue
from adoption.claims.grids import MAX_NUMBERS
from adoption.claims.paragraphs import Prose
from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements
from adoption.claims.statements import Statement
from adoption.claims.verdicts import UNDETERMINED, Verdict
from adoption.schema import FIGURES

COLUMNS = (
    "text", "start", "end", "kind", "value", "unit", "lower", "upper", "series_id", "period_end",
    "base_period_end", "verdict", "reason",
)  # fmt: skip


def check_claims(
    text_or_table: str | pd.DataFrame,
    observations: pd.DataFrame | None = None,
    *,
    as_of: str | dt.date | None = None,
    tables: bool = True,
) -> pd.DataFrame:
    """Hold published statements against the figures.

    Parameters
    ----------
    text_or_table : str or DataFrame
        Prose (plain text, Markdown, HTML or `.qmd`; English and Chinese), or a table with the
        columns of data/raw/claims.csv.
    observations : DataFrame, optional
        Published figures; by default all of `adoption.load()`.
    as_of : date, optional
        Use only what was known on that day.
    tables : bool, optional
        Of prose: read the numbers of its tables, too.

    Returns
    -------
    DataFrame
        One row for each statement, in order: `text` and where it stands (`start`, `end`; of a
        table, the line), `kind`, `value`, `unit`, `lower` and `upper` (what the words allow),
        `series_id`, `period_end`, `base_period_end` (what it was held against), `verdict`
        (supported, contradicted, not determinable) and `reason`.

    Raises
    ------
    DataError
        For a table without the columns, or with wrong cells, every one by line.
    ValueError
        For a day after the figures were last read.
    TypeError
        For what is neither text nor a table.

    Examples
    --------
    >>> table = pd.DataFrame({"series_id": ["cnnic-genai-penetration-chn"] * 2,
    ...     "claim_kind": ["yoy_points"] * 2, "value": [25.2, 24.9], "rounding": [0.05] * 2,
    ...     "period_end": ["2025-12-31"] * 2, "base_period_end": ["2024-12-31"] * 2})
    >>> check_claims(table)["verdict"].tolist()
    ['supported', 'contradicted']
    """
    if not isinstance(text_or_table, (str, pd.DataFrame)):
        raise TypeError(
            f"`text_or_table` is a {type(text_or_table).__name__}: a str or a DataFrame is expected"
        )
    if observations is None and as_of is None:
        catalogue = _published(data.state())
    else:
        day = None if as_of is None else day_of(as_of, "as_of")
        observations = data.load() if observations is None else observations
        require_table(
            observations, "observations", FIGURES, CATALOGUED, optional=["known_from"], empty=True
        )
        catalogue = Catalogue(observations if day is None else data.as_of(observations, day))
    if isinstance(text_or_table, pd.DataFrame):
        records = rows.check_rows(text_or_table, catalogue)
    else:
        records = _check_prose(text_or_table, catalogue, tables=tables)
    return pd.DataFrame(records, columns=list(COLUMNS))


@lru_cache(maxsize=1)
def _published(_: data.State) -> Catalogue:
    """Return the figures of the package, once for each state of its files."""
    return Catalogue(data.load())


@lru_cache(maxsize=1)
def _references(_: data.State) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the populations and the printed changes, once for each state of their files."""
    return data.load_table("population"), data.load_table("claims")


def mark(text: str, findings: pd.DataFrame) -> str:
    """Return the sentences of a text that hold statements, each statement with its verdict.

    Parameters
    ----------
    text : str
        The document that was checked.
    findings : DataFrame
        What `check_claims` returned for it.

    Returns
    -------
    str
        For a terminal: a sentence, then a line for each of its statements with the reason. Control
        and direction characters of the document are left out.
    """
    prose = read_prose(text)
    lines = []
    entries = findings.sort_values(["start", "end"], kind="stable").to_dict("records")
    shown = -1  # the numbers of one row of a table are sentences that begin alike
    for paragraph in prose.paragraphs:
        for sentence in prose.sentences(paragraph):
            start, end = prose.span(sentence.start, sentence.end)
            here = [row for row in entries if max(start, shown + 1) <= row["start"] < end]
            if not here:
                continue
            shown = here[-1]["start"]
            lines.append(_printable(prose.text[sentence.start : sentence.end]))
            for row in here:
                said = _printable(" ".join(str(row["text"]).split()))
                lines.append(f"  {row['verdict'].upper()}: {said}: {_printable(row['reason'])}")
            lines.append("")
    return "\n".join(lines)


def listing(findings: pd.DataFrame) -> str:
    """Return one line for each row of a table of statements: line, verdict, what, why."""
    return "\n".join(
        f"line {row['start']}: {row['verdict'].upper()}: {_printable(row['text'])}: "
        f"{_printable(row['reason'])}"
        for row in findings.to_dict("records")
    )


def unbound(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that are bound to no series."""
    return findings[findings["series_id"] == ""].reset_index(drop=True)


def to_json(findings: pd.DataFrame) -> str:
    """Return one JSON object for each statement, in order; what is open or missing is null."""
    records = [
        {str(name): _json_value(value) for name, value in row.items()}
        for row in findings.to_dict("records")
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def _json_value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()[:10] if not pd.isna(value) else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or value is pd.NaT:
        return None
    return value if isinstance(value, (int, bool)) else str(value)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _check_prose(text: str, catalogue: Catalogue, *, tables: bool) -> list[dict[str, Any]]:
    prose = read_prose(text, tables=tables)
    statements = read_statements(prose)
    found = findings.judge(statements, catalogue, *_references(data.state()))
    records = [_prose_row(prose, s, v) for s, v in zip(statements, found, strict=True)]
    return [*records, _unread_row(prose)] if prose.unread else records


def _unread_row(prose: Prose) -> dict[str, Any]:
    """Say which numbers of tables were not read because there are so many."""
    start, end = prose.unread[0]
    return dict.fromkeys(COLUMNS) | {
        "text": prose.source[start:end], "start": start, "end": end, "kind": "level", "unit": "",
        "series_id": "", "verdict": UNDETERMINED,
        "reason": f"this and {len(prose.unread) - 1} further numbers of tables were not read: "
        f"{MAX_NUMBERS:,} are read in a document; check the rest in a file of its own",
    }  # fmt: skip


def _prose_row(prose: Prose, statement: Statement, verdict: Verdict) -> dict[str, Any]:
    start, end = prose.span(statement.start, statement.end)
    period_end = verdict.period_end or (statement.period.end if statement.period else None)
    return {
        "text": prose.source[start:end], "start": start, "end": end, "kind": statement.kind,
        "value": float(statement.value), "unit": statement.unit,
        "lower": float(statement.printed.lower), "upper": float(statement.printed.upper),
        "series_id": verdict.series_id, "period_end": period_end,
        "base_period_end": verdict.base_period_end, "verdict": verdict.verdict,
        "reason": verdict.reason,
    }  # fmt: skip
