"""Words that say what a statement is about, in English and Chinese, found in one pass.

Places, products and publishers come from the reference tables; the words of the language (who is
counted, how often, for what, and what is not adoption at all) stand here, the Chinese ones in
`chinese.py`. A mention has a tag:

place, product, source   codes of the reference tables, several joined by `|` where a name is shared
group                    who is counted, as `kind`, `kind:ages` or `kind:employees`
window, purpose          how often, and for what
indicator                what is counted: penetration, users, accounts
filing                   services filed or registered with a regulator
other_topic              a noun that is not use: revenue, downloads, prices
stance                   a verb that is not use: believe, expect, have heard of
future, doubt            not a statement of fact: forecasts, aims, quoted errors
unknown_group            a part of the population for which there are no figures
sector                   the industry of firms
whole                    "the bloc", "nationally", "the state": one that the places named before tell
example                  what follows is an example: "such as"
name                     what holds another word and does not mean it: a place in a name, "polls agree"
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from adoption import data
from adoption.claims import chinese

_TOKEN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*|[一-鿿]|[0-9]+")

WORDS: dict[str, dict[str, str]] = {
    "group": {
        "person": "population|people|folks|persons|residents|citizens|inhabitants|individuals|public",
        "adult": "adults|adult|adult population|grown ups",
        "teen": "teens|teenagers|teen|adolescents",
        "employed": "employed respondents|working respondents|employed workers|employed people|"
        "employed american adults|employed americans|employed u.s. adults|workers|employees|employed adults|workforce|working adults|staff|"
        "those in work|the employed|employed people|employed persons|employed individuals|employed citizens|employed residents|working people|working americans|worker|employee|people in employment|persons in employment|those in employment|people in work",
        "internet": "internet users|netizens|who go online|who are online|online population|web users|online adults|"
        "internet user|online users|online people|online every day|who are online every day|who go online every day|are online every day|online daily|who are online daily|daily internet users|use the internet every day|use the internet daily",
        "person:15-64": "working age|working age population|working age people|working age adults",
        "firm": "businesses of all sizes|firms of all sizes|companies of all sizes|enterprises of all sizes|businesses of any size|firms of any size|companies of any size|firms|businesses|companies|enterprises|employers|corporations|business|firm|"
        "company|enterprise",
        "unemployed": "job seekers|jobseekers|people looking for work|people looking for a job|those looking for work|people without work|people out of work|the unemployed|unemployed people|unemployed persons|unemployed|jobless",
        "inactive": "the inactive|the economically inactive|economically inactive people|retired and other inactive|people outside the labour force|people outside the labor force|those outside the labour force|those outside the labor force|people out of the labour force|retired and other inactive persons|retired and other inactive people|retired and other inactive groups|inactive groups|inactive people|economically inactive",
        "organization": "organizations|organisations|organization|organisation",
        "firm:250-": "big firms|big companies|big businesses|big enterprises|big employers|large employers|large enterprises|large firms|large companies|large businesses",
        "non-sme": "non smes|non sme|larger enterprises",
        "sme": "smes|sme|small and medium|small and medium sized|small and mid sized|small and medium businesses|small and medium sized businesses|small and medium firms|small and medium sized firms|small and medium enterprises|small and medium sized enterprises|small and medium companies|small and medium sized companies|"
        "small businesses|small firms|small companies",
        "genai": "of users|of its users|of their users|of these users|of such users|of them|"
        "among users|of those users|of generative ai users|of genai users|of ai users|"
        "of the users|among these users|of active users|of chatgpt users|of those who use",
        "customer": "customers|clients",
        "panel": "online panel|panelists",
        "respondents": "daily smartphone users|smartphone users|respondents|those surveyed|those polled|survey participants|participants|interviewees|panellists|panelists",
        "weighted": "employment weighted|weighted by employment|weights by employment|weighting by employment|weighted by jobs|by headcount|by its headcount|by their headcount|by its workers|by its workforce|by its employees|by number of employees|by number of workers|by its payroll|share of employment|"
        "of employment|of u.s. employment|of us employment|of total employment|of all jobs|by employment",
    },
    "unknown_group": {
        "rural": "rural|countryside|villagers",
        "part": "women|men|male|female|boys|girls|parents|students|pupils|seniors|elderly|"
        "urban|metropolitan|metro counties|metro areas|hispanic|black adults|white adults|black americans|white americans|black people|white people|asian americans|graduates|developers|programmers|engineers|"
        "doctors|physicians|nurses|teachers|educators|faculty|lawyers|executives|managers|"
        "consumer|household|student|teacher|developer|leaders|ceos|cios|cfos|marketers|journalists|researchers|scientists|consumers|"
        "shoppers|gamers|households|homes|schools|universities|hospitals|banks|startups|"
        "gen z|generation z|millennials|boomers|gen x|freelancers|"
        "americans with|college educated|democrats|republicans|voters|veterans|"
        "knowledge workers|professionals|creators|early adopters|subscribers|cities|counties|"
        "employees in technology|workers in technology|those in technology|employees in tech|workers in tech|tech workers|technology workers|tech employees|technology employees|"
        "villages|provinces|districts|occupations|professions|every region|each region|any region|any part of the world|all parts of the world|every part of the world|"
        ""
        "public sector|government|agencies|those aware|those who had heard|who have heard|"
        "paid users|paying users|new users|ios|android|"
        "the province|the city|the county|citywide|"
        "in beijing|in shanghai|in shenzhen|in guangdong|in hangzhou|in london|in tokyo",
    },
    "sector": {
        "information": "information services|firms in information|businesses in information|companies in information|customers in information|information sector|info sector|information industry|information firms|"
        "information companies|information businesses",
        "professional": "professional services|professional, scientific and technical services|professional, scientific, and technical services|"
        "professional and technical services",
        "education": "educational services|education services|education sector|firms in education|businesses in education|companies in education",
        "construction": "construction",
        "finance": "finance and insurance|banking and insurance|financial services|finance sector|financial sector|finance",
        "manufacturing": "manufacturing|manufacturers",
        "retail": "retail trade|retail|retailers|retailing",
        "health": "health care and social assistance|health care|healthcare",
        "accommodation": "hotels and restaurants|restaurants and hotels|hotels and catering|accommodation and food services|accommodation and food|hospitality",
        "agriculture": "agriculture, forestry, fishing and hunting|agriculture, forestry, fishing, and hunting|agriculture|farming",
        "mining": "mining|mining, quarrying, and oil and gas extraction|mining, quarrying and oil and gas extraction", "utilities": "utilities|utilities sector",
        "wholesale": "wholesale trade|wholesale",
        "transport": "transportation and warehousing|transport and warehousing|transportation|transport",
        "management": "management of companies|management of companies and enterprises",
        "administrative": "administrative services|administrative and support services|administrative and support and waste management services|administrative and support and waste management",
        "other-services": "other services",
        "real-estate": "real estate|real estate and rental and leasing|real estate, rental and leasing",
        "arts": "arts, entertainment and recreation|arts, entertainment, and recreation|arts and entertainment",
        "technology": "technology and media|tech and media|media and technology|technology sector|tech sector",
    },
    "window": {
        "daily": "daily|a day|per day|every day|each day|dau|daus",
        "frequent": "frequently|frequent use|frequent usage|frequent ai use|frequent ai usage|"
        "frequent users",
        "last-12-months": "a few times a year|few times a year or more",
        "weekly": "in a given week|in any given week|in a typical week|a few times a week|few times a week or more|several times a week|weekly|a week|per week|every week|each week|wau|waus|"
        "past week|last week|in the week|in the previous week|over the previous week|during the previous week",
        "monthly": "monthly|a month|per month|every month|each month|mau|maus|in the past month|in the last month|in the previous month|within the past month|past 30 days|last 30 days|last four weeks|past four weeks",
        "ever": "ever used|at some point used|have used|has used|had used|have tried|ever tried|ever use|"
        "have ever used|at least once|at some point used|used at some point",
        "next-6-months": "next six months|coming six months|six months ahead|six months from now",
    },
    "purpose": {
        "work": "for their work|for their own work|tasks on the job|work use|work related use|use for work|professional use|professional purposes|professional reasons|professionally|at work|for work|workplace usage|workplace use|on the job|in their jobs|in their job|at their job|"
        "in the workplace|workplace|for their job|in their work|work purposes|job tasks|"
        "professional purposes",
        "education": "schoolwork|homework|academic assistance|academic help|academic support|academic work|help with school|help with their studies|school assignments|for school|school work|for education|formal education|for learning|for studying",
        "private": "private purposes|for private purposes|for personal purposes|for private use|for personal use|for personal reasons|personal use|personal reasons|personal purposes|for private|private use|in private|"
        "privately|outside work|outside of work|non work|at home|nonwork",
        "news": "news use|news usage|for news purposes|for accessing news|as a source of news|as a news source|to follow the news|consume news|for their news|for news|get news|got news|gets news|getting news|news consumption|access news",
        "information-search": "search for info|to search for info|information retrieval|info retrieval|information seeking|seek information|seeking information|look for information|looking for information|finding information|find information|look up information|looking up information|search with ai|search for information|searching for information|for information|"
        "information search",
        "questions-and-answers": "questions answered|answers to questions|answers to their questions|answering questions|put questions to|puts questions to|putting questions to|answer questions|ask questions|asking questions|asked questions|asked it questions|ask it questions|ask ai questions|asking ai questions|asked ai questions|ask chatbots questions|ask the chatbot questions",
        "images-and-video": "generating images|generate images|generate pictures or videos|generate pictures or video|generate pictures|generating pictures|make pictures or video|make pictures or videos|make pictures|making pictures|made pictures|create pictures|creating pictures|pictures and videos|images and videos|image generation|made images|make images|create images|images or video",
        "personal-assistance": "personal assistants|personal assistant",
        "companionship": "companionship|for company",
        "policy": "a policy|policy to use|policies to use|policy of using|policy for using|policy on using",
        "expected": "expected to within six months|expect to within six months|expected to be using|projected ai usage|projected ai use|projected use|expect to use|expects to use|expected to use|expecting to use|expect to be using|expects to be using|expecting to be using|expect to do so|expects to do so|expected to do so|expecting to do so|expect to be users|would use ai within six months|would be using it within six months|plan to use|plans to use|"
        "planned use|intend to use|expected use|plan to adopt|expect to adopt",
    },
    "indicator": {
        "penetration": "penetration rate|penetration|adoption rate|adoption|usage rate|"
        "diffusion|diffusion rate|usage share|uptake|take up|user share|"
        "rate of use",
        "users": "users|user base|user numbers|active users|user|netizens",
        "accounts": "accounts|registered users|registrations|seats|paid seats|licences|licenses",
    },
    "other_topic": {
        "consequences": "negative consequence|negative consequences|adverse consequences|redesigned workflows|redesigned at least some workflows|redesigned some workflows",
        "money": "revenue|revenues|sales|profit|profits|income|spending|spend|investment|"
        "investments|invest|invests|investing|invested|valuation|funding|price|prices|pricing|cost|costs|salary|salaries|wages|"
        "turnover|inflation|unemployment|share price|share prices|stock|stocks|market cap|market size|market share|budget|budgets|gdp|"
        "capital expenditure|capex|earnings",
        "activity": "downloads|installs|visits|visitors|traffic|queries|prompts|requests|"
        "electronic invoices|e invoices|e invoicing|cloud services|cloud computing|"
        "conversations|messages|interactions|sessions|page views|minutes|hours|time spent|"
        "tokens|parameters|searches|orders|transactions|commits|patents|papers|layoffs|exports|"
        "imports|broadband|smartphones|short video|short videos|online shopping|"
        "shipments|chips|gpus|data centers|data centres|electricity|emissions|energy",
        "quality": "accuracy|productivity|efficiency|error|errors|score|scores|benchmark|"
        "satisfaction|retention|churn|conversion|response rate|success rate",
        "statistics": "interval|intervals|of the forecast|quantile|quantiles|coverage|"
        "confidence|skill|mean score|doubling time|doubling times",
        "sample": "sample|sampled|surveyed|interviewed|polled|interviews|margin of error",
    },
    "stance": {
        "opinion": "not an issue|no issue|not a topic|not a topic for them|discuss|discussing|discussed|convinced|consider it|consider ai|considers|view ai|views ai|see it|sees it|see ai|say ai|"
        "prefer|expects ai|expect ai|believe|believes|think|thinks|say ai|said ai|worry|worried|"
        "concerned|concern|concerns|trust|trusts|distrust|fear|fears|optimistic|pessimistic|"
        "excited|support|supports|oppose|prefer|agree|disagree|favor|favour|feel|view|see ai",
        "awareness": "did not know|do not know|does not know|didn't know|don't know|doesn't know|"
        "not sure|unsure|weren't sure|aren't sure|uncertain|have heard|had heard|has heard|"
        "heard a lot|heard a little|heard nothing|unfamiliar|recognition|recognized|recognised|heard of|heard about|aware|awareness|familiar|know about|knew|"
        "know of",
        "intent": "plan|plans|planning|intend|intends|want|wants|willing|expects to|"
        "consider|considering|interested",
        "payment": "pay for|paid for|who pay|users pay|paying|subscribe|subscribed|subscription",
    },
    "future": {
        "forecast": "expects|anticipates|anticipate|an expected|the expected|hinted at|would|could|likely between|likely to be|is likely|will|forecast|forecasts|forecasted|projected|projects|projection|predicts|"
        "predicted|is expected|are expected|expected to|we expect|i expect|by the end of the decade|by 2027|by 2028|by 2029|by 2030|by 2035|"
        "my bet|our bet|a safe bet|best guess|my guess|our guess|target|targets|goal|aims|aim to|could reach|could rise|may reach|might|would reach|"
        "on track to|on course to|set to|likely to reach",
    },
    "filing": {
        "filed": "completed registration|completed mandatory registration|completed full registration|completed their registration|national registration|registration with the national authorities|completed filing|completed the filing|completed their filing|completed its filing|completed filings|completing filing|filing with|filing list|filing register|filed|filings|national filing|services nationally|national register|national registry|"
        "national list|on the register|on its register|on the list of the regulator",
        "registered": "local registration|local registrations|provincial registration|locally registered|local filing|local offices had registered|local regulators had registered|local regulators have registered|local regulators registered|local authorities had registered|local authorities have registered|registered by local|registered locally|registered with local",
    },
    "whole": {
        "bloc": "the bloc", "country": "the country", "state": "the state|statewide",
        "nation": "the nation as a whole|the country as a whole|the country overall|nationally|nationwide|"
        "national rate|national average|national figure|national share|national level|the nation",
    },
    "doubt": {
        "error": "wrongly|incorrectly|mistakenly|erroneously|misquoted|misreported|not the|"
        "instead of|rather than|false|incorrect|misleading|contrary to",
    },
    "name": {"anywhere": "at work or elsewhere|at work or at home|at home or at work|for work or otherwise|for work or anything else|at work and at home|at home and at work|at work or outside it",
        "report": "polls agree|surveys agree|studies agree|polls agreed|surveys agreed|pollsters agree",
        "interval": "bi weekly|biweekly|bi monthly|bimonthly|semi annually", "most": "most frequent users|most frequently|more frequently|less frequently|least frequently|how frequently",
        "platform": "ios and android|android and ios|ios or android|consumer and business versions|business and consumer versions|consumer and commercial versions",
        "method": "analysis of web traffic|web traffic analysis|web traffic estimate|web traffic estimates|web traffic data|traffic estimates",
        "member": "eu country|eu member state|eu member country|eu economy|european union country",
        "city": "city state|city states|the city state",
        "press": "national business daily|business daily|people's daily|china daily|economic daily|daily mail|daily telegraph",
        "technology": "consumer technology|consumer technologies|consumer tech|consumer electronics|consumer internet product|consumer internet products|consumer app|consumer apps|consumer software|consumer product|consumer products|consumer application|consumer applications|consumer internet|consumer platform|consumer service|consumer services",
        "owner": "employees and self employed persons|self employed persons|persons employed",
        "side": "consumer side|household side|on the consumer front",
        "read": "will have seen|will have read|will have heard|will have noticed|may have seen|may have read|may have heard",
        "day": "daily operations|daily business|daily business operations|daily work|daily life|daily lives|daily routine|daily routines|daily tasks|daily workflow|daily workflows|daily activities|daily job|daily work routines",
        "given": "considering that|considering it|considering how|considering they|considering the company|considering the firm",
        "call": "earnings call|earnings calls|earnings report|earnings release",
        "survey": "household survey|household surveys|survey of households|in households and by individuals|by households and individuals|households and individuals|households and by individuals|household and individual|in households survey",
        "bank": "latin america|latin american|north america|north american|south america|"
        "south american|central america|bank of america|american express|china mobile|deutsche bank"},
    "example": {
        "such": "such as|like|including|for example|e.g.|for instance|among them",
    },
}  # fmt: skip

_DEMONYMS = {
    "American": "USA", "Americans": "USA", "Chinese": "CHN", "British": "GBR", "Britons": "GBR", "Brits": "GBR",
    "German": "DEU", "Germans": "DEU", "Japanese": "JPN", "South Korean": "KOR", "Korean": "KOR",
    "South Koreans": "KOR", "Koreans": "KOR", "French": "FRA", "Indian": "IND", "Indians": "IND",
    "Norwegian": "NOR", "Norwegians": "NOR", "Spanish": "ESP", "Spaniards": "ESP",
    "Italian": "ITA", "Italians": "ITA", "Dutch": "NLD", "Danish": "DNK", "Danes": "DNK", "Kiwis": "NZL",
    "Swedish": "SWE", "Swedes": "SWE", "Finnish": "FIN", "Polish": "POL", "Czech": "CZE",
    "Australian": "AUS", "Australians": "AUS", "Canadian": "CAN", "Canadians": "CAN",
    "Singaporean": "SGP", "Singaporeans": "SGP", "Emirati": "ARE", "Brazilian": "BRA",
    "Brazilians": "BRA", "Indonesian": "IDN", "Indonesians": "IDN", "Taiwanese": "TWN",
    "Czechs": "CZE", "Poles": "POL", "Finns": "FIN", "Greek": "GRC", "Greeks": "GRC",
    "Turkish": "TUR", "Turks": "TUR", "Portuguese": "PRT", "Austrian": "AUT", "Austrians": "AUT",
    "Hungarian": "HUN", "Hungarians": "HUN", "Romanian": "ROU", "Romanians": "ROU",
    "Bulgarian": "BGR", "Bulgarians": "BGR", "Croatian": "HRV", "Croatians": "HRV",
    "Croats": "HRV", "Estonian": "EST", "Estonians": "EST", "Latvian": "LVA", "Latvians": "LVA",
    "Lithuanian": "LTU", "Lithuanians": "LTU", "Slovak": "SVK", "Slovaks": "SVK",
    "Slovenian": "SVN", "Slovenians": "SVN", "Slovenes": "SVN", "Belgian": "BEL",
    "Belgians": "BEL", "Cypriots": "CYP", "Maltese": "MLT", "Icelandic": "ISL",
    "Icelanders": "ISL", "Mexican": "MEX", "Mexicans": "MEX", "Argentine": "ARG",
    "Argentines": "ARG", "Kenyan": "KEN", "Kenyans": "KEN", "Nigerian": "NGA",
    "Nigerians": "NGA", "South African": "ZAF", "South Africans": "ZAF", "Israeli": "ISR",
    "Israelis": "ISR", "Thai": "THA", "Thais": "THA", "Vietnamese": "VNM", "Filipinos": "PHL",
    "Malaysian": "MYS", "Malaysians": "MYS", "New Zealanders": "NZL", "Ukrainians": "UKR",
    "Russian": "RUS", "Russians": "RUS", "Saudi": "SAU", "Saudis": "SAU",
    "Aussies": "AUS", "Emiratis": "ARE", "Qataris": "QAT", "Jordanians": "JOR", "Lebanese": "LBN", "Tunisians": "TUN",
    "Luxembourgers": "LUX", "Hong Kongers": "HKG", "Ecuadorians": "ECU", "Uruguayans": "URY", "Costa Ricans": "CRI",
    "Iranians": "IRN", "Iraqis": "IRQ", "Kazakhs": "KAZ", "Ethiopians": "ETH", "Ugandans": "UGA", "Tanzanians": "TZA",
    "Cypriot": "CYP", "Serbian": "SRB", "Serbians": "SRB", "Ukrainian": "UKR", "Egyptian": "EGY",
    "Egyptians": "EGY", "Ghanaian": "GHA", "Ghanaians": "GHA", "Moroccan": "MAR",
    "Moroccans": "MAR", "Chilean": "CHL", "Chileans": "CHL", "Colombian": "COL",
    "Colombians": "COL", "Peruvian": "PER", "Peruvians": "PER", "Filipino": "PHL",
    "Pakistani": "PAK", "Pakistanis": "PAK", "Bangladeshi": "BGD", "New Zealander": "NZL",
    "Californian": "US-CA", "Californians": "US-CA", "Texan": "US-TX", "Texans": "US-TX",
    "Floridians": "US-FL", "New Yorkers": "US-NY", "Idahoans": "US-ID", "Alabamians": "US-AL",
    "Alaskans": "US-AK", "Arizonans": "US-AZ", "Arkansans": "US-AR", "Coloradans": "US-CO",
    "Georgians": "GEO|US-GA", "Hawaiians": "US-HI", "Illinoisans": "US-IL", "Hoosiers": "US-IN",
    "Iowans": "US-IA", "Kansans": "US-KS", "Kentuckians": "US-KY", "Louisianans": "US-LA",
    "Mainers": "US-ME", "Marylanders": "US-MD", "Michiganders": "US-MI", "Minnesotans": "US-MN",
    "Mississippians": "US-MS", "Missourians": "US-MO", "Montanans": "US-MT",
    "Nebraskans": "US-NE", "Nevadans": "US-NV", "New Jerseyans": "US-NJ",
    "New Mexicans": "US-NM", "North Carolinians": "US-NC", "North Dakotans": "US-ND",
    "Ohioans": "US-OH", "Oklahomans": "US-OK", "Oregonians": "US-OR",
    "Pennsylvanians": "US-PA", "Rhode Islanders": "US-RI", "South Carolinians": "US-SC",
    "South Dakotans": "US-SD", "Tennesseans": "US-TN", "Utahns": "US-UT",
    "Vermonters": "US-VT", "Virginians": "US-VA", "Washingtonians": "US-WA",
    "West Virginians": "US-WV", "Wisconsinites": "US-WI",
    "European": "EU27", "Europeans": "EU27", "EU": "EU27", "Irish": "IRL", "Swiss": "CHE",
    "DC": "US-DC", "D.C": "US-DC", "the US": "USA", "USA": "USA", "U.S.A.": "USA", "the U.S": "USA", "U.S": "USA", "U.S.": "USA", "the UK": "GBR", "U.K": "GBR",
    "48 markets": "DNR48", "Global Partnership on AI": "GPAI37", "Global Partnership on Artificial Intelligence": "GPAI37", "the UAE": "ARE", "Emirates": "ARE", "the States": "USA", "Macau": "MAC",
}  # fmt: skip
_LOWER_PLACES = {
    "northern hemisphere": "GLOBAL_NORTH", "southern hemisphere": "GLOBAL_SOUTH",
    "global": "WLD", "globally": "WLD", "worldwide": "WLD", "world": "WLD",
    "globe": "WLD", "six country": "RISJ6", "37 members": "GPAI37", "37 member countries": "GPAI37", "37 countries": "GPAI37", "all markets": "DNR48", "all the markets": "DNR48",
    "the markets of the digital news report": "DNR48", "its markets": "DNR48", "across markets": "DNR48",
    "the markets surveyed": "DNR48", "the surveyed markets": "DNR48", "the report's markets": "DNR48",
}  # fmt: skip
_PRODUCT_WORDS = {
    "any-genai": "generative ai|genai|gen ai|generative artificial intelligence|ai chatbots|"
    "ai chatbot|chatbots|chatbot|ai assistants|ai assistant|large language models|llms|llm|"
    "generative ai tools|generative tools|ai diffusion|aigc",
    "qwen": "qianwen",
    "chatgpt": "chat gpt|share of chatgpt users|percentage of chatgpt users|"
    "proportion of chatgpt users",
    "microsoft-ai-features": "microsoft's ai features|microsoft ai features|ai features in our products|ai features across our products|"
    "ai features across its products|ai features across products|ai features across microsoft products|any ai feature|all ai features",
    "copilot": "family of copilots|family of copilot apps|copilot family of apps",
    "google-ai-overviews": "ai overviews in search|ai overviews in google search",
    "any-ai": "ai|a.i|artificial intelligence|ai tools|ai features|ai enabled features",
    "internet": "the internet was used|internet was used|used the internet|use the internet|that of the internet|the internet's|internet population|internet penetration|was online|were online|are online|is online|go online|internet access|internet use rate|internet usage rate",
    "ai-native": "ai native apps|ai native app|ai native applications",
}  # fmt: skip
_SOURCE_WORDS = {
    "cnnic": "cnnic|china internet network information center|"
    "china internet network information centre",
    "microsoft-aiei": "ai diffusion report|microsoft ai economy institute|ai economy institute",
    "microsoft|microsoft-aiei": "microsoft",
    "eurostat-isoc-ai-iaiu|eurostat-isoc-eb-ai": "eurostat|eu statistics office|eu statistical office|"
    "eu's statistics office|eu's statistical office|eu's statistics agency|european statistics office|"
    "bloc's statistics office|bloc's statistical office|statistical office of the european union",
    "pew": "pew|pew research|pew research center",
    "gallup-workforce": "gallup",
    "us-census-btos": "census bureau|u.s. census bureau|us census bureau|btos|"
    "business trends and outlook survey|census",
    "ramp-ai-index": "ramp|ramp ai index",
    "questmobile|questmobile-nbd": "questmobile|quest mobile",
    "aicpb": "aicpb|ai product rank",
    "openai": "openai|altman",
    "google|google-trial-exhibit": "google|alphabet|pichai",
    "meta": "meta|zuckerberg",
    "reuters-institute-dnr|reuters-institute-genai-news": "reuters institute|"
    "digital news report",
    "ofcom": "ofcom|online nation|adults' media use and attitudes", "ons-bics": "ons|office for national statistics|bics",
    "adii": "digital inclusion index",
    "internetstiftelsen": "internet foundation|swedish internet foundation|internetstiftelsen",
    "cac-genai-filing": "cyberspace administration",
    "bls-cps": "bureau of labor statistics|bls",
    "bitkom": "bitkom", "mckinsey-state-of-ai": "mckinsey",
    "rps-bick-blandin-deming": "real time population survey|st. louis fed|st louis fed|"
    "federal reserve bank of st|st. louis federal reserve|st louis federal reserve|bick|blandin",
    "atlanta-fed-sbu": "atlanta fed|survey of business uncertainty|federal reserve bank of atlanta",
    "fed-shed": "shed|survey of household economics|federal reserve's household survey|federal reserve",
    "nbs-china": "nbs|national bureau of statistics",
    "statistics-norway": "statistics norway|ssb",
    "ine-spain-tic-h|ine-spain-ticce": "ine", "credoc-barometre-numerique": "crédoc|credoc|baromètre du numérique",
    "oecd-ict-access-usage|oecd-similarweb": "oecd",
    "mic-japan": "ministry of internal affairs|internal affairs and communications ministry|internal affairs ministry|soumu",
    "gmo-research": "gmo", "wiseapp": "wiseapp·retail|wiseapp retail|wiseapp|wise app",
    "mobile-index": "mobile index|mobileindex|igaworks", "sensor-tower": "sensor tower",
    "similarweb": "similarweb", "imda": "imda|infocomm authority|infocomm", "mom-singapore": "ministry of manpower|manpower ministry",
    "apjii": "apjii|internet service providers association|association of internet service providers", "iamai-kantar": "iamai|kantar|internet and mobile association of india", "twnic": "twnic",
    "epoch-ai-ipsos": "epoch ai|epoch|ipsos", "yougov": "yougov",
    "ap-norc": "ap norc|norc", "elon-imagining-digital-future": "elon university|imagining the digital future",
    "alibaba": "alibaba", "baidu": "baidu", "tencent": "tencent",
    "kuaishou": "kuaishou", "xai": "xai|musk",
    "destatis": "destatis|federal statistical office", "msit-korea": "ministry of science and ict|msit",
    "kcc-korea": "korea communications commission|kcc", "internetnz": "internetnz",
    "naic-australia": "national artificial intelligence centre|national ai centre|naic",
    "hakuhodo-dy": "hakuhodo", "cross-marketing": "cross marketing",
    "cfa-japan": "children and families agency",
    "statistics-netherlands": "statistics netherlands|cbs",
    "czech-statistical-office": "czech statistical office",
    "statistics-poland": "statistics poland|gus",
}  # fmt: skip
# "the national statistical office", of the country spoken of
STATISTICAL_OFFICES = {
    "CHN": "nbs-china", "CZE": "czech-statistical-office", "DEU": "destatis",
    "ESP": "ine-spain-tic-h|ine-spain-ticce", "GBR": "ons-bics", "NLD": "statistics-netherlands",
    "NOR": "statistics-norway", "POL": "statistics-poland",
}  # fmt: skip
# "Korea's ministry found 33.3%"
MINISTRIES = {"JPN": "mic-japan", "KOR": "msit-korea"}
# publishers of several series of surveys
_SHARED_NAMES = {
    "Instituto Nacional de Estadística": "ine-spain-tic-h|ine-spain-ticce",
    "Reuters Institute for the Study of Journalism": "reuters-institute-dnr|"
    "reuters-institute-genai-news",
}
# "Online Nation", and not "survey on the use of AI"
_TITLE = re.compile(r"[A-Z][\w'’-]+(?: (?:of|and|in|on|och|[A-Z][\w'’-]*))+")
# a name that is also a word, or too short to be trusted in lower case
_CAPITAL = re.compile(r"[A-Z]")
COUNTRY_CODE = 3  # letters
_WHOLES = ("WLD",)  # codes as long that are no country
_OPENING_QUOTES = ("“", '"', "「", "『")


@dataclass(frozen=True, slots=True)
class Mention:
    """A word or phrase found in a text: where, what kind, and what it stands for."""

    start: int
    end: int
    tag: str
    value: str


@dataclass(frozen=True, slots=True)
class _Entry:
    phrase: str
    tag: str
    value: str
    capital: bool  # must start with a capital letter in the text


def find_mentions(text: str) -> list[Mention]:
    """Find the phrases of the vocabulary in a text, the longest at each place, in order.

    Examples
    --------
    >>> [(m.tag, m.value) for m in find_mentions("ChatGPT's weekly users in the US")]
    [('product', 'chatgpt'), ('window', 'weekly'), ('indicator', 'users'), ('place', 'USA')]
    """
    vocabulary = _vocabulary()
    folded = fold(text)
    found: list[Mention] = []
    reached = 0
    for token in _TOKEN.finditer(folded):
        if token.start() < reached:
            continue
        for entry in vocabulary.get(token.group(), ()):
            end = token.start() + len(entry.phrase)
            if not folded.startswith(entry.phrase, token.start()):
                continue
            if entry.capital and not _CAPITAL.match(text, token.start()):
                continue
            if entry.phrase.isascii() and folded[end : end + 1].isalnum() and folded[end].isascii():
                continue
            if entry.phrase.endswith(" ai") and _goes_on(folded, end - 2, vocabulary):
                continue  # "said AI Overviews reach"
            found.append(Mention(token.start(), end, entry.tag, entry.value))
            reached = end
            break
    return [m for m, after in pairwise([*found, None]) if m and not _is_in_a_name(text, m, after)]


def _goes_on(folded: str, start: int, vocabulary: dict[str, list[_Entry]]) -> bool:
    """Return whether the "ai" at a place is but the beginning of a product's name."""
    names = (e for e in vocabulary.get("ai", ()) if e.tag == "product" and e.phrase != "ai")
    return any(folded.startswith(e.phrase, start) for e in names)


