from __future__ import annotations

import pytest

from pairtui.review.scrutiny.running import runs
from tests.review.scrutiny.looked import seen

RUN = [
    ".github/workflows/ci.yml",
    ".GitHub/Workflows/CI.yml",
    "sub/.github/workflows/x.yaml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "Jenkinsfile",
    ".travis.yml",
    "azure-pipelines.yml",
    ".pre-commit-config.yaml",
    ".husky/pre-commit",
    "tools/hooks/pre-push",
    ".githooks/post-merge",
    "lefthook.yml",
    ".vscode/tasks.json",
    ".VSCODE/settings.json",
    "project.code-workspace",
    ".idea/workspace.xml",
    ".zed/tasks.json",
    ".devcontainer/devcontainer.json",
    ".cursor/mcp.json",
    ".claude/settings.json",
    ".mcp.json",
    ".pairtui.toml",
    "docs/.pairtuiignore",
    ".aiexclude",
    "AGENTS.md",
    ".roo/mcp.json",
    ".nvim.lua",
    ".exrc",
    ".dir-locals.el",
    ".envrc",
    ".bashrc",
    "home/.zshrc",
    ".profile",
    ".gitattributes",
    "docs/.gitattributes",
    ".gitmodules",
    ".gitconfig",
    ".npmrc",
    "package.json",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "Cargo.toml",
    ".cargo/config.toml",
    "build.rs",
    "Gemfile",
    "composer.json",
    "conftest.py",
    "tests/conftest.py",
    "sitecustomize.py",
    "evil.pth",
    "Makefile",
    "makefile",
    "sub/GNUmakefile",
    "rules.mk",
    "CMakeLists.txt",
    "build.gradle.kts",
    "gradlew",
    "pom.xml",
    "meson.build",
    "BUILD.bazel",
    "Dockerfile",
    "Dockerfile.dev",
    "docker-compose.yml",
    "justfile",
    "vite.config.ts",
    "webpack.config.js",
    ".eslintrc.cjs",
    "noxfile.py",
    "tox.ini",
    "app.csproj",
    "Directory.Build.props",
    "Rakefile",
    "Vagrantfile",
    "flake.nix",
    ".ssh/authorized_keys",
    "crontab",
    ".gdbinit",
    ".vscode./tasks.json",
    ".vsc\u200code/tasks.json",
]
NOT_RUN = [
    "src/main.py",
    "README.md",
    "makefile.md",
    "docs/makefile_notes.txt",
    "src/build/index.html",
    "workspace/notes.txt",
    "package.md",
    "lib/package.py",
    "tests/test_conftest.py",
    "hooks/useState.js",
    "src/hooks/index.ts",
    "vscode/tasks.json",
    "github/workflows/x.yml",
    "setup.md",
    "configure.md",
    "app/tasks.py",
    "config.js",
    "src/config.ts",
    "requirements.txt",
    "notes/profile.txt",
    "agents/main.py",
    "uv.lock",
    "src/Dockerfile_parser.py",
    ".gitignore",
    ".editorconfig",
    "gradle.md",
    "data/crontab.csv",
    "src/bashrc.py",
    "ci.yml",
    "workflows/ci.yml",
]


@pytest.mark.parametrize("path", RUN)
def test_files_that_run_later_are_marked_new_or_not(path: str) -> None:
    for old in (None, "a\n"):
        (sign,) = [sign for sign in seen(old, "b\n", path) if sign.name == "runs later"]
        assert sign.care
        assert sign.says.startswith("the file is one that ")


@pytest.mark.parametrize("path", NOT_RUN)
def test_others_are_not(path: str) -> None:
    assert runs(path) == ""


def test_a_rename_counts_by_both_its_names() -> None:
    for path, to in (("a.json", ".vscode/tasks.json"), (".vscode/tasks.json", "a.json")):
        (sign,) = seen("", "", path, "rename", to)
        name = to if to.startswith(".vscode") else "the file"
        assert sign.says == f"{name} is one that an editor can run"


def test_a_deletion_counts_too() -> None:
    assert [sign.name for sign in seen("a\n", "", ".gitattributes", "delete")] == ["runs later"]
