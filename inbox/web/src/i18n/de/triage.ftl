# Zuweisen, zurückstellen, mit Labels versehen: eine Unterhaltung oder viele.
triage-assign = { $count ->
    [one] Zuweisen
   *[other] { $count } Unterhaltungen zuweisen
}
triage-snooze = { $count ->
    [one] Zurückstellen
   *[other] { $count } Unterhaltungen zurückstellen
}
triage-tag = { $count ->
    [one] Labels
   *[other] Labels für { $count } Unterhaltungen
}
triage-assign-to = Zuweisen an
triage-assign-ask = Zuweisen an …
triage-me = Mir ({ $name })
triage-agents = Personen
triage-teams = Teams
triage-more = Mehr
triage-nobody = Niemandem
triage-no-team = Kein Team
triage-online = online
triage-load = { $count } offen
triage-snooze-until = Zurückstellen bis
triage-snooze-ask = Zurückstellen bis … etwa „morgen 9“ oder „in 3 Tagen“
triage-snooze-later = Später heute
triage-snooze-tomorrow = Morgen
triage-snooze-week = Nächste Woche
triage-snooze-month = Nächster Monat
triage-snooze-answer = Bis eine Antwort kommt
triage-snooze-pick = Tag wählen …
triage-snooze-go = Zurückstellen
triage-snooze-unknown = Keine Zeit, die noch kommt
triage-until = Bis { $when }
triage-day = Tag
triage-time = Uhrzeit
triage-zone = Zeitzone: { $zone }
triage-tags = Labels
triage-tag-ask = Label hinzufügen oder entfernen …
triage-tag-new = Neues Label „{ $tag }“
triage-tag-none = Noch keine Labels: einfach eines eintippen
triage-tag-some = teils
triage-done-me = Selbst übernommen
triage-done-assigned = { $name } zugewiesen
triage-done-nobody = Niemandem mehr zugewiesen
triage-done-no-team = Ohne Team
triage-done-snoozed = Zurückgestellt bis { $when }
triage-done-until-answer = Zurückgestellt, bis eine Antwort kommt
triage-done-tagged = Label { $tag } hinzugefügt
triage-done-untagged = Label { $tag } entfernt
triage-delete = { $count ->
    [one] Endgültig löschen
   *[other] { $count } Unterhaltungen endgültig löschen
}
triage-delete-text = { $count ->
    [one] Die Unterhaltung ist dann mit Nachrichten, Notizen und Dateien gelöscht. Nichts bringt sie zurück, und nichts davon geht noch einmal ein.
   *[other] Die Unterhaltungen sind dann mit Nachrichten, Notizen und Dateien gelöscht. Nichts bringt sie zurück, und nichts davon geht noch einmal ein.
}
triage-done-deleted = { $count ->
    [one] Gelöscht
   *[other] { $count } gelöscht
}
triage-done-spam = { $count ->
    [one] Als Spam markiert
   *[other] { $count } als Spam markiert
}

action-conversation-assign = Zuweisen
action-conversation-snooze = Zurückstellen
action-conversation-tag = Labels
action-conversation-spam = Als Spam markieren
action-conversation-delete = Endgültig löschen
