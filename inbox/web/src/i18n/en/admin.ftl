# The administration; loaded with it.
admin-nav = Administration
admin-group-state = Installation
admin-group-people = People and words
admin-group-records = Records
admin-place-overview = Overview
admin-place-channels = Channels
admin-place-agents = Agents
admin-place-teams = Teams
admin-place-canned = Canned replies
admin-place-tags = Tags
admin-place-journal = Journal
admin-place-outbox = Outbox
admin-place-audit = Audit
admin-place-tokens = API tokens
admin-forbidden-title = Only an admin sees this
admin-forbidden-text = Ask one of your admins, or choose another page on the left.

admin-name = Name
admin-email = E-mail address
admin-channel = Channel
admin-state = State
admin-none = none
admin-never = never
admin-done = Done
admin-add = Add
admin-you = You
admin-open = Open
admin-more = More
admin-more-of = More for { $name }
admin-edit-of = Change { $name }
admin-delete = Delete
admin-delete-of = Delete { $name }
admin-copy = Copy
admin-copied = Copied
admin-saved = Saved
admin-export = Export
admin-import = Import
admin-refused = This was not done
admin-at = When
admin-who = Who
admin-what = What
admin-target = Where
admin-created = Made
admin-filters = Filters
admin-filters-clear = Clear filters
admin-more-rows = Show more
admin-any-channel = Any channel
admin-any-state = Any state
admin-pick = Choose
admin-pick-of = Choose { $item }
admin-picked = { $count ->
    [one] { $count } chosen
   *[other] { $count } chosen
}

# overview and health
admin-overview-text = How this installation fares, and what to do about it.
admin-old-title = These figures are old: no new ones came
admin-health = Health
admin-health-well = All is well. Nothing needs you.
admin-level-ok = Good
admin-level-warn = Warning
admin-level-fail = Problem
admin-figures = Figures
admin-tile-queued = Waiting to be sent
admin-tile-uncertain = Uncertain
admin-tile-failed = Failed
admin-tile-free = Free disk space
admin-oldest = the oldest
admin-last-in = Last in
admin-last-out = Last out
admin-waiting = Waiting
admin-about = Inbox { $version } on { $kind }, { $size } of data.
admin-store-sqlite = SQLite
admin-store-postgresql = PostgreSQL
admin-running = Started
admin-backup = Last backup:
admin-health-see-outbox = See the outbox
admin-health-see-queue = See them
admin-health-see-journal = See the journal
admin-health-see-channel = See the channel

# what health says: as inbox/wellness.py, whose words show where a language has none
admin-health-disk-full = There is hardly any free disk space: nothing new is taken in.
admin-health-disk-full-cure = Free space in the data folder, or give it a larger disk.
admin-health-disk-low = Less than a tenth of the disk is free.
admin-health-disk-low-cure = Free space before 500 MB are left; then nothing new is taken in.
admin-health-no-channel = There is no channel yet.
admin-health-no-channel-cure = Connect one: a mailbox is a good beginning.
admin-health-no-sender = Password resets and invitations cannot be mailed.
admin-health-no-sender-cure = Name an e-mail channel as from_channel in [mail] of the configuration file.
admin-health-no-sender-set = Password resets should leave by { $sender }, which cannot send.
admin-health-no-sender-set-cure = Correct that channel, or from_channel in [mail] of the configuration file.
admin-health-clock = This machine’s clock is { $seconds } s off the database’s.
admin-health-clock-cure = Let the clock be set: timedatectl set-ntp true.
admin-health-shadowed = { $channel } is in the configuration file and was made in the browser too; the one of the file is in force.
admin-health-shadowed-cure = Take it out of the file, and the one of the browser is in force.
admin-health-backup-old = { $ever ->
    [true] The last backup is { $days } days old.
   *[other] There has never been a backup.
}
admin-health-backup-old-cure = Run “inbox backup PATH”, every day by a timer, and keep a copy of the key elsewhere.
admin-health-auth-required = { $channel }: the service refuses our login: { $reason }
admin-health-auth-required-cure = Enter new credentials, or authorise the channel again.
admin-health-misconfigured = { $channel } does not run: { $reason }
admin-health-misconfigured-cure = Correct its settings.
admin-health-down = { $channel } cannot be reached: { $reason }
admin-health-down-cure = It is tried again by itself. See whether the service is up and this machine’s network; then test the channel.
admin-health-degraded = { $channel } works in part: { $reason }
admin-health-degraded-cure = It is tried again by itself; if it stays so, test the channel.
admin-health-paused = { $channel } is paused: nothing is fetched there.
admin-health-paused-cure = Resume it.
admin-health-feed-stopped = { $channel }: { $feed } was last looked at { $minutes } minutes ago.
admin-health-feed-stopped-cure = See whether the daemon runs with the role poll; restart it if it does.
admin-health-quarantine = { $n ->
    [one] { $channel }: { $n } item could not be read and waits in quarantine.
   *[other] { $channel }: { $n } items could not be read and wait in quarantine.
}
admin-health-quarantine-cure = Look at them in the journal: read them again, or leave them out.
admin-health-left-queue = { $n ->
    [one] { $n } message waits for { $channel }, which is there no more: it never leaves like this.
   *[other] { $n } messages wait for { $channel }, which is there no more: they never leave like this.
}
admin-health-left-queue-cure = Make a channel { $channel } again, or cancel them.
admin-health-queue-late = { $channel }: the oldest message has waited { $minutes } minutes to be sent.
admin-health-queue-late-cure = See the state of the channel, and that a daemon runs with the role send.
admin-health-uncertain = { $n ->
    [one] { $channel }: nobody knows whether { $n } message went out.
   *[other] { $channel }: nobody knows whether { $n } messages went out.
}
admin-health-uncertain-cure = Look at each and settle it: it was sent, or it is to be sent again.
admin-health-failed = { $n ->
    [one] { $channel }: { $n } message could not be sent.
   *[other] { $channel }: { $n } messages could not be sent.
}
admin-health-failed-cure = Open each: send it again, another way, or close its conversation.

