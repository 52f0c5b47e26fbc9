"""Secrets made up here, so that no scanner takes these tests for files that hold some."""

from __future__ import annotations

import random
import string

LOT = random.Random(11)
ALNUM = string.ascii_letters + string.digits


def drawn(size: int, of: str = ALNUM) -> str:
    """Return some characters, two digits among them."""
    text = "".join(LOT.choices(of, k=size - 2))
    return text[:3] + "7" + text[3:] + "4"


def key_block(kind: str = "RSA ", lines: int = 5) -> list[str]:
    """Return the lines of a private key."""
    body = [drawn(64) for _ in range(lines - 1)] + [drawn(20) + "=="]
    return [f"-----BEGIN {kind}PRIVATE" + " KEY-----", *body, f"-----END {kind}PRIVATE KEY-----"]


TOKENS = {
    "github-token": "ghp_" + drawn(36),
    "github-token, new": "github_pat_" + drawn(22) + "_" + drawn(59),
    "gitlab-token": "glpat-" + drawn(20),
    "slack-token": "xoxb-" + drawn(12, "0123456789") + "-" + drawn(24),
    "stripe-key": "sk_test_" + drawn(24),
    "stripe-key, live": "rk_live_" + drawn(24),
    "openai-key": "sk-proj-" + drawn(48),
    "openai-key, old": "sk-" + drawn(20) + "T3Blbk" + "FJ" + drawn(20),
    "anthropic-key": "sk-ant-" + "api03-" + drawn(93),
    "hugging-face-token": "hf_" + drawn(34),
    "npm-token": "npm_" + drawn(36),
    "pypi-token": "pypi-AgE" + drawn(80),
    "aws-access-key": "AKIA" + drawn(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").upper(),
    "google-key": "AIza" + drawn(35),
    "web-token": f"eyJ{drawn(20)}.eyJ{drawn(40)}.{drawn(43)}",
    "vault-token": "hvs." + drawn(24),
    "sendgrid-key": "SG." + drawn(22) + "." + drawn(43),
}
"""Texts that are known by their form alone, by kind."""
