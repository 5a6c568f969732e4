"""The file command: other people's observations in, quantiles out."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from adoption import exchange, forecast_files, forecasts
from adoption.forecast_files import forecast_file
from adoption.schema import QUANTILE_LEVELS, DataError

OBSERVATIONS = """series_id,period_end,value,cap,rounding
online,2021-12-31,12,100,0.5
online,2022-12-31,19,100,0.5
online,2023-12-31,30,100,0.5
firms,2022-06-30,4.1,100,0.05
firms,2023-06-30,6.3,100,0.05
"""
TARGETS = """series_id,period_end
firms,2024-06-30
online,2024-12-31
online,2025-12-31
"""


@pytest.fixture
def files(tmp_path):
    def write(observations=OBSERVATIONS, targets=TARGETS):
        (tmp_path / "observations.csv").write_text(observations, encoding="utf-8")
        (tmp_path / "targets.csv").write_text(targets, encoding="utf-8")
        return tmp_path

    return write


def run(folder, **options):
    settings = {"targets": folder / "targets.csv", "jobs": 1} | options
    return forecast_file(folder / "observations.csv", folder / "out.csv", **settings)


def problems(folder, **options):
    with pytest.raises(DataError) as caught:
        run(folder, **options)
    assert not (folder / "out.csv").exists()
    return [str(problem) for problem in caught.value.problems]


def many(series, points=3, seed=5):
    rng = np.random.default_rng(seed)
    names = np.repeat([f"series-{i:05d}" for i in range(series)], points)
    years = 2015 + np.tile(np.arange(points), series)
    values = 3 + np.cumsum(rng.uniform(0.1, 9, (series, points)), axis=1).ravel()
    return pd.DataFrame(
        {
            "series_id": names,
            "period_end": pd.to_datetime([f"{year}-12-31" for year in years]),
            "value": values.round(1),
            "cap": 100.0,
        }
    )


def test_every_target_gets_every_quantile_sorted(files):
    folder = files()
    report = run(folder, model="damped-logit-drift")
    table = pd.read_csv(folder / "out.csv")
    assert list(table.columns) == list(forecasts.FORECAST_COLUMNS)
    assert len(table) == 3 * len(QUANTILE_LEVELS)
    assert table["series_id"].drop_duplicates().tolist() == ["firms", "online"]
    assert table["period_end"].drop_duplicates().tolist() == [
        "2024-06-30", "2024-12-31", "2025-12-31",
    ]  # fmt: skip
    assert (table.groupby(["series_id", "period_end"])["predicted"].diff().dropna() >= 0).all()
    assert table["origin"].unique().tolist() == ["2023-12-31"]
    assert (report.series, report.forecasts, report.refused) == (2, 3, {})


def test_file_and_notebook_give_the_same_forecast(files):
    folder = files()
    run(folder, model="drift")
    table = pd.read_csv(folder / "out.csv", parse_dates=["period_end"])
    observations = pd.read_csv(folder / "observations.csv", parse_dates=["period_end"]).assign(
        source_id="x", geo="CHN", indicator="penetration", product="any-genai", weighting="person",
        population_group="total population", usage_window="ever", unit_of_observation="person",
        known_from=lambda rows: rows["period_end"],
    )  # fmt: skip
    targets = pd.read_csv(folder / "targets.csv")
    same = forecasts.forecast(observations, targets=targets, model="drift")
    assert table["predicted"].to_numpy() == pytest.approx(same["predicted"].to_numpy(), rel=1e-12)


def test_the_starts_of_periods_count_and_are_checked(files):
    observations = """series_id,period_start,period_end,value,cap
