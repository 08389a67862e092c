"""Errors of a database that is away."""

import psycopg
from django.db import Error


class Cause(psycopg.Error):
    """An error of the driver's, with PostgreSQL's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sqlstate = code


def database_error(kind: type[Error], cause: str | Exception) -> Error:
    """Return an error as Django raises it, caused by an error of the driver's or by one with PostgreSQL's code."""
    source = Cause(cause) if isinstance(cause, str) else cause
    error = kind(str(source))
    error.__cause__ = source
    return error
