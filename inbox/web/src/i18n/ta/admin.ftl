# The administration; loaded with it.
admin-nav = நிர்வாகம்
admin-group-state = நிறுவல்
admin-group-people = நபர்களும் சொற்களும்
admin-group-records = பதிவுகள்
admin-place-overview = மேலோட்டம்
admin-place-channels = சேனல்கள்
admin-place-agents = முகவர்கள்
admin-place-teams = குழுக்கள்
admin-place-canned = தயார் பதில்கள்
admin-place-tags = குறிச்சொற்கள்
admin-place-journal = வரவுப் பதிவு
admin-place-outbox = வெளிச்செல்பவை
admin-place-audit = தணிக்கை
admin-place-tokens = API டோக்கன்கள்
admin-forbidden-title = நிர்வாகி மட்டுமே இதைப் பார்க்கலாம்
admin-forbidden-text = நிர்வாகியிடம் கேளுங்கள், அல்லது இடதுபுறம் வேறு பக்கத்தைத் தேர்ந்தெடுங்கள்.

admin-name = பெயர்
admin-email = மின்னஞ்சல் முகவரி
admin-channel = சேனல்
admin-state = நிலை
admin-none = இல்லை
admin-never = ஒருபோதும் இல்லை
admin-done = முடிந்தது
admin-add = சேர்
admin-you = நீங்கள்
admin-open = திற
admin-more = மேலும்
admin-more-of = மேலும்: { $name }
admin-edit-of = மாற்று: { $name }
admin-delete = நீக்கு
admin-delete-of = நீக்கு: { $name }
admin-copy = நகலெடு
admin-copied = நகலெடுக்கப்பட்டது
admin-saved = சேமிக்கப்பட்டது
admin-export = ஏற்றுமதி
admin-import = இறக்குமதி
admin-refused = இது செய்யப்படவில்லை
admin-at = எப்போது
admin-who = யார்
admin-what = என்ன
admin-target = எங்கே
admin-created = உருவாக்கியது
admin-filters = வடிகட்டிகள்
admin-filters-clear = வடிகட்டிகளை நீக்கு
admin-more-rows = மேலும் காட்டு
admin-any-channel = எல்லாச் சேனலும்
admin-any-state = எல்லா நிலையும்
admin-pick = தேர்ந்தெடு
admin-pick-of = தேர்ந்தெடு: { $item }
admin-picked = { $count } தேர்வு

# overview and health
admin-overview-text = இந்த நிறுவலின் நிலையும், செய்ய வேண்டியவையும்.
admin-old-title = இவை பழைய எண்ணிக்கைகள்: புதியவை வரவில்லை
admin-health = நலநிலை
admin-health-well = எல்லாம் சரி. நீங்கள் செய்ய எதுவும் இல்லை.
admin-level-ok = நன்று
admin-level-warn = எச்சரிக்கை
admin-level-fail = சிக்கல்
admin-figures = எண்ணிக்கைகள்
admin-tile-queued = அனுப்பக் காத்திருப்பவை
admin-tile-uncertain = உறுதியற்றவை
admin-tile-failed = தோல்வி
admin-tile-free = வட்டில் காலி இடம்
admin-oldest = மிகப் பழையது:
admin-last-in = கடைசி வரவு
admin-last-out = கடைசி அனுப்பல்
admin-waiting = காத்திருப்பவை
admin-about = Inbox { $version }, { $kind }, தரவு { $size }.
admin-store-sqlite = SQLite
admin-store-postgresql = PostgreSQL
admin-running = தொடங்கியது:
admin-backup = கடைசி காப்புப்பிரதி:
admin-health-see-outbox = வெளிச்செல்பவற்றைப் பார்
admin-health-see-queue = அவற்றைப் பார்
admin-health-see-journal = வரவுப் பதிவைப் பார்
admin-health-see-channel = சேனலைப் பார்

