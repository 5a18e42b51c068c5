"""The answer to 导出: what the filters show, as a download."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from quanheng.platform.common.exporting.cells import Column, Value
from quanheng.platform.common.exporting.csvs import csv_bytes
from quanheng.platform.common.exporting.workbooks import workbook_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], fmt: str
) -> HttpResponse:
    """Answer with `rows` as a file `name.xlsx` or `name.csv`; any other format does not exist."""
    if fmt == "xlsx":
        content, kind = workbook_bytes(name, columns, rows, about=request.get_full_path()), XLSX
    elif fmt == "csv":
        content, kind = csv_bytes(columns, rows), "text/csv; charset=utf-8"
    else:
        raise Http404
    return file_response(content, f"{name}.{fmt}", kind)


def file_response(content: bytes, filename: str, kind: str = XLSX) -> HttpResponse:
    """Answer with a made file as a download that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
