"""Settings, read once from the environment or `.env`. Nothing else reads the environment."""

import ipaddress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set; `docs/operating.md` explains each.

    Raises:
        pydantic.ValidationError: a value is unsafe or malformed; the message says what to do.
    """

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Path("data")
    database_url: str = ""
    """The owner's connection; empty means the embedded Postgres in `data_dir`."""
    app_database_url: str = ""
    """The application role's connection; empty means it is derived from the owner's."""
    redis_url: str = ""
    public_origin: str = ""
    """Scheme, host and port that browsers use, such as `https://clients.example.co.za`."""
    trusted_proxies: str = ""
    """Addresses or networks, separated by commas, whose X-Forwarded-* headers are believed."""
    plain_http_is_my_decision: bool = False
    """Insist on serving plain HTTP beyond loopback; passwords then travel readable."""
    master_key: str = ""
    """64 hex digits; empty means the key file that the first start makes."""
    key_dir: Path = Path("~/.config/clientmanager")
    """Where master keys lie: outside the data directory, so that a copy of one is not a copy of both."""
    clock_may_move: bool = False

    @field_validator("data_dir", "key_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        """Relative paths are the checkout's, wherever a command is called from: never a second, empty installation."""
        return ROOT / path.expanduser()

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, (p.strip() for p in value.split(","))):
            ipaddress.ip_network(part, strict=False)
        return value

    @model_validator(mode="after")
    def _safe(self) -> "Settings":
        if not self.public_origin:
            self.public_origin = f"http://{'localhost' if self.on_loopback else self.host}:{self.port}"
        origin = urlsplit(self.public_origin)
        if origin.scheme not in {"http", "https"} or not origin.hostname or origin.path not in {"", "/"}:
            raise ValueError("PUBLIC_ORIGIN must look like https://clients.example.co.za")
        self.public_origin = self.public_origin.rstrip("/")
        plain_beyond_loopback = not self.secure and not (self.on_loopback and _is_loopback(origin.hostname))
        if plain_beyond_loopback and not self.plain_http_is_my_decision:
            raise ValueError(
                "This would send passwords over plain HTTP to other machines. Put a proxy with TLS in front and set "
                "PUBLIC_ORIGIN=https://…, or insist with PLAIN_HTTP_IS_MY_DECISION=1."
            )
        return self

    @property
    def on_loopback(self) -> bool:
        return _is_loopback(self.host)

    @property
    def secure(self) -> bool:
        """Browsers reach us over TLS: cookies are `Secure` and carry the `__Host-` prefix."""
        return self.public_origin.startswith("https://")

    @property
    def origins(self) -> list[str]:
        """Origins whose requests and websockets are answered."""
        if self.secure or not self.on_loopback:
            return [self.public_origin]
        return sorted({self.public_origin, *(f"http://{name}:{self.port}" for name in ("localhost", "127.0.0.1"))})


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False


@cache
def settings() -> Settings:
    return Settings()