# what health says
admin-health-disk-full = வட்டில் காலி இடம் ஏறக்குறைய இல்லை: புதியவை ஏற்கப்படா.
admin-health-disk-full-cure = தரவுக் கோப்புறையில் இடத்தை விடுவியுங்கள், அல்லது பெரிய வட்டைக் கொடுங்கள்.
admin-health-disk-low = வட்டில் பத்தில் ஒரு பங்குக்கும் குறைவாகவே காலியாக உள்ளது.
admin-health-disk-low-cure = 500 MB-க்குக் கீழ் குறையும் முன் இடத்தை விடுவியுங்கள்; அதன் பின் புதியவை ஏற்கப்படா.
admin-health-no-channel = இன்னும் சேனல் இல்லை.
admin-health-no-channel-cure = ஒன்றை இணையுங்கள்: அஞ்சல்பெட்டி நல்ல தொடக்கம்.
admin-health-no-sender = கடவுச்சொல் மீட்டமைப்புகளையும் அழைப்புகளையும் மின்னஞ்சலில் அனுப்ப முடியாது.
admin-health-no-sender-cure = அமைவுக் கோப்பின் [mail] பகுதியில் from_channel என ஒரு மின்னஞ்சல் சேனலைக் குறிப்பிடுங்கள்.
admin-health-no-sender-set = கடவுச்சொல் மீட்டமைப்புகள் செல்ல வேண்டிய சேனலால் அனுப்ப இயலவில்லை: { $sender }
admin-health-no-sender-set-cure = அந்தச் சேனலை, அல்லது அமைவுக் கோப்பின் [mail] பகுதியில் from_channel-ஐத் திருத்துங்கள்.
admin-health-clock = இந்தக் கணினியின் கடிகாரம் தரவுத்தளத்தின் கடிகாரத்திலிருந்து { $seconds } வினாடிகள் விலகியுள்ளது.
admin-health-clock-cure = கடிகாரத்தைச் சரிசெய்யுங்கள்: timedatectl set-ntp true.
admin-health-shadowed = { $channel } அமைவுக் கோப்பிலும் உள்ளது, உலாவியிலும் உருவாக்கப்பட்டது; கோப்பில் உள்ளதே செல்லும்.
admin-health-shadowed-cure = கோப்பிலிருந்து அதை நீக்கினால், உலாவியில் உருவாக்கியது செல்லும்.
admin-health-backup-old = { $ever ->
    [true] கடைசி காப்புப்பிரதி எடுத்து { $days } நாட்கள் ஆகின்றன.
   *[other] இதுவரை காப்புப்பிரதி எடுக்கப்படவில்லை.
}
admin-health-backup-old-cure = “inbox backup PATH” கட்டளையை டைமர் மூலம் தினமும் இயக்குங்கள்; விசையின் நகலை வேறிடத்தில் வையுங்கள்.
admin-health-auth-required = { $channel }: சேவை உள்நுழைவை மறுக்கிறது: { $reason }
admin-health-auth-required-cure = புதிய உள்நுழைவு விவரங்களை உள்ளிடுங்கள், அல்லது சேனலுக்கு மீண்டும் அனுமதி அளியுங்கள்.
admin-health-misconfigured = { $channel } இயங்கவில்லை: { $reason }
admin-health-misconfigured-cure = அதன் அமைப்புகளைத் திருத்துங்கள்.
admin-health-down = { $channel }: அணுக முடியவில்லை: { $reason }
admin-health-down-cure = தானாக மீண்டும் முயலும். சேவை இயங்குகிறதா, இக்கணினியின் பிணையம் சரியா எனப் பாருங்கள்; பின்னர் சேனலைச் சோதியுங்கள்.
admin-health-degraded = { $channel } பகுதியாக இயங்குகிறது: { $reason }
admin-health-degraded-cure = தானாக மீண்டும் முயலும்; அப்படியே இருந்தால் சேனலைச் சோதியுங்கள்.
admin-health-paused = { $channel } இடைநிறுத்தப்பட்டுள்ளது: அங்கிருந்து எதுவும் பெறப்படாது.
admin-health-paused-cure = மீண்டும் தொடங்குங்கள்.
admin-health-feed-stopped = { $channel }: { $feed } கடைசியாக { $minutes } நிமிடங்களுக்கு முன் பார்க்கப்பட்டது.
admin-health-feed-stopped-cure = poll பங்குடன் daemon இயங்குகிறதா எனப் பாருங்கள்; இயங்கினால் மீண்டும் தொடங்குங்கள்.
admin-health-quarantine = { $n ->
    [one] { $channel }: { $n } உருப்படியைப் படிக்க முடியவில்லை; தனிமையில் காத்திருக்கிறது.
   *[other] { $channel }: { $n } உருப்படிகளைப் படிக்க முடியவில்லை; தனிமையில் காத்திருக்கின்றன.
}
admin-health-quarantine-cure = வரவுப் பதிவில் பாருங்கள்: மீண்டும் படியுங்கள், அல்லது தவிருங்கள்.
admin-health-left-queue = { $n ->
    [one] { $n } செய்தி இப்போது இல்லாத சேனலுக்குக் காத்திருக்கிறது ({ $channel }): இப்படி ஒருபோதும் செல்லாது.
   *[other] { $n } செய்திகள் இப்போது இல்லாத சேனலுக்குக் காத்திருக்கின்றன ({ $channel }): இப்படி ஒருபோதும் செல்லா.
}
admin-health-left-queue-cure = { $channel } என்ற சேனலை மீண்டும் உருவாக்குங்கள், அல்லது ரத்துசெய்யுங்கள்.
admin-health-queue-late = { $channel }: மிகப் பழைய செய்தி அனுப்ப { $minutes } நிமிடங்களாகக் காத்திருக்கிறது.
admin-health-queue-late-cure = சேனலின் நிலையையும், send பங்குடன் daemon இயங்குகிறதா என்பதையும் பாருங்கள்.
admin-health-uncertain = { $n ->
    [one] { $channel }: { $n } செய்தி சென்றதா என்று தெரியவில்லை.
   *[other] { $channel }: { $n } செய்திகள் சென்றனவா என்று தெரியவில்லை.
}
admin-health-uncertain-cure = ஒவ்வொன்றையும் பார்த்துத் தீர்த்துவையுங்கள்: அனுப்பப்பட்டதா, அல்லது மீண்டும் அனுப்ப வேண்டுமா.
admin-health-failed = { $n ->
    [one] { $channel }: { $n } செய்தியை அனுப்ப முடியவில்லை.
   *[other] { $channel }: { $n } செய்திகளை அனுப்ப முடியவில்லை.
}
admin-health-failed-cure = ஒவ்வொன்றையும் திறந்து மீண்டும் அனுப்புங்கள், வேறு வழியில் அனுப்புங்கள், அல்லது உரையாடலை மூடுங்கள்.

