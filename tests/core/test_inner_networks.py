"""Two hundred ways to name an address inside, of every network that is none of the public internet: none is reached."""

from ipaddress import IPv6Address, ip_network
from itertools import chain

import pytest

from core.guarded_http import AddressRefused, FetchOptions, Request, fetch

# By IANA's registries of special-purpose addresses, and what clouds keep for themselves.
NETWORKS_4 = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
"""
NETWORKS_6 = "::/128 ::1/128 64:ff9b:1::/48 100::/64 2001::/32 2001:db8::/32 fc00::/7 fd00:ec2::/32 fe80::/10 ff00::/8"
METADATA = 0xA9FEA9FE


def spellings(number: int) -> list[str]:
    """An IPv4 address as parsers of all kinds understand it."""
    parts = number.to_bytes(4, "big")
    return [
        ".".join(map(str, parts)),
        str(number),
        hex(number),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{int.from_bytes(parts[1:], 'big')}",
        f"[::ffff:{'.'.join(map(str, parts))}]",
        f"[{IPv6Address((0xFFFF << 32) + number)}]",
        f"[{IPv6Address((0x64FF9B << 96) + number)}]",
        f"[{IPv6Address((0x2002 << 112) + (number << 80) + 1)}]",
        f"[{IPv6Address(number)}]",
    ]


def edges(text: str) -> set[int]:
    """The first and the last address of a network, and one between."""
    network = ip_network(text)
    first, last = int(network.network_address), int(network.broadcast_address)
    return {first, (first + last) // 2, last}


def addresses() -> list[str]:
    of_4 = chain.from_iterable(spellings(one) for text in NETWORKS_4.split() for one in edges(text))
    of_6 = (f"[{IPv6Address(one)}]" for text in NETWORKS_6.split() for one in edges(text))
    return sorted({*of_4, *of_6, *spellings(METADATA)})


@pytest.fixture(autouse=True)
def no_connection(monkeypatch):
    def connect(*_arguments: object, **_options: object) -> None:
        raise AssertionError("A connection was begun.")

    monkeypatch.setattr("core.guarded_http.create_connection", connect)


def test_no_inner_address_is_reached():
    hosts = addresses()
    assert len(hosts) > 200
    for host in hosts:
        with pytest.raises(AddressRefused):
            fetch(Request("GET", f"https://{host}/"), FetchOptions(resolve=lambda host, _port: [host]))


def test_no_inner_name_is_reached():
    """Whatever a name's owner writes into its records, also beside an honest address."""
    found = [str(IPv6Address(one)) for text in NETWORKS_6.split() for one in edges(text)]
    found += [spellings(one)[0] for text in NETWORKS_4.split() for one in edges(text)]
    for address in found:
        for answers in ([address], ["93.184.216.34", address]):
            way = FetchOptions(resolve=lambda _host, _port, answers=answers: answers)
            with pytest.raises(AddressRefused):
                fetch(Request("GET", "https://calendar.example/"), way)


def test_control_public_addresses_are_asked():
    with pytest.raises(AssertionError, match="was begun"):
        fetch(Request("GET", "https://calendar.example/"), FetchOptions(resolve=lambda _host, _port: ["93.184.216.34"]))
