"""The administration: what is wrong in words, records that can be acted on, people, canned replies, tokens."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, get_args

import pytest
from browsers import Complaints, Person, agent
from daemons import call, until
from doors import Demo
from playwright.sync_api import Page, expect

import inbox
from inbox.desk import undoing
from inbox.store.accounts import Kind
from inbox.web import building

WHEN = "Sat, 21 Nov 2026 23:00:00 +0000"
SMS = {"from": "+15005550123", "to": "+15005550006", "direction": "inbound", "status": "received", "date_created": WHEN, "date_sent": WHEN,
       "date_updated": WHEN, "num_media": "0"}
UNREADABLE = [{**SMS, "sid": "SM" + str(n) * 32, "body": f"number {n}", "from": None} for n in (1, 2)]


@contextmanager
def provider(messages: list[dict[str, Any]]) -> Iterator[str]:
    """A provider of text messages that always lists the same."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"messages": messages, "next_page_uri": None}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def quarantine(demo: Demo) -> Iterator[None]:
    """A channel `phones` with two items that nobody can read."""
    with provider(UNREADABLE) as url:
        demo.done("/channels", "POST", {"name": "phones", "type": "twilio", "settings": {
            "api_url": url, "account_sid": "AC" + "0" * 32, "auth_token": "f" * 32, "numbers": ["+15005550006"], "poll_seconds": 1,
            "initial_sync": "all"}}, status=201)
        until(lambda: demo.get("/channels/phones")["ledger"]["quarantined"] == 2, what="two items in quarantine")
        yield


@pytest.mark.point(38)
def test_health_says_in_words_what_is_wrong_and_where_it_is_mended(built: None, quarantine: None, person: Person,
                                                                   accessible: Callable[..., None]) -> None:
    page = person.sit("/admin")
    item = page.get_by_role("listitem").filter(has_text="phones: 2 items could not be read")
    expect(item).to_contain_text("Look at them in the journal")
    row = page.get_by_role("row").filter(has_text="support")
    expect(row).to_contain_text("Works")
    accessible(page)
    item.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/admin/journal\?state=quarantined&channel=phones"))
    expect(page.get_by_role("table", name="Journal").get_by_role("row")).to_have_count(3)


@pytest.mark.point(38)
def test_health_follows_what_happens(built: None, demo: Demo, person: Person) -> None:
    page = person.sit("/admin")
    failed = page.get_by_role("list", name="Figures").get_by_role("listitem").filter(has_text="Failed")
    expect(failed).to_be_visible()
    was = failed.inner_text()
    told = demo.told("support", "unlucky", "Hi", subject="U")
    demo.reply(told["conversation"], "to nobody", to=["nobody@example.net"])
    expect(failed).not_to_have_text(was)
    expect(page.get_by_text(re.compile(r"support: \d+ messages? could not be sent"))).to_be_visible()


@pytest.mark.point(39)
def test_what_could_not_be_read_is_looked_at_and_read_again_or_left_out(built: None, quarantine: None, demo: Demo, person: Person,
                                                                        accessible: Callable[..., None]) -> None:
    page = person.sit("/admin/journal")
    page.get_by_label("Any state").select_option("quarantined")
    expect(page).to_have_url(re.compile("state=quarantined"))
    accessible(page)
    page.get_by_role("table", name="Journal").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="As it came")).to_contain_text("number ")
    expect(page.get_by_text("It could not be read and waits for you")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_role("region", name="Notices")).to_contain_text("1 read again")
    until(lambda: demo.get("/channels/phones")["ledger"]["quarantined"] == 2, what="it could not be read again either")
    page.go_back()
    expect(page).to_have_url(re.compile("state=quarantined"))
    expect(page.get_by_role("checkbox", name=re.compile("^Choose SM"))).to_have_count(2)
    page.get_by_role("checkbox", name="Choose all in quarantine").check()
    page.get_by_role("button", name="Leave out").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    until(lambda: demo.get("/channels/phones")["ledger"]["ignored"] == 2, what="both left out")


