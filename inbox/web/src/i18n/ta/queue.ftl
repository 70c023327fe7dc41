# The navigation's views and the list of conversations.
queue-region = உரையாடல்கள்
queue-nav-queues = வரிசைகள்
queue-nav-views = காட்சிகள்
queue-nav-teams = குழுக்கள்
queue-nav-channels = சேனல்கள்
queue-nav-tags = குறிச்சொற்கள்
queue-view-mine = என்னுடையவை
queue-view-unassigned = ஒதுக்கப்படாதவை
queue-view-mentions = குறிப்பிடல்கள்
queue-view-open = திறந்தவை
queue-view-all = அனைத்தும்
queue-view-snoozed = ஒத்திவைத்தவை
queue-view-closed = மூடியவை
queue-view-spam = ஸ்பேம்
queue-view-failed = அனுப்ப இயலாதவை
queue-view-uncertain = உறுதியற்றவை
queue-view-search = தேடல்
queue-list-received = வந்தவை
queue-list-sent = அனுப்பியவை
queue-list-created = தொடங்கியவை
queue-list-closed = மூடியவை
queue-list-replied = முதல் பதில்
queue-list-waiting = காத்திருப்பவை
queue-list-all = உரையாடல்கள்
queue-list-no-team = குழு இல்லை
queue-list-span = { $from } – { $to }
queue-list-since = { $from } முதல்
queue-list-until = { $to } வரை
queue-count = { $more ->
    [yes] இதுவரை { $shown } உரையாடல்கள்
   *[other] { $count ->
        [one] 1 உரையாடல்
       *[other] { $shown } உரையாடல்கள்
    }
}

# One row
queue-nobody = அறியப்படாதவர்
queue-no-subject = தலைப்பு இல்லை
queue-unread = படிக்காதது
queue-assigned = ஒதுக்கப்பட்டவர்: { $name }
queue-delivery-failed = தோல்வி
queue-delivery-uncertain = உறுதியற்றது
queue-mentioned = உங்களைக் குறிப்பிட்டுள்ளனர்
queue-draft = உங்கள் வரைவு
queue-returned-time = திரும்பியது: நேரம் வந்துவிட்டது
queue-returned-answer = திரும்பியது: பதில் வந்துள்ளது
queue-returned-failed = திரும்பியது: ஒரு செய்தி தோல்வியுற்றது
queue-until = ஒத்திவைப்பு: { $when }
queue-waiting = காத்திருப்பது:
queue-here = இப்போது இங்கே: { $names }
queue-writing = { $count ->
    [one] எழுதுகிறார்: { $names } …
   *[other] எழுதுகிறார்கள்: { $names } …
}

# The list
queue-fresh = { $count ->
    [one] 1 புதியது
   *[other] { $count } புதியவை
}
queue-unseen = குறிக்கப்பட்ட வரி திரைக்கு வெளியே இருந்ததால் எதுவும் செய்யப்படவில்லை. இதுதான் என்றால் விசையை மீண்டும் அழுத்துங்கள்.
queue-options = வரிசைப்படுத்தலும் காட்சியும்
queue-sort = வரிசைப்படுத்து
queue-sort-newest = புதியவை முதலில்
queue-sort-oldest = பழையவை முதலில்
queue-sort-oldest-waiting = அதிகம் காத்திருப்பவை முதலில்
queue-only-unread = படிக்காதவை மட்டும்
queue-report = அறிக்கை
queue-select-all = அனைத்தையும் தேர்ந்தெடு
queue-select-none = தேர்வை நீக்கு
queue-bulk = தேர்ந்தெடுத்த உரையாடல்கள்
queue-bulk-more = இவை அனைத்திற்கும் மேலும்
queue-selected = { $count ->
    [one] 1 தேர்வு
   *[other] { $shown } தேர்வு
}
queue-failures = { $count ->
    [one] 1 உரையாடல் மாற்றப்படவில்லை
   *[other] { $count } உரையாடல்கள் மாற்றப்படவில்லை
}
queue-merge = { $count } உரையாடல்களை ஒன்றிணை
queue-merge-text = அவற்றின் செய்திகள் எல்லாம் நேர வரிசையில், நிலைக்கும் உரையாடலுக்குச் செல்லும்.
queue-merge-into = எது நிலைக்க வேண்டும்?
queue-merge-people = இவை { $count } வெவ்வேறு நபர்களுடனானவை: ஒன்றைப் படிப்பவர் அனைத்தையும் படிப்பார்.
queue-merge-do = ஒன்றிணை
queue-done-closed = { $count ->
    [one] மூடப்பட்டது
   *[other] { $count } மூடப்பட்டன
}
queue-done-reopened = { $count ->
    [one] மீண்டும் திறக்கப்பட்டது
   *[other] { $count } மீண்டும் திறக்கப்பட்டன
}
queue-done-taken = { $count ->
    [one] உங்களுக்கு ஒதுக்கப்பட்டது
   *[other] { $count } உங்களுக்கு ஒதுக்கப்பட்டன
}
queue-done-merged = { $count } ஒன்றிணைக்கப்பட்டன

