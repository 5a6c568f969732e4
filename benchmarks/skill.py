"""Skill of the engine on technologies it has not seen, beside other methods, goal by goal.

    python benchmarks/skill.py PANEL.csv [--fast] [--output TABLE.csv]

PANEL.csv has the columns `technology, series_id, date, value, saturation_hint`.

Tasks (`adoption.learning.cut_tasks`): of every series with a `saturation_hint` of 100, for 2, 3, 4,
6, 8 and 10 known figures, windows of consecutive figures whose first lies between 1% and 50%; of
the possible starts up to four, evenly spread; to forecast are the next figures, up to eight, at
their true dates. The engine is learnt anew without the whole family of the task's technology.

Scores: mean weighted interval score over tasks and horizons, 23 levels, in percent of the cap;
its ratio to `naive` and to damped logit drift; mean absolute error of the median; coverage. Beside
them the same with each technology alike, however many series it has (`alike`): the mean over the
technologies of their ratios and coverages. Naive
and drifts are those of `adoption.baselines`, on logits, with Student t quantiles, defined in their
docstrings. A method that refuses a task gets the naive forecast there, and is charged with it.
Slow methods, and those of statsforecast and prophet where these are installed, run on every tenth
task, the others again beside them; statsforecast works on logits, prophet with a logistic trend.
Intervals of the ratios: bootstrap over series.

Peers: the series of one technology with at least 20, each with the same last years known, forecast
four years on as one group and one by one; a count as `forecasts.UNBOUNDED` has it.

The generative-AI figures are those of data/raw, forecast again at each of their release dates.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib.metadata
import importlib.util
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from adoption import bank, baselines, evaluation, learning
from adoption.data import load
from adoption.forecasts import UNBOUNDED
from adoption.schema import QUANTILE_LEVELS

Array = np.ndarray[Any, Any]

LEVELS = np.array(QUANTILE_LEVELS)
FAMILIES = {
    "digital": "internet-users online-shopping retail-ecommerce podcast ebook-reader tablet "
    "smartphone",
    "mobile": "mobile-cellular",
    "broadband and cable": "fixed-broadband cable-tv",
    "telephone and TV": "fixed-telephone television colour-tv radio",
    "home and car": "air-conditioning automobile dishwasher electric-range flush-toilet freezer "
    "household-electricity microwave-oven stove vacuum-cleaner washing-machine disc-brakes "
    "electronic-ignition power-steering radial-tyres",
    "industry": "motor-ships steam-motor-ships steel-basic-oxygen steel-electric-arc "
    "nox-boiler-controls nuclear-electricity solar-electricity",
}  # fmt: skip
FAMILY = {name: family for family, names in FAMILIES.items() for name in names.split()}
EARLIER = ("telephone and TV", "home and car", "industry")
FAST = ("naive", "drift", "damped-logit-drift")
SLOW = ("logistic", "gompertz", "bass", "ets", "theta", "unobserved-components")
LIBRARIES = ("AutoETS", "AutoARIMA", "AutoTheta", "prophet")
SLOW_EVERY = 10
SPEED_SERIES, SPEED_HORIZONS, LIBRARY_SERIES = 10_000, 5, 500
PUBLISHERS = {
    "microsoft-aiei": "Microsoft",
    "us-census-btos": "US Census",
    "ramp-ai-index": "Ramp",
    "gallup-workforce": "Gallup",
    "eurostat-isoc-eb-ai": "Eurostat",
}


def families(tasks: learning.Tasks) -> Array:
    """Return the family of each task; a technology that is not listed is its own."""
    return np.array([FAMILY.get(name, name) for name in tasks.technology])


def learn_held_out(tasks: learning.Tasks) -> dict[str, bank.Parameters]:
    """Return for each family what the others teach."""
    family = families(tasks)
    return {
        name: learning.fit(tasks.take(np.flatnonzero(family != name)))
        for name in sorted(set(family))
    }


def engine(tasks: learning.Tasks, learnt: dict[str, bank.Parameters]) -> Array:
    """Forecast each task with what was learnt without its family."""
    predicted = np.full((*tasks.ends.shape, len(LEVELS)), np.nan)
    family = families(tasks)
    for name, parameters in learnt.items():
        own = np.flatnonzero(family == name)
        part = tasks.take(own)
        predicted[own] = bank.predict(part.windows, part.ends, LEVELS, parameters)
    return predicted


def baseline(name: str, tasks: learning.Tasks, fallback: Array | None = None) -> tuple[Array, int]:
    """Forecast with a model of `adoption models`; the fallback stands in where it refuses."""
    prediction = baselines.MODELS[name].predict(tasks.windows, tasks.ends, LEVELS)
    refused = np.array(sorted(prediction.refused), dtype=int)
    if len(refused) and fallback is not None:
        prediction.shares[refused] = fallback[refused]
    return prediction.shares, len(refused)


def with_statsforecast(name: str, tasks: learning.Tasks) -> tuple[Array, int]:
    """Forecast on logits in equal steps with a model of statsforecast; nan where it fails."""
    from statsforecast import StatsForecast, models

    known = ~np.isnan(tasks.windows.times)
    task, step = np.nonzero(known)
    frame = pd.DataFrame(
        {"unique_id": task, "ds": step, "y": baselines.logit(tasks.windows.shares[known])}
    )
    middle = len(LEVELS) // 2
    wanted = [round(100 * (1 - 2 * p), 6) for p in LEVELS[:middle]]
    wanted = [int(level) if level == int(level) else level for level in wanted]
    library = StatsForecast(
        [getattr(models, name)(season_length=1)], freq=1, fallback_model=models.Naive()
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of divisions inside the library
        ahead = library.forecast(df=frame, h=tasks.ends.shape[1], level=wanted)
    columns = [
        *(f"{name}-lo-{level}" for level in wanted),
        name,
        *(f"{name}-hi-{level}" for level in wanted[::-1]),
    ]
    ahead = ahead.sort_values(["unique_id", "ds"])
    logits = ahead[columns].to_numpy(float).reshape(*tasks.ends.shape, len(LEVELS))
    return baselines.expit(logits), 0


def with_prophet(tasks: learning.Tasks) -> tuple[Array, int]:
    """Forecast with prophet: logistic trend, the cap as its capacity; nan where it fails."""
    import logging

    from prophet import Prophet

    logging.disable(logging.INFO)
    predicted = np.full((*tasks.ends.shape, len(LEVELS)), np.nan)
    epoch = pd.Timestamp("1970-01-01")
    np.random.seed(20261122)  # noqa: NPY002  (prophet draws from the global generator)
    for number, points in enumerate(tasks.points):
        days = pd.to_timedelta(tasks.windows.times[number, :points] * bank.DAYS_PER_YEAR, "D")
        known = pd.DataFrame(
            {"ds": epoch + days, "y": tasks.windows.shares[number, :points], "cap": 1.0}
        )
        ahead = ~np.isnan(tasks.ends[number])
        days = pd.to_timedelta(tasks.ends[number, ahead] * bank.DAYS_PER_YEAR, "D")
        model = Prophet(
            growth="logistic", uncertainty_samples=500, yearly_seasonality=False,
            weekly_seasonality=False, daily_seasonality=False,
        )  # fmt: skip
        try:
            model.fit(known)
        except (ValueError, RuntimeError):
            continue
        drawn = model.predictive_samples(pd.DataFrame({"ds": epoch + days, "cap": 1.0}))["yhat"]
        predicted[number, ahead] = np.clip(np.quantile(drawn, LEVELS, axis=1).T, 0, 1)
    return predicted, 0


def library(name: str, tasks: learning.Tasks, fallback: Array) -> tuple[Array, int]:
    """Forecast with another library; the fallback stands in where nothing finite comes out."""
    method = with_prophet if name == "prophet" else functools.partial(with_statsforecast, name)
    predicted, _ = method(tasks)
    bad = np.isnan(predicted).any(axis=-1) & ~np.isnan(tasks.ends)
    predicted[bad] = fallback[bad]
    return predicted, int(bad.any(axis=1).sum())


def installed() -> tuple[str, ...]:
    """Return the methods of other libraries that can run here."""
    has = {name: importlib.util.find_spec(name) for name in ("statsforecast", "prophet")}
    return tuple(
        name for name in LIBRARIES if has["prophet" if name == "prophet" else "statsforecast"]
    )


def versions() -> str:
    """Return the versions of what is compared, and of what it runs on."""
    names = ("adoption", "statsforecast", "prophet", "statsmodels", "numpy", "scipy", "pandas")
    found = []
    for name in names:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(name)}")
    return ", ".join(found)


def speed(tasks: learning.Tasks) -> dict[str, float]:
    """Print the processor time for many series of ten figures, five horizons, 23 quantiles.

    One process each, so that other work on the machine does not count. Return our seconds, and
    those of the other libraries as a multiple of them.
    """
    generator = np.random.default_rng(20261122)
    longest = np.flatnonzero(tasks.points == max(tasks.points))
    many = tasks.take(generator.choice(longest, SPEED_SERIES))
    ahead = many.windows.last_times[:, None] + np.arange(1.0, SPEED_HORIZONS + 1)
    many = replace(many, ends=ahead)
    bank.predict(many.windows.take(np.arange(9)), ahead[:9], LEVELS)
    start = time.process_time()
    bank.predict(many.windows, ahead, LEVELS)
    ours = time.process_time() - start
    size = f"{SPEED_SERIES} series x {SPEED_HORIZONS} horizons x {len(LEVELS)} quantiles"
    print(f"\n{size}: {ours:.1f} s")
    few = many.take(np.arange(LIBRARY_SERIES))
    found = {"seconds": ours}
    for name in ("AutoETS", "AutoARIMA"):
        if name in installed():
            with_statsforecast(name, few.take(np.arange(9)))
            start = time.process_time()
            with_statsforecast(name, few)
            theirs = (time.process_time() - start) * SPEED_SERIES / LIBRARY_SERIES
            found[name] = theirs / ours
            print(
                f"  {name}, {LIBRARY_SERIES} of them, scaled: {theirs:.1f} s, {theirs / ours:.1f} x"
            )
    return found


def interval_scores(predicted: Array, outcomes: Array) -> Array:
    """Return the weighted interval score, in percent of the cap: twice the mean pinball loss."""
    error = outcomes[..., None] - predicted
    return 200 * np.mean(np.where(error >= 0, LEVELS * error, (LEVELS - 1) * error), axis=-1)


def covered(predicted: Array, outcomes: Array, level: float) -> Array:
    """Return whether the central interval of that level holds the outcome."""
    lower = predicted[..., np.argmin(abs(LEVELS - (1 - level) / 2))]
    upper = predicted[..., np.argmin(abs(LEVELS - (1 + level) / 2))]
    return (lower <= outcomes) & (outcomes <= upper)


def row(predicted: Array, outcomes: Array, naive: Array, damped: Array) -> dict[str, float]:
    """Return the scores of one method over some forecasts."""
    known = ~np.isnan(outcomes)
    score = interval_scores(predicted, outcomes)[known].mean()
    middle = predicted[..., len(LEVELS) // 2]
    return {
        "forecasts": int(known.sum()),
        "wis": score,
        "of_naive": score / interval_scores(naive, outcomes)[known].mean(),
        "of_damped": score / interval_scores(damped, outcomes)[known].mean(),
        "mae": 100 * np.abs(middle - outcomes)[known].mean(),
        **{
            f"cover_{100 * level:.0f}": 100 * covered(predicted, outcomes, level)[known].mean()
            for level in (0.5, 0.8, 0.95)
        },
        "failed": int(np.isnan(predicted[known]).any(axis=-1).sum()),
    }


def alike(tasks: learning.Tasks, predicted: Array, naive: Array, damped: Array) -> dict[str, float]:
    """Return the scores of one method as the mean over technologies, each alike."""
    rows = [
        row(
            *(part[tasks.technology == name] for part in (predicted, tasks.outcomes, naive, damped))
        )
        for name in sorted(set(tasks.technology))
    ]
    names = ("of_naive", "of_damped", "cover_50", "cover_80", "cover_95")
    return {
        "technologies": len(rows),
        **{f"alike_{name}": float(np.mean([own[name] for own in rows])) for name in names},
    }


def bootstrap(tasks: learning.Tasks, ours: Array, theirs: Array, draws: int = 1000) -> str:
    """Return the 95% interval of the ratio of mean scores, drawing whole series."""
    generator = np.random.default_rng(20261122)
    _, place = np.unique(tasks.series, return_inverse=True)
    sums = [
        np.bincount(place, np.nansum(interval_scores(predicted, tasks.outcomes), axis=1))
        for predicted in (ours, theirs)
    ]
    drawn = generator.integers(0, len(sums[0]), (draws, len(sums[0])))
    ratio = sums[0][drawn].sum(axis=1) / sums[1][drawn].sum(axis=1)
    return "{:.3f} to {:.3f}".format(*np.quantile(ratio, [0.025, 0.975]))


def thinned(tasks: learning.Tasks) -> learning.Tasks:
    """Return tasks of four figures and more without about a third of their inner figures."""
    some = tasks.take(np.flatnonzero(tasks.points >= 4))
    generator = np.random.default_rng(20261122)
    inner = np.arange(some.windows.times.shape[1]) < some.points[:, None] - 1
    inner[:, 0] = False
    dropped = inner & (generator.random(inner.shape) < 1 / 3)
    kept = ~dropped & ~np.isnan(some.windows.times)
    task, _ = np.nonzero(kept)
    windows = bank.Windows.of(
        task, some.windows.times[kept], some.windows.shares[kept], some.windows.noise[kept]
    )
    return replace(some, windows=windows, points=windows.points)


def show(title: str, rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Print a table and return it."""
    table = pd.DataFrame(rows).T
    printed = table.astype(object).copy()
    for name in table:
        ratio = name == "wis" or name == "best" or "of_" in name
        digits = 3 if ratio else 2 if name == "mae" else 1
        whole = name in ("forecasts", "failed", "refused", "technologies")
        form = "{:.0f}" if whole else f"{{:.{digits}f}}"
        printed[name] = ["" if pd.isna(v) else form.format(v) for v in table[name]]
    print(f"\n{title}\n{printed.to_string()}")
    return table


