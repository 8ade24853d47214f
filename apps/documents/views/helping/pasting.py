"""Pasting a list into a document in the making, and dealing with the rows that are not sure."""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.forms import Form
from apps.core.htmx import render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.builder.kinds import kind_of
from apps.documents.models import Draft, Paste, PastedRow
from apps.documents.pasting import services
from apps.documents.pasting.reading import MOST_ROWS, many_rows
from apps.documents.views.helping.shared import back, numbers, redrawn, too_many, typed_quantity

LONGEST = 100_000


class PasteForm(Form):
    """A list as it was copied, and the id of the paste: one form pastes once."""

    rows = forms.CharField(
        label=gettext_lazy("Pasted list"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste at least one row")},
    )
    paste = forms.UUIDField(widget=forms.HiddenInput())

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        if many_rows(text):
            raise forms.ValidationError(_("At most %(n)d rows at once") % {"n": MOST_ROWS})
        if not text.strip():
            raise forms.ValidationError(_("Paste at least one row"))
        return text

    @classmethod
    def fresh(cls) -> "PasteForm":
        return cls(initial={"paste": uuid.uuid4()}, auto_id="paste_%s")


@require_http_methods(["GET", "HEAD", "POST"])
def draft_paste(request: HttpRequest, draft: Draft) -> HttpResponse:
    """GET is the page for those without scripts; POST adds what is sure and shows the rest."""
    if not draft.editable:
        return back(request, draft)
    if request.method != "POST":
        return _page(request, draft, PasteForm.fresh())
    form = PasteForm(request.POST, auto_id="paste_%s")
    made: Paste | None = None
    if form.is_valid() and isinstance(request.user, User):
        try:
            made = services.paste(
                actor=actor_of(request),
                user=request.user,
                draft=draft,
                text=form.cleaned_data["rows"],
                paste_id=form.cleaned_data["paste"],
            )
        except documents.TooManyLinesError:
            form.add_error("rows", too_many(draft))
        except documents.DraftFrozenError:
            return back(request, draft)
    if made is None:
        if wants_fragment(request):
            context = {"draft": draft, "kind": kind_of(draft), "paste": form, "open_paste": True}
            return render_page(request, "documents/helping/_paste_box.html", context | {"oob": True}, status=422)
        return _page(request, draft, form, status=422)
    return redrawn(request, draft, said=_said(made), paste=PasteForm.fresh(), focus=True)


def _page(request: HttpRequest, draft: Draft, form: PasteForm, *, status: int = 200) -> HttpResponse:
    context = {"draft": draft, "kind": kind_of(draft), "title": kind_of(draft).title(draft), "paste": form}
    return render_page(request, "documents/helping/paste.html", context, status=status)


def _said(made: Paste) -> str:
    """What became of a paste, in words."""
    states = list(PastedRow.objects.filter(paste=made).values_list("state", flat=True))
    added, waiting = states.count(PastedRow.State.ADDED), states.count(PastedRow.State.WAITING)
    if not added and not waiting:
        return _("Nothing in it looks like a line. All of it stands below.")
    return ngettext("%(n)d line added.", "%(n)d lines added.", added) % {"n": added}


@require_POST
def pasted_row(request: HttpRequest, draft: Draft, row_id: int) -> HttpResponse:
    """What to do with one row: ``product`` takes a product, ``as`` is text, drop or again."""
    actor, user = actor_of(request), request.user
    quantity = typed_quantity(request.POST.get("quantity", ""))
    chosen, way = numbers([request.POST.get("product", "")]), request.POST.get("as", "")
    said = ""
    try:
        if chosen and isinstance(user, User):
            services.row_choose(
                actor=actor, user=user, draft=draft, row_id=row_id, product_id=chosen[0], quantity=quantity
            )
        elif way == "text":
            services.row_as_text(actor=actor, draft=draft, row_id=row_id)
        elif way == "drop":
            services.row_drop(actor=actor, draft=draft, row_id=row_id)
        elif way == "again":
            services.row_again(actor=actor, draft=draft, row_id=row_id)
    except services.RowGoneError:
        said = _("Somebody has dealt with this row already.")
    except LookupError:
        said = _("This product was removed in LogicTrade.")
    except documents.TooManyLinesError:
        said = too_many(draft)
    except documents.DraftFrozenError:
        return back(request, draft)
    return redrawn(request, draft, said=said, focus=True)


@require_POST
def pasted_all(request: HttpRequest, draft: Draft) -> HttpResponse:
    """``do`` is drop (leave out what waits) or prices (take those of the list)."""
    said = ""
    try:
        if request.POST.get("do") == "drop":
            services.rows_drop(actor=actor_of(request), draft=draft)
        elif request.POST.get("do") == "prices":
            count = services.prices_take(actor=actor_of(request), draft=draft, reason=_("price from the pasted list"))
            said = ngettext("%(n)d price taken.", "%(n)d prices taken.", count) % {"n": count}
    except documents.DraftFrozenError:
        return back(request, draft)
    return redrawn(request, draft, said=said, focus=True)
