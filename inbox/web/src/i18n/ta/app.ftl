# The shell, in Tamil.
#
# Words that are the same everywhere: உரையாடல் (conversation), செய்தி (message), பதில் (reply), உள் குறிப்பு (internal note), ஒதுக்கு (assign),
# ஒத்திவை (snooze), குறிச்சொல் (tag), மூடு (close), ஒன்றிணை (merge), தொடர்புபடுத்து (link), பிரி (split), நகர்த்து (move), வரைவு (draft),
# சேனல் (channel), வரிசை (queue), காட்சி (view), தயார் பதில் (canned reply), செயல்தவிர் (undo), முகவர் (agent), சகா (colleague),
# வாடிக்கையாளர் (customer), தொடர்பு (contact), நிர்வாகி (admin), குறிப்பிடல் (mention), உறுதியற்றது (uncertain), விசை (key), அறிவிப்பு (notice).
# Buttons are short imperatives (அனுப்பு); sentences address with நீங்கள். A name or a number never takes a case ending: a colon goes before it.
app-name = Inbox
app-skip = முதன்மைப் பகுதிக்குச் செல்
app-nav = வழிசெலுத்தல்
app-nav-more = மேலும் { $count }
app-nav-less = குறைவாக
app-nav-open = வழிசெலுத்தலைக் காட்டு
app-nav-close = வழிசெலுத்தலை மறை
app-rooms = மேலும்
app-new = புதிது
app-notices = அறிவிப்புகள்
app-resize = பட்டியலின் அகலம்
app-room-contacts = தொடர்புகள்
app-room-reports = அறிக்கைகள்
app-room-admin = நிர்வாகம்
app-room-settings = அமைப்புகள்
app-room-new = புதிய உரையாடல்
app-room-nowhere = கிடைக்கவில்லை
app-cannot-start = Inbox தொடங்க முடியவில்லை
app-pane-broken = இந்தப் பகுதி செயலிழந்தது
app-nowhere-title = இந்த முகவரியில் எதுவும் இல்லை
app-nowhere-text = இணைப்பு பழையதாகவோ, முடிவில் துண்டிக்கப்பட்டதாகவோ இருக்கலாம்.
app-nowhere-home = வரிசைக்குச் செல்

app-online = மீண்டும் இணைக்கப்பட்டது
app-offline = இணைப்பு இல்லை. நீங்கள் செய்பவை சேமிக்கப்பட்டு, பின்னர் அனுப்பப்படும்.
app-connecting = இணைக்கிறது …
app-connection = இணைப்பு
app-version = புதிய பதிப்பு
app-retry-in = { $seconds ->
    [one] { $seconds } வினாடியில் அடுத்த முயற்சி
   *[other] { $seconds } வினாடிகளில் அடுத்த முயற்சி
}
app-retry-now = இப்போதே முயல்
app-waiting = { $count ->
    [one] { $count } மாற்றம் காத்திருக்கிறது
   *[other] { $count } மாற்றங்கள் காத்திருக்கின்றன
}
app-new-version = Inbox-இன் புதிய பதிப்பு உள்ளது.
app-new-version-text = தொடர, மீண்டும் ஏற்றவும். நீங்கள் எழுதியவை அப்படியே இருக்கும்.
app-reload = மீண்டும் ஏற்று

app-undo = செயல்தவிர்
app-nothing-to-undo = செயல்தவிர்க்க எதுவும் இல்லை
app-bulk-partly = { $done } முடிந்தன, { $failed } தோல்வி
app-bulk-show = காட்டு
app-refused-change = மாற்றம் மறுக்கப்பட்டது
app-refused-bulk = மாற்றங்கள் மறுக்கப்பட்டன
app-refused-undo = செயல்தவிர்க்க முடியவில்லை
app-refused-send = செய்தி அனுப்பப்படவில்லை
app-refused-settings = அமைப்புகள் சேமிக்கப்படவில்லை

app-notice-one = புதிய செய்தி
app-notice-many = { $count ->
    [one] { $count } புதிய செய்தி
   *[other] { $count } புதிய செய்திகள்
}
app-notice-failed = ஒரு செய்தி அனுப்பப்படவில்லை
app-notice-failed-to = செய்தி அனுப்பப்படவில்லை. பெறுநர்: { $name }
app-notice-failed-many = { $count ->
    [one] { $count } செய்தி அனுப்பப்படவில்லை
   *[other] { $count } செய்திகள் அனுப்பப்படவில்லை
}
app-notice-mention = { $name }: ஒரு குறிப்பில் உங்களைக் குறிப்பிட்டுள்ளார்
app-show = காட்டு

app-help = விசைப்பலகைக் குறுக்குவழிகள்
app-help-change = அமைப்புகளில் விசைகளை மாற்று
app-palette = தேடலும் கட்டளைகளும்
app-palette-ask = என்ன செய்ய அல்லது தேட வேண்டும்?
app-palette-these = இந்த { $count } உரையாடல்கள்
app-palette-views = காட்சிகள்
app-palette-canned = தயார் பதில்கள்
app-palette-conversations = உரையாடல்கள்
app-palette-contacts = தொடர்புகள்
app-palette-agents = முகவரின் உரையாடல்கள்
app-palette-elsewhere = எல்லா இடங்களிலும்
app-palette-search = “{ $words }” தேடு

app-group-conversation = உரையாடல்
app-group-list = பட்டியல்
app-group-compose = எழுதுதல்
app-group-go = செல்
app-group-app = Inbox

action-go-mine = என் உரையாடல்கள்
action-go-unassigned = ஒதுக்கப்படாதவை
action-go-open = திறந்தவை அனைத்தும்
action-go-snoozed = ஒத்திவைத்தவை
action-go-closed = மூடியவை
action-go-failed = அனுப்ப இயலாதவை
action-go-reports = அறிக்கைகள்
action-go-settings = அமைப்புகள்
action-app-new = புதிய உரையாடல்
action-app-search = தேடு
action-app-palette = தேடலும் கட்டளைகளும்
action-app-help = விசைப்பலகைக் குறுக்குவழிகள்
action-app-nav = வழிசெலுத்தலைக் காட்டு அல்லது மறை
action-app-panel = வாடிக்கையாளரைக் காட்டு அல்லது மறை
action-app-undo = செயல்தவிர்
