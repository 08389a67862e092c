"""The public holidays on which somebody cannot be booked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from core import cldr
from core.dates import full_day_text
from core.zones import country_names, country_of, zone
from owner.pages.forms.time_off import HolidaysForm
from pages import actions
from pages.days_off import Holidays, region_names
from pages.models import PublicHolidays

SHOWN = timedelta(days=365)
MOST_COMING = 3


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday in the coming year. Several days may have one name, and are closed or worked together.

    `name` is stored, and the same in all languages. `shown_name` is what the reader sees.
    """

    name: str
    shown_name: str
    days: Sequence[str]
    closed: bool


def holidays_ahead(chosen: Holidays, today: date) -> list[Holiday]:
    """Return the holidays of the coming year in order of their first days."""
    days: dict[str, list[date]] = {}
    for day, name in chosen.named(today, today + SHOWN):
        days.setdefault(name, []).append(day)
    shown_names = chosen.names_in(today, today + SHOWN, get_language())
    return [
        Holiday(name, shown_names[dates[0]], [full_day_text(day) for day in dates], name not in chosen.worked)
        for name, dates in days.items()
    ]


def coming_holidays(user: User, today: date) -> dict[str, object] | None:
    """Return the place whose holidays the user has chosen, and the next closed ones; None without any. One query."""
    row = PublicHolidays.objects.filter(owner=user).first()
    if row is None:
        return None
    closed = [holiday for holiday in holidays_ahead(row.holidays, today) if holiday.closed]
    return {"place": place_name(row.country, row.region), "next": closed[:MOST_COMING]}


def place_name(country: str, region: str) -> str:
    """Return the name of a country, or of a region with its country."""
    name = cldr.country_name(country, country_names().get(country, country), get_language())
    if not region:
        return name
    return _("%(region)s, %(country)s") % {"region": region_names(country).get(region, region), "country": name}


@owner_view(FORM)
def public_holidays(request: MemberRequest) -> HttpResponse:
    """Choose a country or region (GET shows its holidays), and the holidays to close (POST)."""
    user, now = request.user, timezone.now()
    row = PublicHolidays.objects.filter(owner=user).first()
    form = HolidaysForm(_form_data(request, row))
    chosen = form.holidays
    known = row.holidays if row and chosen and row.holidays.is_same_region(chosen) else chosen
    ahead = holidays_ahead(known, now.astimezone(zone(user.time_zone)).date()) if known else []
    sent = request.method == "POST"
    if sent and form.is_valid():
        actions.save_holidays(
            actor=user,
            country=chosen.country if chosen else "",
            region=chosen.region if chosen else "",
            worked=_worked(ahead, request.POST.getlist("closed"), known),
            now=now,
        )
        messages.success(request, _("Saved. Meetings already booked keep their times."))
        return redirect("time-off")
    context = {"form": form, "ahead": ahead, "chosen": chosen}
    return render(request, "owner/pages/public_holidays.html", context, status=422 if sent else 200)


def _form_data(request: MemberRequest, row: PublicHolidays | None) -> Mapping[str, str]:
    """Return the country and region sent, in the address, or saved; at first the country of the user's zone."""
    data = form_data(request) or (request.GET if "country" in request.GET else None)
    if data is not None:
        return data
    return {"country": row.country, "region": row.region} if row else {"country": country_of(request.user.time_zone)}


def _worked(ahead: Sequence[Holiday], closed: Collection[str], known: Holidays | None) -> set[str]:
    """Return the names of the holidays that are not ticked.

    Holidays that the coming year does not have were not on the screen, and stay as they are.
    """
    shown = {holiday.name for holiday in ahead}
    return (shown - set(closed)) | (known.worked - shown if known else set())