admin-first-steps = முதல் படிகள்
admin-first-hide = முதல் படிகளை மறை
admin-first-channel = சேனலை இணை
admin-first-channel-text = அஞ்சல்பெட்டி, தொலைபேசி எண் அல்லது வேறு சேவை: வாடிக்கையாளர்கள் அங்கு எழுதுபவை வரிசைக்கு வரும்.
admin-first-channel-do = இணை
admin-first-people = சகாக்களை அழை
admin-first-people-text = ஒவ்வொருவருக்கும் கடவுச்சொல்லைத் தேர்வுசெய்ய ஓர் இணைப்பு கிடைக்கும்.
admin-first-people-do = அழை
admin-first-canned = தயார் பதிலை எழுது
admin-first-canned-text = தினமும் எழுதுபவை, வாடிக்கையாளரின் பெயருடன்.
admin-first-canned-do = எழுது

# channels
admin-state-ok = இயங்குகிறது
admin-state-degraded = பகுதியாக இயங்குகிறது
admin-state-auth-required = உள்நுழைவு மறுப்பு
admin-state-misconfigured = தவறான அமைப்புகள்
admin-state-paused = இடைநிறுத்தம்
admin-state-down = அணுக இயலவில்லை
admin-state-not-configured = நீக்கப்பட்டது
admin-state-off = முடக்கப்பட்டது
admin-state-test-failed = சோதனை தோல்வி
admin-state-test-skipped = இன்னும் சோதிக்கவில்லை
admin-channels-text = வாடிக்கையாளர்கள் எழுதும் இடங்களும், உங்கள் பதில்கள் செல்லும் வழிகளும்.
admin-channels-none = இன்னும் சேனல் இல்லை
admin-channels-none-text = அஞ்சல்பெட்டியுடன் தொடங்குங்கள்: ஒரு முகவரி, ஒரு கடவுச்சொல், இரண்டு நிமிடங்கள் போதும்.
admin-channel-connect = சேனலை இணை
admin-from-config = அமைவுக் கோப்பிலிருந்து
admin-mark-queued = { $n } காத்திருப்பு
admin-mark-uncertain = { $n } உறுதியற்றவை
admin-mark-failed = { $n } தோல்வி
admin-mark-quarantined = { $n } தனிமையில்
admin-poll = இப்போது பெறு
admin-poll-of = இப்போது பெறு: { $channel }
admin-pause = இடைநிறுத்து
admin-pause-of = இடைநிறுத்து: { $channel }
admin-resume = தொடங்கு
admin-resume-of = மீண்டும் தொடங்கு: { $channel }
admin-asked-poll = { $channel }: புதியவை கேட்கப்படுகின்றன
admin-asked-pause = { $channel } இடைநிறுத்தப்பட்டது: எதுவும் பெறப்படாது, அனுப்புதல் தொடரும்
admin-asked-resume = { $channel } மீண்டும் பெறுகிறது

