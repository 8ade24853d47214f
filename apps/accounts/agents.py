"""Browser and system from a user agent, in the words people know them by."""

from django.utils.translation import gettext as _

# In this order: each later name also stands in the text of the earlier ones.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def _named(agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in table if mark in agent), "")


def describe(agent: str) -> str:
    """Such as: Firefox on Windows; unknown device when neither is known."""
    browser, system = _named(agent, _BROWSERS), _named(agent, _SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unknown device")
