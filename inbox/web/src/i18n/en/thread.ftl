# The messages of a conversation.
thread-region = Conversation
thread-none-title = No conversation open
thread-none-text = Pick one from the list, or press J and Enter.
thread-no-messages = Nothing has been said here yet
thread-back = Back to the list
thread-gone = This conversation is not here
thread-gone-text = It was deleted, it was merged away, or it is one that you may not see.
thread-messages = Messages
thread-older = Show older messages
thread-older-loading = Loading older messages …
thread-unknown = Unknown
thread-note = Internal note
thread-new = New
thread-newest = To the newest
thread-fresh = { $count ->
    [one] 1 new message
   *[other] { $shown } new messages
}
thread-cancel = Cancel
thread-more = More actions
thread-nobody = Unassigned
thread-untag = Take the tag { $tag } off
thread-to = To { $who }
thread-answers = In answer to
thread-deleted = Deleted by its author
thread-empty = No text
thread-related = Related
thread-unlink = Remove the link
thread-place = Conversation { $id }
thread-place-here = This conversation
thread-whole = Everything with { $name }, in order of time
thread-whole-end = Only this conversation
thread-merged = This conversation was merged into another.
thread-merged-open = Open that one

thread-status-open = Open
thread-status-snoozed = Snoozed
thread-status-closed = Closed
thread-status-spam = Spam
thread-status-merged = Merged

# Who else is here
thread-here = Also here
thread-here-looks = { $name } is looking
thread-here-reply = { $name } is writing a reply
thread-here-note = { $name } is writing a note
thread-here-many = { $count } people are writing

# A message, for screen readers
thread-message-in = { $name } by { $channel }, { $at }
thread-message-out = { $name } replied by { $channel }, { $at }
thread-message-note = Internal note by { $name }, { $at }
thread-say-message = { $name }: { $text }
thread-say-note = Internal note by { $name }: { $text }
thread-say-state = Your message: { $state }. { $why }

# Marks
thread-flag-public = Public
thread-flag-newcomer = New to this conversation
thread-flag-auth-fail = Sender may be forged
thread-flag-automatic = Automatic
thread-flag-bulk = Bulk mail
thread-flag-truncated = Cut off
thread-flag-repeated-id = Repeats another mail’s id
thread-flag-edited = Edited
thread-flag-blocked = Sender blocked
thread-flag-spam = Spam

# Text, HTML, files
thread-quote-show = Show what is quoted
thread-quote-whole = Show the whole text
thread-quote-hide = Hide what is quoted
thread-link-disguised = This link leads to { $host }
thread-html-title = Mail of { $name }
thread-images-blocked = { $count ->
    [one] 1 remote image is not loaded, so that the sender does not learn when you read this.
   *[other] { $count } remote images are not loaded, so that the sender does not learn when you read this.
}
thread-images-once = Show images
thread-images-always = Always for { $name }
thread-files = Files
thread-files-pictures = Pictures
thread-files-open = Open { $name }
thread-files-save = Download { $name }
thread-files-speed = Speed
thread-files-pending = Being fetched …
thread-files-failed = Could not be fetched: { $why }
thread-picture-of = { $n } of { $all }
thread-picture-zoom = Full size
thread-picture-before = Picture before
thread-picture-after = Next picture

# How far a message has come
thread-waiting = Being handed over …
thread-waiting-offline = Waits for the connection
thread-state-asking = One moment …
thread-state-undoable = Sends in a moment
thread-state-scheduled = Scheduled for { $at }
thread-state-queued = Queued
thread-state-waiting = Not sent yet: tried again by itself
thread-state-held = Waits until { $channel } works again
thread-state-sending = Sending
thread-state-sent = Sent
thread-state-delivered = Delivered
thread-state-read = Read
thread-state-uncertain = Uncertain: it may have arrived
thread-state-failed = Not sent: failed
thread-state-bounced = Not delivered: bounced
thread-state-canceled = Cancelled, not sent
thread-recipients = { $count ->
    [one] 1 recipient
   *[other] { $count } recipients
}
thread-do-undo = Undo
thread-do-cancel = Do not send
thread-do-retry = Retry
thread-do-edit = Edit and resend
thread-do-copy = Copy
thread-do-elsewhere = Other channel
thread-copied = Copied
thread-copy-refused = The browser does not let the page copy
thread-refused-retry = It was not tried again
thread-refused-resolve = It could not be settled
thread-refused-merge = The conversations were not merged
thread-refused-split = The conversation was not split
thread-refused-move = The message was not moved
thread-refused-link = The link was not changed

