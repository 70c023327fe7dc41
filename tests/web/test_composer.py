"""The composer, by what a person does: write, send, take back, forget a file, be outrun, pick, attach, write first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from browsers import Person, agent
from daemons import until
from doors import Demo
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def open_thread(built: None, person: Person, demo: Demo) -> Callable[..., tuple[Page, str]]:
    """`open_thread(channel, who, text, **sit)`: somebody wrote, and an agent sits before it: (page, conversation)."""
    def opened(channel: str, who: str, text: str, subject: str = "", **sit: Any) -> tuple[Page, str]:
        more = {"subject": subject} if subject else {}
        conversation = str(demo.told(channel, who, text, **more)["conversation"])
        page = person.sit(f"/queue/open/{conversation}", **sit)
        expect(field(page)).to_be_visible()
        expect(page.get_by_role("log").get_by_text(text[:40]).first).to_be_visible()
        return page, conversation
    return opened


def field(page: Page, name: str = "Reply") -> Locator:
    return page.get_by_role("form", name="Write").get_by_role("textbox", name=name, exact=True)


def send(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def settings(demo: Demo, **more: Any) -> None:
    demo.done("/me", "PATCH", {"settings": more})


@pytest.fixture(autouse=True)
def _as_usual(demo: Demo) -> None:
    settings(demo, undo_seconds=10, guards={"attachment": True, "empty": True, "language": True, "hours": True})


@pytest.mark.point(11)
@pytest.mark.point(14)
def test_what_was_sent_can_be_taken_back_with_its_files(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = open_thread("support", "tina", "Where is my order, please?", "My order")
    page.keyboard.press("r")
    expect(field(page)).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"the plan"})
    expect(page.get_by_role("form", name="Write").get_by_role("list", name="Files").get_by_text("plan.txt")).to_be_visible()
    field(page).fill("It **leaves** today.")
    send(page)
    expect(field(page)).to_have_value("")
    held = until(lambda: [m for m in demo.get(f"/conversations/{conversation}/messages")["items"] if m["direction"] == "out"],
                 seconds=20, what="the held message")[0]
    assert held["delivery"]["state"] == "queued" and held["attachments"][0]["name"] == "plan.txt"
    notices = page.get_by_role("region", name="Notices")
    expect(notices).to_contain_text(re.compile(r"Leaves in [1-8] seconds?"))  # it counts
    notices.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("It **leaves** today.")
    expect(page.get_by_role("form", name="Write").get_by_role("list", name="Files").get_by_text("plan.txt")).to_be_visible()
    assert demo.get(f"/messages/{held['id']}")["delivery"]["state"] == "canceled"
    settings(demo, undo_seconds=0)
    page.reload()
    expect(field(page)).to_have_value("It **leaves** today.")  # the draft is the server's
    expect(page.get_by_role("form", name="Write").get_by_role("list", name="Files").get_by_text("plan.txt")).to_be_visible()
    field(page).focus()
    send(page)
    until(lambda: demo.received("support", "leaves"), what="the mail")
    assert len(demo.received("support", "leaves")) == 1


@pytest.mark.point(15)
def test_a_draft_survives_and_leaving_keeps_it(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = open_thread("support", "dora", "A question about a kettle", "Kettle")
    field(page).click()
    page.keyboard.type("Half a sen")
    page.keyboard.press("Escape")
    expect(field(page)).not_to_be_focused()
    until(lambda: [d for d in demo.get("/drafts")["items"] if d["text"] == "Half a sen"], what="the draft")
    page.goto("/queue/open")
    page.goto(f"/queue/open/{conversation}")
    expect(field(page)).to_have_value("Half a sen")
    page.keyboard.press("n")
    expect(field(page, "Internal note")).to_have_value("")  # a note has a draft of its own
    page.keyboard.type("between us")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(field(page)).to_have_value("Half a sen")


@pytest.mark.point(16)
def test_somebody_faster_is_seen_and_asked_about(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = open_thread("support", "rosa", "Two of you may answer this", "Race")
    settings(demo, undo_seconds=0)
    page.reload()
    field(page).click()
    page.keyboard.type("Here is my answer.")
    other = agent(demo, f"fast{conversation}@example.com", "Faye")
    token = demo.done(f"/agents/{other['id']}/tokens", "POST", {"name": "t"}, status=201)["token"]
    demo.done(f"/conversations/{conversation}/messages", "POST", {"text": "I was faster"}, status=202, Authorization=f"Bearer {token}")
    expect(page.get_by_text("Faye replied meanwhile")).to_be_visible()
    send(page)
    expect(page.get_by_text("Somebody else has replied. Send yours too?")).to_be_visible()
    assert not demo.received("support", "Here is my answer")
    send(page)
    until(lambda: demo.received("support", "Here is my answer"), what="the second answer")


@pytest.mark.point(23)
def test_a_note_looks_like_one_and_names_colleagues(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, conversation = open_thread("support", "nina", "This is tricky", "Tricky")
    agent(demo, f"grace{conversation}@example.com", "Grace Hopper")
    page.reload()
    expect(field(page)).to_be_visible()
    page.keyboard.press("n")
    note = field(page, "Internal note")
    expect(note).to_be_focused()
    expect(page.get_by_text("Only your team sees this")).to_be_visible()
    expect(page.get_by_role("button", name="Add note", exact=True)).to_be_visible()
    page.keyboard.type("Please look @Gra")
    expect(page.get_by_role("listbox", name="Colleagues").get_by_role("option", name=re.compile("Grace Hopper"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(note).to_have_value("Please look @Grace Hopper ")
    send(page)
    made = until(lambda: [m for m in demo.get(f"/conversations/{conversation}/messages")["items"] if m["kind"] == "note"],
                 what="the note")[0]
    assert "@Grace Hopper" in made["text"] and made["delivery"] is None
    assert demo.get("/conversations?status=all&q=in:notes Grace".replace(" ", "%20"))["items"]


@pytest.mark.point(25)
def test_a_reply_goes_to_everybody_unless_one_says_otherwise(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    page, _ = open_thread("support", "olga", "Just me here", "Recipients")
    settings(demo, undo_seconds=0)
    page.reload()
    field(page).click()
    form = page.get_by_role("form", name="Write")
    expect(form.get_by_role("button", name=re.compile("Remove .*olga", re.I))).to_be_visible()
    form.get_by_role("button", name="Cc, Bcc").click()
    form.get_by_role("combobox", name="Cc", exact=True).fill("boss@example.net")
    page.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Remove boss@example.net")).to_be_visible()
    field(page).fill("To both of you.")
    field(page).focus()
    send(page)
    mail = until(lambda: demo.received("support", "To both of you"), what="the mail")
    assert any("boss@example.net" in str(item["raw"]) for item in mail)


@pytest.mark.point(26)
def test_the_length_is_counted_as_the_service_does(open_thread: Callable[..., tuple[Page, str]]) -> None:
    page, _ = open_thread("sms", "4711", "Hi, when do you open?")
    field(page).fill("At nine. See you!")
    expect(page.get_by_text("1 SMS, 143 left")).to_be_visible()
    field(page).fill("At nine… see you!")
    expect(page.get_by_text("1 SMS, 53 left")).to_be_visible()
    expect(page.get_by_text("Unicode because of …")).to_be_visible()
    page, _ = open_thread("x", "ines", "@shop when do you open?")
    field(page).fill("word " * 70)
    expect(page.get_by_text("69 characters too long").first).to_be_visible()
    expect(page.get_by_role("button", name="Send as 2 messages")).to_be_visible()
    field(page).focus()
    send(page)
    expect(page.get_by_role("form", name="Write").get_by_text("The text is too long for this channel.")).to_be_visible()


@pytest.mark.point(27)
def test_files_are_dropped_anywhere_and_may_be_taken_off(open_thread: Callable[..., tuple[Page, str]]) -> None:
    page, _ = open_thread("support", "fern", "Please send me the form", "The form")
    data = page.evaluate_handle("""() => { const data = new DataTransfer();
      data.items.add(new File(['x'.repeat(2000)], 'form.pdf', {type: 'application/pdf'})); return data; }""")
    page.get_by_role("log").dispatch_event("dragenter", {"dataTransfer": data})
    expect(page.get_by_text("Drop to attach")).to_be_visible()
    page.get_by_role("log").dispatch_event("drop", {"dataTransfer": data})
    files = page.get_by_role("form", name="Write").get_by_role("list", name="Files")
    expect(files.get_by_text("form.pdf")).to_be_visible()
    expect(files.get_by_text(re.compile("2 kB"))).to_be_visible()
    files.get_by_role("button", name="Remove form.pdf").click()
    expect(files).to_have_count(0)
    page, _ = open_thread("x", "finn", "@shop can you send it here?")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files({"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    expect(page.get_by_text("x takes no files")).to_be_visible()


@pytest.mark.point(28)
def test_canned_replies_are_filled_in_and_act(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    text = "Hello {{contact.first_name|there}}, the refund for {{conversation.subject}} is on its way."
    demo.done("/canned", "POST", {"name": "Refund is on its way", "shortcut": "refund", "actions": {"tags_add": ["refund"]}, "text": text},
              status=201)
    demo.done("/canned", "POST", {"name": "Odd one", "shortcut": "odd", "text": "Your {{contact.shoe_size}} it is."}, status=201)
    settings(demo, undo_seconds=0)
    page, conversation = open_thread("support", "carl", "I want my money back", "Money")
    field(page).click()
    page.keyboard.type(";refu")
    picked = page.get_by_role("listbox", name="Canned replies").get_by_role("option", name=re.compile("Refund is on its way"))
    expect(picked).to_be_visible()
    expect(page.get_by_text("the refund for Money is on its way")).to_be_visible()  # the preview
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(re.compile("the refund for Money is on its way"))
    expect(page.get_by_text("With sending: adds refund")).to_be_visible()
    send(page)
    until(lambda: demo.get(f"/conversations/{conversation}")["tags"] == ["refund"], what="the tag")
    until(lambda: demo.received("support", "the refund for Money"), what="the mail")
    assert [one["used"] for one in demo.get("/canned")["items"] if one["shortcut"] == "refund"] == [1]
    page.keyboard.type("/odd")
    expect(page.get_by_role("option", name=re.compile("Odd one"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(re.compile("shoe_size"))
    send(page)
    expect(page.get_by_role("form", name="Write").get_by_text("Fill in {{contact.shoe_size}} first.")).to_be_visible()
    assert not demo.received("support", "shoe_size")


@pytest.mark.point(29)
def test_what_was_forgotten_is_asked_once_and_can_be_turned_off(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    settings(demo, undo_seconds=0)
    page, _ = open_thread("support", "gwen", "Could you send me the invoice?", "Invoice")
    field(page).click()
    page.keyboard.type("Please find it attached.")
    send(page)
    expect(page.get_by_text("You mention a file, but none is attached.")).to_be_visible()
    assert not demo.received("support", "Please find it attached")
    page.get_by_role("button", name="Do not ask again").click()
    until(lambda: demo.get("/me")["settings"]["guards"]["attachment"] is False, what="the setting")
    field(page).focus()
    send(page)
    until(lambda: demo.received("support", "Please find it attached"), what="the mail")


def test_emoji_by_name(open_thread: Callable[..., tuple[Page, str]]) -> None:
    page, _ = open_thread("support", "emma", "Smile, please", "Smile")
    field(page).click()
    page.keyboard.type("Done :tada")
    expect(page.get_by_role("listbox", name="Emoji").get_by_role("option").first).to_contain_text(":tada:")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("Done 🎉 ")


@pytest.mark.point(14)
def test_send_and_close(open_thread: Callable[..., tuple[Page, str]], demo: Demo) -> None:
    settings(demo, undo_seconds=0)
    page, conversation = open_thread("support", "zoe", "Thanks, that was all", "All done")
    field(page).click()
    page.keyboard.type("You are welcome.")
    page.keyboard.press("Control+Shift+Enter")
    until(lambda: demo.get(f"/conversations/{conversation}")["status"] == "closed", what="closed")
    until(lambda: demo.received("support", "You are welcome"), what="the mail")


@pytest.mark.point(16)
def test_a_refused_message_comes_back_whole(open_thread: Callable[..., tuple[Page, str]], demo: Demo, complaints: Any) -> None:
    complaints.allow("422|409")
    page, conversation = open_thread("support", "uma", "Write to somebody else for me", "Else")
    field(page).click()
    form = page.get_by_role("form", name="Write")
    form.get_by_role("combobox", name="To", exact=True).fill("not an address at all")
    page.keyboard.press("Enter")
    field(page).fill("These words are dear to me.")
    field(page).focus()
    send(page)
    expect(form.get_by_text("The message was not sent")).to_be_visible()
    expect(field(page)).to_have_value("These words are dear to me.")
    assert all(m["direction"] == "in" for m in demo.get(f"/conversations/{conversation}/messages")["items"])


@pytest.mark.point(10)
def test_a_first_message_by_the_keyboard(built: None, person: Person, demo: Demo) -> None:
    settings(demo, undo_seconds=0)
    page = person.sit("/queue/open")
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("form", name="New conversation")
    expect(form).to_be_visible()
    form.get_by_role("combobox", name="Channel").select_option("support")
    form.get_by_role("combobox", name="To", exact=True).fill("new.person@example.net")
    page.keyboard.press("Enter")
    form.get_by_role("textbox", name="Subject").fill("Your warranty")
    form.get_by_role("textbox", name="Message").fill("Is it still running?")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/queue/open/\d+"))
    until(lambda: demo.received("support", "Is it still running"), what="the mail")


@pytest.mark.point(10)
def test_forwarding_takes_words_and_files_along(demo: Demo, open_thread: Callable[..., tuple[Page, str]]) -> None:
    settings(demo, undo_seconds=0)
    page, conversation = open_thread("support", "fay", "The machine makes a noise like a whale", "Whale noise")
    page.keyboard.press("f")
    form = page.get_by_role("form", name="New conversation")
    expect(form.get_by_role("textbox", name="Message")).to_have_value(re.compile("Forwarded message[\\s\\S]*noise like a whale"))
    expect(form.get_by_role("textbox", name="Subject")).to_have_value("Fwd: Whale noise")
    form.get_by_role("combobox", name="To", exact=True).fill("workshop@example.net")
    page.keyboard.press("Enter")
    form.get_by_role("textbox", name="Message").focus()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/queue/open/\d+"))
    until(lambda: demo.received("support", "noise like a whale"), what="the mail")
    until(lambda: demo.get(f"/conversations/{conversation}")["related"], what="the link between the two")


@pytest.mark.parametrize(("theme", "locale", "viewport"), [("light", "en", "desktop"), ("dark", "fa", "phone")])
def test_it_is_for_everybody(open_thread: Callable[..., tuple[Page, str]], accessible: Callable[..., None], built: None, person: Person,
                             demo: Demo, theme: Any, locale: str, viewport: Any) -> None:
    conversation = demo.told("support", "axel", "Is this readable?", subject="Readable")["conversation"]
    page = person.sit(f"/queue/open/{conversation}", theme=theme, locale=locale, viewport=viewport)
    area = page.locator("form textarea")
    area.click()
    page.keyboard.type("Please see the attached")
    send(page)
    expect(page.locator("form [role=status]").first).to_be_visible()
    accessible(page, "form")
    page.keyboard.press("Control+Shift+u")
    accessible(page, "form")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/new")
    expect(page.locator("form textarea")).to_be_visible()
    accessible(page)
