"""docs/asvs.md speaks of each requirement once, and names files that exist."""

import re
from collections import Counter

from django.conf import settings

# The numbers of levels 1 and 2 of ASVS 5.0.0, by section.
NUMBERS = """
1.1: 1 2
1.2: 1 2 3 4 5 6 7 8 9
1.3: 1 2 3 4 5 6 7 8 9 10 11
1.4: 1 2 3
1.5: 1 2
2.1: 1 2 3
2.2: 1 2 3
2.3: 1 2 3 4
2.4: 1
3.2: 1 2
3.3: 1 2 3 4
3.4: 1 2 3 4 5 6
3.5: 1 2 3 4 5
3.7: 1 2
4.1: 1 2 3
4.2: 1
4.3: 1 2
4.4: 1 2 3 4
5.1: 1
5.2: 1 2 3
5.3: 1 2
5.4: 1 2 3
6.1: 1 2 3
6.2: 1 2 3 4 5 6 7 8 9 10 11 12
6.3: 1 2 3 4
6.4: 1 2 3 4
6.5: 1 2 3 4 5
6.6: 1 2 3
6.8: 1 2 3 4
7.1: 1 2 3
7.2: 1 2 3 4
7.3: 1 2
7.4: 1 2 3 4 5
7.5: 1 2
7.6: 1 2
8.1: 1 2
8.2: 1 2 3
8.3: 1
8.4: 1
9.1: 1 2 3
9.2: 1 2 3 4
10.1: 1 2
10.2: 1 2
10.3: 1 2 3 4
10.4: 1 2 3 4 5 6 7 8 9 10 11
10.5: 1 2 3 4 5
10.6: 1 2
10.7: 1 2 3
11.1: 1 2
11.2: 1 2 3
11.3: 1 2 3
11.4: 1 2 3 4
11.5: 1
11.6: 1
12.1: 1 2 3
12.2: 1 2
12.3: 1 2 3 4
13.1: 1
13.2: 1 2 3 4 5
13.3: 1 2
13.4: 1 2 3 4 5
14.1: 1 2
14.2: 1 2 3 4
14.3: 1 2 3
15.1: 1 2 3
15.2: 1 2 3
15.3: 1 2 3 4 5 6 7
16.1: 1
16.2: 1 2 3 4 5
16.3: 1 2 3 4
16.4: 1 2 3
16.5: 1 2 3
17.1: 1
17.2: 1 2 3 4
17.3: 1 2
"""
ROW = re.compile(r"^\| ([\d.]+) \| (holds|does not apply|open) \| ([^|]+) \|([^|]*)\|$")
PAGE = (settings.BASE_DIR / "docs/asvs.md").read_text()


def numbers() -> list[str]:
    sections = [line.split(": ") for line in NUMBERS.split("\n") if line]
    return [f"{section}.{number}" for section, found in sections for number in found.split()]


def rows() -> list[re.Match[str]]:
    lines = PAGE.split("|---|---|---|---|\n")[1].splitlines()
    found = [ROW.match(line) for line in lines]
    assert [line for line, row in zip(lines, found, strict=True) if row is None] == []
    return [row for row in found if row]


def test_each_requirement_is_spoken_of_once():
    assert [row[1] for row in rows()] == numbers()
    assert len(numbers()) == 253


def test_the_page_counts_its_rows():
    count = Counter(row[2] for row in rows())
    assert f"{count['holds']} hold, {count['does not apply']} do not apply, and {count['open']} are open" in PAGE


def test_what_is_named_as_proof_exists():
    named = {name for row in rows() for name in re.findall(r"`([^`]+)`", row[4])}
    assert {name for name in named if not (settings.BASE_DIR / name).exists()} == set()
    assert len(named) > 50
