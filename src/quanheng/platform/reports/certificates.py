"""Certificates for report signatures: a root of this platform, and one certificate per institution.

A licensed authority's seal is an adapter; until one is set up, the root says plainly that it is the
platform's own. Keys are P-256, kept in the keys folder for its owner alone.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_YEARS, LEAF_YEARS = 20, 3
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def root(keys: Path) -> Identity:
    """Return the platform's root, made at first use."""
    stored = _load(keys / "report-root.pem")
    if stored:
        return stored
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Quanheng report root", "")
    certificate = (
        _builder(name, name, key, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _save(keys / "report-root.pem", Identity(key, certificate))


def institution(keys: Path, *, uscc: str, name: str) -> Identity:
    """Return the signing identity of an institution, issued by the root at first use."""
    path = keys / f"report-{uscc}.pem"
    if stored := _load(path):
        return stored
    authority, key = root(keys), ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_name(name, uscc), authority.certificate.subject, key, LEAF_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return _save(path, Identity(key, certificate))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(BEGAN + timedelta(days=366 * years))
    )


def _name(name: str, uscc: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
    ]
    return x509.Name([*parts, x509.NameAttribute(NameOID.SERIAL_NUMBER, uscc)] if uscc else parts)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _save(path: Path, identity: Identity) -> Identity:
    private = identity.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _load(path) or identity
    with os.fdopen(descriptor, "wb") as file:
        file.write(private + identity.certificate.public_bytes(serialization.Encoding.PEM))
    return identity


def _load(path: Path) -> Identity | None:
    if not path.exists():
        return None
    data = path.read_bytes()
    key = serialization.load_pem_private_key(data, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path.name}: got another kind of key, takes P-256")
    return Identity(key, x509.load_pem_x509_certificate(data))
