"""What may be uploaded: the types by extension, the limits, and the refusal that names its reason (trust 6)."""

from dataclasses import dataclass

from quanheng.methods.errors import MethodError

MIB = 1 << 20
PLAIN_FORM_BYTES = 50 * MIB
ENTRIES = 2_000
INFLATED_BYTES = 100 * MIB
RATIO = 100
RATIO_FREE_BYTES = MIB
"""Below this an entry may compress as well as it likes: a bomb needs size."""
PIXELS = 40_000_000
NAME_LENGTH = 200


class NotAccepted(MethodError):
    """A file that is not what its name says, or carries what evidence may not; says which."""


@dataclass(frozen=True, slots=True)
class FileType:
    """`parser` is the module of `files.formats` whose `check(path)` must succeed."""

    media_type: str
    parser: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": FileType("application/pdf", "pdf"),
    "docx": FileType(f"{_OFFICE}wordprocessingml.document", "docx"),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "pptx": FileType(f"{_OFFICE}presentationml.presentation", "pptx"),
    "csv": FileType("text/csv", "csv"),
    "txt": FileType("text/plain", "txt"),
    "png": FileType("image/png", "png"),
    "jpg": FileType("image/jpeg", "jpg"),
    "jpeg": FileType("image/jpeg", "jpg"),
    "tif": FileType("image/tiff", "tiff"),
    "tiff": FileType("image/tiff", "tiff"),
    "mp4": FileType("video/mp4", "mp4"),
    "zip": FileType("application/zip", "zip"),
    "ofd": FileType("application/ofd", "ofd"),
    "xml": FileType("application/xml", "xml"),
}


def type_of(name: str) -> FileType:
    """Return the type that the extension of `name` claims."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in TYPES:
        raise NotAccepted(
            "got a file of type %(got)s, takes %(takes)s",
            got=extension or "–",
            takes=", ".join(sorted(TYPES)),
        )
    return TYPES[extension]
