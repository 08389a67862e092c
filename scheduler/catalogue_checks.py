"""Automatic checks of translations.

`locale/glossary.json` defines the translation of each of our terms: a translation must contain one of the term's stems.
Its names are the same in all languages, also in other scripts.
A translator's note “free: glossary, length” at a message switches these two checks off for it.
"""

import json
import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import TypedDict

import polib

from scheduler.catalogues import LOCALE, forms

PLACEHOLDER = re.compile(r"%\((\w+)\)([a-z])|%([a-z%])|\{(\w*)\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
NO_WORDS = re.compile(r"<code>.*?</code>|<[^<>]*>|%\(\w+\)[a-z]|\S*[@/{_=]\S*|\S+\.(?:com|org|csv|ics)\b")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
BREAKABLE = re.compile(" [;:!?»]|« ")
# Languages in other scripts. A Latin word in them was not translated, unless it is a name.
OTHER_SCRIPTS = {"ar", "ja"}
SHORT, SHORT_GROWTH, GROWTH, ALWAYS = 25, 2.0, 1.5, 12
FREE = re.compile(r"^free: (.*)$", re.MULTILINE)


class Glossary(TypedDict):
    names: list[str]
    terms: list[dict[str, str | list[str]]]


@cache
def glossary() -> Glossary:
    read: Glossary = json.loads((LOCALE / "glossary.json").read_text(encoding="utf-8"))
    return read


def find_faults(entry: polib.POEntry, locale: str, number: int) -> list[str]:
    """Return what is wrong with a translated entry of a language with so many forms of the plural."""
    texts = forms(entry)
    if entry.msgid_plural and len(texts) != number:
        return [f"has {len(texts)} forms of the plural, not {number}"]
    note = FREE.search(entry.tcomment or "")
    free = note[1].split(", ") if note else []
    faults = placeholders(entry)
    # The source of the last form, and of all but the first, is the plural.
    for place, text in enumerate(texts):
        source = (entry.msgid_plural if place or len(texts) == 1 else "") or entry.msgid
        faults += find_text_faults(source, text, locale, free)
    return faults


def find_text_faults(source: str, text: str, locale: str, free: Collection[str]) -> list[str]:
    """Return what is wrong with one text, without the checks of which the entry is `free`."""
    faults = edges(source, text) + tags(source, text) + blanks(text, locale)
    if "scripts" not in free:
        faults += scripts(text, locale)
    if "length" not in free:
        faults += length(source, text)
    if "glossary" not in free:
        faults += terms(source, text, locale)
    return faults


def placeholders_of(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


def placeholders(entry: polib.POEntry) -> list[str]:
    """Each form has the placeholders of its source. All forms but the last may have the number in words."""
    texts, faults = forms(entry), []
    allowed = placeholders_of(entry.msgid) | placeholders_of(entry.msgid_plural or "")
    required = placeholders_of(entry.msgid_plural or entry.msgid)
    if missing := required - placeholders_of(texts[-1]):
        faults.append(f"has no {', '.join(sorted(missing))}")
    for text in texts:
        if unknown := placeholders_of(text) - allowed:
            faults.append(f"has {', '.join(sorted(unknown))}, which is not in the message")
    for text in texts[:-1]:
        if len(required - placeholders_of(text)) > 1:
            faults.append(f"lacks placeholders: {text}")
    return faults


def edges(source: str, text: str) -> list[str]:
    """Blanks and line ends at both sides are the source's."""
    before = (len(source) - len(source.lstrip()), len(source) - len(source.rstrip()))
    after = (len(text) - len(text.lstrip()), len(text) - len(text.rstrip()))
    return [] if before == after else ["begins or ends with other blanks"]


def blanks(text: str, locale: str) -> list[str]:
    """French has blanks at some signs, at which no line may break."""
    return ["has a blank at ; : ! ? « or » that may break"] if locale == "fr" and BREAKABLE.search(text) else []


def tags(source: str, text: str) -> list[str]:
    return [] if Counter(TAG.findall(source)) == Counter(TAG.findall(text)) else ["has other HTML tags"]


def length(source: str, text: str) -> list[str]:
    growth = SHORT_GROWTH if len(source) < SHORT else GROWTH
    longest = int(growth * len(source)) + ALWAYS
    return [f"is longer than {longest} characters"] if len(text) > longest else []


def scripts(text: str, locale: str) -> list[str]:
    if locale not in OTHER_SCRIPTS:
        return []
    words = set(LATIN.findall(NO_WORDS.sub(" ", text))) - set(glossary()["names"])
    return [f"has Latin words: {', '.join(sorted(words))}"] if words else []


def terms(source: str, text: str, locale: str) -> list[str]:
    """Each of our terms has its own translation. If a term contains another one, only the longer counts."""
    rest, faults, lower = NO_WORDS.sub(" ", source), [], text.lower()
    for row in sorted(glossary()["terms"], key=lambda row: -len(row["term"])):
        spellings = [str(row["term"]), f"{row['term']}s", *row.get("also", [])]
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b", re.IGNORECASE)
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            stems = row.get(locale)
            if stems and not any(stem.lower() in lower for stem in stems):
                faults.append(f"“{row['term']}” is not {' or '.join(stems)}")
    return faults
