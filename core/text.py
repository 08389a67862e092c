"""Text as people type it: what a form accepts, and what then stands in a header, a calendar entry and a mail.

What `validate_*` accepts, `clean_*` leaves as it is, but for the kind of its line ends. Texts that no form has checked
lose what would end a line.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

# Control characters, and the separators that some programs take for the end of a line.
UNPRINTABLE = {"Cc", "Zl", "Zp"}
# What a mail server takes of an address before and after the @ (RFC 5321).
LONGEST_LOCAL, LONGEST_DOMAIN = 64, 253
# What mail programs make a link of, as far as it cannot be a name: "J.R. Ewing", "Dr.med. Weber" and "B.Sc/MBA" can.
DOT, KNOWN = r"[.\u3002\uff0e\uff61]", "com|net|org|info|biz|io|ru|cn|xyz|top|online|site|shop|app|link|click"
WEBSITE = re.compile(
    rf"://|\bwww{DOT}\w|\w{{2}}{DOT}(?:{KNOWN})\b|\w{{2}}{DOT}\w{{2,}}/|\bt{DOT}(?:me|co)/", re.IGNORECASE
)
# Whatever follows one of these in an address admits somebody; a part of it, as pasted incompletely, is told apart by
# nobody who reads it.
SECRET = re.compile(r"(/(?:l|b|join|confirm-email|password/reset/key)/+)[^/\s?&\"'<>]+", re.IGNORECASE)
# Controls, line and paragraph separators, lone surrogates.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
BREAKS_BUT_TABS = re.compile(BREAKS.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f"))
# What turns the direction of all that follows, and what ends it.
TURNS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def validate_one_line(text: str) -> None:
    """For names: they end up in mail headers and calendars. Raises ValidationError for text of several lines."""
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise ValidationError(_("Use letters, digits and signs only, on one line."), code="unprintable")


def validate_lines(text: str) -> None:
    """For texts of several lines. Raises ValidationError for control characters other than tabs and line ends."""
    validate_one_line(text.translate({ord(character): " " for character in "\t\r\n"}))


def validate_mailable(address: str) -> None:
    """For well-formed email addresses. Raises ValidationError for one that no mail can be sent to.

    Django's check ignores case, and so takes four letters beyond ASCII for theirs, such as the sign for Kelvin.
    """
    local, _at, domain = address.rpartition("@")
    try:
        fits = len(punycode(domain)) <= LONGEST_DOMAIN
    except UnicodeError:
        fits = False
    if not (fits and local.isascii() and local != '""' and len(local) <= LONGEST_LOCAL) or domain.startswith("["):
        raise ValidationError(_("No mail can be sent to this address. Compare it with name@example.com."))


def holds_website(text: str) -> bool:
    """Whether there is the address of a website in it."""
    return WEBSITE.search(text) is not None


def no_website(text: str) -> None:
    """For the names of strangers, which mails to anybody quote. Raises ValidationError for one with a web address."""
    if holds_website(text):
        raise ValidationError(_("Please leave out addresses of websites."), code="website")


def redact(text: str) -> str:
    """The text with every token in an address replaced by `[token]`."""
    return SECRET.sub(r"\1[token]", text)


def clean_one_line(text: str) -> str:
    """The text on one line. What follows it stands in its own direction."""
    return _turned_back(BREAKS.sub(" ", text).strip())


def clean_lines(text: str) -> str:
    """The same for a text of several lines, which stay, with their tabs and blanks."""
    return "\n".join(_turned_back(BREAKS_BUT_TABS.sub(" ", line)) for line in text.splitlines()).strip()


def _turned_back(text: str) -> str:
    """The text, with an end for each turn of direction that it leaves open."""
    ends: list[str] = []
    for character in text:
        if character in TURNS:
            ends.append(TURNS[character])
        elif ends and character == ends[-1]:
            ends.pop()
    return text + "".join(reversed(ends))
