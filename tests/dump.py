"""The whole database as text, to search for what must not be in it."""

import re
import subprocess

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from tests.own_postgres import program


def dump_database() -> str:
    """Everything in the database, as PostgreSQL's own dump has it, and what sessions hold. In lower case."""
    access = connection.settings_dict
    given = {"-h": access["HOST"], "-p": access["PORT"], "-U": access["USER"]}
    where = [part for option, value in given.items() if value for part in (option, str(value))]
    command = [program("pg_dump"), "--inserts", *where, access["NAME"]]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    sessions = [str(SessionStore().decode(session.session_data)) for session in Session.objects.all()]
    # Keys and pictures are bytes, written in base 16.
    raw = [bytes.fromhex(digits).decode("latin-1") for digits in re.findall(r"\\x([0-9a-f]{2,})", text)]
    return "\n".join([text, *sessions, *raw]).lower()
