"""The built frontend talks to the origin it was loaded from.

Reflex bakes one address into the build and, behind TLS, assumes port 443. With the page's own origin one build serves
every port, every name and every proxy, so nothing is built again because an address changed.
"""

from pathlib import Path
from typing import Any

from reflex.constants import Endpoint
from reflex.plugins import Plugin

_STATE_SCRIPT = Path("utils/state.js")
_BAKED = "const endpoint = new URL(url_str);"
_OWN = 'return new URL(url_str, typeof window === "undefined" ? "http://localhost" : window.location.origin);'


class OwnOrigin(Plugin):
    """Bakes paths instead of addresses, and resolves them against the page."""

    def update_env_json(self, **_context: Any) -> dict[str, Any]:
        return {endpoint.name: str(endpoint) for endpoint in Endpoint}

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"](str(_STATE_SCRIPT), _resolve_against_the_page)


def _resolve_against_the_page(script: str) -> str:
    if _BAKED not in script and _OWN not in script:
        raise ValueError(f"{_STATE_SCRIPT} of this Reflex resolves addresses in another way than 0.10.1 did.")
    return script.replace(_BAKED, _OWN)
