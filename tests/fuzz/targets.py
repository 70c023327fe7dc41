"""What is fuzzed: for each door to the outside the inputs that are made up, and what must hold whatever comes.

The short set (test_targets.py) and the long one (run.py, `./run.sh fuzz`) take the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bounds
import seeds
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from connectors.webhook import posted
from inbox import config, html, markdown, registry, remote_images, workers
from inbox.api import frames
from inbox.errors import ConfigError
from inbox.sections import SECTIONS
from inbox.types import Ignore, InboundMessage, RawItem, Update

SECONDS = 3.0  # of CPU for one input; the slowest take 0.1
AT = "2026-11-22T10:00:00+00:00"
META = {"mail": {"internaldate": AT, "own": ["support@example.com"], "authserv": ["mx.example.com"], "flags": []},
        "message": {"at": AT, "space": "shop"}, "form": {"at": AT, "made": 0.0}, "status_form": {"at": AT, "made": 0.0}}


# ---------------------------------------------------------------- made-up bytes

@st.composite
def mutated(draw: st.DrawFn, from_: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    """One of those, some places of which are cut, doubled, overwritten or filled with a piece."""
    data = draw(st.sampled_from(from_))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 60)))
        match draw(st.integers(0, 5)):
            case 0:
                data = data[:at] + data[end:]
            case 1:
                data = data[:at] + data[at:end] * draw(st.integers(2, 40)) + data[end:]
            case 2:
                data = data[:at]
            case 3:
                data = data[:at] + draw(st.binary(max_size=8)) + data[end:]
            case _:
                data = data[:at] + draw(st.sampled_from(pieces)) * draw(st.integers(1, 3)) + data[at:]
    return data


# ---------------------------------------------------------------- what must hold

def read(type_: str, kind: str, data: bytes, *, refuses: bool = False) -> None:
    """An item is a message, news or left out, and what it says can be stored. `refuses`: or it is kept with its cause."""
    found = workers.read_one(type_, RawItem(item="INBOX/1/1", kind=kind, data=data, meta=META[kind]))
    if isinstance(found, workers.Unreadable):
        assert refuses or found.code == "too_deep", found
        return
    assert found
    for one in found:
        assert isinstance(one, InboundMessage | Update | Ignore)
        storable(one)
        if isinstance(one, InboundMessage):
            harmless(one.html)
            assert all("/" not in file.name and "\\" not in file.name for file in one.attachments) or type_ != "email"
            assert len(one.subject) <= 4_000 or type_ != "email"


def storable(value: Any) -> None:
    """No text in it that a database does not take."""
    said = repr(value) if not isinstance(value, InboundMessage) else "".join(
        (value.text, value.full_text, value.html, value.subject, value.external_id, value.sender.value, value.sender.name))
    said.encode("utf-8")
    assert "\0" not in said


class _Judge(HTMLParser):
    """Another reader than the one that cleaned: what it finds must be allowed. `tags`: what it found."""

    def __init__(self, cleaned: str, *sources: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sources = ("cid:", "data:image/", *sources)
        self.feed(cleaned)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert tag in html._TAGS, tag
        for name, value in attributes:
            allowed = {"data-src", "rel", "class", *html._ATTRIBUTES["*"], *html._ATTRIBUTES.get(tag, ())}
            assert not name.startswith("on") and name in allowed and (name != "class" or value == "blocked"), (tag, name)
            value = (value or "").strip().lower()
            if name == "src":
                assert value.startswith(self.sources) and "svg" not in value[:30], value
            elif name in ("href", "cite"):
                assert value.startswith(("http:", "https:", "mailto:", "tel:")), value
            elif name == "style":
                assert not any(word in value for word in ("url", "expression", "@import", "\\", "/*")), value

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"<?{data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"<![{data}")


def harmless(cleaned: str) -> None:
    """Cleaned HTML runs nothing and fetches nothing, to the eyes of another reader, and cleaning it again finds no more."""
    assert _Judge(html.clean(cleaned)).tags == _Judge(cleaned).tags, "read anew it is something else"


def page(data: bytes) -> None:
    """HTML on its whole way to the agent's frame."""
    text = data.decode("utf-8", "replace")
    cleaned = html.clean(text)
    harmless(cleaned)
    html.for_dark(text, cleaned)
    for address in (None, lambda source: "/api/v1/image"):
        shown = remote_images.shown(html.with_inline(cleaned, {"a@b": "/api/v1/attachments/1"}), address)
        _Judge(shown, "/api/v1/")
    frames.page({"subject": text[:50]}, shown, dark=False, original=False)


