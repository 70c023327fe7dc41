# Die Berichte; werden mit ihnen geladen.
reports-figures = Zahlen
reports-asking = Worum es im Bericht geht
reports-period = Tage
reports-period-7 = Letzte 7 Tage
reports-period-30 = Letzte 30 Tage
reports-period-90 = Letzte 90 Tage
reports-period-month = Dieser Monat
reports-period-last_month = Letzter Monat
reports-period-custom = Von … bis …
reports-from = Erster Tag
reports-to = Letzter Tag
reports-span = { $from } – { $to }
reports-compare = Mit den Tagen davor vergleichen
reports-csv = Als CSV herunterladen

reports-channel = Kanal
reports-team = Team
reports-agent = Agent
reports-tag = Label
reports-any-channel = Alle Kanäle
reports-any-team = Alle Teams
reports-any-agent = Alle Agents
reports-any-tag = Alle Labels
reports-no-channel = Kein Kanal
reports-no-team = Kein Team
reports-no-agent = Niemand
reports-no-tag = Kein Label

reports-received = Eingegangen
reports-sent = Gesendet
reports-opened = Begonnen
reports-closed = Geschlossen
reports-first_reply = Erste Antwort
reports-resolution = Lösungszeit
reports-median = Median
reports-p90 = 90 % in { $time }, von { $count }
reports-column-p90 = Erste Antwort, 90 %
reports-all = Ausgelassen
reports-nine-of-ten = Neun von zehn
reports-open = Jetzt offen
reports-waiting = Wartet auf Antwort
reports-waiting-median = Wartezeit, Median
reports-waiting-oldest = Am längsten, seit
reports-none-resolved = noch keine gelöst
reports-none-answered = noch keine beantwortet
reports-conversations = { $count ->
    [one] Unterhaltung
   *[other] Unterhaltungen
}
reports-in-conversations = { $count ->
    [one] Nachrichten in { $count } Unterhaltung
   *[other] Nachrichten in { $count } Unterhaltungen
}
reports-see = { $what }: { $value }. Unterhaltungen zeigen
reports-was = davor { $value }
reports-was-none = davor keine

reports-by-day = Nach Tagen
reports-day = Tag
reports-as-table = Als Tabelle
reports-chart = { $count ->
    [one] Eingegangene und gesendete Nachrichten und geschlossene Unterhaltungen nach Tagen. Am meisten kam am { $day }: { $count } Nachricht.
   *[other] Eingegangene und gesendete Nachrichten und geschlossene Unterhaltungen nach Tagen. Am meisten kam am { $day }: { $count } Nachrichten.
}
reports-heat = Wann Kunden schreiben
reports-heat-help = Pfeiltasten bewegen, Enter zeigt die Unterhaltungen.
reports-weekday = Wochentag
reports-slot = { $count ->
    [one] { $day }, { $hour }: { $count } Nachricht
   *[other] { $day }, { $hour }: { $count } Nachrichten
}
reports-busiest = { $count ->
    [one] Am meisten kommt { $day } um { $hour }: { $count } Nachricht. Die Stunden gelten für { $zone }.
   *[other] Am meisten kommt { $day } um { $hour }: { $count } Nachrichten. Die Stunden gelten für { $zone }.
}
reports-fewer = weniger
reports-more = mehr
reports-breakdown = Im Einzelnen
reports-by-channel = Kanäle
reports-by-agent = Agents
reports-by-team = Teams
reports-by-tag = Labels
reports-none-of = { $what }: nichts in diesen Tagen
reports-backlog = Wer jetzt wartet
reports-ages = Wartet seit
reports-age-under = Weniger als { $time }
reports-age-between = { $from } bis { $to }
reports-age-over = { $time } und länger

reports-none-title = In diesen Tagen war nichts
reports-none-text = Zahlen erscheinen, sobald ein Kunde schreibt. Für weiter zurück andere Tage wählen.
reports-none-filtered = Diese Filter lassen nichts durch. Andere vielleicht mehr.
reports-none-all = Filter aufheben

reports-definitions = Was gezählt wird
reports-def-received = Nachrichten von außen, die in diesen Tagen eingingen.
reports-def-sent = Nachrichten, die wir in diesen Tagen schrieben und nicht zurückholten.
reports-def-opened = Unterhaltungen, die in diesen Tagen begannen.
reports-def-closed = Unterhaltungen, die in diesen Tagen geschlossen wurden und es noch sind.
reports-def-first_reply = Vom Beginn einer Unterhaltung bis zu unserer ersten Nachricht darin, nach dem Tag, an dem diese geschrieben wurde. Von uns begonnene Unterhaltungen, nie gesendete Nachrichten und automatische Antworten zählen nicht.
reports-def-resolution = Vom Beginn einer Unterhaltung bis zu ihrem Schließen, nach dem Tag des Schließens. Wieder geöffnete zählen, wenn sie erneut geschlossen sind.
reports-def-backlog = Offene Unterhaltungen, deren Kunde auf eine Antwort wartet, wann immer sie begannen.
reports-def-median = Die Hälfte dauerte so lange oder kürzer.
reports-def-p90 = Neun von zehn dauerten so lange oder kürzer.
reports-def-agent = Unterhaltungen zählen für die Person, der sie jetzt zugewiesen sind; Gesendetes für die, die es schrieb.
reports-def-channel = Eine Unterhaltung zählt für den Kanal, in dem sie jetzt ist.
reports-def-all = Spam und was in einer anderen Unterhaltung aufging.
