"""The text of a file that people upload: in Unicode, or as Windows wrote it before."""


class UnreadableFile(Exception):
    """Raised for a file that is no text."""


class WorkbookFile(UnreadableFile):
    """Raised for the file of a spreadsheet program."""


def decode(raw: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding is only a guess, which a person should check.

    Raise WorkbookFile for a spreadsheet, UnreadableFile for any other file that is no text.
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
