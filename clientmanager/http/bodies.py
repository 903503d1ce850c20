"""How much a request may bring: a form is small, and only a file or a long choice is large."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clientmanager.errors import Invalid

FORM_BYTES = 16 * 1024
LARGE_BYTES = {
    "/import/files": 51 * 1024 * 1024,
    "/clients/advice/signatures": 11 * 1024 * 1024,
    "/tasks/files": 11 * 1024 * 1024,
    "/timeline/files": 51 * 1024 * 1024,
    # the ids of all the clients that one may tick
    "/clients/export.csv": 512 * 1024,
    "/clients/export.xlsx": 512 * 1024,
}


class TooLarge(Invalid):
    """Also where the length was not said beforehand."""

    def __init__(self) -> None:
        super().__init__("That is more than this page takes. Send less, then try again.")


class BoundedBodies:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        left = LARGE_BYTES.get(scope["path"], FORM_BYTES)

        async def receive_bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLarge
            return message

        await self.app(scope, receive_bounded, send)
