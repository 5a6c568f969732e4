"""Words for a place held in a ranking: "secured the third spot", "the runner-up", "second to last".

The ordinals themselves stand in `ordinals`. Most are said after whom they are of; `WHOSE_FOLLOWS`
are those whose name stands right after them: "third place went to Norway".
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re

from adoption.claims.ordinals import COUNTED_FROM_THE_END, ORDINAL

_SPOT = r"(?:place|spot|position|rank|ranking|slot|finish)"
_HOLDS = (
    r"(?:secur|claim|earn|captur|clinch|maintain|defend|regain|reclaim|retain|achiev|attain|command|reach|notch|land|gain|enjoy)(?:s|es|ed|ing)?"
    r"|t(?:akes?|ook|aken|aking)|h(?:olds?|eld|olding)|occup(?:y|ies|ied|ying)|grab(?:s|bed|bing)?|ke(?:eps?|pt|eping)"
    r"|w(?:ins?|on|inning)|g(?:ets?|ot)|snatch(?:es|ed|ing)?|seiz(?:es?|ed|ing)|shar(?:es?|ed|ing)|tie[sd]? for|tying for"
)
_THE = r"(?:the|its|a|an|sole|solid|strong|joint|global|overall|world's|respectable|coveted|firm|comfortable|onto|on to|hold of)"
# "third place in AI investment", "first place in the number of start-ups": of something else
_NOT_OF_USE = (
    r"(?! (?:in|for|by) (?:the )?(?:number|AI (?!adoption|use|usage|diffusion|uptake)|terms))"
)
# "Norway has secured the third spot", "holds second place"
HELD = re.compile(
    rf"\b(?:{_HOLDS})(?: {_THE}\b)* (?P<word>{ORDINAL})[- ]{_SPOT}\b{_NOT_OF_USE}", re.IGNORECASE
)
# "took the top spot", "retained its crown"
FIRST_HELD = re.compile(
    rf"\b(?:{_HOLDS})(?: {_THE}\b)* (?P<champion>(?:top|number[- ]one|no\. ?1|#1|pole)[- ]{_SPOT}\b|(?:crown|title|lead|first|top)(?=[.,;]| (?:in|with|at|among|globally|worldwide|again)\b)){_NOT_OF_USE}",
    re.IGNORECASE,
)
_IS = r"(?:is|was|remain(?:s|ed)?|stay(?:s|ed)?|bec(?:omes|ame|oming)|(?:has |have )?emerge[sd]? as|stands? out as|crowned(?: as)?|named|hailed as)"
_LEADER = r"(?:leader|front-?runner|number one|champion|pacesetter|(?:top|leading|number[- ]one)(?:[- ]ranked)? (?:country|nation|economy|market|state|sector|industry|adopter|performer))"
# "emerged as the clear leader with 64%", "is the world leader"; a leader is any of several
LEADER = re.compile(
    rf"\b{_IS}(?: (?:still|again|now|also|clearly|easily|comfortably|once|by far|far and away))*"
    rf" (?:(?:the|its) (?:[a-z'-]+ ){{0,2}}?|(?:the )?(?:undisputed |clear |runaway )?(?:world|global|European|EU|regional|national)(?:'s)? )(?P<champion>{_LEADER})\b(?! (?:in|of|on|for) (?!(?:the )?(?:use|usage|adoption|adopting|using|uptake|diffusion|EU|world|field|pack|ranking|list|table|bloc|region|continent|Europe|Asia|Africa|Latin|Oceania|AI (?:adoption|use|usage|diffusion|uptake))\b))",
    re.IGNORECASE,
)
# "sits atop the leaderboard"
ATOP = re.compile(
    r"\b(?P<champion>atop (?:the |its |this )?(?:[A-Za-z'-]+ ){0,3}?(?:list|table|rankings?|league|index|leaderboard|charts?|field|standings|world|EU|bloc))\b",
    re.IGNORECASE,
)
# "the runner-up with 60.9 percent"
RUNNER_UP = re.compile(
    rf"\b(?:{_IS}|as|finish(?:es|ed)|placed|came|,) (?:the )?(?P<word>runners?[- ]up)\b",
    re.IGNORECASE,
)
_LAST_WORD = rf"(?P<word>{COUNTED_FROM_THE_END})(?:[- ](?:to[- ])?last|[- ]from[- ](?:(?:the )?(?:last|bottom|end))|[- ]from[- ]bottom)\b"
_NO_DATE = r"(?! (?:year|quarter|month|week|half|day|time|wave|survey|edition|one)s?\b)"
# "ranks second-to-last", "third from the bottom", "the penultimate place"
NEAR_THE_END = re.compile(
    rf"\b(?P<near_end>{_LAST_WORD}{_NO_DATE}|(?P<penultimate>penultimate|(?:next|second)[- ]to[- ]bottom|next[- ]to[- ]last|last[- ]but[- ]one|bottom[- ]but[- ]one)\b{_NO_DATE})",
    re.IGNORECASE,
)
# "comes dead last", "brings up the rear", "sits at the bottom of the EU ranking"
LAST = re.compile(
    r"\b(?P<bottom>(?:dead|stone|plumb|rock) last|br(?:ings?|ought|inging) up the rear|prop(?:s|ped|ping) up the (?:table|ranking|list|league)"
    r"|at the (?:very )?(?:bottom|foot) of (?:the |its |this |that )?(?:[A-Za-z'-]+ ){0,3}?(?:list|table|rankings?|league|index|leaderboard|chart|EU|bloc|field|pack|pile|heap|class))\b",
    re.IGNORECASE,
)
_COMES = r"(?:,? (?:with [0-9.]+ ?(?:%|per ?cent),? )?(?:is|was|are|were|came|comes?|stands?|stood|sits?|sat) (?:the )?)"
# "third place went to Norway", "in third place is Norway", "third-placed Norway", "runner-up Singapore"
GOES_TO = re.compile(
    rf"\b(?:(?P<word>{ORDINAL})[- ]{_SPOT} (?:went|goes|belongs|belonged|fell|falls) to (?:the )?(?=(?-i:[A-Z])))"
    rf"|\bin (?:the )?(?P<han>{ORDINAL}) (?:{_SPOT}{_COMES}|{_SPOT},? (?:with [0-9.]+ ?(?:%|per ?cent),? ))(?=(?-i:[A-Z]))"
    rf"|\b(?P<direct>{ORDINAL})-(?:placed|ranked) (?:the )?(?=(?-i:[A-Z]))"
    rf"|\b(?P<put>runners?-up),? (?:(?:was|is) )?(?:the )?(?=(?-i:[A-Z]))"
    rf"|\b(?P<champion>(?:leading|heading|topping) the (?:way|field|pack|list|table|rankings?|league|leaderboard|charts?)(?: globally| worldwide)?|at the (?:very )?(?:top|head) of (?:the |its )?(?:[A-Za-z-]+ ){{0,3}}?(?:list|table|rankings?|league|index|leaderboard)|the (?:clear |undisputed |overall )?(?:leader|front-?runner|winner)){_COMES}(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
# 蝉联全球冠军, 稳坐龙头; 获得亚军
_HAN_HOLDS = "(?:蝉联|卫冕|[夺摘拿获取]得了?|[夺拿摘]下|夺|问鼎|成为|已是|是|为|登上|荣登|荣获|[稳高]坐|坐[稳上]|[稳高位]居|排名|位列|拔得|独占)"
HAN_HELD = re.compile(
    rf"{_HAN_HOLDS}(?:了)?[^，。；、0-9]{{0,12}}?(?:(?P<champion>冠军|龙头(?!企业|产品|公司)|头把交椅|魁首|头名|头筹|鳌头)|(?P<han>亚军|季军))"
)
ALL = (HELD, FIRST_HELD, LEADER, ATOP, RUNNER_UP, NEAR_THE_END, LAST, GOES_TO, HAN_HELD)
# words without which none of these can be: most sentences have none
_HINT = re.compile(
    r"plac|spot|position|rank|slot|finish|crown|title|lead|top|front|runner|champion|one\b|no\. ?1|#1|pole|performer|adopter|pacesetter"
    r"|last|rear|bottom|foot|penultimate|winner|head|first|[冠亚季]军|龙头|交椅|魁首|头[名筹]|鳌头",
    re.IGNORECASE,
)
WHOSE_FOLLOWS = (GOES_TO,)
# what was not had, is hoped for, or was had before: "lost third place", "could take the lead"
_NOT_HELD = re.compile(
    r"(?:n['’]t|\b(?:could|would|may|might|will|shall|should|can|not|never|if|until|before|without|had|once|failed to|hop(?:es?|ed|ing) to|aim(?:s|ed|ing)? to|want(?:s|ed)? to|race to|bid to|target(?:s|ed)? to|set to|expected to|due to|likely to|(?:one|some|many|most|few|all) of))(?: (?:soon|also|ever|again|be|have|has|been|the))* $"
    r"|(?:有望|或将|可能|即将|未能|没能|无缘|争夺|冲击|目标|力争|希望|预计|曾经?|谁|队|选手|球员)[^，。；]{0,6}$",
    re.IGNORECASE,
)


def find(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return where a place in a ranking is said to be held.

    Examples
    --------
    >>> [m.group() for m in find("Norway took third place.", 0, 24)]
    ['took third place']
    >>> find("Norway could take third place.", 0, 30)
    []
    """
    if _HINT.search(text, start, end) is None:
        return []
    return [
        m for pattern in ALL for m in pattern.finditer(text, start, end)
        if not _NOT_HELD.search(text[max(start, m.start() - 30) : m.start()])
    ]  # fmt: skip
