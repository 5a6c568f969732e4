"""How the tables look in a notebook: units in the heads, numbers in words, intervals side by side.

The tables stay plain DataFrames. `show` makes of one what a reader wants to see of it, as HTML for
Jupyter and marimo and as text for a console.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from adoption import data, labels, pictures, raw, report, tables, wording
from adoption.arguments import require_table, require_whole
from adoption.curves import Fit
from adoption.descriptions import BANDS
from adoption.rates import SHARES
from adoption.schema import FIGURES, FORECASTS, OBSERVATIONS, Table
from adoption.schema import Column as Cells
from adoption.tables import Column

VERDICTS = {"supported": "✓ ", "contradicted": "✗ ", "not determinable": "? "}
# three classes in each rule, so that those of a notebook for any table do not win
_STYLE = """<style>
.adoption-view { margin: 0.25em 0 1em; font-size: 0.8125rem; line-height: 1.4; }
.adoption-view .table-frame { overflow-x: auto; }
.adoption-view .table-frame table.figures { border-collapse: collapse; width: max-content;
  margin: 0; border: 0; color: inherit; font-size: inherit; table-layout: auto;
  font-variant-numeric: lining-nums tabular-nums; }
.adoption-view .table-frame table.figures caption { caption-side: top; text-align: left;
  padding: 0 0 0.5em; color: inherit; font-weight: 600; white-space: normal; }
.adoption-view .table-frame table.figures tr { background: none; }
.adoption-view .table-frame table.figures :is(th, td) { text-align: left; vertical-align: baseline;
  white-space: normal; padding: 0.3em 1.1em 0.3em 0; border: 0; max-width: 26em;
  background: none; }
.adoption-view .table-frame table.figures tbody th { font-weight: normal; }
.adoption-view .table-frame table.figures thead th { vertical-align: bottom; font-weight: 600;
  border-bottom: 1px solid currentColor; }
.adoption-view .table-frame .unit { display: block; font-weight: normal; opacity: 0.75; }
.adoption-view .table-frame table.figures tbody tr + tr > * {
  border-top: 1px solid rgb(128 128 128 / 30%); }
