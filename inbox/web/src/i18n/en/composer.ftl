# Writing a reply, a note, a first message.
composer-region = Write
composer-kind = Kind of message
composer-reply = Reply
composer-note = Internal note
composer-note-who = Only your team sees this
composer-note-add = Add note
composer-note-added = The note was added
composer-note-close = Add note and close
composer-note-placeholder = Write to your team … @ names a colleague
composer-placeholder = Write a reply …
composer-placeholder-first = Write …
composer-placeholder-to = Write to { $name } …
composer-send = Send
composer-send-more = More ways to send
composer-send-close = Send and close
composer-send-anyway = Send anyway
composer-sending = The message is on its way
composer-sent = Sent
composer-sent-closed = Sent and closed
composer-sent-held = { $seconds ->
    [one] Leaves in { $seconds } second
   *[other] Leaves in { $seconds } seconds
}
composer-taken-back = Taken back. Your text is in the composer.
composer-mention-nobody = Nobody else is here yet
composer-service-whatsapp = WhatsApp
composer-service-sms = SMS
composer-by = { $channel } · { $service }
composer-too-late = It was too late to take it back
composer-files-lost = These files could not be taken along: { $names }
composer-show = Show
composer-discard = Discard the draft

composer-channel = Channel
composer-channel-in = { $channel } (receives only)
composer-from = From
composer-to = To
composer-cc = Cc
composer-bcc = Bcc
composer-copies = Cc, Bcc
composer-reply-all = Reply to all
composer-reply-one = Reply to the sender only
composer-nobody = nobody yet
composer-remove = Remove { $name }
composer-subject = Subject
composer-text = Message

composer-attach = Attach files
composer-files = Files
composer-file-remove = Remove { $name }
composer-file-retry = Upload { $name } again
composer-file-going = { $name } is being uploaded
composer-file-failed = Not uploaded
composer-file-large = At most { $most } a file
composer-files-none = { $channel } takes no files
composer-files-type = { $channel } takes only { $types }
composer-files-count = { $count ->
    [one] { $channel } takes one file
   *[other] { $channel } takes { $count } files at most
}
composer-files-bytes = { $channel } takes { $size } in all
composer-drop = Drop to attach
composer-waiting = Waits for files …
composer-waits-for-files = It leaves when the files are uploaded

composer-canned = Canned reply
composer-canned-none = There are no canned replies yet
composer-canned-failed = The canned replies could not be loaded
composer-canned-missing = Not known here: { $names }
composer-canned-used = { $count ->
    [one] Used once
   *[other] Used { $count } times
}
composer-pick-canned = Canned replies
composer-pick-emoji = Emoji
composer-pick-mention = Colleagues
composer-format = Format
composer-bold = Bold
composer-italic = Italic
composer-link = Link
composer-list = List
composer-numbers = Numbered list
composer-quote = Quotation
composer-options = Options of this channel
composer-option-add = Add a value

composer-count-sms = { $segments ->
    [one] { $segments } SMS, { $left } left
   *[other] { $segments } SMS, { $left } left
}
composer-count-ucs2 = Unicode because of { $letters }
composer-count-unicode = A text with { $letters } has room for 70 characters in an SMS, not 160.
composer-count-left = { $left ->
    [one] { $left } character left
   *[other] { $left } characters left
}
composer-count-over = { $over ->
    [one] { $over } character too long
   *[other] { $over } characters too long
}
composer-count-split = Send as { $parts } messages

composer-refused-no-channel = { $channel } is not set up any more, so nothing can be sent there.
composer-refused-receive-only = { $channel } only receives.
composer-refused-window = The time for free replies on { $channel } is over.
composer-refused-opted-out = They asked for no more messages from { $channel }.
composer-refused-not-summoned = This cannot be answered: it does not mention us.
composer-refused-no-recipient = Nobody is left to send it to. Name a recipient.
composer-refused-undeliverable = What we sent there came back. Name the recipient to try again.
composer-refused-channels = Other people see that channel than see this conversation.
composer-trouble = { $channel } cannot send now. What you write waits until it can.
composer-theirs = You wrote something else in another window:
composer-theirs-take = Take that
composer-theirs-keep = Keep mine
composer-raced = { $name } replied meanwhile
composer-wrote-again = { $name } wrote again
composer-race-refused = Somebody was faster. Read what they wrote, then send again.

composer-press-again = Press Send again to send it anyway
composer-ask-raced = Somebody else has replied. Send yours too?
composer-ask-attachment = You mention a file, but none is attached.
composer-ask-empty = There are no words of your own in it.
composer-ask-language = You write { $mine }, they wrote { $theirs }.
composer-ask-other-language = You write in another language than they do.
composer-ask-hours = It is { $time } where they are.
composer-ask-never = Do not ask again
composer-block-empty = There is nothing to send yet.
composer-block-long = The text is too long for this channel.
composer-block-nobody = Name somebody to send it to.
composer-block-variables = Fill in { $what } first.
composer-block-refused = It cannot be sent on this channel now.
composer-block-files = This channel does not take these files.
composer-block-upload = A file is not uploaded. Try it again, or remove it.
composer-fill = Go there
composer-macro = With sending: { $what }
composer-macro-tags = adds { $tags }
composer-macro-untag = removes { $tags }
composer-macro-assign = assigns it
composer-macro-open = opens it
composer-macro-closed = closes it
composer-macro-snoozed = snoozes it
composer-macro-spam = marks it as spam

composer-draft-dirty = Not saved yet
composer-draft-saving = Saving …
composer-draft-saved = Draft saved
composer-draft-kept = Kept on this device

composer-new-leave = Leave and keep the draft
composer-new-none = No channel can begin a conversation
composer-new-none-text = Channels that only receive, or only answer, cannot. An admin can connect another one.
composer-new-forwarded = ---------- Forwarded message ----------
composer-new-forward-from = From: { $name }
composer-new-forward-date = Date: { $date }
composer-new-forward-subject = Subject: { $subject }
composer-new-unfinished = You have an unfinished message. It is below the forwarded one.

action-compose-reply = Reply
action-compose-note = Internal note
action-compose-forward = Forward
action-compose-switch = Switch between reply and note
action-compose-send = Send
action-compose-send-close = Send and close
action-compose-attach = Attach files
action-compose-bold = Bold
action-compose-italic = Italic
action-compose-leave = Leave the composer
