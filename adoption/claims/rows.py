"""The statements of a table, one a row: a series, a kind, a value, the period and its base."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from adoption import labels
from adoption.arguments import day_of, require_table
from adoption.claims import verdicts
from adoption.claims.catalogue import Catalogue, Figure, Series
from adoption.claims.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict
from adoption.rates import Interval, exact
from adoption.schema import CLAIM_KINDS, CLAIMS, DataError, Problem

TABLE_COLUMNS = ("series_id", "claim_kind", "value", "rounding", "period_end", "base_period_end")
SAME_PERIOD_DAYS = 3
COMPARABLE_DAYS = 7


def check_rows(table: pd.DataFrame, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return a finding for each statement of a table (`check_claims`)."""
    require_table(
        table, "text_or_table", CLAIMS, TABLE_COLUMNS,
        optional=["released", "geo"], typed=False, empty=True,
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for line, row in enumerate(table.to_dict("records"), start=2):
        try:
            rows.append(_table_row({str(k): v for k, v in row.items()}, line, catalogue))
        except _CellError as error:
            name, value, message = error.args
            problems.append(Problem("table", line, name, value, "cell", message))
    if problems:
        raise DataError(problems, where="the table of statements")
    return rows


class _CellError(ValueError):
    """Column, value and what is wrong with it."""


def _table_row(row: dict[str, Any], line: int, catalogue: Catalogue) -> dict[str, Any]:
    kind = str(row["claim_kind"])
    if kind not in CLAIM_KINDS:
        raise _cell_error("claim_kind", kind, f"one of {', '.join(CLAIM_KINDS)}")
    value, rounding = (_decimal(row[name], name) for name in ("value", "rounding"))
    if rounding < 0:
        raise _cell_error(
            "rounding", row["rounding"], "half the width of the printed precision, 0 or more"
        )
    end = _date(row["period_end"], "period_end")
    base = _date(row["base_period_end"], "base_period_end")
    if base is not None and end is not None and base >= end:
        raise _cell_error("base_period_end", str(base), f"a day before `period_end`, {end}")
    printed_on = _date(row.get("released"), "released")
    series = catalogue.series.get(str(row["series_id"]))
    claimed = _claimed(kind, value, rounding, share=series.share if series else None)
    if end is None:
        verdict = Verdict(UNDETERMINED, "`period_end` is empty: a statement is about a period")
    elif base is None and kind != "level":
        verdict = Verdict(UNDETERMINED, f"`base_period_end` is empty: a {kind} has a base period")
    elif not row["series_id"] or pd.isna(row["series_id"]):
        verdict = Verdict(UNDETERMINED, "`series_id` is empty: a statement is about a series")
    elif series is None:
        name, geo = str(row["series_id"]), str(row.get("geo", ""))
        verdict = _without_series(catalogue, name, kind, claimed, base, geo)
    elif kind == "level":
        verdict = _level_in_table(catalogue, series, claimed, end, printed_on)
    else:
        assert base is not None
        verdict = _change_in_table(catalogue, series, kind, claimed, (end, base), printed_on)
    text = f"{row['series_id']} {kind} {claimed.words()}"
    return {
        "text": text, "start": line, "end": line, "kind": kind, "value": float(value),
        "unit": claimed.unit, "lower": float(claimed.printed.lower),
        "upper": float(claimed.printed.upper),
        "series_id": verdict.series_id or (series.series_id if series else ""),
        "period_end": end, "base_period_end": base,
        "verdict": verdict.verdict, "reason": verdict.reason + _vintage(verdict),
    }  # fmt: skip


def _vintage(verdict: Verdict) -> str:
    """Say which vintage of the figure was used, by the day it was released."""
    figure = verdict.figure
    if figure is None or figure.released is None:
        return ""
    return f"; released {labels.day(figure.released)}"


def _claimed(kind: str, value: Decimal, rounding: Decimal, *, share: bool | None) -> Claimed:
    printed = Interval(value - rounding, value + rounding)
    unit = {
        "yoy_percent": "percent",
        "yoy_points": "points",
        "ratio": "times",
        "level": "percent" if share else "persons",
        "change_absolute": "points" if share else "persons",
    }[kind]
    if share is None and kind in ("level", "change_absolute"):
        unit = ""  # a series without figures: its unit is not known
    loose = printed
    if unit == "percent" and rounding == Decimal("0.5"):
        loose = Interval(printed.lower, value + 1)  # 42.8 printed as 42: the decimals cut off
    return Claimed(value, printed, loose, unit)


def _level_in_table(
    catalogue: Catalogue, series: Series, claimed: Claimed, day: dt.date, printed_on: dt.date | None
) -> Verdict:
    figures = _figures_of(series, day)
    if figures:
        verdict = verdicts.level(series, claimed, figures, printed_on=printed_on)
    else:
        verdict = verdicts.between_neighbours(series, claimed, day)
    if verdict.verdict == SUPPORTED:
        return verdict
    where = verdict.period_end if figures and verdict.period_end else day
    return verdicts.with_reason(verdict, verdicts.explain_level(catalogue, series, claimed, where))


def _change_in_table(
    catalogue: Catalogue,
    series: Series,
    kind: str,
    claimed: Claimed,
    days: tuple[dt.date, dt.date],
    printed_on: dt.date | None,
) -> Verdict:
    ends, bases = (_figures_of(series, day) for day in days)
    if ends and bases:
        verdict = verdicts.change(series, kind, claimed, ends, bases, printed_on=printed_on)
        if verdict.verdict == CONTRADICTED:
            return verdicts.with_reason(
                verdict, verdicts.explain_change(catalogue, series, kind, claimed, verdict)
            )
        return verdict
    absent = " and ".join(
        labels.day(day) for day, found in zip(days, (ends, bases), strict=True) if not found
    )
    reason = f"no figure for {absent}"
    if ends:
        reason += "; " + verdicts.implied(kind, claimed, ends[-1]) if ends else ""
    near = [f for day in days for f in (series.before(day), series.after(day)) if f]
    if near:
        reason += "; nearest: " + ", ".join(dict.fromkeys(f.words() for f in near))
    return Verdict(
        UNDETERMINED, reason, series.series_id,
        ends[-1] if ends else None, bases[-1] if bases else None,
    )  # fmt: skip


def _without_series(
    catalogue: Catalogue, name: str, kind: str, claimed: Claimed, base: dt.date | None, geo: str
) -> Verdict:
    """Judge a statement on a series without figures by the comparable series of other publishers.

    Comparable: same place, and every word of the name but the publisher's. A multiple is refused
    only if the end it implies lies above every figure of the product, whatever its usage window.
    """
    reason = f"no figures of `{name}` in the data"
    words = set(name.split("-")[1:]) - {geo.lower()}
    alike = [
        s for s in catalogue.by_geo.get(geo, []) if words and words <= set(s.series_id.split("-"))
    ]
    if not alike:
        return Verdict(UNDETERMINED, reason)
    reason += "; comparable: " + ", ".join(f"`{s.series_id}`" for s in alike)
    if kind != "ratio" or base is None:
        return Verdict(UNDETERMINED, reason)
    for one in alike:
        near = [f for f in one.figures if abs((f.period_end - base).days) <= COMPARABLE_DAYS]
        same = [s for s in catalogue.by_geo[geo] if s.product == one.product and not s.share]
        highest = max((f for s in same for f in s.figures), key=lambda f: f.value)
        for f in near:
            implied_end = f.nominal * claimed.printed
            if implied_end.lower > highest.nominal.upper * verdicts.NEIGHBOUR_FACTOR:
                size = verdicts.bounds(implied_end, "persons")
                return Verdict(
                    CONTRADICTED,
                    f"{reason}; {f.words()} times {claimed.words()} would be {size}, far above "
                    f"every published figure of {one.product} ({highest.words()})",
                    one.series_id, None, f,
                )  # fmt: skip
    return Verdict(UNDETERMINED, reason)


def _figures_of(series: Series, day: dt.date) -> list[Figure]:
    """Return the figures of the period that ends on a day, or that holds it, or ends that week."""
    slack = dt.timedelta(days=SAME_PERIOD_DAYS)
    return [f for f in series.figures if f.period_end == day] or [
        f
        for f in series.figures
        if f.period_start <= day <= f.period_end or abs(f.period_end - day) <= slack
    ]


def _cell_error(name: str, value: Any, expected: str) -> _CellError:
    return _CellError(name, str(value), f"`{name}` is {value!r}: {expected}")


def _decimal(value: Any, name: str) -> Decimal:
    try:
        number = exact(value)
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _cell_error(name, value, "a decimal number is expected")
    return number


def _date(value: Any, name: str) -> dt.date | None:
    if value is None or value == "" or pd.isna(value):
        return None
    try:
        return day_of(value, name).date()
    except ValueError:
        raise _cell_error(name, value, "a date as YYYY-MM-DD") from None
