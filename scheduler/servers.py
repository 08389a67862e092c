"""Parsers of settings that name servers: the mail server and the database."""

from typing import Any
from urllib.parse import parse_qsl

import psycopg
from psycopg.conninfo import make_conninfo

from scheduler.addresses import Address, decode, parse_server_host, split_port
from scheduler.environment import InvalidSetting, quote

# How a connection to a mail server is encrypted: not at all, by STARTTLS, or from the first byte.
PLAIN, STARTTLS, TLS = "plain", "STARTTLS", "TLS"
MAIL_SCHEMES = {"smtp": (PLAIN, 25), "smtp+tls": (STARTTLS, 587), "smtps": (TLS, 465), "smtp+ssl": (TLS, 465)}
# Ports that imply one way of encryption.
FIXED_PORTS = {587: (STARTTLS, "smtp+tls"), 465: (TLS, "smtps")}
POSTGRES_SCHEMES = {"postgres", "postgresql", "pgsql", "psql"}
DATABASE_EXAMPLE = "postgres://user:password@host/name"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def parse_mail_server(text: str) -> dict[str, Any]:
    """Parse the address of a mail server. Return Django's settings for it."""
    address = Address.parse(text, example="smtp+tls://user:password@mail.example.com:587")
    if address.scheme not in MAIL_SCHEMES:
        raise InvalidSetting(
            "begins with smtp+tls:// (STARTTLS, port 587), smtps:// (TLS, port 465) or smtp:// (neither)."
        )
    if address.rest:
        raise InvalidSetting("has something after the host and the port: leave it out.")
    if bool(address.user) != bool(address.password):
        raise InvalidSetting("names a user without a password, or a password without a user: give both or neither.")
    if not (address.user + address.password).isascii():
        raise InvalidSetting("has letters beyond ASCII in its user or password: no mail server takes them.")
    encryption, usual_port = MAIL_SCHEMES[address.scheme]
    host, port = split_port(address.place)
    fixed, scheme = FIXED_PORTS.get(port or 0, (encryption, ""))
    # Some servers accept plain connections on port 587.
    if encryption != fixed and (encryption, fixed) != (PLAIN, STARTTLS):
        raise InvalidSetting(f"does not fit its port: on {port} mail servers speak {fixed}, so begin with {scheme}://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parse_server_host(host),
        "EMAIL_PORT": port or usual_port,
        "EMAIL_HOST_USER": address.user,
        "EMAIL_HOST_PASSWORD": address.password,
        "EMAIL_USE_TLS": encryption == STARTTLS,
        "EMAIL_USE_SSL": encryption == TLS,
    }


def parse_database(text: str) -> dict[str, Any]:
    """Parse the address of a PostgreSQL database. Return Django's settings for it.

    The server is a host, several with commas, or the folder of a socket: `postgres://user@//run/postgresql/name` or
    `postgres://user@%2Frun%2Fpostgresql/name`. Without any, PostgreSQL's library looks for its usual socket.
    """
    address = Address.parse(text, example=DATABASE_EXAMPLE)
    if address.scheme not in POSTGRES_SCHEMES:
        raise InvalidSetting(
            f"begins with {address.scheme}://, but data is kept in PostgreSQL only: {DATABASE_EXAMPLE}."
        )
    folder, _, name = decode(address.path.removeprefix("/")).rpartition("/")
    options = _connection_options(address.query)
    if folder and (address.place or not folder.startswith("/")):
        raise InvalidSetting(f"has more than the name of a database after the host: write it like {DATABASE_EXAMPLE}.")
    if not (name or "service" in options):
        raise InvalidSetting(f"does not name the database: write it like {DATABASE_EXAMPLE}.")
    hosts, ports = _hosts_and_ports(address.place)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": folder or hosts,
        "PORT": ports,
        "OPTIONS": options,
    }


def with_persistent_connections(database: dict[str, Any], seconds: int, pooled: bool) -> dict[str, Any]:
    """Return Django's settings for a database whose connections are kept for some seconds.

    `pooled` says that PgBouncer stands before it, in transaction mode. The options that operators give take precedence.
    """
    # In seconds and milliseconds: a host that does not answer is given up long before the web server kills the waiting
    # process.
    options: dict[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
    options |= {"keepalives_idle": 5, "keepalives_interval": 5} | database["OPTIONS"]
    # Statements are prepared once per connection, because planning the joins takes longer than running them.
    options |= {"server_side_binding": True, "prepare_threshold": None if pooled else 2}
    return database | {
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
        # Persistent, because a new connection takes longer than most requests.
        "CONN_MAX_AGE": seconds,
        "CONN_HEALTH_CHECKS": True,
        # PgBouncer in transaction mode does not support server-side cursors.
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "TEST": {"NAME": "test_admit_one"},
    }


def _hosts_and_ports(place: str) -> tuple[str, str]:
    """Return the hosts and their ports as PostgreSQL's library takes them, with commas."""
    servers = [split_port(server) for server in place.split(",")]
    hosts = [decode(host) for host, _port in servers]
    ports = [str(port or "") for _host, port in servers]
    parsed = [host if not host or host.startswith("/") else parse_server_host(host) for host in hosts]
    return ",".join(parsed), ",".join(ports) if any(ports) else ""


def _connection_options(query: str) -> dict[str, Any]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    try:
        make_conninfo("", **options)
    except psycopg.ProgrammingError as error:
        raise InvalidSetting("has something after the ? that PostgreSQL's library does not know.") from error
    if options.get("sslmode", SSL_MODES[0]) not in SSL_MODES:
        raise InvalidSetting(
            f"has an sslmode that is none of: {', '.join(SSL_MODES)}; not {quote(options['sslmode'])}."
        )
    if not options.get("connect_timeout", "0").isdigit():
        raise InvalidSetting("has a connect_timeout that is no number of seconds.")
    return {name: int(value) if value.isdigit() else value for name, value in options.items()}
