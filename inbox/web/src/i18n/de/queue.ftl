# Die Ansichten der Navigation und die Liste der Unterhaltungen.
queue-region = Unterhaltungen
queue-nav-queues = Eingang
queue-nav-views = Ansichten
queue-nav-teams = Teams
queue-nav-channels = Kanäle
queue-nav-tags = Labels
queue-view-mine = Meine
queue-view-unassigned = Nicht zugewiesen
queue-view-mentions = Erwähnungen
queue-view-open = Alle offenen
queue-view-all = Alles
queue-view-snoozed = Zurückgestellt
queue-view-closed = Geschlossen
queue-view-spam = Spam
queue-view-failed = Sendefehler
queue-view-uncertain = Ungewiss
queue-view-search = Suche
queue-list-received = Eingegangen
queue-list-sent = Gesendet
queue-list-created = Begonnen
queue-list-closed = Geschlossen
queue-list-replied = Zuerst beantwortet
queue-list-waiting = Wartend
queue-list-all = Unterhaltungen
queue-list-no-team = Kein Team
queue-list-span = { $from } – { $to }
queue-list-since = seit { $from }
queue-list-until = bis { $to }
queue-count = { $more ->
    [yes] Bisher { $shown } Unterhaltungen
   *[other] { $count ->
        [one] 1 Unterhaltung
       *[other] { $shown } Unterhaltungen
    }
}

# Eine Zeile
queue-nobody = Unbekannt
queue-no-subject = Kein Betreff
queue-unread = ungelesen
queue-assigned = { $name } zugewiesen
queue-delivery-failed = Sendefehler
queue-delivery-uncertain = Ungewiss
queue-mentioned = Erwähnt
queue-draft = Eigener Entwurf
queue-returned-time = Wieder da: Die Zeit ist um
queue-returned-answer = Wieder da: Antwort gekommen
queue-returned-failed = Wieder da: Nachricht fehlgeschlagen
queue-until = Zurückgestellt bis { $when }
queue-waiting = wartet seit
queue-here = { $names }: gerade hier
queue-writing = { $count ->
    [one] { $names } schreibt …
   *[other] { $names } schreiben …
}

# Die Liste
queue-fresh = { $count ->
    [one] 1 neu
   *[other] { $count } neu
}
queue-unseen = Die markierte Zeile war nicht zu sehen, deshalb ist nichts geschehen. Wenn sie gemeint ist: die Taste noch einmal drücken.
queue-options = Reihenfolge und Ansicht
queue-sort = Reihenfolge
queue-sort-newest = Neueste zuerst
queue-sort-oldest = Älteste zuerst
queue-sort-oldest-waiting = Am längsten wartend
queue-only-unread = Nur ungelesene
queue-report = Zum Bericht
queue-select-all = Alle auswählen
queue-select-none = Auswahl aufheben
queue-bulk = Ausgewählte Unterhaltungen
queue-bulk-more = Mehr für alle gewählten
queue-selected = { $count ->
    [one] 1 ausgewählt
   *[other] { $shown } ausgewählt
}
queue-failures = { $count ->
    [one] 1 Unterhaltung wurde nicht geändert
   *[other] { $count } Unterhaltungen wurden nicht geändert
}
queue-merge = { $count } Unterhaltungen zusammenführen
queue-merge-text = Alle Nachrichten gehen in die über, die bleibt, der Zeit nach geordnet.
queue-merge-into = Welche bleibt?
queue-merge-people = Es sind Unterhaltungen mit { $count } verschiedenen Personen: Wer eine liest, liest dann alle.
queue-merge-do = Zusammenführen
queue-done-closed = { $count ->
    [one] Geschlossen
   *[other] { $count } geschlossen
}
queue-done-reopened = { $count ->
    [one] Wieder geöffnet
   *[other] { $count } wieder geöffnet
}
queue-done-taken = { $count ->
    [one] Selbst übernommen
   *[other] { $count } selbst übernommen
}
queue-done-merged = { $count } zusammengeführt

# Gespeicherte Ansichten
queue-view-own = Diese Ansicht
queue-view-save = Als Ansicht speichern
queue-view-name = Name
queue-view-nameless = Bitte einen Namen geben
queue-view-shared = Für alle
queue-view-shared-help = Alle im Team sehen sie neben ihren eigenen Ansichten.
queue-view-rename = Umbenennen
queue-view-share = Allen zeigen
queue-view-unshare = Nur für mich
queue-view-up = Nach oben
queue-view-down = Nach unten
queue-view-delete = Ansicht löschen
queue-view-delete-text = „{ $name }“ verschwindet aus der Liste der Ansichten. Die Unterhaltungen bleiben.
queue-view-delete-do = Löschen
queue-view-refused = Die Ansicht wurde nicht geändert

