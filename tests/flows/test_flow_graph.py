"""Mail by Microsoft Graph through the whole core: the app's own login, a token for Graph, the outbox's states."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from pathlib import Path

import apps
from aiohttp import web
from apps import ADMIN

from connectors.email import EmailConfig

SETTINGS = {"type": "email", "address": "support@example.com", "graph": {}, "oauth": {
    "provider": "microsoft", "client_id": "app", "client_secret": "hush", "tenant": "example.com", "flow": "client_credentials"}}


class Microsoft:
    """Login service and Graph in one. `answers`: statuses of the next mails; 202 when there are none."""

    def __init__(self) -> None:
        self.url = ""
        self.forms: list[dict[str, str]] = []
        self.mails: list[bytes] = []
        self.tokens: list[str] = []
        self.answers: list[int] = []

    async def token(self, request: web.Request) -> web.Response:
        self.forms.append({key: str(value) for key, value in (await request.post()).items()})
        return web.json_response({"access_token": f"at-{len(self.forms)}", "expires_in": 3600})

    async def send_mail(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers["Authorization"])
        status = self.answers.pop(0) if self.answers else 202
        raw = base64.b64decode(await request.read())
        if status == 202:
            self.mails.append(raw)
        return web.json_response({"error": {"code": "Busy", "message": "slow down"}}, status=status, headers={"Retry-After": "1"})


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    made = Microsoft()
    app = web.Application()
    app.router.add_post("/example.com/oauth2/v2.0/token", made.token)
    app.router.add_post("/v1.0/users/support@example.com/sendMail", made.send_mail)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


def test_a_first_mail_leaves_by_graph_and_waits_out_a_limit(tmp_path: Path, url: str) -> None:
    async def flow() -> None:
        async with microsoft() as service:
            service.answers = [429]
            config = EmailConfig.model_validate({
                **SETTINGS, "graph": {"api_url": service.url}, "oauth": {**SETTINGS["oauth"], "api_url": service.url}})  # type: ignore[dict-item]
            async with apps.running(tmp_path, {"office": config}, url=url) as app:
                _, message = await app.desk.begin(ADMIN, channel="office", to="ann@example.net", subject="Your order", text="It left.")
                row = await apps.delivery(app, message, "sent")
                read = message_from_bytes(service.mails[0], policy=policy.default)
                assert read["To"] == "ann@example.net" and read["Subject"] == "Your order"
                assert read["Message-ID"].strip("<>") == row.external_id
                assert row.attempts == 2 and len(service.mails) == 1
                assert [form["scope"] for form in service.forms] == ["https://graph.microsoft.com/.default"]
                assert service.tokens == ["Bearer at-1"] * 2
    asyncio.run(flow())


def test_authorise_asks_nobody_where_the_app_speaks_for_itself(tmp_path: Path) -> None:
    async def flow() -> None:
        async with microsoft() as service:
            config = tmp_path / "config.toml"
            config.write_text(f"""
[store]
data_dir = "data"
[channels.office]
type = "email"
address = "support@example.com"
graph = {{ api_url = "{service.url}" }}
oauth = {{ provider = "microsoft", client_id = "app", client_secret = "hush", tenant = "example.com", \
flow = "client_credentials", api_url = "{service.url}" }}
""")
            config.chmod(0o600)
            env = {**os.environ, "INBOX_CONFIG": str(config)}

            def inbox(*args: str) -> subprocess.CompletedProcess[str]:
                return subprocess.run([sys.executable, "-m", "inbox", *args], capture_output=True, text=True, env=env, cwd=tmp_path,
                                      stdin=subprocess.DEVNULL, timeout=60)
            await asyncio.to_thread(inbox, "agent", "add", "ann@example.com", "--name", "Ann")
            done = await asyncio.to_thread(inbox, "channel", "authorise", "office")
            assert done.returncode == 0 and "has its tokens" in done.stderr, done.stderr
            assert "Open this address" not in done.stderr and json.dumps(service.forms).count("hush") == 1
    asyncio.run(flow())
