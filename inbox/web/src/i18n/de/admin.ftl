# Die Verwaltung; wird mit ihr geladen.
admin-nav = Verwaltung
admin-group-state = Installation
admin-group-people = Personen und Texte
admin-group-records = Aufzeichnungen
admin-place-overview = Übersicht
admin-place-channels = Kanäle
admin-place-agents = Agents
admin-place-teams = Teams
admin-place-canned = Textbausteine
admin-place-tags = Labels
admin-place-journal = Journal
admin-place-outbox = Ausgang
admin-place-audit = Protokoll
admin-place-tokens = API-Token
admin-forbidden-title = Das sehen nur Admins
admin-forbidden-text = Bitte an einen Admin wenden oder links eine andere Seite wählen.

admin-name = Name
admin-email = E-Mail-Adresse
admin-channel = Kanal
admin-state = Zustand
admin-none = keine
admin-never = nie
admin-done = Fertig
admin-add = Hinzufügen
admin-you = Ich
admin-open = Öffnen
admin-more = Mehr
admin-more-of = Mehr zu { $name }
admin-edit-of = { $name } ändern
admin-delete = Löschen
admin-delete-of = { $name } löschen
admin-copy = Kopieren
admin-copied = Kopiert
admin-saved = Gespeichert
admin-export = Exportieren
admin-import = Importieren
admin-refused = Das wurde nicht ausgeführt
admin-at = Wann
admin-who = Wer
admin-what = Was
admin-target = Wo
admin-created = Erstellt
admin-filters = Filter
admin-filters-clear = Filter löschen
admin-more-rows = Mehr zeigen
admin-any-channel = Alle Kanäle
admin-any-state = Alle Zustände
admin-pick = Auswählen
admin-pick-of = { $item } auswählen
admin-picked = { $count ->
    [one] { $count } ausgewählt
   *[other] { $count } ausgewählt
}

# Übersicht und Zustand
admin-overview-text = Wie es dieser Installation geht und was zu tun ist.
admin-old-title = Diese Zahlen sind alt: Neue kamen nicht
admin-health = Zustand
admin-health-well = Alles in Ordnung. Es gibt nichts zu tun.
admin-level-ok = Gut
admin-level-warn = Warnung
admin-level-fail = Problem
admin-figures = Zahlen
admin-tile-queued = Wartet auf Versand
admin-tile-uncertain = Ungewiss
admin-tile-failed = Fehlgeschlagen
admin-tile-free = Freier Speicherplatz
admin-oldest = älteste
admin-last-in = Letzter Eingang
admin-last-out = Letzter Ausgang
admin-waiting = Wartet
admin-about = Inbox { $version } auf { $kind }, { $size } Daten.
admin-store-sqlite = SQLite
admin-store-postgresql = PostgreSQL
admin-running = Gestartet
admin-backup = Letztes Backup:
admin-health-see-outbox = Zum Ausgang
admin-health-see-queue = Ansehen
admin-health-see-journal = Zum Journal
admin-health-see-channel = Zum Kanal

