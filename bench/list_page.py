"""A list page of 50 cases against a bare Django page with the same rows.

Both run in this process through the whole middleware: the case list of an institution, and a page that reads
the same 50 rows and prints the same columns in a plain loop, without our frame, tags, menus or pager. Prints CPU
time per request (best of 9 rounds, in turns), the ratio, queries and peak memory. Goal: ratio ≤ 1.5.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
os.environ |= {
    "QUANHENG_PROFILE": "test",
    "DATA_DIR": tempfile.mkdtemp(),
    "DJANGO_SETTINGS_MODULE": "django_settings",
}

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

call_command("migrate", verbosity=0)

from factories import accounts, evaluation, library
from quanheng.platform.common.access import Rule, inventory
from quanheng.platform.common.ui.formats import day
from quanheng.platform.evaluation import boards, selectors
from quanheng.platform.evaluation.views.reading import ListPage
from quanheng.platform.urls import urlpatterns

ROWS, ROUNDS, REQUESTS = 50, 9, 12
BARE = engines["django"].from_string(
    "<!doctype html><html><head><title>Cases</title></head><body><table>"
    "{% for row in rows %}<tr><td><a href='{{ row.url }}'>{{ row.number }}</a></td><td>{{ row.title }} {{ row.client }}</td>"
    "<td>{{ row.institution }} {{ row.lead }}</td><td>{{ row.level }}</td><td>{{ row.state }}</td><td>{{ row.due }}</td>"
    "<td>{{ row.created }}</td></tr>{% endfor %}</table></body></html>"
)


def bare(request: HttpRequest) -> HttpResponse:
    """The same rows as plainly as Django allows."""
    rows = [
        {
            "url": f"/evaluations/{row.number}/",
            "number": row.number,
            "title": row.achievement.title,
            "client": row.client.name,
            "institution": row.institution.name,
            "lead": row.lead.name if row.lead else "",
            "level": boards.level_name(row) if row.level else "—",
            "state": row.get_state_display(),
            "due": "",
            "created": day(row.created_at),
        }
        for row in selectors.visible_to(request.actor)[:ROWS]
    ]
    return HttpResponse(BARE.render({"rows": rows}, request))


def queries(client: object, address: str) -> int:
    """Return how many statements one request sends."""
    sent = []

    def count(execute, sql, params, many, context):  # noqa: ANN001, ANN202  # Django's own signature
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(address)
    return len(sent)


def cpu(client: object, address: str) -> float:
    """Return CPU milliseconds per request of one round."""
    began = time.process_time()
    for _ in range(REQUESTS):
        response = client.get(address)
        assert response.status_code == 200, response.status_code
    return (time.process_time() - began) / REQUESTS * 1000


def main() -> None:
    house = evaluation.institution()
    for _ in range(ROWS):
        evaluation.evaluation(
            "submitted", institution=house, achievement=library.achievement(packages=evaluation.ONE_PACKAGE)
        )
    urlpatterns.append(path("bare/", bare, name="bare"))
    inventory()["bare"] = Rule("bare", "bare/", frozenset({"GET"}), frozenset({"signed-in"}), object=False)
    client = accounts.client_for(evaluation.holder("intake", house.id))
    for address in ("/bare/", f"/evaluations/?rows={ROWS}"):
        client.get(address)
    plain, ours = queries(client, "/bare/"), queries(client, f"/evaluations/?rows={ROWS}")
    body = client.get(f"/evaluations/?rows={ROWS}").content.decode()
    assert body.count('href="/evaluations/PJ-') >= ROWS
    rounds = [(cpu(client, "/bare/"), cpu(client, f"/evaluations/?rows={ROWS}")) for _ in range(ROUNDS)]
    base, full = map(min, zip(*rounds, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ListPage.__name__} of {ROWS} cases   {full:6.2f} ms CPU, {ours} queries")
    print(f"bare Django page, same rows  {base:6.2f} ms CPU, {plain} queries")
    print(f"ratio {full / base:.2f} (goal 1.5)   peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
