"""Running: files that can run later, or that change what other tools do, by their names.

Anyone who can write one of these can run a program on this machine or in its pipeline, often before
anybody has looked: CVE-2025-53536, CVE-2025-54130, CVE-2025-53773 (editor and AI settings),
CVE-2026-26268 (hooks), CVE-2022-23521 (attributes). The list follows each tool's own manual. New
files and existing ones are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from pairtui.review.scrutiny.sign import Looked, Sign, parts

FOLDERS = {
    "a git hook": (".husky", ".githooks", ".git-hooks", ".lefthook"),
    "continuous integration": (
        ".github/workflows", ".github/actions", ".circleci", ".buildkite", ".teamcity", ".builds",
        ".gitea/workflows", ".forgejo/workflows", ".woodpecker", ".semaphore", ".gitlab/ci",
        ".azure-pipelines", ".tekton",
    ),
    "an editor": (
        ".vscode", ".idea", ".zed", ".fleet", ".devcontainer", ".helix", ".vs", ".nvim",
        ".settings",
    ),
    "an AI tool": (
        ".cursor", ".claude", ".codex", ".gemini", ".roo", ".continue", ".windsurf", ".kiro",
        ".amazonq", ".opencode", ".clinerules", ".github/instructions", ".github/prompts", ".aider",
    ),
    "a build": (".mvn", ".cargo", ".yarn/releases", ".yarn/plugins", "gradle/wrapper"),
    "the shell": (".config/fish", ".bashrc.d", ".zshrc.d", ".direnv", ".mise"),
    "the system": (".ssh", "autostart", ".config/systemd", "cron.d", "etc/profile.d"),
}  # fmt: skip
"""Who runs what lies in which folder, wherever that is."""
NAMES = {
    "git": (".gitattributes", ".gitmodules", ".gitconfig", ".lfsconfig"),
    "a git hook": (
        "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-push", "pre-rebase",
        "post-checkout", "post-merge", "post-rewrite", "pre-receive", "post-receive",
        "pre-merge-commit", "applypatch-msg", "pre-applypatch", "post-applypatch",
        "fsmonitor-watchman", ".pre-commit-config.y*ml", ".pre-commit-hooks.y*ml",
        "lefthook.y*ml", ".lefthook.y*ml", ".overcommit.yml", ".lintstagedrc*", ".huskyrc*",
    ),
    "continuous integration": (
        ".gitlab-ci.y*ml", "*.gitlab-ci.y*ml", ".travis.y*ml", "azure-pipelines*.y*ml",
        "bitbucket-pipelines.y*ml", "appveyor.y*ml", ".appveyor.y*ml", "jenkinsfile",
        "jenkinsfile.*",
        ".drone.y*ml", ".woodpecker.y*ml", ".cirrus.y*ml", ".build.y*ml", "cloudbuild.y*ml",
        "buildspec.y*ml", "codemagic.y*ml", ".readthedocs.y*ml", "netlify.toml", "vercel.json",
        "wercker.y*ml", "action.y*ml", "skaffold.y*ml", "renovate.json*", ".goreleaser.y*ml",
    ),
    "an editor": (
        "*.code-workspace", ".exrc", ".nvimrc", ".nvim.lua", ".vimrc", "_vimrc", ".gvimrc",
        ".lvimrc", ".dir-locals*.el", ".projectile", ".devcontainer.json", ".gitpod.y*ml",
        "*.sublime-project", ".emacs", ".ycm_extra_conf.py",
    ),
    "an AI tool": (
        ".mcp.json", "mcp.json", ".cursorrules", ".windsurfrules", ".clinerules", ".roomodes",
        ".rules", "agents.md", "claude.md", "claude.local.md", "gemini.md",
        "copilot-instructions.md", ".aider.conf.y*ml", "opencode.json*", ".goosehints",
        ".pairtui.toml", ".pairtuiignore", ".aiderignore", ".cursorignore", ".aiexclude",
        ".aiignore",
    ),
    "the shell": (
        ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile",
        ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".cshrc", ".tcshrc", ".login",
        ".logout", ".kshrc", ".mkshrc", "config.fish", ".envrc", ".rvmrc", ".inputrc",
        "*profile.ps1", ".tmux.conf", ".screenrc", ".xinitrc", ".xprofile", ".xsession",
        "mise.toml", ".mise.toml", ".autoenv*", ".env.fish",
    ),
    "the system": ("crontab", "*.service", "*.timer", "*.desktop", "authorized_keys", "sudoers"),
    "a debugger or interpreter as it starts": (
        ".gdbinit", ".lldbinit", ".pythonrc*", ".pdbrc*", ".irbrc", ".pryrc", ".rprofile",
        ".ghci", ".psqlrc", ".sqliterc", "sitecustomize.py", "usercustomize.py", "*.pth",
        ".noderc*", ".perltidyrc",
    ),
    "pytest": ("conftest.py", "pytest.ini", ".pytest.ini"),
    "a package manager": (
        "package.json", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.*js", "pnpm-workspace.yaml",
        "bunfig.toml", "deno.json*", "composer.json", "pyproject.toml", "setup.py", "setup.cfg",
        "pipfile", "pip.conf", "cargo.toml", "gemfile", "*.gemspec", "podfile", "*.podspec",
        "mix.exs", "rebar.config", "package.swift", "project.clj", "deps.edn", "*.nuspec",
        "nuget.config", "conanfile.py", "brewfile", "cpanfile", "makefile.pl", "build.pl",
        "*.cabal", "*.opam", "*.rockspec", "elm-package.json", "build.zig.zon",
    ),
    "a build": (
        "makefile", "gnumakefile", "bsdmakefile", "makefile.am", "makefile.in",
        "makefile.inc", "*.mk", "cmakelists.txt", "*.cmake",
        "cmakepresets.json", "meson.build", "sconstruct", "sconscript", "wscript", "build",
        "build.bazel", "workspace", "workspace.bazel", "module.bazel", ".bazelrc", "*.bzl", "buck",
        ".buckconfig", "*.gradle", "*.gradle.kts", "gradlew", "gradlew.bat", "gradle.properties",
        "mvnw", "mvnw.cmd", "pom.xml", "build.xml", "build.rs", "build.sbt", "build.sc",
        "build.zig",
        "build.sh", "build.py", "build.bat", "build.cmd", "build.ps1", "bootstrap.sh", "install.sh",
        "autogen.sh", "configure", "configure.ac", "configure.in", "rakefile", "*.rake", "justfile",
        ".justfile", "taskfile*.y*ml", "noxfile.py", "tox.ini", "fabfile.py", "dodo.py",
        "earthfile", "tiltfile", "snakefile", "fastfile", "vagrantfile", "procfile", "dockerfile",
        "dockerfile.*", "*.dockerfile", "containerfile", "docker-compose*.y*ml", "compose*.y*ml",
        "docker-bake.*", "*.csproj", "*.vbproj", "*.fsproj", "*.vcxproj", "directory.build.*",
        "*.targets", "*.props", "gulpfile.*", "gruntfile.*", "*.config.js", "*.config.cjs",
        "*.config.mjs", "*.config.ts", "*.config.mts", "*.config.cts", ".babelrc*", ".eslintrc*js",
        ".prettierrc*js", "flake.nix", "shell.nix", "default.nix", "setup.hs", "magefile.go",
        "hatch_build.py", "pkgbuild",
    ),
}  # fmt: skip
"""Who runs or obeys a file of which name; `*` stands for any run of characters."""
INFORMS = {"an AI tool": "follows", "git": "obeys", "a package manager": "obeys and can run"}
"""What those do who do not run it."""


def running(at: Looked) -> Iterator[Sign]:
    """Yield a sign where the file can run later, or changes what other tools do."""
    for path in dict.fromkeys((at.path, at.change.path)):
        who = runs(path)
        if who:
            name = "the file" if path == at.change.path else path
            does = INFORMS.get(who, "can run")
            yield at.sign("runs later", f"{name} is one that {who} {does}")
            return


@lru_cache(maxsize=4096)
def runs(path: str) -> str:
    """Return who runs or obeys a file of this path, or nothing."""
    every = parts(path)
    if not every:
        return ""
    folders = "/" + "/".join(every[:-1]) + "/"
    for who, inside in FOLDERS.items():
        if any(f"/{folder}/" in folders for folder in inside):
            return who
    name = every[-1]
    for who, names in NAMES.items():
        if any(fnmatchcase(name, pattern) for pattern in names):
            return who
    # A hook by its folder, as git and most tools that manage hooks keep them.
    return "a git hook" if "/hooks/" in folders and "." not in name else ""
