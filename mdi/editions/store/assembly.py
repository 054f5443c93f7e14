"""Putting an edition together of objects: whole at once, or mended file by file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mdi.editions.store import files
from mdi.editions.store.manifest import NAME, FileRecord, Manifest
from mdi.editions.store.objects import Objects
from mdi.errors import FileError, Problem


def assemble(objects: Objects, manifest: Manifest, folder: Path) -> None:
    """Make the folder of an edition; one that is there already is mended where it is damaged.

    Args:
        objects: where the bytes of its files lie.
        manifest: what is in it.
        folder: where it goes.

    Raises:
        FileError: an object is not there, or damaged; nothing was made.
    """
    _check(objects, manifest)
    if folder.is_dir():
        _mend(objects, manifest, folder)
        return
    with files.made_in(objects.unfinished, folder.name) as made:
        made.mkdir()
        for file, record in manifest.files.items():
            place = made / file
            place.parent.mkdir(parents=True, exist_ok=True)
            files.link(objects.path_of(record.sha256), place)
        with files.new_file(made / NAME) as written:
            written.write(manifest.to_bytes())
        files.sync_tree(made)
        files.move(made, folder)
    files.sync_folder(folder.parent)


def _check(objects: Objects, manifest: Manifest) -> None:
    """Every file lies inside the edition, and its object is sound."""
    problems = [
        Problem(f"'{file}' is no path inside an edition")
        for file in manifest.files
        if file == NAME or PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts
    ] + [
        Problem(f"the object of '{file}' is not there, or damaged: {record.sha256}")
        for file, record in manifest.files.items()
        if not objects.sound(record)
    ]
    if problems:
        message = f"Edition '{manifest.edition}' cannot be put together."
        hint = "Run the batch again: it makes what is missing, and only that."
        raise FileError(message, problems, hint=hint)


def _mend(objects: Objects, manifest: Manifest, folder: Path) -> None:
    for file, record in _wrong(objects, manifest, folder):
        place = folder / file
        files.make_folder(place.parent)
        with files.made_in(objects.unfinished, place.name) as made:
            files.link(objects.path_of(record.sha256), made)
            files.move(made, place)
        files.sync_folder(place.parent)
    content = manifest.to_bytes()
    if not _holds(folder / NAME, content):
        files.write_whole(folder / NAME, content, objects.unfinished)


def _wrong(objects: Objects, manifest: Manifest, folder: Path) -> Iterator[tuple[str, FileRecord]]:
    """The files that are not there, or damaged; what is a sound object itself is not read."""
    for file, record in manifest.files.items():
        place = folder / file
        try:
            same = place.samefile(objects.path_of(record.sha256))
            if not same and files.sha256_of(place) != record.sha256:
                yield file, record
        except OSError:
            yield file, record


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.read_bytes() == content
    except OSError:
        return False
