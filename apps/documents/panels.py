"""What the documents show on other apps' cards: the documents of a customer, the mails of a document."""

from django.utils.translation import gettext_lazy as _

from apps.core.panels import Panel, register
from apps.documents.kinds import PAGES
from apps.documents.paper.texts import KINDS


def connect() -> None:
    register(
        Panel(
            slot="customer",
            key="documents",
            title=_("Documents"),
            url_name="documents:party_documents",
            permission="customers.view",
            order=2,
        )
    )
    for kind in KINDS:
        if kind in PAGES:
            register(
                Panel(
                    slot=kind,
                    key="mails",
                    title=_("Mail"),
                    url_name=f"documents:{kind}_mails",
                    permission=PAGES[kind].permission,
                    order=60,
                )
            )
    register(
        Panel(
            slot="customer",
            key="learned",
            title=_("Learned words"),
            url_name="documents:learned_words",
            permission="customers.view",
            order=65,
        )
    )
