"""The text of a file that people upload: in Unicode, or as Windows wrote it before."""


class UnreadableFile(Exception):
    """This file holds no text."""


class WorkbookFile(UnreadableFile):
    """This file is a workbook, not a text."""


def decode(raw: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding is only a guess, which a person should check.

    Raise Workbook for a spreadsheet file, Unreadable for any other that is no text.
    """
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise WorkbookFile
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(character < " " and character not in "\t\r\n" for character in text)
        if "\0" in text or strange * 100 > len(text):
            raise UnreadableFile
        return text.removeprefix("\ufeff"), encoding == "cp1252"
    raise UnreadableFile


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # Without a byte order mark: in mostly Latin text in UTF-16, every other byte is zero.
    even, odd = raw[:2_000:2].count(0), raw[1:2_000:2].count(0)
    if max(even, odd) * 3 > len(raw[:2_000]):
        return ("utf-16-be",) if even > odd else ("utf-16-le",)
    return "utf-8", "cp1252"
