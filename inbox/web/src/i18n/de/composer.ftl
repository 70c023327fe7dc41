# Eine Antwort, eine Notiz, eine erste Nachricht schreiben.
composer-region = Schreiben
composer-kind = Art der Nachricht
composer-reply = Antwort
composer-note = Interne Notiz
composer-note-who = Nur für das Team sichtbar
composer-note-add = Notiz hinzufügen
composer-note-added = Die Notiz wurde hinzugefügt
composer-note-close = Notiz hinzufügen und schließen
composer-note-placeholder = Notiz an das Team … @ erwähnt jemanden
composer-placeholder = Antwort schreiben …
composer-placeholder-first = Schreiben …
composer-placeholder-to = An { $name } schreiben …
composer-send = Senden
composer-send-more = Weitere Arten zu senden
composer-send-close = Senden und schließen
composer-send-anyway = Trotzdem senden
composer-sending = Die Nachricht ist unterwegs
composer-sent = Gesendet
composer-sent-closed = Gesendet und geschlossen
composer-sent-held = { $seconds ->
    [one] Geht in { $seconds } Sekunde hinaus
   *[other] Geht in { $seconds } Sekunden hinaus
}
composer-taken-back = Zurückgeholt. Der Text steht wieder im Eingabefeld.
composer-mention-nobody = Noch ist niemand sonst hier
composer-service-whatsapp = WhatsApp
composer-service-sms = SMS
composer-by = { $channel } · { $service }
composer-too-late = Zum Zurückholen war es zu spät
composer-files-lost = Diese Dateien konnten nicht übernommen werden: { $names }
composer-show = Anzeigen
composer-discard = Entwurf verwerfen

composer-channel = Kanal
composer-channel-in = { $channel } (nur Empfang)
composer-from = Von
composer-to = An
composer-cc = Cc
composer-bcc = Bcc
composer-copies = Cc, Bcc
composer-reply-all = Allen antworten
composer-reply-one = Nur dem Absender antworten
composer-nobody = noch niemand
composer-remove = { $name } entfernen
composer-subject = Betreff
composer-text = Nachricht

composer-attach = Dateien anhängen
composer-files = Dateien
composer-file-remove = { $name } entfernen
composer-file-retry = { $name } erneut hochladen
composer-file-going = { $name } wird hochgeladen
composer-file-failed = Nicht hochgeladen
composer-file-large = Höchstens { $most } je Datei
composer-files-none = { $channel } nimmt keine Dateien an
composer-files-type = { $channel } nimmt nur { $types } an
composer-files-count = { $count ->
    [one] { $channel } nimmt nur eine Datei an
   *[other] { $channel } nimmt höchstens { $count } Dateien an
}
composer-files-bytes = { $channel } nimmt insgesamt { $size } an
composer-drop = Zum Anhängen loslassen
composer-waiting = Wartet auf Dateien …
composer-waits-for-files = Geht hinaus, sobald die Dateien hochgeladen sind

composer-canned = Textbaustein
composer-canned-none = Noch keine Textbausteine
composer-canned-failed = Die Textbausteine konnten nicht geladen werden
composer-canned-missing = Hier nicht bekannt: { $names }
composer-canned-used = { $count ->
    [one] Einmal verwendet
   *[other] { $count }-mal verwendet
}
composer-pick-canned = Textbausteine
composer-pick-emoji = Emoji
composer-pick-mention = Personen
composer-format = Format
composer-bold = Fett
composer-italic = Kursiv
composer-link = Link
composer-list = Liste
composer-numbers = Nummerierte Liste
composer-quote = Zitat
composer-options = Optionen dieses Kanals
composer-option-add = Wert hinzufügen

composer-count-sms = { $segments ->
    [one] { $segments } SMS, { $left } übrig
   *[other] { $segments } SMS, { $left } übrig
}
composer-count-ucs2 = Unicode wegen { $letters }
composer-count-unicode = Mit { $letters } fasst eine SMS nur 70 Zeichen statt 160.
composer-count-left = { $left ->
    [one] Noch { $left } Zeichen
   *[other] Noch { $left } Zeichen
}
composer-count-over = { $over ->
    [one] { $over } Zeichen zu lang
   *[other] { $over } Zeichen zu lang
}
composer-count-split = Als { $parts } Nachrichten senden