admin-steps = படிகள்
admin-step-pick = சேவையைத் தேர்ந்தெடு
admin-step-enter = அமைப்புகளை உள்ளிடு
admin-step-test = இணைப்பைச் சோதி
admin-step-test-failed = சோதனை தோல்வி
admin-step-test-skipped = சோதனை தவிர்க்கப்பட்டது
admin-step-who = யார் பார்க்கலாம்
admin-step-try = முயன்று பார்
admin-pick-text = உங்கள் வாடிக்கையாளர்கள் எங்கே எழுதுகிறார்கள்?
admin-connector-none = அப்படியொரு சேவை இங்கே இல்லை
admin-connect-of = இணை: { $title }
admin-connect-help = இதை எங்கே காணலாம்: { $title }
admin-connect-how = எப்படி
admin-connect-do = இணை
admin-continue = தொடர்
admin-continue-anyway = எப்படியும் தொடர்
admin-change-settings = அமைப்புகளை மாற்று
admin-channel-name = சேனலின் பெயர்
admin-channel-name-help = ஆங்கிலச் சிற்றெழுத்துகள், இலக்கங்கள், - மற்றும் _. உரையாடல்கள் இப்பெயரில் சேமிக்கப்படுவதால் பின்னர் மாற்ற முடியாது.
admin-channel-name-wrong = ஆங்கிலச் சிற்றெழுத்துகள், இலக்கங்கள், - மற்றும் _ மட்டும்
admin-channel-name-taken = இந்தப் பெயரில் ஏற்கனவே சேனல் உள்ளது
admin-form-missing = இது தேவை
admin-form-wrong = { $count ->
    [one] { $count } புலம் இன்னும் சரியில்லை
   *[other] { $count } புலங்கள் இன்னும் சரியில்லை
}
admin-form-advanced = மேலும் அமைப்புகள்
admin-form-shared = இதே பயனர்பெயரும் கடவுச்சொல்லும்: { $name }
admin-choice-auto = பொருந்துவது
admin-choice-implicit = தொடக்கத்திலிருந்தே TLS (வழக்கமானது)
admin-choice-starttls = STARTTLS
admin-choice-none = எதுவுமில்லை
admin-choice-google = Google
admin-choice-microsoft = Microsoft
admin-choice-mentions = குறிப்பிடல்கள்
admin-choice-dms = நேரடிச் செய்திகள்
admin-choice-code = உலாவியில்
admin-choice-device = குறியீட்டுடன்
admin-choice-client-credentials = செயலி மட்டும்
admin-enter-brief = முகவரியைக் கொண்டு சேவையகங்கள் கண்டறியப்படும்.
admin-enter-all = கைமுறையாக உள்ளிடு
admin-history-help = முன்பிருந்தவற்றுக்குத் தானியங்கிப் பதில் எதுவும் அனுப்பப்படாது.
admin-history-new = இனி வரும் புதியவை மட்டும்
admin-history-since = கடந்த { $days } நாட்களும்
admin-history-all = அங்குள்ள அனைத்தும்
admin-secret-set = உள்ளிடப்பட்டது
admin-secret-replace = மாற்று
admin-secret-replace-of = மாற்று: { $name }
admin-secret-remove = நீக்கு
admin-secret-remove-of = நீக்கு: { $name }
admin-secret-removed = சேமிக்கும்போது நீக்கப்படும்
admin-secret-keep = வைத்திரு
admin-secret-name = பெயர் ({ $name })
admin-secret-value = ரகசியம்: { $name }
admin-who-title = யார் பார்க்கலாம்?
admin-who-all = எல்லா முகவர்களும்
admin-who-some = இந்த முகவர்கள் மட்டும்
admin-who-help = நிர்வாகிகள் எல்லாச் சேனல்களையும் எப்போதும் பார்க்கலாம்.

admin-test = இணைப்பைச் சோதி
admin-test-again = மீண்டும் சோதி
admin-test-title = இணைப்பு
admin-test-text = படிப்படியாகச் சோதிக்கும். எதுவும் அனுப்பப்படாது, எதுவும் மாறாது.
admin-trial-steps = சோதனையின் படிகள்
admin-trial-running = சோதிக்கிறது …
admin-trial-ok = எல்லாம் இயங்குகிறது.
admin-trial-warned = இணைக்க முடியும். மேலே உள்ள { $count } குறிப்பைப் பார்க்கவும்.
admin-trial-failed = { $count ->
    [one] { $count } படி தோல்வி. எதுவும் சேமிக்கவோ அனுப்பவோ படவில்லை.
   *[other] { $count } படிகள் தோல்வி. எதுவும் சேமிக்கவோ அனுப்பவோ படவில்லை.
}
admin-trial-broken = சோதனை இடையில் நின்றது

admin-oauth = அனுமதி
admin-oauth-text = இந்தக் கணக்கிற்காக Inbox செயல்படலாமா என்று சேவையே கேட்கும். Inbox-க்குக் கடவுச்சொல் எதுவும் சொல்லப்படாது.
admin-oauth-register = அங்குள்ள உங்கள் செயலியில் இந்த முகவரியை redirect அல்லது callback முகவரியாகப் பதிவுசெய்யுங்கள்:
admin-oauth-callback = Callback முகவரி
admin-oauth-do = அனுமதி அளி
admin-oauth-again = மீண்டும் அனுமதி அளி
admin-oauth-open = பக்கத்தைத் திற
admin-oauth-done = சேவை ஒப்புக்கொண்டது.
admin-oauth-failed = அனுமதி தோல்வியுற்றது
admin-oauth-code = சேவையின் பக்கத்தைத் திறந்து இந்தக் குறியீட்டை உள்ளிடுங்கள்:
admin-oauth-code-label = குறியீடு
admin-oauth-waiting = அங்கே நீங்கள் ஒப்புக்கொள்ளக் காத்திருக்கிறது …
admin-hooks = சேவைக்கான முகவரிகள்
admin-hooks-text = { $title } புதியவற்றை அனுப்பும் இடம்:
admin-hooks-fresh = இன்னொன்று: புதியவை உடனே வர, இதை { $title } தளத்தில் உள்ளிடுங்கள்.
admin-hook = சேவை அனுப்பும் முகவரி
admin-try = சோதனைச் செய்தி அனுப்பு
admin-try-text = பதில்கள் செல்வதைப் பார்க்க: உங்களுக்கே அனுப்புவது நல்லது.
admin-try-to = பெறுநர்
admin-try-message = செய்தி
admin-try-subject = Inbox-இலிருந்து ஒரு சோதனை
admin-try-words = இது ஒரு சோதனை. சேனல்: { $channel }.
admin-try-send = அனுப்பு
admin-try-again = மீண்டும் அனுப்பு
admin-try-see = உரையாடலைப் பார்
admin-first = முதல் உரையாடல்
admin-first-waiting = முதல் செய்திக்குக் காத்திருக்கிறது. வாடிக்கையாளரைப் போல எழுதுங்கள்; தாமாகவே இங்கே தோன்றும்.
admin-first-there = முதல் உரையாடல் வந்துவிட்டது.
admin-first-open = அதைத் திற
admin-first-queue = அதன் வரிசையைப் பார்

