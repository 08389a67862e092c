"""The whole database as text, to search for what must not be in it."""

import re
import subprocess

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from tests.own_postgres import program


def dump_database() -> str:
    """Return the database as pg_dump writes it, with the content of sessions and of binary columns, in lower case."""
    access = connection.settings_dict
    command = [program("pg_dump"), "--inserts"]
    for option, value in {"-h": access["HOST"], "-p": access["PORT"], "-U": access["USER"]}.items():
        if value:
            command += [option, str(value)]
    text = subprocess.run([*command, access["NAME"]], check=True, capture_output=True, text=True).stdout
    sessions = [str(SessionStore().decode(session.session_data)) for session in Session.objects.all()]
    # Keys and pictures are bytes, which the dump has in base 16.
    binary = [bytes.fromhex(digits).decode("latin-1") for digits in re.findall(r"\\x([0-9a-f]{2,})", text)]
    return "\n".join([text, *sessions, *binary]).lower()