@pytest.mark.point(39)
def test_what_failed_is_sent_again_in_one_go_and_what_is_not_known_is_settled(built: None, demo: Demo, person: Person,
                                                                             accessible: Callable[..., None]) -> None:
    told = demo.told("support", "both", "Hi", subject="B")
    refused = demo.reply(told["conversation"], "refused", to=["nobody@example.net"])
    demo.ends(refused["id"], "failed")
    demo.fault("smtp", "die_after_accept", times=1)
    unknown = demo.reply(told["conversation"], "who knows")
    demo.ends(unknown["id"], "uncertain")
    demo.mended()
    page = person.sit("/admin/outbox")
    accessible(page)
    page.get_by_label("All that is not done").select_option("failed")
    page.get_by_role("checkbox", name="Choose all that failed").check()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("region", name="Notices")).to_contain_text("sent again")
    until(lambda: demo.get(f"/messages/{refused['id']}")["delivery"]["attempts"] > 1, what="it was tried again")
    page.get_by_label("All that is not done").select_option("uncertain")
    page.get_by_role("row").filter(has_text="both@example.net").get_by_role("button", name="Settle").click()
    dialog = page.get_by_role("dialog", name=re.compile("Did it reach"))
    expect(dialog).to_contain_text("who knows")
    accessible(page)
    dialog.get_by_role("button").filter(has_text=re.compile("went out|arrived|was sent", re.IGNORECASE)).first.click()
    page.get_by_role("dialog").last.get_by_role("button").last.click()
    until(lambda: demo.get(f"/messages/{unknown['id']}")["delivery"]["state"] == "sent", what="it is settled")
    expect(page.get_by_role("row").filter(has_text="both@example.net")).to_have_count(0)


@pytest.mark.point(39)
def test_the_audit_tells_who_did_what(built: None, demo: Demo, person: Person, accessible: Callable[..., None]) -> None:
    told = demo.told("support", "watched", "Hi", subject="W")
    demo.done(f"/conversations/{told['conversation']}", "PATCH", {"tags": ["watched"]})
    page = person.sit(f"/admin/audit?target=conversation:{told['conversation']}")
    row = page.get_by_role("table", name="Audit").get_by_role("row").filter(has_text="Conversation changed")
    expect(row).to_contain_text("Demo")
    accessible(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="Export").click()
    assert '"conversation.update"' in Path(got.value.path()).read_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("log")).to_be_visible()


@pytest.mark.point(39, 43)
def test_the_audit_has_words_for_what_was_taken_back_and_who_did_it(built: None, demo: Demo, person: Person) -> None:
    conversation = demo.told("support", "undone", "Hi", subject="U")["conversation"]
    changed = demo.done(f"/conversations/{conversation}", "PATCH", {"tags": ["undone"]})
    demo.done(f"/undo/{changed['undo']}", "POST")
    page = person.sit(f"/admin/audit?target=conversation:{conversation}")
    undone = page.get_by_role("table", name="Audit").get_by_role("row").filter(has_text="Change taken back")
    expect(undone).to_contain_text(changed["undo"])  # which one it was, for who unfolds it
    undone.get_by_role("link", name=f"conversation:{conversation}").click()
    expect(page.get_by_role("log")).to_be_visible()
    by_hand = {"id": "1", "agent": {"id": None, "name": "command line"}, "action": "channel.poll", "target": "channel:support",
               "data": {}, "at": "2026-03-04T10:00:00.000Z"}
    page = person.sit(None, locale="de")
    page.route("**/api/v1/audit?*", lambda route: route.fulfill(json={"items": [by_hand], "next": None}))
    page.goto("/admin/audit")
    expect(page.get_by_role("row").filter(has_text="Jetzt abgerufen")).to_contain_text("Kommandozeile")


