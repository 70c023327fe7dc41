"""What is taken as newly written: our own texts, in the forms that mail programs write, language by language."""

from __future__ import annotations

import pytest

from connectors.email import html, reply

NEW = "The parcel has come, thank you.\n\nOne thing is still missing."


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, 3 Mar 2026 at 10:15, Support <support@example.com> wrote:",
        "On Mar 3, 2026, at 10:15 AM, Support <support@example.com> wrote:",
        "On Tuesday, March 3, 2026 at 10:15:00 AM GMT+1,\nSupport <support@example.com>\nwrote:",
        "Am 03.03.2026 um 10:15 schrieb Support:",
        "Am Di., 3. März 2026 um 10:15 Uhr schrieb Support <\nsupport@example.com>:",
        "Le mar. 3 mars 2026 à 10:15, Support <support@example.com> a écrit :",
        "El mar, 3 mar 2026 a las 10:15, Support (<support@example.com>) escribió:",
        "Em ter., 3 de mar. de 2026 às 10:15, Support <support@example.com> escreveu:",
        "Il giorno mar 3 mar 2026 alle ore 10:15 Support <support@example.com> ha scritto:",
        "Op di 3 mrt 2026 om 10:15 schreef Support <support@example.com>:",
        "Den tis 3 mars 2026 kl 10:15 skrev Support <support@example.com>:",
        "tir. 3. mar. 2026 kl. 10:15 skrev Support <support@example.com>:",
        "ti 3. maalisk. 2026 klo 10.15 Support (support@example.com) kirjoitti:",
        "wt., 3 mar 2026 o 10:15 Support <support@example.com> napisał(a):",
        "út 3. 3. 2026 v 10:15 odesílatel Support <support@example.com> napsal:",
        "вт, 3 мар. 2026 г. в 10:15, Support <support@example.com>:",
        "3 марта 2026 г., в 10:15, Support <support@example.com> написал(а):",
        "вт, 3 бер. 2026 р. о 10:15 Support <support@example.com> пише:",
        "Support <support@example.com>, 3 Mar 2026 Sal, 10:15 tarihinde şunu yazdı:",
        "Support <support@example.com> ezt írta (időpont: 2026. márc. 3., K, 10:15):",
        "În mar., 3 mar. 2026 la 10:15, Support <support@example.com> a scris:",
        "Στις Τρί 3 Μαρ 2026 στις 10:15 μ.μ., ο χρήστης Support <support@example.com> έγραψε:",
        "Vào Th 3, 3 thg 3, 2026 vào lúc 10:15 Support <support@example.com> đã viết:",
        "2026年3月3日(火) 10:15 Support <support@example.com>:",
        "2026年3月3日 10:15，Support <support@example.com> 写道：",
        "2026-11-22 21:17、Example Support <support@shop.example> のメール:",
        "2026/11/22 21:17、サポートさんからのメール：",
        "2026/11/22 21:17、Example Support <support@shop.example>のメッセージ:",
        "2026年11月22日 21:17 Support は書きました:",
        "2026년 3월 3일 (화) 오전 10:15, Support <support@example.com>님이 작성:",
        "At 10:15 03/03/2026, you wrote:",
    ],
)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_attributions(attribution: str, mark: str) -> None:
    quoted = "\n".join(mark + line for line in ("Dear Ann,", "", "has it come?", "Your support"))
    assert reply.newly_written(f"{NEW}\n\n{attribution}\n{quoted}\n") == NEW


def test_a_letter_that_somebody_speaks_of_is_no_attribution() -> None:
    text = "11月22日のメールについて:\n\nまだ届いていません。\n\n11月22日のメール:\n\nありがとうございました。"
    assert reply.newly_written(text) == text


