# The shell, in Filipino.
#
# Words that are the same everywhere: usapan (conversation), mensahe (message), sagot (reply), internal na tala (internal note), i-assign,
# walang may-ari (unassigned), i-snooze, tag, isara (close), buksan ulit (reopen), pagsamahin (merge), i-link, hatiin (split), ilipat (move),
# draft, channel, queue, view, nakahandang sagot (canned reply), i-undo, ahente (agent), katrabaho (colleague), customer, contact, admin,
# pagbanggit (mention), di-tiyak (uncertain). The reader is "ka/mo". A noun after a number does not change, so most counts need no choice;
# where one must differ, it is [1], for Filipino's category "one" holds 2, 3 and 5 as well.
app-name = Inbox
app-skip = Pumunta sa pangunahing bahagi
app-nav = Navigation
app-nav-more = { $count } pa
app-nav-less = Bawasan
app-nav-open = Ipakita ang navigation
app-nav-close = Itago ang navigation
app-rooms = Iba pa
app-new = Bago
app-notices = Mga abiso
app-resize = Lapad ng listahan
app-room-contacts = Mga contact
app-room-reports = Mga ulat
app-room-admin = Pangangasiwa
app-room-settings = Mga setting
app-room-new = Bagong usapan
app-room-nowhere = Hindi nahanap
app-cannot-start = Hindi makapagsimula ang Inbox
app-pane-broken = Nasira ang bahaging ito
app-nowhere-title = Walang laman ang address na ito
app-nowhere-text = Baka luma na ang link, o naputol ang dulo nito.
app-nowhere-home = Pumunta sa queue

app-online = Nakakonekta na ulit
app-offline = Walang koneksyon. Itinatago ang ginagawa mo at ipadadala mamaya.
app-connecting = Kumokonekta …
app-connection = Koneksyon
app-version = Bagong bersyon
app-retry-in = Susubok ulit sa loob ng { $seconds } segundo
app-retry-now = Subukan ngayon
app-waiting = { $count } pagbabago ang naghihintay
app-new-version = May bagong bersyon ng Inbox.
app-new-version-text = I-reload para magpatuloy. Hindi mawawala ang isinulat mo.
app-reload = I-reload

app-undo = I-undo
app-nothing-to-undo = Walang maa-undo
app-bulk-partly = { $done } tapos, { $failed } bigo
app-bulk-show = Ipakita
app-refused-change = Hindi tinanggap ang pagbabago
app-refused-bulk = Hindi tinanggap ang mga pagbabago
app-refused-undo = Hindi ito na-undo
app-refused-send = Hindi naipadala ang mensahe
app-refused-settings = Hindi na-save ang mga setting

app-notice-one = Bagong mensahe
app-notice-many = { $count } bagong mensahe
app-notice-failed = May mensaheng hindi naipadala
app-notice-failed-to = Hindi naipadala ang mensahe mo kay { $name }
app-notice-failed-many = { $count } mensahe ang hindi naipadala
app-notice-mention = { $name }: binanggit ka sa isang tala
app-show = Ipakita

app-help = Mga keyboard shortcut
app-help-change = Palitan ang mga key sa settings
app-palette = Paghahanap at mga command
app-palette-ask = Ano ang gusto mong gawin o hanapin?
app-palette-these = Ang { $count } usapang ito
app-palette-views = Mga view
app-palette-canned = Mga nakahandang sagot
app-palette-conversations = Mga usapan
app-palette-contacts = Mga contact
app-palette-agents = Mga usapan ng
app-palette-elsewhere = Kahit saan
app-palette-search = Hanapin ang “{ $words }”

app-group-conversation = Usapan
app-group-list = Listahan
app-group-compose = Pagsusulat
app-group-go = Pumunta sa
app-group-app = Inbox

action-go-mine = Mga usapan ko
action-go-unassigned = Walang may-ari
action-go-open = Lahat ng bukas
action-go-snoozed = Naka-snooze
action-go-closed = Sarado
action-go-failed = Hindi naipadala
action-go-reports = Mga ulat
action-go-settings = Mga setting
action-app-new = Bagong usapan
action-app-search = Maghanap
action-app-palette = Paghahanap at mga command
action-app-help = Mga keyboard shortcut
action-app-nav = Ipakita o itago ang navigation
action-app-panel = Ipakita o itago ang customer
action-app-undo = I-undo
