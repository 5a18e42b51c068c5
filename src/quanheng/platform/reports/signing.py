"""Sign a report's PDF (PAdES, P-256) and say of any PDF whether it is one we issued, unchanged."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from quanheng.platform.reports.certificates import Identity, institution, root

FIELD = "Institution"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the signature of a file says. `intact` alone is not enough: see `sound`."""

    signed: bool
    intact: bool = False
    whole: bool = False
    trusted: bool = False
    signer: str = ""

    @property
    def sound(self) -> bool:
        return self.signed and self.intact and self.whole and self.trusted


def sign_pdf(pdf: bytes, *, keys: Path, uscc: str, name: str, reason: str) -> bytes:
    """Return the PDF with the institution's signature over the whole file."""
    identity = institution(keys, uscc=uscc, name=name)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    registry.register(_certificate(root(keys)))
    signer = signers.SimpleSigner(
        signing_cert=_certificate(identity), signing_key=_key(identity), cert_registry=registry
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=name,
        reason=reason,
        location="",
        certify=True,
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    signers.PdfSigner(metadata, signer=signer).sign_pdf(writer, output=out)
    return out.getvalue()


def examine(pdf: bytes, *, keys: Path) -> Finding:
    """Read the signature of a PDF; a file that cannot be read, or has none or several, is unsigned."""
    try:
        signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures
    except (PdfError, ValueError, OSError, KeyError, IndexError):
        return Finding(signed=False)
    if len(signatures) != 1:
        return Finding(signed=False)
    context = ValidationContext(trust_roots=[_certificate(root(keys))], allow_fetching=False)
    try:
        status = validate_pdf_signature(signatures[0], signer_validation_context=context)
    except Exception:  # noqa: BLE001  # whatever a foreign file breaks, it is not sound
        return Finding(signed=True)
    return Finding(
        signed=True,
        intact=bool(status.intact and status.valid),
        whole=status.coverage is not None and status.coverage.name == "ENTIRE_FILE",
        trusted=bool(status.trusted),
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
    )


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _certificate(identity: Identity) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(identity.certificate.public_bytes(serialization.Encoding.DER))


def _key(identity: Identity) -> asn1_keys.PrivateKeyInfo:
    data = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return asn1_keys.PrivateKeyInfo.load(data)
