# The navigation's views and the list of conversations.
queue-region = Conversations
queue-nav-queues = Queues
queue-nav-views = Views
queue-nav-teams = Teams
queue-nav-channels = Channels
queue-nav-tags = Tags
queue-view-mine = Mine
queue-view-unassigned = Unassigned
queue-view-mentions = Mentions
queue-view-open = All open
queue-view-all = Everything
queue-view-snoozed = Snoozed
queue-view-closed = Closed
queue-view-spam = Spam
queue-view-failed = Failed to send
queue-view-uncertain = Uncertain
queue-view-search = Search
queue-list-received = Received
queue-list-sent = Sent
queue-list-created = Opened
queue-list-closed = Closed
queue-list-replied = First answered
queue-list-waiting = Waiting
queue-list-all = Conversations
queue-list-no-team = No team
queue-list-span = { $from } – { $to }
queue-list-since = since { $from }
queue-list-until = until { $to }
queue-count = { $more ->
    [yes] { $shown } conversations so far
   *[other] { $count ->
        [one] 1 conversation
       *[other] { $shown } conversations
    }
}

# One row
queue-nobody = Unknown
queue-no-subject = No subject
queue-unread = unread
queue-assigned = Assigned to { $name }
queue-delivery-failed = Failed
queue-delivery-uncertain = Uncertain
queue-mentioned = You are mentioned
queue-draft = Your draft
queue-returned-time = Back: its time has come
queue-returned-answer = Back: they answered
queue-returned-failed = Back: a message failed
queue-until = Snoozed until { $when }
queue-waiting = waiting since
queue-here = { $names }: here now
queue-writing = { $count ->
    [one] { $names } writes …
   *[other] { $names } write …
}

# The list
queue-fresh = { $count ->
    [one] 1 new
   *[other] { $count } new
}
queue-unseen = The marked row was out of sight, so nothing was done to it. If you mean this one, press the key again.
queue-options = Sorting and view
queue-sort = Sort
queue-sort-newest = Newest first
queue-sort-oldest = Oldest first
queue-sort-oldest-waiting = Longest waiting first
queue-only-unread = Unread only
queue-report = Report
queue-select-all = Select all
queue-select-none = Select none
queue-bulk = Selected conversations
queue-bulk-more = More for all of them
queue-selected = { $count ->
    [one] 1 selected
   *[other] { $shown } selected
}
queue-failures = { $count ->
    [one] 1 conversation was not changed
   *[other] { $count } conversations were not changed
}
queue-merge = Merge { $count } conversations
queue-merge-text = All their messages go into the one that stays, in order of time.
queue-merge-into = Which one stays?
queue-merge-people = They are with { $count } different people: whoever reads one will read all.
queue-merge-do = Merge
queue-done-closed = { $count ->
    [one] Closed
   *[other] { $count } closed
}
queue-done-reopened = { $count ->
    [one] Opened again
   *[other] { $count } opened again
}
queue-done-taken = { $count ->
    [one] Assigned to you
   *[other] { $count } assigned to you
}
queue-done-merged = { $count } merged

# Saved views
queue-view-own = This view
queue-view-save = Save as view
queue-view-name = Name
queue-view-nameless = Give it a name
queue-view-shared = For everybody
queue-view-shared-help = All colleagues see it beside their own views.
queue-view-rename = Rename
queue-view-share = Show to everybody
queue-view-unshare = Keep to myself
queue-view-up = Move up
queue-view-down = Move down
queue-view-delete = Delete the view
queue-view-delete-text = “{ $name }” goes from the list of views. Its conversations stay.
queue-view-delete-do = Delete
queue-view-refused = The view was not changed

