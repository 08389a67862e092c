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
LOOSE = re.compile(" [;:!?»]|« ")
# Languages whose letters are others; in these a Latin word is one that was forgotten, unless it is a name.
OTHER_LETTERS = {"ar", "ja"}
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
    free = found[1].split(", ") if (found := FREE.search(entry.tcomment or "")) else []
    found_faults = placeholders(entry)
    # The source of the last form, and of all but the first, is the plural.
    for place, text in enumerate(texts):
        source = (entry.msgid_plural if place or len(texts) == 1 else "") or entry.msgid
        found_faults += find_text_faults(source, text, locale, free)
    return found_faults


def find_text_faults(source: str, text: str, locale: str, free: Collection[str]) -> list[str]:
    """Return what is wrong with one text, without the checks of which the entry is `free`."""
    found = edges(source, text) + tags(source, text) + blanks(text, locale)
    if "scripts" not in free:
        found += scripts(text, locale)
    if "length" not in free:
        found += length(source, text)
    if "glossary" not in free:
        found += terms(source, text, locale)
    return found


def count_placeholders(text: str) -> Counter[str]:
    return Counter(found[0] for found in PLACEHOLDER.finditer(text))


def placeholders(entry: polib.POEntry) -> list[str]:
    """Each form has the placeholders of its source. Forms but the last may say the number in words."""
    texts, most = forms(entry), set(count_placeholders(entry.msgid)) | set(count_placeholders(entry.msgid_plural or ""))
    last = set(count_placeholders(entry.msgid_plural or entry.msgid))
    faults = (
        [f"has no {', '.join(sorted(last - set(count_placeholders(texts[-1]))))}"]
        if last - set(count_placeholders(texts[-1]))
        else []
    )
    for text in texts:
        if more := set(count_placeholders(text)) - most:
            faults.append(f"has {', '.join(sorted(more))}, which is not in the message")
    for text in texts[:-1]:
        if len(last - set(count_placeholders(text))) > 1:
            faults.append(f"lacks placeholders: {text}")
    return faults


def edges(source: str, text: str) -> list[str]:
    """Blanks and line ends at both sides are the source's."""
    before = (len(source) - len(source.lstrip()), len(source) - len(source.rstrip()))
    after = (len(text) - len(text.lstrip()), len(text) - len(text.rstrip()))
    return [] if before == after else ["begins or ends with other blanks"]


def blanks(text: str, locale: str) -> list[str]:
    """French has blanks at some signs, at which no line may break."""
    return ["has a blank at ; : ! ? « or » that may break"] if locale == "fr" and LOOSE.search(text) else []


def tags(source: str, text: str) -> list[str]:
    return [] if Counter(TAG.findall(source)) == Counter(TAG.findall(text)) else ["has other HTML tags"]


def length(source: str, text: str) -> list[str]:
    growth = SHORT_GROWTH if len(source) < SHORT else GROWTH
    longest = int(growth * len(source)) + ALWAYS
    return [f"is longer than {longest} characters"] if len(text) > longest else []


def scripts(text: str, locale: str) -> list[str]:
    if locale not in OTHER_LETTERS:
        return []
    words = set(LATIN.findall(NO_WORDS.sub(" ", text))) - set(glossary()["names"])
    return [f"has Latin words: {', '.join(sorted(words))}"] if words else []


def terms(source: str, text: str, locale: str) -> list[str]:
    """Each term of ours is translated by its own word. Of terms within terms the longest counts."""
    left, faults, lower = NO_WORDS.sub(" ", source), [], text.lower()
    for row in sorted(glossary()["terms"], key=lambda row: -len(row["term"])):
        written = [str(row["term"]), f"{row['term']}s", *row.get("also", [])]
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, written))})\b", re.IGNORECASE)
        if pattern.search(left):
            left = pattern.sub(" ", left)
            stems = row.get(locale)
            if stems and not any(stem.lower() in lower for stem in stems):
                faults.append(f"“{row['term']}” is not {' or '.join(stems)}")
    return faults
