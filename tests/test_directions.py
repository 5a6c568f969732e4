"""The direction of a verb: whether the level it leads to lies on the right side."""

import pytest

from adoption import check_claims
from adoption.claims.prose import read_prose
from adoption.claims.reading import read_statements


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("China's share rose to 33 percent.", [1]),
        ("China's share kept falling in the March quarter of 2025, to 33 percent.", [-1]),
        ("China's share was 27%, down from 24%.", [0, -1]),
        ("China's share rose from 24% in 2024 to 27% in 2025.", [0, 1]),
        ("China's share did not rise to 33 percent.", [0]),
        ("China's share stood at 33 percent.", [0]),
        ("中国占比升至33%。", [1]),
        ("中国占比由34%回落到33%。", [0, -1]),
        ("中国三季度993万，环比下降。", [-1]),
        ("中国三季度993万，环比下降29%。", [0, 0]),
    ],
)
def test_a_verb_says_which_way_a_level_moved(text: str, moved: list[int]):
    assert [s.moved for s in read_statements(read_prose(text))] == moved


@pytest.mark.parametrize(
    ("verb", "verdict"), [("fell", "supported"), ("rose", "contradicted"), ("came", "supported")]
)
def test_a_level_is_contradicted_by_a_verb_of_the_other_direction(verb: str, verdict: str):
    text = (
        f"In Greece the share of enterprises using AI {verb} from 9.8% in 2024 to 8.9% in 2025, "
        "Eurostat said."
    )
    found = check_claims(text)
    assert found["verdict"].tolist() == ["supported", verdict]


@pytest.mark.parametrize(
    ("verb", "verdict"), [("rising", "contradicted"), ("falling", "supported")]
)
def test_a_verb_goes_on_from_the_level_stated_before(verb: str, verdict: str):
    text = (
        "The National AI Centre's adoption tracker put the share of SMEs using AI in Australia at "
        "40 per cent in the December quarter of 2024. Among micro businesses with up to four "
        f"staff it was 34 per cent. Adoption in that group kept {verb} in the March quarter of "
        "2025, to 33 per cent."
    )
    assert check_claims(text)["verdict"].tolist() == ["supported", "supported", verdict]
