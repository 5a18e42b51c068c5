"""What the pages look like, as far as a machine can judge it: contrast, and what old browsers understand."""

import re
from pathlib import Path

import pytest

import quanheng.platform.common

COMMON = Path(quanheng.platform.common.__file__).parent
STATIC = COMMON / "static" / "common"
TEMPLATES = sorted((COMMON / "templates").rglob("*.html"))
STYLES = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))
TONES = ("neutral", "info", "wait", "ok", "warn", "bad", "closed")
TOO_NEW_CSS = (
    r":has\(|:is\(|:where\(|@layer|@container|\binset:|aspect-ratio|oklch|color-mix|accent-color|\bdvh\b|\bsvh\b|text-wrap|"
    r"scrollbar-gutter|overflow(-[xy])?:\s*clip|:not\([^)]*,|^\s*&|@property|subgrid"
)
TOO_NEW_JS = r"\?\?=|\|\|=|&&=|\.replaceAll\(|\.at\(|structuredClone|Object\.hasOwn|\.findLast|\bstatic \{|^\s*#\w+|this\.#|\bawait import|\d_\d"


def tokens(*files):
    """Return the custom properties of the files, later ones winning."""
    text = "".join((STATIC / name).read_text("utf-8") for name in files)
    return dict(re.findall(r"--qh-([\w-]+):\s*(#[0-9A-Fa-f]{6})", text))


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    ("ink", "bg"), ("ink", "sheet"), ("ink", "hover"), ("ink", "chosen"),
    ("ink-2", "bg"), ("ink-2", "sheet"), ("ink-2", "head"), ("ink-2", "hover"), ("ink-2", "chosen"),
    ("primary", "sheet"), ("primary", "bg"), ("primary", "hover"), ("primary", "chosen"),
    ("primary-strong", "sheet"), ("primary-strong", "chosen"), ("on-primary", "primary"), ("on-primary", "primary-strong"),
    ("danger", "sheet"), ("danger", "bad-ground"), ("bad-ink", "sheet"), ("ok-ink", "sheet"),
    *((f"{tone}-ink", f"{tone}-ground") for tone in TONES),
]  # fmt: skip
SHAPE_PAIRS = [
    ("control", "sheet"),
    ("focus", "sheet"),
    ("focus", "bg"),
    ("danger", "sheet"),
    ("primary", "sheet"),
]


@pytest.mark.parametrize(
    "files", [("tokens.css",), ("tokens.css", "contrast.css")], ids=["plain", "high contrast"]
)
def test_every_text_is_readable_on_its_ground(files):
    found = tokens(*files)
    assert [(a, b) for a, b in TEXT_PAIRS if contrast(found[a], found[b]) < 4.5] == []


@pytest.mark.parametrize(
    "files", [("tokens.css",), ("tokens.css", "contrast.css")], ids=["plain", "high contrast"]
)
def test_every_border_and_focus_mark_is_seen(files):
    found = tokens(*files)
    assert [(a, b) for a, b in SHAPE_PAIRS if contrast(found[a], found[b]) < 3] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_use_only_what_chromium_86_knows(path):
    assert re.findall(TOO_NEW_CSS, path.read_text("utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_use_only_es2020(path):
    assert re.findall(TOO_NEW_JS, path.read_text("utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_need_no_eval_and_no_markup_from_strings_of_people(path):
    assert (
        re.findall(
            r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=", path.read_text("utf-8")
        )
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_carry_no_inline_script_and_no_inline_style(path):
    text = path.read_text("utf-8")
    inline = r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|hx-on|javascript:|[\"']js:"
    assert re.findall(inline, text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_chinese_words(path):
    assert re.findall(r"[\u4e00-\u9fff]", path.read_text("utf-8")) == []


def test_a_word_for_every_animation_that_is_turned_off():
    assert "prefers-reduced-motion: reduce" in (STATIC / "tokens.css").read_text("utf-8")
