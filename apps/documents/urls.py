"""Addresses of `documents`."""

from django.urls import path

from apps.documents.kinds import PAGES
from apps.documents.paper.texts import KINDS
from apps.documents.views import lists, mail, party
from apps.documents.views import paper as papers
from apps.documents.views.builder import pages
from apps.documents.views.helping import learned, release

app_name = "documents"
_MAIL = "mail/<uuid:mail_id>/"
# A paper is for whoever may see its document; mailing it asks for a right of its own.
_ON_PAPER = {kind: page.permission for kind, page in PAGES.items() if kind in KINDS}
urlpatterns = [
    path("", lists.DocumentListPage.as_view(), name="document_list"),
    path("drafts/<uuid:draft_id>/", pages.draft_of_any_kind, name="draft"),
    path("drafts/<uuid:draft_id>/release/", release.draft_release, name="draft_release"),
    path("releases/", release.release_list, name="release_list"),
    path("learned/<int:pk>/", learned.learned_words, name="learned_words"),
    path("party/<int:pk>/", party.party_documents, name="party_documents"),
    path("drafts/<uuid:draft_id>/paper.pdf", papers.draft_pdf, name="draft_paper"),
    *(
        path(f"{kind}/<int:pk>/paper.pdf", papers.PaperView.as_view(kind=kind, permission=seen), name=f"{kind}_paper")
        for kind, seen in _ON_PAPER.items()
    ),
    *(path(f"{kind}/<int:pk>/mail/", mail.ComposeView.as_view(kind=kind), name=f"{kind}_mail") for kind in _ON_PAPER),
    *(
        path(f"{kind}/<int:pk>/mails/", mail.MailsView.as_view(kind=kind, permission=seen), name=f"{kind}_mails")
        for kind, seen in _ON_PAPER.items()
    ),
    path("mail/", mail.MailListView.as_view(), name="mail_list"),
    path(_MAIL, mail.mail_detail, name="mail_detail"),
    path(f"{_MAIL}attachment.pdf", mail.mail_attachment, name="mail_attachment"),
    path(f"{_MAIL}cancel/", mail.mail_cancel, name="mail_cancel"),
    path(f"{_MAIL}again/", mail.mail_again, name="mail_again"),
    path(f"{_MAIL}arrived/", mail.mail_arrived, name="mail_arrived"),
]
