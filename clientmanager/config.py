"""Settings, read once from the environment or `.env`. Nothing else reads the environment."""

import ipaddress
import re
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
)
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (what is refused without an origin)
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set; `docs/operating.md` explains each.

    Raises:
        pydantic.ValidationError: a value is unsafe or malformed; the message says what to do.
    """

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

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
            try:
                ipaddress.ip_network(part, strict=False)
            except ValueError:
                raise ValueError(
                    "TRUSTED_PROXIES must be addresses or networks with commas between, such as 10.0.0.1, 10.1.0.0/16."
                ) from None
        return value

    @field_validator("database_url", "app_database_url")
    @classmethod
    def _postgres(cls, value: str) -> str:
        if value and not re.match(r"postgres(ql)?(\+psycopg)?://[^/]*/[^/?]", value):
            raise ValueError("This must look like postgresql://user:password@host:5432/database.")
        return value

    @field_validator("master_key")
    @classmethod
    def _key(cls, value: str) -> str:
        if value and not re.fullmatch(r"\s*[0-9a-fA-F]{64}\s*", value):
            raise ValueError("MASTER_KEY must be 64 hex digits. Put the printed key back.")
        return value

    @model_validator(mode="after")
    def _safe(self) -> "Settings":
        if not self.public_origin:
            if self.host in EVERYWHERE:
                raise ValueError(
                    "Listening on every address needs PUBLIC_ORIGIN, the address that browsers use, such as "
                    "https://clients.example.co.za."
                )
            host = f"[{self.host}]" if ":" in self.host else self.host
            self.public_origin = f"http://{'localhost' if self.on_loopback else host}:{self.port}"
        origin = ORIGIN.fullmatch(self.public_origin.strip().lower())
        if origin is None or int(origin["port"] or 1) not in range(1, 65536):
            raise ValueError("PUBLIC_ORIGIN must look like https://clients.example.co.za")
        # as browsers write it: in small letters, without the port that its scheme has anyhow
        usual = {"http": "80", "https": "443"}[origin["scheme"]]
        port = f":{origin['port']}" if origin["port"] and origin["port"] != usual else ""
        self.public_origin = f"{origin['scheme']}://{origin['host']}{port}"
        plain_beyond_loopback = not self.secure and not (self.on_loopback and _is_loopback(origin["host"]))
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
