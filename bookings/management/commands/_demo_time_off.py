"""Demo data: Ana's holiday and the public holidays of her country, and an hour that Ben has blocked."""

from datetime import datetime, timedelta

from accounts.models import User
from pages.actions import add_time_off, block_time, save_holidays


def populate(ana: User, ben: User, now: datetime) -> None:
    """Take a week off in two months, so that the first weeks stay as full as they are."""
    first = now.date() + timedelta(days=60)
    add_time_off(actor=ana, owner=ana, first=first, last=first + timedelta(days=6), note="Skiing", now=now)
    save_holidays(actor=ana, country="ES", region="MD", worked=["Labor Day"], now=now)
    noon = (now + timedelta(days=61)).replace(hour=11, minute=0, second=0, microsecond=0)
    block_time(actor=ben, owner=ben, starts_at=noon, ends_at=noon + timedelta(hours=1), note="Dentist", now=now)
