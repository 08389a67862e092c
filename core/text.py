"""Text as people type it: what forms accept, and what is safe in headers, calendar entries and mails.

What `validate_*` accepts, `clean_*` leaves unchanged, apart from the kind of line ends. Texts that no form has checked
lose characters that would end a line.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What a person reads, translated at once or when it is shown.
LazyText: TypeAlias = "str | _StrPromise"
# Unicode categories: control characters, and separators that some programs take for the end of a line.
UNPRINTABLE = {"Cc", "Zl", "Zp"}
ISOLATE, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
ADDRESS = re.compile("://|@")
# Limits of mail servers for the parts of an address before and after the @ (RFC 5321).
LONGEST_LOCAL, LONGEST_DOMAIN = 64, 253
LONGEST_ADDRESS = 254
# Texts that mail programs turn into links, except possible names such as "J.R. Ewing", "Dr.med. Weber" and "B.Sc/MBA".
DOT, ENDINGS = r"[.\u3002\uff0e\uff61]", "com|net|org|info|biz|io|ru|cn|xyz|top|online|site|shop|app|link|click"
WEBSITE = re.compile(
    rf"://|\bwww{DOT}\w|\w{{2}}{DOT}(?:{ENDINGS})\b|\w{{2}}{DOT}\w{{2,}}/|\bt{DOT}(?:me|co)/", re.IGNORECASE
)
# Replaces a token in logs and on screens.
REDACTED = "[token]"
# A token follows one of these in an address. Any length counts, because an address may be pasted incompletely.
SECRET = re.compile(r"(?i)(/(?:l|b|feed|hooks|preview|pairings|join|confirm-email|password/reset/key)/+)[^/\s?&\"'<>]+")
# Secrets that are recognized by their prefix anywhere: API tokens, secrets of webhooks, Google's access tokens.
NAMED_SECRET = re.compile(r"\bao1_\w+|\bwhsec_[\w+/=-]+|\bya29\.[\w.-]+")
# Secrets of OAuth, by their names in addresses (where `=` may be percent-encoded) and in JSON.
NAMED_PART = re.compile(
    r"""((?:\b|%[0-9a-f]{2})(?:code|state|code_verifier|client_secret|access_token|refresh_token)(?:=|%3d)"""
    r"""|"(?:access|refresh)_token"\s*:\s*")[^&\s"'<>]+""",
    re.IGNORECASE,
)
WEB_ADDRESS = re.compile(
    r"\b(?P<scheme>webcals?|https?)://(?:[^/\s?#\"'<>@]*@)?(?P<host>[^/\s?#\"'<>@]+)(?P<rest>[^\s\"'<>]*)",
    re.IGNORECASE,
)
# Parts by which addresses of calendars are recognized. Such an address is a secret as a whole.
CALENDAR_PATH = re.compile(r"\.ics\b|/ical/|/published/|/public-calendars/|/owa/calendar/|[?&]export\b", re.IGNORECASE)
SHOWN_OF_CALENDAR = 4
# Control characters, line and paragraph separators, lone surrogates.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
BREAKS_BUT_TABS = re.compile(BREAKS.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f"))
# Characters that change the direction of all text after them, and the characters that end this.
DIRECTION_CHANGES = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")

# Signs that are copied along with an address from a mail program, a web page or a sentence.
SIGNS_AROUND = " \t\r\n\"'.,:;<>()[]{}|`*=“”„‘’‚«»‹›"
# Signs that are valid at the beginning of an address, but come from quotations, tables or formulas.
NEVER_FIRST = "'|`*="
# What Chinese and Japanese keyboards type for ASCII.
FULL_WIDTH = {0xFEE0 + code: code for code in range(ord("!"), ord("~") + 1)} | dict.fromkeys((0x3002, 0xFF61), ".")
MAILTO = re.compile(r"mailto:", re.IGNORECASE)


def validate_one_line(text: str) -> None:
    """Raise ValidationError if the text has several lines. For names, which appear in mail headers and calendars."""
    if any(unicodedata.category(character) in UNPRINTABLE for character in text):
        raise ValidationError(_("Use only letters, numbers and symbols, on one line."), code="unprintable")


def validate_lines(text: str) -> None:
    """Raise ValidationError if the text has control characters other than tabs and line ends."""
    validate_one_line(text.translate({ord(character): " " for character in "\t\r\n"}))


def validate_mailable(address: str) -> None:
    """Raise ValidationError if no mail can be sent to the well-formed address.

    Django's validator ignores case, and so accepts four non-ASCII letters as ASCII ones, such as the Kelvin sign. It
    also takes “localhost” for a domain.
    """
    local, _at, domain = address.rpartition("@")
    try:
        is_domain = len(punycode(domain)) <= LONGEST_DOMAIN and not domain.startswith("[") and domain != "localhost"
    except UnicodeError:
        is_domain = False
    if not is_domain or not local.isascii() or local == '""' or len(local) > LONGEST_LOCAL:
        raise ValidationError(_("This address cannot receive email. Enter an address such as name@example.com."))


def is_address(text: str) -> bool:
    """Return whether the text has the form of an email address."""
    return passes(validate_email, text)


def is_mailable(text: str) -> bool:
    """Return whether the text is an email address to which mail can be sent."""
    checks = (validate_one_line, validate_email, validate_mailable)
    return len(text) <= LONGEST_ADDRESS and all(passes(check, text) for check in checks)


def passes(check: Callable[[str], None], text: str) -> bool:
    """Return whether a validator accepts the text."""
    try:
        check(text)
    except ValidationError:
        return False
    return True


def ascii_text(text: str) -> str:
    """Return the text with ASCII digits and signs, without invisible characters, for parsing."""
    return ascii_digits(unicodedata.normalize("NFKC", _remove_invisible(text))).strip()


def ascii_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9, such as Arabic ones."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def fold_accents(text: str) -> str:
    """Return the text in lower case and without accents, for sorting and comparing."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def _remove_invisible(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def read_email(text: str) -> str:
    """Return the address that the text means, however it was typed or copied. Return other text as it is.

    It reads “Ana <ana@example.com>”, a `mailto:` address, full-width letters, invisible characters, signs around it.
    """
    whole = _remove_invisible(text).translate(FULL_WIDTH).strip()
    name, bracket, in_brackets = whole.rstrip(".,;:> ").rpartition("<")
    found = in_brackets if bracket and "@" not in name else whole
    if MAILTO.match(found):
        found = unquote(found[len("mailto:") :].partition("?")[0])
    if is_address(found) and not found.startswith(tuple(NEVER_FIRST)):
        return found
    found = found.strip(SIGNS_AROUND)
    return found if is_address(found) else text.strip()


class EmailAddressField(forms.EmailField):
    """An email address as people type and copy it. With `for_lookup`, mail need not be able to go there."""

    default_validators = [validate_email, validate_one_line]

    def __init__(
        self,
        *,
        for_lookup: bool = False,
        required: bool = True,
        label: "LazyText | None" = None,
        help_text: LazyText = "",
        error_messages: Mapping[str, LazyText] | None = None,
        widget: forms.Widget | type[forms.Widget] | None = None,
    ) -> None:
        self.for_lookup = for_lookup
        super().__init__(
            max_length=LONGEST_ADDRESS,
            validators=[] if for_lookup else [validate_mailable],
            required=required,
            label=label,
            help_text=help_text,
            error_messages=error_messages,
            widget=widget,
        )

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        # Stored ones may have been typed in a form that is read differently today.
        return text if self.for_lookup and is_address(text) else read_email(text)


def address_key(email: str) -> str:
    """Return the normal form of an email address: letters in lower case, the domain in ASCII.

    By RFC 5321 only the domain ignores case, but mail servers and calendars treat the rest alike.
    """
    local, _at, domain = email.strip().lower().rpartition("@")
    try:
        return f"{local}@{punycode(domain)}"
    except UnicodeError:
        return f"{local}@{domain}"


def spellings(email: str) -> list[str]:
    """Return the spellings of an address that have the same `address_key`: as typed, with an ASCII domain, without."""
    local, _at, domain = email.strip().rpartition("@")
    found = [f"{local}@{domain}", address_key(email)]
    with suppress(UnicodeError):
        found.append(f"{local}@{punycode(domain).encode('ascii').decode('idna')}")
    return list({spelling.lower(): spelling for spelling in found}.values())


def has_website(text: str) -> bool:
    """Return whether the text contains the address of a website."""
    return WEBSITE.search(text) is not None


def validate_no_website(text: str) -> None:
    """Raise ValidationError if the text contains the address of a website.

    For the names of strangers: mails quote them, and could be misused to send links to anybody.
    """
    if has_website(text):
        raise ValidationError(_("Remove any website addresses."), code="website")


def redact(text: str) -> str:
    """Return the text with secrets as `[token]`, and of calendars' addresses the host and last four characters."""
    text = NAMED_SECRET.sub(REDACTED, text)
    text = NAMED_PART.sub(rf"\1{REDACTED}", text)
    text = SECRET.sub(rf"\1{REDACTED}", text)
    return WEB_ADDRESS.sub(_redact_calendar, text)


def _redact_calendar(found: re.Match[str]) -> str:
    is_calendar = found["scheme"].lower().startswith("webcal") or CALENDAR_PATH.search(found["rest"])
    # An address that is redacted already is one of ours, with nothing secret left.
    if REDACTED in found["rest"] or not is_calendar:
        return found[0]
    return f"{found['scheme']}://{found['host']}/[calendar]{found['rest'][-SHOWN_OF_CALENDAR:]}"


def clean_one_line(text: str) -> str:
    """Return the text on one line, with all changes of text direction ended."""
    return _close_direction_changes(BREAKS.sub(" ", text).strip())


def clean_lines(text: str) -> str:
    """Return the text with its lines, tabs and blanks, and with all changes of text direction ended in each line."""
    return "\n".join(_close_direction_changes(BREAKS_BUT_TABS.sub(" ", line)) for line in text.splitlines()).strip()


def join_sentences(*sentences: str) -> str:
    """Return the sentences one after another, as the reader's language writes them, without empty ones."""
    text, *further = [sentence for sentence in sentences if sentence] or [""]
    for sentence in further:
        text = pgettext("two sentences", "%(first)s %(second)s") % {"first": text, "second": sentence}
    return text


def isolate_direction(text: str) -> str:
    """Return the text with signs around each line that keep its own direction within text from right to left.

    Lines with an address need none, and a mail program would take the second sign for a part of the address.
    """
    if not get_language_bidi():
        return text
    return "\n".join(line if ADDRESS.search(line) else f"{ISOLATE}{line}{POP}" for line in text.split("\n"))


def label_and_text(label: str, text: str) -> str:
    """Return a label and its text on one line."""
    return label_pattern(label) % {"label": label, "text": text}


def label_pattern(label: str) -> str:
    """Return how the reader's language puts a label before a text: without a colon if it ends in punctuation."""
    if label.endswith(("?", ":", ".", "!", "\u061f", "\uff1f")):
        return "%(label)s %(text)s"
    return _("%(label)s: %(text)s")


def _close_direction_changes(text: str) -> str:
    """Return the text with an end for each change of text direction that it leaves open."""
    ends: list[str] = []
    for character in text:
        if character in DIRECTION_CHANGES:
            ends.append(DIRECTION_CHANGES[character])
        elif ends and character == ends[-1]:
            ends.pop()
    return text + "".join(reversed(ends))