def _is_in_a_name(text: str, mention: Mention, after: Mention | None) -> bool:
    """Return whether a purpose belongs to the name in quotation marks after it: 搜索“AI模式”."""
    named = after is not None and (mention.tag, after.tag) == ("purpose", "product")
    return named and after is not None and text[mention.end : after.start] in _OPENING_QUOTES


def codes_of(mentions: list[Mention]) -> tuple[str, ...]:
    """Return the codes of mentions, each once, in order."""
    return tuple(dict.fromkeys(v for m in mentions for v in m.value.split("|")))


def country_of_name(name: str) -> str:
    """Return the country that the name of a publisher opens with, if it does.

    Examples
    --------
    >>> country_of_name("西班牙国家统计局"), country_of_name("欧盟统计局"), country_of_name("盖洛普")
    ('ESP', '', '')
    """
    folded = fold(name)
    places = [e for e in _vocabulary().get(folded[:1], ()) if e.tag == "place"]
    codes = [e.value for e in places if folded.startswith(e.phrase)]
    return codes[0] if codes and len(codes[0]) == COUNTRY_CODE and codes[0] not in _WHOLES else ""


def is_specific(mention: Mention) -> bool:
    """Return whether a mention is of one product, not of AI or the internet as such."""
    return not mention.value.startswith("any-") and mention.value != "internet"


