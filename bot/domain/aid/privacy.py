"""What does not belong into a text that everybody reads: how to reach somebody, where they live, why they need help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.aid.words import stem
from bot.domain.names import fold


class Trace(StrEnum):
    """What kind of thing was noticed."""

    PHONE = "phone"
    MAIL = "mail"
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """One of them, as it was typed."""

    trace: Trace
    text: str


_STREETS = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld\.?|impasse|all[ée]e|chemin|quai|route|square|passage|mont[ée]e|"
    r"place|ruelle|esplanade|faubourg|lotissement|r[ée]sidence"
)
_ROADS = "street|st|road|rd|avenue|ave|lane|drive|close|square|court|terrace|crescent|gardens"
_TAIL = r"(?:[ ’'-]+(?!(?:pour|et|avec|samedi|dimanche|lundi|mardi|mercredi|jeudi|vendredi)\b)[^\s,.;:!?|()\n]+){0,6}"
_PATTERNS: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.MAIL, re.compile(
        r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(a\)| arobase )\s?[\w-]+(?:\s?(?:\.|\(dot\)| point )\s?[\w-]+)+",
        re.IGNORECASE)),
    (Trace.ACCOUNT, re.compile(
        r"(?:https?://)?(?:t\.me|wa\.me|m\.me|matrix\.to|signal\.me|facebook\.com|instagram\.com)/\S+"
        r"|(?<![\w@])@[\w.-]{3,}(?::[\w.-]+)?",
        re.IGNORECASE)),
    (Trace.ADDRESS, re.compile(
        rf"(?<!\w)\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?,?\s+(?:{_STREETS})(?=\s){_TAIL}"
        r"|(?<!\w)\d{1,4}\s?(?:bis|ter)?,?\s+cours(?=\s+(?-i:[A-ZÀ-Ý]))" + _TAIL +
        rf"|(?<!\w)\d{{1,5}}[a-d]?,?\s+(?:[\w’'-]+\s+){{1,3}}(?:{_ROADS})(?!\w)"
        r"|(?<!\w)(?:digicode|interphone|door\s?code|appt?\.?|appartement|apartment|b[âa]timent|b[âa]t\.?|flat)"
        r"\s*(?:n[°o]\s*)?:?\s*[A-Z]*\d\w*",
        re.IGNORECASE)),
    (Trace.PHONE, re.compile(r"(?<![\w/:-])(?:\+|00)?\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){7,14}(?![\w:])")),
)  # fmt: skip
# What led to what was left out: "tél. :", "call me at".
_LEADS = re.compile(
    r"[,;(–-]?\s*\b(?:(?:appelez-moi|appelle-moi|m['’]appeler|me joindre|contact(?:ez-moi)?|call(?: me)?|"
    r"write(?: to)?(?: me)?|t[ée]l(?:[ée]phone)?|phone|e-?mail)\b\s*[:.]?\s*)+(?:\b(?:au|à|sur|at|on|to)\b)?"
    r"\s*[:.]?\s*(?=[,.;)]|$)|\s\b(?:au|à|sur|at)\s*(?=[,.;)]|$)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}")
_HARD_WORDS = """
    malade maladie cancer tumeur hopital hospitalise hospitalisee hospitalisation clinique operation opere operee
    chirurgie chimio chimiotherapie handicap handicape handicapee invalide depression depressif depressive burnout
    anxiete suicide medicament ordonnance traitement enceinte grossesse fausse-couche seropositif vih addiction alcool
    alcoolique drogue psychiatre psychiatrie psychologue therapie diabete avc infarctus fracture platre blesse blessee
    blessure chomage chomeur chomeuse rsa licencie licenciee licenciement dette dettes surendettement surendette
    expulse expulsee expulsion huissier divorce divorcee veuf veuve deuil deces decede decedee enterrement violence
    violences battue agression agressee sans-papiers prison detenu precaire precarite pauvre pauvrete fauche fauchee
    faim sdf
    sick ill illness disease hospital surgery disabled disability wheelchair depression depressed anxiety medication
    pregnant pregnancy miscarriage hiv addict addicted alcoholic drugs psychiatrist therapy diabetes stroke injured
    injury unemployed unemployment jobless fired redundant debt debts evicted eviction bailiff divorced widow widower
    grief bereaved death died funeral abused assault undocumented jail poor poverty broke hungry homeless
"""
_HARD = frozenset(map(stem, _HARD_WORDS.split()))
_REASON = re.compile(
    r"\s*[,;:–—(-]*\s*\b(?:car|parce que|parce qu['’]|vu que|puisque|comme|suite à|à cause d[eu']|en raison d[eu']|"
    r"étant|depuis que|depuis|je suis|je sors|j['’]ai|mon|ma|on est|nous sommes|because|since|as|due to|after|i am|"
    r"i['’]m|i have|i['’]ve|my|we are)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?–—()\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def traces(text: str) -> tuple[Found, ...]:
    """Every way to reach somebody, and every address, in the order in which they stand."""
    taken: list[tuple[int, int, Found]] = []
    for trace, pattern in _PATTERNS:
        for one in pattern.finditer(text):
            free = all(one.end() <= start or one.start() >= end for start, end, _found in taken)
            if free and not (trace is Trace.PHONE and _DATE.match(one[0].strip())):
                taken.append((one.start(), one.end(), Found(trace, one[0].strip())))
    return tuple(found for _start, _end, found in sorted(taken, key=lambda one: one[0]))


def without_traces(text: str) -> str:
    """The text with all of them left out."""
    for found in traces(text):
        text = text.replace(found.text, " ")
    return tidy(_LEADS.sub(" ", text))


def hardship(text: str) -> tuple[str, ...]:
    """The words of a text that tell of health or hardship, as typed."""
    found = (word[0] for word in _WORD.finditer(text))
    return tuple(dict.fromkeys(word for word in found if stem(fold(word)) in _HARD))


def without_reason(text: str) -> str:
    """The text without the clauses that tell of health or hardship; "" when nothing else is said."""
    if not hardship(text):
        return text
    kept = []
    for clause in _clauses(text):
        reason = next((one for one in _REASON.finditer(clause) if hardship(clause[one.start() :])), None)
        head = clause[: reason.start()] if reason else clause
        if not hardship(head):
            kept.append(head)
    return tidy("".join(kept))


def _clauses(text: str) -> list[str]:
    """The parts between marks, each with the mark before it."""
    starts = [0, *(mark.start() for mark in _CLAUSE.finditer(text))]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def tidy(text: str) -> str:
    """Without the blanks and marks that a cut leaves behind."""
    text = re.sub(r"\(\s*\)", " ", text)
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r"(?:\s*[,;:–—-])+\s*(?=[,;.!?)]|$)", "", text)
    text = re.sub(r"\s+([,.;])", r"\1", text)
    return text.strip(" ,;:–—-\n")
