"""Papers signed at test time: a small authority of its own, two signers, and what can be done to a file after."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

ROOT_NAME = "Test Paper Authority"
CLIENT_SIGNER = "Dele Okafor"
OWN_SIGNER = "Mara Lindqvist"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
SEAL_BOXES = {"client_seal": (320, 90, 520, 140), "consultant_seal": (60, 90, 260, 140)}


@dataclass(frozen=True)
class Authority:
    """A root and whoever it issued certificates to."""

    root: bytes
    signers: dict[str, signers.SimpleSigner]


@cache
def authority() -> Authority:
    """One root and two signers, made once a run."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ROOT_NAME)])
    root = _certificate(name, name, root_key, root_key, is_root=True)
    made = {}
    for person in (CLIENT_SIGNER, OWN_SIGNER):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, person)])
        made[person] = _signer(_certificate(subject, name, key, root_key), key, root)
    return Authority(root.public_bytes(Encoding.PEM), made)


@cache
def self_signed(person: str) -> signers.SimpleSigner:
    """A signer whose certificate vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, person)])
    return _signer(_certificate(name, name, key, key), key)


def sign(
    pdf: bytes, field: str, signer: signers.SimpleSigner, *, md: str = "sha256", name: str | None = None
) -> bytes:
    """Sign by an appended revision, in a field that is there or is made now."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None  # its own metadata would replace the paper's
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=md, subfilter=fields.SigSeedSubFilter.PADES, name=name
    )
    out = BytesIO()
    signers.PdfSigner(metadata, signer).sign_pdf(writer, output=out)
    return out.getvalue()


def with_fields(pdf: bytes) -> bytes:
    """The paper with an empty signature field for each side on its last page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    for name, box in SEAL_BOXES.items():
        fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=-1, box=box))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_by_client(pdf: bytes) -> bytes:
    """One signature, in the client's field; the consultant's is empty."""
    return sign(with_fields(pdf), "client_seal", authority().signers[CLIENT_SIGNER])


def signed_by_both(pdf: bytes) -> bytes:
    """The client first, then the consultant."""
    return sign(signed_by_client(pdf), "consultant_seal", authority().signers[OWN_SIGNER])


def flipped(pdf: bytes) -> bytes:
    """One byte of the first page's signed content is another."""
    place = pdf.index(b"stream\n") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def whitened(pdf: bytes) -> bytes:
    """A white box laid over a price, as an appended edit."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    page, _ = writer.find_page_for_modification(0)[:2]
    box = generic.StreamObject(stream_data=b"q 1 1 1 rg 380 500 140 20 re f Q")
    drawn = page.get_object()
    old = drawn.raw_get("/Contents")
    parts = list(old) if isinstance(old, generic.ArrayObject) else [old]
    drawn["/Contents"] = generic.ArrayObject([*parts, writer.add_object(box)])
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def resaved(pdf: bytes) -> bytes:
    """Opened and saved again by another tool."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def resaved_by_qpdf(pdf: bytes, folder: Path) -> bytes:
    """The same by the qpdf program."""
    before, after = folder / "before.pdf", folder / "after.pdf"
    before.write_bytes(pdf)
    subprocess.run(["qpdf", str(before), str(after)], check=True, capture_output=True)
    return after.read_bytes()


def cut_back(both: bytes, first: bytes) -> bytes:
    """As it was after the first signature: the second revision is cut away."""
    assert both.startswith(first)
    return both[: len(first)]


def trust_store(folder: Path) -> Path:
    """A certificate store for poppler that knows the test root."""
    folder.mkdir(exist_ok=True)
    root = folder / "root.pem"
    root.write_bytes(authority().root)
    name = f"sql:{folder}"
    subprocess.run(["certutil", "-N", "--empty-password", "-d", name], check=True, capture_output=True)
    subprocess.run(
        ["certutil", "-A", "-d", name, "-n", "root", "-t", "C,C,C", "-a", "-i", str(root)],
        check=True,
        capture_output=True,
    )
    return folder