# Was der Zustand meldet
admin-health-disk-full = Es ist kaum noch Speicherplatz frei: Neues wird nicht mehr angenommen.
admin-health-disk-full-cure = Im Datenordner Platz schaffen oder ihm einen größeren Datenträger geben.
admin-health-disk-low = Weniger als ein Zehntel des Speicherplatzes ist frei.
admin-health-disk-low-cure = Platz schaffen, bevor nur noch 500 MB bleiben; dann wird nichts Neues mehr angenommen.
admin-health-no-channel = Es gibt noch keinen Kanal.
admin-health-no-channel-cure = Einen verbinden: Ein Postfach ist ein guter Anfang.
admin-health-no-sender = Passwort-Links und Einladungen können nicht per E-Mail verschickt werden.
admin-health-no-sender-cure = In der Konfigurationsdatei unter [mail] als from_channel einen E-Mail-Kanal angeben.
admin-health-no-sender-set = Passwort-Links sollen über { $sender } hinausgehen, aber dieser Kanal kann nicht senden.
admin-health-no-sender-set-cure = Diesen Kanal oder from_channel unter [mail] in der Konfigurationsdatei berichtigen.
admin-health-clock = Die Uhr dieses Rechners weicht um { $seconds } s von der der Datenbank ab.
admin-health-clock-cure = Die Uhr stellen lassen: timedatectl set-ntp true.
admin-health-shadowed = { $channel } steht in der Konfigurationsdatei und ist auch im Browser angelegt; es gilt der aus der Datei.
admin-health-shadowed-cure = Aus der Datei nehmen, dann gilt der aus dem Browser.
admin-health-backup-old = { $ever ->
    [true] Das letzte Backup ist { $days } Tage alt.
   *[other] Es gab noch nie ein Backup.
}
admin-health-backup-old-cure = Täglich per Timer „inbox backup PFAD“ ausführen und den Schlüssel zusätzlich an einem anderen Ort aufbewahren.
admin-health-auth-required = { $channel }: Der Dienst lehnt unsere Anmeldung ab: { $reason }
admin-health-auth-required-cure = Neue Zugangsdaten eingeben oder den Kanal erneut freigeben.
admin-health-misconfigured = { $channel } läuft nicht: { $reason }
admin-health-misconfigured-cure = Die Einstellungen berichtigen.
admin-health-down = { $channel } ist nicht erreichbar: { $reason }
admin-health-down-cure = Es wird von selbst wieder versucht. Prüfen, ob der Dienst läuft und dieser Rechner Netz hat; dann den Kanal testen.
admin-health-degraded = { $channel } arbeitet nur teilweise: { $reason }
admin-health-degraded-cure = Es wird von selbst wieder versucht; bleibt es dabei, den Kanal testen.
admin-health-paused = { $channel } ist angehalten: Dort wird nichts abgerufen.
admin-health-paused-cure = Den Kanal fortsetzen.
admin-health-feed-stopped = { $channel }: { $feed } wurde zuletzt vor { $minutes } Minuten abgerufen.
admin-health-feed-stopped-cure = Prüfen, ob der Daemon mit der Rolle „poll“ läuft; wenn ja, ihn neu starten.
admin-health-quarantine = { $n ->
    [one] { $channel }: { $n } Eintrag konnte nicht gelesen werden und wartet in Quarantäne.
   *[other] { $channel }: { $n } Einträge konnten nicht gelesen werden und warten in Quarantäne.
}
admin-health-quarantine-cure = Im Journal ansehen: erneut lesen oder auslassen.
admin-health-left-queue = { $n ->
    [one] { $n } Nachricht wartet auf { $channel }, den es nicht mehr gibt: So geht sie nie hinaus.
   *[other] { $n } Nachrichten warten auf { $channel }, den es nicht mehr gibt: So gehen sie nie hinaus.
}
admin-health-left-queue-cure = Wieder einen Kanal { $channel } anlegen oder die Nachrichten abbrechen.
admin-health-queue-late = { $channel }: Die älteste Nachricht wartet seit { $minutes } Minuten auf den Versand.
admin-health-queue-late-cure = Den Zustand des Kanals prüfen, und ob ein Daemon mit der Rolle „send“ läuft.
admin-health-uncertain = { $n ->
    [one] { $channel }: Von { $n } Nachricht ist ungewiss, ob sie hinausging.
   *[other] { $channel }: Von { $n } Nachrichten ist ungewiss, ob sie hinausgingen.
}
admin-health-uncertain-cure = Jede ansehen und klären: Sie ist gesendet oder soll erneut gesendet werden.
admin-health-failed = { $n ->
    [one] { $channel }: { $n } Nachricht konnte nicht gesendet werden.
   *[other] { $channel }: { $n } Nachrichten konnten nicht gesendet werden.
}
admin-health-failed-cure = Jede öffnen: erneut senden, einen anderen Weg nehmen oder die Unterhaltung schließen.

admin-first-steps = Erste Schritte
admin-first-hide = Erste Schritte ausblenden
admin-first-channel = Kanal verbinden
admin-first-channel-text = Ein Postfach, Telefonnummern oder ein anderer Dienst: Was Kunden dort schreiben, kommt in den Eingang.
admin-first-channel-do = Verbinden
admin-first-people = Team einladen
admin-first-people-text = Alle bekommen einen Link, um ein Passwort zu wählen.
admin-first-people-do = Einladen
admin-first-canned = Textbaustein schreiben
admin-first-canned-text = Was täglich zu schreiben ist, mit dem Namen des Kunden an der richtigen Stelle.
admin-first-canned-do = Schreiben

