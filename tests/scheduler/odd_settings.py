"""Settings as operators write them: odd ones that work as meant, and unfit ones with what is said of them."""

from ipaddress import ip_network

KEY, OTHER = "0f" * 32, "1e" * 32
PRODUCTION = {
    "SECRET_KEY": "k3-" + "Zq7" * 20,
    "LINK_KEYS": f"00a:{KEY}",
    "SEALING_KEYS": f"00a:{OTHER}",
    "BASE_URL": "https://meet.example.com",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "FROM_EMAIL": "meet@example.com",
}
ODD_SECRET = "$SECRET '\"\\ #%{x}`é\U0001f511=:/?@&" + "0123456789" * 3


def server(user="", password="", host="127.0.0.1", port=25, tls=False, ssl=False):
    """What Django is told of a mail server."""
    names = ["HOST_USER", "HOST_PASSWORD", "HOST", "PORT", "USE_TLS", "USE_SSL"]
    return {f"EMAIL_{name}": value for name, value in zip(names, [user, password, host, port, tls, ssl], strict=True)}


def hosts(*names):
    return {"ALLOWED_HOSTS": ["meet.example.com", *names]}


def base(address, host=None):
    host = host or address.partition("://")[2]
    return {"BASE_URL": address, "ALLOWED_HOSTS": [host], "CSRF_TRUSTED_ORIGINS": [address]}


