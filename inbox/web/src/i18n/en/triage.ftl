# Assigning, snoozing, tagging: one conversation or many.
triage-assign = { $count ->
    [one] Assign
   *[other] Assign { $count } conversations
}
triage-snooze = { $count ->
    [one] Snooze
   *[other] Snooze { $count } conversations
}
triage-tag = { $count ->
    [one] Tag
   *[other] Tag { $count } conversations
}
triage-delete = { $count ->
    [one] Delete for good
   *[other] Delete { $count } conversations for good
}
triage-delete-text = { $count ->
    [one] The conversation, its messages, notes and files are gone then. Nothing brings them back, and nothing of it comes in again.
   *[other] The conversations, their messages, notes and files are gone then. Nothing brings them back, and nothing of them comes in again.
}
triage-done-deleted = { $count ->
    [one] Deleted
   *[other] { $count } deleted
}
triage-assign-to = Assign to
triage-assign-ask = Assign to …
triage-me = Me ({ $name })
triage-agents = Colleagues
triage-teams = Teams
triage-more = More
triage-nobody = Nobody
triage-no-team = No team
triage-online = online
triage-load = { $count } open
triage-snooze-until = Snooze until
triage-snooze-ask = Snooze until … try “tomorrow 9” or “in 3 days”
triage-snooze-later = Later today
triage-snooze-tomorrow = Tomorrow
triage-snooze-week = Next week
triage-snooze-month = Next month
triage-snooze-answer = Until they answer
triage-snooze-pick = Pick a day …
triage-snooze-go = Snooze
triage-snooze-unknown = No time that lies ahead
triage-until = Until { $when }
triage-day = Day
triage-time = Time
triage-zone = Time zone: { $zone }
triage-tags = Tags
triage-tag-ask = Add or remove a tag …
triage-tag-new = New tag “{ $tag }”
triage-tag-none = There are no tags yet: type one
triage-tag-some = some
triage-done-me = Assigned to you
triage-done-assigned = Assigned to { $name }
triage-done-nobody = Assigned to nobody
triage-done-no-team = Without a team
triage-done-snoozed = Snoozed until { $when }
triage-done-until-answer = Snoozed until they answer
triage-done-tagged = Tagged { $tag }
triage-done-untagged = Removed { $tag }
triage-done-spam = { $count ->
    [one] Marked as spam
   *[other] { $count } marked as spam
}

action-conversation-assign = Assign
action-conversation-snooze = Snooze
action-conversation-tag = Tag
action-conversation-spam = Mark as spam
action-conversation-delete = Delete for good
