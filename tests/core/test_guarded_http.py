"""What is asked for at addresses that people typed: where it may lead, and how much it may cost."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address, ip_network

import brotli
import pytest

from core import guarded_http
from core.guarded_http import (
    AddressRefused,
    AnswerTooLarge,
    FetchError,
    FetchOptions,
    Limits,
    Networks,
    NoAnswer,
    Reply,
    Request,
    fetch,
)
from tests.core.servers import answering, serving, tls_contexts

LOOPBACK = Networks((ip_network("127.0.0.0/8"),), plain_http=True)
QUICK = Limits(connect=1, pause=0.6, whole=1, size=100_000)
HERE = FetchOptions(networks=LOOPBACK, limits=QUICK)
# What a guard that looks at the text, or at one address of several, would let through.
INSIDE = """
https://127.0.0.1/ https://127.1/ https://2130706433/ https://0x7f000001/ https://0x7f.1/ https://0177.0.0.1/
https://017700000001/ https://127.0.0.1./ https://[::1]/ https://[::]/ https://[::ffff:127.0.0.1]/
https://[::ffff:7f00:1]/ https://[::127.0.0.1]/ https://[64:ff9b::127.0.0.1]/ https://[64:ff9b::a9fe:a9fe]/
https://[64:ff9b:1::7f00:1]/ https://[2002:7f00:1::]/ https://[2001:0:7f00:1::]/ https://[fe80::1]/ https://[fe80::1%25lo]/
https://[fd00:ec2::254]/ https://[ff02::1]/ https://[2001:db8::1]/ https://[100::1]/ https://0.0.0.0/ https://10.1.2.3/
https://100.64.0.1/ https://100.100.100.200/ https://168.63.129.16/ https://169.254.169.254/latest/ https://172.16.0.1/
https://172.31.255.255/ https://192.0.0.192/ https://192.0.2.1/ https://192.168.1.1/ https://198.18.0.1/ https://203.0.113.9/
https://224.0.0.1/ https://255.255.255.255/ https://localhost/ https://LOCALHOST/ https://１２７.0.0.1/ https://127。0。0。1/
https://ⓛocalhost/ https://example.com@127.0.0.1/ https://user:word@example.com/ https://@example.com/
https://example.com:22/ https://example.com:80/ https://example.com:0/ https://example.com:99999/ https://example.com:x/
http://example.com/ ftp://example.com/ file:///etc/passwd gopher://example.com/ https:/// https://exa%6dple.com/
https://example.com\\@127.0.0.1/ //example.com/ example.com https://[::1 https://a..b/
"""
DIRTY = ["https://example.com/\nHost:x", "https://example.com/\t", " https://example.com/", "https://exa mple.com/"]


def no_names(host: str, _port: int) -> Sequence[str]:
    """Public names lead to a public address; nothing here connects to it."""
    return ["127.0.0.1"] if host == "localhost" else ["93.184.216.34"]


@pytest.fixture
def no_connection(monkeypatch):
    def connect(*_arguments: object, **_options: object) -> None:
        raise AssertionError("A connection was begun.")

    monkeypatch.setattr("core.guarded_http.create_connection", connect)


@pytest.mark.usefixtures("no_connection")
def test_inner_addresses_are_refused_before_connecting():
    through = []
    for url in INSIDE.split() + DIRTY:
        try:
            through.append((url, fetch(Request("GET", url), FetchOptions(resolve=no_names))))
        except AddressRefused:
            pass
        except AssertionError as connected:
            through.append((url, connected))
    assert through == []


def written(address: str) -> Iterator[str]:
    """The IPv4 address as programs read it, which is not always as people do."""
    number, parts = int(ip_address(address)), [int(part) for part in address.split(".")]
    yield from (str(number), hex(number), oct(number).replace("o", ""), f"{address}.")
    for form in (hex, lambda part: f"0X{part:X}", lambda part: f"0{part:o}"):
        yield ".".join(form(part) for part in parts)
    # The last part may stand for several, and digits have other forms.
    yield from (f"{first}.{number & 0xFFFFFF}" for first in (parts[0], hex(parts[0])))
    yield f"{parts[0]}.{parts[1]}.{number & 0xFFFF}"
    yield from (address.translate({48 + n: first + n for n in range(10)}) for first in (0xFF10, 0x1D7CE))
    low, high = f"{number & 0xFFFF:x}", f"{number >> 16:x}"
    yield from (f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{high}:{low}]", f"[2002:{high}:{low}::1]")


@pytest.mark.usefixtures("no_connection")
def test_inner_addresses_in_all_spellings():
    inner = ("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.5.4", "192.168.1.254", "169.254.169.254")
    inner += ("0.0.0.0", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.251", "255.255.255.255")
    forms = [f"https://{form}/" for address in inner for form in written(address)]
    assert len(forms) >= 190
    through = []
    for url in forms:
        try:
            through.append((url, fetch(Request("GET", url), FetchOptions(resolve=resolve_leniently))))
        except AddressRefused:
            pass
        except AssertionError as connected:
            through.append((url, connected))
    assert through == []


def resolve_leniently(host: str, _port: int) -> Sequence[str]:
    """Odd forms of addresses are read as the system's own resolver reads them; other names are public."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]
    except OSError:
        return ["93.184.216.34"]


