"""The Chrome extension as a file: what it may do, what is in it, and that it is always the same."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
from django.urls import reverse

from owner.settings.packing import extension_version, extension_zip, file_name
from tests.owner.settings.test_api_tokens import signed_in
from tests.scheduler.test_layers import ROOT

FOLDER = ROOT / "extension"
MOST_BYTES = 40_000
PACK = "import sys; from owner.settings.packing import extension_zip; sys.stdout.buffer.write(extension_zip())"


def archive():
    return zipfile.ZipFile(io.BytesIO(extension_zip()))


def scripts():
    return {path.name: path.read_text() for path in FOLDER.glob("*.js")}


def test_it_may_store_and_nothing_else():
    manifest = json.loads(archive().read("manifest.json"))
    assert (manifest["manifest_version"], manifest["permissions"]) == (3, ["storage"])
    assert set(manifest) == {
        "manifest_version", "name", "description", "version", "default_locale", "minimum_chrome_version", "icons",
        "action", "permissions", "content_security_policy",
    }  # fmt: skip
    policy = manifest["content_security_policy"]["extension_pages"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ")
    assert manifest["version"] == extension_version()
    assert re.fullmatch(r"\d+(\.\d+){1,3}", manifest["version"])


@pytest.mark.race
def test_file_is_always_the_same():
    """In another process too, of another language and other permissions."""
    made = [
        subprocess.run(
            [sys.executable, "-c", f"{SET_UP}{PACK}"], cwd=ROOT, capture_output=True, check=True, env=os.environ | given
        ).stdout
        for given in (
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "2", "PYTHONUTF8": "0", "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        )
    ]
    assert made == [extension_zip(), extension_zip()]
    assert len(extension_zip()) <= MOST_BYTES
    kept = {(one.date_time, one.external_attr, one.compress_type, one.create_system) for one in archive().infolist()}
    assert kept == {((1980, 1, 1, 0, 0, 0), 0o100644 << 16, zipfile.ZIP_STORED, 3)}
    files = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    assert archive().namelist() == sorted(files)


def test_file_depends_on_names_and_words_only(settings, tmp_path):
    """Neither on the order and the times of the files, nor on what others keep beside them."""
    was = extension_zip()
    for path in sorted(FOLDER.rglob("*"), reverse=True):
        if path.is_file():
            copy = tmp_path / "extension" / path.relative_to(FOLDER)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            copy.chmod(0o600)
    for name in (".DS_Store", ".popup.js.swp", "popup.js~", ".idea/misc.xml"):
        (tmp_path / "extension" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "extension" / name).write_text("not ours")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    settings.BASE_DIR = tmp_path
    assert extension_zip() == was
    (tmp_path / "extension/style.css").write_text("/* another */")
    assert extension_zip() != was


SET_UP = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'scheduler.settings'; django.setup(); "


@pytest.mark.feature("C10")
def test_extension_is_named_as_the_product(settings):
    own = extension_zip()
    settings.PRODUCT_NAME = 'Book "A" & B'
    file = archive()
    words = json.loads(file.read("_locales/en/messages.json"))
    assert words["name"]["message"] == 'Book "A" & B: single-use links'
    assert "<title>Book &quot;A&quot; &amp; B</title>" in file.read("popup.html").decode()
    assert not any(b"Admit One" in file.read(one) for one in file.namelist() if one.endswith((".json", ".html")))
    # Nothing of it is left for whoever packs it under the product's own name.
    settings.PRODUCT_NAME = "Admit One"
    assert extension_zip() == own


def test_no_code_comes_from_elsewhere():
    text = "\n".join(scripts().values())
    dangers = ("eval(", "innerHTML", "outerHTML", "insertAdjacentHTML", "new Function", "import(", "document.write")
    assert [danger for danger in dangers if danger in text] == []
    assert {one for one in re.findall(r'from "([^"]+)"', text) if not one.startswith("./")} == set()
    for page in FOLDER.glob("*.html"):
        assert re.findall(r'(?:src|href)="(?!\w+\.(?:js|css|html)")[^"]*"', page.read_text()) == []
        assert "style=" not in page.read_text()


def test_each_text_is_there_and_used():
    words = set(json.loads((FOLDER / "_locales/en/messages.json").read_text()))
    sources = "\n".join(path.read_text() for path in FOLDER.iterdir() if path.suffix in {".js", ".html", ".json"})
    asked = set(re.findall(r'word\("(\w+)"|data-(?:word|label)="(\w+)"|__MSG_(\w+)__', sources))
    assert {name for found in asked for name in found if name} - words == set()
    assert {name for name in words if not re.search(rf'["_]{name}["_]', sources)} == set()


def test_css_knows_no_left_and_right():
    css = (FOLDER / "style.css").read_text()
    assert re.findall(r"\b(?:left|right|width|margin-(?:left|right)|padding-(?:left|right))\s*:", css) == []


@pytest.mark.django_db
@pytest.mark.page
def test_screen_offers_the_file(ben):
    client = signed_in(ben)
    page = client.get(reverse("extension"))
    assert reverse("download-extension") in page.text
    response = client.get(reverse("download-extension"))
    assert (response.content, response["Content-Type"]) == (extension_zip(), "application/zip")
    assert file_name() in response["Content-Disposition"]
