"""The Django app `documents`: what all documents share, the register and the drafts."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "apps.documents"

    def ready(self) -> None:
        from apps.core import slots
        from apps.documents import balance_objections, hanging, margin, menu, new_customer, panels, party, subjects
        from apps.documents.models import Document
        from apps.erp.mirror.index import declare_index

        declare_index(Document)
        panels.connect()
        party.connect()
        hanging.connect()
        subjects.connect()
        menu.connect()
        slots.register("settings.actions", "documents/_settings_link.html")
        new_customer.connect()
        balance_objections.connect()
        margin.connect()
