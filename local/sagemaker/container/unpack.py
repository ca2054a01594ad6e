"""Unpacks an archive that somebody else made, and refuses it whole when any entry is not a plain file or folder below."""

import gzip
import os
import tarfile
import zlib

MAXIMUM_ENTRIES = 10_000
MAXIMUM_BYTES = 5 * 1024**3
MAXIMUM_RATIO = 1_000
"""Unpacked bytes per packed byte; archives under 1 MiB unpacked are never judged by it."""
MAXIMUM_DEPTH = 32


class ArchiveRefused(Exception):
    """The archive may not be unpacked; the message says which entry and why."""


def unpack(archive: str, target: str) -> None:
    """Unpacks the gzipped tar `archive` into the folder `target`, which is made if it is missing."""
    os.makedirs(target, exist_ok=True)
    packed = max(os.path.getsize(archive), 1)
    entries = 0
    total = 0
    try:
        # tarfile alone takes an archive that was cut off between two entries for a whole one; gzip does not.
        with gzip.open(archive) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tar:
            for entry in tar:
                entries += 1
                total += entry.size
                name = safe_name(entry)
                if entries > MAXIMUM_ENTRIES:
                    raise ArchiveRefused(f"it has more than {MAXIMUM_ENTRIES} entries")
                if total > MAXIMUM_BYTES:
                    raise ArchiveRefused(f"it unpacks to more than {MAXIMUM_BYTES} bytes")
                if total > max(1024**2, packed * MAXIMUM_RATIO):
                    raise ArchiveRefused(f"it unpacks to more than {MAXIMUM_RATIO} times its size")
                path = os.path.join(target, name)
                if entry.isdir():
                    os.makedirs(path, exist_ok=True)
                    continue
                os.makedirs(os.path.dirname(path), exist_ok=True)
                source = tar.extractfile(entry)
                assert source is not None
                # "x" and no link anywhere below `target`: nothing that is there already can be written through.
                with source, open(path, "wb" if os.path.isfile(path) else "xb") as out:
                    while chunk := source.read(1024 * 1024):
                        out.write(chunk)
                if entry.mode & 0o100:
                    os.chmod(path, 0o755)
            while chunk := unzipped.read(1024 * 1024):
                if any(chunk):
                    raise ArchiveRefused("something follows its last entry")
                total += len(chunk)
                if total > MAXIMUM_BYTES:
                    raise ArchiveRefused(f"it unpacks to more than {MAXIMUM_BYTES} bytes")
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise ArchiveRefused(f"it cannot be read: {error}") from error


def safe_name(entry: tarfile.TarInfo) -> str:
    """The entry's path relative to the target."""
    name = entry.name
    if not (entry.isreg() or entry.isdir()):
        raise ArchiveRefused(f"its entry {name!r} is a link or a device")
    if name.startswith(("/", "\\")) or "\0" in name or ":" in name.split("/")[0]:
        raise ArchiveRefused(f"its entry {name!r} has an absolute path")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts or "\\" in name:
        raise ArchiveRefused(f"its entry {name!r} leaves the folder")
    if len(parts) > MAXIMUM_DEPTH:
        raise ArchiveRefused(f"its entry {name[:80]!r}… is more than {MAXIMUM_DEPTH} folders deep")
    return os.path.join(*parts) if parts else "."