# Kanäle
admin-state-ok = In Ordnung
admin-state-degraded = Läuft teilweise
admin-state-auth-required = Anmeldung abgelehnt
admin-state-misconfigured = Falsch eingestellt
admin-state-paused = Angehalten
admin-state-down = Nicht erreichbar
admin-state-not-configured = Entfernt
admin-state-off = Ausgeschaltet
admin-state-test-failed = Test fehlgeschlagen
admin-state-test-skipped = Noch nicht getestet
admin-channels-text = Wo Kunden schreiben und wo Antworten hinausgehen.
admin-channels-none = Noch kein Kanal
admin-channels-none-text = Am besten mit einem Postfach beginnen: Das braucht eine Adresse, ein Passwort und zwei Minuten.
admin-channel-connect = Kanal verbinden
admin-from-config = Aus der Konfigurationsdatei
admin-mark-queued = { $n } wartend
admin-mark-uncertain = { $n } ungewiss
admin-mark-failed = { $n } Fehler
admin-mark-quarantined = { $n } in Quarantäne
admin-poll = Jetzt abrufen
admin-poll-of = Jetzt abrufen: { $channel }
admin-pause = Anhalten
admin-pause-of = Anhalten: { $channel }
admin-resume = Fortsetzen
admin-resume-of = Fortsetzen: { $channel }
admin-asked-poll = { $channel } wird nach Neuem gefragt
admin-asked-pause = { $channel } ist angehalten: Abgerufen wird dort nichts, gesendet weiterhin
admin-asked-resume = { $channel } wird wieder abgerufen

admin-steps = Schritte
admin-step-pick = Dienst wählen
admin-step-enter = Einstellungen eingeben
admin-step-test = Verbindung testen
admin-step-test-failed = Test fehlgeschlagen
admin-step-test-skipped = Test übersprungen
admin-step-who = Wer ihn sieht
admin-step-try = Ausprobieren
admin-pick-text = Wohin schreiben die Kunden?
admin-connector-none = Diesen Dienst gibt es hier nicht
admin-connect-of = { $title } verbinden
admin-connect-help = Wo das zu finden ist: { $title }
admin-connect-how = Anleitung
admin-connect-do = Verbinden
admin-continue = Weiter
admin-continue-anyway = Trotzdem weiter
admin-change-settings = Einstellungen ändern
admin-channel-name = Name des Kanals
admin-channel-name-help = Kleinbuchstaben, Ziffern, - und _. Er bleibt für immer, denn die Unterhaltungen sind unter ihm abgelegt.
admin-channel-name-wrong = Nur Kleinbuchstaben, Ziffern, - und _
admin-channel-name-taken = Einen Kanal mit diesem Namen gibt es schon
admin-form-missing = Das wird gebraucht
admin-form-wrong = { $count ->
    [one] { $count } Feld stimmt noch nicht
   *[other] { $count } Felder stimmen noch nicht
}
admin-form-advanced = Weitere Einstellungen
admin-form-shared = Benutzername und Passwort wie bei { $name }
admin-choice-auto = Was passt
admin-choice-implicit = TLS von Anfang an (üblich)
admin-choice-starttls = STARTTLS
admin-choice-none = Keine
admin-choice-google = Google
admin-choice-microsoft = Microsoft
admin-choice-mentions = Erwähnungen
admin-choice-dms = Direktnachrichten
admin-choice-code = Im Browser
admin-choice-device = Mit einem Code
admin-choice-client-credentials = Nur die App
admin-enter-brief = Die Server ergeben sich aus der Adresse.
admin-enter-all = Von Hand eingeben
admin-history-help = Auf das, was schon da war, geht nie etwas Automatisches hinaus.
admin-history-new = Nur, was ab jetzt kommt
admin-history-since = Auch die letzten { $days } Tage
admin-history-all = Alles, was da ist
admin-secret-set = Gesetzt
admin-secret-replace = Ersetzen
admin-secret-replace-of = { $name } ersetzen
admin-secret-remove = Entfernen
admin-secret-remove-of = { $name } entfernen
admin-secret-removed = Wird beim Speichern entfernt
admin-secret-keep = Behalten
admin-secret-name = Name für einen Eintrag unter { $name }
admin-secret-value = Geheimnis für { $name }
admin-who-title = Wer darf ihn sehen?
admin-who-all = Alle Agents
admin-who-some = Nur diese Agents
admin-who-help = Admins sehen immer alle Kanäle.

