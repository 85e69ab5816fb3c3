"""Files that people send: known by what is in them, under names that are harmless.

Nothing sent by a person is ever shown in the portal's pages: it is handed over as a download.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST = 10 * 1024 * 1024
MOST = 5
LONGEST_NAME = 100
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# What is taken: the type told from the content, with the ending its name gets.
ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    f"{OFFICE}presentationml.presentation": "pptx",
    f"{OPEN_DOCUMENT}text": "odt",
    f"{OPEN_DOCUMENT}spreadsheet": "ods",
    f"{OPEN_DOCUMENT}presentation": "odp",
    "text/plain": "txt",
}
OFFICE_FOLDERS = {
    "word/": f"{OFFICE}wordprocessingml.document",
    "xl/": f"{OFFICE}spreadsheetml.sheet",
    "ppt/": f"{OFFICE}presentationml.presentation",
}
MACROS = ("vbaproject.bin", "vbadata.xml")


class FileRefusedError(ValueError):
    """We do not take this file: too large, empty, or of a kind we do not know."""


@dataclass(frozen=True)
class SentFile:
    """A file that was looked at and may be kept."""

    name: str
    kind: str
    content: bytes


def look_at(name: str, content: bytes) -> SentFile:
    """Return the file with its clean name and its type; raise FileRefusedError where unfit."""
    if len(content) > LARGEST:
        raise FileRefusedError("too large")
    kind = kind_of(content)
    if not kind:
        raise FileRefusedError("unknown kind")
    return SentFile(clean_name(name, kind), kind, content)


def kind_of(content: bytes) -> str:
    """Return the type told from the content, or "" where we do not take it (also with macros)."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return "text/plain" if _is_text(content) else ""


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            first = archive.infolist()[0] if names else None
            if any(PurePosixPath(name).name.lower() in MACROS for name in names):
                return ""
            if first and first.filename == "mimetype" and first.file_size < 100:
                kind = archive.read(first).decode("ascii", "replace").strip()
                return kind if kind in ENDINGS else ""
    except (zipfile.BadZipFile, IndexError, RuntimeError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    found = [
        kind
        for folder, kind in OFFICE_FOLDERS.items()
        if any(name.startswith(folder) for name in names)
    ]
    return found[0] if len(found) == 1 else ""


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return bool(start) and not start.startswith("<")


def clean_name(name: str, kind: str) -> str:
    """Return a name without folders and odd signs, with the ending that fits the content."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name.strip(".") else name
    stem = re.sub(r"[^\w \-()]+", "_", stem)
    stem = re.sub(r"[\s_]+", " ", stem).strip(" -_.")[:LONGEST_NAME].strip()
    return f"{stem or 'file'}.{ENDINGS[kind]}"
