# Assigning, snoozing, tagging: one conversation or many.
triage-assign = { $count ->
    [1] I-assign
   *[other] I-assign ang { $count } usapan
}
triage-snooze = { $count ->
    [1] I-snooze
   *[other] I-snooze ang { $count } usapan
}
triage-tag = { $count ->
    [1] Tag
   *[other] I-tag ang { $count } usapan
}
triage-assign-to = I-assign kay
triage-assign-ask = I-assign kay …
triage-me = Ako ({ $name })
triage-agents = Mga katrabaho
triage-teams = Mga team
triage-more = Iba pa
triage-nobody = Walang sinuman
triage-no-team = Walang team
triage-online = online
triage-load = { $count } bukas
triage-snooze-until = I-snooze hanggang
triage-snooze-ask = Hanggang … hal. “bukas 9” o “3 araw”
triage-snooze-later = Mamaya
triage-snooze-tomorrow = Bukas
triage-snooze-week = Susunod na linggo
triage-snooze-month = Susunod na buwan
triage-snooze-answer = Hanggang sumagot sila
triage-snooze-pick = Pumili ng araw …
triage-snooze-go = I-snooze
triage-snooze-unknown = Hindi ito oras na darating pa
triage-until = Hanggang { $when }
triage-day = Araw
triage-time = Oras
triage-zone = Time zone: { $zone }
triage-tags = Mga tag
triage-tag-ask = Magdagdag o mag-alis ng tag …
triage-tag-new = Bagong tag “{ $tag }”
triage-tag-none = Wala pang tag: mag-type ng isa
triage-tag-some = ilan
triage-done-me = Na-assign sa iyo
triage-done-assigned = Na-assign kay { $name }
triage-done-nobody = Wala nang may-ari
triage-done-no-team = Wala nang team
triage-done-snoozed = Naka-snooze hanggang { $when }
triage-done-until-answer = Naka-snooze hanggang sumagot sila
triage-done-tagged = Nilagyan ng tag: { $tag }
triage-done-untagged = Inalis ang tag: { $tag }
triage-done-spam = { $count ->
    [1] Minarkahang spam
   *[other] { $count } ang minarkahang spam
}

action-conversation-assign = I-assign
action-conversation-snooze = I-snooze
action-conversation-tag = Lagyan ng tag
action-conversation-spam = Markahang spam
action-conversation-delete = Tuluyang burahin

triage-delete = { $count ->
    [1] Tuluyang burahin
   *[other] Tuluyang burahin ang { $count } usapan
}
triage-delete-text = { $count ->
    [1] Mawawala ang usapan at ang mga mensahe, tala at file nito. Wala nang makapagbabalik nito, at hindi na ito papasok ulit.
   *[other] Mawawala ang mga usapan at ang mga mensahe, tala at file ng mga ito. Wala nang makapagbabalik ng mga ito, at hindi na papasok ulit ang mga ito.
}
triage-done-deleted = { $count ->
    [1] Nabura
   *[other] { $count } ang nabura
}