online,2025-01-01,2025-06-30,10,100
online,2025-07-01,2025-12-31,12,100
"""
    folder = files(
        observations, "series_id,period_start,period_end\nonline,2026-01-01,2026-03-31\n"
    )
    run(folder, model="drift")
    with_starts = pd.read_csv(folder / "out.csv")["predicted"]
    table = pd.read_csv(folder / "observations.csv", parse_dates=["period_start", "period_end"])
    goals = pd.read_csv(folder / "targets.csv", parse_dates=["period_start", "period_end"])
    rows = table.assign(noise=0.0, peer_group="")
    result = forecasts.predict_rows(rows, goals.assign(cap=100.0), model="drift")
    np.testing.assert_allclose(with_starts, result.predicted[0], rtol=1e-6)
    plain = rows.drop(columns="period_start"), goals.assign(cap=100.0).drop(columns="period_start")
    ends_only = forecasts.predict_rows(*plain, model="drift").predicted[0]
    assert not np.allclose(with_starts, ends_only, rtol=1e-3)


def test_a_period_that_begins_after_its_end_is_listed_by_line(files):
    found = problems(
        files("series_id,period_start,period_end,value\na,2026-01-01,2025-12-31,12\n", TARGETS)
    )
    message = "`period_start` is 2026-01-01, after its period ends on 2025-12-31"
    assert any(problem.startswith("observations.csv:2") and message in problem for problem in found)


@pytest.mark.parametrize("name", ["observations", "targets"])
@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: b"series_id,value\n", "not a whole Parquet file: "),
        (lambda content: content[:-40], "not a whole Parquet file: "),
        (lambda content: content[:60] + bytes(60) + content[120:], "not a whole Parquet file: "),
        (None, "`series_id` is of type list<element: string>: one value a row is expected"),
    ],
)
def test_a_file_that_is_no_whole_parquet_is_named(tmp_path, name, damage, message):
    rows = many(1)
    paths = {one: tmp_path / f"{one}.parquet" for one in ("observations", "targets")}
    for path in paths.values():
        rows.to_parquet(path)
    if damage is None:
        rows.assign(series_id=[["a"]] * len(rows)).to_parquet(paths[name])
    else:
        paths[name].write_bytes(damage(paths[name].read_bytes()))
    with pytest.raises(DataError) as caught:
        forecast_file(paths["observations"], tmp_path / "out.csv", targets=paths["targets"])
    assert [(one.file, message in one.message) for one in caught.value.problems] == [
        (f"{name}.parquet", True)
    ]


def test_parquet_in_and_out_gives_the_same_numbers(files):
    folder = files()
    run(folder)
    for name in ("observations", "targets"):
        pd.read_csv(folder / f"{name}.csv", parse_dates=["period_end"]).to_parquet(
            folder / f"{name}.parquet"
        )
    forecast_file(
        folder / "observations.parquet",
        folder / "out.parquet",
        targets=folder / "targets.parquet",
        jobs=1,
    )
    one, other = pd.read_csv(folder / "out.csv"), pd.read_parquet(folder / "out.parquet")
    assert one["predicted"].tolist() == other["predicted"].tolist()
    assert str(other["period_end"].dtype) == "datetime64[us]"


def test_hub_layout_has_the_columns_of_a_hubverse_file(files):
    folder = files()
    run(folder, layout="hub")
    table = pd.read_csv(folder / "out.csv")
    assert {"model_id", "origin_date", "output_type", "output_type_id", "value"} <= set(table)
    assert table["output_type"].unique().tolist() == ["quantile"]
    assert table["output_type_id"].nunique() == 23


def test_every_problem_is_listed_by_line_before_any_work(files):
    folder = files(
        "series_id,period_end,value,cap,released\n"
        "online,2021-12-31,12%,100,2022-01-10\n"
        "online,2022-13-31,19,100,2023-01-10\n"
        "online,2023-12-31,130,100,2024-01-10\n"
        "online,2024-12-31,41,100,2024-11-10\n"
        "online,2020-12-31,7,100\n"
        "online,2019-12-31,-7,100,\n"
        "firms,2023-06-30,6.3,100,2023-09-01\n"
        "firms,2023-06-30,6.4,100,2023-09-01\n",
        "series_id,period_end\nonlin,2026-12-31\nonline,2026-12-31\nonline,2026-12-31\n",
    )
    found = problems(folder)
    assert [line.split("  ")[0] for line in found] == [
        "observations.csv:2", "observations.csv:3", "observations.csv:4", "observations.csv:5",
        "observations.csv:6", "observations.csv:7",
    ]  # fmt: skip
    assert "`value` is 12%: a plain number is expected" in found[0]
    assert "`period_end` is 2022-13-31: a date is expected" in found[1]
    assert "`value` is 130, above its `cap` 100" in found[2]
    assert "released on 2024-11-10, before its period ends on 2024-12-31" in found[3]
    assert "4 fields, the header has 5" in found[4]
    assert "`value` is -7, below zero" in found[5]


def test_doubles_and_unknown_series_are_listed_by_line(files):
    folder = files(
        "series_id,period_end,value\nonline,2021-12-31,12\nonline,2021-12-31,13\n",
        "series_id,period_end\nonlin,2026-12-31\nonline,2026-12-31\nonline,2026-12-31\n",
    )
    assert problems(folder) == [
        "observations.csv:3  a second row for `online`, period ending 2021-12-31: "
        "the first is in line 2",
        "targets.csv:2  no series `onlin` in the observations; the nearest name is `online`",
        "targets.csv:4  a second row for `online`, period ending 2026-12-31: "
        "the first is in line 3",
    ]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("series_id,period_end,valeu", "the column `value` is missing"),
        ("series_id,period_end,value,rouding", "is `rounding` meant?"),
        ("series_id,period_end,value,value", "two columns are called `value`"),
    ],
)
def test_a_wrong_header_is_refused(files, header, message):
    folder = files(header + "\nonline,2021-12-31,12,12\n")
    assert message in "\n".join(problems(folder))


def test_text_that_is_not_utf8_is_refused_by_line(files):
    folder = files()
    content = OBSERVATIONS.replace("firms,2023", "T\u00fcrkiye,2023").encode("mac_roman")
    (folder / "observations.csv").write_bytes(content)
    assert any(line.startswith("observations.csv:6  not UTF-8") for line in problems(folder))


def test_an_empty_file_is_refused(files):
    assert "the file has no row" in "\n".join(problems(files("series_id,period_end,value\n")))
    assert "`value` is missing: the columns are none" in "\n".join(problems(files("")))


def test_a_series_that_cannot_be_forecast_is_named_and_the_others_are_done(files):
    folder = files(OBSERVATIONS + "new,2023-12-31,1.5,100,0.05\n", TARGETS + "new,2024-12-31\n")
    report = run(folder, model="naive")
    assert report.refused == {"new": "has 1 figure: the model `naive` needs at least 2"}
    table = pd.read_csv(folder / "out.csv")
    assert set(table["series_id"]) == {"firms", "online"}
    written = json.loads((folder / "out.report.json").read_text(encoding="utf-8"))
    assert written["refused"] == report.refused
    digest = hashlib.sha256((folder / "observations.csv").read_bytes()).hexdigest()
    assert written["inputs"]["observations.csv"] == digest


def test_one_figure_gets_a_wide_forecast_from_the_engine(files):
    folder = files("series_id,period_end,value,cap\nnew,2023-12-31,12,100\n",
                   "series_id,period_end\nnew,2025-12-31\n")  # fmt: skip
    assert run(folder).refused == {}
    predicted = pd.read_csv(folder / "out.csv")["predicted"]
    assert predicted.iloc[0] < 12 < predicted.iloc[-1]
    assert predicted.iloc[-1] - predicted.iloc[0] > 20


def test_a_target_in_the_past_is_refused_with_the_reason(files):
    folder = files(targets="series_id,period_end\nonline,2023-12-31\nfirms,2024-06-30\n")
    report = run(folder)
    assert "its last known figure is of 2023-12-31" in report.refused["online"]
    assert report.forecasts == 1


def test_as_of_hides_later_releases(files):
    header = "series_id,period_end,value,cap,released\n"
    known = header + "a,2021-12-31,8,100,2022-03-01\na,2022-12-31,16,100,2023-03-01\n"
    later = known + "a,2022-12-31,2,100,2024-03-01\na,2023-12-31,1,100,2024-03-01\n"
    targets = "series_id,period_end\na,2024-12-31\n"
    folder = files(later, targets)
    run(folder, as_of="2023-06-30")
    with_future = (folder / "out.csv").read_text()
    folder = files(known, targets)
    run(folder, as_of="2023-06-30")
    assert (folder / "out.csv").read_text() == with_future
    folder = files(later, targets)
    run(folder)
    assert (folder / "out.csv").read_text() != with_future


@pytest.mark.parametrize("model", ["engine", "naive", "logistic"])
def test_before_the_first_figure_every_series_is_refused(files, model):
    report = run(files(), as_of="2020-01-01", model=model)
    assert report.refused == dict.fromkeys(("firms", "online"), "has no figure known at the origin")
    assert report.forecasts == 0


def test_a_figure_without_release_is_known_60_days_later_or_at_its_period_end(files):
    targets = "series_id,period_end\na,2024-12-31\n"
    empty = "series_id,period_end,value,cap,released\na,2021-12-31,8,100,\na,2022-12-31,16,100,\n"
    folder = files(empty, targets)
    assert run(folder, as_of="2023-02-28", model="naive").refused != {}
    assert run(folder, as_of="2023-03-01", model="naive").refused == {}
    folder = files(empty.replace(",released", "").replace("100,", "100"), targets)
    assert run(folder, as_of="2022-12-30", model="naive").refused != {}
    assert run(folder, as_of="2022-12-31", model="naive").refused == {}


def test_missing_cap_is_100_for_a_share_and_none_for_a_count(files):
    rows = "series_id,period_end,value,indicator\n" + "".join(
        f"{name},{year}-12-31,{value},{indicator}\n"
        for name, indicator in (("share", "firms_share"), ("count", "users"))
        for year, value in ((2021, 40), (2022, 70), (2023, 90))
    )
    folder = files(rows, "series_id,period_end\nshare,2027-12-31\ncount,2027-12-31\n")
    run(folder, model="drift")
    highest = pd.read_csv(folder / "out.csv").groupby("series_id")["predicted"].max()
    assert highest["share"] <= 100
    assert highest["count"] > 300


def test_a_series_that_no_period_follows_is_named_with_the_reason(files):
    folder = files(OBSERVATIONS + "late,2024-12-31,3,100,0.5\n")
    asked = {"targets": None, "until": "2023-12-31", "model": "naive"}
    report = run(folder, as_of="2024-01-01", **asked)
    assert report.refused == {
        "late": "has no figure known at the origin",
        "online": "its last figure is for 2023-12-31: no quarter ends after it and by 2023-12-31",
    }
    assert (report.series, report.forecasts) == (3, 2)
    assert set(pd.read_csv(folder / "out.csv")["series_id"]) == {"firms"}
    everything = run(folder, as_of="2020-01-01", **asked)
    assert set(everything.refused) == {"firms", "late", "online"}


@pytest.mark.parametrize("name", ["observations.csv", "targets.csv"])
def test_a_file_that_is_read_is_never_written_over(files, name):
    folder = files()
    content = (folder / name).read_bytes()
    observations, targets = folder / "observations.csv", folder / "targets.csv"
    with pytest.raises(ValueError, match="a file that is read: name another file"):
        forecast_file(observations, folder / "." / name, targets=targets)
    assert (folder / name).read_bytes() == content


@pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
def test_a_missing_file_is_named(tmp_path, name):
    with pytest.raises(FileNotFoundError) as caught:
        forecast_file(tmp_path / name, tmp_path / "out.csv", until="2030-12-31")
    assert caught.value.filename == str(tmp_path / name)


def test_until_and_every_give_the_period_ends_after_the_last_figure(files):
    folder = files()
    run(folder, targets=None, until="2024-07-15", every="quarter", model="naive")
    table = pd.read_csv(folder / "out.csv")
    ends = table.groupby("series_id")["period_end"].unique()
    assert ends["online"].tolist() == ["2024-03-31", "2024-06-30"]
    assert ends["firms"].tolist() == [
        "2023-09-30", "2023-12-31", "2024-03-31", "2024-06-30",
    ]  # fmt: skip


def test_result_depends_on_neither_row_order_nor_parts_nor_processes(tmp_path, monkeypatch):
    rows = many(40)
    rows["peer_group"] = ["north" if int(name[-1]) % 2 else "" for name in rows["series_id"]]
    rows.to_csv(tmp_path / "observations.csv", index=False)

    def forecast(name, **options):
        forecast_file(tmp_path / "observations.csv", tmp_path / name, until="2019-12-31",
                      every="year", **options)  # fmt: skip
        order = ["series_id", "period_end", "quantile_level"]
        return pd.read_csv(tmp_path / name).sort_values(order, ignore_index=True)

    whole = forecast("whole.csv", jobs=1)
    rows.sample(frac=1, random_state=1).to_csv(tmp_path / "observations.csv", index=False)
    assert forecast("shuffled.csv", jobs=1).equals(whole)
    monkeypatch.setattr(forecast_files, "PART_ROWS", 25)
    monkeypatch.setattr(forecasts, "BATCH_SERIES", 7)
    assert forecast("parts.csv", jobs=1).equals(whole)
    assert forecast("processes.csv", jobs=2).equals(whole)


def test_peers_stay_together_in_one_part(tmp_path, monkeypatch):
    monkeypatch.setattr(forecast_files, "PART_ROWS", 10)
    rows = many(60).assign(peer_group=lambda t: "group-" + t["series_id"].str[-1])
    rows.to_csv(tmp_path / "observations.csv", index=False)
    rows[["series_id"]].drop_duplicates().assign(period_end="2030-12-31").to_csv(
        tmp_path / "targets.csv", index=False
    )
    spread = forecast_files._spread(
        tmp_path, tmp_path / "observations.csv", tmp_path / "targets.csv"
    )
    parts = [spread.part("rows", number) for number in range(spread.count)]
    homes = pd.concat([p.assign(part=i) for i, p in enumerate(parts) if len(p)])
    assert len(homes) == len(rows)
    assert len(set(homes["part"])) > 1
    assert len(homes[["peer_group", "part"]].drop_duplicates()) == 10
    goals = [spread.part("goals", number) for number in range(spread.count)]
    assert sum(len(part) for part in goals) == 60
    for one, other in zip(parts, goals, strict=True):
        if len(other):
            assert set(other["series_id"]) <= set(one["series_id"])


def test_a_series_in_two_peer_groups_is_refused(files):
    folder = files(
        "series_id,period_end,value,peer_group\nonline,2021-12-31,12,north\n"
        "online,2022-12-31,14,south\n",
        "series_id,period_end\nonline,2026-12-31\n",
    )
    assert problems(folder) == [
        "observations.csv:2  `online` is in the peer group `north` and in another one",
        "observations.csv:3  `online` is in the peer group `south` and in another one",
    ]


def test_wrong_arguments_name_the_choices(files):
    folder = files()
    with pytest.raises(ValueError, match="`model` is 'prophet': it is one of engine, naive"):
        run(folder, model="prophet")
    with pytest.raises(ValueError, match="give `targets` or `until`"):
        run(folder, until="2030-12-31")
    with pytest.raises(ValueError, match="`jobs` is 0: it is a number of processes"):
        run(folder, jobs=0)
    with pytest.raises(ValueError, match=r"ends in \.csv or \.parquet"):
        forecast_file(folder / "observations.csv", folder / "out.xlsx", until="2030-12-31")


def test_a_failure_leaves_the_old_output_and_no_litter(files):
    folder = files()
    run(folder)
    before = sorted(path.name for path in folder.iterdir())
    content = (folder / "out.csv").read_bytes()
    (folder / "observations.csv").write_text("series_id,period_end,value\nx,2020,1\n")
    with pytest.raises(DataError):
        run(folder)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (folder / "out.csv").read_bytes() == content


def test_lines_are_right_after_empty_and_ragged_lines_and_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(exchange, "BLOCK_BYTES", 200)
    lines = ["series_id,period_end,value"]
    lines += [f"s{i:03d},2020-12-31,{i % 90}" for i in range(60)]
    lines[10] = ""
    lines[20] = "s019,2020-12-31"
    lines[50] = "s049,2020-12-31,x"
    (tmp_path / "o.csv").write_text("\n".join(lines) + "\n\n")
    chunks = list(exchange.read_observations(tmp_path / "o.csv"))
    assert len(chunks) > 3
    found = [problem.line for chunk in chunks for problem in chunk.problems]
    assert sorted(found) == [21, 51]
    rows = pd.concat([chunk.rows for chunk in chunks])
    assert len(rows) == 58
    assert (rows["line"] == rows["series_id"].str[1:].astype(int) + 2).all()


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bytes(tmp_path, monkeypatch):
    import subprocess
    import sys

    monkeypatch.setattr(forecasts, "BATCH_SERIES", 20)
    many(80).to_parquet(tmp_path / "observations.parquet")

    def forecast(name, **options):
        forecast_file(tmp_path / "observations.parquet", tmp_path / name, until="2019-12-31",
                      every="year", **options)  # fmt: skip
        return (tmp_path / name).read_bytes()

    def start(*command):
        return subprocess.Popen([sys.executable, "-m", "distributed.cli." + command[0],
                                 *command[1:]], stderr=subprocess.DEVNULL)  # fmt: skip

    alone = forecast("alone.csv", jobs=1)
    place = tmp_path / "scheduler.json"
    running = [start("dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard",
                     "--scheduler-file", str(place))]  # fmt: skip
    try:
        for _ in range(2):
            running.append(start("dask_worker", "--scheduler-file", str(place), "--nthreads", "1",
                                 "--nworkers", "1", "--no-dashboard", "--no-nanny",
                                 "--local-directory", str(tmp_path)))  # fmt: skip
        from distributed import Client

        with Client(scheduler_file=str(place)) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        assert forecast("cluster.csv", dask=address) == alone
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(20)


@pytest.mark.slow
def test_without_observations_the_series_of_the_package_are_forecast(tmp_path):
    from adoption.data import load

    name = "cnnic-genai-penetration-chn"
    (tmp_path / "t.csv").write_text(f"series_id,period_end\n{name},2028-12-31\n")
    forecast_file(None, tmp_path / "out.csv", targets=tmp_path / "t.csv", jobs=1)
    written = pd.read_csv(tmp_path / "out.csv")
    targets = pd.DataFrame({"series_id": [name], "period_end": ["2028-12-31"]})
    same = forecasts.forecast(load(), name, targets=targets)
    assert written["predicted"].to_numpy() == pytest.approx(same["predicted"].to_numpy(), rel=1e-9)
    (tmp_path / "t.csv").write_text("series_id,period_end\ncnnic-genai-penetration,2028-12-31\n")
    with pytest.raises(DataError, match="the nearest name is `cnnic-"):
        forecast_file(None, tmp_path / "out.csv", targets=tmp_path / "t.csv", jobs=1)