admin-first-steps = First steps
admin-first-hide = Hide the first steps
admin-first-channel = Connect a channel
admin-first-channel-text = A mailbox, phone numbers or any other service: what customers write there comes into the queue.
admin-first-channel-do = Connect
admin-first-people = Invite your colleagues
admin-first-people-text = Each gets a link to choose a password.
admin-first-people-do = Invite
admin-first-canned = Write a canned reply
admin-first-canned-text = What you write every day, with the customer’s name filled in.
admin-first-canned-do = Write

# channels
admin-state-ok = Works
admin-state-degraded = Works in part
admin-state-auth-required = Login refused
admin-state-misconfigured = Wrong settings
admin-state-paused = Paused
admin-state-down = Not reachable
admin-state-not-configured = Removed
admin-state-off = Turned off
admin-state-test-failed = Test failed
admin-state-test-skipped = Not tested yet
admin-channels-text = Where customers write to you, and where your replies leave.
admin-channels-none = No channel yet
admin-channels-none-text = Connect a mailbox to begin with: it takes an address, a password and two minutes.
admin-channel-connect = Connect a channel
admin-from-config = From the config file
admin-mark-queued = { $n } waiting
admin-mark-uncertain = { $n } uncertain
admin-mark-failed = { $n } failed
admin-mark-quarantined = { $n } in quarantine
admin-poll = Fetch now
admin-poll-of = Fetch now: { $channel }
admin-pause = Pause
admin-pause-of = Pause: { $channel }
admin-resume = Resume
admin-resume-of = Resume: { $channel }
admin-asked-poll = { $channel } is asked for news
admin-asked-pause = { $channel } is paused: nothing is fetched there, sending goes on
admin-asked-resume = { $channel } fetches again

admin-steps = Steps
admin-step-pick = Pick a service
admin-step-enter = Enter its settings
admin-step-test = Test the connection
admin-step-test-failed = Test failed
admin-step-test-skipped = Test skipped
admin-step-who = Who may see it
admin-step-try = Try it out
admin-pick-text = What do your customers write to?
admin-connector-none = There is no such service here
admin-connect-of = Connect { $title }
admin-connect-help = Where to find this: { $title }
admin-connect-how = How to
admin-connect-do = Connect
admin-continue = Continue
admin-continue-anyway = Continue anyway
admin-change-settings = Change the settings
admin-channel-name = Name of the channel
admin-channel-name-help = Small letters, digits, - and _. It stays for ever, for its conversations are kept under it.
admin-channel-name-wrong = Only small letters, digits, - and _
admin-channel-name-taken = There is a channel of this name already
admin-form-missing = This is needed
admin-form-wrong = { $count ->
    [one] { $count } field is not right yet
   *[other] { $count } fields are not right yet
}
admin-form-advanced = More settings
admin-form-shared = The same user name and password as for { $name }
admin-choice-auto = What fits
admin-choice-implicit = TLS from the start (usual)
admin-choice-starttls = STARTTLS
admin-choice-none = None
admin-choice-google = Google
admin-choice-microsoft = Microsoft
admin-choice-mentions = Mentions
admin-choice-dms = Direct messages
admin-choice-code = In the browser
admin-choice-device = With a code
admin-choice-client-credentials = The app alone
admin-enter-brief = The servers are found by the address.
admin-enter-all = Enter them by hand
admin-history-help = Nothing automatic is ever sent for what was there before.
admin-history-new = Only what is new from now on
admin-history-since = The last { $days } days, too
admin-history-all = Everything that is there
admin-secret-set = Set
admin-secret-replace = Replace
admin-secret-replace-of = Replace { $name }
admin-secret-remove = Remove
admin-secret-remove-of = Remove { $name }
admin-secret-removed = Is removed when you save
admin-secret-keep = Keep it
admin-secret-name = Name of one of { $name }
admin-secret-value = Secret for { $name }
admin-who-title = Who may see it?
admin-who-all = All agents
admin-who-some = Only these agents
admin-who-help = Admins always see every channel.

