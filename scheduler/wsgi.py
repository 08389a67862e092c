"""The WSGI application that the web server runs."""

import os

import django

from scheduler.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.settings")

django.setup(set_prefix=False)
application = Handler()
