"""The form token: the write's id, made when the form is drawn and signed for one person and one kind of form."""

import uuid

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing

SALT = "outbox.form"


class BadTokenError(ValueError):
    """The token was changed, belongs to somebody else, or to another form."""


def form_token(user: AbstractBaseUser, kind: str) -> str:
    """A new write id, signed; posting the same form twice posts the same id."""
    return signing.dumps([str(uuid.uuid4()), user.pk, kind], salt=SALT)


def read_token(user: AbstractBaseUser, kind: str, token: str) -> uuid.UUID:
    """The write id of a posted form. Raises `BadTokenError`."""
    try:
        write_id, owner, form = signing.loads(token, salt=SALT)
        found = uuid.UUID(write_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadTokenError("the form cannot be read; open it again") from error
    if owner != user.pk or form != kind:
        raise BadTokenError("the form belongs to another person or page; open it again")
    return found