@pytest.mark.usefixtures("no_connection")
def test_one_inner_address_refuses_all():
    for found in (["93.184.216.34", "10.0.0.1"], ["::1", "2606:2800:220:1::1"], ["93.184.216.34"] * 5 + ["127.0.0.1"]):
        with pytest.raises(AddressRefused):
            fetch(Request("GET", "https://example.com/"), FetchOptions(resolve=lambda _host, _port, found=found: found))


def test_public_addresses_pass_on_two_ports():
    for url in ("https://example.com/", "https://example.com:8443/a", "https://bücher.example/ä?b=ü"):
        target = guarded_http.read_target(url)
        for address in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"):
            guarded_http.check_address(address, target, Networks())
    assert (target.host, target.path) == ("xn--bcher-kva.example", "/%C3%A4?b=%C3%BC")


def test_named_networks_open_what_they_name():
    https, http = (
        guarded_http.read_target("https://cal.example:5232/"),
        guarded_http.read_target("http://cal.example:5232/"),
    )
    everything = Networks((ip_network("0.0.0.0/0"), ip_network("::/0")), plain_http=True)
    office = Networks((ip_network("10.0.0.0/8"),))

    def opens(address, target, networks):
        try:
            guarded_http.check_address(address, target, networks)
        except AddressRefused:
            return False
        return True

    assert [
        opens("10.1.1.1", https, office),
        opens("::ffff:10.1.1.1", https, office),
        opens("10.1.1.1", http, replace(office, plain_http=True)),
        opens("127.0.0.1", http, LOOPBACK),
    ] == [True] * 4
    assert [
        opens("10.1.1.1", http, office),
        opens("192.168.1.1", https, office),
        opens("93.184.216.34", https, office),
        opens("93.184.216.34", http, replace(office, plain_http=True)),
        opens("127.0.0.1", https, everything),
        opens("169.254.169.254", https, everything),
        opens("::1", https, everything),
        opens("fe80::1", https, everything),
    ] == [False] * 8


def test_name_is_resolved_once():
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return next(answers)

    with serving(answering("200 OK", b"there")) as server:
        reply = fetch(Request("GET", f"http://cal.example:{server.port}/x"), replace(HERE, resolve=rebinding))
    assert (reply.status, reply.body, asked) == (200, b"there", ["cal.example"])
    assert f"Host: cal.example:{server.port}" in server.heard[0]


def test_tls_is_checked_by_name(tmp_path):
    context, trust = tls_contexts("cal.example", tmp_path)
    way = replace(HERE, networks=Networks(LOOPBACK.private), trust=trust, resolve=lambda _host, _port: ["127.0.0.1"])
    with serving(answering("200 OK", b"there"), context) as server:
        assert fetch(Request("GET", f"https://cal.example:{server.port}/"), way).body == b"there"
        for url, other in (
            (f"https://evil.example:{server.port}/", way),
            (f"https://cal.example:{server.port}/", replace(way, trust=None)),
        ):
            with pytest.raises(NoAnswer):
                fetch(Request("GET", url), other)
    assert len(server.heard) == 1


