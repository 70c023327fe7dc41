"""`check --connect` for email: every step from the name to the folder, each with what was seen and what mends it.

It sends no mail, marks nothing and changes nothing: folders are asked with STATUS, SMTP goes no further than the login.
"""

from __future__ import annotations

import difflib
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import aiosmtplib
from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from inbox.connector import Context, Finding
from inbox.errors import AuthError, ChannelError

from .config import EmailConfig, ImapConfig, ServerConfig, SmtpConfig
from .feed import login_for
from .imap import Login, Mailbox
from .smtp import Sender, quit_politely
from .wire import Dial, fault, tls_context

SOON = timedelta(days=21)
SKEW = timedelta(minutes=5)


async def check(config: EmailConfig, context: Context) -> AsyncIterator[Finding]:
    """The findings in order. A step that cannot be taken ends its server's row."""
    if config.oauth is not None:
        found = await _token(context)
        yield found
        if found.level == "fail":
            return
    if config.imap is not None:
        reached = True
        for finding in await context.thread(lambda: list(reach("imap", config.imap, context.now(), context.dial))):
            reached = reached and finding.level != "fail"
            yield finding
        if reached:
            login = await login_for(config, context)
            for finding in await context.thread(lambda: list(mailbox(config, login, context.now(), context.dial))):
                yield finding
    if config.graph is not None:
        from .graph import check as check_graph
        async for finding in check_graph(config, config.graph, context):
            yield finding
    if config.smtp is not None:
        reached = True
        for finding in await context.thread(lambda: list(reach("smtp", config.smtp, context.now(), context.dial))):
            reached = reached and finding.level != "fail"
            yield finding
        if reached:
            async for finding in submission(config, context):
                yield finding


async def _token(context: Context) -> Finding:
    try:
        await context.token()
    except AuthError as error:
        return Finding(step="oauth", level="fail", text=str(error), code="token-refused", params={"why": str(error)},
                       cure=f"Authorise it in the browser, or run `inbox channel authorise {context.name}`.")
    except ChannelError as error:
        return Finding(step="oauth", level="fail", text=str(error), code="token-failed", params={"why": str(error)},
                       cure="Try again; if it stays so, see whether this machine reaches the login service.")
    return Finding(step="oauth", level="ok", text="there is a valid token", code="token")


# ---------------------------------------------------------------- name, port, certificate