# Suche
queue-search = Unterhaltungen durchsuchen
queue-search-ask = Wörter, Namen, from: is: tag: …
queue-search-clear = Suche leeren
queue-search-offers = Vorschläge
queue-search-wrong = Diese Suche ist nicht lesbar:
queue-search-me = Ich
queue-search-none = Niemand
queue-search-attachment = Mit Datei
queue-search-notes = In Notizen
queue-search-is-open = Offen
queue-search-is-closed = Geschlossen
queue-search-is-snoozed = Zurückgestellt
queue-search-is-spam = Spam
queue-search-is-unread = Ungelesen
queue-search-is-failed = Sendefehler
queue-search-is-uncertain = Ungewiss
queue-search-is-waiting = Wartet auf Antwort
queue-search-day-today = Heute
queue-search-day-yesterday = Gestern
queue-search-day-7d = Vor einer Woche
queue-search-day-1m = Vor einem Monat
queue-search-what-from = von wem
queue-search-what-to = an wen
queue-search-what-channel = über welchen Kanal
queue-search-what-assignee = wem zugewiesen
queue-search-what-is = in welchem Zustand
queue-search-what-tag = mit diesem Label
queue-search-what-team = aus diesem Team
queue-search-what-before = vor einem Tag
queue-search-what-after = ab einem Tag
queue-search-what-has = mit Dateien
queue-search-what-in = in Notizen
queue-search-start = Alles durchsuchen
queue-search-start-text = Wörter oder Namen eingeben und eingrenzen:
queue-search-example-is-unread = Was noch nicht gelesen ist
queue-search-example-assignee-me = Eigene, die auf Antwort warten
queue-search-example-has-attachment = Mit Dateien, aus der letzten Woche
queue-search-example-is-failed = Was nicht gesendet werden konnte
queue-search-example-in-notes = Nur, was im Team notiert wurde
queue-search-example-phrase = Genau diese Wörter, nacheinander
queue-search-example-minus = Ohne dieses Wort
queue-search-example-words = genaue Wörter
queue-search-example-word = Wort
queue-hint = Ohne { $term }: { $found }

# Nichts da
queue-empty-search = Nichts gefunden
queue-empty-search-text = Vielleicht helfen weniger oder andere Wörter. Auch Geschlossenes und Spam wurde durchsucht.
queue-empty-search-drop = Etwas weglassen?
queue-empty-unread = Alles gelesen
queue-empty-unread-text = Hier stehen jetzt nur ungelesene Unterhaltungen.
queue-empty-unread-do = Alle zeigen
queue-empty-mine = Nichts wartet
queue-empty-mine-text = Hier erscheinen die eigenen Unterhaltungen.
queue-empty-unassigned = Alles ist vergeben
queue-empty-unassigned-text = Hier erscheinen neue Unterhaltungen, die noch niemand übernommen hat.
queue-empty-mentions = Keine Erwähnungen
queue-empty-mentions-text = Wer in einer Notiz mit @ erwähnt wird, findet die Unterhaltung hier, bis sie gelesen ist.
queue-empty-open = Alles erledigt
queue-empty-open-text = Neue Unterhaltungen erscheinen hier von selbst.
queue-empty-all = Noch keine Unterhaltungen
queue-empty-all-text = Hier erscheint, was Kunden schreiben.
queue-empty-snoozed = Nichts zurückgestellt
queue-empty-snoozed-text = Was warten kann, mit S zurückstellen: Es ruht hier und kommt rechtzeitig wieder.
queue-empty-closed = Noch nichts geschlossen
queue-empty-closed-text = Erledigte Unterhaltungen ruhen hier. Eine Antwort öffnet sie wieder.
queue-empty-spam = Kein Spam
queue-empty-spam-text = Was von Hand oder durch einen Filter als Spam markiert ist, ruht hier und stört niemanden.
queue-empty-failed = Alles gesendet
queue-empty-failed-text = Nachrichten, die nicht gesendet werden konnten, erscheinen hier; keine verschwindet still.
queue-empty-uncertain = Keine Zweifel
queue-empty-uncertain-text = Nachrichten, von denen niemand weiß, ob sie ankamen, erscheinen hier.
queue-empty-channel = In diesem Kanal ist nichts offen
queue-empty-channel-text = Was darüber eingeht, erscheint hier von selbst.
queue-empty-tag = Nichts Offenes trägt dieses Label
queue-empty-tag-text = Offene Unterhaltungen bekommen Labels mit T.
queue-empty-team = Für dieses Team ist nichts offen
queue-empty-team-text = Hier erscheinen Unterhaltungen, die das Team bekommt.
queue-empty-view = Nichts passt zu dieser Ansicht
queue-empty-view-text = Unterhaltungen, die zu ihren Filtern passen, erscheinen hier.
queue-empty-list = Hier ist nichts mehr
queue-empty-list-text = Keine Unterhaltung passt jetzt zu diesen Filtern.
queue-empty-go-unassigned = Zu den nicht zugewiesenen
queue-empty-go-mine = Zu den eigenen
queue-empty-go-open = Zu allen offenen
queue-empty-go-snoozed = Zu den zurückgestellten
queue-empty-go-closed = Zu den geschlossenen

action-list-next = Nächste Unterhaltung
action-list-previous = Vorige Unterhaltung
action-list-down = In der Liste nach unten
action-list-up = In der Liste nach oben
action-list-first = An den Anfang der Liste
action-list-last = An das Ende der Liste
action-list-clear = Auswahl aufheben
action-list-select = Auswählen
action-list-extend-down = Auch die nächste auswählen
action-list-extend-up = Auch die vorige auswählen
action-list-select-all = Alle auswählen
action-list-merge = Ausgewählte Unterhaltungen zusammenführen
action-list-open = Unterhaltung öffnen
action-list-back = Zurück zur Liste
action-conversation-close = Schließen
action-conversation-reopen = Wieder öffnen
action-conversation-take = Mir zuweisen
action-conversation-unread = Als ungelesen markieren
