"""A headless Chromium driven over its own protocol, for the checks that need a browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--hide-scrollbars",
    "--disable-default-apps", "--disable-extensions", "--remote-debugging-port=0",
)  # fmt: skip
_ROOT = Path(__file__).parents[1]


def executable() -> str | None:
    """Return the browser, if there is one."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def axe() -> str | None:
    """Return the source of axe-core, if it is there: `AXE_CORE`, or node_modules."""
    places = [Path(os.environ.get("AXE_CORE", "")), _ROOT / "node_modules/axe-core/axe.min.js"]
    return next((place.read_text("utf-8") for place in places if place.is_file()), None)


class Tab:
    """One tab: opens files, runs scripts, keeps what the console said."""

    def __init__(self, socket: WebSocketClientConnection, session: str) -> None:
        self._socket, self._session, self._number = socket, session, 0
        self.console: list[str] = []
        self.requests: list[str] = []

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "sessionId": self._session, "method": method,
                   "params": parameters}  # fmt: skip
        await self._socket.write_message(json.dumps(message))
        while True:
            answer = await self._next()
            if answer.get("id") == number and answer.get("sessionId") == self._session:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])

    async def _next(self) -> dict[str, Any]:
        text = await asyncio.wait_for(self._socket.read_message(), timeout=60)
        if text is None:
            raise RuntimeError("Chromium closed the connection")
        message: dict[str, Any] = json.loads(text)
        what = message.get("method")
        if what == "Log.entryAdded":
            self.console.append(message["params"]["entry"]["text"])
        elif what == "Runtime.exceptionThrown":
            self.console.append(message["params"]["exceptionDetails"]["text"])
        elif what == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message

    async def open(self, page: Path, query: str = "") -> None:
        self.console.clear()
        self.requests.clear()
        await self.call("Page.navigate", url=page.resolve().as_uri() + query)
        while (await self._next()).get("method") != "Page.loadEventFired":
            pass

    async def look(self, *, width: int, dark: bool = False) -> None:
        await self.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                        deviceScaleFactor=1, mobile=width < 600)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def run(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                                 returnByValue=True)  # fmt: skip
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", "failed"))
        return answer["result"].get("value")

    async def close(self) -> None:
        """Leave, and wait until Chromium has said goodbye."""
        self._socket.close()
        while await self._socket.read_message() is not None:
            pass

    async def press(self, key: str, code: int) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                            windowsVirtualKeyCode=code)  # fmt: skip


@contextmanager
def browser() -> Iterator[str]:
    """Start Chromium and give the address of its socket; it ends with the block."""
    program = executable()
    assert program is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *_QUIET, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := re.search(r"ws://\S+", line):
                    yield found[0]
                    break
        finally:
            process.kill()
            process.wait()
            process.stderr.close()


async def tab(address: str) -> Tab:
    """Open a tab in a running Chromium."""
    socket = await websocket_connect(address, max_message_size=256_000_000)
    await socket.write_message(
        json.dumps({"id": 1, "method": "Target.createTarget", "params": {"url": "about:blank"}})
    )
    target = await _answer(socket, 1)
    await socket.write_message(
        json.dumps(
            {
                "id": 2,
                "method": "Target.attachToTarget",
                "params": {"targetId": target["targetId"], "flatten": True},
            }
        )
    )
    session = await _answer(socket, 2)
    made = Tab(socket, session["sessionId"])
    for domain in ("Page", "Runtime", "Log", "Network"):
        await made.call(f"{domain}.enable")
    await made.call("Page.setBypassCSP", enabled=False)
    return made


async def _answer(socket: WebSocketClientConnection, number: int) -> dict[str, Any]:
    while True:
        text = await asyncio.wait_for(socket.read_message(), timeout=60)
        message = json.loads(text or "{}")
        if message.get("id") == number:
            return dict(message["result"])