def test_every_act_has_a_word() -> None:
    """What the source writes into the audit, read from the source: an act without a word would show by its code."""
    put_together = {"message": ("retry", "cancel", "resolve"), "channel": ("pause", "resume", "poll"), "ledger": ("drop", "retry"),
                    "account": get_args(Kind), "undo": ("bulk", *undoing.KINDS)}
    found, kept, by = set(), set(), {"by", "call.by", "SYSTEM", "COMMAND_LINE"}
    for file in Path(inbox.__file__).parent.rglob("*.py"):
        if "node_modules" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not any(ast.unparse(one) in by for one in node.args):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            for arg in [part for one in node.args for part in ([one.body, one.orelse] if isinstance(one, ast.IfExp) else [one])]:
                if isinstance(arg, ast.JoinedStr) and name == "audit" and re.fullmatch(r"f'\w+\.{[^}]+}'", ast.unparse(arg)):
                    kind = ast.unparse(arg)[2:].partition(".")[0]
                    assert kind in put_together, f"{file}:{arg.lineno}: which verbs are there?"
                    found |= {f"{kind}.{verb}" for verb in put_together[kind]}
                elif isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                    if name == "keep_undo":
                        kept.add(arg.value)
                    elif re.fullmatch(r"[a-z]+\.[a-z_]+", arg.value):
                        found.add(arg.value)
    assert {"conversation.unlink", "view.delete", "canned.add", "undo.contact_merge"} <= found, "each way to name one is understood"
    assert kept == {"bulk", *undoing.KINDS}
    for words in (building.HERE / "src" / "i18n").glob("*/admin.ftl"):
        known = re.findall(r"^admin-act-(\S+) =", words.read_text(encoding="utf-8"), re.MULTILINE)
        assert {re.sub(r"[._]", "-", one) for one in found} <= set(known), words


@pytest.mark.point(40)
def test_an_agent_is_added_invited_made_an_admin_and_turned_off(built: None, demo: Demo, person: Person, complaints: Complaints,
                                                                accessible: Callable[..., None]) -> None:
    complaints.allow("422")  # the address that is none
    page = person.sit("/admin/agents")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Grace Hopper")
    dialog.get_by_label("E-mail address").fill("not an address")
    dialog.get_by_role("button", name="Add and invite").click()
    expect(dialog.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("E-mail address").fill("grace@shop.example")
    dialog.get_by_role("button", name="Add and invite").click()
    link = page.get_by_role("dialog").get_by_label("Invitation link").input_value()
    assert call(link)[0] == 200
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    row = page.get_by_role("row").filter(has_text="grace@shop.example")
    row.get_by_role("button", name="More for Grace Hopper").click()
    page.get_by_role("menuitem", name="Make an admin").click()
    expect(row).to_contain_text("Admin")
    row.get_by_role("button", name="More for Grace Hopper").click()
    page.get_by_role("menuitem", name="Turn off").click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(row).to_contain_text("Turned off")
    accessible(page)
    found = next(one for one in demo.get("/agents?limit=200")["items"] if one["email"] == "grace@shop.example")
    assert (found["role"], found["disabled"]) == ("admin", True)


@pytest.mark.point(40)
def test_a_team_is_made_changed_and_removed(built: None, demo: Demo, person: Person, accessible: Callable[..., None]) -> None:
    page = person.sit("/admin/teams")
    page.get_by_role("button", name="Add a team").first.click()
    page.get_by_role("dialog").get_by_label("Name").fill("Billing")
    page.get_by_role("dialog").get_by_role("checkbox", name="Demo").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Billing")
    expect(row).to_contain_text("Demo")
    accessible(page)
    row.get_by_role("button", name="Change Billing").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Invoices")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Invoices")
    until(lambda: [team["name"] for team in demo.get("/teams")["items"]] == ["Invoices"], what="the new name")
    row.get_by_role("button", name="Delete Invoices").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    assert demo.get("/teams")["items"] == []