# The setting, its text, and what it makes of some of Django's settings.
WORK = [
    ("BASE_URL", "https://meet.example.com/", base("https://meet.example.com")),
    ("BASE_URL", " HTTPS://Meet.Example.COM. ", base("https://meet.example.com")),
    ("BASE_URL", "https://meet.example.com:443", base("https://meet.example.com")),
    ("BASE_URL", "http://meet.example.com:80/", base("http://meet.example.com") | {"HTTPS": False}),
    ("BASE_URL", "https://meet.example.com:", base("https://meet.example.com")),
    ("BASE_URL", "https://meet.example.com:8443", base("https://meet.example.com:8443", "meet.example.com")),
    ("BASE_URL", "https://bücher.example", base("https://xn--bcher-kva.example")),
    ("BASE_URL", "https://予約.日本", base("https://xn--0kq264i.xn--wgv71a")),
    ("BASE_URL", "http://[2001:DB8:0:0::1]:8000", base("http://[2001:db8::1]:8000", "[2001:db8::1]")),
    ("BASE_URL", "http://192.0.2.7", base("http://192.0.2.7")),
    ("BASE_URL", "http://intranet", base("http://intranet")),
    ("ALLOWED_HOSTS", "www.example.com", hosts("www.example.com")),
    ("ALLOWED_HOSTS", " www.example.com , .Example.org,", hosts("www.example.com", ".example.org")),
    ("ALLOWED_HOSTS", "*", hosts("*")),
    ("ALLOWED_HOSTS", "::1,[::2],10.0.0.7", hosts("[::1]", "[::2]", "10.0.0.7")),
    ("ALLOWED_HOSTS", "bücher.example", hosts("xn--bcher-kva.example")),
    ("ALLOWED_HOSTS", " , ", hosts()),
    ("SECRET_KEY", ODD_SECRET, {"SECRET_KEY": ODD_SECRET}),
    ("SECRET_KEY", "$HOME" * 10, {"SECRET_KEY": "$HOME" * 10}),
    ("LINK_KEYS", f" b:{KEY} , 00a:{OTHER.upper()} ", {"LINK_KEYS": dict.fromkeys(["00b", "b"], b"\x0f" * 32)}),
    ("LANGUAGES", "", {"LANGUAGE_CODE": "en-gb"}),
    ("LANGUAGES", " ES , de,", {"LANGUAGE_CODE": "en-gb"}),
    ("LANGUAGE_CODE", "EN", {"LANGUAGE_CODE": "en"}),
    ("LANGUAGE_CODE", "pt-BR", {"LANGUAGE_CODE": "pt-br"}),
    ("FROM_EMAIL", "Acme <meet@example.com>", {"DEFAULT_FROM_EMAIL": '"Acme" <meet@example.com>'}),
    ("FROM_EMAIL", "Acme, Inc. <meet@example.com>", {"DEFAULT_FROM_EMAIL": '"Acme, Inc." <meet@example.com>'}),
    ("FROM_EMAIL", '"Ana \\ Zoë" <meet@example.com>', {"DEFAULT_FROM_EMAIL": '"Ana \\\\ Zoë" <meet@example.com>'}),
    ("FROM_EMAIL", "<meet@example.com>", {"DEFAULT_FROM_EMAIL": "meet@example.com"}),
    ("FROM_EMAIL", " meet@bücher.example", {"DEFAULT_FROM_EMAIL": "meet@xn--bcher-kva.example"}),
    ("FROM_EMAIL", "", {"DEFAULT_FROM_EMAIL": "admit-one@meet.example.com"}),
    ("EMAIL_URL", "smtp://mail.example.com", server(host="mail.example.com")),
    ("EMAIL_URL", "smtp+tls://me:pw@mail.example.com", server("me", "pw", "mail.example.com", 587, tls=True)),
    ("EMAIL_URL", "smtps://me:pw@mail.example.com:465", server("me", "pw", "mail.example.com", 465, ssl=True)),
    ("EMAIL_URL", "smtp+ssl://me:pw@mail.example.com", server("me", "pw", "mail.example.com", 465, ssl=True)),
    ("EMAIL_URL", "smtp+tls://me%40x.example:p%40s%2Fs%3A%23%25+@mail.example.com:2525/", server(
        "me@x.example", "p@s/s:#%+", "mail.example.com", 2525, tls=True)),
    ("EMAIL_URL", "smtp+tls://me@x.example:$p@50%@[::1]:2525", server("me@x.example", "$p@50%", "::1", 2525, tls=True)),
    ("EMAIL_URL", "smtp://mail_relay:1025", server(host="mail_relay", port=1025)),
    ("EMAIL_URL", "", {"MAIL_TO_FILES": True, "EMAIL_BACKEND": "deliveries.files.EmailBackend"}),
    ("DATABASE_URL", "postgresql://me:p%40ss%2Fw%3Ard%23%3F%25+@db.example.com:6432/a+b", {"DATABASES": {
        "USER": "me", "PASSWORD": "p@ss/w:rd#?%+", "HOST": "db.example.com", "PORT": "6432", "NAME": "a+b"}}),
    ("DATABASE_URL", "postgres://me:p@ss@my_db/one", {"DATABASES": {
        "USER": "me", "PASSWORD": "p@ss", "HOST": "my_db", "PORT": "", "NAME": "one"}}),
    ("DATABASE_URL", "postgres:///one", {"DATABASES": {"USER": "", "HOST": "", "PORT": "", "NAME": "one"}}),
    ("DATABASE_URL", "postgres://me@//run/Postgres/one", {"DATABASES": {
        "USER": "me", "HOST": "/run/Postgres", "PORT": "", "NAME": "one"}}),
    ("DATABASE_URL", "postgres://me@%2Frun%2FPostgres:5433/one", {"DATABASES": {
        "USER": "me", "HOST": "/run/Postgres", "PORT": "5433", "NAME": "one"}}),
    ("DATABASE_URL", "postgres://[::1]:5433/one?sslmode=require&application_name=a@b", {"DATABASES": {
        "HOST": "::1", "PORT": "5433", "NAME": "one"}}),
    ("DATABASE_URL", "postgres://me@db1:5433,db2/one?target_session_attrs=read-write", {"DATABASES": {
        "USER": "me", "HOST": "db1,db2", "PORT": "5433,", "NAME": "one"}}),
    ("DATABASE_CONN_MAX_AGE", "0", {"DATABASES": {"CONN_MAX_AGE": 0}}),
    ("DATABASE_CONN_MAX_AGE", " 060 ", {"DATABASES": {"CONN_MAX_AGE": 60}}),
    ("DATABASE_POOLED", "Yes", {"DATABASE_POOLED": True, "DATABASES": {"DISABLE_SERVER_SIDE_CURSORS": True}}),
    ("DEBUG", "", {"DEBUG": False}),
    ("DEBUG", "On", {"DEBUG": True}),
    ("BEHIND_PROXY", "1", {"BEHIND_PROXY": True, "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}),
    ("PRIVATE_NETWORKS", " 192.168.0.0/16 , 10.1.2.3,fd00:1::/64,", {"PRIVATE_NETWORKS": (
        ip_network("192.168.0.0/16"), ip_network("10.1.2.3/32"), ip_network("fd00:1::/64"))}),
    ("PRIVATE_NETWORKS", " , ", {"PRIVATE_NETWORKS": (), "PRIVATE_PLAIN_HTTP": False}),
    ("JITSI_URL", " https://Meet.Example.com:443/ ", {"JITSI_URL": "https://meet.example.com"}),
    ("JITSI_URL", "https://8x8.example/vpaas-1/a/", {"JITSI_URL": "https://8x8.example/vpaas-1/a"}),
    ("FRESH_CHECK", "off", {"FRESH_CHECK": False}),
    ("SECURE_SSL_REDIRECT", "no", {"SECURE_SSL_REDIRECT": False}),
    ("HSTS_SUBDOMAINS", "true", {"SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_PRELOAD": False}),
    ("WEB_CONCURRENCY", "7", {"WEB_PROCESSES": 7}),
    ("METRICS_TOKEN", f" {KEY} ", {"METRICS_TOKEN": KEY}),
    ("METRICS_TOKEN", "", {"METRICS_TOKEN": ""}),
    ("LOG_LEVEL", "info", {"LOG_LEVEL": "INFO"}),
    ("LOG_FORMAT", "JSON", {"LOG_FORMAT": "json"}),
    ("SIGNUPS", "Open", {"SIGNUPS": "open"}),
    ("PRODUCT_NAME", " Meet & Greet® ", {"PRODUCT_NAME": "Meet & Greet®", "MFA_TOTP_ISSUER": "Meet & Greet®"}),
    ("PRODUCT_NAME", "", {"PRODUCT_NAME": "Admit One"}),
]  # fmt: skip

ADDRESS, AFTER, HOST = "is an address that begins like https://", "has something after the host", "is no host name"
SPECIAL, ENCODE = "has a special character in its user or password: write @ as %40", "write @ as %40"
KEYRING, SENDER, FLAG = "is a list of 'kid:key'", "is one mail address, as in", "is true or false, not"
NETWORKS = "holds networks such as 192.168.0.0/16"
SECONDS, PROCESSES = "is a whole number from 0 to 31536000, not", "is a whole number from 1 to 1000, not"
# The setting, its text, and a part of the sentence that refuses it.
UNFIT = [
    ("BASE_URL", "meet.example.com", ADDRESS),
    ("BASE_URL", "meet.example.com:8000", ADDRESS),
    ("BASE_URL", "ftp://meet.example.com", "begins with https:// or http://"),
    ("BASE_URL", "https://meet.example.com/meet", AFTER),
    ("BASE_URL", "https://meet.example.com/?a=b", AFTER),
    ("BASE_URL", "https://meet.example.com/#top", SPECIAL),
    ("BASE_URL", "https://me:pw@meet.example.com", "holds a user or a password"),
    ("BASE_URL", "https://meet example.com", "holds a blank"),
    ("BASE_URL", "https://", HOST),
    ("BASE_URL", "https://:8000", HOST),
    ("BASE_URL", "https://meet_us.example.com", HOST),
    ("BASE_URL", "https://*.example.com", HOST),
    ("BASE_URL", "https://meet..example.com", HOST),
    ("BASE_URL", "https://-meet.example.com", HOST),
    ("BASE_URL", f"https://{'a' * 64}.example.com", HOST),
    ("BASE_URL", "https://straße.example", "which begins with xn--"),
    ("BASE_URL", f"https://{'ü' * 70}.example", HOST),
    ("BASE_URL", "https://meet.example.com:0", "has a port that is not between 1 and 65535"),
    ("BASE_URL", "https://meet.example.com:99999999", "has a port that is not between 1 and 65535"),
    ("BASE_URL", "https://meet.example.com:abc", "has a port that is no number"),
    ("BASE_URL", "https://[::1", HOST),
    ("BASE_URL", "https://[::zz]", "is no IPv6 address"),
    ("BASE_URL", "https://300.1.1.1", "is no IP address"),
    ("ALLOWED_HOSTS", "https://www.example.com", "holds host names only"),
    ("ALLOWED_HOSTS", "www.example.com/meet", "holds host names only"),
    ("ALLOWED_HOSTS", "www.example.com:8000", "holds host names without a port"),
    ("ALLOWED_HOSTS", "a.example b.example", "has commas between host names"),
    ("ALLOWED_HOSTS", "*.example.com", HOST),
    ("SECRET_KEY", "short", "is too easy to guess"),
    ("SECRET_KEY", "x" * 60, "is too easy to guess"),
    ("SECRET_KEY", f"{KEY}\udcff", "is not written in UTF-8"),
    ("LINK_KEYS", "a", KEYRING),
    ("LINK_KEYS", f"{KEY}", KEYRING),
    ("LINK_KEYS", f"00a:{KEY[:-2]}", KEYRING),
    ("LINK_KEYS", f"00a:{KEY},00a:{OTHER}", KEYRING),
    ("LINK_KEYS", f"00a:{KEY};00b:{OTHER}", KEYRING),
    ("FROM_EMAIL", "Acme", SENDER),
    ("FROM_EMAIL", "jörg@example.com", SENDER),
    ("FROM_EMAIL", "a@example.com, b@example.com", SENDER),
    ("FROM_EMAIL", "Acme <meet@example.com", SENDER),
    ("FROM_EMAIL", "meet@192.0.2.7", SENDER),
    ("FROM_EMAIL", "Acme\nBcc: <x@example.com>", SENDER),
    ("EMAIL_URL", "mail.example.com:587", "is an address that begins like smtp+tls://"),
    ("EMAIL_URL", "sendmail://localhost", "begins with smtp+tls:// (STARTTLS"),
    (
        "EMAIL_URL",
        "smtps://me:pw@mail.example.com:587",
        "on 587 mail servers speak STARTTLS, so begin with smtp+tls://",
    ),
    ("EMAIL_URL", "smtp+tls://me:pw@mail.example.com:465", "on 465 mail servers speak TLS, so begin with smtps://"),
    ("EMAIL_URL", "smtp://me:pw@mail.example.com:465", "on 465 mail servers speak TLS, so begin with smtps://"),
    ("EMAIL_URL", "smtp+tls://me@mail.example.com", "names a user without a password"),
    ("EMAIL_URL", "smtp+tls://me:pä@mail.example.com", "has letters beyond ASCII"),
    ("EMAIL_URL", "smtp+tls://me:p/w@mail.example.com", SPECIAL),
    ("EMAIL_URL", "smtp+tls://me:p#w@mail.example.com", SPECIAL),
    ("EMAIL_URL", "smtp+tls://me:p?w@mail.example.com", SPECIAL),
    ("EMAIL_URL", "smtp+tls://me:p%E4w@mail.example.com", ENCODE),
    ("EMAIL_URL", "smtp://mail.example.com/?EMAIL_USE_TLS=True", AFTER),
    ("EMAIL_URL", "smtp://", HOST),
    ("DATABASE_URL", "mysql://me@host/name", "begins with mysql://, but data is kept in PostgreSQL only"),
    ("DATABASE_URL", "sqlite:///db.sqlite3", "begins with sqlite://, but data is kept in PostgreSQL only"),
    ("DATABASE_URL", "host=db dbname=one", "is an address that begins like postgres://"),
    ("DATABASE_URL", "postgres://me@host", "does not name the database"),
    ("DATABASE_URL", "postgres://me@host/one/two", "has more than the name of a database"),
    ("DATABASE_URL", "postgres://me:p/w@host/one", SPECIAL),
    ("DATABASE_URL", "postgres://me:12/34@host/one", SPECIAL),
    ("DATABASE_URL", "postgres://me:p#w@host/one", SPECIAL),
    ("DATABASE_URL", "postgres://me@host:db/one", "has a port that is no number"),
    ("DATABASE_URL", "postgres://me@host/one?ssl=true", "that PostgreSQL's library does not know"),
    ("DATABASE_URL", "postgres://me@host/one?sslmode=on", "has an sslmode that is none of"),
    ("DATABASE_URL", "postgres://me@host/one?connect_timeout=5s", "has a connect_timeout that is no number"),
    ("DATABASE_CONN_MAX_AGE", "-1", SECONDS),
    ("DATABASE_CONN_MAX_AGE", "None", SECONDS),
    ("DATABASE_CONN_MAX_AGE", "9" * 5000, SECONDS),
    ("WEB_CONCURRENCY", "0", PROCESSES),
    ("WEB_CONCURRENCY", "-1", PROCESSES),
    ("WEB_CONCURRENCY", "abc", PROCESSES),
    ("WEB_CONCURRENCY", "2.5", PROCESSES),
    ("DEVELOPMENT", "maybe", FLAG),
    ("DEBUG", "2", FLAG),
    ("BEHIND_PROXY", "nginx", FLAG),
    ("HSTS_PRELOAD", "true", "needs HSTS_SUBDOMAINS too"),
    ("PRIVATE_NETWORKS", "192.168.0.7/16", NETWORKS),
    ("PRIVATE_NETWORKS", "192.168.0.0/16;10.0.0.0/8", NETWORKS),
    ("PRIVATE_NETWORKS", "intranet", NETWORKS),
    ("PRIVATE_NETWORKS", "10.0.0.0/33", NETWORKS),
    ("PRIVATE_NETWORKS", "true", NETWORKS),
    ("PRIVATE_NETWORKS", "0.0.0.0/0", "which is far more than networks of your own"),
    ("PRIVATE_NETWORKS", "10.0.0.0/8,::/1", "which is far more than networks of your own"),
    ("PRIVATE_PLAIN_HTTP", "http", FLAG),
    ("PRIVATE_PLAIN_HTTP", "true", "needs PRIVATE_NETWORKS too"),
    ("JITSI_URL", "meet.example.com", ADDRESS),
    ("JITSI_URL", "http://meet.example.com", "begins with https://"),
    ("JITSI_URL", "https://ana:word@meet.example.com", "holds a user or a password"),
    ("JITSI_URL", "https://meet.example.com/?room=", "is the address of a Jitsi server"),
    ("JITSI_URL", "https://meet.example.com//rooms", "is the address of a Jitsi server"),
    ("JITSI_URL", "https://meet.example.com/" + "a" * 400, "is the address of a Jitsi server"),
    ("JITSI_URL", "https://meet_example.com", HOST),
    ("FRESH_CHECK", "sometimes", FLAG),
    ("METRICS_TOKEN", "short", "has 32 letters and digits or more"),
    ("METRICS_TOKEN", "a b" * 20, "has 32 letters and digits or more"),
    ("METRICS_TOKEN", "é" * 40, "has 32 letters and digits or more"),
    ("PRODUCT_NAME", "x" * 41, "is a name of 40 characters at most, on one line."),
    ("PRODUCT_NAME", "Two\nlines", "is a name of 40 characters at most, on one line."),
    ("LANGUAGES", "es,xx", "is one of: de, en-gb"),
    ("LANGUAGE_CODE", "xx", "is one of: de, en-gb"),
    ("LOG_LEVEL", "verbose", "is one of: DEBUG, INFO"),
    ("LOG_FORMAT", "xml", "is one of: text, json"),
    ("SIGNUPS", "everybody", "is one of: first, invite, open"),
]