composer-refused-no-channel = { $channel } ist nicht mehr eingerichtet; dorthin lässt sich nichts senden.
composer-refused-receive-only = { $channel } empfängt nur.
composer-refused-window = Die Frist für freie Antworten über { $channel } ist abgelaufen.
composer-refused-opted-out = Hier wurde um keine weiteren Nachrichten von { $channel } gebeten.
composer-refused-not-summoned = Hierauf ist keine Antwort möglich: Wir werden nicht erwähnt.
composer-refused-no-recipient = Es ist kein Empfänger übrig. Bitte einen angeben.
composer-refused-undeliverable = Die letzte Nachricht dorthin kam zurück. Für einen neuen Versuch den Empfänger angeben.
composer-refused-channels = Diesen Kanal sehen andere Personen als diese Unterhaltung.
composer-trouble = { $channel } kann gerade nicht senden. Geschriebenes wartet, bis es wieder geht.
composer-theirs = In einem anderen Fenster steht etwas anderes:
composer-theirs-take = Das übernehmen
composer-theirs-keep = Dieses behalten
composer-raced = { $name } hat inzwischen geantwortet
composer-wrote-again = { $name } hat noch einmal geschrieben
composer-race-refused = Jemand war schneller. Bitte lesen, was dort steht, und dann erneut senden.

composer-press-again = Noch einmal „Senden“ sendet trotzdem
composer-ask-attachment = Im Text ist von einer Datei die Rede, aber keine ist angehängt.
composer-ask-empty = Der Text enthält keine eigenen Worte.
composer-ask-language = Die Antwort ist auf { $mine }, die Anfrage auf { $theirs }.
composer-ask-other-language = Die Antwort ist in einer anderen Sprache als die Anfrage.
composer-ask-hours = Dort ist es jetzt { $time }.
composer-ask-raced = Jemand anderes hat geantwortet. Diese Antwort auch senden?
composer-ask-never = Nicht mehr fragen
composer-block-empty = Es gibt noch nichts zu senden.
composer-block-long = Der Text ist für diesen Kanal zu lang.
composer-block-nobody = Bitte einen Empfänger angeben.
composer-block-variables = Zuerst { $what } ausfüllen.
composer-block-refused = Über diesen Kanal lässt sich das jetzt nicht senden.
composer-block-files = Dieser Kanal nimmt diese Dateien nicht an.
composer-block-upload = Eine Datei ist nicht hochgeladen. Bitte erneut versuchen oder entfernen.
composer-fill = Dorthin
composer-macro = Beim Senden: { $what }
composer-macro-tags = Label { $tags } hinzufügen
composer-macro-untag = Label { $tags } entfernen
composer-macro-assign = zuweisen
composer-macro-open = öffnen
composer-macro-closed = schließen
composer-macro-snoozed = zurückstellen
composer-macro-spam = als Spam markieren

composer-draft-dirty = Ungespeichert
composer-draft-saving = Speichert …
composer-draft-saved = Entwurf gespeichert
composer-draft-kept = Auf diesem Gerät gespeichert

composer-new-leave = Verlassen und Entwurf behalten
composer-new-none = Kein Kanal kann eine Unterhaltung beginnen
composer-new-none-text = Kanäle, die nur empfangen oder nur antworten, können das nicht. Ein Admin kann einen anderen verbinden.
composer-new-forwarded = ---------- Weitergeleitete Nachricht ----------
composer-new-forward-from = Von: { $name }
composer-new-forward-date = Datum: { $date }
composer-new-forward-subject = Betreff: { $subject }
composer-new-unfinished = Es gibt eine angefangene Nachricht. Sie steht unter der weitergeleiteten.

action-compose-reply = Antworten
action-compose-note = Interne Notiz
action-compose-forward = Weiterleiten
action-compose-switch = Antwort/Notiz wechseln
action-compose-send = Senden
action-compose-send-close = Senden und schließen
action-compose-attach = Dateien anhängen
action-compose-bold = Fett
action-compose-italic = Kursiv
action-compose-leave = Eingabefeld verlassen