def written(text: str) -> None:
    """What an agent writes in Markdown."""
    made, words = markdown.render(text)
    harmless(made)
    assert "<img" not in made and isinstance(words, str)


def post(data: bytes) -> None:
    """A post of a service: taken or refused with words, never a fault; and what is taken can be read."""
    try:
        said = posted.understood(data)
    except ValidationError as error:
        assert error.error_count()
        return
    json.dumps(said.model_dump(mode="json"))
    read("webhook", "message", data)


def form(data: bytes) -> None:
    """A form of Twilio's, signed though it says nonsense."""
    for kind in ("form", "status_form"):
        read("twilio", kind, data, refuses=True)


SECRET = "hunter2hunter2"


def settings(table: dict[str, Any]) -> None:
    """A configuration: understood as far as it goes, with words for the rest, which never quote a secret."""
    found, problems = config.check(table)
    told = [str(one) for one in [*problems, *(text for texts in found.broken.values() for text in texts)]] + [repr(found)]
    assert not any(SECRET in text for text in told), told


def toml(data: bytes) -> None:
    """A file that is no configuration is told so in words."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(data)
        try:
            found = config.read(path)
        except ConfigError as error:
            assert str(path) in str(error)
            return
        settings(found)


# ---------------------------------------------------------------- made-up configurations

_names = st.sampled_from(("support", "x", "a b", "", "ü", "sms", "channels"))
_WORDS = ("127.0.0.1:8080", "[::1]:1", "http://[", "postgresql://a:b@[/", "env:NOT_THERE", "file:/not/there", "file:/proc/self/mem",
          "cred:../x", "sqlite", "email", "twilio", "webhook", "implicit", "since:99999999999", "ann@example.com", "10.0.0.0/99", "\0",
          "\ud800")
_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.datetimes().map(datetime.isoformat)
_values = st.recursive(
    _plain | st.sampled_from(_WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=5)


def _section(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: st.just(SECRET) if "SecretStr" in str(one.annotation) else _values for name, one in model.model_fields.items()}
    return st.fixed_dictionaries({}, optional=fields | {"unknown_key": _values})


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, Any]:
    """Tables with our names and others' values."""
    table: dict[str, Any] = {name: draw(_section(model) | _values) for name, model in SECTIONS.items() if draw(st.booleans())}
    if draw(st.booleans()):
        table["channels"] = {draw(_names): {"type": type_, **draw(_section(registry.connector(type_).Config))}
                             for type_ in draw(st.lists(st.sampled_from(registry.types()), max_size=3))}
    return table


# ---------------------------------------------------------------- all of them

@dataclass(frozen=True, slots=True)
class Target:
    """A door: what is sent in, what must hold, and how many inputs the short set takes."""

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    short: int

    def __call__(self, made: Any) -> None:
        """Tries one input, within the bound on CPU."""
        with bounds.cpu(SECONDS):
            self.check(made)


_MARKS = ("*", "_", "**", "`", "```", "[", "](", ")", "<", ">", "&", "#", "- ", "1. ", "> ", "|", "---", "~~", "\n", "    ", "!", "\\",
          "\0", "http://x", "javascript:x", "<script>", "[a](javascript:x)", "[a]: //x", "\u202e", "&#0;", "a")
_FILE = (Path(config.__file__).parent / "config.example.toml").read_bytes()
_SIGNS = (b"[", b"]", b"\"", b"=", b"\n", b"{", b"'''", b"\\u", b"[" * 2_000, b"a=" + b"[" * 2_000, b"\0", b"\xff", b"9" * 5_000,
          b"[[channels]]\n", b"a.b.c=1\n", b"inf", b"1979-05-27T00:32:00Z")
TARGETS: dict[str, Target] = {
    "mail": Target(mutated(seeds.MAILS, seeds.MAIL_PIECES), partial(read, "email", "mail"), 150),
    "page": Target(mutated(seeds.PAGES, seeds.PAGE_PIECES), page, 250),
    "markdown": Target(st.lists(st.sampled_from(_MARKS) | st.text(max_size=5), max_size=60).map("".join), written, 60),
    "post": Target(mutated(seeds.POSTS, seeds.POST_PIECES), post, 150),
    "form": Target(mutated(seeds.FORMS, seeds.FORM_PIECES), form, 100),
    "settings": Target(configurations(), settings, 60),
    "toml": Target(mutated((_FILE,), _SIGNS), toml, 25),
}
