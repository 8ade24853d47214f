"""A list as a file: POST, because each export is recorded before its first byte leaves."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from apps.core import clock, exports
from apps.core.access import requires
from apps.core.listing import open_list


@require_POST
@requires(exports.PERMISSION)
def export(request: HttpRequest) -> HttpResponseBase:
    """``list`` is the name of the list's address, ``query`` its query, ``format`` one of `exports.FORMATS`; with
    ``row`` only the marked rows. The list's own permission is asked by `open_list`."""
    chosen = request.POST.get("format", "xlsx")
    if chosen not in exports.FORMATS:
        raise Http404(chosen)
    page = open_list(request, request.POST.get("list", ""), request.POST.get("query", ""))
    listing = page.listing()
    marked = request.POST.getlist("row")
    exports.leaving.send(
        sender=type(page),
        request=request,
        key=listing.key,
        title=listing.title,
        query=listing.query,
        format=chosen,
        rows=str(len(marked)) if marked else page.count_text(page.fetch(1).total),
    )
    columns = exports.heads(listing)
    cells = exports.values(listing, listing.rows(frozenset(marked) if marked else None))
    kind, _dash, language = chosen.partition("-")
    name = f"{slugify(listing.title) or 'export'}-{localtime(clock.now()).date().isoformat()}.{kind}"
    if kind == "xlsx":
        return FileResponse(
            exports.xlsx_file(columns, cells, listing.title),
            as_attachment=True,
            filename=name,
            content_type=exports.TYPES[kind],
        )
    return StreamingHttpResponse(
        exports.csv_lines(columns, cells, dutch=language == "nl"),
        content_type=exports.TYPES[kind],
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