def listed(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the last run of mentions joined by commas and "and"."""
    run = mentions[-1:]
    for mention in reversed(mentions[:-1]):
        between = text[mention.end : run[0].start]
        if not re.fullmatch(
            r"(?:'s)?,? ?(?:and |or |the |/|和|与|及|、|，|as well as )*(?:the )?", between
        ):
            break
        run.insert(0, mention)
    return run


def fold(text: str) -> str:
    """Return the text in lower case with hyphens as spaces, every character in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("-", " ")


@lru_cache(maxsize=1)
def sets_of_places() -> dict[frozenset[str], str]:
    """Return the codes of the sets of three and more places whose members are known."""
    table = data.load_table("geographies")
    notes = zip(table["code"], table["notes"].astype(str), strict=True)
    listed = {str(code): re.fullmatch(r"members:((?: [A-Z]{3})+)", note) for code, note in notes}
    members = {code: frozenset(found.group(1).split()) for code, found in listed.items() if found}
    return {places: code for code, places in members.items() if len(places) > 2}


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[_Entry]]:
    entries: dict[str, _Entry] = {}

    def add(phrase: str, tag: str, value: str, *, capital: bool = False) -> None:
        folded = fold(phrase.strip()).rstrip(".")
        if folded and folded not in entries:
            entries[folded] = _Entry(folded, tag, value, capital)

    for value, words in (*_SOURCE_WORDS.items(), *chinese.SOURCES.items()):
        for word in words.split("|"):
            add(word, "source", value, capital=word.isascii() and word != "xai")
    for value, words in (*_PRODUCT_WORDS.items(), *chinese.PRODUCTS.items()):
        for word in words.split("|"):
            add(word, "product", value, capital=word == "ai")
    for word, code in (_LOWER_PLACES | _DEMONYMS | chinese.PLACES).items():
        add(word, "place", code, capital=_CAPITAL.match(word) is not None or "the U" in word)
    for row in data.load_table("sources").itertuples():
        name = re.sub(r" ?\(.*", "", str(row.publisher))
        shared = _SHARED_NAMES.get(name, str(row.source_id))
        if " " in name:
            add(name, "source", shared, capital=True)
        if row.method != "company statement":
            for programme in str(row.programme).split("; "):
                if _TITLE.fullmatch(programme):
                    add(programme, "source", str(row.source_id), capital=True)
    for row in data.load_table("products").itertuples():
        vendor_only = str(row.product) in (
            "openai",
            "google",
            "anthropic",
            "xai",
            "none",
            "internet",
        )
        names = [] if vendor_only else [str(row.name), *str(row.aliases).split("|")]
        for name in names:
            add(name, "product", str(row.product), capital=name.isascii())
    places: dict[str, list[str]] = defaultdict(list)
    for row in data.load_table("geographies").itertuples():
        for name in (str(row.name), *str(row.aliases).split("|")):
            places[name].append(str(row.code))
    for word, codes in places.items():
        add(word, "place", "|".join(codes), capital=word.isascii() and not word[:1].islower())
    for tag, values in (*WORDS.items(), *chinese.WORDS.items()):
        for value, words in values.items():
            for word in words.split("|"):
                add(word, tag, value)
    index: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries.values():
        first = _TOKEN.match(entry.phrase)
        if first:
            index[first.group()].append(entry)
    for found in index.values():
        found.sort(key=lambda e: -len(e.phrase))
    return dict(index)


def maker_of(product: str) -> str:
    """Return who offers a product, the first word in small letters: "tencent"; else ""."""
    return _makers().get(product, "")


@lru_cache(maxsize=1)
def _makers() -> dict[str, str]:
    table = data.load_table("products")
    pairs = zip(table["product"], table["vendor"], strict=True)
    return {str(p): " ".join(str(v).lower().split()[:1]) for p, v in pairs}
