# The shell: navigation, palette, keys, notices, connection.
app-name = Inbox
app-skip = Skip to the main part
app-nav = Navigation
app-nav-more = { $count } more
app-nav-less = Fewer
app-nav-open = Show the navigation
app-nav-close = Hide the navigation
app-rooms = More
app-new = New
app-notices = Notices
app-resize = Width of the list
app-room-contacts = Contacts
app-room-reports = Reports
app-room-admin = Administration
app-room-settings = Settings
app-room-new = New conversation
app-room-nowhere = Not found
app-cannot-start = Inbox could not start
app-pane-broken = This part has broken
app-nowhere-title = There is nothing at this address
app-nowhere-text = The link may be old, or cut off at its end.
app-nowhere-home = Go to the queue

app-connection = Connection
app-version = New version
app-online = Connected again
app-offline = No connection. What you do is kept and sent later.
app-connecting = Connecting …
app-retry-in = { $seconds ->
    [one] Next try in { $seconds } second
   *[other] Next try in { $seconds } seconds
}
app-retry-now = Try now
app-waiting = { $count ->
    [one] { $count } change waits
   *[other] { $count } changes wait
}
app-new-version = There is a new version of Inbox.
app-new-version-text = Reload to go on. What you wrote is kept.
app-reload = Reload

app-undo = Undo
app-nothing-to-undo = There is nothing to take back
app-bulk-partly = { $done } done, { $failed } failed
app-bulk-show = Show
app-refused-change = The change was refused
app-refused-bulk = The changes were refused
app-refused-undo = It could not be taken back
app-refused-send = The message was not sent
app-refused-settings = The settings were not saved

app-notice-one = New message
app-notice-many = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
app-notice-failed = A message was not sent
app-notice-failed-to = Your message to { $name } was not sent
app-notice-failed-many = { $count ->
    [one] { $count } message was not sent
   *[other] { $count } messages were not sent
}
app-notice-mention = { $name }: you are named in a note
app-show = Show

app-help = Keyboard shortcuts
app-help-change = Change the keys in the settings
app-palette = Search and commands
app-palette-ask = What do you want to do, or find?
app-palette-these = These { $count } conversations
app-palette-views = Views
app-palette-canned = Canned replies
app-palette-conversations = Conversations
app-palette-contacts = Contacts
app-palette-agents = Conversations of
app-palette-elsewhere = Everywhere
app-palette-search = Search for “{ $words }”

app-group-conversation = Conversation
app-group-list = List
app-group-compose = Writing
app-group-go = Go to
app-group-app = Inbox

action-go-mine = My conversations
action-go-unassigned = Unassigned
action-go-open = All open
action-go-snoozed = Snoozed
action-go-closed = Closed
action-go-failed = Failed to send
action-go-reports = Reports
action-go-settings = Settings
action-app-new = New conversation
action-app-search = Search
action-app-palette = Search and commands
action-app-help = Keyboard shortcuts
action-app-nav = Show or hide the navigation
action-app-panel = Show or hide the customer
action-app-undo = Undo
