"""The application, with the floors beside it."""

from django.conf import settings

from scheduler.wsgi import application

settings.ROOT_URLCONF = "tests.bench.floors"

__all__ = ["application"]