admin-test = Verbindung testen
admin-test-again = Erneut testen
admin-test-title = Verbindung
admin-test-text = Geht sie Schritt für Schritt durch. Nichts wird gesendet, nichts ändert sich.
admin-trial-steps = Schritte des Tests
admin-trial-running = Test läuft …
admin-trial-ok = Alles in Ordnung.
admin-trial-warned = { $count ->
    [one] Die Verbindung gelingt. Ein Punkt braucht noch einen Blick: siehe oben.
   *[other] Die Verbindung gelingt. { $count } Punkte brauchen noch einen Blick: siehe oben.
}
admin-trial-failed = { $count ->
    [one] { $count } Schritt ist fehlgeschlagen. Nichts wurde gespeichert oder gesendet.
   *[other] { $count } Schritte sind fehlgeschlagen. Nichts wurde gespeichert oder gesendet.
}
admin-trial-broken = Der Test brach ab

admin-oauth = Freigabe
admin-oauth-text = Der Dienst fragt selbst, ob Inbox für dieses Konto handeln darf. Inbox erfährt dabei kein Passwort.
admin-oauth-register = Diese Adresse dort bei der eigenen App als Weiterleitungs- oder Rückrufadresse eintragen:
admin-oauth-callback = Rückrufadresse
admin-oauth-do = Freigeben
admin-oauth-again = Erneut freigeben
admin-oauth-open = Seite öffnen
admin-oauth-done = Der Dienst hat zugestimmt.
admin-oauth-failed = Die Freigabe ist fehlgeschlagen
admin-oauth-code = Die Seite des Dienstes öffnen und dort diesen Code eingeben:
admin-oauth-code-label = Code
admin-oauth-waiting = Wartet auf die Zustimmung dort …
admin-hooks = Adressen für den Dienst
admin-hooks-text = { $title } meldet Neues an:
admin-hooks-fresh = Noch etwas: Diese Adresse bei { $title } eintragen, damit Neues sofort ankommt.
admin-hook = Adresse, an die der Dienst meldet
admin-try = Testnachricht senden
admin-try-text = Um zu sehen, dass Antworten hinausgehen: am besten an sich selbst.
admin-try-to = An
admin-try-message = Nachricht
admin-try-subject = Ein Test von Inbox
admin-try-words = Das ist ein Test des Kanals { $channel }.
admin-try-send = Senden
admin-try-again = Erneut senden
admin-try-see = Zur Unterhaltung
admin-first = Erste Unterhaltung
admin-first-waiting = Wartet auf die erste Nachricht. Einfach schreiben, wie ein Kunde es täte; sie erscheint hier von selbst.
admin-first-there = Die erste Unterhaltung ist da.
admin-first-open = Öffnen
admin-first-queue = Zum Eingang des Kanals

admin-facts = Daten
admin-fact-kind = Dienst
admin-fact-addresses = Unsere Adressen
admin-fact-in = Letzter Eingang
admin-fact-out = Letzter Ausgang
admin-fact-next = Nächster Versuch
admin-fact-expires = Freigegeben bis
admin-fact-ledger = Eingegangen
admin-fact-outbox = Ausgehend
admin-feeds = Feeds
admin-feed = Feed
admin-feed-last = Zuletzt gut
admin-feed-ok = In Ordnung
admin-feed-next = Nächster
admin-feed-limited = Vom Dienst gebremst
admin-feed-failing = Fehlerhaft
admin-feed-auth = Anmeldung abgelehnt
admin-settings = Einstellungen
admin-config-note = Dieser Kanal steht in der Konfigurationsdatei und wird dort geändert.
admin-left-note = Dieser Kanal wurde entfernt. Seine Unterhaltungen bleiben; gesendet werden kann darüber nichts mehr.
admin-unreadable = Der Schlüssel, mit dem diese Einstellungen verschlüsselt wurden, ist verloren: Bitte die Passwörter neu eingeben.
admin-turn-on = Einschalten
admin-turn-off = Ausschalten
admin-delete-title = Kanal { $channel } löschen?
admin-delete-text = Seine Einstellungen, Passwörter und die Freigabe werden entfernt. Seine Unterhaltungen bleiben lesbar, lassen sich darüber aber nicht mehr beantworten; wartende Antworten gehen nicht mehr hinaus.
admin-channel-gone = { $channel } wurde entfernt

