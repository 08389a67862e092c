"""Text as people type it."""

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


def one_line(text: str) -> None:
    """For names: they end up in mail headers and calendars. Raises ValidationError for text of several lines."""
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise ValidationError(_("Use letters, digits and signs only, on one line."), code="unprintable")


def lines(text: str) -> None:
    """For texts of several lines. Raises ValidationError for control characters other than tabs and line ends."""
    one_line(text.translate({ord(character): " " for character in "\t\r\n"}))


def mailable(address: str) -> None:
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
