# Die Nachrichten einer Unterhaltung.
thread-region = Unterhaltung
thread-none-title = Keine Unterhaltung geöffnet
thread-none-text = Eine aus der Liste wählen oder J und Enter drücken.
thread-no-messages = Hier wurde noch nichts geschrieben
thread-back = Zurück zur Liste
thread-gone = Diese Unterhaltung ist nicht da
thread-gone-text = Sie wurde gelöscht, ist in einer anderen aufgegangen oder für dieses Konto nicht sichtbar.
thread-messages = Nachrichten
thread-older = Ältere Nachrichten zeigen
thread-older-loading = Ältere Nachrichten werden geladen …
thread-unknown = Unbekannt
thread-note = Interne Notiz
thread-new = Neu
thread-newest = Zur neuesten
thread-fresh = { $count ->
    [one] 1 neue Nachricht
   *[other] { $shown } neue Nachrichten
}
thread-cancel = Abbrechen
thread-more = Weitere Aktionen
thread-nobody = Nicht zugewiesen
thread-untag = Label { $tag } entfernen
thread-to = An { $who }
thread-answers = Antwort auf
thread-deleted = Vom Verfasser gelöscht
thread-empty = Kein Text
thread-related = Verknüpft
thread-unlink = Verknüpfung entfernen
thread-place = Unterhaltung { $id }
thread-place-here = Diese Unterhaltung
thread-whole = Alles mit { $name }, der Reihe nach
thread-whole-end = Nur diese Unterhaltung
thread-merged = Diese Unterhaltung ist in einer anderen aufgegangen.
thread-merged-open = Dorthin wechseln

thread-status-open = Offen
thread-status-snoozed = Zurückgestellt
thread-status-closed = Geschlossen
thread-status-spam = Spam
thread-status-merged = Zusammengeführt

# Wer sonst hier ist
thread-here = Auch hier
thread-here-looks = { $name } liest mit
thread-here-reply = { $name } schreibt eine Antwort
thread-here-note = { $name } schreibt eine Notiz
thread-here-many = { $count } Personen schreiben

# Eine Nachricht, für Bildschirmleser
thread-message-in = { $name } über { $channel }, { $at }
thread-message-out = { $name } hat über { $channel } geantwortet, { $at }
thread-message-note = Interne Notiz von { $name }, { $at }
thread-say-message = { $name }: { $text }
thread-say-note = Interne Notiz von { $name }: { $text }
thread-say-state = Eigene Nachricht: { $state }. { $why }

# Merkmale
thread-flag-public = Öffentlich
thread-flag-newcomer = Neu in dieser Unterhaltung
thread-flag-auth-fail = Absender vielleicht gefälscht
thread-flag-automatic = Automatisch
thread-flag-bulk = Massenmail
thread-flag-truncated = Abgeschnitten
thread-flag-repeated-id = Trägt die ID einer anderen E-Mail
thread-flag-edited = Bearbeitet
thread-flag-blocked = Absender blockiert
thread-flag-spam = Spam

# Text, HTML, Dateien
thread-quote-show = Zitat zeigen
thread-quote-whole = Ganzen Text zeigen
thread-quote-hide = Zitat verbergen
thread-link-disguised = Dieser Link führt zu { $host }
thread-html-title = E-Mail von { $name }
thread-images-blocked = { $count ->
    [one] 1 Bild von außen ist nicht geladen, damit der Absender nicht erfährt, wann gelesen wird.
   *[other] { $count } Bilder von außen sind nicht geladen, damit der Absender nicht erfährt, wann gelesen wird.
}
thread-images-once = Bilder zeigen
thread-images-always = Immer bei { $name }
thread-files = Dateien
thread-files-pictures = Bilder
thread-files-open = { $name } öffnen
thread-files-save = { $name } herunterladen
thread-files-speed = Tempo
thread-files-pending = Wird geholt …
thread-files-failed = Konnte nicht geholt werden: { $why }
thread-picture-of = { $n } von { $all }
thread-picture-zoom = Volle Größe
thread-picture-before = Voriges Bild
thread-picture-after = Nächstes Bild