# Agents, Teams, Labels
admin-agents-text = Wer hier arbeitet. Eine Einladung ist ein Link, um ein Passwort zu wählen.
admin-agent-add = Agent hinzufügen
admin-agent-add-do = Hinzufügen und einladen
admin-agent-open = Offen
admin-agent-off = Ausgeschaltet
admin-agent-disable = Ausschalten
admin-agent-disable-title = { $name } ausschalten?
admin-agent-disable-text = Alle Anmeldungen und Token enden sofort. Geschriebenes bleibt, und das Konto lässt sich wieder einschalten.
admin-agent-disabled = { $name } ist ausgeschaltet
admin-agent-enable = Einschalten
admin-agent-enabled = { $name } kann sich wieder anmelden
admin-online = Online
admin-role = Rolle
admin-role-agent = Agent
admin-role-admin = Admin
admin-role-help = Admins verbinden Kanäle, fügen Agents hinzu und sehen alles.
admin-role-give = Zum Admin machen
admin-role-take = Zum Agent machen
admin-role-given = { $name } ist jetzt Admin
admin-role-taken = { $name } ist jetzt Agent
admin-invite = Einladungslink
admin-invite-title = { $name } einladen
admin-invite-text = Diesen Link weitergeben. Er gilt einmal, sieben Tage lang, und wird nicht noch einmal gezeigt.
admin-invite-link = Einladungslink
admin-invite-mailed = Er ging auch per E-Mail an { $email }.
admin-password = Neues Passwort
admin-password-help = Mindestens 8 Zeichen. Alle Anmeldungen dieser Person enden.
admin-password-set = Passwort setzen
admin-password-instead = Stattdessen Passwort setzen
admin-password-title = Passwort für { $name }
admin-password-saved = Das Passwort ist gesetzt
admin-teams-text = Eine Unterhaltung kann zu einem Team gehören; jedes Team hat im Eingang seine eigene Ansicht.
admin-teams-none = Noch kein Team
admin-teams-none-text = Agents nach dem gruppieren, was sie wissen: Rechnungen, Technik, Rücksendungen.
admin-team-add = Team hinzufügen
admin-team-members = Mitglieder
admin-team-delete-text = Seine Unterhaltungen bleiben und gehören dann zu keinem Team.
admin-tag = Label
admin-tags-text = Die Labels, die Unterhaltungen jetzt tragen. Ein Label entsteht, wenn es benutzt wird, und geht mit seiner letzten Unterhaltung.
admin-tags-none = Noch kein Label
admin-tags-none-text = Im Eingang einer Unterhaltung mit T ein Label geben.
admin-tag-conversations = Unterhaltungen
admin-tag-see = { $n } mit { $tag }

# Textbausteine
admin-canned-intro = Was oft geschrieben wird. In einer Antwort findet ; sie wieder.
admin-canned-add = Textbaustein schreiben
admin-canned-none = Noch kein Textbaustein
admin-canned-none-text = Einen für die Frage schreiben, die jeden Tag kommt.
admin-canned-find = Nach Name, Kürzel oder Text suchen
admin-canned-text = Text
admin-canned-text-in = Text auf { $language }
admin-canned-used = Verwendet
admin-canned-used-at = Zuletzt verwendet
admin-canned-shortcut = Kürzel
admin-canned-shortcut-help = Hinter ; getippt, findet es ihn.
admin-canned-languages = Sprachen
admin-canned-usual = Standard
admin-canned-language-add = Sprache hinzufügen …
admin-canned-language-drop = { $language } entfernen
admin-canned-variables = Variablen
admin-canned-insert = Einfügen
admin-canned-there = zusammen
admin-canned-strange = Keine Unterhaltung hat { $names }: Damit lässt sich keine Antwort senden.
admin-canned-preview = Was der Kunde liest
admin-canned-preview-none = Noch nichts
admin-canned-preview-help = Mit einem Beispielkunden. Eingesetztes ist markiert; was hinter | steht, gilt, wo nichts bekannt ist.
admin-canned-actions = Wenn er gesendet wird
admin-canned-delete-text = Niemand kann ihn mehr verwenden. Was damit gesendet wurde, bleibt.
admin-canned-taken = { $failed ->
    [0] { $done } hinzugefügt
   *[other] { $done } hinzugefügt, { $failed } abgelehnt
}
admin-canned-file-wrong = Diese Datei enthält keine Textbausteine
admin-variable-contact-first-name = Vorname
admin-variable-contact-name = Name
admin-variable-agent-first-name = Mein Vorname
admin-variable-agent-name = Mein Name
admin-variable-conversation-subject = Betreff
admin-variable-conversation-id = Nummer
admin-variable-channel-name = Kanal
admin-sample-first = Maria
admin-sample-name = Maria Ortega
admin-sample-subject = Wo bleibt meine Bestellung?
admin-sample-channel = Support
admin-do-nothing = Unverändert lassen
admin-do-sender = Wer sie sendet
admin-do-tags-add = Labels hinzufügen
admin-do-tags-help = Mehrere mit Kommas trennen.
admin-do-tags-remove = Labels entfernen
admin-do-assignee = Zuweisen an
admin-do-team = Team
admin-do-status = Danach
admin-do-open = Offen lassen
admin-do-snoozed = Zurückstellen
admin-do-closed = Schließen
admin-do-hours = Stunden
admin-do-hours-help = Leer: bis der Kunde antwortet.