# Saved views
queue-view-own = இந்தக் காட்சி
queue-view-save = காட்சியாகச் சேமி
queue-view-name = பெயர்
queue-view-nameless = ஒரு பெயரிடுங்கள்
queue-view-shared = எல்லோருக்கும்
queue-view-shared-help = எல்லாச் சகாக்களும் தங்கள் காட்சிகளுடன் இதையும் பார்ப்பார்கள்.
queue-view-rename = பெயர் மாற்று
queue-view-share = எல்லோருக்கும் காட்டு
queue-view-unshare = எனக்கு மட்டும்
queue-view-up = மேலே நகர்த்து
queue-view-down = கீழே நகர்த்து
queue-view-delete = காட்சியை நீக்கு
queue-view-delete-text = “{ $name }” காட்சிப் பட்டியலிலிருந்து நீங்கும். அதன் உரையாடல்கள் இருக்கும்.
queue-view-delete-do = நீக்கு
queue-view-refused = காட்சி மாற்றப்படவில்லை

# Search
queue-search = உரையாடல்களைத் தேடு
queue-search-ask = சொற்கள், பெயர்கள், from: is: tag: …
queue-search-clear = தேடலை அழி
queue-search-offers = பரிந்துரைகள்
queue-search-wrong = இந்தத் தேடலைப் படிக்க முடியவில்லை:
queue-search-me = நான்
queue-search-none = யாருமில்லை
queue-search-attachment = கோப்புடன்
queue-search-notes = குறிப்புகளில்
queue-search-is-open = திறந்தவை
queue-search-is-closed = மூடியவை
queue-search-is-snoozed = ஒத்திவைத்தவை
queue-search-is-spam = ஸ்பேம்
queue-search-is-unread = படிக்காதவை
queue-search-is-failed = அனுப்ப இயலாதவை
queue-search-is-uncertain = உறுதியற்றவை
queue-search-is-waiting = பதிலுக்குக் காத்திருப்பவை
queue-search-day-today = இன்று
queue-search-day-yesterday = நேற்று
queue-search-day-7d = ஒரு வாரத்திற்கு முன்
queue-search-day-1m = ஒரு மாதத்திற்கு முன்
queue-search-what-from = எழுதியவர்
queue-search-what-to = பெற்றவர்
queue-search-what-channel = எந்தச் சேனல்
queue-search-what-assignee = யாருக்கு ஒதுக்கியது
queue-search-what-is = நிலை
queue-search-what-tag = இந்தக் குறிச்சொல்லுடன்
queue-search-what-team = இந்தக் குழு
queue-search-what-before = ஒரு நாளுக்கு முன்
queue-search-what-after = ஒரு நாளிலிருந்து
queue-search-what-has = கோப்புகளுடன்
queue-search-what-in = குறிப்புகளில்
queue-search-start = எல்லாவற்றிலும் தேடு
queue-search-start-text = சொற்களையோ பெயர்களையோ எழுதி, தேடலைக் குறுக்குங்கள்:
queue-search-example-is-unread = நீங்கள் படிக்காதவை
queue-search-example-assignee-me = பதிலுக்குக் காத்திருக்கும் உங்களுடையவை
queue-search-example-has-attachment = கடந்த வாரத்தில் கோப்புகளுடன் வந்தவை
queue-search-example-is-failed = அனுப்ப முடியாதவை
queue-search-example-in-notes = சகாக்கள் குறித்தவை மட்டும்
queue-search-example-phrase = இதே சொற்கள், இதே வரிசையில்
queue-search-example-minus = இந்தச் சொல் இல்லாதவை
queue-search-example-words = இதே சொற்கள்
queue-search-example-word = சொல்
queue-hint = { $term } இல்லாமல்: { $found }

