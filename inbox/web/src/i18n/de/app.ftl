# Die Hülle: Navigation, Befehle, Tasten, Hinweise, Verbindung.
#
# Wörter, die überall gleich heißen: Unterhaltung (conversation), zuweisen (assign), zurückstellen (snooze), schließen (close),
# wieder öffnen (reopen), interne Notiz (note), Textbaustein (canned reply), Entwurf (draft), Kanal (channel), Ansicht (view),
# Label (tag), Eingang (queue), Ausgang (outbox), Journal (ledger), Protokoll (audit), Erwähnung (mention), ungewiss (uncertain),
# zusammenführen (merge), verknüpfen (link), abtrennen (split), verschieben (move), rückgängig (undo), Agent (agent), Admin.
# Angesprochen wird niemand mit Sie oder du: Grundform und ganze Sätze ohne Anrede.
app-name = Inbox
app-skip = Zum Hauptbereich springen
app-nav = Navigation
app-nav-more = { $count } weitere
app-nav-less = Weniger
app-nav-open = Navigation einblenden
app-nav-close = Navigation ausblenden
app-rooms = Mehr
app-new = Neu
app-notices = Hinweise
app-resize = Breite der Liste
app-room-contacts = Kontakte
app-room-reports = Berichte
app-room-admin = Verwaltung
app-room-settings = Einstellungen
app-room-new = Neue Unterhaltung
app-room-nowhere = Nicht gefunden
app-cannot-start = Inbox konnte nicht starten
app-pane-broken = Dieser Bereich ist abgestürzt
app-nowhere-title = Unter dieser Adresse gibt es nichts
app-nowhere-text = Der Link ist vielleicht alt oder am Ende abgeschnitten.
app-nowhere-home = Zum Eingang

app-online = Wieder verbunden
app-offline = Keine Verbindung. Alle Änderungen bleiben erhalten und gehen später hinaus.
app-connecting = Verbinden …
app-connection = Verbindung
app-retry-in = { $seconds ->
    [one] Nächster Versuch in { $seconds } Sekunde
   *[other] Nächster Versuch in { $seconds } Sekunden
}
app-retry-now = Jetzt versuchen
app-waiting = { $count ->
    [one] { $count } Änderung wartet
   *[other] { $count } Änderungen warten
}
app-new-version = Es gibt eine neue Version von Inbox.
app-new-version-text = Bitte neu laden. Alles Geschriebene bleibt erhalten.
app-reload = Neu laden

app-undo = Rückgängig
app-nothing-to-undo = Es gibt nichts rückgängig zu machen
app-bulk-partly = { $done } erledigt, { $failed } fehlgeschlagen
app-bulk-show = Anzeigen
app-refused-change = Die Änderung wurde abgelehnt
app-refused-bulk = Die Änderungen wurden abgelehnt
app-refused-undo = Das ließ sich nicht rückgängig machen
app-refused-send = Die Nachricht wurde nicht gesendet
app-refused-settings = Die Einstellungen wurden nicht gespeichert

app-notice-one = Neue Nachricht
app-notice-many = { $count ->
    [one] { $count } neue Nachricht
   *[other] { $count } neue Nachrichten
}
app-notice-failed = Eine Nachricht wurde nicht gesendet
app-notice-failed-to = Die Nachricht an { $name } wurde nicht gesendet
app-notice-failed-many = { $count ->
    [one] { $count } Nachricht wurde nicht gesendet
   *[other] { $count } Nachrichten wurden nicht gesendet
}
app-notice-mention = { $name }: Erwähnung in einer Notiz
app-show = Anzeigen
app-version = Neue Version

app-help = Tastenkürzel
app-help-change = Tasten in den Einstellungen ändern
app-palette = Suche und Befehle
app-palette-ask = Etwas tun oder finden …
app-palette-these = Diese { $count } Unterhaltungen
app-palette-views = Ansichten
app-palette-canned = Textbausteine
app-palette-conversations = Unterhaltungen
app-palette-contacts = Kontakte
app-palette-agents = Unterhaltungen von
app-palette-elsewhere = Überall
app-palette-search = Nach „{ $words }“ suchen

app-group-conversation = Unterhaltung
app-group-list = Liste
app-group-compose = Schreiben
app-group-go = Gehe zu
app-group-app = Inbox

action-go-mine = Meine Unterhaltungen
action-go-unassigned = Nicht zugewiesen
action-go-open = Alle offenen
action-go-snoozed = Zurückgestellt
action-go-closed = Geschlossen
action-go-failed = Sendefehler
action-go-reports = Berichte
action-go-settings = Einstellungen
action-app-new = Neue Unterhaltung
action-app-search = Suchen
action-app-palette = Suche und Befehle
action-app-help = Tastenkürzel
action-app-nav = Navigation ein- oder ausblenden
action-app-panel = Kundenbereich ein- oder ausblenden
action-app-undo = Rückgängig