admin-test = Test connection
admin-test-again = Test again
admin-test-title = Connection
admin-test-text = Goes through it step by step. Nothing is sent, nothing changes.
admin-trial-steps = Steps of the test
admin-trial-running = Testing …
admin-trial-ok = Everything works.
admin-trial-warned = { $count ->
    [one] It can be connected. One thing needs a look: see above.
   *[other] It can be connected. { $count } things need a look: see above.
}
admin-trial-failed = { $count ->
    [one] { $count } step failed. Nothing has been saved or sent.
   *[other] { $count } steps failed. Nothing has been saved or sent.
}
admin-trial-broken = The test broke off

admin-oauth = Authorisation
admin-oauth-text = The service itself asks whether Inbox may act for this account. No password is told to Inbox.
admin-oauth-register = Register this address with your app there as the redirect or callback address:
admin-oauth-callback = Callback address
admin-oauth-do = Authorise
admin-oauth-again = Authorise again
admin-oauth-open = Open the page
admin-oauth-done = The service has agreed.
admin-oauth-failed = The authorisation failed
admin-oauth-code = Open the service’s page and type this code there:
admin-oauth-code-label = Code
admin-oauth-waiting = Waiting for you to agree there …
admin-hooks = Addresses for the service
admin-hooks-text = { $title } posts news to:
admin-hooks-fresh = One more thing: enter this at { $title }, so that news come in at once.
admin-hook = Address that the service posts to
admin-try = Send a test message
admin-try-text = To see that replies leave: best to yourself.
admin-try-to = To
admin-try-message = Message
admin-try-subject = A test from Inbox
admin-try-words = This is a test of the channel { $channel }.
admin-try-send = Send
admin-try-again = Send again
admin-try-see = See the conversation
admin-first = First conversation
admin-first-waiting = Waiting for the first message. Write to it as a customer would; it appears here by itself.
admin-first-there = The first conversation is here.
admin-first-open = Open it
admin-first-queue = See its queue

admin-facts = Facts
admin-fact-kind = Service
admin-fact-addresses = Our addresses
admin-fact-in = Last in
admin-fact-out = Last out
admin-fact-next = Next try
admin-fact-expires = Authorised until
admin-fact-ledger = Taken in
admin-fact-outbox = Going out
admin-feeds = Feeds
admin-feed = Feed
admin-feed-last = Last time good
admin-feed-ok = Works
admin-feed-next = Next
admin-feed-limited = Slowed by the service
admin-feed-failing = Fails
admin-feed-auth = Login refused
admin-settings = Settings
admin-config-note = This channel stands in the configuration file: it is changed there.
admin-left-note = This channel has been removed. Its conversations stay; nothing can be sent by it.
admin-unreadable = The key that encrypted these settings is lost: enter the passwords again.
admin-turn-on = Turn on
admin-turn-off = Turn off
admin-delete-title = Delete the channel { $channel }?
admin-delete-text = Its settings, passwords and authorisation are removed. Its conversations stay and can be read, but not answered by it; replies that still wait do not leave.
admin-channel-gone = { $channel } was removed

