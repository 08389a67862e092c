"""Repeating days in the editor of a schedule, in words, and in Django admin (A15, O35)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import example, given
from hypothesis import strategies as st

from owner.pages.forms.recurrences import Repeat
from pages.actions import save_schedule
from pages.models import Recurrence
from pages.recurrence import Rhythm
from pages.texts import rhythm_text
from scheduler import catalogues
from tests.builders import NOW
from tests.junk import all_junk, junk, junk_settings
from tests.markup import markup
from tests.owner.pages.test_schedules import FORM

TODAY = NOW.date()
LATER = TODAY + timedelta(days=300)
NAMES = ("every", "unit", "weekday", "since", "until", "opens", "closes")


def row(*texts):
    """The fields of one repeating day, as the form sends them."""
    return {f"repeat-{name}": [text] for name, text in zip(NAMES, texts, strict=True)}


@pytest.fixture
def schedule(ana):
    return ana.schedules.get()


@pytest.fixture
def url(schedule):
    return reverse("schedule", args=[schedule.pk])


def rhythms(schedule):
    return [one.rhythm for one in schedule.recurrences.all()]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("2", "weeks", "5", "2026-12-04", "", "9", "13:30"), Rhythm(5, date(2026, 12, 4), None, 2, None, 540, 810)),
        ((" 1 ", "1", "1", "2026-12-04", "", "18:00", "24:00"), Rhythm(1, date(2026, 12, 4), None, 1, 1, 1080, 1440)),
        (("3", "-1", "7", "2026-12-04", LATER.isoformat(), "", ""), Rhythm(7, date(2026, 12, 4), LATER, 3, -1)),
    ],
)
@pytest.mark.feature("A15")
def test_repeating_day_is_saved_and_shown_again(anas, schedule, url, texts, expected):
    assert anas.post(url, FORM | row(*texts)).status_code == 302
    assert rhythms(schedule) == [expected]
    [(placed, said, _coming)] = anas.get(url).context["hours"].repeats.in_words()
    assert placed.row.read(TODAY) == expected
    assert said == rhythm_text(expected, TODAY)
    # Saved once more without a change, it is the same.
    sent = {f"repeat-{name}": [getattr(placed.row, name)] for name in NAMES}
    anas.post(url, FORM | sent)
    assert rhythms(schedule) == [expected]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"every": "0"}, "Enter a number of weeks or months from 1 to 52."),
        ({"every": "53"}, "Enter a number of weeks or months from 1 to 52."),
        ({"every": "two"}, "Enter a number of weeks or months from 1 to 52."),
        ({"every": "٢"}, "Enter a number of weeks or months from 1 to 52."),
        ({"unit": "6"}, "Choose weeks or months"),
        ({"weekday": "8"}, "Choose weeks or months"),
        ({"since": ""}, "Choose a date, such as"),
        ({"since": "2030-02-30"}, "Choose a date, such as"),
        ({"until": "soon"}, "Choose a date, such as"),
        ({"until": "2026-01-01"}, "This ends before it starts, or has already ended."),
        ({"since": "2100-01-02", "until": "2100-01-01"}, "This ends before it starts"),
        ({"opens": "22:00", "closes": "6:00"}, "This ends before it starts. For hours past midnight"),
        ({"opens": "9:00", "closes": ""}, "Enter two times"),
    ],
)
@pytest.mark.feature("R7")
def test_impossible_repeating_day_is_refused(anas, schedule, url, change, words):
    fields = dict(zip(NAMES, ("2", "weeks", "5", "2026-12-04", "", "9:00", "13:00"), strict=True)) | change
    response = anas.post(url, FORM | row(*fields.values()))
    page = markup(response)
    assert response.status_code == 422
    assert words in page
    assert '<a href="#repeat-every-0">Repeating day</a>' in page
    assert 'aria-describedby="error-repeat-0"' in page
    assert rhythms(schedule) == []


@pytest.mark.feature("O35")
def test_rows_change_without_saving_or_javascript(anas, schedule, url):
    typed = FORM | row("2", "weeks", "5", "2026-12-04", "", "9:00", "nonsense")
    added = anas.post(url, typed | {"add": "repeat"})
    assert added.status_code == 200
    assert [(one.row.closes, said) for one, said, _coming in added.context["hours"].repeats.in_words()] == [
        ("nonsense", ""),
        ("17:00", "Every second week on Monday, 09:00–17:00"),
    ]
    assert 'id="repeat-every-1" value="2" min="1" max="52" step="1" autofocus' in markup(added)
    removed = anas.post(url, typed | {"remove": "repeat-0"})
    assert removed.context["hours"].repeats.rows == []
    assert 'id="add-repeat" autofocus' in markup(removed)
    assert rhythms(schedule) == []


def test_ended_repeating_day_is_hidden_and_stays(anas, schedule, url):
    ended = Rhythm(5, date(2020, 1, 3), date(2020, 6, 1), 1, None, 540, 600)
    Recurrence.of(schedule, ended).save()
    assert anas.get(url).context["hours"].repeats.rows == []
    anas.post(url, FORM | row("2", "weeks", "5", "2026-12-04", "", "", ""))
    assert rhythms(schedule) == [ended, Rhythm(5, date(2026, 12, 4), None, 2)]
    [(_schedule, _hours, repeating)] = anas.get(reverse("schedules")).context["rows"]
    assert len(repeating) == 1


def test_flood_of_repeating_days_is_cut(anas, url):
    many = {name: values * 300 for name, values in row("2", "weeks", "5", "2026-12-04", "", "", "").items()}
    # Too many fields for Django would be 400; this is refused by the editor's own measure.
    many = {name: values[:200] for name, values in many.items()}
    assert len(anas.post(url, FORM | many | {"add": "repeat"}).context["hours"].repeats.rows) == 40


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm(5, TODAY, None, 1, None, 540, 780), "Every Friday, 09:00–13:00"),
        (Rhythm(5, TODAY, None, 2, None, 540, 780), "Every second week on Friday, 09:00–13:00"),
        (Rhythm(5, TODAY, None, 3), "Every 3 weeks on Friday, closed"),
        (Rhythm(1, TODAY, None, 1, 1, 540, 780), "The first Monday of every month, 09:00–13:00"),
        (Rhythm(1, TODAY, None, 2, 5), "The fifth Monday of every second month, closed"),
        (Rhythm(7, TODAY, None, 3, -1), "The last Sunday of every 3 months, closed"),
    ],
)
@pytest.mark.feature("A15")
def test_a_rhythm_in_words(rhythm, words):
    assert rhythm_text(rhythm, TODAY) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Jeden Montag", "Am ersten Samstag jedes Monats", "Alle 3 Wochen am Sonntag")),
        ("es", ("Cada lunes", "El primer sábado de cada mes", "Cada 3 semanas, el domingo")),
        ("fr", ("Chaque lundi", "Le premier samedi de chaque mois", "Toutes les 3 semaines, le dimanche")),
        ("pt-br", ("Toda segunda-feira", "O primeiro sábado de cada mês", "A cada 3 semanas, no domingo")),
        ("ja", ("毎週月曜日", "毎月の第1土曜日", "3週間ごとの日曜日")),
    ],
)
@pytest.mark.feature("A15")
def test_rhythm_agrees_with_its_weekday(language, words):
    catalogues.compile_all()
    rhythms = [Rhythm(1, TODAY), Rhythm(6, TODAY, None, 1, 1), Rhythm(7, TODAY, None, 3)]
    with translation.override(language):
        closed = gettext("closed")
        found = [rhythm_text(one, TODAY).removesuffix(closed).rstrip(" ,、") for one in rhythms]
    assert tuple(found) == words


def test_bounded_rhythm_names_its_days():
    rhythm = Rhythm(5, date(2027, 1, 1), date(2027, 3, 26), 2)
    assert rhythm_text(rhythm, date(2026, 12, 1)) == (
        "Every second week on Friday, closed, from 1 Jan 2027, until 26 Mar 2027"
    )


def test_the_next_dates_stand_at_the_row():
    texts = Repeat.of(Rhythm(5, date(2026, 12, 4), date(2027, 1, 1), 2)).in_words(date(2026, 12, 5))
    assert texts == ("Every second week on Friday, closed, until 1 Jan 2027", ["Fri 18 Dec", "Fri 1 Jan"])


def test_saving_replaces_what_goes_on(ana, schedule):
    for rhythm in (Rhythm(5, TODAY, None, 2), Rhythm(6, TODAY, None, 1, 1, 60, 120)):
        save_schedule(actor=ana, schedule=schedule, weekly=[], dates=[], recurrences=[rhythm], today=TODAY, now=NOW)
        assert rhythms(schedule) == [rhythm]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*(f"repeat-{name}" for name in NAMES)), press={})
@given(
    sent=st.fixed_dictionaries({}, optional={f"repeat-{name}": st.lists(junk, max_size=3) for name in NAMES}),
    press=st.sampled_from([{}, {"add": "repeat"}, {"preview": "1"}]),
)
def test_junk_in_repeating_days(anas, url, sent, press):
    assert anas.post(url, FORM | sent | press).status_code in {200, 302, 422}


@pytest.mark.usefixtures("first_pages")
def test_admin_edits_recurrences_by_same_rules(anas, ana, schedule):
    address = reverse("admin:pages_schedule_change", args=[schedule.pk])

    def form(**changes):
        empty = {f"{name}-{end}_FORMS": 0 for name in ("weekly", "overrides") for end in ("TOTAL", "INITIAL")}
        fields = {"frequency": "monthly", "every": 1, "weekday": 1, "nth": 1, "since": "2026-12-04"}
        fields |= {"opens": 540, "closes": 600} | changes
        rows = {f"recurrences-0-{name}": value for name, value in fields.items()}
        return empty | rows | {
            "owner": ana.pk, "name": "Hours", "time_zone": "Europe/Madrid", "recurrences-TOTAL_FORMS": 1,
            "recurrences-INITIAL_FORMS": 0, "recurrences-0-schedule": schedule.pk,
        }  # fmt: skip

    def errors(**changes):
        return dict(anas.post(address, form(**changes)).context["inline_admin_formsets"][2].formset[0].errors)

    assert errors(nth="") == {"nth": ["For months, enter 1 to 5, or -1 for the last."]}
    assert errors(frequency="weekly") == {"nth": ["Leave this empty for weeks."]}
    assert errors(weekday=9, every=53) == {
        "weekday": ["Enter a number from 1 to 7."],
        "every": ["Enter a number from 1 to 52."],
    }
    assert errors(until="2026-12-03") == {"until": ["The end must not be before the start."]}
    assert errors(opens="") == {"closes": ["Enter both opening and closing times, or leave both empty."]}
    assert anas.post(address, form()).status_code == 302
    assert rhythms(schedule) == [Rhythm(1, date(2026, 12, 4), None, 1, 1, 540, 600)]