.adoption-view .table-frame table.figures :is(th, td).number { text-align: right; }
.adoption-view .table-frame .missing { opacity: 0.75; }
.adoption-view > p { margin: 0.5em 0 0; opacity: 0.75; }
</style>"""


@dataclass(frozen=True, repr=False)
class View:
    """A table as a notebook shows it: its rows, the columns shown, what it is, what to know."""

    table: pd.DataFrame
    columns: tuple[Column, ...]
    caption: str
    note: str = ""

    def _repr_html_(self) -> str:
        table = tables.html_table(self.table, self.columns, caption=self.caption)
        note = f"\n<p>{escape(self.note)}</p>" if self.note else ""
        return f'{_STYLE}\n<div class="adoption-view">\n{table}{note}\n</div>'

    def __repr__(self) -> str:
        table = tables.text_table(self.table, self.columns, caption=self.caption)
        return f"{table}\n{self.note}" if self.note else table


def show(table: pd.DataFrame | Fit, figures: pd.DataFrame | None = None, *, most: int = 40) -> View:
    """Return a table of the package as a notebook shows it, with units and in words.

    Parameters
    ----------
    table : DataFrame or Fit
        Observations, growth, forecasts, scores or their summary, findings, key figures, or a fitted
        curve.
    figures : DataFrame, optional
        Observations that say the unit of a forecast's series; by default those of the package.
    most : int
        So many rows are shown, and a note says how many there are.

    Returns
    -------
    View
        The last line of a cell shows it in Jupyter and marimo, `print` in a console. A forecast
        has one row for each date: its median and its 50, 80 and 95% intervals.

    Raises
    ------
    ValueError
        For another table: pandas shows it as it is.
    DataError, TypeError
        For a table that lacks a column that is shown, or has cells of another type in one; for a
        forecast with a quantile twice.

    Examples
    --------
    >>> levels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
    >>> ahead = pd.DataFrame({
    ...     "series_id": "cnnic-genai-penetration-chn", "model": "engine",
    ...     "origin": pd.Timestamp("2026-07-15"), "period_end": pd.Timestamp("2026-12-31"),
    ...     "quantile_level": levels, "predicted": [43.1, 46.2, 48.8, 52.0, 55.3, 58.1, 62.4]})
    >>> print(show(ahead))
    Forecast of cnnic-genai-penetration-chn by the model engine, by what was known on 15 July 2026
    Period end           Median  50% interval  80% interval  95% interval
                      (percent)  (percent)     (percent)     (percent)
    ----------------  ---------  ------------  ------------  ------------
    31 December 2026       52.0  48.8 to 55.3  46.2 to 58.1  43.1 to 62.4
    """
    if isinstance(table, Fit):
        return _fit(table)
    require_whole("most", most, least=1)
    require_table(table, "table", FIGURES, ())
    if figures is not None:
        require_table(figures, "figures", FIGURES, _UNIT_COLUMNS)
    made = [marks for marks in _KINDS if set(marks.split()) <= set(table.columns)]
    if not made:
        raise ValueError(
            "`table` is none that `show` knows (observations, growth, forecasts, scores, their "
            f"summary, findings, key figures): its columns are {', '.join(map(str, table.columns))}"
        )
    make, of = _KINDS[made[0]]
    kind = of or _kind_of(made[0], table)
    require_table(table, "table", kind, kind.names, unique=True)
    view = make(table.reset_index(drop=True), figures)
    if len(view.table) <= most:
        return view
    note = (
        f"{view.note} The first {most} of {labels.number(len(view.table))} rows: `most` shows more."
    )
    return View(view.table.head(most), view.columns, view.caption, note.strip())


# Observations and growth ---------------------------------------------------------------------


def _observations(rows: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    shares = rows["indicator"].isin(SHARES).all()
    units = set(rows["unit_of_observation"])
    unit = "percent" if shares else f"{units.pop()}s" if len(units) == 1 else ""
    printed = wording.printed(rows)
    if shares:
        printed["figure"] = printed["figure"].str.removesuffix("%")
    printed["rounding"] = [f"±{_plainly(half)}" for half in rows["rounding"]]
    columns = (
        Column("period", "Reference period"),
        Column("figure", "Figure", unit, link="url"),
        Column("rounding", "Rounding", "percentage points" if shares else unit),
        Column("known", "Known from"),
        Column("remark", "Remark", missing=""),
    )
    names = rows["series_id"].unique()
    if len(names) == 1:
        return View(printed, columns, f"{_measure(rows)} ({names[0]})")
    counted = f"{labels.number(len(rows))} figures of {_listed(rows['series_id'])}"
    return View(printed, (Column("series_id", "Series"), *columns), counted)


def _plainly(value: float) -> str:
    """Return a number with all its digits."""
    return labels.number(value, decimals=labels.decimals_of(value / 2))


def _measure(rows: pd.DataFrame) -> str:
    """Say what one series measures: where, what, of whom, within which time."""
    row = rows.iloc[-1]
    product = _called(lambda code: wording.product_words([code])[0], row["product"])
    group = _called(lambda code: wording.group_words([code])[0], row["population_group"])
    measure = pictures.MEASURES.get(row["indicator"], row["indicator"]).format(product)
    place = _called(data.geo_name, row["geo"])
    return (
        f"{place}: {measure}; {group}; window: {_called(wording.window_words, row['usage_window'])}"
    )


def _called(words: Callable[[str], str], code: str) -> str:
    """Return what a code is called, or the code where the package does not know it."""
    try:
        return words(code)
    except KeyError:
        return code


def _growth(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    shares = "change_points" in table
    change = "change_points" if shares else "change_count"
    rows: list[dict[str, Any]] = []
    for row in table.to_dict("records"):
        head = {
            "period": labels.period(row["period_start"], row["period_end"]),
            "figure": row["value"] if shares else labels.persons(row["value"]),
        }
        prefixes = [name for name in ("", "yoy_") if not pd.isna(row[f"{name}base_period_end"])]
        if len(prefixes) == 2 and row["base_period_end"] == row["yoy_base_period_end"]:
            prefixes = ["yoy_"]
        compared = [head | _comparison(row, prefix, change) for prefix in prefixes]
        rows += compared or [head | {"base": row["reason"]}]
    unit = "percentage points" if shares else "count"
    columns = (
        Column("period", "Reference period"),
        Column("figure", "Figure", "percent" if shares else "count"),
        Column("base", "Compared with"),
        Column("change", "Change", unit, missing=""),
        Column("change_bounds", "Bounds", unit, missing=""),
        Column("growth", "Growth", "percent", missing=""),
        Column("growth_bounds", "Bounds", "percent", missing=""),
    )
    printed = pd.DataFrame(rows).reindex(columns=[column.name for column in columns])
    caption = f"Growth of {_listed(table['series_id'])}, with the bounds that rounding leaves open"
    return View(printed, columns, caption)


def _comparison(row: dict[Any, Any], prefix: str, change: str) -> dict[str, str]:
    """Return one comparison in words: with which period, and both changes with their bounds."""
    end = row[f"{prefix}base_period_end"]
    base = labels.month(end) if end.is_month_end else labels.day(end)
    words = {"base": base + (", a year before" if prefix else "")}
    for name, measure in (("change", change), ("growth", "growth_percent")):
        value, low, high = (row[f"{prefix}{measure}{end}"] for end in ("", "_lower", "_upper"))
        if pd.isna(value):
            continue
        bounded = math.isfinite(high - low)
        half = (high - low) / 2 if bounded else max(1.0, abs(value) / 200)
        said = report.change_words(value, measure, half)
        words[name] = said.removesuffix(" percentage points").removesuffix("%")
        show = _count if measure == "change_count" else _fine(half)
        known = bounded or low > -100 or measure != "growth_percent"  # nothing falls by more
        words[f"{name}_bounds"] = _bounds(low, high, show) if known else "none"
    return words


def _bounds(low: float, high: float, show: Callable[[float], str]) -> str:
    if math.isinf(low) and math.isinf(high):
        return "none"
    if math.isinf(high):
        return f"{show(low)} or more"
    return f"{show(high)} or less" if math.isinf(low) else _interval(show(low), show(high))


def _interval(low: str, high: str) -> str:
    """Return a range that names its million or billion once."""
    number, _, word = low.partition(" ")
    shared = word and high.endswith(f" {word}") and low != high
    return labels.interval(number if shared else low, high)


def _count(value: float) -> str:
    return labels.persons(round(value))


def _fine(half: float) -> Callable[[float], str]:
    """Show numbers with enough decimals to tell the ends of an interval apart."""
    decimals = 1 if half >= 1 or half == 0 else min(4, 1 - math.floor(math.log10(half) + 1e-9))
    return functools.partial(labels.number, decimals=decimals)


# Forecasts and scores ------------------------------------------------------------------------


def _forecasts(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    key = list(FORECASTS.key)
    wide = table.pivot(index=key[:-1], columns="quantile_level", values="predicted")  # noqa: PD010
    wide.columns = pd.Index([round(float(level), 4) for level in wide.columns])
    if lacking := {0.5, *(level for _, *pair in BANDS for level in pair)} - set(wide.columns):
        raise ValueError(f"the forecast lacks the quantile levels {sorted(lacking)}")
    rows = wide.reset_index()
    words, unit = _in_units(rows["series_id"], figures)
    printed = rows[key[:-1]].assign(median=words(rows[0.5]))
    for level, low, high in BANDS:
        ends = zip(words(rows[low]), words(rows[high]), strict=True)
        printed[f"interval_{level}"] = [_interval(*pair) for pair in ends]
    columns = (
        *_varying(rows),
        Column("period_end", "Period end", show=labels.day),
        Column("median", "Median", unit),
        *(Column(f"interval_{level}", f"{level}% interval", unit) for level, *_ in BANDS[::-1]),
    )
    models, origins = rows["model"].unique(), rows["origin"].unique()
    caption = f"Forecast of {_listed(rows['series_id'])}"
    caption += f" by the model {models[0]}" if len(models) == 1 else ""
    caption += f", by what was known on {labels.day(origins[0])}" if len(origins) == 1 else ""
    return View(printed, columns, caption)


def _scores(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    words, unit = _in_units(table["series_id"], None, units=table["unit"])
    printed = table.assign(
        observed=words(table["observed"]),
        median=words(table["median"]),
        wis=[_parameter(value) for value in table["wis"]],
        **{f"covered_{level}": _yes_or_no(table[f"covered_{level}"]) for level, *_ in BANDS},
    )
    columns = (
        *_varying(table),
        Column("period_end", "Period end", show=labels.day),
        Column("observed", "Figure", unit),
        Column("median", "Median forecast", unit),
        Column("wis", "Score (WIS)", unit or "unit of the series"),
        *(Column(f"covered_{level}", f"Within {level}%") for level, *_ in BANDS[::-1]),
    )
    note = "A lower score is better. Within: whether the interval of that name held the figure."
    return View(printed, columns, f"Scores of forecasts of {_listed(table['series_id'])}", note)


def _summary(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    names = [str(name) for name in table.columns]
    printed = table.assign(wis=[_short(value) for value in table["wis"]])
    columns = [
        *(Column(name, name.capitalize()) for name in names[: names.index("forecasts")]),
        Column("forecasts", "Forecasts"),
        Column("series", "Series"),
        Column("wis", "Mean score (WIS)"),
    ]
    for level, *_ in BANDS[::-1]:
        if f"covered_{level}" in names:
            columns.append(Column(f"covered_{level}", f"Within {level}%", "percent", _share))
    for name in names:
        if {f"{name}_lower", f"{name}_upper"} <= set(names):
            ends = zip(table[name], table[f"{name}_lower"], table[f"{name}_upper"], strict=True)
            printed[name] = [_skill(*row) for row in ends]
            than = f"Better than {name.removeprefix('skill_').replace('_', ' ')}"
            columns.append(Column(name, than, "percent", missing="not compared"))
    note = (
        "A lower score is better. Within: how many figures the interval of that name held. "
        "In brackets the 95% interval of a comparison over several series."
    )
    return View(printed, tuple(columns), "How good the forecasts were, on average", note)


def _in_units(
    names: pd.Series[Any], figures: pd.DataFrame | None, units: pd.Series[Any] | None = None
) -> tuple[Callable[[Iterable[float]], list[str]], str]:
    """Return what puts one number for each row into words, and the unit of all, if it is one."""
    if units is None:
        units = names.map(_units_of(figures) if figures is not None else _units()).fillna("")
    alike = _alike(units)
    show: dict[str, Callable[[float], str]] = {
        "percent": functools.partial(labels.number if alike else labels.percent, decimals=1),
        "": _short,
    }

    def words(values: Iterable[float]) -> list[str]:
        return [show.get(unit, _count)(value) for unit, value in zip(units, values, strict=True)]

    return words, (str(units.iloc[0]) or "unit of the series") if alike else ""


def _units_of(figures: pd.DataFrame) -> dict[str, str]:
    """Return the unit of each series: percent, or what is counted."""
    heads = figures.drop_duplicates("series_id")
    counted = heads["unit_of_observation"].astype("str") + "s"
    units = counted.mask(heads["indicator"].isin(SHARES), "percent")
    return dict(zip(heads["series_id"], units, strict=True))


@functools.cache
def _units() -> dict[str, str]:
    """Return the unit of each series of the package, from its raw files as they are."""
    files = [
        file for file in raw.raw_files(data.raw_folder()) if raw.table_of(file) is OBSERVATIONS
    ]
    return _units_of(pd.concat([raw.read(file, OBSERVATIONS, file.name)[0] for file in files]))


def _varying(rows: pd.DataFrame) -> list[Column]:
    """Return columns for what is not the same in every row; a caption says the rest."""
    heads = (("series_id", "Series", None), ("model", "Model", None),
             ("origin", "Known on", labels.day))  # fmt: skip
    return [Column(name, head, show=show) for name, head, show in heads if not _alike(rows[name])]


def _alike(values: pd.Series[Any]) -> bool:
    return bool((values == values.iloc[0]).all())


def _listed(names: pd.Series[Any]) -> str:
    found = names.unique()
    return str(found[0]) if len(found) == 1 else f"{labels.number(len(found))} series"


def _short(value: float) -> str:
    """Return a number of no known unit with three digits."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else ""
    return labels.number(value, decimals=max(0, 2 - math.floor(math.log10(abs(value)))))