def compare(
    title: str, tasks: learning.Tasks, learnt: dict[str, bank.Parameters]
) -> dict[str, Any]:
    """Print engine and fast baselines on some tasks; return the engine's row."""
    parts = {name: baseline(name, tasks)[0] for name in FAST}
    parts["engine"] = engine(tasks, learnt)
    references = parts["naive"], parts["damped-logit-drift"]
    rows = {
        name: row(predicted, tasks.outcomes, *references) | alike(tasks, predicted, *references)
        for name, predicted in parts.items()
    }
    show(title, rows)
    return rows["engine"]


def main_table(
    tasks: learning.Tasks, learnt: dict[str, bank.Parameters], names: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, Array]]:
    """Print all methods on the same tasks, with the time each took."""
    methods: dict[str, Callable[[], tuple[Array, int]]] = {
        name: lambda name=name: (
            library(name, tasks, parts["naive"])
            if name in LIBRARIES
            else baseline(name, tasks, parts.get("naive"))
        )
        for name in names
    }
    methods["engine"] = lambda: (engine(tasks, learnt), 0)
    parts: dict[str, Array] = {}
    notes: dict[str, dict[str, float]] = {}
    for name, method in methods.items():
        start = time.perf_counter()
        parts[name], refused = method()
        notes[name] = {"refused": refused, "seconds": time.perf_counter() - start}
    references = parts["naive"], parts["damped-logit-drift"]
    rows = {
        name: row(part, tasks.outcomes, *references) | alike(tasks, part, *references) | notes[name]
        for name, part in parts.items()
    }
    title = f"{len(tasks.points)} tasks of {len(set(tasks.series))} series, family held out"
    return show(title, rows), parts


