"""Adds the rows that a running worker writes."""

from datetime import datetime

from bookings.actions.zone_data import note_zone_data
from deliveries.actions import beat


def add(now: datetime) -> None:
    beat(process="web1:7", kind="deliver", now=now)
    note_zone_data(now)
