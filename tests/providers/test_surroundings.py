"""Proxies and certificate authorities that the environment names, on loopback alone."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from pairtui.providers.openai import OpenAIProvider
from pairtui.request import Fault, Message, Request, TextDelta
from tests.providers.server import Reply, serve

pytestmark = pytest.mark.anyio
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
LISTED = b'{"object": "list", "data": [{"id": "m"}]}'


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def test_the_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Reply("hello")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        provider = OpenAIProvider("http://models.example/v1", "k")
        request = Request((Message("user", "hi"),), "m")
        text = [one.text async for one in provider.stream(request) if isinstance(one, TextDelta)]
        await provider.aclose()
        assert "".join(text) == "hello"
        assert proxy.paths == ["POST http://models.example/v1/chat/completions"]
        assert proxy.headers[0]["host"] == "models.example"


async def test_a_host_that_is_to_have_no_proxy_is_asked_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_up = socket.getaddrinfo

    def here(host: bytes | str | None, *more: Any, **options: Any) -> Any:
        ours = host in ("models.example", b"models.example")
        return look_up("127.0.0.1" if ours else host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    with serve(Reply("hello")) as server, serve(Reply("no")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("NO_PROXY", "other.example,models.example")
        provider = OpenAIProvider(server.url.replace("127.0.0.1", "models.example"), "k")
        assert await provider.models() == ("model-a", "model-b")
        await provider.aclose()
        assert server.connections == 1
        assert not proxy.connections


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
async def test_a_certificate_authority_of_the_environment_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    certificate = made(tmp_path)
    async with listing(certificate) as url:
        provider = OpenAIProvider(url, "k")
        with pytest.raises(Fault) as raised:
            await provider.models()
        await provider.aclose()
        assert raised.value.kind == "tls"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        provider = OpenAIProvider(url, "k")
        assert await provider.models() == ("m",)
        await provider.aclose()


def made(folder: Path) -> Path:
    """Return a certificate for localhost, signed by itself, its key beside it."""
    certificate, key = folder / "cert", folder / "cert.secret"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate


@asynccontextmanager
async def listing(certificate: Path) -> AsyncIterator[str]:
    """Serve one list of models over TLS."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(LISTED)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + LISTED)
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("cert.secret"))
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}/v1"