def test_redirects_are_judged_and_counted():
    with serving(answering("302 Found", b"", "Location: https://169.254.169.254/latest/")) as server:
        request = Request("GET", f"http://127.0.0.1:{server.port}/")
        assert fetch(request, HERE).status == 302
        with pytest.raises(AddressRefused):
            fetch(request, replace(HERE, redirects=3))
    with serving(answering("302 Found", b"", "Location: https://[::1")) as server, pytest.raises(AddressRefused):
        fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), replace(HERE, redirects=3))
    with serving(answering("301 Moved", b"", "Location: /again")) as server:
        reply = fetch(Request("PROPFIND", f"http://127.0.0.1:{server.port}/"), replace(HERE, redirects=3))
    assert (reply.status, [head.split()[:2] for head in server.heard]) == (
        301,
        [["PROPFIND", "/"], *[["PROPFIND", "/again"]] * 3],
    )


def test_identity_stays_at_first_origin():
    def seen(friends, url):
        with serving(answering("200 OK")) as other:
            target = f"Location: http://127.0.0.1:{other.port}/x"
            with serving(answering("307 Elsewhere", b"", target)) as first:
                request = Request("GET", url.format(first.port), {"X-Plain": "1"}, {"Authorization": "Basic secret"})
                fetch(request, replace(HERE, redirects=1, trusted_domain=friends, resolve=lambda _h, _p: ["127.0.0.1"]))
            return ["secret" in head for head in (*first.heard, *other.heard)], "X-Plain: 1" in other.heard[0]

    assert seen("", "http://127.0.0.1:{}/") == ([True, False], True)
    assert seen("icloud.com", "http://caldav.icloud.com:{}/") == ([True, False], True)
    request = Request("GET", "https://a.example/secret", identity={"Authorization": "secret"})
    assert "secret" not in repr(
        (request, guarded_http.read_target(request.url), Reply(200, {}, b"secret", request.url))
    )


def test_friends_are_hosts_of_one_domain():
    def friends(first, other, domain="icloud.com"):
        return guarded_http.share_domain(guarded_http.read_target(first), guarded_http.read_target(other), domain)

    assert friends("https://caldav.icloud.com/", "https://p12-caldav.icloud.com:443/")
    assert not friends("https://caldav.icloud.com/", "https://evilicloud.com/")
    assert not friends("https://caldav.icloud.com/", "http://p12-caldav.icloud.com/")
    assert not friends("https://caldav.example/", "https://p12-caldav.icloud.com/")
    assert not friends("https://a.example/", "https://b.example/", "")


def dripping(text: bytes, pause: float = 0.05):
    def talk(client, _head):
        for _step in range(400):
            client.sendall(text)
            time.sleep(pause)

    return talk


def endless(client, _head):
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        client.sendall(b"x" * 65_536)


def after(head: bytes, talk):
    return lambda client, heard: (client.sendall(head), talk(client, heard))


OK = b"HTTP/1.1 200 OK\r\n"
SLOW = {
    "head that drips": dripping(b"X: 1\r\n"),
    "status that drips": dripping(b"H"),
    "going on for ever": dripping(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body that drips": after(OK + b"\r\n", dripping(b"x")),
    "chunks that drip": after(OK + b"Transfer-Encoding: chunked\r\n\r\n", dripping(b"1\r\nx\r\n")),
    "size of a chunk that drips": after(OK + b"Transfer-Encoding: chunked\r\n\r\n", dripping(b"0")),
    "silence": lambda client, _head: time.sleep(2),
    "silence after the head": after(OK + b"Content-Length: 5\r\n\r\n", lambda client, _head: time.sleep(2)),
}


def waited_for(talk):
    """The seconds until what is asked for is given up."""
    began = time.monotonic()
    with serving(talk) as server, pytest.raises(NoAnswer):
        fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), HERE)
    return time.monotonic() - began


@pytest.mark.race
def test_slow_answers_end_in_time():
    # All at once: each only waits.
    with ThreadPoolExecutor(len(SLOW)) as threads:
        seconds = dict(zip(SLOW, threads.map(waited_for, SLOW.values()), strict=True))
    assert {name: one for name, one in seconds.items() if one >= QUICK.whole + 2 * QUICK.pause} == {}


