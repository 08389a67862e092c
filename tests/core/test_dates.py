"""Ends of days and stretches of days in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core.cldr import COMMAS, list_text, short_month, short_weekday
from core.dates import day_ending_at, days_text, duration_text, full_day_text, short_day_text, until_text, utc_text
from core.zones import main_zones, zone, zone_label, zone_name
from links.queries import end_of_day
from tests.tables import table


@table(
    ("where", "end", "clock", "text"),
    [
        ("Europe/Madrid", datetime(2026, 12, 20, 23, tzinfo=UTC), "12", "the end of Sunday 20 December 2026"),
        ("Europe/Madrid", datetime(2026, 12, 31, 23, tzinfo=UTC), "24", "the end of Thursday 31 December 2026"),
        # Elsewhere, the same instant is not the end of a day.
        ("Asia/Kolkata", datetime(2026, 12, 20, 23, tzinfo=UTC), "24", "Monday 21 December 2026, 04:30"),
        ("Europe/Madrid", datetime(2026, 12, 20, 23, 0, 1, tzinfo=UTC), "24", "Monday 21 December 2026, 00:00"),
        ("Europe/Madrid", datetime(2026, 12, 20, 22, 59, tzinfo=UTC), "24", "Sunday 20 December 2026, 23:59"),
        # Beirut went from 23:59:59 on 30 March 2024 to 01:00 on the 31st.
        ("Asia/Beirut", datetime(2024, 3, 30, 22, tzinfo=UTC), "24", "the end of Saturday 30 March 2024"),
        # Havana went from 00:59:59 back to 00:00 on 3 November 2024: its second midnight is within the day.
        ("America/Havana", datetime(2024, 11, 3, 4, tzinfo=UTC), "24", "the end of Saturday 2 November 2024"),
        ("America/Havana", datetime(2024, 11, 3, 5, tzinfo=UTC), "24", "Sunday 3 November 2024, 00:00 UTC-5"),
    ],
)
@pytest.mark.feature("R14")
def test_midnight_ends_the_day_before_it(where, end, clock, text):
    with timezone.override(zone(where)):
        assert until_text(end, clock) == text


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)), where=st.sampled_from(main_zones()))
@pytest.mark.feature("R14")
def test_chosen_last_day_is_the_day_told(day, where):
    end = end_of_day(day, zone(where))
    with timezone.override(zone(where)):
        assert day_ending_at(end) == day
        assert day_ending_at(end - timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 12, 12), date(2026, 12, 12), "on Saturday 12 December 2026"),
        (date(2026, 12, 12), date(2026, 12, 13), "from Saturday 12 December to Sunday 13 December 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "from Thursday 31 December 2026 to Friday 1 January 2027"),
    ],
)
@pytest.mark.feature("O7")
def test_stretch_of_days_names_each_year_once(first, last, text):
    assert days_text(first, last) == text


@table(
    ("language", "commas", "sentence", "duration"),
    [
        ("en-gb", "Ana, Ben, Zoe", "Ana, Ben and Zoe", "1 hour 30 minutes"),
        ("de", "Ana, Ben, Zoe", "Ana, Ben und Zoe", "1 Stunde und 30 Minuten"),
        ("es", "Ana, Ben, Zoe", "Ana, Ben y Zoe", "1 hora y 30 minutos"),
        ("fr", "Ana, Ben, Zoe", "Ana, Ben et Zoe", "1\N{NO-BREAK SPACE}heure et 30 minutes"),
        ("pt-br", "Ana, Ben, Zoe", "Ana, Ben e Zoe", "1 hora e 30 minutos"),
        ("ar", "Ana، Ben، Zoe", "Ana وBen وZoe", "ساعة و30 دقيقة"),
        ("ja", "Ana、Ben、Zoe", "Ana、Ben、Zoe", "1時間30分"),
    ],
)
@pytest.mark.feature("G5")
def test_each_language_writes_its_lists(language, commas, sentence, duration):
    """A list with commas says no “and”: its last part may be a time, or a state."""
    names = ["Ana", "Ben", "Zoe"]
    with translation.override(language):
        assert (list_text(names, COMMAS), list_text(names), duration_text(90)) == (commas, sentence, duration)
        assert list_text(names[:2], COMMAS) == commas.removesuffix(names[2])[:-1].rstrip("،, 、")


@table(
    ("language", "saturday", "may", "june"),
    [
        ("en-gb", "Sat", "May", "Jun"),
        ("de", "Sa", "Mai", "Jun"),
        ("es", "sáb", "may", "jun"),
        ("fr", "sam", "mai", "juin"),
        ("pt-br", "sáb", "mai", "jun"),
        ("ar", "سبت", "مايو", "يونيو"),
        ("ja", "土", "5月", "6月"),
    ],
)
@pytest.mark.feature("G5")
def test_each_language_has_own_short_names(language, saturday, may, june):
    assert (short_weekday(5, language), short_month(5, language), short_month(6, language)) == (saturday, may, june)


@table(
    ("language", "india", "madrid"),
    [
        ("en-gb", "India time", "Madrid time"),
        ("de", "Indien (Ortszeit)", "Madrid (Ortszeit)"),
        ("es", "hora de India", "hora de Madrid"),
        ("fr", "Inde (heure locale)", "Madrid (heure locale)"),
        ("pt-br", "Índia (horário local)", "Madri (horário local)"),
        ("ar", "توقيت الهند", "توقيت مدريد"),
        ("ja", "インド時間", "マドリード時間"),
    ],
)
@pytest.mark.feature("G5")
def test_each_language_calls_zones_as_it_does(language, india, madrid):
    with translation.override(language):
        assert (zone_name("Asia/Kolkata"), zone_name("Europe/Madrid")) == (india, madrid)


@table(
    ("language", "first", "second"),
    [
        ("en-gb", "Friday 1 February 2030", "2 February"),
        ("fr", "vendredi 1er février 2030", "2 février"),
        ("pt-br", "sexta-feira, 1º de fevereiro de 2030", "2 de fevereiro"),
        ("es", "viernes, 1 de febrero de 2030", "2 de febrero"),
        ("de", "Freitag, 1. Februar 2030", "2. Februar"),
        ("ja", "2030年2月1日金曜日", "2月2日"),
    ],
)
@pytest.mark.feature("G5")
def test_first_of_a_month_has_its_ending(language, first, second):
    with translation.override(language):
        assert (full_day_text(date(2030, 2, 1)), short_day_text(date(2030, 2, 2))) == (first, second)


def test_offset_keeps_its_sign_before_it():
    now = datetime(2030, 1, 7, tzinfo=UTC)
    with translation.override("ar"):
        assert zone_label("Europe/Madrid", now).endswith("(\N{LEFT-TO-RIGHT MARK}+01:00)")
    assert zone_label("Europe/Madrid", now) == "Madrid, Europe (+01:00)"


@given(st.datetimes(timezones=st.just(UTC)))
def test_machines_read_any_year_as_written(moment):
    assert datetime.fromisoformat(utc_text(moment)) == moment.replace(microsecond=0)
    assert len(utc_text(moment)) == len("2026-12-03T08:00:00Z")
