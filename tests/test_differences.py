"""What changed between editions, by hand."""

from __future__ import annotations

import pandas as pd
from small_site import table

from adoption.site.differences import differences

NOTHING = table(
    [{"series_id": "x", "period_end": "2001-01-01", "reason": "", "date": "2001-01-01"}]
)
BREAKS = table([{"series_id_before": "x", "series_id_after": "x", "kind": "question",
                 "date": "2001-01-01", "description": ""}])  # fmt: skip


def known(**values: float) -> pd.DataFrame:
    """Return observations of one quarter: name of the series to value."""
    return table(
        [
            {"series_id": name, "period_start": "2026-01-01", "period_end": "2026-03-31",
             "indicator": "penetration", "value": value, "rounding": 0.05,
             "released": "2026-05-02", "known_from": "2026-05-02", "known_from_assumed": False,
             "notes": ""}
            for name, value in values.items()
        ]
    )  # fmt: skip


def found(before: pd.DataFrame, after: pd.DataFrame, **more: pd.DataFrame) -> list[tuple]:
    rows = differences(
        before, after, corrections=more.get("corrections", NOTHING),
        breaks=more.get("breaks", BREAKS),
    )  # fmt: skip
    return list(rows[["series_id", "kind"]].itertuples(index=False, name=None))


def test_new_revised_and_dropped_figures_are_told_apart_and_others_left_out():
    before, after = known(a=1.0, b=2.0, c=4.0), known(b=2.5, c=4.0, d=8.0)
    assert found(before, after) == [("d", "new"), ("b", "revised"), ("a", "dropped")]


def test_a_change_has_its_size_and_the_release_as_reason():
    rows = differences(known(b=2.1), known(b=2.4), corrections=NOTHING, breaks=BREAKS)
    row = rows.iloc[0]
    assert (row["value_before"], row["value"], row["change"]) == (2.1, 2.4, 0.3)
    assert row["reason"] == "release of 2 May 2026"


def test_what_the_row_says_stands_in_the_reason():
    after = known(b=2.4).assign(notes="seasonal factors")
    rows = differences(known(b=2.1), after, corrections=NOTHING, breaks=BREAKS)
    assert rows["reason"].tolist() == ["release of 2 May 2026: seasonal factors"]


def test_a_restatement_released_that_day_is_the_reason():
    breaks = table([{"series_id_before": "b", "series_id_after": "b", "kind": "restatement",
                     "date": "2026-05-02", "description": "new weights"}])  # fmt: skip
    rows = differences(known(b=2.1), known(b=2.4), corrections=NOTHING, breaks=breaks)
    assert rows["reason"].tolist() == ["restated: new weights"]
    later = breaks.assign(date=pd.Timestamp("2026-05-03"))
    rows = differences(known(b=2.1), known(b=2.4), corrections=NOTHING, breaks=later)
    assert rows["reason"].tolist() == ["release of 2 May 2026"]


def test_a_figure_in_the_list_of_corrections_is_corrected_with_its_reason():
    corrections = table([{"series_id": "b", "period_end": "2026-03-31", "reason": "misprint",
                          "date": "2026-05-01"}])  # fmt: skip
    rows = differences(known(b=21.0), known(b=2.1), corrections=corrections, breaks=BREAKS)
    assert rows[["kind", "reason"]].to_numpy().tolist() == [["corrected", "misprint"]]


def test_the_same_table_has_no_differences():
    assert found(known(a=1.0, b=2.0), known(b=2.0, a=1.0)) == []