@pytest.mark.race
def test_slow_names_end_in_time():
    way = replace(HERE, resolve=lambda _host, _port: time.sleep(20) or ["127.0.0.1"])
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        fetch(Request("GET", "http://slow.example:1/"), way)
    assert time.monotonic() - began < 2 * QUICK.whole


@pytest.mark.race
def test_dripping_handshake_ends_in_time():
    def drip(listener):
        client, _address = listener.accept()
        with suppress(OSError):
            # The head of a TLS record that says to be long.
            client.sendall(b"\x16\x03\x03\x40\x00")
            while True:
                client.sendall(b"x")
                time.sleep(0.1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            fetch(Request("GET", f"https://127.0.0.1:{listener.getsockname()[1]}/"), HERE)
    assert time.monotonic() - began < QUICK.whole + 2 * QUICK.pause


def test_large_answers_are_refused_unpacked():
    bomb = gzip.compress(b"0" * 50_000_000)
    for talk in (
        endless,
        answering("200 OK", b"x" * 100_001),
        answering("200 OK", bomb, "Content-Encoding: gzip"),
        answering("200 OK", gzip.compress(bomb), "Content-Encoding: gzip, gzip"),
        answering("200 OK", zlib.compress(b"0" * 50_000_000), "Content-Encoding: deflate"),
        answering("200 OK", brotli.compress(b"0" * 50_000_000, quality=1), "Content-Encoding: br"),
    ):
        began = time.process_time()
        with serving(talk) as server, pytest.raises(AnswerTooLarge):
            fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), HERE)
        assert time.process_time() - began < 1
    with serving(answering("200 OK", gzip.compress(b"x" * 100_000), "Content-Encoding: gzip")) as server:
        assert fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), HERE).body == b"x" * 100_000


BROKEN = {
    "cut body": after(OK + b"Content-Length: 50\r\n\r\n", lambda client, _head: client.sendall(b"short")),
    "cut chunk": after(OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nshort", lambda client, _head: None),
    "not http": lambda client, _head: client.sendall(b"220 mail.example ESMTP\r\n"),
    "nothing": lambda client, _head: None,
    "not gzip": answering("200 OK", b"plain", "Content-Encoding: gzip"),
    "a thousand headers": after(OK + b"X: 1\r\n" * 1_000 + b"\r\n", lambda client, _head: None),
    "a long header": after(OK + b"X: " + b"1" * 70_000 + b"\r\n\r\n", lambda client, _head: None),
}


@pytest.mark.parametrize("talk", BROKEN.values(), ids=BROKEN.keys())
def test_broken_answers_are_no_answers(talk):
    with serving(talk) as server, pytest.raises(NoAnswer):
        fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), HERE)


def test_zero_bytes_in_headers_are_spaces():
    answer = b'HTTP/1.1 200 OK\r\nETag: "a\0b"\r\nContent-Length: 0\r\n\r\n'
    with serving(lambda client, _head: client.sendall(answer)) as server:
        reply = fetch(Request("GET", f"http://127.0.0.1:{server.port}/"), HERE)
    assert reply.headers["etag"] == '"a b"'


def test_nobody_there_is_no_answer():
    def unknown(_host, _port):
        raise OSError("unknown")

    with serving(answering("200 OK")) as server:
        port = server.port
    for way in (HERE, replace(HERE, resolve=unknown), replace(HERE, resolve=lambda _host, _port: [])):
        with pytest.raises(NoAnswer):
            fetch(Request("GET", f"http://{'127.0.0.1' if way is HERE else 'a.example'}:{port}/"), way)


def test_next_address_is_tried():
    with serving(answering("200 OK", b"there")) as server:
        way = replace(HERE, resolve=lambda _host, _port: ["127.0.0.9", "127.0.0.1"])
        assert fetch(Request("GET", f"http://cal.example:{server.port}/"), way).body == b"there"


def test_odd_addresses_raise_no_other_error():
    for url in (
        "https://" + "a" * 70_000,
        "https://" + ".".join("a" * 60 for _ in range(9)),
        "https://[v1.x]/",
        "https://x:٣/",
    ):
        with suppress(FetchError):
            fetch(Request("GET", url), FetchOptions(resolve=lambda _host, _port: []))