# Nothing here
queue-empty-search = எதுவும் கிடைக்கவில்லை
queue-empty-search-text = குறைவான அல்லது வேறு சொற்களை முயலுங்கள். மூடிய உரையாடல்களிலும் ஸ்பேமிலும் தேடப்பட்டது.
queue-empty-search-drop = எதையாவது விட்டுவிடலாமா?
queue-empty-unread = அனைத்தும் படிக்கப்பட்டன
queue-empty-unread-text = இப்போது படிக்காத உரையாடல்கள் மட்டுமே இங்கே தெரியும்.
queue-empty-unread-do = அனைத்தையும் காட்டு
queue-empty-mine = உங்களுக்காக எதுவும் காத்திருக்கவில்லை
queue-empty-mine-text = உங்களுக்கு ஒதுக்கப்பட்ட உரையாடல்கள் இங்கே தோன்றும்.
queue-empty-unassigned = அனைத்தும் ஒதுக்கப்பட்டுள்ளன
queue-empty-unassigned-text = இன்னும் யாரும் எடுக்காத புதிய உரையாடல்கள் இங்கே தோன்றும்.
queue-empty-mentions = யாரும் உங்களைக் குறிப்பிடவில்லை
queue-empty-mentions-text = ஒரு குறிப்பில் சகா @உங்கள் பெயரை எழுதினால், நீங்கள் பார்க்கும் வரை அந்த உரையாடல் இங்கே இருக்கும்.
queue-empty-open = அனைத்தும் முடிந்தன
queue-empty-open-text = புதிய உரையாடல்கள் தாமாகவே இங்கே தோன்றும்.
queue-empty-all = இன்னும் உரையாடல்கள் இல்லை
queue-empty-all-text = வாடிக்கையாளர்கள் எழுதுபவை இங்கே தோன்றும்.
queue-empty-snoozed = எதுவும் ஒத்திவைக்கப்படவில்லை
queue-empty-snoozed-text = காத்திருக்கக்கூடியதை S விசையால் ஒத்திவையுங்கள்: இங்கே இருந்து, உரிய நேரத்தில் திரும்பும்.
queue-empty-closed = இன்னும் எதுவும் மூடப்படவில்லை
queue-empty-closed-text = முடிந்த உரையாடல்கள் இங்கே இருக்கும். பதில் வந்தால் மீண்டும் திறக்கும்.
queue-empty-spam = ஸ்பேம் இல்லை
queue-empty-spam-text = நீங்களோ வடிகட்டியோ ஸ்பேம் எனக் குறித்தவை, யாருக்கும் இடையூறின்றி இங்கே இருக்கும்.
queue-empty-failed = அனைத்தும் அனுப்பப்பட்டன
queue-empty-failed-text = அனுப்ப முடியாத செய்திகள் இங்கே தோன்றும்; எதுவும் சத்தமின்றி மறையாது.
queue-empty-uncertain = ஐயம் ஏதுமில்லை
queue-empty-uncertain-text = சேர்ந்தனவா என்று தெரியாத செய்திகள் இங்கே தோன்றும்.
queue-empty-channel = இந்தச் சேனலில் திறந்தது எதுவுமில்லை
queue-empty-channel-text = இதில் வருபவை தாமாகவே இங்கே தோன்றும்.
queue-empty-tag = இந்தக் குறிச்சொல்லுடன் திறந்தது எதுவுமில்லை
queue-empty-tag-text = திறந்த உரையாடல்களுக்கு T விசையால் குறிச்சொல் இடலாம்.
queue-empty-team = இந்தக் குழுவுக்குத் திறந்தது எதுவுமில்லை
queue-empty-team-text = இந்தக் குழுவுக்கு ஒதுக்கப்பட்ட உரையாடல்கள் இங்கே தோன்றும்.
queue-empty-view = இந்தக் காட்சிக்குப் பொருந்துவது எதுவுமில்லை
queue-empty-view-text = இதன் வடிகட்டிகளுக்குப் பொருந்தும் உரையாடல்கள் இங்கே தோன்றும்.
queue-empty-list = இங்கே இப்போது எதுவும் இல்லை
queue-empty-list-text = இந்த வடிகட்டிகளுக்குப் பொருந்தும் உரையாடல் இப்போது இல்லை.
queue-empty-go-unassigned = ஒதுக்கப்படாதவற்றைப் பார்
queue-empty-go-mine = என்னுடையவற்றைப் பார்
queue-empty-go-open = திறந்தவற்றைப் பார்
queue-empty-go-snoozed = ஒத்திவைத்தவற்றைப் பார்
queue-empty-go-closed = மூடியவற்றைப் பார்

action-list-next = அடுத்த உரையாடல்
action-list-previous = முந்தைய உரையாடல்
action-list-down = பட்டியலில் ஒன்று கீழே
action-list-up = பட்டியலில் ஒன்று மேலே
action-list-first = பட்டியலின் தொடக்கத்திற்கு
action-list-last = பட்டியலின் முடிவுக்கு
action-list-clear = தேர்வை நீக்கு
action-list-select = தேர்ந்தெடு
action-list-extend-down = அடுத்ததையும் தேர்ந்தெடு
action-list-extend-up = முந்தையதையும் தேர்ந்தெடு
action-list-select-all = அனைத்தையும் தேர்ந்தெடு
action-list-merge = தேர்ந்தெடுத்த உரையாடல்களை ஒன்றிணை
action-list-open = உரையாடலைத் திற
action-list-back = பட்டியலுக்குத் திரும்பு
action-conversation-close = மூடு
action-conversation-reopen = மீண்டும் திற
action-conversation-take = எனக்கு ஒதுக்கு
action-conversation-unread = படிக்காததாகக் குறி
