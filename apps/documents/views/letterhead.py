"""Settings: the letterhead, the texts around the papers, and a preview of both."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission, requires
from apps.core.htmx import redirect_to, render_page
from apps.documents.paper import letterhead
from apps.documents.paper.content import LANGUAGES
from apps.documents.paper.forms import LetterheadForm, TextsForm
from apps.documents.paper.make import make
from apps.documents.paper.models import PaperText
from apps.documents.paper.sample import sample_paper
from apps.documents.paper.texts import BLANKS, KINDS, Texts
from apps.documents.paper.words import TITLES
from apps.documents.views.paper import pdf_response

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


class LetterheadView(RequiresPermission):
    """The letterhead's form."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, LetterheadForm(instance=letterhead.letterhead_get()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LetterheadForm(request.POST, request.FILES, instance=letterhead.letterhead_get())
        if not form.is_valid():
            return self._page(request, form, status=422)
        letterhead.letterhead_save(
            actor=actor_of(request),
            values=form.cleaned_data,
            logo=form.cleaned_data["logo_file"],
            drop_logo=form.cleaned_data["drop_logo"],
        )
        messages.success(request, _("Saved. New papers use it at once"))
        return redirect_to(request, reverse("letterhead:letterhead"))

    def _page(self, request: HttpRequest, form: LetterheadForm, status: int = 200) -> HttpResponse:
        own = set(PaperText.objects.values_list("kind", "language"))
        names = dict(PaperText.Language.choices)
        texts = [
            (TITLES[kind], names[language], kind, language, (kind, language) in own)
            for kind in KINDS
            for language in LANGUAGES
        ]
        context = {"form": form, "texts": texts, "has_logo": bool(letterhead.letterhead_get().logo), "kinds": KINDS}
        return render_page(request, "documents/letterhead.html", context, status=status)


class TextsView(RequiresPermission):
    """The texts of one kind of paper in one language."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        self._known(kind, language)
        return self._page(request, kind, language, TextsForm(initial=vars(letterhead.texts_get(kind, language))))

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        self._known(kind, language)
        form = TextsForm(request.POST)
        if not form.is_valid():
            return self._page(request, kind, language, form, status=422)
        letterhead.texts_save(actor=actor_of(request), kind=kind, language=language, texts=Texts(**form.cleaned_data))
        messages.success(request, _("Saved. New papers use it at once"))
        return redirect_to(request, reverse("letterhead:letterhead"))

    def _known(self, kind: str, language: str) -> None:
        if kind not in KINDS or language not in LANGUAGES:
            raise Http404

    def _page(self, request: HttpRequest, kind: str, language: str, form: TextsForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "kind": kind,
            "language": language,
            "title": TITLES[kind],
            "language_name": dict(PaperText.Language.choices)[language],
            "blanks": [f"{{{name}}}" for name in BLANKS],
            "own": PaperText.objects.filter(kind=kind, language=language).exists(),
        }
        return render_page(request, "documents/paper_texts.html", context, status=status)


@require_POST
@requires("settings.edit")
def texts_reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Back to the usual texts."""
    if kind not in KINDS or language not in LANGUAGES:
        raise Http404
    letterhead.texts_reset(actor=actor_of(request), kind=kind, language=language)
    messages.success(request, _("The usual texts are back"))
    return redirect_to(request, reverse("letterhead:texts", args=[kind, language]))


@require_safe
@requires("settings.edit")
def logo(request: HttpRequest) -> HttpResponse:
    """The logo as it is kept, to be shown as a picture and nothing else."""
    row = letterhead.letterhead_get()
    if not row.logo:
        raise Http404
    return HttpResponse(bytes(row.logo), content_type=_TYPES[row.logo_format])


@require_safe
@requires("settings.edit")
def preview(request: HttpRequest) -> HttpResponse:
    """An invented paper under the letterhead as it is saved."""
    kind, language = request.GET.get("kind", ""), request.GET.get("lang", "")
    kind = kind if kind in KINDS else KINDS[0]
    language = language if language in LANGUAGES else LANGUAGES[0]
    made = make(sample_paper(kind, language), language)
    return pdf_response(made.pdf(), made.file_name)