def cells(tasks: learning.Tasks, parts: dict[str, Array]) -> dict[str, dict[str, Any]]:
    """Print the engine's scores by points, horizon and family."""
    horizon = np.arange(tasks.ends.shape[1])
    masks: dict[str, Array] = {}
    for count in learning.KNOWN_POINTS:
        masks[f"{count} points"] = np.repeat((tasks.points == count)[:, None], len(horizon), 1)
    for step in horizon:
        masks[f"horizon {step + 1}"] = np.tile(horizon == step, (len(tasks.points), 1))
    for name in sorted(set(families(tasks))):
        masks[name] = np.repeat((families(tasks) == name)[:, None], len(horizon), 1)
    rows = {
        name: row(
            parts["engine"],
            np.where(mask, tasks.outcomes, np.nan),
            parts["naive"],
            parts["damped-logit-drift"],
        )
        for name, mask in masks.items()
    }
    show("The engine by points, horizon and family", rows)
    return rows


def groups(panel: pd.DataFrame) -> dict[tuple[str, int], list[learning.Tasks]]:
    """Return groups of peers by technology and number of known figures, one for every fourth year.

    The figures are the yearly ones up to the year, the first between 1% and 50% for a share and at
    least 0.5 for a count; to forecast are the next four years.
    """
    found: dict[tuple[str, int], list[learning.Tasks]] = {}
    for (technology, share), part in panel.groupby(
        ["technology", panel["saturation_hint"] == 100], sort=True
    ):
        year = part["date"].dt.year
        series = {
            name: own.drop_duplicates("year", keep="last").set_index("year")
            for name, own in part.assign(year=year).groupby("series_id")
        }
        if len(series) < bank.PEERS:
            continue
        for last in range(year.min() + 3, year.max() - 1, 4):
            for points in (2, 3, 5, 8):
                cut = [_cut(own, last, points, bool(share)) for own in series.values()]
                cut = [one for one in cut if one is not None]
                if len(cut) >= bank.PEERS:
                    columns = [np.array(column) for column in zip(*cut, strict=True)]
                    times, shares, noise, ends, outcomes = columns
                    label = np.full(len(cut), "peers", dtype=object)
                    windows = bank.Windows(times, shares, noise, groups=label)
                    names = np.full(len(cut), technology), np.full(len(cut), points)
                    group = learning.Tasks(windows, ends, outcomes, names[0], names[0], names[1])
                    found.setdefault((str(technology), points), []).append(group)
    return found


