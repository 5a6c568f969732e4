"""What the raw files must hold, read with pandas alone, without a line of this package.

`reference/first_collection.csv` was counted in the material the figures were collected in, before
any file of data/raw existed: rows, series and the exact sum of the values for each file.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

RAW = Path(__file__).parent.parent / "data" / "raw"
REFERENCE = Path(__file__).parent / "reference" / "first_collection.csv"
FIRST_READ = "2026-11-22"
IDENTITY = [
    "source_id", "geo", "indicator", "product", "population_group",
    "unit_of_observation", "weighting", "usage_window",
]  # fmt: skip
SHARES = ("penetration", "firms_share")
POOLS = {
    "AFG-TJK-TKM": "AFG TJK TKM",
    "Central Africa": "CAF CMR COD COG TCD",
    "East Africa": "BDI ERI ETH SDN SOM SSD TZA UGA",
    "Guianas-Venezuela": "GUF GUY SUR VEN",
    "Southern Africa": "AGO MDG MOZ MWI",
    "West Africa": "BEN BFA GHA GIN GNB LBR MLI MRT NER NGA SLE TGO",
}


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(RAW / f"{name}.csv", dtype=str, keep_default_na=False)


@cache
def figures() -> pd.DataFrame:
    """Return all observations and context rows, with the file of each."""
    frames = []
    for path in sorted([*RAW.glob("*.csv"), *RAW.glob("context/*.csv")]):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "unit_of_observation" in rows:
            frames.append(rows.assign(file=path.relative_to(RAW).as_posix()))
    return pd.concat(frames, ignore_index=True)


def observations() -> pd.DataFrame:
    rows = figures()
    return rows[~rows["file"].str.startswith("context/")]


@pytest.mark.parametrize(
    "expected", pd.read_csv(REFERENCE, dtype=str).to_dict("records"), ids=lambda row: row["file"]
)
def test_every_figure_of_the_first_collection_is_here(expected):
    rows = figures()
    rows = rows[(rows["file"] == expected["file"]) & (rows["retrieved"] == FIRST_READ)]
    assert len(rows) == int(expected["rows"])
    assert rows["series_id"].nunique() == int(expected["series"])
    assert sum(map(Decimal, rows["value"])) == Decimal(expected["sum_of_values"])


def test_totals_of_the_first_collection():
    first = observations().query("retrieved == @FIRST_READ")
    registrations = first["source_id"] == "cac-genai-filing"
    assert (len(first), first["series_id"].nunique()) == (2789, 684)
    assert (registrations.sum(), first[registrations]["series_id"].nunique()) == (20, 4)
    assert len(table("claims")) >= 314
    assert len(table("events")) >= 142
    assert table("population")["geo"].nunique() >= 162


def test_key_identifies_a_row():
    key = ["series_id", "period_start", "period_end", "released"]
    assert figures()[figures().duplicated(key, keep=False)].empty


def test_a_series_stands_in_one_file_and_never_changes_its_identity():
    kinds = figures().groupby("series_id")[[*IDENTITY, "file"]].nunique()
    assert kinds[(kinds > 1).any(axis=1)].index.tolist() == []


def test_rows_are_sorted_within_each_file():
    for file, rows in figures().groupby("file"):
        key = list(
            zip(
                rows["series_id"], rows["period_start"], rows["period_end"], rows["released"],
                strict=True,
            )
        )  # fmt: skip
        assert key == sorted(key), file


def test_files_are_utf8_with_unix_line_ends_and_composed_characters():
    for path in sorted(RAW.rglob("*.csv")):
        data = path.read_bytes()
        text = data.decode("utf-8")
        assert not data.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in data, path.name
        assert text.endswith("\n"), path.name
        assert unicodedata.is_normalized("NFC", text), path.name


def test_no_cell_holds_a_line_break_or_outer_space():
    for path in sorted(RAW.rglob("*.csv")):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in rows:
            odd = rows[column].str.contains(r"[\r\n\t]|^ | $", regex=True)
            assert rows.loc[odd, column].tolist() == [], f"{path.name} {column}"


def test_shares_have_the_decimals_that_their_rounding_implies():
    shares = observations().query("indicator in @SHARES and rounding != '5'")
    decimals = shares["value"].str.partition(".")[2].str.len()
    implied = shares["rounding"].map({"0.5": 0, "0.05": 1, "0.005": 2})
    assert shares[decimals != implied]["series_id"].tolist() == []


def test_counts_are_whole():
    counts = figures()[~figures()["indicator"].isin([*SHARES, "usage_index"])]
    assert counts[~counts["value"].str.fullmatch(r"\d+")].empty
    assert table("population")["value"].str.fullmatch(r"\d+").all()


def test_every_code_is_explained():
    sources, geographies = set(table("sources")["source_id"]), set(table("geographies")["code"])
    for name in ("population", "claims", "breaks"):
        assert set(table(name)["source_id"]) <= sources, name
    for name in ("population", "claims", "events"):
        assert set(table(name)["geo"]) <= geographies, name
    assert set(figures()["source_id"]) <= sources
    assert set(figures()["geo"]) <= geographies
    assert set(figures()["product"]) <= set(table("products")["product"])
    groups = set(table("population_groups")["population_group"])
    assert set(figures()["population_group"]) | set(table("population")["population_group"]) <= (
        groups
    )


def test_namibia_and_the_states_keep_their_codes():
    geographies = table("geographies").set_index("code")
    assert geographies.loc["NAM", "name"] == "Namibia"
    assert (figures()["geo"] == "NAM").sum() > 0
    assert (geographies["kind"] == "state").sum() == 51


@pytest.mark.parametrize("name", ["geographies", "products"])
def test_a_name_or_alias_means_one_thing(name):
    rows = table(name)
    names = (rows["name"] + "|" + rows["aliases"]).str.split("|").explode()
    names = names[names != ""].str.casefold()
    owners = names.groupby(names).agg(lambda same: len(set(same.index)))
    assert owners[owners > 1].index.tolist() == []


def test_each_row_stands_in_the_file_that_sources_names():
    home = table("sources").set_index("source_id")["file"]
    rows = observations()
    assert rows[rows["source_id"].map(home) != rows["file"]]["source_id"].unique().tolist() == []


def test_breaks_and_corrections_speak_of_series_that_exist():
    known = set(figures()["series_id"])
    breaks = table("breaks")
    assert set(breaks["series_id_before"]) | set(breaks["series_id_after"]) <= known
    assert set(table("corrections")["series_id"]) <= known
    assert not breaks.duplicated(["series_id_before", "series_id_after", "date"]).any()


def test_first_figure_after_a_break_inside_a_series_is_flagged_and_no_other():
    breaks = table("breaks").query("series_id_before == series_id_after and kind != 'restatement'")
    expected = set()
    for row in breaks.itertuples():
        rows = figures()[figures()["series_id"] == row.series_id_before]
        ends = sorted(rows["period_end"])
        if ends[0] < row.date:
            expected.add((row.series_id_before, min(end for end in ends if end >= row.date)))
    flagged = figures()[figures()["obs_status"].str.contains("b")]
    assert set(zip(flagged["series_id"], flagged["period_end"], strict=True)) == expected


def test_a_restatement_is_dated_by_a_release_of_the_series():
    for row in table("breaks").query("kind == 'restatement'").itertuples():
        rows = figures()[figures()["series_id"] == row.series_id_before]
        assert row.date in set(rows["released"]), row.series_id_before


def test_us_census_wording_breaks_every_size_class():
    breaks = table("breaks").query("source_id == 'us-census-btos'")
    old = {name for name in figures()["series_id"] if "-v1-" in name and name.startswith("btos")}
    assert len(old) == 9
    assert old == set(breaks["series_id_before"]) - {"btos-ai-supplement2024-use-usa-firms"}
    assert set(breaks["date"]) == {"2025-11-17"}


def test_cnnic_wording_of_2024_is_flagged_but_no_break():
    rows = figures()[figures()["series_id"].isin(["cnnic-genai-users-chn"])]
    assert rows["obs_status"].tolist() == ["", "d", "", ""]
    assert "cnnic-genai-users-chn" not in set(table("breaks")["series_id_before"])


def test_pooled_economies_are_flagged_imputed():
    model = observations().query("source_id == 'microsoft-aiei'")
    pooled = model[model["obs_status"].str.contains("i")]
    assert len(POOLS) == 6
    assert set(pooled["geo"]) == set(" ".join(POOLS.values()).split())
    assert pooled["geo"].nunique() == 36
    for name, members in POOLS.items():
        rows = model[model["geo"].isin(members.split())]
        assert rows["obs_status"].eq("ei").all(), name
        shared = rows.groupby(["period_end", "released"])["value"].nunique()
        assert shared.eq(1).all(), name
    economies = table("geographies").query("kind == 'economy'")["code"]
    assert model[model["geo"].isin(economies)]["geo"].nunique() == 147


def test_standard_errors_are_those_of_the_notes():
    noted = observations()["notes"].str.extract(r"published SE (\d+\.\d+|\d+)")[0].fillna("")
    assert observations()["standard_error"].tolist() == noted.tolist()
    assert (observations()["standard_error"] != "").sum() >= 649


def test_milestones_are_lower_bounds():
    rows = observations()
    told = rows["notes"].str.contains(r"milestone|lower bound")
    assert rows.loc[told, "bound"].unique().tolist() == ["lower"]
    assert rows.loc[rows["bound"] == "lower", "indicator"].isin(SHARES).sum() == 0


def test_links_are_http():
    for name in ("sources", "corrections", "population", "events", "claims"):
        links = table(name)["address" if name == "sources" else "url"]
        links = links[links != ""]  # three events were read in a text without an address
        assert links[~links.str.match(r"https?://\S+$")].tolist() == [], name
    assert figures()["url"].str.match(r"https?://\S+$").all()