@pytest.mark.point(40, 28)
def test_a_canned_reply_has_variables_actions_languages_and_a_preview(built: None, demo: Demo, person: Person,
                                                                      accessible: Callable[..., None]) -> None:
    page = person.sit("/admin/canned/new")
    page.get_by_label("Name", exact=True).fill("Thanks")
    page.get_by_label(re.compile("^Shortcut")).fill("thx")
    text = page.get_by_role("textbox", name="Text")
    text.fill("Hi ")
    text.press("End")
    page.get_by_role("button", name="First name", exact=True).click()
    expect(text).to_be_focused()
    page.keyboard.type(", it left. {{order.id}}")
    preview = page.get_by_role("complementary", name="What the customer reads")
    expect(preview).to_contain_text("Hi Maria, it left. {{order.id}}")
    expect(page.get_by_text("No conversation has order.id")).to_be_visible()
    accessible(page)
    text.fill("Hi {{contact.first_name|there}}, it left.")
    expect(page.get_by_text("No conversation has order.id")).to_have_count(0)
    page.get_by_role("group", name="Languages").get_by_label("Add a language").select_option("de")
    page.get_by_role("textbox", name="Text in German").fill("Hallo {{contact.first_name|zusammen}}, es ist unterwegs.")
    expect(preview).to_contain_text("Hallo Maria")
    page.get_by_label("Add tags").fill("shipped, thanked")
    page.get_by_label("Add tags").blur()
    page.get_by_label("Then").select_option("closed")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/admin/canned")
    row = page.get_by_role("row").filter(has_text="Thanks")
    expect(row).to_contain_text(";thx")
    accessible(page)
    (made,) = [one for one in demo.get("/canned")["items"] if one["name"] == "Thanks"]
    assert made["actions"]["tags_add"] == ["shipped", "thanked"] and made["actions"]["status"] == "closed"
    assert made["variants"] == {"de": "Hallo {{contact.first_name|zusammen}}, es ist unterwegs."}
    with page.expect_download() as got:
        page.get_by_role("button", name="Export").click()
    kept = Path(got.value.path())
    row.get_by_role("link", name="Thanks").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No canned reply yet")).to_be_visible()
    page.get_by_label("Import").set_input_files(kept)
    expect(page.get_by_role("row").filter(has_text="Thanks")).to_be_visible()
    demo.done(f"/canned/{demo.get('/canned')['items'][0]['id']}", "DELETE", status=204)


@pytest.mark.point(40)
def test_who_is_no_admin_sees_what_they_may_and_makes_their_own_token(built: None, demo: Demo, person: Person,
                                                                      accessible: Callable[..., None]) -> None:
    made = agent(demo, "ada@shop.example", "Ada")
    page = person.sit("/admin", email=made["email"], password=made["password"])
    places = page.get_by_role("navigation", name="Administration")
    expect(places.get_by_role("link")).to_have_count(3)
    expect(page.get_by_role("table", name="Channels")).to_contain_text("support")
    accessible(page)
    page.goto("/admin/agents")
    expect(page.get_by_text("Only an admin sees this")).to_be_visible()
    places.get_by_role("link", name="API tokens").click()
    token = make_token(page, "report script")
    assert call(f"{demo.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})[1]["email"] == "ada@shop.example"
    accessible(page)
    page.get_by_role("button", name="End report script").click()
    page.get_by_role("dialog").get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="report script")).to_contain_text("Ended")
    assert call(f"{demo.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})[0] == 401


def make_token(page: Page, name: str) -> str:
    """Makes a token; it is shown once, and nowhere afterwards."""
    page.get_by_role("button", name="Make a token").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Make", exact=True).click()
    token = dialog.get_by_label("Token", exact=True).input_value()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    assert token not in page.content()
    return token


@pytest.mark.point(37)
def test_a_channel_of_the_file_is_marked_tried_out_and_not_changed_here(built: None, person: Person,
                                                                        accessible: Callable[..., None]) -> None:
    page = person.sit("/admin/channels/support")
    expect(page.get_by_text("From the config file")).to_be_visible()
    expect(page.get_by_role("button", name="Change the settings")).to_have_count(0)
    page.get_by_role("button", name="Test connection").click()
    steps = page.get_by_role("list", name="Steps of the test").get_by_role("listitem")
    expect(steps.filter(has_text="IMAP: login")).to_contain_text("Good")
    expect(page.get_by_role("main").get_by_text("Everything works.")).to_be_visible()
    accessible(page)


@pytest.mark.point(1)
@pytest.mark.parametrize("path", ["/admin", "/admin/channels", "/admin/channels/new?type=email", "/admin/agents", "/admin/journal",
                                  "/admin/canned/new"])
def test_on_a_phone_in_the_dark_nothing_is_cut_off(built: None, person: Person, accessible: Callable[..., None], path: str) -> None:
    page = person.sit(path, viewport="phone", theme="dark")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible(page)
    assert page.evaluate("document.querySelector('.pane.room').scrollWidth <= document.querySelector('.pane.room').clientWidth")