thread-advice-auth = The channel’s login is refused: an admin has to renew it.
thread-advice-gave-up = It was tried for two days. Look whether the address is right, or use another channel.
thread-advice-no-channel = The channel is gone or switched off. Use another one.
thread-advice-no-outbound-url = The channel has no way out: an admin has to name one.
thread-advice-no-recipient = Name a recipient and send it again.
thread-advice-no-such-user = Check the account’s name, or use another channel.
thread-advice-not-summoned = The service takes answers only to posts that mention or quote us.
thread-advice-opted-out = They do not want messages this way. Use another channel, or ask them to opt in again.
thread-advice-rate-limited = The service asks us to slow down. It goes out by itself.
thread-advice-receive-only = This channel only receives. Use another one.
thread-advice-too-large = Send a smaller file, or a link to it.
thread-advice-too-long = Shorten it, or send it in parts.
thread-advice-undeliverable = Check the address, or use another channel.
thread-advice-window = The time for free replies is over. Use a template, or another channel.
thread-advice-media = Leave the file out, or use another channel.

# Uncertain
thread-evidence-data-sent = It was handed over to { $channel } on { $at }, but the answer never came. It may have arrived, or not. It is not sent again by itself.
thread-evidence-prepared = It was ready to leave by { $channel } on { $at }; then we lost sight of it. It is not sent again by itself.
thread-evidence-connected = We were connected to { $channel } on { $at }; then we lost sight of it. It is not sent again by itself.
thread-evidence-unknown = Something broke while it was sent by { $channel } on { $at }. It may have arrived, or not. It is not sent again by itself.
thread-evidence-look = Look where sent messages are kept at the service, or ask { $who }. Then say what you found:
thread-evidence-details = What is known exactly
thread-resolve-sent = It arrived
thread-resolve-again = It did not: send again
thread-resolve-sent-title = It arrived?
thread-resolve-sent-text = The message will be shown as sent. Nothing is sent again.
thread-resolve-sent-do = Yes, it arrived
thread-resolve-again-title = Send it again?
thread-resolve-again-text = The same message goes out once more. If the first one did arrive after all, { $who } gets it twice.
thread-resolve-again-do = Send again

# One message's menu
thread-message-menu = Message actions
thread-menu-copy = Copy text
thread-menu-quote = Quote in a reply
thread-menu-forward = Forward
thread-menu-note = Make a note of it
thread-menu-link = Copy link
thread-menu-html = Show as designed
thread-menu-plain = Show as plain text
thread-menu-original = View original
thread-menu-elsewhere = Open at the service
thread-menu-raw = Source and headers
thread-menu-download = Download source
thread-menu-why = Why is this here?
thread-menu-split = Split from here
thread-menu-move = Move to another conversation
thread-raw-title = Source
thread-raw-headers = Only headers
thread-raw-cut = Only the first { $size } are shown. The download has all of it.

