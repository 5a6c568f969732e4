"""Whatever is given to a public function is taken, or refused in words: where, what, what to do."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_site import figures

import adoption
from adoption.arguments import day_of, require_table, require_whole
from adoption.schema import FIGURES, DataError

PACKAGE = str(Path(adoption.__file__).parent)
NAME = "example-share"
FIVE = pd.DataFrame(
    {
        "series_id": NAME, "source_id": "cnnic", "geo": "CHN", "indicator": "penetration",
        "product": "any-genai", "purpose": "any", "population_group": "total population",
        "unit_of_observation": "person", "weighting": "person", "usage_window": "unspecified",
        "period_start": pd.to_datetime([f"{year}-01-01" for year in range(2021, 2026)]),
        "period_end": pd.to_datetime([f"{year}-12-31" for year in range(2021, 2026)]),
        "value": [4.0, 10.8, 25.1, 44.2, 58.1], "rounding": 0.05, "bound": "exact",
        "margin_of_error": [np.nan, 0.9, 0.9, 0.9, 0.9], "standard_error": 0.4, "obs_status": "",
        "released": pd.to_datetime([f"{year}-02-05" for year in range(2022, 2027)]),
        "known_from": pd.to_datetime([f"{year}-02-05" for year in range(2022, 2027)]),
        "known_from_assumed": False, "retrieved": pd.Timestamp("2026-07-01"),
    }
)  # fmt: skip
PEOPLE = pd.DataFrame(
    {"geo": "CHN", "year": [2025], "population_group": "total population", "value": [1.4e9]}
)
STATEMENTS = pd.DataFrame(
    {
        "series_id": NAME, "claim_kind": "level", "value": [58.1], "rounding": 0.05,
        "period_end": "2025-12-31", "base_period_end": None,
    }
)  # fmt: skip


@cache
def published() -> pd.DataFrame:
    return figures().head(5)


@cache
def ahead() -> pd.DataFrame:
    return adoption.forecast(FIVE, model="naive", until="2026-12-31", every="year")


@cache
def past() -> pd.DataFrame:
    return adoption.backtest(FIVE, models=["naive"], population=PEOPLE)


@cache
def scores() -> pd.DataFrame:
    return adoption.score(past(), FIVE)


@cache
def changes() -> pd.DataFrame:
    return adoption.growth(FIVE)


# calls that work, with every argument that is checked; a function makes its table when asked
GOOD: dict[str, list[dict[str, Any]]] = {
    "load": [{"place": None, "timeout": 30.0}],
    "as_of": [{"observations": FIVE, "date": "2026-06-30"}],
    "series": [{"observations": FIVE, "series_id": NAME}],
    "validate": [{"table": published, "folder": None}],
    "growth": [{"series": FIVE}],
    "fit": [
        {"series": FIVE, "curve": "logistic", "ceiling": 80.0, "population": PEOPLE},
        {"series": FIVE, "curve": "bass", "launch": "2020-12-31"},
    ],
    "forecast": [
        {
            "observations": FIVE, "series_id": NAME, "until": "2026-12-31", "every": "year",
            "model": "naive", "origin": "2026-06-30", "population": PEOPLE, "jobs": 1,
        },
        {
            "observations": FIVE, "model": "naive",
            "targets": pd.DataFrame(
                {
                    "series_id": [NAME], "period_start": [pd.Timestamp("2026-01-01")],
                    "period_end": [pd.Timestamp("2026-12-31")],
                }
            ),
        },
    ],
    "backtest": [
        {
            "observations": FIVE, "series_id": NAME, "models": ["naive"], "figures_ahead": 2,
            "minimum_points": 2, "population": PEOPLE, "jobs": 1,
        }
    ],
    "score": [{"forecasts": past, "observations": FIVE}],
    "load_forecasts": [{"edition": "2026Q2", "place": None, "timeout": 30.0}],
    "check_claims": [
        {"text_or_table": "58.1 percent", "observations": FIVE, "as_of": "2026-06-30"},
        {"text_or_table": STATEMENTS, "observations": FIVE},
    ],
    "plot_series": [{"series": FIVE}],
    "plot_forecast": [{"series": FIVE, "forecasts": ahead}],
    "show": [
        {"table": FIVE, "most": 5},
        {"table": ahead, "figures": FIVE},
        {"table": changes},
        {"table": scores},
    ],
    "render": [{"source": "none.qmd", "output": "none.html", "engine": "builtin", "timeout": 9.0}],
}  # fmt: skip
FITTING = {  # values of WRONG that are right
    "timeout": ["a number"], "most": ["a number"], "jobs": ["a number", "below zero"],
    "figures_ahead": ["a number"], "text_or_table": ["text", "empty text"],
}  # fmt: skip
SWITCHES = {"tables", "parameters", "metadata", "progress"}  # arguments of other kinds
ERRORS = ("DataError", "FitError", "RenderError")
OWN_CELLS = {"validate", "check_claims.text_or_table"}  # each cell is checked as text, by its line
WRONG = {
    "nothing": None, "a number": 5, "a list": [1], "text": "zzz", "a path": Path("nowhere"),
    "a time zone": pd.Timestamp("2026-06-30", tz="UTC"), "no day": pd.NaT, "below zero": -1,
    "not a number": float("nan"), "a type": object, "empty text": "", "bytes": b"x",
}  # fmt: skip


MADE = (published, ahead, past, scores, changes)


def is_table(value: Any) -> bool:
    return isinstance(value, pd.DataFrame) or value in MADE


def calls(tables: bool) -> list[Any]:
    """Return function, number of the call and argument: those that are tables, or the others."""
    return [
        pytest.param(name, number, argument, id=f"{name}-{number}-{argument}")
        for name, good in GOOD.items()
        for number, arguments in enumerate(good)
        for argument, value in arguments.items()
        if is_table(value) == tables
    ]


def given(value: Any) -> Any:
    """Return an argument of `GOOD`: itself, or the table that a function makes."""
    return value() if callable(value) else value


def call(name: str, number: int, **replaced: Any) -> Any:
    """Call a public function as in `GOOD`, some arguments replaced."""
    good = {key: given(value) for key, value in GOOD[name][number].items()}
    return repr(getattr(adoption, name)(**good | replaced))


def refusal(name: str, attempt: Callable[[], Any]) -> str:
    """Return the error's type and words if the package refused by itself; empty if it did not.

    The docstring of the function says that it raises this.
    """
    try:
        attempt()
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = last.filename.startswith(PACKAGE) and "raise " in str(last.line)
        if not ours or "`" not in str(error):
            pytest.fail(f"not in our words: {error!r} in {last.filename}:{last.lineno}")
        raises = sections(name)["Raises"]
        if not any(kind.__name__ in raises for kind in type(error).__mro__[:-3]):
            pytest.fail(f"not in the docstring of {name}: {error!r}")
        return f"{type(error).__name__}: {error}"
    return ""


def sections(name: str) -> dict[str, str]:
    """Return the sections of a docstring in numpydoc form, by their heads."""
    text = inspect.getdoc(getattr(adoption, name)) or ""
    parts = re.split(r"^(\w+)\n-+$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def damaged(column: pd.Series) -> Iterator[tuple[str, pd.Series | None]]:
    """Yield a column as users give it by mistake, with what is wrong."""
    first = pd.Series(range(len(column))) == 0
    yield "missing in a row", column.astype(object).where(~first.to_numpy(), None)
    if column.dtype.kind == "M":
        yield "dates as text", column.dt.strftime("%d/%m/%Y")
        yield "a time zone", column.dt.tz_localize("UTC")
        yield "years", column.dt.year
    elif column.dtype.kind in "if":
        yield "numbers as text", column.astype(str) + "%"
        yield "infinite", column * np.inf
    elif column.dtype != bool:
        yield "a number for a name", pd.Series(7, index=column.index)


def test_every_public_function_is_tried_here():
    functions = [name for name in adoption.__all__ if name not in ERRORS]
    assert sorted(GOOD) == sorted(functions), "give a new public function its calls in GOOD"
    for name, good in GOOD.items():
        named = inspect.signature(getattr(adoption, name)).parameters
        assert set(named) - SWITCHES <= {argument for one in good for argument in one}, name


@pytest.mark.parametrize("name", GOOD)
def test_help_says_what_goes_in_what_comes_out_and_what_is_raised(name):
    found = sections(name)
    assert list(found)[:3] == ["Parameters", "Returns", "Raises"]
    assert ">>> " in found["Examples"]
    for argument in inspect.signature(getattr(adoption, name)).parameters:
        assert re.search(rf"^(\w+, )*{argument}(, \w+)* : ", found["Parameters"], re.MULTILINE)


@pytest.mark.parametrize(("name", "number", "argument"), calls(tables=True))
def test_what_is_no_table_is_refused(name, number, argument):
    for wrong in (5, [1], Path("nowhere"), b"x", {"value": [1.0]}, FIVE["value"], FIVE.to_numpy()):
        said = refusal(name, lambda wrong=wrong: call(name, number, **{argument: wrong}))
        assert said.startswith(f"TypeError: `{argument}` is "), f"{type(wrong)}: {said}"


@pytest.mark.parametrize(("name", "number", "argument"), calls(tables=True))
def test_a_table_without_what_it_needs_is_refused(name, number, argument):
    for wrong in (pd.DataFrame(), pd.DataFrame({"a": [1]})):
        said = refusal(name, lambda wrong=wrong: call(name, number, **{argument: wrong}))
        assert "column" in said or "none that `show` knows" in said or "no row" in said


@pytest.mark.parametrize(("name", "number", "argument"), calls(tables=True))
def test_every_column_that_is_used_is_missed_by_name_and_checked(name, number, argument):
    """A column without which a call is refused may not hold anything else either."""
    table = given(GOOD[name][number][argument])
    bare = pd.DataFrame({"a": [1]})
    listed = refusal(name, lambda: call(name, number, **{argument: bare})).partition("\n")[2]
    needed = [column for column in table.columns if f"`{column}`" in listed] or table.columns
    for column in needed:
        without = table.rename(columns={column: f"{column}_"})
        said = refusal(name, lambda t=without: call(name, number, **{argument: t}))
        if not said and name == "show":
            continue
        assert f"`{column}`" in said or "none that `show` knows" in said
        if {name, f"{name}.{argument}"} & OWN_CELLS:
            continue
        for wrong, cells in damaged(table[column]):
            damage = table.assign(**{column: cells})
            said = refusal(name, lambda t=damage: call(name, number, **{argument: t}))
            may_be = wrong == "missing in a row" or name == "show"
            assert f"`{column}`" in said or may_be, f"{column}, {wrong}: {said}"


@pytest.mark.parametrize(("name", "number", "argument"), calls(tables=False))
def test_a_wrong_value_is_refused_in_words_that_name_the_argument(name, number, argument):
    default = inspect.signature(getattr(adoption, name)).parameters[argument].default
    for wrong, value in WRONG.items():
        said = refusal(name, lambda value=value: call(name, number, **{argument: value}))
        taken = wrong in FITTING.get(argument, ()) or (value is None and default is None)
        assert said or taken, f"{wrong} is taken, where {GOOD[name][number][argument]!r} is meant"


def test_several_problems_of_a_table_are_listed_with_the_nearest_names():
    table = FIVE.rename(columns={"value": "valeu"}).assign(rounding=["0.05"] * 5)
    table.loc[[1, 3], "period_end"] = pd.NaT
    with pytest.raises(DataError) as refused:
        adoption.growth(table)
    lines = str(refused.value).splitlines()
    assert lines[0].startswith("4 problems in `series` (columns: series_id, source_id, ")
    assert lines[0].endswith("; adoption.series(observations, series_id) returns such a table)")
    assert lines[1:] == [
        "  series  `rounding` holds text: numbers are expected, pd.to_numeric makes them",
        "  series  no column `value`; the nearest name is `valeu`",
        "  series:2,4  `period_end` is missing: it is expected in every row",
    ]


def test_a_misspelt_optional_column_is_not_left_out_in_silence():
    with pytest.raises(DataError, match="no column is called `relased`: is `released` meant"):
        adoption.forecast(FIVE.rename(columns={"released": "relased"}), model="naive")


def test_a_table_of_optional_columns_that_are_all_missing_is_taken():
    bare = FIVE.assign(margin_of_error=None, released=pd.NaT, obs_status=None)
    assert len(adoption.forecast(bare, model="naive", until="2026-12-31", every="year")) == 23
    assert len(adoption.growth(bare)) == 5


@pytest.mark.parametrize("column", ["indicator", "bound"])
def test_a_code_that_decides_the_arithmetic_is_one_of_its_list(column):
    with pytest.raises(DataError, match=f"series:1,2,3,4,5  `{column}` is other: it is one of "):
        adoption.growth(FIVE.assign(**{column: "other"}))


def test_a_negative_figure_is_named_by_its_row():
    with pytest.raises(DataError, match=r"series:2  `value` is -10\.8: .* is never negative"):
        adoption.growth(FIVE.assign(value=FIVE["value"].mask(FIVE.index == 1, -10.8)))


@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, argument) for name in ("as_of", "forecast", "backtest", "score")
     for argument in GOOD[name][0] if argument in ("observations", "forecasts")],
)  # fmt: skip
def test_a_row_that_stands_there_twice_is_refused(name, argument):
    twice = pd.concat([given(GOOD[name][0][argument])] * 2)
    with pytest.raises(DataError, match=f"{argument}:.*  a second row for series_id {NAME}, "):
        call(name, 0, **{argument: twice})


def test_few_of_many_problems_of_one_kind_are_spelled_out():
    many = pd.concat([FIVE.assign(value=-FIVE["value"] - i) for i in range(20)])
    with pytest.raises(DataError, match="series:6-100  and 95 more of this kind") as refused:
        adoption.growth(many)
    assert len(refused.value.problems) == 100
    assert len(str(refused.value).splitlines()) == 7


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(DataError, match="series  two columns are called `value`"):
        adoption.growth(pd.concat([FIVE, FIVE["value"]], axis=1))


def test_categories_and_whole_numbers_are_taken_as_what_they_hold():
    typed = FIVE.astype({"series_id": "category", "indicator": "category"})
    typed = typed.assign(value=[4, 10, 25, 44, 58])
    require_table(typed, "series", FIGURES, ["series_id", "indicator", "value"])
    with pytest.raises(DataError, match="`series_id` holds whole numbers: text is expected"):
        require_table(
            typed.assign(series_id=pd.Categorical([1] * 5)), "series", FIGURES, ["series_id"]
        )


def test_targets_of_a_series_that_is_not_forecast_are_refused():
    targets = pd.DataFrame({"series_id": [NAME, "example-shar"], "period_end": "2026-12-31"})
    with pytest.raises(KeyError, match=r"`example-shar`, no series .* nearest name is `example-sh"):
        adoption.forecast(FIVE, model="naive", targets=targets)
    ahead = adoption.forecast(FIVE, model="naive", targets=targets.head(1))
    assert ahead["period_end"].unique() == [pd.Timestamp("2026-12-31")]


@pytest.mark.parametrize("value", [0, 1.5, True, "2", None])
def test_a_whole_number_is_neither_a_fraction_nor_yes(value):
    with pytest.raises(ValueError, match=r"`most` is .*: a whole number of at least 1 \(or -1\)"):
        require_whole("most", value, least=1, also=[-1])
    for good in (1, np.int64(7), -1):
        require_whole("most", good, least=1, also=[-1])


@pytest.mark.parametrize(
    "day",
    [
        "yesterday",
        pd.NaT,
        pd.Timestamp("2025-07-06", tz="UTC"),
        "06/07/2025",
        "202507",
        "2025-02-30",
        None,
        20250715,
    ],
)
def test_a_day_is_a_date_or_iso_text(day):
    with pytest.raises(ValueError, match=r"`until` is .*: a day is written as year"):
        day_of(day, "until")


def test_a_day_may_be_given_as_any_date():
    for day in ("2025-07-06", dt.date(2025, 7, 6), pd.Timestamp(2025, 7, 6)):
        assert day_of(day, "until") == pd.Timestamp(2025, 7, 6)
