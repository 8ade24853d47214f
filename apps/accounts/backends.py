"""Sign-in by user name and password, and permissions by role."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from apps.accounts.roles import holds, permissions_of


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's check of name and password (same work for unknown names); the table of roles for permissions."""

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        """A locked person gets the same answer as a wrong password, not a page that says the password was right."""
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return not user_obj.is_anonymous and holds(user_obj, perm)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if user_obj.is_anonymous or not user_obj.is_active:
            return set()
        return set(permissions_of(user_obj.roles))
