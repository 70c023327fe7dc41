"""Words that mail programs write around a quotation, language by language. Data only; `reply` uses it.

Adding a language is adding its words here: the verb of "… wrote:", the names of the headers, "Sent from my".
"""

from __future__ import annotations

import re

_I = re.IGNORECASE

# "… wrote:" — at the end of an attribution, or before the name (German, Scandinavian, Chinese)
VERB = re.compile(
    r"(?<!\w)(?:wrote|writes|said|schrieb(?: am)?|a écrit|ecrit|écrit|escribió|escribio|escreveu|escrigué|va escriure|"
    r"ha scritto|"
    r"scrisse|scrive|schreef|geschreven|skrev|skreiv|skrifaði|kirjoitti|írta|irta|ezt írta|a scris|je napisao|je napisal[ao]?|"
    r"napisał(?:\(?a\)?|a)?|nap[ií]?sal(?:\(?a\)?|a)?|napísal(?:\(?a\)?|a)?|написал(?:\(?а?\)?|а)?|написав(?:ла)?|"
    r"пише|пишет|писал(?:\(?а?\)?|а)?|писа|заявил|yazdı|şunu yazdı|şunları yazdı|έγραψε|đã viết|menulis|kirjutas|rakstīja|rašė|"
    r"parašė|idatzi zuen|כתב/?ה?|כתבה?|كتب|نوشت|เขียน(?:ว่า)?)(?!\w)"
    r"|写道|寫道|写到|wrote|작성|썼습니다|님이 씀|は書きました|のメッセージ|に書きました"
    # a letter is a common word: only behind a name, and at the end
    r"|(?:[>)）]|さん|様)\s?(?:から)?のメール(?=\s*(?:[:：]|$))", _I)

# an attribution can only end in one of these: looked at first, because it is cheap
ENDINGS = (":", "：", "----", "wrote", "Wrote", "writes", "schrieb", "a écrit", "escribió", "escreveu", "ha scritto", "skrev",
           "kirjoitti", "napisał(a)", "napisał", "napsal(a)", "написал", "написал(а)", "пише", "yazdı", "geschreven",
           "写道", "寫道")

_MONTH = (r"jan|feb|f[ée]v|mar|m[äa]r|mrt|apr|abr|avr|ma[iyj]|mei|j[uú]n|juin|j[uú]l|juil|aug|ao[uû]|ago|sep|set|okt|oct|out|ott|"
          r"nov|de[czs]|d[ée]c|gen|mag|giu|lug|dic|sty|lut|kwi|cze|lip|sie|wrz|pa[zź]|lis|gru|maj|tammi|helmi|maalis|huhti|"
          r"touko|kesä|heinä|elo|syys|loka|marras|joulu|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|"
          r"січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|"
          r"led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro|Ιαν|Φεβ|Μαρ|Απρ|Μαΐ|Ιουν|Ιουλ|Αυγ|Σεπ|Οκτ|Νοε|Δεκ")

DATE = re.compile(
    r"(?<!\d)(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4})(?!\d)"                 # 30.09.2017, 2017-11-24, 6/16/2016
    r"|(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)(?=\s*(?:[ap]\.?m|uhr|[,)\"<\s]|:\d\d|$))"    # 14:15, 18.30
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th|º|er|\.)?[ \-]*(?:de |d')?(?:{_MONTH})[^\W\d]*\.?[ ,\-]*(?:de )?(?:\d{{2,4}})?"
    rf"|(?<!\w)(?:{_MONTH})[^\W\d]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s+(?:at\s+)?\d{{2,4}})?(?!\w)"
    r"|\d{2,4}\s*[年년]\s*\d{1,2}\s*[月월]|\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d(?!\d)", _I)

# how an attribution begins, where it begins with a word of its own
OPENING = re.compile(
    r"[\"'“>\s]*(?:(?:on|at|am|le|el|em|il|in data|op|den|dne|dnia|w dniu|pada|vào|på|a|ha|ons|tis|tor|lör|sön|mån|fre|man|"
    r"tir|lør|"
    r"søn|pe|ma|ti|ke|to|la|su|στις|la data|pe data de|в|від|от|mon|tue|wed|thu|fri|sat|sun)(?=[\s,.])|\w{2,12}, \d|[在于於]|"
    r"\d{1,4}[-./年 ]|-{2,})", _I)