# agents, teams, tags
admin-agents-text = Who works here. An invitation is a link to choose a password.
admin-agent-add = Add an agent
admin-agent-add-do = Add and invite
admin-agent-open = Open
admin-agent-off = Turned off
admin-agent-disable = Turn off
admin-agent-disable-title = Turn off { $name }?
admin-agent-disable-text = Every login and token of theirs ends at once. What they wrote stays, and you can turn them on again.
admin-agent-disabled = { $name } is turned off
admin-agent-enable = Turn on
admin-agent-enabled = { $name } can log in again
admin-online = Online
admin-role = Role
admin-role-agent = Agent
admin-role-admin = Admin
admin-role-help = Admins connect channels, add agents and see everything.
admin-role-give = Make an admin
admin-role-take = Make an agent
admin-role-given = { $name } is an admin now
admin-role-taken = { $name } is an agent now
admin-invite = Invitation link
admin-invite-title = Invite { $name }
admin-invite-text = Give them this link. It works once, within seven days, and is not shown again.
admin-invite-link = Invitation link
admin-invite-mailed = It was also mailed to { $email }.
admin-password = New password
admin-password-help = At least 8 characters. All their logins end.
admin-password-set = Set a password
admin-password-instead = Set a password instead
admin-password-title = A password for { $name }
admin-password-saved = The password is set
admin-teams-text = A conversation can belong to a team; each team has its own view in the queue.
admin-teams-none = No team yet
admin-teams-none-text = Group agents by what they know: billing, technical, returns.
admin-team-add = Add a team
admin-team-members = Members
admin-team-delete-text = Its conversations stay and belong to no team then.
admin-tag = Tag
admin-tags-text = The tags that conversations carry now. A tag is made by using it, and goes with its last conversation.
admin-tags-none = No tag yet
admin-tags-none-text = Tag a conversation with T in the queue.
admin-tag-conversations = Conversations
admin-tag-see = { $n } with { $tag }

# canned replies
admin-canned-intro = What is written often. Type ; in a reply to find them.
admin-canned-add = Write a canned reply
admin-canned-none = No canned reply yet
admin-canned-none-text = Write one for the question that comes every day.
admin-canned-find = Find by name, shortcut or text
admin-canned-text = Text
admin-canned-text-in = Text in { $language }
admin-canned-used = Used
admin-canned-used-at = Last used
admin-canned-shortcut = Shortcut
admin-canned-shortcut-help = Typed behind ; to find it.
admin-canned-languages = Languages
admin-canned-usual = Usual
admin-canned-language-add = Add a language …
admin-canned-language-drop = Remove { $language }
admin-canned-variables = Variables
admin-canned-insert = Insert
admin-canned-there = there
admin-canned-strange = No conversation has { $names }: a reply with it cannot be sent.
admin-canned-preview = What the customer reads
admin-canned-preview-none = Nothing yet
admin-canned-preview-help = With a sample customer. What is filled in is marked; what stands behind | is used where nothing is known.
admin-canned-actions = When it is sent
admin-canned-delete-text = Nobody can use it any more. What was sent with it stays.
admin-canned-taken = { $failed ->
    [0] { $done } added
   *[other] { $done } added, { $failed } refused
}
admin-canned-file-wrong = This file is not one of canned replies
admin-variable-contact-first-name = First name
admin-variable-contact-name = Name
admin-variable-agent-first-name = My first name
admin-variable-agent-name = My name
admin-variable-conversation-subject = Subject
admin-variable-conversation-id = Number
admin-variable-channel-name = Channel
admin-sample-first = Maria
admin-sample-name = Maria Ortega
admin-sample-subject = Where is my order?
admin-sample-channel = Support
admin-do-nothing = Leave as it is
admin-do-sender = Whoever sends it
admin-do-tags-add = Add tags
admin-do-tags-help = Several with commas between them.
admin-do-tags-remove = Take tags away
admin-do-assignee = Assign to
admin-do-team = Give to team
admin-do-status = Then
admin-do-open = Keep open
admin-do-snoozed = Snooze
admin-do-closed = Close
admin-do-hours = Hours
admin-do-hours-help = Empty: until the customer answers.