admin-facts = விவரங்கள்
admin-fact-kind = சேவை
admin-fact-addresses = நம் முகவரிகள்
admin-fact-in = கடைசி வரவு
admin-fact-out = கடைசி அனுப்பல்
admin-fact-next = அடுத்த முயற்சி
admin-fact-expires = அனுமதி முடிவு
admin-fact-ledger = பெற்றவை
admin-fact-outbox = செல்பவை
admin-feeds = ஊட்டங்கள்
admin-feed = ஊட்டம்
admin-feed-last = கடைசியாகச் சரி
admin-feed-ok = இயங்குகிறது
admin-feed-next = அடுத்து
admin-feed-limited = சேவை வேகத்தைக் குறைத்தது
admin-feed-failing = தோல்வி
admin-feed-auth = உள்நுழைவு மறுப்பு
admin-settings = அமைப்புகள்
admin-config-note = இந்தச் சேனல் அமைவுக் கோப்பில் உள்ளது: அங்கேயே மாற்ற வேண்டும்.
admin-left-note = இந்தச் சேனல் நீக்கப்பட்டது. உரையாடல்கள் இருக்கும்; இதன் வழியே எதையும் அனுப்ப முடியாது.
admin-unreadable = இந்த அமைப்புகளை மறையாக்கிய விசை இல்லை: கடவுச்சொற்களை மீண்டும் உள்ளிடுங்கள்.
admin-turn-on = இயக்கு
admin-turn-off = முடக்கு
admin-delete-title = சேனலை நீக்கவா: { $channel }?
admin-delete-text = இதன் அமைப்புகளும் கடவுச்சொற்களும் அனுமதியும் நீக்கப்படும். உரையாடல்கள் இருக்கும்; படிக்கலாம், இதன் வழியே பதிலளிக்க முடியாது; காத்திருக்கும் பதில்கள் செல்லா.
admin-channel-gone = நீக்கப்பட்டது: { $channel }

# agents, teams, tags
admin-agents-text = இங்கே பணிபுரிபவர்கள். அழைப்பு என்பது கடவுச்சொல்லைத் தேர்வுசெய்யும் இணைப்பு.
admin-agent-add = முகவரைச் சேர்
admin-agent-add-do = சேர்த்து அழை
admin-agent-open = திறந்தவை
admin-agent-off = முடக்கப்பட்டவர்
admin-agent-disable = முடக்கு
admin-agent-disable-title = { $name }: முடக்கவா?
admin-agent-disable-text = இவரது உள்நுழைவுகளும் டோக்கன்களும் உடனே முடியும். எழுதியவை இருக்கும்; மீண்டும் இயக்கலாம்.
admin-agent-disabled = முடக்கப்பட்டார்: { $name }
admin-agent-enable = இயக்கு
admin-agent-enabled = { $name } மீண்டும் உள்நுழையலாம்
admin-online = ஆன்லைனில்
admin-role = பங்கு
admin-role-agent = முகவர்
admin-role-admin = நிர்வாகி
admin-role-help = நிர்வாகிகள் சேனல்களை இணைப்பார்கள், முகவர்களைச் சேர்ப்பார்கள், எல்லாவற்றையும் பார்ப்பார்கள்.
admin-role-give = நிர்வாகி ஆக்கு
admin-role-take = முகவர் ஆக்கு
admin-role-given = { $name } இப்போது நிர்வாகி
admin-role-taken = { $name } இப்போது முகவர்
admin-invite = அழைப்பு இணைப்பு
admin-invite-title = அழை: { $name }
admin-invite-text = இந்த இணைப்பைக் கொடுங்கள். ஏழு நாட்களுக்குள் ஒருமுறை மட்டும் செல்லும்; மீண்டும் காட்டப்படாது.
admin-invite-link = அழைப்பு இணைப்பு
admin-invite-mailed = மின்னஞ்சலிலும் அனுப்பப்பட்டது: { $email }
admin-password = புதிய கடவுச்சொல்
admin-password-help = குறைந்தது 8 எழுத்துகள். இவரது எல்லா உள்நுழைவுகளும் முடியும்.
admin-password-set = கடவுச்சொல்லை அமை
admin-password-instead = பதிலாகக் கடவுச்சொல்லை அமை
admin-password-title = கடவுச்சொல்: { $name }
admin-password-saved = கடவுச்சொல் அமைக்கப்பட்டது
admin-teams-text = உரையாடல் ஒரு குழுவைச் சேரலாம்; ஒவ்வொரு குழுவுக்கும் வரிசையில் தனிக் காட்சி உண்டு.
admin-teams-none = இன்னும் குழு இல்லை
admin-teams-none-text = முகவர்களைத் துறைவாரியாகக் குழுவாக்குங்கள்: கட்டணம், தொழில்நுட்பம், திருப்பல்கள்.
admin-team-add = குழுவைச் சேர்
admin-team-members = உறுப்பினர்கள்
admin-team-delete-text = இதன் உரையாடல்கள் இருக்கும்; பின்னர் எந்தக் குழுவையும் சேரா.
admin-tag = குறிச்சொல்
admin-tags-text = உரையாடல்களில் இப்போது உள்ள குறிச்சொற்கள். பயன்படுத்தும்போது குறிச்சொல் உருவாகும்; கடைசி உரையாடலுடன் மறையும்.
admin-tags-none = இன்னும் குறிச்சொல் இல்லை
admin-tags-none-text = வரிசையில் T விசையால் உரையாடலுக்குக் குறிச்சொல் இடுங்கள்.
admin-tag-conversations = உரையாடல்கள்
admin-tag-see = { $tag }: { $n }

