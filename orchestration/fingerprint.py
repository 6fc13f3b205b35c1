"""What code and what configuration a warehouse was built with: two short hashes that decide whether work can be skipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ingestion.home import PROJECT_DIR, Home

DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
_CODE_SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv", ".json", ".html"}
# What dbt or Python leaves beside the code.
_NOT_CODE = {"target", "logs", "dbt_packages", "__pycache__"}


def package_version() -> str:
    try:
        return version("rooftop")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def code_fingerprint() -> str:
    """Of everything that decides what the warehouse holds: models, seeds, contracts and the Python around them."""
    folders = [DBT_PROJECT_DIR, *(PROJECT_DIR / name for name in ("ingestion", "expectations", "orchestration"))]
    return _hash_files(PROJECT_DIR, (f for folder in folders for f in _code_files(folder)), salt=package_version())


def build_fingerprint() -> str:
    """Of dbt's project alone: a table that was built by other SQL is built anew, not added to."""
    return _hash_files(PROJECT_DIR, _code_files(DBT_PROJECT_DIR), salt=package_version())


def config_fingerprint(home: Home) -> str:
    """Of every file under `<home>/config`: settings, feed profiles, seed overrides."""
    return _hash_files(home.config, (p for p in home.config.rglob("*") if p.is_file()))


def warehouse_version(code: str) -> str:
    """Release and code of the warehouse, as published: 0.1.0+1a2b3c4d."""
    return f"{package_version()}+{code[:8]}"


def _code_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            if path.name not in _NOT_CODE and not path.name.startswith("."):
                yield from _code_files(path)
        elif path.suffix in _CODE_SUFFIXES:
            yield path


def _hash_files(root: Path, files: Iterable[Path], salt: str = "") -> str:
    digest = hashlib.sha256(salt.encode())
    for path in sorted(files):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # gone since it was listed
        digest.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