# journal, outbox, audit, tokens
admin-journal-text = Everything that the services delivered, and what became of it. Nothing is ever left out silently.
admin-journal-none = Nothing here
admin-journal-none-text = What services deliver is listed here, the newest first.
admin-ledger-received = Received
admin-ledger-stored = Stored
admin-ledger-duplicate = Duplicate
admin-ledger-update = News
admin-ledger-ignored = Left out
admin-ledger-quarantined = Quarantine
admin-ledger-received-text = It has come in and is about to be read.
admin-ledger-stored-text = It became a message.
admin-ledger-duplicate-text = The channel has the same already: it made no second message.
admin-ledger-update-text = News about a message of ours, such as a receipt or a bounce.
admin-ledger-ignored-text = It was left out, for the reason below.
admin-ledger-quarantined-text = It could not be read and waits for you. Nothing behind it is held up.
admin-became = Became
admin-item = Item
admin-external-id = Message-ID or the service’s id
admin-pick-quarantined = Choose all in quarantine
admin-read-again = Read again
admin-leave-out = Leave out
admin-leave-out-title = { $count ->
    [one] Leave this item out?
   *[other] Leave { $count } items out?
}
admin-leave-out-text = It makes no message and is not asked about again. The journal keeps its bytes.
admin-items-retry = { $failed ->
    [0] { $done } read again
   *[other] { $done } read again, { $failed } refused
}
admin-items-drop = { $failed ->
    [0] { $done } left out
   *[other] { $done } left out, { $failed } refused
}
admin-entry-state = Became
admin-entry-cause = Cause
admin-entry-channel = Channel
admin-entry-feed = Feed
admin-entry-item = The service’s name of it
admin-entry-external = Message-ID or id
admin-entry-at = Came in
admin-entry-message = Message
admin-message-see = See the message
admin-raw = As it came
admin-raw-text = The bytes as the service gave them. They show as text and run nothing.
admin-raw-download = Download
admin-raw-none = The bytes cannot be shown
admin-raw-cut = Only the first { $size } are shown; the download has all of it.
admin-outbox-text = What goes out, and what does not.
admin-outbox-unfinished = All that is not done
admin-outbox-none = Nothing waits
admin-outbox-none-text = Everything that was written has left.
admin-attempts = Tries
admin-pick-failed = Choose all that failed
admin-retry = Send again
admin-retried = { $failed ->
    [0] { $done } sent again
   *[other] { $done } sent again, { $failed } refused
}
admin-settle = Settle
admin-settle-title = Did it reach { $to }?
admin-audit-text = Who changed what, the newest first.
admin-audit-none = Nothing was changed yet
admin-audit-target = Where, such as conversation:12
admin-audit-command-line = command line
admin-audit-several = several at once
admin-tokens-text = With a token a script acts in your name. It can do all that you can.
admin-tokens-of = Tokens of
admin-tokens-none = No token yet
admin-tokens-none-text = Make one for each script, so that each can be ended alone.
admin-token = Token
admin-token-add = Make a token
admin-token-make = Make
admin-token-once = This is the token. It is shown this once: put it where your script finds it.
admin-token-name-help = What it is for.
admin-token-revoke = End
admin-token-revoke-of = End { $name }
admin-token-revoke-text = Scripts that use it are refused at once.
admin-token-revoked = Ended
admin-api-docs = What a script can do: the API’s documentation

admin-act-agent-add = Agent added
admin-act-agent-change = Agent changed
admin-act-agent-password = Password changed
admin-act-account-invite = Link to invite made
admin-act-account-reset = Link for a new password made
admin-act-conversation-delete = Conversation deleted
admin-act-view-add = View added
admin-act-view-update = View changed
admin-act-view-delete = View deleted
admin-act-canned-add = Canned reply added
admin-act-canned-update = Canned reply changed
admin-act-canned-delete = Canned reply deleted
admin-act-channel-authorise = Authorisation begun
admin-act-channel-change = Channel changed
admin-act-channel-create = Channel connected
admin-act-channel-delete = Channel removed
admin-act-channel-pause = Channel paused
admin-act-channel-poll = Fetched now
admin-act-channel-rename = Channel renamed
admin-act-channel-resume = Channel resumed
admin-act-contact-create = Contact made
admin-act-contact-erase = Contact erased
admin-act-contact-merge = Contacts merged
admin-act-contact-update = Contact changed
admin-act-conversation-begin = Conversation begun
admin-act-conversation-blocked = Blocked customer wrote
admin-act-conversation-expire = Conversation removed for its age
admin-act-conversation-link = Conversations linked
admin-act-conversation-merge = Conversations merged
admin-act-conversation-split = Conversation split
admin-act-conversation-unlink = Conversations unlinked
admin-act-conversation-update = Conversation changed
admin-act-conversation-wake = Conversation came back
admin-act-ledger-drop = Item left out
admin-act-ledger-retry = Item read again
admin-act-message-cancel = Message taken back
admin-act-message-move = Message moved
admin-act-message-note = Note written
admin-act-message-reply = Reply written
admin-act-message-resolve = Uncertain message settled
admin-act-message-retry = Message sent again
admin-act-team-add = Team added
admin-act-team-delete = Team deleted
admin-act-team-update = Team changed
admin-act-token-add = Token made
admin-act-token-revoke = Token ended
admin-act-undo-bulk = Changes taken back
admin-act-undo-patch = Change taken back
admin-act-undo-merge = Merge of conversations taken back
admin-act-undo-split = Split of a conversation taken back
admin-act-undo-move = Move of a message taken back
admin-act-undo-link = Link of conversations taken back
admin-act-undo-contact = Change of a contact taken back
admin-act-undo-contact-merge = Merge of contacts taken back