# canned replies
admin-canned-intro = அடிக்கடி எழுதுபவை. பதிலில் ; என எழுதித் தேடலாம்.
admin-canned-add = தயார் பதிலை எழுது
admin-canned-none = இன்னும் தயார் பதில் இல்லை
admin-canned-none-text = தினமும் வரும் கேள்விக்கு ஒன்றை எழுதுங்கள்.
admin-canned-find = பெயர், சுருக்கம், உரையால் தேடு
admin-canned-text = உரை
admin-canned-text-in = உரை ({ $language })
admin-canned-used = பயன்பாடு
admin-canned-used-at = கடைசிப் பயன்பாடு
admin-canned-shortcut = சுருக்கம்
admin-canned-shortcut-help = இதைக் காண ; குறியின் பின் எழுதுவது.
admin-canned-languages = மொழிகள்
admin-canned-usual = வழக்கமானது
admin-canned-language-add = மொழியைச் சேர் …
admin-canned-language-drop = நீக்கு: { $language }
admin-canned-variables = மாறிகள்
admin-canned-insert = செருகு
admin-canned-there = வாடிக்கையாளரே
admin-canned-strange = எந்த உரையாடலிலும் { $names } இல்லை: இது உள்ள பதிலை அனுப்ப முடியாது.
admin-canned-preview = வாடிக்கையாளர் படிப்பது
admin-canned-preview-none = இன்னும் இல்லை
admin-canned-preview-help = மாதிரி வாடிக்கையாளருடன். நிரப்பப்படுபவை குறிக்கப்பட்டுள்ளன; எதுவும் தெரியாதபோது | குறியின் பின் உள்ளது பயன்படும்.
admin-canned-actions = அனுப்பும்போது
admin-canned-delete-text = இனி யாரும் இதைப் பயன்படுத்த முடியாது. இதைக் கொண்டு அனுப்பியவை இருக்கும்.
admin-canned-taken = { $failed ->
    [0] { $done } சேர்க்கப்பட்டன
   *[other] { $done } சேர்க்கப்பட்டன, { $failed } மறுக்கப்பட்டன
}
admin-canned-file-wrong = இது தயார் பதில்களின் கோப்பு அல்ல
admin-variable-contact-first-name = முதற்பெயர்
admin-variable-contact-name = பெயர்
admin-variable-agent-first-name = என் முதற்பெயர்
admin-variable-agent-name = என் பெயர்
admin-variable-conversation-subject = தலைப்பு
admin-variable-conversation-id = எண்
admin-variable-channel-name = சேனல்
admin-sample-first = கவிதா
admin-sample-name = கவிதா முருகன்
admin-sample-subject = என் ஆர்டர் எங்கே?
admin-sample-channel = ஆதரவு
admin-do-nothing = அப்படியே விடு
admin-do-sender = அனுப்புபவர்
admin-do-tags-add = குறிச்சொற்களைச் சேர்
admin-do-tags-help = பலவற்றைக் காற்புள்ளியால் பிரிக்கவும்.
admin-do-tags-remove = குறிச்சொற்களை நீக்கு
admin-do-assignee = யாருக்கு ஒதுக்க
admin-do-team = குழுவுக்கு ஒதுக்கு
admin-do-status = பின்னர்
admin-do-open = திறந்தே வை
admin-do-snoozed = ஒத்திவை
admin-do-closed = மூடு
admin-do-hours = மணிநேரம்
admin-do-hours-help = காலியாக விட்டால்: வாடிக்கையாளர் பதிலளிக்கும் வரை.

