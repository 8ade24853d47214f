"""How the state of a mail looks, and what it means in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import dates
from apps.core.labels import Label
from apps.documents.mail.models import Mail, MailState

STATES: dict[str, Label] = {
    MailState.QUEUED: Label(gettext_lazy("Waiting"), "muted", "clock"),
    MailState.SENDING: Label(gettext_lazy("Being sent"), "accent", "sent"),
    MailState.SENT: Label(gettext_lazy("Sent"), "ok", "tick"),
    MailState.FAILED: Label(gettext_lazy("Not sent"), "bad", "octagon"),
    MailState.UNKNOWN: Label(gettext_lazy("You decide"), "bad", "person"),
    MailState.CANCELLED: Label(gettext_lazy("Taken back"), "muted", "ring"),
}


def explain(mail: Mail) -> str:
    """What happened, what it means, what to do."""
    match mail.state:
        case MailState.QUEUED if mail.attempts:
            words = _("The mail server did not take it yet. It is tried again at %(time)s, until a day has passed.")
            return words % {"time": dates.as_of(mail.not_before)}
        case MailState.QUEUED:
            return _("Leaves at %(time)s. Until then it can be taken back.") % {"time": dates.as_of(mail.not_before)}
        case MailState.SENDING:
            return _("On its way to the mail server.")
        case MailState.SENT if mail.refused:
            return _("The mail server took it, but not for every address.")
        case MailState.SENT:
            return _("The mail server took it at %(time)s.") % {"time": dates.moment(mail.sent_at)}
        case MailState.FAILED:
            return _("It was not sent. Look at the words of the mail server, then send it again or let it rest.")
        case MailState.UNKNOWN:
            return _(
                "The connection ended while it was being sent, so the customer may have it. It is not sent again by "
                "itself: ask the customer or look for the Message-ID in the mail server's log."
            )
    return _("Taken back; nothing more is sent.")