# Search
queue-search = Search conversations
queue-search-ask = Words, names, from: is: tag: …
queue-search-clear = Clear the search
queue-search-offers = Suggestions
queue-search-wrong = This search cannot be read:
queue-search-me = Me
queue-search-none = Nobody
queue-search-attachment = With a file
queue-search-notes = Among notes
queue-search-is-open = Open
queue-search-is-closed = Closed
queue-search-is-snoozed = Snoozed
queue-search-is-spam = Spam
queue-search-is-unread = Unread
queue-search-is-failed = Failed to send
queue-search-is-uncertain = Uncertain
queue-search-is-waiting = Waits for an answer
queue-search-day-today = Today
queue-search-day-yesterday = Yesterday
queue-search-day-7d = A week ago
queue-search-day-1m = A month ago
queue-search-what-from = who wrote
queue-search-what-to = who was written to
queue-search-what-channel = by which channel
queue-search-what-assignee = whose it is
queue-search-what-is = how it stands
queue-search-what-tag = with this tag
queue-search-what-team = of this team
queue-search-what-before = before a day
queue-search-what-after = from a day on
queue-search-what-has = with files
queue-search-what-in = among notes
queue-search-start = Search everything
queue-search-start-text = Type words or names, and narrow them down:
queue-search-example-is-unread = What you have not read
queue-search-example-assignee-me = Yours that wait for an answer
queue-search-example-has-attachment = With files, from the last week
queue-search-example-is-failed = What could not be sent
queue-search-example-in-notes = Only what colleagues noted
queue-search-example-phrase = Exactly these words, one after the other
queue-search-example-minus = Without this word
queue-search-example-words = exact words
queue-search-example-word = word
queue-hint = Without { $term }: { $found }

# Nothing here
queue-empty-search = Nothing found
queue-empty-search-text = Try fewer or other words. Closed conversations and spam were searched, too.
queue-empty-search-drop = Leave something out?
queue-empty-unread = All read
queue-empty-unread-text = Only unread conversations show here now.
queue-empty-unread-do = Show all
queue-empty-mine = Nothing waits for you
queue-empty-mine-text = Conversations that are assigned to you appear here.
queue-empty-unassigned = Everything has somebody
queue-empty-unassigned-text = New conversations that nobody has taken yet appear here.
queue-empty-mentions = Nobody has called you
queue-empty-mentions-text = When a colleague writes @you in a note, the conversation appears here until you have seen it.
queue-empty-open = All done
queue-empty-open-text = New conversations appear here by themselves.
queue-empty-all = No conversations yet
queue-empty-all-text = Whatever customers write appears here.
queue-empty-snoozed = Nothing is snoozed
queue-empty-snoozed-text = What can wait, snooze with S: it rests here, and comes back in time.
queue-empty-closed = Nothing is closed yet
queue-empty-closed-text = Conversations that are done rest here. An answer opens them again.
queue-empty-spam = No spam
queue-empty-spam-text = What you or a filter marked as spam rests here, out of everybody’s way.
queue-empty-failed = Everything was sent
queue-empty-failed-text = Messages that could not be sent appear here, and nowhere silently.
queue-empty-uncertain = No doubts
queue-empty-uncertain-text = Messages of which nobody knows whether they arrived appear here.
queue-empty-channel = Nothing open in this channel
queue-empty-channel-text = What comes in by it appears here by itself.
queue-empty-tag = Nothing open has this tag
queue-empty-tag-text = Open conversations get tags with T.
queue-empty-team = Nothing open for this team
queue-empty-team-text = Conversations that are given to the team appear here.
queue-empty-view = Nothing fits this view
queue-empty-view-text = Conversations that fit its filters appear here.
queue-empty-list = Nothing here any more
queue-empty-list-text = No conversation fits these filters now.
queue-empty-go-unassigned = See what is unassigned
queue-empty-go-mine = See what is mine
queue-empty-go-open = See all that is open
queue-empty-go-snoozed = See what is snoozed
queue-empty-go-closed = See what is closed

action-list-next = Next conversation
action-list-previous = Previous conversation
action-list-down = One down in the list
action-list-up = One up in the list
action-list-first = To the top of the list
action-list-last = To the end of the list
action-list-clear = Select none
action-list-select = Select
action-list-extend-down = Select the next one too
action-list-extend-up = Select the one before too
action-list-select-all = Select all
action-list-merge = Merge the selected conversations
action-list-open = Open the conversation
action-list-back = Back to the list
action-conversation-close = Close
action-conversation-reopen = Open again
action-conversation-take = Assign to me
action-conversation-unread = Mark as unread
