"""Where a request comes from: what web servers and proxies write, what strangers make up, and what is missing."""

from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from accounts.client_address import client_address, explain_unknown_address
from tests.tables import table

PROXY = "127.0.0.1"
# What X-Forwarded-For holds (None: there is none), and whose address it is.
FORWARDED = [
    ("203.0.113.7", "203.0.113.7"),
    ("  203.0.113.7\t", "203.0.113.7"),
    ("203.0.113.7:51234", "203.0.113.7"),
    ("203.0.113.7:", "203.0.113.7"),
    ("2001:db8::1", "2001:db8::1"),
    ("2001:0DB8:0000::0001", "2001:db8::1"),
    ("[2001:db8::1]", "2001:db8::1"),
    ("[2001:db8::1]:443", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("[fe80::1%25eth0]:8080", "fe80::1"),
    ("::ffff:203.0.113.7", "203.0.113.7"),
    ("[::ffff:cb00:7107]:51234", "203.0.113.7"),
    ("127.0.0.1", "127.0.0.1"),
    ("10.0.0.5", "10.0.0.5"),
    # Only the last entry is the proxy's; one that names nobody makes none before it true.
    ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
    ("unknown, 2001:db8::2,203.0.113.7:80", "203.0.113.7"),
    ("a" * 8_000 + ",203.0.113.7", "203.0.113.7"),
    ("," * 8_000 + "203.0.113.7", "203.0.113.7"),
    ("203.0.113.7, unknown", None),
    ("203.0.113.7,", None),
    ("203.0.113.7 , ", None),
    (None, None),
    ("", None),
    (" ", None),
    (",", None),
    (" , ,, ", None),
    ("unknown", None),
    ("_hidden", None),
    ("unix:", None),
    ("-", None),
    ("localhost", None),
    ("0.0.0.0", None),
    ("0.0.0.7", None),
    ("::", None),
    ("::ffff:0.0.0.7", None),
    ("[]", None),
    ("[203.0.113.7", None),
    ("[2001:db8::1]443", None),
    ("[[2001:db8::1]]", None),
    ("203.0.113.7:http", None),
    ("203.0.113.7 203.0.113.8", None),
    ("203.0.113.256", None),
    ("203.000.113.007", None),
    ("203.0.113", None),
    ("3405803783", None),
    ("203.0.113.7%eth0", None),
    ("fe80::1%", None),
    ("2001:db8::1::2", None),
    ("٢٠٣.0.113.7", None),
    ("203.0.113.7\x00", None),
    ("203.0.113.7\r\nX: y", None),
    ("<script>alert(1)</script>", None),
    ("' OR 1=1 --", None),
    ("%n%s%d", None),
    ("9" * 8_000, None),
    (":" * 8_000, None),
    ("[" * 8_000, None),
    ("fe80::1%" + "x" * 8_000, "fe80::1"),
]


@table(("header", "address"), FORWARDED)
def test_proxy_entry_is_believed_behind_proxy(header, address):
    forwarded = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    # Over a network, over a Unix socket, and where the server does not even say that: the connection is the proxy's.
    for connection in ({"REMOTE_ADDR": PROXY}, {"REMOTE_ADDR": ""}, {}):
        assert client_address(forwarded | connection, behind_proxy=True) == address


@table(("connection", "address"), FORWARDED[:14])
def test_without_a_proxy_the_connection_is_believed(connection, address):
    meta = {"REMOTE_ADDR": connection.strip()}
    assert client_address(meta, behind_proxy=False) == address


@table("header", ["198.51.100.1", "198.51.100.1, 198.51.100.2", "unknown", "", ","])
def test_without_a_proxy_the_header_is_ignored(header):
    made_up = {"HTTP_X_FORWARDED_FOR": header}
    assert client_address(made_up | {"REMOTE_ADDR": "203.0.113.7"}, behind_proxy=False) == "203.0.113.7"
    assert client_address(made_up | {"REMOTE_ADDR": ""}, behind_proxy=False) is None
    assert client_address(made_up, behind_proxy=False) is None


@given(st.text() | st.lists(st.sampled_from("[]:.,% 0123456789abcdef"), max_size=60).map("".join), st.booleans())
def test_any_header_gives_valid_address_or_none(text, behind_proxy):
    meta = {"HTTP_X_FORWARDED_FOR": text, "REMOTE_ADDR": text}
    address = client_address(meta, behind_proxy=behind_proxy)
    assert address is None or str(ip_address(address)) == address
    assert explain_unknown_address(meta, behind_proxy=behind_proxy)


@table(
    ("meta", "behind_proxy", "words"),
    [
        ({"REMOTE_ADDR": ""}, False, ("as on a Unix socket", "Set BEHIND_PROXY=true")),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, False, ("Set BEHIND_PROXY=true",)),
        ({"REMOTE_ADDR": PROXY}, True, ("sends no X-Forwarded-For", "proxy_set_header X-Forwarded-For $remote_addr")),
        ({"HTTP_X_FORWARDED_FOR": " , "}, True, ("sends no X-Forwarded-For",)),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.7, unix:"}, True, ("the last entry", "end it with the visitor's address")),
    ],
)
def test_operator_is_told_what_is_missing(meta, behind_proxy, words):
    told = explain_unknown_address(meta, behind_proxy=behind_proxy)
    assert [word for word in words if word not in told] == []
