"""Names: files that hold secrets by what they are called, whatever an ignore file says."""

from __future__ import annotations

import re

ENVIRONMENT = re.compile(r"\.env(rc)?([._-].*)?")
SHOWN = (".example", ".sample", ".template", ".dist", ".defaults")
"""How the copies of such a file end that are made to be shown."""
SSH_KEY = re.compile(r"id_(rsa|dsa|ecdsa|ed25519|xmss)(_sk)?([._-].*)?")
ENDINGS = (".pem", ".key", ".p12", ".pfx", ".kdbx", ".jks", ".keystore", ".ppk")
CREDENTIALS = (".netrc", "_netrc", ".git-credentials", ".pgpass", ".htpasswd")
SETTINGS = (".npmrc", ".pypirc")
"""Files that stay in the machine once there is a secret in them, and are harmless without."""


def told_by_name(path: str) -> str:
    """Return why a file is kept from the AI for its name alone, or ""."""
    name = path.rpartition("/")[2].casefold()
    if ENVIRONMENT.fullmatch(name) and not name.endswith(SHOWN):
        return "files of this name hold secrets"
    if SSH_KEY.fullmatch(name) and not name.endswith(".pub"):
        return "files of this name are private keys"
    if name.endswith(ENDINGS):
        return "files of this name hold keys"
    if name in CREDENTIALS:
        return "files of this name hold passwords"
    return ""


def holds_credentials(path: str) -> bool:
    """Tell whether a secret in a file of this name keeps all of it from the AI."""
    return path.rpartition("/")[2].casefold() in SETTINGS
