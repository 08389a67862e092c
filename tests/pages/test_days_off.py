"""Days off, public holidays and blocked time: what they take from the hours of a schedule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import HistoryEntry
from core.zones import zone
from pages import actions
from pages.availability import Hours, open_windows
from pages.days_off import DaysOff, Holidays, last_day_off_in_row, region_names, regions
from pages.errors import NotYours
from pages.hours import local_hours
from pages.models import BlockedTime, DateOverride, PublicHolidays, TimeOff
from pages.queries import hours_of, list_starts, offers_of
from tests.builders import NOW, START, add_colleague
from tests.tables import table

pytestmark = pytest.mark.feature("EC7")

MONDAY, SUNDAY = date(2030, 1, 7), date(2030, 1, 13)
NINE_TO_FIVE = tuple((weekday, 540, 1020) for weekday in range(1, 8))
BAVARIA = Holidays("DE", "BY")


def starts(page, first: date = MONDAY, last: date = SUNDAY, now: datetime = NOW) -> list[datetime]:
    [offer] = offers_of(page)
    edges = (datetime(one.year, one.month, one.day, tzinfo=UTC) for one in (first, last + timedelta(days=1)))
    return [
        datetime.fromtimestamp(one, UTC) for one in list_starts(offer, tuple(int(e.timestamp()) for e in edges), now)
    ]


@given(st.data())
def test_only_days_off_lose_their_hours(data):
    day = st.dates(date(2026, 1, 1), date(2028, 12, 31))
    off = tuple(DaysOff(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(day, day), max_size=4)))
    first = data.draw(day)
    last = first + timedelta(days=data.draw(st.integers(0, 70)))
    zone = data.draw(st.sampled_from(["Europe/Madrid", "America/Vancouver", "Pacific/Apia"]))
    plain = local_hours(Hours(zone, NINE_TO_FIVE), first, last)
    taken = local_hours(Hours(zone, NINE_TO_FIVE, days_off=off), first, last)
    assert taken == {
        one: [] if any(days.first <= one <= days.last for days in off) else ranges for one, ranges in plain.items()
    }


def test_holidays_have_names_and_can_be_worked():
    christmas = (date(2026, 12, 24), date(2027, 1, 6))
    assert BAVARIA.named(*christmas) == [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Second Day of Christmas"),
        (date(2027, 1, 1), "New Year's Day"),
        (date(2027, 1, 6), "Epiphany"),
    ]
    working = Holidays("DE", "BY", frozenset({"Epiphany"}))
    assert list(working.dates(*christmas)) == [date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)]
    # A country or region that the library no longer knows closes nothing.
    assert Holidays("XX").named(*christmas) == Holidays("DE", "XX").named(*christmas) == []


@table(
    ("country", "language", "name"),
    [
        ("DE", "de", "Neujahr"),
        ("DE", "en-gb", "New Year's Day"),
        ("CH", "fr", "Nouvel An"),
        ("BR", "pt-br", "Confraternização Universal"),
        ("ES", "es", "Año Nuevo"),
        ("JP", "ja", "元日"),
        ("KW", "ar", "رأس السنة الميلادية"),
        # Where the library has no names in the reader's language they are the country's own.
        ("DE", "es", "Neujahr"),
        ("JP", "pt-br", "元日"),
        ("NZ", "de", "New Year's Day"),
    ],
)
def test_readers_call_holidays_by_their_names(country, language, name):
    new_year = date(2027, 1, 1)
    assert Holidays(country).names_in(new_year, new_year, language) == {new_year: name}


@pytest.mark.parametrize("language", ["ar", "en-gb"])
def test_estimated_dates_are_called_like_others(language):
    year = (date(2026, 1, 1), date(2030, 12, 31))
    called = Holidays("JO").names_in(*year, language)
    assert {day for day, _name in Holidays("JO").named(*year)} == set(called)
    assert [name for name in called.values() if "estimated" in name or "تقدير" in name] == []


def test_every_country_and_region_is_known():
    assert len(regions()) > 200
    assert region_names("GB") == {
        "ENG": "England",
        "NIR": "Northern Ireland",
        "SCT": "Scotland",
        "WLS": "Wales",
    }
    for country, known in regions().items():
        assert set(region_names(country)) == set(known)
        assert all(len(code) <= 20 for code in known)


def test_overrides_open_holidays_but_not_days_off():
    new_year, epiphany = date(2027, 1, 1), date(2027, 1, 6)
    overrides = ((new_year, ((600, 660),)), (epiphany, ((600, 660),)))
    hours = Hours("Europe/Berlin", NINE_TO_FIVE, overrides, (), BAVARIA, (DaysOff(epiphany, epiphany),))
    found = local_hours(hours, new_year, epiphany)
    assert (found[new_year], found[epiphany], found[date(2027, 1, 2)]) == ([(600, 660)], [], [(540, 1020)])
    assert open_windows(hours, (1_799_193_600, 1_799_193_600 + 86_400)) == []


def test_days_off_close_all_schedules_of_owner(ana, ben, anas_page):
    schedule = ana.schedules.get()
    schedule.time_zone = "Pacific/Auckland"
    schedule.save()
    DateOverride.objects.create(schedule=schedule, date=date(2030, 1, 9), opens=600, closes=660)
    actions.add_time_off(actor=ana, owner=ana, first=date(2030, 1, 8), last=date(2030, 1, 9), now=NOW)
    found = {
        pk: hours.days_off for pk, hours in hours_of([(schedule.pk, "UTC"), (ben.schedules.get().pk, "UTC")]).items()
    }
    assert found == {schedule.pk: (DaysOff(date(2030, 1, 8), date(2030, 1, 9)),), ben.schedules.get().pk: ()}
    there = {one.astimezone(zone(schedule.time_zone)).date() for one in starts(anas_page)}
    assert date(2030, 1, 10) in there
    assert not there & {date(2030, 1, 8), date(2030, 1, 9)}


def test_holidays_close_pages_of_their_owner_only(ana, ben, anas_page):
    # 7 January 2030, which is a Monday, is Coptic Christmas.
    actions.save_holidays(actor=ana, country="EG", region="", worked=[], now=NOW)
    assert {one.date() for one in starts(anas_page)} == {date(2030, 1, 8 + day) for day in range(4)}
    assert date(2030, 1, 7) in {one.date() for one in starts(ben.pages.get())}
    actions.save_holidays(actor=ana, country="EG", region="", worked=["Coptic Christmas Day"], now=NOW)
    assert date(2030, 1, 7) in {one.date() for one in starts(anas_page)}
    actions.save_holidays(actor=ana, country="", region="", worked=[], now=NOW)
    assert not PublicHolidays.objects.exists()


def test_blocked_time_is_busy_on_every_page(ana, ben, anas_page):
    before = starts(anas_page)
    hour = timedelta(hours=1)
    actions.block_time(actor=ana, owner=ana, starts_at=START, ends_at=START + hour, now=NOW)
    lost = set(before) - set(starts(anas_page))
    assert START in lost
    assert all(START - hour < one < START + hour for one in lost)
    assert START in starts(ben.pages.get())
    actions.remove_time_off(actor=ana, row=BlockedTime.objects.get(), now=NOW)
    assert starts(anas_page) == before


def test_sending_twice_keeps_one_row(ana):
    for note in ("Holiday", "Long holiday"):
        actions.add_time_off(actor=ana, owner=ana, first=MONDAY, last=SUNDAY, note=note, now=NOW)
        actions.block_time(
            actor=ana, owner=ana, starts_at=START, ends_at=START + timedelta(hours=1), note=note, now=NOW
        )
    assert [row.note for model in (TimeOff, BlockedTime) for row in model.objects.all()] == ["Long holiday"] * 2
    assert list(HistoryEntry.objects.filter(subject="timeoff").values_list("verb", flat=True)) == ["made", "changed"]


def test_only_owner_and_admins_take_time(ana, ben):
    hour = timedelta(hours=1)
    row = actions.add_time_off(actor=ana, owner=ben, first=MONDAY, last=SUNDAY, now=NOW)
    other = add_colleague(ana, "Dora", "dora@acme.example")
    with pytest.raises(NotYours):
        actions.add_time_off(actor=other, owner=ben, first=MONDAY, last=SUNDAY, now=NOW)
    with pytest.raises(NotYours):
        actions.block_time(actor=other, owner=ben, starts_at=START, ends_at=START + hour, now=NOW)
    with pytest.raises(NotYours):
        actions.remove_time_off(actor=other, row=row, now=NOW)
    actions.remove_time_off(actor=ben, row=row, now=NOW)
    assert not TimeOff.objects.exists()
    assert list(HistoryEntry.objects.filter(subject="timeoff").values_list("verb", flat=True)) == ["made", "removed"]


@pytest.mark.parametrize("length", [timedelta(0), timedelta(hours=24, seconds=1)])
def test_blocked_time_lasts_at_most_a_day(ana, length):
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockedTime.objects.create(organization=ana.organization, owner=ana, starts_at=START, ends_at=START + length)


@pytest.mark.parametrize("days", [-1, 366])
def test_time_off_lasts_at_most_a_year(ana, days):
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeOff.objects.create(
            organization=ana.organization, owner=ana, first_day=MONDAY, last_day=MONDAY + timedelta(days=days)
        )


@table(
    ("days", "last"),
    [
        ([], None),
        ([(8, 9)], None),
        ([(5, 6)], None),
        ([(7, 7)], 7),
        ([(5, 9)], 9),
        # What follows at once, or overlaps, is one absence; what has a day between is another.
        ([(10, 12), (5, 9)], 12),
        ([(5, 9), (6, 8), (8, 11)], 11),
        ([(5, 9), (11, 12)], 9),
        ([(1, 20), (2, 3)], 20),
    ],
)
def test_days_in_a_row_are_one_absence(days, last):
    off = [DaysOff(date(2030, 1, first), date(2030, 1, end)) for first, end in days]
    assert last_day_off_in_row(off, date(2030, 1, 7)) == (last and date(2030, 1, last))
