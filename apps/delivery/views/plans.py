"""Planning a delivery: the form's post, and the state that the card asks for while the plan is on its way."""

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.access import RequiresPermission, may, requires
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.delivery import presenters, selectors
from apps.delivery.forms import PlanForm
from apps.delivery.models import Deliverable
from apps.delivery.plans import KIND, Plan
from apps.delivery.services import GoneError, PlanChangedError, delivery_plan
from apps.delivery.views.deliverables import DETAIL, card_context, get_order, plan_context
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError, wait_settled
from apps.erp.outbox.tokens import BadTokenError, read_token

FORM, STATE = "delivery/_plan.html", "delivery/_plan_state.html"
LONGEST_TOKEN = 400


class PlanView(RequiresPermission):
    """POST plans; GET tells how the plan stands."""

    permission = "deliveries.view"
    write_permission = "deliveries.plan"
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_order(pk)
        if not wants_fragment(request):
            return redirect(order_url(order))
        if order.gone_at:
            # LogicTrade does not know the order any more: the whole card reads differently.
            return HttpResponseClientRefresh()
        panel = presenters.plan_panel(request.user, order)
        planner = may(request.user, self.write_permission)
        return render_page(request, STATE, {"order": order, "panel": panel, "polled": True, "planner": planner})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_order(pk)
        form = PlanForm(request.POST)
        token = request.POST.get("token", "")[:LONGEST_TOKEN]
        if not form.is_valid():
            return self._again(request, order, form, token)
        try:
            write = self._submit(request, order, form, token)
        except BadTokenError:
            form.add_error(None, _("This form was opened too long ago or by somebody else. Send it again."))
            return self._again(request, order, form, "")
        except AlreadySentError as error:
            form.add_error(None, already_sent(error.write))
            return self._again(request, order, form, "")
        except PlanChangedError:
            form.add_error(None, changed(order))
            return self._again(request, order, form, token)
        except GoneError:
            form.add_error(None, _("This order left LogicTrade's list meanwhile, so nothing was planned."))
            return self._again(request, order, form, token)
        except WritesOffError:
            form.add_error(None, presenters.cannot_send())
            return self._again(request, order, form, token)
        write = wait_settled(write.pk)
        if write.state == State.REJECTED and write.error_status != 404:
            form.refuse(write.error_detail or write.error_code)
            return self._again(request, order, form, "")
        return redirect_to(request, order_url(order))

    def _submit(self, request: HttpRequest, order: Deliverable, form: PlanForm, token: str) -> Write:
        user = cast(User, request.user)
        write_id: uuid.UUID = read_token(user, f"{KIND}:{order.pk}", token)
        return delivery_plan(
            actor=actor_of(request),
            user=user,
            write_id=write_id,
            deliverable=order,
            plan=form.plan(order.pk),
            seen=request.POST.get("seen", ""),
        )

    def _again(self, request: HttpRequest, order: Deliverable, form: PlanForm, token: str) -> HttpResponse:
        """The form with what was typed and what is wrong. An empty ``token`` means that a new one is needed."""
        order.refresh_from_db()
        panel = presenters.plan_panel(request.user, order)
        if wants_fragment(request):
            return render_page(request, FORM, plan_context(request, order, panel, form, token), status=422)
        return render_page(request, DETAIL, card_context(request, order, panel, form, token), status=422)


def order_url(order: Deliverable) -> str:
    return reverse("delivery:deliverable_detail", args=[order.pk])


def already_sent(write: Write) -> str:
    plan = Plan.of(write)
    return _("This form was sent before, for %(plan)s. Send it again to plan what stands here instead.") % {
        "plan": presenters.planned_text(plan)
    }


def changed(order: Deliverable) -> str:
    """What somebody else did since the form was drawn."""
    order.refresh_from_db()
    plan = selectors.plan_current(order.pk)
    if plan is None:
        return _("LogicTrade shows another day since you opened this form. Send it again to change that.")
    return _("%(name)s planned this order meanwhile: %(plan)s. Send it again to change that.") % {
        "name": plan.planned_by_name,
        "plan": presenters.plan_text(plan),
    }


@require_safe
@requires("deliveries.plan")
def stop_hint(request: HttpRequest, pk: int) -> HttpResponse:
    """The next free stop for the day and route being typed."""
    context: dict[str, Any] = {
        "suggestion": presenters.stop_suggestion(request.GET.get("day", ""), request.GET.get("route", ""), pk)
    }
    return render_page(request, "delivery/_stop_hint.html", context)
