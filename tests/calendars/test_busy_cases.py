"""Calendar files and the busy time that they must give; `BUSY_CASES` names other files of the same form."""

import pytest

from calendars.streams import Unusable
from tests.calendars.corpus import all_cases, span_texts
from tests.tables import table

CASES = all_cases()


@table("case", CASES)
def test_file_gives_its_busy_time(case):
    if case.busy is None:
        with pytest.raises(Unusable):
            case.read()
        return
    read = case.read()
    assert (span_texts(read.busy), bool(read.warnings)) == (span_texts(case.busy), case.warned), case.why