def reach(label: str, server: ServerConfig | None, now: datetime, dial: Dial) -> Iterator[Finding]:
    """DNS, TCP and TLS of one server."""
    assert isinstance(server, ImapConfig | SmtpConfig)
    port = server.at_port
    try:
        found = socket.getaddrinfo(server.host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        text = error.strerror if isinstance(error, socket.gaierror) else str(error)
        yield Finding(step=f"{label} dns", level="fail", code="no-name", params={"host": server.host, "why": text or ""},
                      text=f"{server.host} cannot be resolved: {text}",
                      cure=f"Correct {label}.host, or this machine's name servers (see /etc/resolv.conf).")
        return
    addresses = sorted({str(entry[4][0]) for entry in found})
    known = ", ".join(addresses)
    yield Finding(step=f"{label} dns", level="ok", text=f"{server.host} is {known}",
                  code="name", params={"host": server.host, "known": known})
    try:
        sock = dial(server.host, port, server.connect_timeout)
    except OSError as error:
        yield _no_port(label, server, port, error)
        return
    with sock:
        at = sock.getpeername()[0]
        yield Finding(step=f"{label} tcp", level="ok", text=f"port {port} answers at {at}",
                      code="port", params={"port": str(port), "at": at})
        if server.tls == "implicit":
            yield handshake(label, server, sock, now, dial)


def _no_port(label: str, server: ServerConfig, port: int, error: OSError) -> Finding:
    usual = {"imap": "993 with implicit, 143 with starttls",
             "smtp": "465 with implicit, 587 with starttls"}[label]
    if isinstance(error, TimeoutError):
        code, text, cure = "port-silent", "did not answer", (
            f"A firewall may drop it (many networks block port 25), or {label}.port is wrong; usual are {usual}.")
    elif error.errno == errno.EACCES:
        code, text, cure = "port-forbidden", f"may not be reached from a channel of the browser: {error.strerror}", (
            "Write the address into egress_allow of [server] in the configuration file, or the whole channel into that file.")
    elif isinstance(error, ConnectionRefusedError):
        code, text, cure = "port-closed", "is closed", f"Correct {label}.host and {label}.port (usual are {usual}), or start the server."
    else:
        code, text, cure = "port-away", f"cannot be reached: {error.strerror or error}", "See whether this machine has a route to it."
    params = {"host": server.host, "port": str(port), "why": error.strerror or str(error)}
    return Finding(step=f"{label} tcp", level="fail", text=f"port {port} of {server.host} {text}", cure=cure, code=code, params=params)


def handshake(label: str, server: ServerConfig, sock: socket.socket, now: datetime, dial: Dial) -> Finding:
    """TLS on a fresh connection, with the certificate's name, chain and expiry."""
    def failed(code: str, text: str, cure: str, **more: str) -> Finding:
        return Finding(step=f"{label} tls", level="fail", text=text, cure=cure, code=code, params={"host": server.host, **more})

    try:
        with tls_context(server.ca_file).wrap_socket(sock, server_hostname=server.host) as tls:
            return certificate(label, server, tls.getpeercert(binary_form=True), str(tls.version()), now)
    except ssl.SSLCertVerificationError as error:
        return bad_certificate(label, server, error, now, dial)
    except ssl.SSLError as error:
        if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"):
            plain = {"imap": 143, "smtp": 587}[label]
            return failed("tls-none", f"{server.host} speaks no TLS on this port",
                          f'Set {label}.tls = "starttls" (usual port {plain}), or the port for implicit TLS.', plain=str(plain))
        return failed("tls-old", f"no TLS with {server.host}: {error.reason or error}",
                      "The server may know only versions before TLS 1.2; it must be brought up to date.", why=str(error.reason or error))
    except TimeoutError:
        return failed("tls-silent", f"{server.host} does not answer the TLS greeting",
                      f'If the port speaks plain text first, set {label}.tls = "starttls".')
    except OSError as error:
        return failed("tls-broken", f"{server.host} broke off the TLS greeting: {error}",
                      "See the server's log; a proxy or firewall in between may do this too.", why=str(error))


def certificate(label: str, server: ServerConfig, der: bytes | None, version: str, now: datetime) -> Finding:
    """A certificate that was accepted: until when?"""
    if not der:
        return Finding(step=f"{label} tls", level="ok", text=f"{version}, certificate accepted",
                       code="tls-accepted", params={"version": version})
    expires = x509.load_der_x509_certificate(der).not_valid_after_utc
    text = f"{version}, the certificate names {server.host} and is good until {expires:%Y-%m-%d}"
    params: dict[str, str | int | float] = {"version": version, "host": server.host, "until": f"{expires:%Y-%m-%d}"}
    if expires - now < SOON:
        days = max(0, (expires - now).days)
        return Finding(step=f"{label} tls", level="warn", code="certificate-ends", params={**params, "days": days},
                       text=f"{text}, {days} days from now",
                       cure="Have it renewed before then; afterwards nothing comes in or goes out.")
    return Finding(step=f"{label} tls", level="ok", text=text, code="certificate", params=params)


def bad_certificate(label: str, server: ServerConfig, error: ssl.SSLCertVerificationError, now: datetime, dial: Dial) -> Finding:
    """Why a certificate was not accepted, from the certificate itself: it is looked at once more without trust."""
    def failed(code: str, text: str, cure: str, **more: str) -> Finding:
        return Finding(step=f"{label} tls", level="fail", text=text, cure=cure, code=code, params={"host": server.host, **more})

    names, starts, ends = _look(server, dial)
    if ends is not None and ends < now:
        return failed("certificate-ended", f"the certificate of {server.host} expired on {ends:%Y-%m-%d}",
                      "Have the server's certificate renewed.", at=f"{ends:%Y-%m-%d}")
    if starts is not None and starts > now:
        return failed("certificate-early", f"the certificate of {server.host} is good only from {starts:%Y-%m-%d %H:%M} UTC on",
                      "Set this machine's clock (timedatectl); if it is right, the certificate is not in force yet.",
                      at=f"{starts:%Y-%m-%d %H:%M} UTC")
    if error.verify_code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
        known = ", ".join(names[:5]) or "no name at all"
        return failed("certificate-other", f"the certificate is for {known}, not for {server.host}",
                      f"Write one of its names as {label}.host.", known=known)
    if error.verify_code in (18, 19, 20, 21):
        return failed("certificate-unknown", f"the certificate of {server.host} is signed by nobody we trust: {error.verify_message}",
                      f'Name the file of the authority that signed it: {label}.ca_file = "/path/ca.pem"; or have the '
                      "server send its whole chain.", why=error.verify_message)
    return failed("certificate-refused", f"the certificate of {server.host} is refused: {error.verify_message}",
                  "Have the server's certificate mended.", why=error.verify_message)


def _look(server: ServerConfig, dial: Dial) -> tuple[list[str], datetime | None, datetime | None]:
    assert isinstance(server, ImapConfig | SmtpConfig)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only to read why it was refused; nothing is said over it
    try:
        with dial(server.host, server.at_port, server.connect_timeout) as sock, \
                context.wrap_socket(sock, server_hostname=server.host) as tls:
            der = tls.getpeercert(binary_form=True)
        cert = x509.load_der_x509_certificate(der or b"")
    except (OSError, ValueError):
        return [], None, None
    names = [str(name.value) for name in cert.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    try:
        more = cert.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
        if isinstance(more, x509.SubjectAlternativeName):
            names = [*more.get_values_for_type(x509.DNSName),
                     *(str(ip) for ip in more.get_values_for_type(x509.IPAddress))] or names
    except x509.ExtensionNotFound:
        pass  # an old certificate with a common name alone
    return names, cert.not_valid_before_utc, cert.not_valid_after_utc


# ---------------------------------------------------------------- IMAP

def mailbox(config: EmailConfig, login: Login, now: datetime, dial: Dial) -> Iterator[Finding]:
    """Login, capabilities, folders, clock. Blocking."""
    assert config.imap is not None
    box = Mailbox(config.imap, dial)
    try:
        yield from _mailbox(box, config, login, now)
    except ChannelError as error:
        why = str(fault(error, config.imap.host, "checking"))
        yield Finding(step="imap", level="fail", text=why, code="imap-failed", params={"why": why},
                      cure="Try again; if it stays so, see the server's log.")
    finally:
        box.close()


def _mailbox(box: Mailbox, config: EmailConfig, login: Login, now: datetime) -> Iterator[Finding]:
    imap = box.config
    try:
        box.connect()
    except ChannelError as error:
        yield Finding(step="imap tls" if imap.tls == "starttls" else "imap greeting", level="fail", text=str(error),
                      code="greeting", params={"why": str(error)},
                      cure="Correct imap.tls, imap.port and, for a private authority, imap.ca_file.")
        return
    if imap.tls == "starttls":
        yield Finding(step="imap tls", level="ok", text="STARTTLS, certificate accepted",
                      code="tls-accepted", params={"version": "STARTTLS"})
    try:
        box.login(login)
    except AuthError as error:
        yield _refused("imap login", error, imap.host, config)
        return
    except ChannelError as error:
        yield Finding(step="imap login", level="fail", text=str(error), code="login-unjudged", params={"why": str(error)},
                      cure="The credentials were not judged. Try again in a few minutes.")
        return
    yield Finding(step="imap login", level="ok", text=f"logged in as {login.username}", code="login", params={"user": login.username})
    yield from _capabilities(box, config)
    yield from _folders(box, config)
    yield from _clock(box, now)


def _capabilities(box: Mailbox, config: EmailConfig) -> Iterator[Finding]:
    if box.config.idle and not box.can("IDLE"):
        yield Finding(step="imap capabilities", level="warn", text="the server has no IDLE",
                      code="no-idle", params={"seconds": config.poll_seconds},
                      cure=f"Mail is noticed at the next poll, every {config.poll_seconds} s; lower poll_seconds if that "
                           "is late.")
    if config.after_ingest.startswith("move:") and not (box.can("MOVE") or box.can("UIDPLUS")):
        yield Finding(step="imap capabilities", level="fail", text="the server can move no single mails (MOVE, UIDPLUS)",
                      code="no-move",
                      cure='Set after_ingest = "seen" or "leave".')
    known = [name for name in ("IDLE", "MOVE", "UIDPLUS", "UNSELECT", "CONDSTORE", "X-GM-EXT-1") if box.can(name)]
    yield Finding(step="imap capabilities", level="ok", text=", ".join(known) or "IMAP4rev1 and no more")


def _folders(box: Mailbox, config: EmailConfig) -> Iterator[Finding]:
    names = [name for flags, name in box.folders() if "\\NOSELECT" not in {flag.upper() for flag in flags}]
    wanted = list(box.config.folders)
    target = config.after_ingest.removeprefix("move:") if config.after_ingest.startswith("move:") else ""
    if target and target not in names:
        near = difflib.get_close_matches(target, names, 1, 0.5)
        yield Finding(step="imap folders", level="warn", text=f"there is no folder {target!r}; the first mail that is moved makes it",
                      code="folder-made-near" if near else "folder-made", params={"folder": target, "near": "".join(near)},
                      cure=f"Did you mean {near[0]!r}?" if near else "Correct after_ingest if another is meant.")
    if config.sent_folder not in ("", "-"):
        wanted.append(config.sent_folder)
    for name in wanted:
        if name not in names and name.upper() != "INBOX":
            near = difflib.get_close_matches(name, names, 1, 0.5)
            yield Finding(step="imap folders", level="fail", text=f"there is no folder {name!r}",
                          code="no-folder-near" if near else "no-folder",
                          params={"folder": name, "near": "".join(near), "known": ", ".join(sorted(names)[:20])},
                          cure=f"Did you mean {near[0]!r}?" if near else
                          f"The account has: {', '.join(sorted(names)[:20])}.")
            continue
        if name in box.config.folders:
            state = box.status(name)
            yield Finding(step="imap folders", level="ok", text=f"{name} holds {state.exists} mails", code="folder",
                          params={"folder": name, "n": state.exists})
    if not config.sent_folder and config.smtp is not None and not box.gmail:
        sent = box.sent_folder()
        if sent is None:
            yield Finding(step="imap folders", level="warn", text="no Sent folder can be found", code="no-sent",
                          cure='Name it with sent_folder, or write sent_folder = "-" if no copies are wanted.')
        else:
            yield Finding(step="imap folders", level="ok", text=f"copies of replies go to {sent}", code="sent", params={"folder": sent})


def _clock(box: Mailbox, now: datetime) -> Iterator[Finding]:
    """The newest mail's time of arrival is the server's clock; it cannot lie ahead of ours."""
    state = box.select(box.config.folders[0], writable=False)
    top = box.top()
    facts = box.facts([top]) if state.exists and top else []
    when = facts[0].internaldate if facts else None
    box.unselect()
    if when is None:
        return
    if when - now > SKEW:
        yield Finding(step="clock", level="warn", text=f"the newest mail arrived {_span(when - now)} ahead of our clock",
                      code="clock-behind", params={"minutes": int((when - now).total_seconds() // 60)},
                      cure="Set this machine's clock (timedatectl set-ntp true); if it is right, the server's is wrong.")
    else:
        yield Finding(step="clock", level="ok", text="not behind the server's", code="clock")


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def _refused(step: str, error: AuthError, host: str, config: EmailConfig) -> Finding:
    code, cure = login_cure(host, config)
    return Finding(step=step, level="fail", text=str(error), cure=cure, code=code, params={"why": str(error)})


def login_cure(host: str, config: EmailConfig) -> tuple[str, str]:
    """What mends a refused login, where the provider is known for its own ways: its code, and in words."""
    name = host.lower()
    if name.endswith(("gmail.com", "googlemail.com")):
        if config.oauth is not None:
            return "login-google-grant", "Authorise again; a test app's grant ends after 7 days, an internal or published app's does not."
        return "login-google", ("Google takes no account password here: make an app password (it needs 2-step verification), "
                'or use oauth = { provider = "google", … }.')
    if name.endswith(("office365.com", "outlook.com")):
        if config.oauth is None:
            return "login-microsoft", 'Microsoft takes no passwords for IMAP any more; use oauth = { provider = "microsoft", … }.'
        return "login-microsoft-app", ("The app needs IMAP.AccessAsApp and SMTP.SendAsApp with admin consent, then in Exchange PowerShell "
                "New-ServicePrincipal -AppId … -ObjectId (the enterprise application's object id, not the app "
                "registration's) and Add-MailboxPermission for the mailbox. "
                "Where a tenant has SMTP AUTH off, graph = {} sends instead of smtp.")
    return "login-refused", (
        "Correct the username and password; some providers want the whole address as the username, or an app password.")


# ---------------------------------------------------------------- SMTP

async def submission(config: EmailConfig, context: Context) -> AsyncIterator[Finding]:
    """EHLO, STARTTLS, login, and the size that it takes; then QUIT."""
    assert config.smtp is not None
    smtp = config.smtp
    sender = Sender(config, context)
    try:
        client = await sender.connect()
    except AuthError as error:
        yield _refused("smtp login", error, smtp.host, config)
        return
    except ChannelError as error:
        yield Finding(step="smtp connection", level="fail", text=str(error), code="greeting", params={"why": str(error)},
                      cure="Correct smtp.tls and smtp.port; for a private authority name smtp.ca_file.")
        return
    try:
        for finding in _offers(config, client):
            yield finding
    finally:
        await quit_politely(client)


def _offers(config: EmailConfig, client: aiosmtplib.SMTP) -> Iterator[Finding]:
    smtp = config.smtp
    assert smtp is not None
    if smtp.tls == "starttls":
        yield Finding(step="smtp tls", level="ok", text="STARTTLS, certificate accepted",
                      code="tls-accepted", params={"version": "STARTTLS"})
    if config.smtp_login:
        user = smtp.username or config.imap_username
        yield Finding(step="smtp login", level="ok", text=f"logged in as {user}", code="login", params={"user": user})
    else:
        yield Finding(step="smtp login", level="ok" if smtp.loopback else "warn", text="mail is handed over without one",
                      code="no-login" if smtp.loopback else "no-login-far",
                      cure="" if smtp.loopback else "Most servers take mail for other domains only after a login: give "
                                                    "smtp.username and smtp.password.")
    limit = client.esmtp_extensions.get("size", "").strip()
    if limit.isdigit() and int(limit):
        size = int(limit)
        small = size < 10_000_000
        yield Finding(step="smtp size", level="warn" if small else "ok", code="size-small" if small else "size",
                      params={"mb": round(size / 1_048_576)},
                      text=f"takes mails up to {size / 1_048_576:.0f} MB, attachments grow by a third in it",
                      cure="Larger replies are refused; have the server's limit raised." if small else "")
    else:
        yield Finding(step="smtp size", level="ok", text="the server names no limit for the size of a mail", code="size-any")
