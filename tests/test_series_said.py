"""Every kind of series, said in plain words, is found by `check_claims`, in English and Chinese."""

from __future__ import annotations

import pytest
from wordings import EN, ZH, said

from adoption import check_claims, data

ALIKE = ["source_id", "indicator", "product", "purpose", "population_group", "usage_window"]
EACH = 2  # series of a kind, and wordings of a series


@pytest.fixture(scope="module")
def latest():
    """The last figure of a few series of each kind."""
    figures = data.load().sort_values(["series_id", "period_end", "known_from"])
    last = figures.drop_duplicates("series_id", keep="last")
    return last.groupby(ALIKE, observed=True).head(EACH)


@pytest.mark.parametrize("language", [EN, ZH])
def test_a_series_said_in_plain_words_supports_its_figure_and_nothing_is_contradicted(
    latest, language
):
    texts = {
        (row["series_id"], text): float(row["value"])
        for number, (_, row) in enumerate(latest.iterrows())
        for k in range(EACH)
        if (text := said(row, language, number + k))
    }
    assert len(texts) > 350
    wrong = []
    for (series_id, text), value in texts.items():
        found = check_claims(text)
        levels = found[(found["kind"] == "level") & ((found["value"] - value).abs() <= value / 99)]
        if set(levels["verdict"]) != {"supported"} or "contradicted" in set(found["verdict"]):
            wrong.append((series_id, text, list(found["verdict"])))
    assert not wrong
