"""What a browser would post of a page's form, and following a saved form until something is shown."""

import re
from collections.abc import Callable
from typing import Any


def inputs(html: str) -> dict[str, Any]:
    """What a browser would post of the page's form, as it stands."""
    form = html[html.index('<form class="form') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag:
            found[name[1]] = _plain(value[1]) if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = _plain(body.removeprefix("\n"))
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = [_plain(one) for one in re.findall(r'<option value="([^"]*)" selected', body)]
        found[name] = chosen if "multiple" in form[: form.index(body)].rpartition("<select")[2] else (chosen or [""])[0]
    return found


def _plain(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def settled(client: Any, response: Any, drain: Callable[[], None]) -> Any:
    """Follow a saved form until something is shown."""
    drain()
    while response.status_code in {302, 303}:
        response = client.get(response["Location"])
    return response
