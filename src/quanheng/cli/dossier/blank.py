"""`quanheng evaluate --new`: an empty dossier for a stage, with explanations, drop-downs and every entry prepared."""

from collections.abc import Iterable
from pathlib import Path

from quanheng.cli.dossier import marks
from quanheng.cli.dossier.papers import FOLDER
from quanheng.platform.common.ui.sentences import sentence
from quanheng.platform.reports.content.filling import role_word
from quanheng.platform.valuation.sheets.catalogue import SHEETS
from quanheng.platform.valuation.sheets.specs import Sheet, Spec
from quanheng.platform.valuation.sheets.stage import STAGE_SHEETS
from quanheng.schemes import Stack, StageTemplate, default_stack

TEXTS = Path(__file__).parent / "blank"


def write_blank(folder: Path, stage: str) -> list[Path]:
    """Write dossier.toml, valuation.toml, marks.xlsx and the evidence folder; the folder is new or empty."""
    stack = default_stack()
    template = stack.stage(stage)
    seats = _seats(template)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    files = {
        "dossier.toml": _dossier(template, stack, seats).encode(),
        "valuation.toml": _valuation(template, seats).encode(),
        marks.FILE: marks.blank_sheet(
            template, [(code, side) for code, role in seats for side in _sides(template, role)]
        ),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in (*files, FOLDER)]


def _seats(stage: StageTemplate) -> list[tuple[str, str]]:
    """Return the proposed panel as (code, role)."""
    roles = [role for role, count in stage.seats.items() for _ in range(count)]
    return [(f"E-{number:02d}", role) for number, role in enumerate(roles, 1)]


def _sides(stage: StageTemplate, role: str) -> Iterable[str]:
    if role in stage.competitive_raters:
        return ("competitive",)
    return ("authoritative",) if role in stage.authoritative_raters else ()


def _dossier(stage: StageTemplate, stack: Stack, seats: list[tuple[str, str]]) -> str:
    purposes = [(use.id, use.title) for use in stage.uses] + [
        (p.id, p.title) for use in stage.uses for p in use.purposes
    ]
    return (TEXTS / "dossier.txt").read_text("utf-8") % {
        "stage": stage.code,
        "stage_title": stage.title,
        "purposes": _listed(purposes),
        "sources": _listed((item.id, item.title) for item in stage.sources),
        "evidence": _evidence(stage, stack),
        "information": "\n".join(
            f'[[information]]\nitem = "{item.id}"  # {item.title}\nfinding = ""\nsource = ""\n# date = 2026-08-15\ngap = ""\n'
            for item in stage.information
        ),
        "weights": "\n".join(f"{i.id} = {i.default_weight}  # {i.title}" for i in stage.indicators),
        "stated": _stated(stage),
        "experts": "\n".join(
            f'[[experts]]\ncode = "{code}"\nrole = "{role}"  # {role_word(role)}\nrecognition = ""\n# declared_on = 2026-08-28\n'
            + ("chair = true\n" if number == 0 else "")
            for number, (code, role) in enumerate(seats)
        ),
        "questions": "\n".join(f'{question.id} = ""  # {question.title}' for question in stage.questions),
    }  # fmt: skip


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"#   {code}  {title}" for code, title in pairs)


def _evidence(stage: StageTemplate, stack: Stack) -> str:
    """Return an entry for each element up to the lowest level of the stage."""
    elements = [element for number in range(1, stage.levels[0] + 1) for element in stack.elements(number)]
    return "\n".join(
        f'[[evidence]]\nlevel = {e.level}\nelement = "{e.id}"  # {e.title}\npackages = ["1"]\nfile = ""\ntitle = ""\n'
        f'issuer = ""\n# issued_on = 2026-08-01\ndocument_number = ""\nverdict = ""\nreason = ""\n'
        for e in elements
    )


def _stated(stage: StageTemplate) -> str:
    asked = [i for i in stage.indicators if i.facts]
    parts = [
        f"[stated.{i.id}]  # {i.title}\n" + "".join(f'{name} = ""\n' for name in ("value", *i.facts))
        for i in asked
    ]
    return "\n" + "\n".join(parts) if parts else ""


def _valuation(stage: StageTemplate, seats: list[tuple[str, str]]) -> str:
    valuers = [(code, role) for code, role in seats if role in stage.valuers]
    codes = [code for code in SHEETS if code in stage.methods_default]
    return (TEXTS / "valuation.txt").read_text("utf-8") % {
        "stage_title": stage.title,
        "defaults": "、".join(stage.methods_default),
        "required": "、".join(stage.methods_required) or "–",
        "figures": "\n".join(_figure("figures", spec) for spec in STAGE_SHEETS[stage.code].specs),
        "methods": "\n".join(_method(SHEETS[code]) for code in codes),
        "valuers": "、".join(role_word(role) for role in stage.valuers),
        "opinions": "\n".join(
            f'[[opinions]]\nexpert = "{code}"  # {role_word(role)}\np10 = 0\np50 = 0\np90 = 0\nreason = ""\n' for code, role in valuers
        ),
    }  # fmt: skip


def _method(sheet: Sheet) -> str:
    used = [spec for spec in sheet.specs if spec.required and spec.way in {None, _default_way(sheet, spec)}]
    figures = "\n".join(_figure("methods.figures", spec) for spec in used)
    return f'[[methods]]\ncode = "{sheet.code}"  # {sentence(str(sheet.label))}\nweight = 0\nwhy = ""\n\n{figures}'


def _default_way(sheet: Sheet, spec: Spec) -> tuple[str, str] | None:
    chooser = sheet.spec(spec.way[0]) if spec.way else None
    return (chooser.name, chooser.default) if chooser else None


def _figure(table: str, spec: Spec) -> str:
    """Return an entry of a figure with its place for the value; rows of a table carry their own source and date."""
    unit = sentence(str(spec.unit)) if spec.unit and spec.kind != "percent" else ""
    label = f"# {sentence(str(spec.label))}" + (f" [{unit}]" if unit else "")
    head = f'[[{table}]]  {label}\nname = "{spec.name}"\n'
    source = 'source = ""\n# date = 2026-08-31\n'
    if spec.kind == "rows":
        names = "".join(_column(column) for column in spec.columns if column.required)
        return f"{head}{source if spec.one_source else ''}[[{table}.value]]\n{names}{'' if spec.one_source else source}"
    if spec.choices:
        return f'{head}value = "{spec.default}"  # {" | ".join(code for code, _label in spec.choices)}\n'
    return f"{head}# value = {'[]' if spec.kind == 'money_series' else 0}\n{source if spec.sourced else ''}"


def _column(column: Spec) -> str:
    """Return the line of a column; only text can stand empty, the others wait behind a #."""
    if column.default:
        return f"{column.name} = {column.default}  # {sentence(str(column.label))}\n"
    empty = {"text": '""', "date": "2026-08-31"}.get(column.kind, "0")
    mark = "" if column.kind == "text" else "# "
    return f"{mark}{column.name} = {empty}  # {sentence(str(column.label))}\n"
