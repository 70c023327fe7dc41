# Die eigenen Einstellungen; werden mit ihnen geladen.
settings-nav = Einstellungen
settings-saved = Gespeichert
settings-place-profile = Profil
settings-place-look = Aussehen
settings-place-language = Sprache und Zeit
settings-place-writing = Schreiben
settings-place-notices = Hinweise
settings-place-keys = Tasten
settings-place-access = Zugang

settings-you = Eigenes Profil
settings-name = Name
settings-name-help = Das Team sieht ihn, und Kunden dort, wo ein Textbaustein ihn nennt.
settings-email = E-Mail
settings-role = Rolle
settings-role-agent = Agent
settings-role-admin = Admin
settings-teams = Teams
settings-refused-name = Der Name wurde nicht gespeichert
settings-password = Passwort
settings-password-text = Ein neues beendet alle anderen eigenen Anmeldungen.
settings-password-current = Jetziges Passwort
settings-password-new = Neues Passwort
settings-password-help = Mindestens 8 Zeichen. Ein paar Wörter merken sich leichter als Sonderzeichen.
settings-password-change = Passwort ändern
settings-password-saved = Das Passwort ist geändert
settings-password-wrong = Das ist nicht das jetzige Passwort.

settings-theme = Farben
settings-theme-auto = Wie das System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-density = Dichte
settings-density-comfortable = Luftig
settings-density-compact = Kompakt

settings-locale = Sprache
settings-locale-auto = Wie der Browser
settings-zone = Zeitzone
settings-zone-auto = Wie der Browser ({ $zone })
settings-zone-help = In { $zone } ist es jetzt { $time }.
settings-as-language = Wie in der Sprache üblich
settings-calendar = Kalender
settings-calendar-gregory = Gregorianisch
settings-calendar-persian = Persisch
settings-digits = Ziffern
settings-digits-auto = Wie in der Sprache üblich
settings-digits-latn = 0 1 2 3 4 5 6 7 8 9

settings-sending = Senden und Schließen
settings-undo-seconds = Zeit zum Zurückholen
settings-undo-seconds-help = So lange wartet eine Nachricht, bevor sie hinausgeht. Im Chat geht sie sofort.
settings-undo-seconds-value = { $seconds ->
    [0] Keine
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}
settings-after-close = Nach dem Schließen
settings-after-close-next = Zur nächsten Unterhaltung
settings-after-close-previous = Zur vorigen
settings-after-close-list = Zurück zur Liste
settings-guards = Vor dem Senden warnen
settings-guards-text = Senden geht trotzdem immer.
settings-guard-attachment = Fehlende Datei
settings-guard-attachment-help = Der Text spricht von einer, aber keine ist angehängt.
settings-guard-empty = Leere Antwort
settings-guard-empty-help = Sie besteht nur aus Gruß und Unterschrift.
settings-guard-language = Andere Sprache
settings-guard-language-help = Der Kunde schreibt offenbar in einer anderen.
settings-guard-hours = Ungewöhnliche Zeit
settings-guard-hours-help = Beim Kunden ist es spät oder früh.

settings-notices = Hinweise bei
settings-permission-on = Benachrichtigungen des Browsers sind hier erlaubt.
settings-permission-off = Der Browser zeigt Benachrichtigungen, sobald es erlaubt ist.
settings-permission-refused = Der Browser blockiert Benachrichtigungen dieser Seite. Sie lassen sich in seinen Einstellungen für diese Adresse erlauben.
settings-permission-none = Dieser Browser kennt keine Benachrichtigungen.
settings-permission-ask = Erlauben
settings-notify-mine = Nachrichten in meinen Unterhaltungen
settings-notify-mentions = Notizen, die mich erwähnen
settings-notify-unassigned = Nachrichten, die niemand übernommen hat
settings-sound = Ton
settings-notify-sound = Auch mit Ton
settings-volume = Lautstärke
settings-volume-try = Anhören
settings-quiet = Ruhezeit
settings-quiet-on = Zu bestimmten Stunden nicht stören
settings-quiet-help = Was dann eingeht, wartet ohne Ton.
settings-quiet_from = Von
settings-quiet_to = Bis
settings-screen-reader = Bildschirmleser
settings-announce = Vorlesen, was eingeht
settings-announce-help = In einer geöffneten Unterhaltung. Eigenes Handeln wird immer angesagt.
settings-announce-all = Alles
settings-announce-mine = Nur in meinen Unterhaltungen
settings-announce-none = Nichts

settings-single = Außerhalb von Textfeldern
settings-single-keys = Kürzel mit nur einer Taste
settings-single-keys-help = Ausschalten, wenn Tasten versehentlich ausgelöst werden, etwa durch Sprachsteuerung.
settings-keys-find = Aktion oder Tasten suchen
settings-keys-reset = Alle zurücksetzen
settings-key-none = keine Taste
settings-key-change = die Tasten von „{ $name }“ ändern
settings-key-remove = { $keys } von „{ $name }“ entfernen
settings-key-add = Tasten für „{ $name }“ hinzufügen
settings-key-reset = „{ $name }“ zurücksetzen
settings-record-title = Tasten für „{ $name }“
settings-record-help = Eine Kombination oder zwei Tasten nacheinander.
settings-record-place = Tasten drücken
settings-record-again = Noch mal
settings-record-conflict = Bisher belegt durch { $names }
settings-record-take = Übernehmen

settings-logins = Anmeldungen
settings-logout = Dieser Browser
settings-logout-help = Entwürfe bleiben auf dem Server.
settings-logout-do = Abmelden
settings-everywhere = Überall abmelden
settings-everywhere-help = Jeder Browser, auch dieser. API-Token gelten weiter.
settings-everywhere-do = Überall abmelden
settings-tokens = API-Token
settings-tokens-help = Mit Token handeln Programme im eigenen Namen. Hier lassen sie sich erstellen und widerrufen.
settings-tokens-open = Eigene Token