def _share(value: float) -> str:
    return labels.number(100 * value)


def _skill(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return ""
    if not high > low:  # one series, or the baseline itself: nothing to resample
        return _share(value)
    return f"{_share(value)} ({labels.interval(_share(low), _share(high))})"


def _yes_or_no(column: pd.Series[Any]) -> list[str]:
    return ["yes" if value else "no" for value in column]


# Findings, key figures, curves ---------------------------------------------------------------


def _findings(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    printed = table.assign(
        verdict=[VERDICTS.get(verdict, "") + verdict for verdict in table["verdict"]]
    )
    columns = (
        Column("text", "Statement"),
        Column("verdict", "Verdict"),
        Column("reason", "Why", missing=""),
    )
    counts = table["verdict"].value_counts()
    said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if verdict in counts)
    statements = f"{len(table)} statement{'' if len(table) == 1 else 's'}"
    return View(printed, columns, f"{statements}: {said}" if said else statements)


def _key_figures(table: pd.DataFrame, figures: pd.DataFrame | None) -> View:
    columns = (
        Column("name", "Name"),
        Column("words", "Figure"),
        Column("period_end", "Period end", show=labels.day),
        Column("series_id", "Series", missing="several"),
    )
    return View(table, columns, f"{len(table)} key figures")


def _fit(fit: Fit) -> View:
    parameters = fit.parameters
    ends = zip(parameters["lower"], parameters["upper"], strict=True)
    printed = parameters.assign(
        estimate=[_parameter(value) for value in parameters["estimate"]],
        standard_error=[_parameter(value) for value in parameters["standard_error"]],
        interval=["" if math.isnan(low) else _bounds(low, high, _parameter) for low, high in ends],
    )
    columns = (
        Column("parameter", "Parameter"),
        Column("estimate", "Estimate"),
        Column("standard_error", "Standard error", missing="given"),
        Column("interval", "95% confidence interval", missing="given"),
        Column("unit", "Unit", missing=""),
    )
    note = (
        f"{fit.figures} figures; years count from {labels.day(fit.start)}. The figures lie "
        f"{_parameter(fit.residual_standard_deviation)} from the curve (standard deviation)."
    )
    return View(printed, columns, f"The {fit.curve} curve fitted to {fit.series_id}", note)


def _parameter(value: float) -> str:
    return "" if math.isnan(value) else _count(value) if abs(value) >= 1e6 else _short(value)


_UNIT_COLUMNS = ("series_id", "indicator", "unit_of_observation")
_SHOWN = Table(
    "figures", "an observation as it is shown", (),
    tuple(column for column in FIGURES.columns if column.name in {
        *_UNIT_COLUMNS, *wording.PRINTED, "geo", "product", "population_group", "usage_window",
        "period_start", "period_end", "known_from",
    }),
)  # fmt: skip
_Make = Callable[[pd.DataFrame, pd.DataFrame | None], View]
_KINDS: dict[str, tuple[_Make, Table | None]] = {
    "growth_percent base_period_end yoy_base_period_end reason": (_growth, None),
    "series_id model origin observed median wis unit": (_scores, None),
    "model unit forecasts series wis": (_summary, None),
    "series_id model origin period_end quantile_level predicted": (_forecasts, FORECASTS),
    "text verdict reason": (_findings, None),
    "name words value unit period_end": (_key_figures, None),
    "series_id indicator unit_of_observation period_end value rounding obs_status":
        (_observations, _SHOWN),
}  # fmt: skip  # by the columns that tell a table from the others
_TEXTS = {"series_id", "model", "unit", "text", "verdict", "reason", "name", "words"}


def _kind_of(marks: str, table: pd.DataFrame) -> Table:
    """Return the columns of a table that the package makes, by those that tell which one it is."""
    names, whole = marks.split(), []  # whole: a value in every row
    if "base_period_end" in names:
        change = "change_count" if "change_count" in table else "change_points"
        measures = [f"{when}{name}" for when in ("", "yoy_") for name in (change, "growth_percent")]
        names += [f"{name}{end}" for name in measures for end in ("", "_lower", "_upper")]
        whole = ["series_id", "period_start", "period_end", "value"]
    elif "observed" in names:
        names += [f"covered_{level}" for level, *_ in BANDS]
        whole = ["series_id", "model", "origin", "period_end", "observed", "median", "wis"]
    elif "verdict" in names:
        whole = ["text", "verdict"]
    elif "words" in names:
        names.append("series_id")
    columns = dict.fromkeys([*names, *whole])
    cells = [Cells(name, _cells_of(name), "", empty=name not in whole) for name in columns]
    return Table("", "", (), tuple(cells))


def _cells_of(name: str) -> str:
    if name in _TEXTS or name.startswith("covered_"):
        return "text" if name in _TEXTS else "flag"
    return "date" if name.endswith(("period_start", "period_end", "origin")) else "real"