# Wie weit eine Nachricht ist
thread-waiting = Wird übergeben …
thread-waiting-offline = Wartet auf die Verbindung
thread-state-asking = Einen Moment …
thread-state-undoable = Wird gleich gesendet
thread-state-scheduled = Geplant für { $at }
thread-state-queued = Wartet auf Versand
thread-state-waiting = Noch nicht gesendet, wird von selbst wiederholt
thread-state-held = Wartet, bis { $channel } wieder geht
thread-state-sending = Wird gesendet
thread-state-sent = Gesendet
thread-state-delivered = Zugestellt
thread-state-read = Gelesen
thread-state-uncertain = Ungewiss: vielleicht angekommen
thread-state-failed = Nicht gesendet: fehlgeschlagen
thread-state-bounced = Nicht zugestellt: zurückgekommen
thread-state-canceled = Abgebrochen, nicht gesendet
thread-recipients = { $count ->
    [one] 1 Empfänger
   *[other] { $count } Empfänger
}
thread-do-undo = Zurückholen
thread-do-cancel = Nicht senden
thread-do-retry = Wiederholen
thread-do-edit = Ändern und senden
thread-do-copy = Kopieren
thread-do-elsewhere = Anderer Kanal
thread-copied = Kopiert
thread-copy-refused = Der Browser lässt die Seite nicht kopieren
thread-refused-retry = Es wurde nicht erneut versucht
thread-refused-resolve = Das ließ sich nicht klären
thread-refused-merge = Die Unterhaltungen wurden nicht zusammengeführt
thread-refused-split = Die Unterhaltung wurde nicht geteilt
thread-refused-move = Die Nachricht wurde nicht verschoben
thread-refused-link = Die Verknüpfung wurde nicht geändert

thread-advice-auth = Die Anmeldung des Kanals wird abgelehnt: Ein Admin muss sie erneuern.
thread-advice-gave-up = Zwei Tage lang wurde es versucht. Bitte die Adresse prüfen oder einen anderen Kanal nehmen.
thread-advice-no-channel = Der Kanal ist entfernt oder ausgeschaltet. Bitte einen anderen nehmen.
thread-advice-no-outbound-url = Der Kanal hat keinen Weg nach draußen: Ein Admin muss einen angeben.
thread-advice-no-recipient = Einen Empfänger angeben und erneut senden.
thread-advice-no-such-user = Den Kontonamen prüfen oder einen anderen Kanal nehmen.
thread-advice-not-summoned = Der Dienst erlaubt Antworten nur auf Beiträge, die uns erwähnen oder zitieren.
thread-advice-opted-out = Auf diesem Weg sind keine Nachrichten erwünscht. Einen anderen Kanal nehmen oder um neue Zustimmung bitten.
thread-advice-rate-limited = Der Dienst bittet um Geduld. Die Nachricht geht von selbst hinaus.
thread-advice-receive-only = Dieser Kanal empfängt nur. Bitte einen anderen nehmen.
thread-advice-too-large = Eine kleinere Datei senden oder einen Link darauf.
thread-advice-too-long = Kürzen oder in Teilen senden.
thread-advice-undeliverable = Die Adresse prüfen oder einen anderen Kanal nehmen.
thread-advice-window = Die Frist für freie Antworten ist abgelaufen. Eine Vorlage oder einen anderen Kanal nehmen.
thread-advice-media = Die Datei weglassen oder einen anderen Kanal nehmen.

