# Was eine Installation ohne Kanal in ihrem Eingang zeigt.
first-title = Noch kein Kanal
first-text = Ein Postfach, eine Telefonnummer oder einen anderen Dienst verbinden: Was Kunden dort schreiben, erscheint hier.
first-text-agent = Sobald ein Admin ein Postfach oder einen anderen Dienst verbindet, erscheint hier, was Kunden schreiben.
first-connect = Kanal verbinden
first-demo = Nur zum Umsehen? Mit Beispielkunden startet

action-go-admin = Verwaltung
action-go-connect = Kanal verbinden