# journal, outbox, audit, tokens
admin-journal-text = சேவைகள் தந்த அனைத்தும், அவை என்னவாயின என்பதும். எதுவும் சத்தமின்றி விடப்படாது.
admin-journal-none = இங்கே எதுவும் இல்லை
admin-journal-none-text = சேவைகள் தருபவை இங்கே, புதியவை முதலில் பட்டியலிடப்படும்.
admin-ledger-received = வந்தது
admin-ledger-stored = சேமித்தது
admin-ledger-duplicate = நகல்
admin-ledger-update = தகவல்
admin-ledger-ignored = தவிர்த்தது
admin-ledger-quarantined = தனிமை
admin-ledger-received-text = வந்துவிட்டது; படிக்கப்படவுள்ளது.
admin-ledger-stored-text = இது ஒரு செய்தியானது.
admin-ledger-duplicate-text = சேனலில் இது ஏற்கனவே உள்ளது: இரண்டாவது செய்தி உருவாகவில்லை.
admin-ledger-update-text = நம் செய்தியைப் பற்றிய தகவல்: எ.கா. பெற்றதற்கான சான்று, திரும்பல்.
admin-ledger-ignored-text = கீழே உள்ள காரணத்தால் தவிர்க்கப்பட்டது.
admin-ledger-quarantined-text = இதைப் படிக்க முடியவில்லை; உங்களுக்காகக் காத்திருக்கிறது. பின்னால் வருபவை தடைபடா.
admin-became = ஆனது
admin-item = உருப்படி
admin-external-id = Message-ID அல்லது சேவையின் ID
admin-pick-quarantined = தனிமையில் உள்ளவற்றைத் தேர்ந்தெடு
admin-read-again = மீண்டும் படி
admin-leave-out = தவிர்
admin-leave-out-title = { $count ->
    [one] இந்த உருப்படியைத் தவிர்க்கவா?
   *[other] { $count } உருப்படிகளைத் தவிர்க்கவா?
}
admin-leave-out-text = செய்தியாகாது, மீண்டும் கேட்கப்படாது. வரவுப் பதிவில் அதன் பைட்டுகள் இருக்கும்.
admin-items-retry = { $failed ->
    [0] { $done } மீண்டும் படிக்கப்பட்டன
   *[other] { $done } மீண்டும் படிக்கப்பட்டன, { $failed } மறுக்கப்பட்டன
}
admin-items-drop = { $failed ->
    [0] { $done } தவிர்க்கப்பட்டன
   *[other] { $done } தவிர்க்கப்பட்டன, { $failed } மறுக்கப்பட்டன
}
admin-entry-state = ஆனது
admin-entry-cause = காரணம்
admin-entry-channel = சேனல்
admin-entry-feed = ஊட்டம்
admin-entry-item = சேவையில் இதன் பெயர்
admin-entry-external = Message-ID அல்லது ID
admin-entry-at = வந்தது
admin-entry-message = செய்தி
admin-message-see = செய்தியைப் பார்
admin-raw = வந்தபடியே
admin-raw-text = சேவை தந்த பைட்டுகள். உரையாகக் காட்டப்படும்; எதையும் இயக்கா.
admin-raw-download = பதிவிறக்கு
admin-raw-none = பைட்டுகளைக் காட்ட முடியாது
admin-raw-cut = முதல் { $size } மட்டுமே காட்டப்படுகிறது; பதிவிறக்கத்தில் முழுதும் உள்ளது.
admin-outbox-text = செல்பவையும், செல்லாதவையும்.
admin-outbox-unfinished = முடியாதவை அனைத்தும்
admin-outbox-none = எதுவும் காத்திருக்கவில்லை
admin-outbox-none-text = எழுதியவை அனைத்தும் சென்றுவிட்டன.
admin-attempts = முயற்சிகள்
admin-pick-failed = தோல்வியுற்றவற்றைத் தேர்ந்தெடு
admin-retry = மீண்டும் அனுப்பு
admin-retried = { $failed ->
    [0] { $done } மீண்டும் அனுப்பப்பட்டன
   *[other] { $done } மீண்டும் அனுப்பப்பட்டன, { $failed } மறுக்கப்பட்டன
}
admin-settle = தீர்
admin-settle-title = சேர்ந்ததா: { $to }?
admin-audit-text = யார் எதை மாற்றினார்கள், புதியவை முதலில்.
admin-audit-none = இன்னும் எதுவும் மாற்றப்படவில்லை
admin-audit-target = எங்கே, எ.கா. conversation:12
admin-audit-command-line = கட்டளை வரி
admin-audit-several = ஒரே நேரத்தில் பல
admin-tokens-text = டோக்கனுடன் ஒரு நிரல் உங்கள் பெயரில் செயல்படும். உங்களால் இயலும் அனைத்தும் அதனால் இயலும்.
admin-tokens-of = யாருடைய டோக்கன்கள்
admin-tokens-none = இன்னும் டோக்கன் இல்லை
admin-tokens-none-text = ஒவ்வொரு நிரலுக்கும் ஒன்று உருவாக்கினால், தனித்தனியே முடிக்கலாம்.
admin-token = டோக்கன்
admin-token-add = டோக்கனை உருவாக்கு
admin-token-make = உருவாக்கு
admin-token-once = இதுவே டோக்கன். இப்போது மட்டுமே காட்டப்படும்: உங்கள் நிரல் காணும் இடத்தில் வையுங்கள்.
admin-token-name-help = எதற்காக என்று.
admin-token-revoke = முடி
admin-token-revoke-of = முடி: { $name }
admin-token-revoke-text = இதைப் பயன்படுத்தும் நிரல்கள் உடனே மறுக்கப்படும்.
admin-token-revoked = முடிந்தது
admin-api-docs = நிரலால் இயல்பவை: API ஆவணங்கள்

