"""Stylesheets: written in parts, served as one file each."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from scheduler.static_files import StaticFiles

CSS = settings.BASE_DIR / "static" / "css"
# Stylesheets that are lists of parts, each in a folder of the same name.
WHOLE = sorted(path.stem for path in CSS.iterdir() if path.is_dir())


def collect(source: Path, target: Path) -> dict[str, str]:
    """What `collectstatic` makes of the stylesheets, under their plain names; raises what it would report."""
    storage = StaticFiles(location=target, base_url="/static/")
    found = FileSystemStorage(location=source)
    paths = {}
    for path in source.rglob("*.css"):
        name = path.relative_to(source).as_posix()
        paths[name] = (found, name)
        storage.delete(name)
        storage.save(name, found.open(name))
    made = {}
    for name, hashed, processed in storage.post_process(paths):
        if isinstance(processed, Exception):
            raise processed
        if name in paths and not hashed.endswith((".gz", ".br")):
            assert (target / hashed).read_bytes() == (target / name).read_bytes()
            made[name] = (target / name).read_text()
    return made


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Our own stylesheets as they are served, and the folder they are in: compressing them takes a while."""
    target = tmp_path_factory.mktemp("ours")
    return collect(CSS, target), target


def test_a_page_loads_one_stylesheet(ours):
    made, _folder = ours
    for name in WHOLE:
        parts = re.findall(r'^@import "(.+)";$', (CSS / f"{name}.css").read_text(), re.MULTILINE)
        assert sorted(parts) == sorted(f"{name}/{path.name}" for path in (CSS / name).iterdir())
        whole = [(CSS / part).read_text() for part in parts]
        assert made[f"{name}.css"].split("*/\n", 1)[1] == "\n".join([*whole, ""])


def test_stylesheets_are_smallest_in_brotli(ours):
    made, folder = ours
    for name, text in made.items():
        if name.removesuffix(".css") in WHOLE:
            plain = folder / name
            gz, br = (plain.with_name(plain.name + end).stat().st_size for end in (".gz", ".br"))
            assert br < gz < len(text.encode())


def test_each_part_says_what_it_styles():
    parts = [path for name in WHOLE for path in (CSS / name).iterdir()]
    assert [path.name for path in parts if not re.match(r"/\* [^\n]+ \*/\n@layer app \{\n", path.read_text())] == []


def test_parts_name_no_files():
    """An address in them would be read from another folder, once they are put together."""
    parts = [path for name in WHOLE for path in (CSS / name).iterdir()]
    assert [path.name for path in parts if re.search(r"url\((?!\"data:)|@import", path.read_text())] == []


def test_a_missing_part_is_reported(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text('@import "page/head.css";\n')
    with pytest.raises(ValueError, match=re.escape("page/head.css")):
        collect(source, tmp_path / "target")


def test_collecting_again_takes_what_changed(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "page").mkdir(parents=True)
    (source / "page.css").write_text('@import "page/head.css";\n')
    (source / "page" / "head.css").write_text("h1 { color: red; }\n")
    assert collect(source, target)["page.css"] == "h1 { color: red; }\n\n"
    (source / "page" / "head.css").write_text("h1 { color: blue; }\n")
    assert collect(source, target)["page.css"] == "h1 { color: blue; }\n\n"


def test_the_dark_changes_colours_only():
    """By `light-dark()`, which stands for colours. So what axe finds besides them it finds in either scheme."""
    folders = [settings.BASE_DIR / name for name in ("static", "extension", "templates")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".css", ".js", ".html"}]
    asking = [path for path in files if "prefers-color-scheme" in path.read_text()]
    # Mails, whose readers know no `light-dark()`, and two pictures of one thing.
    assert {path.name for path in asking} == {"layout.html", "welcome.html"}