# Journal, Ausgang, Protokoll, Token
admin-journal-text = Alles, was die Dienste geliefert haben, und was daraus wurde. Nichts wird stillschweigend ausgelassen.
admin-journal-none = Nichts da
admin-journal-none-text = Was Dienste liefern, steht hier, das Neueste zuerst.
admin-ledger-received = Eingegangen
admin-ledger-stored = Abgelegt
admin-ledger-duplicate = Doppelt
admin-ledger-update = Neuigkeit
admin-ledger-ignored = Ausgelassen
admin-ledger-quarantined = Quarantäne
admin-ledger-received-text = Angekommen; wird gleich gelesen.
admin-ledger-stored-text = Wurde eine Nachricht.
admin-ledger-duplicate-text = Der Kanal hat dasselbe schon: Es gab keine zweite Nachricht.
admin-ledger-update-text = Neues zu einer eigenen Nachricht, etwa eine Bestätigung oder ein Rückläufer.
admin-ledger-ignored-text = Ausgelassen, aus dem Grund darunter.
admin-ledger-quarantined-text = Konnte nicht gelesen werden und wartet auf eine Entscheidung. Nichts dahinter wird aufgehalten.
admin-became = Wurde zu
admin-item = Eintrag
admin-external-id = Message-ID oder ID des Dienstes
admin-pick-quarantined = Alle in Quarantäne auswählen
admin-read-again = Erneut lesen
admin-leave-out = Auslassen
admin-leave-out-title = { $count ->
    [one] Diesen Eintrag auslassen?
   *[other] { $count } Einträge auslassen?
}
admin-leave-out-text = Daraus wird keine Nachricht, und danach wird nicht wieder gefragt. Das Journal behält die Bytes.
admin-items-retry = { $failed ->
    [0] { $done } erneut gelesen
   *[other] { $done } erneut gelesen, { $failed } abgelehnt
}
admin-items-drop = { $failed ->
    [0] { $done } ausgelassen
   *[other] { $done } ausgelassen, { $failed } abgelehnt
}
admin-entry-state = Wurde zu
admin-entry-cause = Ursache
admin-entry-channel = Kanal
admin-entry-feed = Feed
admin-entry-item = Name beim Dienst
admin-entry-external = Message-ID oder ID
admin-entry-at = Eingegangen
admin-entry-message = Nachricht
admin-message-see = Zur Nachricht
admin-raw = Wie es ankam
admin-raw-text = Die Bytes, wie der Dienst sie geliefert hat. Sie erscheinen als Text und führen nichts aus.
admin-raw-download = Herunterladen
admin-raw-none = Die Bytes lassen sich nicht zeigen
admin-raw-cut = Nur die ersten { $size } sind zu sehen; der Download enthält alles.
admin-outbox-text = Was hinausgeht und was nicht.
admin-outbox-unfinished = Alles Unerledigte
admin-outbox-none = Nichts wartet
admin-outbox-none-text = Alles Geschriebene ist hinausgegangen.
admin-attempts = Versuche
admin-pick-failed = Alle fehlgeschlagenen auswählen
admin-retry = Erneut senden
admin-retried = { $failed ->
    [0] { $done } erneut gesendet
   *[other] { $done } erneut gesendet, { $failed } abgelehnt
}
admin-settle = Klären
admin-settle-title = Hat es { $to } erreicht?
admin-audit-text = Wer was geändert hat, das Neueste zuerst.
admin-audit-none = Noch nichts geändert
admin-audit-target = Wo, etwa conversation:12
admin-audit-command-line = Kommandozeile
admin-audit-several = mehrere auf einmal
admin-tokens-text = Mit einem Token handelt ein Skript im eigenen Namen. Es darf alles, was man selbst darf.
admin-tokens-of = Token von
admin-tokens-none = Noch kein Token
admin-tokens-none-text = Für jedes Skript eines erstellen, damit sich jedes einzeln widerrufen lässt.
admin-token = Token
admin-token-add = Token erstellen
admin-token-make = Erstellen
admin-token-once = Das ist das Token. Es ist nur jetzt zu sehen: bitte dort ablegen, wo das Skript es findet.
admin-token-name-help = Wofür es ist.
admin-token-revoke = Widerrufen
admin-token-revoke-of = { $name } widerrufen
admin-token-revoke-text = Skripte, die es benutzen, werden sofort abgewiesen.
admin-token-revoked = Widerrufen
admin-api-docs = Was ein Skript kann: die Dokumentation der API