_KEYS = {
    "from": "from von de van fra från da od от від de\u00a0la kimden gönderen отправитель 差出人 "
            "发件人 寄件者 寄件人 发自 보낸\u00a0사람 "
            "보낸사람 lähettäjä feladó από dari nga expéditeur remitente remetente mittente afsender avsändare absender saatja "
            "siuntėjas sūtītājs pošiljatelj pošiljalac odosielateľ odesílatel nadawca מאת من ส่งจาก จาก de\u00a0parte\u00a0de "
            "expeditor frá desde από:",
    "date": "date sent datum gesendet enviado\u00a0em enviado envoyé envoyé\u00a0le verzonden "
            "dato sendt skickat inviato data wysłano "
            "wysłane odesláno odoslané отправлено дата надіслано gönderilme\u00a0tarihi tarih gönderildi 送信日時 日時 日付 "
            "发送时间 发送日期 日期 时间 "
            "寄件日期 傳送時間 보낸\u00a0날짜 날짜 lähetetty pvm päiväys dátum küldve elküldve elküldés\u00a0dátuma "
            "ημερομηνία στάλθηκε "
            "fecha date\u00a0d’envoi inviata poslano datums saadetud išsiųsta trimis trimis\u00a0la נשלח תאריך التاريخ أرسل "
            "تم\u00a0الإرسال วันที่ ส่ง tanggal dikirim ngày enviat enviada\u00a0em sent\u00a0on sent\u00a0at 발신일",
    "to": "to an à para aan til till a do кому kime alıcı 宛先 收件人 받는\u00a0사람 받는사람 vastaanottaja "
            "címzett προς kepada "
          "destinataire destinatario destinatário modtager mottagare empfänger komu pro za kam către către: אל إلى ถึง đến per "
          "untuk saaja gavėjas saņēmējs",
    "cc": "cc kopie copie kopia kopi kópia dw copia cópia bilgi копия копія másolatot\u00a0kap kopio 抄送 副本 참조 cc: κοιν",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp emne ämne temat předmět "
            "předmet predmet тема konu 件名 主题 "
               "主旨 標題 제목 aihe tárgy θέμα subiect subjek perihal teema tema temats naslov efni נושא الموضوع เรื่อง "
               "chủ\u00a0đề "
               "assumpte re",
    "reply-to": "reply-to antwort\u00a0an répondre\u00a0à odpowiedź\u00a0do responder\u00a0a rispondi\u00a0a 返信先 回复 "
                "organization",
}
KEYS_BY_ROLE = {word.replace("\u00a0", " "): role for role, words in _KEYS.items() for word in words.split(" ") if word}
KEYS_BY_ROLE |= {word: role for role, words in _KEYS.items() for word in words.split(" ") if word}

FORWARD = re.compile(
    r"original (?:message|e-?mail|appointment)|forwarded (?:message|by)|begin forwarded|ursprüngliche (?:nachricht|mail)|"
    r"original[- ]?nachricht|weitergeleitete nachricht|anfang der weitergeleiteten|message (?:d'origine|transféré|original)|"
    r"message original|début du message|mensaje (?:original|reenviado)|inicio del mensaje|mensagem (?:original|encaminhada)|"
    r"messaggio (?:originale|inoltrato)|inizio messaggio|oorspronkelijk bericht|doorgestuurd bericht|begin doorgestuurd|"
    r"oprindelig (?:besked|meddelelse)|videresendt (?:besked|melding)|opprinnelig melding|ursprungligt? meddelande|"
    r"vidarebefordrat|alkuperäinen viesti|välitetty viesti|wiadomość (?:oryginalna|przekazana)|oryginalna wiadomość|"
    r"przekazana wiadomość|původní (?:zpráva|e-mail)|přeposlaná|pôvodná správa|eredeti (?:üzenet|levél)|továbbított|"
    r"mesaj original|исходное сообщение|оригинальное|пересылаемое сообщение|переадресованное|вихідне повідомлення|"
    r"orijinal (?:ileti|mesaj)|iletilen ileti|özgün ileti|元のメッセージ|転送メッセージ|original-nachricht|"
    r"原始邮件|原始郵件|转发邮件|轉寄|轉發|邮件原件|원본 메시지|전달된|αρχικό μήνυμα|pesan asli|thư gốc|הודעה מקורית|"
    r"الرسالة الأصلية|algne kiri|izvirno sporočilo|izvorna poruka|reply message|wrote\s*-{2,}", _I)

ABOVE = re.compile(
    r"(?:^|[-#=_*~ ])\s*(?:please |bitte )?(?:(?:type |write )?(?:your )?reply|respond|"
    r"reply (?:to this e?-?mail )?)\s*above (?:this|the) line"
    r"|reply above this|antwort(?:en sie)? (?:bitte )?(?:oberhalb|über) dieser (?:linie|zeile)|répond(?:re|"
    r"ez) au[- ]dessus de cette ligne"
    r"|(?:escriba|escribe|responda) (?:su respuesta )?(?:por encima|arriba) de esta línea", _I)

