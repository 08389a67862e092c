"""QR codes of links."""

import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest
import segno
from django.urls import reverse

from links.actions import revoke
from tests.builders import NOW, one_time_link
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def modules(png):
    """The squares of a one-bit greyscale picture without filters, as segno writes it: rows of 0 and 1."""
    width, height = struct.unpack(">II", png[16:24])
    body, position = b"", 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            body += png[position + 8 : position + 8 + length]
        position += 12 + length
    raw, line = zlib.decompress(body), 1 + -(-width // 8)
    rows = [raw[number * line + 1 : (number + 1) * line] for number in range(height)]
    return width, [[1 - (row[x // 8] >> (7 - x % 8) & 1) for x in range(width)] for row in rows]


@pytest.mark.feature("O10")
def test_png_is_large_and_holds_address(client, ana):
    link = one_time_link(ana, recipient_name="Priya", recipient_email="priya@example.com")
    client.force_login(ana)
    response = client.get(reverse("link-qr-png", args=[link.pk]))
    width, drawn = modules(response.content)
    expected = [list(row) for row in segno.make_qr(link.address(), error="m").matrix_iter(border=4)]
    scale = width // len(expected)
    assert response["content-type"] == "image/png"
    assert response["content-disposition"] == 'inline; filename="ana-ruiz-qr.png"'
    assert width >= 354
    assert [row[::scale] for row in drawn[::scale]] == expected


@pytest.mark.feature("O10")
def test_svg_names_page_and_has_no_style(client, ana):
    link = one_time_link(ana)
    client.force_login(ana)
    response = client.get(reverse("link-qr-svg", args=[link.pk]))
    drawing = ElementTree.fromstring(response.content)
    assert response["content-type"] == "image/svg+xml"
    assert drawing.findtext("{http://www.w3.org/2000/svg}title") == "Ana Ruiz"
    assert not any("style" in element.attrib for element in drawing.iter())
    assert f'alt="{link.target.name}"' in markup(client.get(f"/share/?link={link.pk}"))


@pytest.mark.parametrize("name", ["link-qr-svg", "link-qr-png"])
@pytest.mark.feature("O10")
def test_a_dead_link_has_no_code(client, ana, name):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    client.force_login(ana)
    assert client.get(reverse(name, args=[link.pk])).status_code == 404
