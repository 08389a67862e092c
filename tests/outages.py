"""What the database says when it is away, without taking it away."""

import psycopg
from django.db import Error


class Cause(psycopg.Error):
    """As the driver raises it, with PostgreSQL's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sqlstate = code


def database_error(kind: type[Error], cause: str | Exception) -> Error:
    """An error as Django raises it, from the driver's own or from one with PostgreSQL's code."""
    source = Cause(cause) if isinstance(cause, str) else cause
    error = kind(str(source))
    error.__cause__ = source
    return error
