"""Mailing a paper, and the mails that were sent off."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.access import RequiresPermission, may, requires
from apps.core.htmx import redirect_to, render_page
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.documents.kinds import PAGES, document_url
from apps.documents.mail import outbox
from apps.documents.mail.compose import first_values, letter, size_text
from apps.documents.mail.forms import ComposeForm, MailFilterForm
from apps.documents.mail.labels import STATES, explain
from apps.documents.mail.models import Mail, MailState
from apps.documents.mail.selectors import MOVING, mail_get, mail_list, mails_of
from apps.documents.mail.tables import MailTable, SeenTable, SentTable
from apps.documents.mail.transport import mail_ready
from apps.documents.paper.content import LANGUAGES, Found
from apps.documents.paper.make import make
from apps.documents.views.paper import found_or_404, made_for, pdf_response
from apps.erp.outbox.tokens import BadTokenError, form_token, read_token

TOKEN = "mail.send"  # noqa: S105 (the name of a kind of form)


class ComposeView(RequiresPermission):
    """The form of a mail with a document's paper; as a page, and in a dialog on the document's card."""

    permission = "mail.send"
    http_method_names = ("get", "head", "options", "post")
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._found(request, pk)
        made = made_for(request, found)
        form = ComposeForm(initial=first_values(made, found, request.user))
        return self._page(request, pk, found, form, token=form_token(request.user, TOKEN))  # type: ignore[arg-type]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._found(request, pk)
        form = ComposeForm(request.POST)
        token = request.POST.get("token", "")
        user = request.user
        if not isinstance(user, User):
            raise PermissionDenied
        try:
            mail_id = read_token(user, TOKEN, token)
        except BadTokenError:
            form.add_error(None, _("This form is too old to send. Look at it again, then send it."))
            return self._page(request, pk, found, form, token=form_token(user, TOKEN), status=422)
        if not mail_ready():
            form.add_error(None, NO_SERVER)
        if not form.is_valid():
            return self._page(request, pk, found, form, token=token, status=422)
        made = make(found, form.cleaned_data["language"])
        sent = letter(made, found, self.kind, pk, form.cleaned_data)
        try:
            mail = outbox.mail_queue(actor=actor_of(request), user=user, mail_id=mail_id, letter=sent)
        except outbox.TooLargeError:
            form.add_error(None, _("The PDF is larger than a mail may be."))
            return self._page(request, pk, found, form, token=token, status=422)
        messages.success(request, _("Mail to %(to)s. %(when)s") % {"to": mail.to, "when": explain(mail)})
        return redirect_to(request, self._back(pk))

    def _back(self, pk: int) -> str:
        return document_url(self.kind, pk) or reverse("documents:mail_list")

    def _found(self, request: HttpRequest, pk: int) -> Found:
        if not may(request.user, PAGES[self.kind].permission):
            raise PermissionDenied
        return found_or_404(self.kind, pk)

    def _page(
        self, request: HttpRequest, pk: int, found: Found, form: ComposeForm, *, token: str, status: int = 200
    ) -> HttpResponse:
        language = form["language"].value()
        made = make(found, language if language in LANGUAGES else found.recipient.language)
        context = {
            "form": form,
            "token": token,
            "address": reverse(f"documents:{self.kind}_mail", args=[pk]),
            "paper_url": f"{reverse(f'documents:{self.kind}_paper', args=[pk])}?lang={made.paper.language}",
            "back_url": self._back(pk),
            "label": found.paper.number,
            "party_name": found.paper.party_name,
            "file_name": made.file_name,
            "file_size": size_text(len(made.pdf())),
            "languages": [(code, name, code == made.paper.language) for code, name in settings.LANGUAGES],
            "warnings": found.warnings,
            "blocked": "" if mail_ready() else NO_SERVER,
        }
        return render_page(request, "documents/mail_compose.html", context, fragment="compose", status=status)


NO_SERVER = gettext_lazy("No mail server is set up, so nothing can be sent. Ask the administrator.")


class MailsView(RequiresPermission):
    """Who got what of one document: a panel on its card, and a page."""

    http_method_names = ("get", "head", "options")
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = mails_of(self.kind, pk)
        table = SentTable if may(request.user, "mail.send") else SeenTable
        context = {
            "rows": found,
            "table": table(found),
            "address": request.path,
            "back_url": document_url(self.kind, pk),
            "moving": any(mail.state in MOVING for mail in found),
        }
        return render_page(request, "documents/mails.html", context, fragment="panel")


class MailListView(ListPage):
    """Every mail, with what became of it."""

    title = gettext_lazy("Mail")
    permission = "mail.send"
    filter_form = MailFilterForm
    table_class = MailTable
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {"time": [F("created_at").asc()]}
    default_order = "-time"
    empty_title = gettext_lazy("No mails yet")
    empty_text = gettext_lazy(
        "Quotes, order confirmations and invoices that you mail show here, with what became of them."
    )

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[Mail]:
        return mail_list(
            user=self.request.user,
            query=filters.get("q", ""),
            state=filters.get("state", ""),
            mine=filters.get("mine", False),
            order=order,
            limit=limit,
            offset=offset,
        )

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s mail", "%(n)s mails", total.value) % {"n": shown_count(total)}


def _mail_or_404(request: HttpRequest, mail_id: UUID, *, attachment: bool = False) -> Mail:
    mail = mail_get(request.user, mail_id, attachment=attachment)
    if mail is None:
        raise Http404
    return mail


@require_safe
@requires("mail.send")
def mail_detail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail: what it says, what became of it, what can be done. While it moves, its page asks again."""
    mail = _mail_or_404(request, mail_id)
    context = {
        "mail": mail,
        "label": STATES[mail.state],
        "explanation": explain(mail),
        "size": size_text(mail.attachment_size),
        "document_url": document_url(mail.kind, mail.remote_id),
        "compose_url": reverse(f"documents:{mail.kind}_mail", args=[mail.remote_id]),
        "moving": mail.state in MOVING,
        "can_cancel": mail.state in {MailState.QUEUED, MailState.FAILED, MailState.UNKNOWN},
        "can_send": mail.state in {MailState.FAILED, MailState.UNKNOWN},
        "in_doubt": mail.state == MailState.UNKNOWN,
    }
    return render_page(request, "documents/mail_detail.html", context, fragment="live")


@require_safe
@requires("mail.send")
def mail_attachment(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """The PDF as it was sent."""
    mail = _mail_or_404(request, mail_id, attachment=True)
    return pdf_response(bytes(mail.attachment), mail.attachment_name)


@require_POST
@requires("mail.send")
def mail_cancel(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    return _decide(request, mail_id, outbox.mail_cancel, _("Taken back. Nothing more is sent"))


@require_POST
@requires("mail.send")
def mail_again(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    return _decide(request, mail_id, outbox.mail_again, _("It is sent again"))


@require_POST
@requires("mail.send")
def mail_arrived(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    return _decide(request, mail_id, outbox.mail_arrived, _("Noted: the customer has it"))


def _decide(request: HttpRequest, mail_id: UUID, decide: Callable[..., None], done: str) -> HttpResponse:
    """One answer of a person; when the mail moved on meanwhile, its page says how it stands."""
    mail = _mail_or_404(request, mail_id)
    try:
        decide(actor=actor_of(request), mail=mail)
    except outbox.MovedOnError:
        messages.warning(request, _("The mail has moved on meanwhile. This is how it stands now"))
    else:
        messages.success(request, done)
    return redirect_to(request, reverse("documents:mail_detail", args=[mail.pk]))
