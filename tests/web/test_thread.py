"""A conversation as an agent reads it: order, marks, mail in its frame, files, reasons, merging and splitting."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from browsers import Complaints, Person, agent
from daemons import until
from doors import Demo, file
from playwright.sync_api import Locator, Page, expect

HOSTILE = """<div onclick="parent.document.title='owned'"><h2 style="color:#840">Sale</h2>
<script>parent.document.title = 'owned'</script><img src=x onerror="parent.document.title='owned'">
<style>body { background: url(https://tracker.example/css) }</style><form id="body" name="head"><input name="innerHTML"></form>
<a href="https://evil.example/login">https://bank.example/login</a> <a href="https://fine.example/a">read more</a>
<img src="https://cdn.example/banner.png" width="300" height="80"><img src="https://tracker.example/o.gif" width="1" height="1">
</div><div>On Tue, 4 Mar 2026, Example Support wrote:<blockquote>These words are quoted</blockquote></div>"""


def picture(width: int, height: int) -> bytes:
    """A PNG of one colour."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((200, 120, 60)) * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@pytest.fixture
def log(built: None, person: Person) -> Callable[..., Locator]:
    """Opens a conversation and gives its log."""
    def open_(conversation: str, message: str = "", **more: Any) -> Locator:
        page = person.sit(f"/queue/open/{conversation}{'/' + message if message else ''}", **more)
        found: Locator = page.get_by_role("log", name="Messages")
        expect(found).to_be_visible()
        return found
    return open_


def menu(message: Locator, item: str) -> None:
    """Picks a command of a message's menu."""
    message.hover()
    message.get_by_role("button", name="Message actions").click()
    message.page.get_by_role("menuitem", name=item).click()


@pytest.mark.point(17, 18)
def test_the_unread_begins_at_a_line_and_is_read_when_it_is_seen(demo: Demo, log: Callable[..., Locator]) -> None:
    first = demo.told("sms", "una", "The first")
    conversation = first["conversation"]
    demo.done(f"/conversations/{conversation}/read", "POST", {"up_to": first["id"]})
    for n in range(40):
        demo.say("sms", "una", f"Number {n}: " + "words " * 20)
    until(lambda: len(demo.get(f"/conversations/{conversation}/messages?limit=200")["items"]) == 41, what="all of it")
    came = sorted(demo.get(f"/conversations/{conversation}/messages?limit=200")["items"], key=lambda one: int(one["id"]))[1:]
    first_new, before_last, last = (" ".join(came[n]["text"].split()[:2]) for n in (0, -2, -1))  # in the order the carrier brought them
    thread = log(conversation)
    expect(thread.get_by_text("New", exact=True)).to_be_in_viewport()
    expect(thread.get_by_role("article").filter(has_text=first_new)).to_be_in_viewport()
    assert demo.get(f"/conversations/{conversation}")["unread"], "the newest has not been seen"
    page = thread.page
    page.reload()
    expect(thread.get_by_text("New", exact=True)).to_be_in_viewport()
    expect(thread.get_by_role("article").filter(has_text=first_new)).to_be_in_viewport()
    page.get_by_role("button", name="To the newest").click()
    expect(thread.get_by_role("article").filter(has_text=last)).to_be_in_viewport()
    until(lambda: not demo.get(f"/conversations/{conversation}")["unread"], what="the mark of having read")
    page.reload()
    expect(thread.get_by_role("article").filter(has_text=last)).to_be_in_viewport()
    until(lambda: thread.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight") < 2, what="the end of it")
    # by key from message to message
    thread.focus()
    page.keyboard.press("Shift+P")
    expect(thread.get_by_role("article").filter(has_text=last)).to_be_focused()
    page.keyboard.press("Shift+P")
    expect(thread.get_by_role("article").filter(has_text=before_last)).to_be_focused()


def test_what_lies_behind_a_dialog_is_read_when_the_dialog_is_gone(demo: Demo, log: Callable[..., Locator]) -> None:
    conversation = demo.told("sms", "veil", "The first")["conversation"]
    thread = log(conversation)
    until(lambda: not demo.get(f"/conversations/{conversation}")["unread"], what="the mark of having read")
    page = thread.page
    page.keyboard.press("#")
    dialog = page.get_by_role("dialog", name="Delete for good")
    expect(dialog).to_be_visible()
    demo.told("sms", "veil", "The second")
    expect(thread).to_contain_text("The second")
    page.wait_for_timeout(1_000)  # nothing tells that it will never be marked: longer than the moment it takes without a dialog
    assert demo.get(f"/conversations/{conversation}")["unread"]
    dialog.get_by_role("button", name="Cancel").click()
    until(lambda: not demo.get(f"/conversations/{conversation}")["unread"], what="the mark of having read")


@pytest.mark.point(18)
def test_older_messages_come_above_and_leave_in_place_what_one_reads(demo: Demo, log: Callable[..., Locator]) -> None:
    conversation = demo.told("x", "longtime", "@shop Number 0", mention=True)["conversation"]
    for n in range(1, 120):
        demo.done(f"/conversations/{conversation}/messages", "POST", {"kind": "note", "text": f"Number {n}."}, status=202)
    thread = log(conversation)
    expect(thread.get_by_text("Number 119.", exact=True)).to_be_in_viewport()
    assert thread.get_by_text("Number 60.", exact=True).count() == 0
    assert thread.get_by_role("article").count() <= 50, "a long thread opens like a short one"
    thread.evaluate("log => { log.scrollTop = 0 }")
    expect(thread.get_by_text("Number 60.", exact=True)).to_be_attached()
    expect(thread.get_by_text("Number 70.", exact=True)).to_be_in_viewport()
    target = demo.get(f"/conversations/{conversation}/messages?limit=200")["items"][3]
    far = log(conversation, target["id"])
    expect(far.get_by_role("article").filter(has_text=target["text"])).to_be_in_viewport()


@pytest.mark.point(17)
def test_what_was_done_is_folded_and_everything_of_a_person_is_one_list(demo: Demo, log: Callable[..., Locator]) -> None:
    one = demo.told("support", "wholly", "About the first thing", subject="First")
    two = demo.told("support", "wholly", "About the second thing", subject="Second")
    demo.done(f"/conversations/{one['conversation']}", "PATCH", {"assignee": "me", "tags_add": ["vip", "late"]})
    demo.done(f"/conversations/{one['conversation']}", "PATCH", {"status": "closed"})
    thread = log(one["conversation"])
    fold = thread.get_by_role("button", name="4 changes")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(thread).to_contain_text("You · took it over")
    expect(thread).to_contain_text("You · added the tag vip")
    expect(thread).to_contain_text("You · closed it")
    page = thread.page
    assert "About the second thing" not in thread.inner_text()
    page.keyboard.press("Shift+T")
    whole = page.get_by_role("log", name="Messages")
    expect(whole).to_contain_text("About the first thing")
    expect(whole).to_contain_text("About the second thing")
    expect(whole.get_by_role("link", name="Second")).to_have_attribute("href", re.compile(two["conversation"]))
    page.get_by_role("button", name="Only this conversation").click()
    expect(page.get_by_role("log", name="Messages")).not_to_contain_text("About the second thing")


@pytest.mark.point(21)
def test_a_hostile_mail_shows_and_does_nothing(
        demo: Demo, log: Callable[..., Locator], accessible: Callable[..., None], complaints: Complaints) -> None:
    mail = demo.told("support", "eve", "Sale", html=HOSTILE, subject="Sale")
    asked: list[str] = []
    thread = log(mail["conversation"])
    page = thread.page
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    frame = thread.locator("iframe")
    inside = frame.content_frame
    expect(inside.get_by_role("heading", name="Sale")).to_be_visible()
    expect(inside.get_by_role("link", name="bank.example")).to_have_attribute("data-host", "evil.example")
    expect(inside.get_by_role("link", name="read more")).to_have_attribute("title", re.compile("fine.example"))
    expect(inside.get_by_text("These words are quoted")).to_be_hidden()
    low = frame.bounding_box()
    thread.get_by_role("button", name="Show what is quoted").click()
    expect(inside.get_by_text("These words are quoted")).to_be_visible()
    until(lambda: _height(frame) > (low or {"height": 0})["height"], what="a frame that grows with what it shows")
    assert page.title() != "owned"
    assert not [url for url in asked if not url.startswith((demo.url, "data:", "blob:"))], asked
    expect(thread.get_by_text("1 remote image is not loaded")).to_be_visible()
    accessible(page, "main")
    complaints.allow("/image")  # the picture's host is nowhere
    thread.get_by_role("button", name="Show images", exact=True).click()
    expect(frame).to_have_attribute("src", re.compile(r"images=1"))
    expect(thread.get_by_text("1 remote image is not loaded")).to_have_count(0)
    assert not [url for url in asked if not url.startswith((demo.url, "data:", "blob:"))], asked
    message = thread.get_by_role("article").first
    menu(message, "Show as plain text")
    expect(thread.locator("iframe")).to_have_count(0)
    menu(message, "Source and headers")
    source = page.get_by_role("dialog", name="Source")
    expect(source).to_contain_text("Message-ID")
    expect(source.get_by_role("link", name="Download source")).to_have_attribute("href", re.compile(r"/raw$"))


def _height(frame: Locator) -> float:
    return (frame.bounding_box() or {"height": 0.0})["height"]


@pytest.mark.point(22)
def test_files_are_shown_or_saved_and_tell_no_lies(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("support", "fay", "See the files", subject="Files", attachments=[
        file("one.png", "image/png", picture(64, 48)), file("two.png", "image/png", picture(48, 64)),
        file("photo\u202egpj.exe", "application/x-msdownload", b"MZ"), file("voice.ogg", "audio/ogg", b"OggS" + bytes(40)),
        file("bad.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")])
    thread = log(told["conversation"])
    page = thread.page
    expect(thread.get_by_text("photogpj.exe")).to_be_visible()
    for name in ("photogpj.exe", "bad.svg"):
        expect(thread.get_by_role("link", name=f"Download {name}")).to_have_attribute("download", name)
    expect(thread.locator("img")).to_have_count(2)
    speed = thread.get_by_role("button", name="Speed: 1×")
    speed.click()
    expect(thread.get_by_role("button", name="Speed: 1.5×")).to_be_visible()
    opener = thread.get_by_role("button", name="Open one.png")
    opener.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog")
    expect(box.get_by_role("img", name="one.png")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(box.get_by_role("img", name="two.png")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.point(23, 24)
def test_a_note_is_unmistakably_internal_and_links_lead_to_messages(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("support", "nora", "See https://shop.example/a, or javascript:alert(1)", subject="Notes")
    demo.done(f"/conversations/{told['conversation']}/messages", "POST", {"kind": "note", "text": "She is right."}, status=202)
    thread = log(told["conversation"], told["id"])
    note = thread.get_by_role("article", name="Internal note by")
    expect(note).to_contain_text("Internal note")
    expect(note).to_contain_text("She is right.")
    message = thread.get_by_role("article").filter(has_text="See https")
    expect(message.get_by_role("link")).to_have_count(1)
    expect(message.get_by_role("link")).to_have_attribute("rel", re.compile("noopener"))
    page = thread.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    menu(message, "Copy link")
    expect(page.get_by_role("region", name="Notices")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/queue/open/{told['conversation']}/{told['id']}")


@pytest.mark.point(17)
def test_why_a_message_is_here(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("support", "wim", "Where is it?", subject="Why")
    demo.told("support", "wim", "Still nothing", subject="Re: Why", reply_to=told["external_id"])
    stranger = demo.told("support", "stranger", "Me too", subject="Re: Why", reply_to=told["external_id"])
    thread = log(told["conversation"])
    menu(thread.get_by_role("article").filter(has_text="Still nothing"), "Why is this here?")
    page = thread.page
    reason = page.get_by_role("dialog", name="Why is this here?")
    expect(reason).to_contain_text("It says itself that it answers a message of this conversation.")
    page.keyboard.press("Escape")
    other = log(stranger["conversation"])
    menu(other.get_by_role("article").first, "Why is this here?")
    why = other.page.get_by_role("dialog", name="Why is this here?")
    expect(why).to_contain_text("It began this conversation")
    expect(why).to_contain_text("Neither the sender nor anyone it is addressed to takes part there.")
    expect(why.get_by_role("link", name="Why")).to_have_attribute("href", re.compile(f"/{told['conversation']}$"))


@pytest.mark.point(31)
def test_merging_warns_of_another_person_and_can_be_undone(demo: Demo, log: Callable[..., Locator]) -> None:
    here = demo.told("support", "merle", "Blue cup please", subject="Blue cup")
    there = demo.told("support", "other", "Green zebra please", subject="Green zebra")
    thread = log(here["conversation"])
    page = thread.page
    page.keyboard.press("Shift+M")
    dialog = page.get_by_role("dialog", name="Merge into another conversation")
    dialog.get_by_role("combobox").fill("zebra")
    dialog.get_by_role("option", name="Green zebra").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Another person")
    dialog.get_by_role("button", name="Merge anyway").click()
    expect(page).to_have_url(re.compile(f"/{there['conversation']}$"))
    expect(page.get_by_role("log")).to_contain_text("Blue cup please")
    page.keyboard.press("z")
    until(lambda: demo.get(f"/conversations/{here['conversation']}")["status"] == "open", what="the merge taken back")
    expect(page).to_have_url(re.compile(f"/{here['conversation']}$"))


@pytest.mark.point(31)
def test_a_conversation_is_split_and_a_message_moved(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("support", "spike", "The first matter", subject="Two matters")
    second = demo.told("support", "spike", "The second matter", subject="Re: Two matters", reply_to=told["external_id"])
    assert second["conversation"] == told["conversation"]
    demo.told("support", "spike", "The third matter", subject="Re: Two matters", reply_to=told["external_id"])
    thread = log(told["conversation"])
    page = thread.page
    menu(thread.get_by_role("article").filter(has_text="The second matter"), "Split from here")
    page.get_by_role("dialog").get_by_role("button", name="Split").click()
    until(lambda: demo.get(f"/messages/{second['id']}")["conversation"] != told["conversation"], what="the split")
    new = demo.get(f"/messages/{second['id']}")["conversation"]
    expect(page).to_have_url(re.compile(f"/{new}$"))
    message = page.get_by_role("log").get_by_role("article").filter(has_text="The second matter")
    menu(message, "Move to another conversation")
    dialog = page.get_by_role("dialog", name="Move the message")
    dialog.get_by_role("option", name="Two matters").first.click()
    dialog.get_by_role("button", name="Move", exact=True).click()
    until(lambda: demo.get(f"/messages/{second['id']}")["conversation"] == told["conversation"], what="the move")
    expect(page.get_by_role("log")).to_contain_text("The first matter")


@pytest.mark.point(16)
def test_two_agents_see_each_other(demo: Demo, log: Callable[..., Locator], person: Person) -> None:
    told = demo.told("support", "coll", "Who answers?", subject="Collision")
    ada = agent(demo, "ada@inbox.example", "Ada")
    thread = log(told["conversation"])
    page = thread.page
    theirs = person.sit(f"/queue/open/{told['conversation']}", email=ada["email"], password=ada["password"])
    expect(page.get_by_role("list", name="Also here").get_by_role("img", name="Ada is looking")).to_be_visible()
    theirs.get_by_role("textbox", name="Reply").press_sequentially("I do")
    expect(page.get_by_text("Ada is writing a reply").first).to_be_visible()
    page.get_by_role("textbox", name="Reply").fill("No, I do")
    theirs.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ada replied").first).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(thread.get_by_role("article").filter(has_text="I do")).to_be_in_viewport()


@pytest.mark.point(42)
def test_what_comes_in_is_said_politely_as_far_as_one_wants_to_hear(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("sms", "polly", "Hello")
    demo.done("/me", "PATCH", {"settings": {"announce": "all"}})
    page = log(told["conversation"]).page
    demo.say("sms", "polly", "Are you there?")
    expect(page.get_by_role("status").filter(has_text="Are you there?")).to_be_attached()
    demo.done("/me", "PATCH", {"settings": {"announce": "none"}})
    quiet = log(told["conversation"])
    demo.say("sms", "polly", "One more")
    expect(quiet.get_by_role("article").filter(has_text="One more")).to_be_visible()
    expect(quiet.page.get_by_role("status").filter(has_text="One more")).to_have_count(0)


@pytest.mark.point(1)
def test_on_the_phone_a_conversation_is_closed_without_its_list(demo: Demo, log: Callable[..., Locator]) -> None:
    told = demo.told("sms", "phil", "Thanks, bye")
    page = log(told["conversation"], viewport="phone").page
    page.get_by_role("main").get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("listbox")).to_be_visible()
    until(lambda: demo.get(f"/conversations/{told['conversation']}")["status"] == "closed", what="it closed")


@pytest.mark.parametrize(("theme", "viewport"), [("light", "desktop"), ("dark", "phone")])
@pytest.mark.point(42)
def test_axe_finds_nothing(demo: Demo, log: Callable[..., Locator], accessible: Callable[..., None], theme: str, viewport: str) -> None:
    told = demo.told(
        "support", f"axel-{viewport}", "سلام، سفارش من نرسیده https://shop.example " + "x" * 400, subject="سفارش",
        attachments=[file("one.png", "image/png", picture(64, 48)), file("a.pdf", "application/pdf", b"%PDF")])
    demo.ends(demo.reply(told["conversation"], "On its way")["id"], "sent", "delivered")
    demo.done(f"/conversations/{told['conversation']}", "PATCH", {"tags_add": ["vip"], "priority": "high"})
    thread = log(told["conversation"], theme=theme, viewport=viewport)
    expect(thread).to_contain_text("On its way")
    page: Page = thread.page
    assert thread.evaluate("log => log.scrollWidth <= log.clientWidth"), "a long word breaks the layout"
    accessible(page, "main")


@pytest.mark.point(34)
def test_a_conversation_that_is_not_there_says_so_and_offers_nothing(built: None, demo: Demo, person: Person) -> None:
    demo.told("support", "somebody", "Hello.", subject="There")
    person.complaints.allow("404")
    page = person.sit(None)
    asked: list[str] = []
    warned: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "99999" in request.url and "/api/" in request.url else None)
    page.on("console", lambda message: warned.append(message.text) if message.type == "warning" else None)
    page.goto("/queue/open/99999")
    pane = page.get_by_role("main")
    expect(pane).to_contain_text("It was deleted, it was merged away, or it is one that you may not see.")
    page.keyboard.press("r")
    page.keyboard.press("i")
    expect(pane.get_by_role("textbox")).to_have_count(0)
    expect(pane.get_by_role("button")).to_have_count(0)
    expect(pane.get_by_role("alert")).to_have_count(0)
    pane.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile("/queue/open$"))
    assert len(asked) == len(set(asked)) <= 2 and not warned, (asked, warned)
