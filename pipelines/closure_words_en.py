"""The English vocabulary of endings, built like the Japanese one (`closure_words`): subject, verb, what may follow.

English puts the verb right after its subject, so a row is one pattern: subject, a short stretch without another clause,
verb.  Cluster sites are written by non-native speakers as often as not: verbs are wide, subjects are strict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.closure_words import ORG, PROJECT, SITE, one_of

# ---------------------------------------------------------------- the one who speaks

_BODY = one_of(
    "association", "organi[sz]ation", "society", "council", "consortium", "cluster", "network", "group", "club",
    "foundation",
    "institute", "cent(?:er|re)", "chapter", "community", "alliance", "federation", "forum", "agency", "initiative",
    "union",
    "lab", "laboratory", "meet-?up", "circle",
)  # fmt: skip
_SITES = "(?:(?:web ?)?site|home ?page|blog|portal|tracker|dashboard|database|wiki|server|archive)"
_PAGES = "(?:web ?page|page)"  # one of the site's, unless it is the home page
_PROJECT = "(?:project|programme|program|experiment|scheme|campaign)"
# Our little association is us; a working group, a member organisation, the old site or that in English is not.
_QUALITY = (
    "(?:(?!(?:working|study|user|task|sub|focus|discussion|member|partner|sister|local|special|old|former|previous"
    "|earlier"
    "|first|second|third|other|english|japanese|chinese|korean|german|french|mobile)\\b)[a-z-]+ ){0,2}?"
)
# Whoever says "our" or "this" speaks of itself on any page; "the association" only where the page speaks for it.
SELF_PATTERNS = (
    (re.compile(rf"\b(?:this|our) {_QUALITY}{_SITES}\b(?! (?:of|on|about|for|section))"), SITE),
    (re.compile(rf"\bthis {_QUALITY}{_PROJECT}\b"), PROJECT),
    (re.compile(rf"\b(?:this|our) {_QUALITY}{_BODY}\b"), ORG),
)
OUR_PROJECT = re.compile(rf"\bour {_QUALITY}{_PROJECT}\b")  # one of many, unless the cluster is a project
# "KBN Consortium", "the KBN network": what the cluster is, after its name.
SITE_OF_MARK = re.compile(rf"(?:web ?site|home ?page) of (?:the )?[{ORG}{PROJECT}]")
NAMED_PROJECT = re.compile(rf"{ORG} (?:{_PROJECT}|initiative)\b(?!'s)")
WITH_ITS_BODY = re.compile(
    rf"([{ORG}{PROJECT}])(?: (?:association|consortium|council|network|forum|cluster|society|organi[sz]ation)\b(?!'s)"
    rf"|(?:'s)? (?:activities|operations)\b(?! (?:in|on|at|for)\b)|(?<={PROJECT}) (?:funding )?(?:period|term)\b)"
)
# The seminar of our network, a campaign by the forum: what stands before is the subject, and somebody else.
MODIFIER = re.compile(
    r"(?P<head>[a-z]+)\s(?:of|for|by|from|with|to|in|at|on|under|within|about|via)\s+(?:the |our |this )?[\"“']?$"
)
OWN_HEADS = frozenset(
    {
        "activities",
        "operations",
        "operation",
        "work",
        "services",
        "content",
        "contents",
        "data",
        "updates",
        "mission",
        "project",
        "programme",
    }
)
HEADS_OF_PROJECT = frozenset({"funding", "support", "grant", "period"})  # a network lives on when its funding ends
SELF_PATTERNS_AT_HOME = (
    *SELF_PATTERNS,
    (re.compile(rf"\b(?:the {_SITES}|these (?:web ?)?pages|(?:this|the) {_PAGES})\b(?! (?:of|on|about|for))"), SITE),
    (re.compile(rf"\bthe (?:[a-z]+-year )?{_PROJECT}\b"), PROJECT),
    (re.compile(rf"\bthe {_BODY}\b"), ORG),
)
_WE = r"\bwe\b"
_ANY = f"[{ORG}{SITE}{PROJECT}]"
_OWNER = f"[{ORG}{PROJECT}]"

# ---------------------------------------------------------------- pieces of verbs

# Between subject and verb: an apposition or a prepositional phrase, never another noun, clause or subject.
_WORDS = one_of(
    r"(?!\b(?:that|which|who|whose|if|whether|unless|until|because|said|announced?|announces|reports?|reported|and"
    r"|but|our|we|they|it)\b)[^.,;:!?]"
) + "{0,70}?"  # fmt: skip
_ADVERB = (
    r"(?:(?:now|since|already|officially|formally|also|sadly|unfortunately|finally|successfully|permanently"
    r"|currently|soon)\s+)*"
)
_GAP = (
    rf"(?:\s*\([^)]*\))?(?:,{_WORDS},|\s(?:of|in|at|on|for|from|by|with|established|founded|funded|supported|named"
    rf"|called)\b{_WORDS})?"
    rf"\s+{_ADVERB}"
)
_HAVE = rf"(?:has|have)\s+{_ADVERB}"
_BE = (
    r"(?:is being|are being|is to be|is going to be|is|are|was|were|(?:has|have) (?:now |since )?been|will be|shall be"
    r"|had to be)"
    rf"\s+{_ADVERB}"
)
_WILL = (
    r"(?:will|shall|(?:is|are) going to|is about to|had to|(?:has |have )?decided to|plans? to|is scheduled to"
    r"|is due to|was forced to)"
    rf"\s+{_ADVERB}"
)
# A verb that may take an object has none here: nothing follows, or a day, or a reason; not "closed registrations".
_BARE = (
    r"(?=\s*(?:$|[.,;:!)(–—-]|\b(?:on|in|as|at|from|after|since|due|because|for good|by|with|effective|today|this"
    r"|last|down"
    r"|and|following|permanently|later|forever|now)\b))"
)
_FOR_GOOD = (
    r"(?!\s+(?:until|temporarily|for (?:maintenance|the (?:summer|winter|holiday|season|day|new year)|renovation|lunch)"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun|public|week)|to (?:new|the public|visitors|non|further|all|applic"
    r"|regist|submiss)))"
)
_WHEN = r"(?:since|on|in|at the end|as of|by|permanently|down)\b"
_OPERATIONS = (
    r"(?:(?:all|its|our|their|the|any|further)\s+)*"
    r"(?:[a-z]+-year )?"
    r"(?:operations?|activit(?:y|ies)|work|services?|business|to exist|existence|history|functions?|operating"
    r"|functioning)"
)
_DISSOLVED = r"(?:dissolved|disbanded|wound[\s-]up|liquidated|disestablished|abolished|deregistered)"
_CLOSE = (
    rf"(?:close down|shut down|close (?:its|our) doors|wind (?:up|down)|dissolve|disband|fold|cease\s+{_OPERATIONS})"
)
_CLOSED = rf"(?:closed down|shut down|closed (?:its|our|their) doors|wound (?:up|down)|folded|ceased\s+{_OPERATIONS})"
_CLOSING = (
    r"(?:closing down|closing (?:its|our|their) doors|shutting down|winding (?:up|down)|disbanding|dissolving"
    rf"|ceasing\s+{_OPERATIONS})"
)
_ENDING_OF = (
    r"(?:dissolution|closure|closing|liquidation|termination|winding[- ]up|disbandment|shut-?down|discontinuation)"
)
_TO_END = r"(?:dissolve|close down|close|disband|shut down|wind up|terminate|discontinue|abolish|end)"
_STOP = r"(?:end|stop|conclude|discontinue|terminate|finish|cease)"
_STOPPED = r"(?:closed|ended|stopped|concluded|discontinued|terminated|finished|ceased)"

_NO_LONGER = one_of(
    r"(?:is|are|will be|will|has been|does|do)\s+(?:now\s+)?no longer\s+(?:be\s+|being\s+)?(?:maintained|updated|active"
    r"|actively (?:maintained|updated)|operating|operational|operated|in operation|in existence|existing|exists?"
    r"|running|functioning|continued)",
    r"no longer (?:exists?|operates?|functions?|runs?|meets?)\b",
    r"is no more(?=$|[.,;!])",
)

# ---------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class EnglishRule:
    """One way to say that something ended.

    Attributes:
        name: name of the row, kept with every finding.
        pattern: group `mark` is who ends ("we" without a mark), group `verb` the words that say so.
        confidence: of a finding.
        home_only: too weak on a page that may speak of one thing among many, unless the subject is the cluster's name.
    """

    name: str
    pattern: re.Pattern[str]
    confidence: float
    home_only: bool = False


def _row(name: str, subject: str, confidence: float, *verbs: str, home_only: bool = False) -> EnglishRule:
    pattern = re.compile(rf"(?P<mark>{subject}){_GAP}(?P<verb>{one_of(*verbs)})")
    return EnglishRule(name, pattern, confidence, home_only)


ENGLISH_RULES = (
    EnglishRule(
        "announced",
        re.compile(
            r"\b(?:announce\w*|inform|regret|sad\w*|sorrow|deci\w+|approved|resol\w+|notice)\b[^.]{0,60}?"
            rf"\b(?P<verb>{_ENDING_OF}) of (?:the )?(?P<mark>{_ANY})(?!'s)"
        ),
        0.9,
    ),
    EnglishRule(
        "decided",
        re.compile(
            rf"\b(?P<verb>(?:(?:decided|resolved|voted|agreed|had)\s+to\s+{_TO_END}"
            r"|(?:are|will be)\s+(?:closing down|closing|shutting down|discontinuing|retiring|ending)"
            r"|no longer (?:update|maintain|operate|run))\s+(?:all activities of )?)"
            rf"(?:the )?(?P<mark>{_ANY})"
        ),
        0.9,
    ),
    _row("dissolved", _OWNER, 0.95, rf"{_BE}{_DISSOLVED}",
    rf"(?:{_HAVE})?(?:dissolved|disbanded)\b(?: itself)?{_BARE}"),
    _row(
        "we_dissolved", _WE, 0.9,
        rf"(?:{_HAVE})?(?:{_CLOSED}|disbanded\b{_BARE}|dissolved (?:the|our) {_BODY})", rf"{_WILL}{_CLOSE}",
        rf"are {_CLOSING}",
    ),
    _row(
        "closed_down", _ANY, 0.9,
        rf"(?:{_HAVE})?{_CLOSED}", rf"{_WILL}{_CLOSE}", rf"(?:is|are)\s+{_ADVERB}{_CLOSING}",
        rf"(?:is|are|will be|has been|have been)\s+{_ADVERB}(?:discontinuing|ceasing|ending|terminating|closing"
        rf"|closing down|winding up)\s+{_OPERATIONS}",
        rf"{_BE}(?:closed down|shut down|terminated|discontinued|defunct|retired|decommissioned)",
    ),
    _row(
        "closes", _ANY, 0.85,
        rf"(?:{_HAVE}|{_WILL})closed?\b{_BARE}{_FOR_GOOD}", r"(?:is|are)\s+(?:permanently closed|closed for good)",
        rf"(?:is|are)\s+closing{_FOR_GOOD} {_WHEN}", rf"is now closed{_BARE}{_FOR_GOOD}",
        rf"(?:was|has been|{_WILL}be)\s+(?:permanently )?closed{_FOR_GOOD}\s+{_WHEN}[^.]{{0,24}}?\b(?:19|20)\d\d\b",
        r"(?:(?:was|has been)\s+permanently|has (?:now|since) been) closed\b" + _BARE + _FOR_GOOD,
        r"closed (?:in|on|at the end of|as of)\b[^.]{0,24}?\b(?:19|20)\d\d\b",
        r"(?:has )?completed (?:its|the) (?:liquidation|dissolution|winding[- ]up)",
    ),
    _row(
        "site_closed", SITE, 0.85,
        rf"(?:is|has been|was)\s+{_ADVERB}closed\b{_BARE}{_FOR_GOOD}",
        rf"(?:{_WILL}(?:go|be taken)|{_HAVE}(?:gone|been taken)) off-?line",
    ),
    _row(
        "then_dissolved", _ANY, 0.8,
        r"(?:has|have|had|was|were|is|ran|held|ended)\b[^.;:!?]{0,60}?\band\s+(?:(?:has|have|was|were|been|then|now"
        r"|since|formally|officially|finally)\s+)*"
        r"(?:dissolved|disbanded|completed|closed down|shut down)\b",
    ),
    _row(
        "came_to_end", _ANY, 0.85,
        rf"(?:{_HAVE}|{_WILL})?(?:come|came|comes|coming|drawn?|drew|reached|reach)\s+(?:to\s+)?(?:an|its|the"
        rf"|a)\s+(?:\w+\s+)?(?:end|close|conclusion)\b"
        r"(?! of (?:the|its|a) (?:first|second|third|phase|stage|year))",
        home_only=True,
    ),
    _row(
        "brought_to_end", rf"(?:{_OWNER}|{_WE})", 0.9,
        rf"(?:{_HAVE}|{_WILL}|{_BE})?(?:bring|brought|bringing|draw|drew|drawn)\s+{_OPERATIONS}\s+to\s+(?:a|an|its"
        rf"|their)\s+(?:\w+\s+)?(?:end|close|conclusion)",
        rf"(?:{_HAVE}|{_WILL})?(?:wrap(?:ped)? up|wound up|wind up|finish|finished|complete"
        rf"|completed)\s+(?:all\s+)?(?:of\s+)?(?:its|our|all)\s+(?:activities|operations|work)\b(?! (?:on|for|with|of"
        rf"|in the)\b)",
    ),
    _row(
        "ended", _ANY, 0.8,
        rf"{_HAVE}(?:ended|finished|concluded|expired|terminated|been (?:completed|concluded|ended|finished"
        rf"|terminated))\b{_BARE}",
        r"(?:ended|finished|concluded|terminated|was (?:completed|concluded|finished|terminated))\s+(?:on|in"
        r"|with the (?:end|fiscal|close)"
        r"|at the end of|as of|by the end of)\b",
        rf"is (?:now )?(?:over|finished|completed|concluded)\b{_BARE}",
        rf"{_WILL}(?:end|terminate|conclude|finish|be (?:terminated|completed|concluded))\b(?! with (?:a|an"
        rf"|the)\b){_BARE}",
        home_only=True,
    ),
    _row(
        "ended_acts", rf"(?:{_OWNER}|{_WE})", 0.9,
        rf"(?:{_WILL}{_STOP}|(?:{_HAVE})?{_STOPPED}"
        rf"|decided\b[^.;,]{{0,40}}?\bto\s+{_STOP})\s+(?:all\s+)?(?:of\s+)?(?:its|our|their"
        rf"|all)\s+(?:\w+\s+)?(?:activities|operations|work|services|business)\b(?! (?:on|for|with|of|in the)\b)",
    ),
    _row(
        "liquidation", ORG, 0.9,
        r"(?:is (?:now )?in|went into|has gone into|(?:has )?entered(?: into)?) (?:the process of )?"
        r"(?:liquidation|dissolution|winding[- ]up)",
    ),
    EnglishRule(
        "no_more_updates",
        re.compile(
            r"\bno (?:further|more|new) (?:updates?|posts?|news|content|information) (?:will be|are|is) (?:being )?"
            rf"(?:made|posted|published|planned|added)\b(?P<verb> (?:to|on|for) (?:the )?)(?P<mark>{SITE})"
        ),
        0.85,
    ),
    _row("inactive", ORG, 0.7, r"(?:has been|is (?:now|currently)|became|has become) (?:inactive|dormant|defunct)\b"),
    _row(
        "which_ended", _OWNER, 0.8,
        r"(?:was|had been) (?:a|an|the) (?:[a-z-]+ ){0,4}(?:project|programme|program|network|initiative|cluster"
        r"|organi[sz]ation)"
        r"\b,? (?:which|that) (?:ended|was (?:completed|concluded|dissolved|disbanded|closed)|ran until|existed until)",
        home_only=True,
    ),
    _row(
        "ran_until", _OWNER, 0.75,
        r"(?:existed|operated|was active|was in operation|ran)\s(?:from [^.]{3,20} )?(?:until|till"
        r"|to)\b[^.]{0,16}\b(?:19|20)\d\d\b",
        r"(?:was|ran)\b[^.;:!?]{0,60}?\band is (?:now )?(?:completed|concluded|finished|over|closed)\b",
        home_only=True,
    ),
    _row("no_longer", f"[{ORG}{SITE}]", 0.85, _NO_LONGER),
    _row("project_closed", PROJECT, 0.8, rf"is (?:now )?closed\b{_BARE}", home_only=True),
    EnglishRule(
        "dissolution_done",
        re.compile(
            rf"\b(?P<verb>(?:dissolution|liquidation|winding[- ]up) of )(?:the )?(?P<mark>[{ORG}{PROJECT}])\s"
            r"(?:was|has been|is) (?:now )?(?:completed?|finali[sz]ed|approved|decided|voted|resolved)\b"
        ),
        0.9,
    ),
    _row("project_no_longer", PROJECT, 0.8, _NO_LONGER, home_only=True),
    _row(
        "stops_updating", SITE, 0.85,
        rf"(?:{_WILL}|{_HAVE})?(?:stop|stopped|cease|ceased)\s+(?:being\s+|to be\s+)?(?:updating|updated|publishing"
        rf"|maintained|operating|operation)",
        r"(?:has|have) not been (?:updated|maintained) since\b",
        r"(?:will not be|is not being|are not being|will not|won't be|is not|are not)\s+(?:be\s+)?(?:updated"
        r"|maintained)"
        r"(?:\s+(?:any ?(?:more|longer)|further|in (?:the )?future|after|from|since)|[.]|$)",
    ),
    EnglishRule(
        "archived_copy",
        re.compile(
            r"\bthis (?:is|was) (?:an?|the) (?P<verb>(?:archived?|historical|read-only|frozen|static)"
            rf"(?: (?:version|copy|snapshot|edition|record))?(?: of)? (?:the )?(?:former |original )?)(?P<mark>{SITE})"
        ),
        0.8,
        home_only=True,
    ),
    _row(
        "archived", SITE, 0.8,
        rf"(?:is|has been|have been|was)\s+{_ADVERB}archived",
        r"(?:is|are) (?:now )?(?:only )?(?:an|kept (?:online )?as an|maintained as an|preserved as an"
        r"|available as an?|a) (?:read-only "
        r"|frozen |static |historical )*archive",
        r"is (?:now )?(?:kept|left|preserved|maintained) (?:online |here )?(?:only )?(?:as an archive|for (?:archival"
        r"|historical|reference))",
        home_only=True,
    ),
    _row(
        "role_done", _ANY, 0.7,
        r"(?:has|have)\s+(?:fulfilled|completed|accomplished|finished)\s+(?:its|our|their)\s+(?:mission|role|purpose"
        r"|task|work|mandate)\b(?! (?:on|for|with|of|in the)\b)",
        home_only=True,
    ),
)  # fmt: skip

# ---------------------------------------------------------------- what looks like an end and is none

VETO = re.compile(
    r"\?|\b"
    + one_of(
        # conditions, plans that are none, denials
        "if", "whether", "unless", "in the event", "would", "could", "might", "may (?:be|have|close|end)", "should",
        "rumou?rs?",
        r"not (?:be |been )?(?:clos|end|dissol|disband|shut|ceas|terminat|discontinu)\w*",
        # for a while, or in another form
        r"temporar\w+", "maintenance", r"reopen\w*", r"resum(?:e|ed|es|ing)", "hiatus", r"paus(?:e|ed)",
        r"re-?start\w*", "reborn",
        r"(?:re-?)(?:founded|formed|vived|organi[sz]ed)", r"continu(?:e|es|ed|ing) (?:its|our|their|the|to)",
        r"for (?:this|the) (?:year|season|day|term|session)", "of the (?:day|session)", "holidays?",
        "re-?established", r"re-?launch\w*", "re-?incorporated",
        # calls, products, parts
        "registrations?", "call for", "submissions?", "applications?", "deadline", "tickets?", "session", "phase",
        "(?<!archived )(?<!archive )version", "release",
        "api", "plugin", "package", "branch", "semester", "survey", "poll", "contest", "competition", "voting",
        r"enrol\w+", "sign[- ]?ups?",
        # what was before
        "predecessor", "formerly", r"previous(?:ly)?", "old (?:web ?)?site",
    )
    + r"\b",
)  # fmt: skip

# ---------------------------------------------------------------- headings

_PREFIX = (
    r"(?:[\W\d]|\b(?:important|notice|news|announcement|information|info|january|february|march|april|may|june|july"
    r"|august"
    r"|september|october|november|december)\b)*"
)
HEADING = re.compile(
    _PREFIX
    + r"(?:(?:announcement|notice|notification|news|information|statement) (?:of|about|on|regarding"
    r"|concerning) )?(?:the )?(?:our )?"
    + one_of(
        rf"(?:dissolution|liquidation|winding[- ]up|disbandment|closing|closure|discontinuation|end) of (?:the "
        rf"|our )?(?P<mark>{_ANY})",
        rf"(?P<mark2>{_ANY})(?:'s)? (?:dissolution|closure|liquidation|termination|shutdown|to (?:close|dissolve"
        rf"|disband|shut down)|is closing|closing down)",
        "notice of (?:dissolution|closure|liquidation|termination of (?:activities|operations))",
        "(?P<site>(?:web ?)?site (?:closure|closing|shut ?down|closed|discontinued)|closure of (?:this|the"
        "|our) (?:web ?)?site)",
        "(?:dissolution|closing|closure|farewell) (?:notice|announcement|message|letter)",
    )
    + r"(?: (?:notice|announcement|message))?\W*$",
)  # fmt: skip
HEADING_CONFIDENCE = 0.85
UNNAMED_HEADING_CONFIDENCE = 0.75