admin-act-agent-add = Agent hinzugefügt
admin-act-agent-change = Agent geändert
admin-act-agent-password = Passwort geändert
admin-act-account-invite = Einladungslink erstellt
admin-act-account-reset = Link für ein neues Passwort erstellt
admin-act-conversation-delete = Unterhaltung gelöscht
admin-act-view-add = Ansicht hinzugefügt
admin-act-view-update = Ansicht geändert
admin-act-view-delete = Ansicht gelöscht
admin-act-canned-add = Textbaustein hinzugefügt
admin-act-canned-update = Textbaustein geändert
admin-act-canned-delete = Textbaustein gelöscht
admin-act-channel-authorise = Freigabe begonnen
admin-act-channel-change = Kanal geändert
admin-act-channel-create = Kanal verbunden
admin-act-channel-delete = Kanal entfernt
admin-act-channel-pause = Kanal angehalten
admin-act-channel-poll = Jetzt abgerufen
admin-act-channel-rename = Kanal umbenannt
admin-act-channel-resume = Kanal fortgesetzt
admin-act-contact-create = Kontakt angelegt
admin-act-contact-erase = Kontakt endgültig gelöscht
admin-act-contact-merge = Kontakte zusammengeführt
admin-act-contact-update = Kontakt geändert
admin-act-conversation-begin = Unterhaltung begonnen
admin-act-conversation-blocked = Blockierter Kunde hat geschrieben
admin-act-conversation-expire = Unterhaltung ihres Alters wegen entfernt
admin-act-conversation-link = Unterhaltungen verknüpft
admin-act-conversation-merge = Unterhaltungen zusammengeführt
admin-act-conversation-split = Unterhaltung geteilt
admin-act-conversation-unlink = Verknüpfung entfernt
admin-act-conversation-update = Unterhaltung geändert
admin-act-conversation-wake = Unterhaltung kam zurück
admin-act-ledger-drop = Eintrag ausgelassen
admin-act-ledger-retry = Eintrag erneut gelesen
admin-act-message-cancel = Nachricht zurückgeholt
admin-act-message-move = Nachricht verschoben
admin-act-message-note = Notiz geschrieben
admin-act-message-reply = Antwort geschrieben
admin-act-message-resolve = Ungewisse Nachricht geklärt
admin-act-message-retry = Nachricht erneut gesendet
admin-act-team-add = Team hinzugefügt
admin-act-team-delete = Team gelöscht
admin-act-team-update = Team geändert
admin-act-token-add = Token erstellt
admin-act-token-revoke = Token widerrufen
admin-act-undo-bulk = Änderungen rückgängig gemacht
admin-act-undo-patch = Änderung rückgängig gemacht
admin-act-undo-merge = Zusammenführen von Unterhaltungen rückgängig gemacht
admin-act-undo-split = Teilen einer Unterhaltung rückgängig gemacht
admin-act-undo-move = Verschieben einer Nachricht rückgängig gemacht
admin-act-undo-link = Verknüpfung rückgängig gemacht
admin-act-undo-contact = Änderung am Kontakt rückgängig gemacht
admin-act-undo-contact-merge = Zusammenführen von Kontakten rückgängig gemacht