def _cut(own: pd.DataFrame, last: int, points: int, share: bool) -> tuple[Array, ...] | None:
    """Return the known and the coming years of one series, or None where they are not complete."""
    known = own.reindex(range(last - points + 1, last + 1))
    ahead = own.reindex(range(last + 1, last + 5))
    first = known["value"].iloc[0]
    usable = 1 <= first <= 50 if share else first >= 0.5
    if known["value"].isna().any() or ahead["value"].notna().sum() < 2 or not usable:
        return None
    cap = 100 if share else UNBOUNDED * known["value"].max()
    noise = learning.printed_rounding(own["value"].to_numpy()) / cap / np.sqrt(3)
    return (
        bank.years(known["date"]),
        known["value"].to_numpy() / cap,
        np.full(points, noise),
        bank.years(ahead["date"]),
        ahead["value"].to_numpy() / cap,
    )


def peers(panel: pd.DataFrame, learnt: dict[str, bank.Parameters]) -> None:
    """Print what groups of peers gain, by number of known figures and technology."""
    records = []
    for (technology, points), tasks in groups(panel).items():
        for group in tasks:
            references = [baseline(name, group)[0] for name in ("naive", "damped-logit-drift")]
            alone = replace(group, windows=replace(group.windows, groups=None))
            for name, some in (("together", group), ("one by one", alone)):
                scores = row(engine(some, learnt), group.outcomes, *references)
                records.append({"technology": technology, "points": points, "how": name} | scores)
    table = pd.DataFrame(records)
    means = ["of_naive", "of_damped", "cover_50", "cover_80", "cover_95"]
    by_technology = table.groupby(["how", "technology", "points"])[means].mean()
    rows = {
        f"{points} points, {how}": own.mean().to_dict()
        for (points, how), own in by_technology.groupby(["points", "how"])
    }
    rows |= {how: own.mean().to_dict() for how, own in by_technology.groupby("how")}
    show(f"Peers, {len(table) // 2} groups, technologies alike", rows)


