"""What a person decides about a write. A GET asks to confirm, a POST does it; somebody else may have been faster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission
from apps.core.htmx import redirect_to
from apps.erp import selectors
from apps.erp.forms import FoundForm
from apps.erp.messages import Explanation, explain
from apps.erp.outbox import decide
from apps.erp.outbox.decide import NotTheRecordError
from apps.erp.outbox.models import Write
from apps.erp.outbox.states import LostRaceError
from apps.erp.presenters import shown_write
from apps.erp.views.writes import write_or_404, write_page
from apps.logictrade.errors import LogicTradeError


@dataclass(frozen=True)
class Decision:
    """One answer: its words, what it brings about, and whether it ends the write."""

    name: str
    title: Any
    consequence: Any
    button: Any
    ends: bool
    act: Callable[..., None]


TAKE_BACK = Decision(
    "take_back",
    gettext_lazy("Take this write back?"),
    gettext_lazy("Nothing has gone to LogicTrade yet, and nothing will. What you made stays here and can be changed."),
    gettext_lazy("Take back"),
    ends=True,
    act=decide.write_cancel,
)
DROP = Decision(
    "drop",
    gettext_lazy("Drop this write?"),
    gettext_lazy("Backoffice stops with it and sends nothing more. If LogicTrade has it after all, it stays there."),
    gettext_lazy("Drop"),
    ends=True,
    act=decide.write_cancel,
)
RELEASE = Decision(
    "release",
    gettext_lazy("Release this write?"),
    gettext_lazy("It goes to LogicTrade at once, as it was ordered."),
    gettext_lazy("Release"),
    ends=False,
    act=decide.write_release,
)
SEND_AGAIN = Decision(
    "send_again",
    gettext_lazy("Send this write again?"),
    gettext_lazy("Only when you looked in LogicTrade and it is not there. Otherwise LogicTrade has it twice."),
    gettext_lazy("It is not there, send again"),
    ends=False,
    act=decide.write_send_again,
)

NOT_THE_RECORD = {
    "none": gettext_lazy("LogicTrade has no record with this number"),
    "many": gettext_lazy("LogicTrade has more than one record with this number"),
    "different": gettext_lazy("That record is another one: party, date or lines differ"),
}


def _decidable(request: HttpRequest, write_id: UUID) -> Write:
    write = write_or_404(request, write_id)
    if not selectors.may_decide(request.user, write):
        raise PermissionDenied("writes.decide")
    return write


def _too_late(request: HttpRequest, write_id: UUID) -> HttpResponse:
    """Somebody, or LogicTrade's answer, was faster: the present state, and that nothing was done."""
    problem = Explanation(_("Somebody was faster, so nothing was done. This is how it stands now."), "", "", 409)
    return write_page(request, write_or_404(request, write_id), problem=problem, status=409)


class DecisionView(RequiresPermission):
    """Confirm and carry out one decision; the state that the person saw comes along in ``seen``."""

    permission = "writes.decide"
    http_method_names = ("get", "head", "post", "options")
    decision: Decision = TAKE_BACK

    def get(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        write = _decidable(request, write_id)
        context = {"decision": self.decision, "write": write, "shown": shown_write(request.user, write)}
        return render(request, "erp/write_decide.html", context)

    def post(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        write = _decidable(request, write_id)
        if request.POST.get("seen", write.state) != write.state:
            return _too_late(request, write_id)
        try:
            self.decision.act(actor=actor_of(request), write=write)
        except LostRaceError:
            return _too_late(request, write_id)
        return redirect_to(request, reverse("erp:write_detail", args=[write_id]))


class FoundView(RequiresPermission):
    """It exists: the number is read back from LogicTrade and compared before it counts."""

    permission = "writes.decide"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        return redirect_to(request, reverse("erp:write_detail", args=[write_id]))

    def post(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        write = _decidable(request, write_id)
        form = FoundForm(request.POST)
        if not form.is_valid():
            return write_page(request, write, form=form, status=422)
        try:
            decide.write_found(actor=actor_of(request), write=write, number=form.cleaned_data["number"])
        except NotTheRecordError as error:
            form.add_error("number", str(NOT_THE_RECORD.get(error.reason, NOT_THE_RECORD["different"])))
            return write_page(request, write, form=form, status=422)
        except LogicTradeError as error:
            told = explain(error)
            return write_page(request, write, form=form, problem=told, status=told.status)
        except LostRaceError:
            return _too_late(request, write_id)
        return redirect_to(request, reverse("erp:write_detail", args=[write_id]))
