# The agent's own settings; loaded with them.
settings-nav = Settings
settings-saved = Saved
settings-place-profile = You
settings-place-look = Look
settings-place-language = Language and time
settings-place-writing = Writing
settings-place-notices = Notices
settings-place-keys = Keys
settings-place-access = Logins and access

settings-you = Who you are here
settings-name = Name
settings-name-help = Colleagues see it, and customers where a canned reply names you.
settings-email = E-mail
settings-role = Role
settings-role-agent = Agent
settings-role-admin = Administrator
settings-teams = Teams
settings-refused-name = The name was not saved
settings-password = Password
settings-password-text = A new one ends every other login of yours.
settings-password-current = Present password
settings-password-new = New password
settings-password-help = At least 8 characters. A few words are easier to remember than signs.
settings-password-change = Change the password
settings-password-saved = The password is changed
settings-password-wrong = This is not your present password.

settings-theme = Theme
settings-theme-auto = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-density = Density
settings-density-comfortable = Comfortable
settings-density-compact = Compact

settings-locale = Language
settings-locale-auto = As the browser
settings-zone = Time zone
settings-zone-auto = As the browser ({ $zone })
settings-zone-help = It is { $time } now in { $zone }.
settings-as-language = As usual in the language
settings-calendar = Calendar
settings-calendar-gregory = Gregorian
settings-calendar-persian = Persian
settings-digits = Digits
settings-digits-auto = As usual in the language
settings-digits-latn = 0 1 2 3 4 5 6 7 8 9

settings-sending = Sending and closing
settings-undo-seconds = Time to take a message back
settings-undo-seconds-help = So long it waits before it leaves. On chat it leaves at once.
settings-undo-seconds-value = { $seconds ->
    [0] None
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
settings-after-close = After closing
settings-after-close-next = To the next conversation
settings-after-close-previous = To the one before
settings-after-close-list = Back to the list
settings-guards = Warn me before I send
settings-guards-text = You can always send in spite of it.
settings-guard-attachment = A missing file
settings-guard-attachment-help = The text speaks of one, and none is attached.
settings-guard-empty = An empty reply
settings-guard-empty-help = It says nothing but greeting and signature.
settings-guard-language = Another language
settings-guard-language-help = The customer seems to write in another one.
settings-guard-hours = Outside of the hours
settings-guard-hours-help = It is late or early where the customer lives.

settings-notices = Call me for
settings-permission-on = Notices of the browser are allowed here.
settings-permission-off = The browser shows notices when you allow it.
settings-permission-refused = The browser refuses notices of this page. Allow them in its settings for this address.
settings-permission-none = This browser has no notices.
settings-permission-ask = Allow notices
settings-notify-mine = Messages in my conversations
settings-notify-mentions = Notes that name me
settings-notify-unassigned = Messages that nobody has taken
settings-sound = Sound
settings-notify-sound = Ring as well
settings-volume = Volume
settings-volume-try = Try it
settings-quiet = Quiet hours
settings-quiet-on = Do not call me at certain hours
settings-quiet-help = What comes in then waits, without a sound.
settings-quiet_from = From
settings-quiet_to = Until
settings-screen-reader = Screen readers
settings-announce = Read out what comes in
settings-announce-help = In an open conversation. What you do yourself is always told.
settings-announce-all = Everything
settings-announce-mine = In my conversations only
settings-announce-none = Nothing

settings-single = While not typing
settings-single-keys = Single-key shortcuts
settings-single-keys-help = Turn them off if keys are pressed by accident, by voice control for example.
settings-keys-find = Find an action or its keys
settings-keys-reset = All as usual
settings-key-none = no key
settings-key-change = change the keys of “{ $name }”
settings-key-remove = Take { $keys } from “{ $name }”
settings-key-add = Add keys for “{ $name }”
settings-key-reset = “{ $name }” as usual
settings-record-title = Keys for “{ $name }”
settings-record-help = One combination, or two keys one after the other.
settings-record-place = Press the keys
settings-record-again = Again
settings-record-conflict = Now taken by { $names }
settings-record-take = Take it over

settings-logins = Logins
settings-logout = This browser
settings-logout-help = Drafts stay on the server.
settings-logout-do = Log out
settings-everywhere = Log out everywhere
settings-everywhere-help = Every browser, this one too. API tokens go on.
settings-everywhere-do = Log out everywhere
settings-tokens = API tokens
settings-tokens-help = Programs act in your name by tokens. Make and withdraw them here.
settings-tokens-open = Your tokens