# Ungewiss
thread-evidence-data-sent = Am { $at } an { $channel } übergeben, aber die Bestätigung kam nie. Vielleicht ist die Nachricht angekommen, vielleicht nicht. Von selbst wird sie nicht noch einmal gesendet.
thread-evidence-prepared = Am { $at } bereit zum Senden über { $channel }; dann verlor sich die Spur. Von selbst wird die Nachricht nicht noch einmal gesendet.
thread-evidence-connected = Am { $at } mit { $channel } verbunden; dann verlor sich die Spur. Von selbst wird die Nachricht nicht noch einmal gesendet.
thread-evidence-unknown = Am { $at } ging beim Senden über { $channel } etwas schief. Vielleicht ist die Nachricht angekommen, vielleicht nicht. Von selbst wird sie nicht noch einmal gesendet.
thread-evidence-look = Beim Dienst unter „Gesendet“ nachsehen oder { $who } fragen. Das Ergebnis dann hier angeben:
thread-evidence-details = Was genau bekannt ist
thread-resolve-sent = Angekommen
thread-resolve-again = Nicht angekommen: erneut senden
thread-resolve-sent-title = Ist sie angekommen?
thread-resolve-sent-text = Die Nachricht gilt dann als gesendet. Es wird nichts noch einmal gesendet.
thread-resolve-sent-do = Ja, angekommen
thread-resolve-again-title = Erneut senden?
thread-resolve-again-text = Dieselbe Nachricht geht noch einmal hinaus. Ist die erste doch angekommen, bekommt { $who } sie zweimal.
thread-resolve-again-do = Erneut senden

# Das Menü einer Nachricht
thread-message-menu = Aktionen für die Nachricht
thread-menu-copy = Text kopieren
thread-menu-quote = In Antwort zitieren
thread-menu-forward = Weiterleiten
thread-menu-note = Als Notiz übernehmen
thread-menu-link = Link kopieren
thread-menu-html = Wie gestaltet zeigen
thread-menu-plain = Als reinen Text zeigen
thread-menu-original = Original ansehen
thread-menu-elsewhere = Beim Dienst öffnen
thread-menu-raw = Quelltext und Kopfzeilen
thread-menu-download = Quelltext herunterladen
thread-menu-why = Warum ist das hier?
thread-menu-split = Ab hier abtrennen
thread-menu-move = In andere Unterhaltung verschieben
thread-raw-title = Quelltext
thread-raw-headers = Nur Kopfzeilen
thread-raw-cut = Nur die ersten { $size } sind zu sehen. Der Download enthält alles.

# Warum ist das hier?
thread-why-title = Warum ist das hier?
thread-why-token = Sie antwortet auf eine unserer Nachrichten: Sie trägt das signierte Zeichen, das wir jener mitgegeben haben.
thread-why-token-short = unser signiertes Zeichen
thread-why-own-id = Eine Nachricht mit derselben ID ist schon in dieser Unterhaltung.
thread-why-own-id-short = dieselbe Nachrichten-ID
thread-why-reference = Sie gibt selbst an, auf eine Nachricht dieser Unterhaltung zu antworten.
thread-why-reference-short = sie nennt eine Nachricht von dort
thread-why-thread = Der Dienst gibt an, dass sie zu dieser Unterhaltung gehört.
thread-why-thread-short = die Zuordnung des Dienstes
thread-why-new = Mit ihr begann diese Unterhaltung: Sie gehörte zu keiner anderen.
thread-why-new-short = eine neue
thread-why-written-here = Sie wurde hier geschrieben.
thread-why-written-here-short = hier geschrieben
thread-why-other = Eine Regel hat sie hierher gelegt.
thread-why-other-short = eine andere Regel
thread-why-newcomer = Ihr Absender war neu in dieser Unterhaltung und kommt nicht von selbst zu den Empfängern einer Antwort hinzu.
thread-why-refused = Geprüft und verworfen
thread-why-none = Keine andere Unterhaltung kam infrage.
thread-why-candidate = Kam infrage durch: { $rule }
thread-why-no-other-channel = Dieselbe E-Mail kam auch über einen anderen Kanal.
thread-why-no-too-old = Sie ist schon zu lange geschlossen.
thread-why-no-stranger = Weder Absender noch Empfänger nehmen dort teil.