@pytest.mark.parametrize(
    "block",
    [
        "From: Support <support@example.com>\nSent: Tuesday, 3 March 2026 10:15\nTo: Ann\nSubject: Your order",
        "*From:* Support\n*Date:* 3 March 2026\n*To:* Ann\n*Subject:* Your order",
        "Von: Support <support@example.com>\nGesendet: Dienstag, 3. März 2026 10:15\nAn: Ann\nBetreff: Bestellung",
        "De : Support <support@example.com>\nEnvoyé : mardi 3 mars 2026 10:15\nÀ : Ann\nObjet : Commande",
        "De: Support <support@example.com>\nEnviada em: terça-feira, 3 de março de 2026 10:15\nPara: Ann\nAssunto: Pedido",
        "От: Support <support@example.com>\nОтправлено: 3 марта 2026 г. 10:15\nКому: Ann\nТема: Заказ",
        "Kimden: Support <support@example.com>\nGönderildi: 3 Mart 2026 Salı 10:15\nKime: Ann\nKonu: Sipariş",
        "Od: Support <support@example.com>\nWysłano: wtorek, 3 marca 2026 10:15\nDo: Ann\nTemat: Zamówienie",
        "发件人: Support <support@example.com>\n发送时间: 2026年3月3日 10:15\n收件人: Ann\n主题: 订单",
        "差出人: Support <support@example.com>\n送信日時: 2026年3月3日 10:15\n宛先: Ann\n件名: 注文",
        "보낸 사람: Support <support@example.com>\n보낸 날짜: 2026년 3월 3일 10:15\n받는 사람: Ann\n제목: 주문",
        "-----Original Message-----\nHello",
        "---------- Forwarded message ---------\nHello",
        "-----Ursprüngliche Nachricht-----\nHallo",
        "________________________________\nFrom: Support\nSent: Tuesday, 3 March 2026\nTo: Ann\nSubject: Order",
        "##- Please type your reply above this line -##\nTicket 12",
    ],
)
def test_blocks_of_headers(block: str) -> None:
    assert reply.newly_written(f"{NEW}\n\n{block}\n\nhas it come?\n") == NEW


@pytest.mark.parametrize(
    "end",
    [
        "-- \nAnn Lee\nExample Ltd",
        "--\nAnn",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/x>",
        "Gesendet mit der Mail App",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Enviado do meu Galaxy",
        "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "Skickat från min iPhone",
        "发自我的iPhone",
        "________________\nlist mailing list\nunsubscribe at https://example.org",
        "CONFIDENTIALITY NOTICE: for you only",
    ],
)
def test_ends(end: str) -> None:
    assert reply.newly_written(f"{NEW}\n\n{end}\n") == NEW


@pytest.mark.parametrize(
    "text",
    [
        NEW,
        "One thing: the parcel.\n\nFrom: me, To: you, that is how I see it.",
        "Sent from my desk, this is a long sentence about it.",
        "The date: 3 March 2026\nwas wrong.",
        "I wrote on Monday:\nplease answer.",
        "```\n--\nnot a signature\n```\nok",
        "Thanks,\nAnn",
        "- one\n- two\n-- three",
        "> only a quotation",
        "Prices:\n12:30 to 13:30",
    ],
)
def test_what_stays_whole(text: str) -> None:
    assert reply.newly_written(text) == text


def test_answers_below_and_between() -> None:
    head = "On Tue, 3 Mar 2026 at 10:15, Support <support@example.com> wrote:\n> has it come?\n"
    assert reply.newly_written(f"{head}\nYes, it has.\n") == "Yes, it has."
    between = reply.newly_written(f"Hello,\n\n{head}\nYes, it came today.\n\n> is all well?\n\nAll but one thing.\n\n-- \nAnn\n")
    assert "Yes, it came today." in between
    assert "All but one thing." in between
    assert "wrote:" not in between
    assert not between.endswith("Ann")


def test_never_empty_and_never_slow_to_give_up() -> None:
    quoted = "> all\n> of\n> it"
    assert reply.newly_written(quoted) == quoted
    assert reply.newly_written("") == ""
    long = "word " * 40_000
    assert reply.newly_written(long) == long.strip()


@pytest.mark.parametrize(
    "page",
    [
        "<div>Yes.</div><div class=gmail_quote><div>On Tue, Ann wrote:</div><blockquote>old</blockquote></div>",
        "<p>Yes.</p><div id='divRplyFwdMsg'><b>From:</b> x</div><p>old</p>",
        "<p>Yes.</p><div id=appendonsend></div><hr><p>old</p>",
        "Yes.<br><div class='moz-cite-prefix'>On 3.3.26 x wrote:</div><blockquote type='cite'>old</blockquote>",
        "<div>Yes.</div><div class='yahoo_quoted'>On Tue x wrote: old</div>",
        "<p>Yes.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt'><p><b>From:</b> x</p></div><p>old</p>",
    ],
)
def test_html_marks(page: str) -> None:
    text = html.to_text(page)
    assert reply.newly_written(text) == "Yes."
    assert "old" in html.without_marks(text)


def test_html_as_text() -> None:
    page = (
        "<html><head><title>no</title><style>p{}</style></head><body><p>One&nbsp;&amp; two</p><ul><li>a<li>b</ul>"
        "<script>bad()</script><pre>x\n  y</pre><blockquote>said</blockquote>end<br>line</body></html>"
    )
    assert html.to_text(page) == "One & two\n\n- a\n- b\n\nx\n  y\n\n> said\n\nend\nline"
