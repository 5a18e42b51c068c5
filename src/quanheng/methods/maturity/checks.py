"""What a roll-up takes: a whole scale, packages with codes and weights, levels where they may be judged (H-8.1)."""

from math import inf

from quanheng.methods.errors import MethodError, shown
from quanheng.methods.maturity.numbers import level_number, level_numbers, number, sequence
from quanheng.methods.maturity.records import Level, Scale, WorkPackage


def last_leaf_level(scale: object) -> int:
    """Check the scale and return its last level that is judged for each work package."""
    if not isinstance(scale, Scale):
        raise MethodError("scale: got %(got)s, takes a Scale", got=shown(scale))
    levels = sequence("scale.levels", scale.levels)
    if not isinstance(scale.name, str) or not scale.name:
        raise MethodError("scale.name: got %(name)s, takes the name of the scale", name=shown(scale.name))
    last = 0
    for expected, level in enumerate(levels, start=1):
        if not isinstance(level, Level) or level_number("scale.levels", level.number) != expected:
            raise MethodError(
                "scale.levels: takes levels numbered 1, 2, 3 …; number %(number)s is missing", number=expected
            )
        if not isinstance(level.stage, str):
            raise MethodError("scale.levels: level %(number)s takes the name of its stage", number=expected)
        if not level.project_wide:
            if last != expected - 1:
                raise MethodError(
                    "scale.levels: level %(number)s follows a project-wide level, takes those last",
                    number=expected,
                )
            last = expected
    if not last:
        raise MethodError("scale.levels: got no level that a work package can reach, takes at least one")
    return last


def checked_packages(packages: object) -> tuple[WorkPackage, ...]:
    given = sequence("packages", packages)
    if not given:
        raise MethodError("packages: got none, takes at least one work package")
    checked = tuple(checked_package(package) for package in given)
    seen: set[str] = set()
    for package in checked:
        if package.code in seen:
            raise MethodError(
                "packages: got the code %(code)s twice, takes each code once", code=package.code
            )
        seen.add(package.code)
    total = sum(package.weight for package in checked)
    if not 0 < total < inf:
        raise MethodError("weight: got a total of %(total)s, takes a positive one", total=total)
    return checked


def checked_package(package: object) -> WorkPackage:
    """Return the package with plain numbers; raise an error that names it."""
    if not isinstance(package, WorkPackage):
        raise MethodError("packages: got %(got)s, takes WorkPackage", got=shown(package))
    code, title = package.code, package.title
    if not isinstance(code, str) or not code:
        raise MethodError("code: got %(code)s, takes the code of a work package", code=shown(code))
    if not isinstance(title, str):
        raise MethodError("title of %(code)s: got %(got)s, takes text", code=code, got=shown(title))
    if not isinstance(package.critical, bool):
        raise MethodError(
            "critical of %(code)s: got %(got)s, takes True or False", code=code, got=shown(package.critical)
        )
    weight = number(f"{code}.weight", package.weight)
    if weight < 0:
        raise MethodError("weight of %(code)s: got %(weight)s, takes 0 or more", code=code, weight=weight)
    accepted = level_numbers(f"{code}.accepted", package.accepted)
    return WorkPackage(code, title, weight, package.critical, accepted)


def require_leaf_levels(package: WorkPackage, scale: Scale, top: int) -> None:
    highest = max(package.accepted, default=0)
    if highest > len(scale.levels):
        raise MethodError(
            "accepted of %(code)s: got level %(level)s, takes levels of the scale %(scale)s",
            code=package.code,
            level=highest,
            scale=scale.name,
        )
    if highest > top:
        raise MethodError(
            "accepted of %(code)s: got level %(level)s, which is judged for the whole project; takes 1 to %(top)s",
            code=package.code,
            level=highest,
            top=top,
        )


def checked_wide_levels(project_accepted: object, scale: Scale, top: int) -> frozenset[int]:
    wide = level_numbers("project_accepted", project_accepted)
    for level in sorted(wide):
        if not top < level <= len(scale.levels):
            raise MethodError(
                "project_accepted: got level %(level)s, takes only levels judged for the whole project",
                level=level,
            )
    return wide