# Zusammenführen, verknüpfen, verschieben, abtrennen
thread-join-merge = Mit anderer Unterhaltung zusammenführen
thread-join-merge-help = Alle Nachrichten dieser Unterhaltung gehen in die gewählte über.
thread-join-merge-what = Diese Unterhaltung geht in „{ $title }“ auf. Beide behalten ihre Nachrichten, der Zeit nach geordnet.
thread-join-merge-do = Zusammenführen
thread-join-merge-anyway = Trotzdem zusammenführen
thread-join-link = Mit anderer Unterhaltung verknüpfen
thread-join-link-help = Beide bleiben, wie sie sind, und verweisen aufeinander.
thread-join-link-what = Diese Unterhaltung und „{ $title }“ verweisen dann aufeinander.
thread-join-link-do = Verknüpfen
thread-join-move = Nachricht verschieben
thread-join-move-help = Wählen, wohin die Nachricht gehört.
thread-join-move-what = Die Nachricht wandert nach „{ $title }“.
thread-join-move-new = Die Nachricht bekommt eine eigene, neue Unterhaltung.
thread-join-move-do = Verschieben
thread-join-split = Unterhaltung teilen
thread-join-split-what = Diese und alle folgenden Nachrichten kommen in eine neue Unterhaltung.
thread-join-split-do = Teilen
thread-join-new = Neue Unterhaltung
thread-join-search = Unterhaltung suchen
thread-join-type = Zum Suchen tippen
thread-join-none = Keine Unterhaltung enthält diese Wörter
thread-join-failed = Die Suche hat nicht geklappt. Bitte erneut versuchen.
thread-join-back = Andere wählen
thread-join-stranger = Eine andere Person: Diese Unterhaltung ist mit { $here }, jene mit { $there }. Wer eine liest, liest dann auch die andere.
thread-joined-merge = Zusammengeführt
thread-joined-link = Verknüpft
thread-joined-move = Verschoben
thread-joined-split = Geteilt

# Was geschehen ist
thread-changes = { $count ->
    [one] 1 Änderung
   *[other] { $shown } Änderungen
}
thread-change-you = Ich
thread-change-system = Inbox
thread-change-status-open = { $who } · geöffnet
thread-change-status-closed = { $who } · geschlossen
thread-change-status-snoozed = { $who } · zurückgestellt, bis eine Antwort kommt
thread-change-status-spam = { $who } · als Spam markiert
thread-change-status-merged = { $who } · zusammengeführt
thread-change-snoozed-until = { $who } · zurückgestellt bis { $at }
thread-change-assigned = { $who } · { $name } zugewiesen
thread-change-taken = { $who } · übernommen
thread-change-unassigned = { $who } · Zuweisung an { $name } aufgehoben
thread-change-team = { $who } · an das Team { $name } gegeben
thread-change-no-team = { $who } · aus dem Team genommen
thread-change-contact = { $who } · Kontakt in { $name } geändert
thread-change-tagged = { $who } · Label { $tag } hinzugefügt
thread-change-untagged = { $who } · Label { $tag } entfernt
thread-change-priority = { $who } · Priorität: { $priority }
thread-change-subject = { $who } · Betreff geändert in „{ $subject }“
thread-change-merge = { $who } · in Unterhaltung { $other } überführt
thread-change-split = { $who } · Unterhaltung { $other } abgetrennt
thread-change-link = { $who } · mit Unterhaltung { $other } verknüpft
thread-change-unlink = { $who } · Verknüpfung mit Unterhaltung { $other } entfernt
thread-change-wake = { $who } · wieder da: Die Zeit ist um
thread-priority-low = niedrig
thread-priority-normal = normal
thread-priority-high = hoch
thread-priority-urgent = dringend

action-thread-previous = Vorige Nachricht
action-thread-next = Nächste Nachricht
action-thread-unread = Zur ersten ungelesenen Nachricht
action-thread-newest = Zur neuesten Nachricht
action-thread-whole = Alles mit dieser Person
action-thread-merge = Mit anderer Unterhaltung zusammenführen
action-thread-link = Mit anderer Unterhaltung verknüpfen
action-thread-copy-link = Link zur Unterhaltung kopieren
action-message-copy = Text der Nachricht kopieren
action-message-quote = Nachricht in der Antwort zitieren
action-message-link = Link zur Nachricht kopieren
action-message-why = Warum ist diese Nachricht hier?