admin-act-agent-add = முகவர் சேர்ப்பு
admin-act-agent-change = முகவர் மாற்றம்
admin-act-agent-password = கடவுச்சொல் மாற்றம்
admin-act-account-invite = அழைப்பு இணைப்பு உருவாக்கம்
admin-act-account-reset = புதிய கடவுச்சொல்லுக்கான இணைப்பு உருவாக்கம்
admin-act-conversation-delete = உரையாடல் நீக்கம்
admin-act-view-add = காட்சி சேர்ப்பு
admin-act-view-update = காட்சி மாற்றம்
admin-act-view-delete = காட்சி நீக்கம்
admin-act-canned-add = தயார் பதில் சேர்ப்பு
admin-act-canned-update = தயார் பதில் மாற்றம்
admin-act-canned-delete = தயார் பதில் நீக்கம்
admin-act-channel-authorise = அனுமதி தொடக்கம்
admin-act-channel-change = சேனல் மாற்றம்
admin-act-channel-create = சேனல் இணைப்பு
admin-act-channel-delete = சேனல் நீக்கம்
admin-act-channel-pause = சேனல் இடைநிறுத்தம்
admin-act-channel-poll = உடனே பெறப்பட்டது
admin-act-channel-rename = சேனல் பெயர்மாற்றம்
admin-act-channel-resume = சேனல் மீண்டும் தொடக்கம்
admin-act-contact-create = தொடர்பு உருவாக்கம்
admin-act-contact-erase = தொடர்பு அழிப்பு
admin-act-contact-merge = தொடர்புகள் ஒன்றிணைப்பு
admin-act-contact-update = தொடர்பு மாற்றம்
admin-act-conversation-begin = உரையாடல் தொடக்கம்
admin-act-conversation-blocked = தடுக்கப்பட்ட வாடிக்கையாளர் எழுதினார்
admin-act-conversation-expire = பழைய உரையாடல் நீக்கம்
admin-act-conversation-link = உரையாடல்கள் தொடர்புபடுத்தல்
admin-act-conversation-merge = உரையாடல்கள் ஒன்றிணைப்பு
admin-act-conversation-split = உரையாடல் பிரிப்பு
admin-act-conversation-unlink = உரையாடல்கள் தொடர்பு நீக்கம்
admin-act-conversation-update = உரையாடல் மாற்றம்
admin-act-conversation-wake = உரையாடல் திரும்பியது
admin-act-ledger-drop = உருப்படி தவிர்ப்பு
admin-act-ledger-retry = உருப்படி மீண்டும் படிப்பு
admin-act-message-cancel = செய்தி திரும்பப் பெறல்
admin-act-message-move = செய்தி நகர்த்தல்
admin-act-message-note = குறிப்பு எழுதப்பட்டது
admin-act-message-reply = பதில் எழுதப்பட்டது
admin-act-message-resolve = உறுதியற்ற செய்தி தீர்வு
admin-act-message-retry = செய்தி மீண்டும் அனுப்பல்
admin-act-team-add = குழு சேர்ப்பு
admin-act-team-delete = குழு நீக்கம்
admin-act-team-update = குழு மாற்றம்
admin-act-token-add = டோக்கன் உருவாக்கம்
admin-act-token-revoke = டோக்கன் முடிப்பு
admin-act-undo-bulk = மாற்றங்கள் செயல்தவிர்ப்பு
admin-act-undo-patch = மாற்றம் செயல்தவிர்ப்பு
admin-act-undo-merge = உரையாடல்கள் ஒன்றிணைப்பு செயல்தவிர்ப்பு
admin-act-undo-split = உரையாடல் பிரிப்பு செயல்தவிர்ப்பு
admin-act-undo-move = செய்தி நகர்த்தல் செயல்தவிர்ப்பு
admin-act-undo-link = உரையாடல்கள் தொடர்பு செயல்தவிர்ப்பு
admin-act-undo-contact = தொடர்பு மாற்றம் செயல்தவிர்ப்பு
admin-act-undo-contact-merge = தொடர்புகள் ஒன்றிணைப்பு செயல்தவிர்ப்பு