def generative_ai() -> dict[str, dict[str, Any]]:
    """Print the backtest on the generative-AI shares, publisher by publisher."""
    observations = load()
    observations = observations[observations["indicator"].isin(["penetration", "firms_share"])]
    past = evaluation.backtest(observations, models=("engine", *FAST))
    scores = evaluation.score(past, observations)
    source = observations.drop_duplicates("series_id").set_index("series_id")["source_id"]
    group = scores["series_id"].map(source).map(PUBLISHERS).fillna("others")
    rows = {}
    for name in ["all", *PUBLISHERS.values(), "others"]:
        own = scores[(group == name) | (name == "all")]
        if own.empty:
            continue
        wis = own.groupby("model")["wis"].mean()
        ours = own[own["model"] == "engine"]
        rows[name] = {
            "forecasts": len(ours),
            "wis": wis["engine"],
            "of_naive": wis["engine"] / wis["naive"],
            "best": wis["engine"] / min(wis["drift"], wis["damped-logit-drift"]),
            **{f"cover_{k}": 100 * ours[f"covered_{k}"].mean() for k in (50, 80, 95)},
        }
    show("Generative AI, at each release (best: of the better of drift and damped drift)", rows)
    return rows


def goals(checks: list[tuple[str, float, float, float]]) -> None:
    """Print each goal with what was measured."""
    print("\nGoals")
    for name, value, low, high in checks:
        met = "met   " if low <= value <= high else "MISSED"
        wanted = f"{low:g} to {high:g}" if low > 0 else f"at most {high:g}"
        print(f"  {met} {name}: {value:.3f} ({wanted if high < np.inf else f'at least {low:g}'})")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("panel")
    parser.add_argument("--fast", action="store_true", help="leave the slow methods out")
    parser.add_argument("--output", help="write the main table as CSV")
    arguments = parser.parse_args()
    panel = learning.read_panel(arguments.panel)
    tasks = learning.cut_tasks(panel)
    print(versions())
    start = time.perf_counter()
    learnt = learn_held_out(tasks)
    print(f"learnt {len(learnt)} times in {time.perf_counter() - start:.0f} s")
    table, parts = main_table(tasks, learnt, FAST)
    if not arguments.fast:
        some = tasks.take(np.arange(0, len(tasks.points), SLOW_EVERY))
        table, _ = main_table(some, learnt, (*FAST, *SLOW, *installed()))
    times = speed(tasks)
    if arguments.output:
        table.to_csv(arguments.output, float_format="%.6g")
    print("95% interval of the ratio to naive:", bootstrap(tasks, parts["engine"], parts["naive"]))
    damped = bootstrap(tasks, parts["engine"], parts["damped-logit-drift"])
    print("95% interval of the ratio to damped logit drift:", damped)
    by_cell = cells(tasks, parts)
    double = compare("Dates compressed, twice as fast", learning.faster(tasks, 2), learnt)
    compare("Dates compressed, four times as fast", learning.faster(tasks, 4), learnt)
    compare("A third of the inner figures dropped", thinned(tasks), learnt)
    compare("First start only", learning.cut_tasks(panel, starts=1), learnt)
    earlier = np.isin(families(tasks), EARLIER)
    modern = tasks.take(np.flatnonzero(~earlier))
    old = learning.fit(tasks.take(np.flatnonzero(earlier)))
    compare("Earlier technologies only", modern, dict.fromkeys(set(families(modern)), old))
    references = parts["naive"], parts["damped-logit-drift"]
    peers(panel, learnt)
    ours = row(parts["engine"], tasks.outcomes, *references)
    each = alike(tasks, parts["engine"], *references)
    inside = [name for name in by_cell if name.split()[-1] == "points" or "horizon" in name]
    publishers = generative_ai()
    large = [p for name, p in publishers.items() if name != "all" and p["forecasts"] >= 30]
    goals(
        [
            ("WIS of naive", ours["of_naive"], 0, 0.57),
            ("WIS of damped logit drift", ours["of_damped"], 0, 0.82),
            ("80% coverage", ours["cover_80"], 78, 83),
            ("95% coverage", ours["cover_95"], 93, 97),
            ("technologies alike, WIS of damped", each["alike_of_damped"], 0, 1.0),
            ("technologies alike, 80% coverage", each["alike_cover_80"], 78, 83),
            ("lowest 80% cell", min(by_cell[n]["cover_80"] for n in inside), 74, 88),
            ("highest 80% cell", max(by_cell[n]["cover_80"] for n in inside), 74, 88),
            ("lowest 95% cell", min(by_cell[n]["cover_95"] for n in inside), 90, 99),
            ("highest 95% cell", max(by_cell[n]["cover_95"] for n in inside), 90, 99),
            ("two points, WIS of naive", by_cell["2 points"]["of_naive"], 0, 0.58),
            ("twice as fast, 80% coverage", double["cover_80"], 76, np.inf),
            ("failures", ours["failed"], 0, 0),
            ("seconds for 10,000 series", times["seconds"], 0, 5),
            *(
                (f"{name}, times our seconds", times[name], 10, np.inf)
                for name in times
                if "A" in name
            ),
            ("generative AI, WIS of naive", publishers["all"]["of_naive"], 0, 0.70),
            ("generative AI, 80% coverage", publishers["all"]["cover_80"], 76, 86),
            (
                "worst publisher, of the better drift",
                max(p["best"] for p in publishers.values()),
                0,
                1.03,
            ),
            ("lowest 80% of a large group", min(p["cover_80"] for p in large), 72, 88),
            ("highest 80% of a large group", max(p["cover_80"] for p in large), 72, 88),
            ("lowest 50% of a large group", min(p["cover_50"] for p in large), 40, 60),
            ("highest 50% of a large group", max(p["cover_50"] for p in large), 40, 60),
        ]
    )


if __name__ == "__main__":
    main()