def cms_of(pdf: bytes) -> list[tuple[bytes, bytes]]:
    """Per signature: the signed bytes and the message that signs them, for OpenSSL."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    found = []
    for embedded in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        first, length, second, rest = (int(number) for number in embedded.byte_range)
        signed = pdf[first : first + length] + pdf[second : second + rest]
        found.append((signed, bytes(embedded.pkcs7_content)))
    return found


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    issuer_key: Key,
    *,
    is_root: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
    )
    if not is_root:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(issuer_key, hashes.SHA256())


def _signer(
    certificate: x509.Certificate, key: Key, root: x509.Certificate | None = None
) -> signers.SimpleSigner:
    registry = SimpleCertificateStore()
    if root is not None:
        registry.register(asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=registry,
    )


def root_pem(folder: Path) -> Path:
    """The test root as a file, for OpenSSL."""
    path = folder / "authority.pem"
    path.write_bytes(authority().root)
    assert pem.detect(path.read_bytes())
    return path


def with_text_field(pdf: bytes) -> bytes:
    """The paper with a text field in which something can be typed, signed by the client."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(with_fields(pdf)))
    writer._update_meta = lambda: None
    page, _ = writer.find_page_for_modification(0)[:2]
    name, text = generic.pdf_name, generic.pdf_string
    widget = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/FT"): name("/Tx"),
            name("/T"): text("place"),
            name("/V"): text(""),
            name("/Rect"): generic.ArrayObject([generic.FloatObject(n) for n in (60, 60, 200, 80)]),
            name("/F"): generic.NumberObject(4),
            name("/P"): page,
        }
    )
    reference = writer.add_object(widget)
    drawn = page.get_object()
    drawn["/Annots"] = generic.ArrayObject([*drawn.get("/Annots", []), reference])
    writer.mark_update(page)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])
    out = BytesIO()
    writer.write(out)
    return sign(out.getvalue(), "client_seal", authority().signers[CLIENT_SIGNER])


def filled(pdf: bytes) -> bytes:
    """Something typed into the text field after the signature."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == "place":
            field["/V"] = generic.pdf_string("Bristol")
            writer.update_container(field)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def unlisted(pdf: bytes) -> bytes:
    """The form's list of fields emptied by an appended edit, so that no reader lists a signature."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject([])
    writer.update_container(writer.root["/AcroForm"])
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def time_stamper() -> timestamps.DummyTimeStamper:
    """A timestamp service of our own, in this process."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test clock")])
    signer = _signer(_certificate(name, name, key, key), key)
    return timestamps.DummyTimeStamper(
        tsa_cert=signer.signing_cert, tsa_key=signer.signing_key, certs_to_embed=SimpleCertificateStore()
    )


def sign_with_timestamp(pdf: bytes, field: str, signer: signers.SimpleSigner) -> bytes:
    """A signature with the stamp of a timestamp service in it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    out = BytesIO()
    signers.PdfSigner(metadata, signer, timestamper=time_stamper()).sign_pdf(writer, output=out)
    return out.getvalue()


def stamped(pdf: bytes) -> bytes:
    """The whole file stamped by a timestamp service, after whatever signatures it has."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None
    out = BytesIO()
    signers.PdfTimeStamper(time_stamper()).timestamp_pdf(writer, "sha256", output=out)
    return out.getvalue()


def signed_while_encrypted(pdf: bytes, field: str, signer: signers.SimpleSigner) -> bytes:
    """Encrypted without a password for reading, then signed."""
    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="owner", user=""))
    writer = IncrementalPdfFileWriter(BytesIO(locked.getvalue()))
    writer.encrypt(b"")
    writer._update_meta = lambda: None
    out = BytesIO()
    metadata = signers.PdfSignatureMetadata(field_name=field)
    signers.PdfSigner(metadata, signer).sign_pdf(writer, output=out)
    return out.getvalue()


@cache
def unnamed() -> signers.SimpleSigner:
    """A signer whose certificate names a company and no person, and issued itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Harbor & Pine")])
    return _signer(_certificate(name, name, key, key), key)


@cache
def numbered() -> signers.SimpleSigner:
    """A signer whose certificate holds nothing but a serial number."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.SERIAL_NUMBER, "4711")])
    return _signer(_certificate(name, name, key, key), key)