# Why is this here?
thread-why-title = Why is this here?
thread-why-token = It answers one of our messages: it carries the signed mark that we put into that one.
thread-why-token-short = our signed mark
thread-why-own-id = A message with the same id is in this conversation already.
thread-why-own-id-short = the same message id
thread-why-reference = It says itself that it answers a message of this conversation.
thread-why-reference-short = it names a message there
thread-why-thread = The service says that it belongs to this conversation.
thread-why-thread-short = the service’s own thread
thread-why-new = It began this conversation: it belonged to no other one.
thread-why-new-short = a new one
thread-why-written-here = It was written here.
thread-why-written-here-short = written here
thread-why-other = A rule put it here.
thread-why-other-short = another rule
thread-why-newcomer = Its sender was new to this conversation, and is not added to the recipients of your reply by itself.
thread-why-refused = Looked at, and not taken
thread-why-none = No other conversation came into question.
thread-why-candidate = In question because of: { $rule }
thread-why-no-other-channel = The same mail came to another channel too.
thread-why-no-too-old = It has been closed for too long.
thread-why-no-stranger = Neither the sender nor anyone it is addressed to takes part there.

# Merge, link, move, split
thread-join-merge = Merge into another conversation
thread-join-merge-help = All messages of this conversation go into the one that you pick.
thread-join-merge-what = This conversation goes into “{ $title }”. Both keep their messages, in order of time.
thread-join-merge-do = Merge
thread-join-merge-anyway = Merge anyway
thread-join-link = Link with another conversation
thread-join-link-help = Both stay as they are and name each other.
thread-join-link-what = This conversation and “{ $title }” will name each other.
thread-join-link-do = Link
thread-join-move = Move the message
thread-join-move-help = Pick where the message belongs.
thread-join-move-what = The message goes into “{ $title }”.
thread-join-move-new = The message goes into a new conversation of its own.
thread-join-move-do = Move
thread-join-split = Split the conversation
thread-join-split-what = This message and all that follow it go into a new conversation.
thread-join-split-do = Split
thread-join-new = A new conversation
thread-join-search = Search for a conversation
thread-join-type = Type to search
thread-join-none = No conversation has these words
thread-join-failed = The search did not work. Try again.
thread-join-back = Pick another
thread-join-stranger = Another person: this conversation is with { $here }, that one with { $there }. Whoever reads one will read the other.
thread-joined-merge = Merged
thread-joined-link = Linked
thread-joined-move = Moved
thread-joined-split = Split

# What was done
thread-changes = { $count ->
    [one] 1 change
   *[other] { $shown } changes
}
thread-change-you = You
thread-change-system = Inbox
thread-change-status-open = { $who } · opened it
thread-change-status-closed = { $who } · closed it
thread-change-status-snoozed = { $who } · snoozed it until an answer comes
thread-change-status-spam = { $who } · marked it as spam
thread-change-status-merged = { $who } · merged it
thread-change-snoozed-until = { $who } · snoozed it until { $at }
thread-change-assigned = { $who } · assigned it to { $name }
thread-change-taken = { $who } · took it over
thread-change-unassigned = { $who } · took it from { $name }
thread-change-team = { $who } · gave it to the team { $name }
thread-change-no-team = { $who } · took it from its team
thread-change-contact = { $who } · changed the contact to { $name }
thread-change-tagged = { $who } · added the tag { $tag }
thread-change-untagged = { $who } · took the tag { $tag } off
thread-change-priority = { $who } · set the priority to { $priority }
thread-change-subject = { $who } · changed the subject to “{ $subject }”
thread-change-merge = { $who } · merged it into conversation { $other }
thread-change-split = { $who } · split off conversation { $other }
thread-change-link = { $who } · linked conversation { $other }
thread-change-unlink = { $who } · removed the link to conversation { $other }
thread-change-wake = { $who } · it came back: its time had come
thread-priority-low = low
thread-priority-normal = normal
thread-priority-high = high
thread-priority-urgent = urgent

action-thread-previous = Message before
action-thread-next = Next message
action-thread-unread = To the first unread message
action-thread-newest = To the newest message
action-thread-whole = Everything with this person
action-thread-merge = Merge into another conversation
action-thread-link = Link with another conversation
action-thread-copy-link = Copy link to the conversation
action-message-copy = Copy the message’s text
action-message-quote = Quote the message in a reply
action-message-link = Copy link to the message
action-message-why = Why is this message here?