SENT_FROM = re.compile(
    r"(?:(?:this (?:e-?mail|message) was )?(?:sent|written|composed) (?:from|via|with|by|using|on) (?:my |the |a )?\w|"
    r"get outlook for|"
    r"sent by my|von meinem .{2,30} gesendet|gesendet (?:von|mit|über|aus)|diese nachricht wurde von|holen sie sich outlook|"
    r"outlook für \w+ (?:holen|beziehen)|"
    r"hol dir outlook|envoyé (?:de|depuis|à partir|via|avec)|télécharge[rz] outlook|obtenez outlook|provenance|"
    r"enviado (?:desde|do|a partir|de|con|pelo|através|via)|"
    r"enviada? (?:do|desde)|obtener outlook|obter o outlook|obtenga outlook|inviato (?:da|dal|con|tramite)|ottieni outlook|"
    r"scarica outlook|"
    r"verzonden (?:vanaf|met|via|vanuit)|verstuurd vanaf|outlook voor \w+ downloaden|sendt (?:fra|via|med)|hent outlook|"
    r"skickat (?:från|med|via)|"
    r"skickades från|hämta outlook|lähetetty|hanki outlook|wysłan[eoay] (?:z|ze|za pomocą)|pobierz (?:program )?outlook|"
    r"odesláno (?:z|ze)|odoslané (?:z|zo)|"
    r"elküldve|küldve|trimis (?:de pe|din|cu)|отправлено (?:с|из|через|от)|послано с|надіслано (?:з|із)|отримати outlook|"
    r"скачать outlook|"
    r"απεσταλμένο|στάλθηκε από|dikirim dari|đã gửi từ|gửi từ|gönderildi|発信元|从我的|從我的|发自|發自|來自我的|来自我的|"
    r"获取 outlook|取得 outlook|"
    r"נשלח מ|أرسلت من|أُرسلت من|ส่งจาก|나의 .{1,20}에서 보냄|poslano (?:z|sa|s|iz)|изпратено от|saadetud|enviat des)", _I)
SENT_FROM_END = re.compile(r"(?:から送信|gönderildi|에서 보냄|에서 보냈습니다|eszközömről küldve|küldve|發送|发送)$", _I)

# A formula that closes a letter. English ones count only with their comma: without it people write sentences with them.
CLOSING = re.compile(
    r"(?:(?:best|kind|kindest|warm|warmest|with (?:best|kind)|many) )?regards,|(?:yours )?(?:sincerely|faithfully|"
    r"truly)(?: yours)?,|"
    r"(?:med )?(?:venlig|vennlig|vänlig|vänliga|bästa|de bedste|bedste|mange) (?:hilsen|hilsner|hälsning|hälsningar),?|"
    r"hilsen,?|"
    r"hälsningar,?|mvh\.?,?|kh,?|dbh,?|knus,?|mit (?:freundlichen|besten|herzlichen|lieben) grü(?:ß|ss)en,?|mfg,?|"
    r"(?:viele|liebe|beste|schöne|herzliche) grü(?:ß|ss)e,?|(?:bien )?cordialement,|met vriendelijke groet(?:en)?,?|"
    r"z poważaniem,?|pozdrawiam,?|s pozdravem,?|с уважением,|saludos cordiales,|atentamente,|cordiali saluti,?|"
    r"distinti saluti,?|"
    r"atenciosamente,|ystävällisin terveisin,?|üdvözlettel,?|saygılarımla,?", _I)

FOOTER = re.compile(r"mailing list|listinfo|unsubscribe|confidential|disclaimer|avast|virus", _I)

# what a company's mail server puts below every mail
DISCLAIMER = re.compile(
    r"\W*(?:disclaimer\W*$|(?:confidentiality|legal|privacy) (?:notice|note|disclaimer|statement)\b|this (?:e-?mail|message|"
    r"communication)"
    r"(?: and any (?:attachments?|files?)[^.]{0,60})? (?:is|are|may be|contains?)[^.]{0,40} (?:confidential|privileged|"
    r"intended (?:only|solely))|"
    r"the information (?:contained )?in this (?:e-?mail|message|communication)[^.]{0,60} (?:is|may be) |diese (?:e-?mail|"
    r"nachricht) enthält vertrauliche|"
    r"ce (?:message|courriel)[^.]{0,60} confidentiel)", _I)
