# The messages of a conversation.
thread-region = உரையாடல்
thread-none-title = உரையாடல் எதுவும் திறக்கவில்லை
thread-none-text = பட்டியலில் ஒன்றைத் தேர்ந்தெடுங்கள்; அல்லது J, பின் Enter விசையை அழுத்துங்கள்.
thread-no-messages = இங்கே இன்னும் எதுவும் பேசப்படவில்லை
thread-back = பட்டியலுக்குத் திரும்பு
thread-gone = இந்த உரையாடல் இங்கே இல்லை
thread-gone-text = அது நீக்கப்பட்டிருக்கலாம், வேறொன்றுடன் ஒன்றிணைக்கப்பட்டிருக்கலாம், அல்லது அதைப் பார்க்க உங்களுக்கு அனுமதி இல்லாமல் இருக்கலாம்.
thread-messages = செய்திகள்
thread-older = பழைய செய்திகளைக் காட்டு
thread-older-loading = பழைய செய்திகளை ஏற்றுகிறது …
thread-unknown = அறியப்படாதவர்
thread-note = உள் குறிப்பு
thread-new = புதியவை
thread-newest = புதியதற்குச் செல்
thread-fresh = { $count ->
    [one] 1 புதிய செய்தி
   *[other] { $shown } புதிய செய்திகள்
}
thread-cancel = ரத்துசெய்
thread-more = மேலும் செயல்கள்
thread-nobody = ஒதுக்கப்படாதது
thread-untag = குறிச்சொல்லை நீக்கு: { $tag }
thread-to = பெறுநர்: { $who }
thread-answers = இதற்கான பதில்
thread-deleted = எழுதியவர் நீக்கிவிட்டார்
thread-empty = உரை இல்லை
thread-related = தொடர்புடையவை
thread-unlink = தொடர்பை நீக்கு
thread-place = உரையாடல் { $id }
thread-place-here = இந்த உரையாடல்
thread-whole = இவருடனான அனைத்தும், நேர வரிசையில்: { $name }
thread-whole-end = இந்த உரையாடல் மட்டும்
thread-merged = இந்த உரையாடல் மற்றொன்றுடன் ஒன்றிணைக்கப்பட்டது.
thread-merged-open = அதைத் திற

thread-status-open = திறந்தது
thread-status-snoozed = ஒத்திவைத்தது
thread-status-closed = மூடியது
thread-status-spam = ஸ்பேம்
thread-status-merged = ஒன்றிணைத்தது

# Who else is here
thread-here = இவரும் இங்கே
thread-here-looks = { $name } பார்க்கிறார்
thread-here-reply = { $name } பதில் எழுதுகிறார்
thread-here-note = { $name } குறிப்பு எழுதுகிறார்
thread-here-many = { $count } பேர் எழுதுகிறார்கள்

# A message, for screen readers
thread-message-in = { $name }, சேனல்: { $channel }, { $at }
thread-message-out = { $name } பதிலளித்தார், சேனல்: { $channel }, { $at }
thread-message-note = உள் குறிப்பு: { $name }, { $at }
thread-say-message = { $name }: { $text }
thread-say-note = உள் குறிப்பு, { $name }: { $text }
thread-say-state = உங்கள் செய்தி: { $state }. { $why }

# Marks
thread-flag-public = பொது
thread-flag-newcomer = இந்த உரையாடலுக்குப் புதியவர்
thread-flag-auth-fail = அனுப்புநர் போலியாக இருக்கலாம்
thread-flag-automatic = தானியங்கி
thread-flag-bulk = மொத்த அஞ்சல்
thread-flag-truncated = துண்டிக்கப்பட்டது
thread-flag-repeated-id = வேறொரு அஞ்சலின் அதே ID
thread-flag-edited = திருத்தப்பட்டது
thread-flag-blocked = தடுக்கப்பட்ட அனுப்புநர்
thread-flag-spam = ஸ்பேம்

# Text, HTML, files
thread-quote-show = மேற்கோளைக் காட்டு
thread-quote-whole = முழு உரையையும் காட்டு
thread-quote-hide = மேற்கோளை மறை
thread-link-disguised = இந்த இணைப்பு செல்லும் இடம்: { $host }
thread-html-title = அஞ்சல்: { $name }
thread-images-blocked = { $count ->
    [one] 1 வெளிப் படம் ஏற்றப்படவில்லை; எப்போது படிக்கிறீர்கள் என்பது அனுப்புநருக்குத் தெரியாது.
   *[other] { $count } வெளிப் படங்கள் ஏற்றப்படவில்லை; எப்போது படிக்கிறீர்கள் என்பது அனுப்புநருக்குத் தெரியாது.
}
thread-images-once = படங்களைக் காட்டு
thread-images-always = எப்போதும்: { $name }
thread-files = கோப்புகள்
thread-files-pictures = படங்கள்
thread-files-open = திற: { $name }
thread-files-save = பதிவிறக்கு: { $name }
thread-files-speed = வேகம்
thread-files-pending = பெறப்படுகிறது …
thread-files-failed = பெற முடியவில்லை: { $why }
thread-picture-of = { $n } / { $all }
thread-picture-zoom = முழு அளவு
thread-picture-before = முந்தைய படம்
thread-picture-after = அடுத்த படம்

# How far a message has come
thread-waiting = ஒப்படைக்கப்படுகிறது …
thread-waiting-offline = இணைப்புக்குக் காத்திருக்கிறது
thread-state-asking = ஒரு நொடி …
thread-state-undoable = சற்று நேரத்தில் செல்லும்
thread-state-scheduled = திட்டமிட்டது: { $at }
thread-state-queued = வரிசையில்
thread-state-waiting = இன்னும் அனுப்பப்படவில்லை: தானாக மீண்டும் முயலும்
thread-state-held = { $channel } மீண்டும் இயங்கக் காத்திருக்கிறது
thread-state-sending = அனுப்புகிறது
thread-state-sent = அனுப்பப்பட்டது
thread-state-delivered = சேர்ந்தது
thread-state-read = படிக்கப்பட்டது
thread-state-uncertain = உறுதியற்றது: சேர்ந்திருக்கலாம்
thread-state-failed = அனுப்பப்படவில்லை: தோல்வி
thread-state-bounced = சேரவில்லை: திரும்பி வந்தது
thread-state-canceled = ரத்தானது, அனுப்பப்படவில்லை
thread-recipients = { $count ->
    [one] 1 பெறுநர்
   *[other] { $count } பெறுநர்கள்
}
thread-do-undo = செயல்தவிர்
thread-do-cancel = அனுப்பாதே
thread-do-retry = மீண்டும் முயல்
thread-do-edit = திருத்தி அனுப்பு
thread-do-copy = நகலெடு
thread-do-elsewhere = வேறு சேனல்
thread-copied = நகலெடுக்கப்பட்டது
thread-copy-refused = நகலெடுக்க உலாவி அனுமதிக்கவில்லை
thread-refused-retry = மீண்டும் முயலப்படவில்லை
thread-refused-resolve = தீர்க்க முடியவில்லை
thread-refused-merge = உரையாடல்கள் ஒன்றிணைக்கப்படவில்லை
thread-refused-split = உரையாடல் பிரிக்கப்படவில்லை
thread-refused-move = செய்தி நகர்த்தப்படவில்லை
thread-refused-link = தொடர்பு மாற்றப்படவில்லை

thread-advice-auth = சேனலின் உள்நுழைவு மறுக்கப்படுகிறது: நிர்வாகி அதைப் புதுப்பிக்க வேண்டும்.
thread-advice-gave-up = இரண்டு நாட்கள் முயலப்பட்டது. முகவரி சரியா எனப் பாருங்கள், அல்லது வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-no-channel = சேனல் நீக்கப்பட்டது அல்லது முடக்கப்பட்டது. வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-no-outbound-url = இந்தச் சேனலுக்கு அனுப்பும் வழி இல்லை: நிர்வாகி அதை அமைக்க வேண்டும்.
thread-advice-no-recipient = பெறுநரைச் சேர்த்து மீண்டும் அனுப்புங்கள்.
thread-advice-no-such-user = கணக்கின் பெயரைச் சரிபாருங்கள், அல்லது வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-not-summoned = நம்மைக் குறிப்பிடும் அல்லது மேற்கோள் காட்டும் பதிவுகளுக்கு மட்டுமே இந்தச் சேவை பதில்களை ஏற்கும்.
thread-advice-opted-out = இவ்வழியில் செய்திகள் வேண்டாம் என்று சொல்லியுள்ளார். வேறு சேனலைப் பயன்படுத்துங்கள், அல்லது மீண்டும் ஒப்புதல் கேளுங்கள்.
thread-advice-rate-limited = வேகத்தைக் குறைக்கச் சேவை கேட்கிறது. தானாகவே அனுப்பப்படும்.
thread-advice-receive-only = இந்தச் சேனல் பெற மட்டுமே. வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-too-large = சிறிய கோப்பை, அல்லது அதற்கான இணைப்பை அனுப்புங்கள்.
thread-advice-too-long = சுருக்குங்கள், அல்லது பகுதிகளாக அனுப்புங்கள்.
thread-advice-undeliverable = முகவரியைச் சரிபாருங்கள், அல்லது வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-window = தடையற்ற பதில்களுக்கான நேரம் முடிந்தது. வார்ப்புருவை அல்லது வேறு சேனலைப் பயன்படுத்துங்கள்.
thread-advice-media = கோப்பை விட்டுவிடுங்கள், அல்லது வேறு சேனலைப் பயன்படுத்துங்கள்.

# Uncertain
thread-evidence-data-sent = { $at } அன்று ஒப்படைக்கப்பட்டது (சேனல்: { $channel }), ஆனால் பதில் வரவில்லை. சேர்ந்திருக்கலாம், சேராமலும் இருக்கலாம். தானாக மீண்டும் அனுப்பப்படாது.
thread-evidence-prepared = { $at } அன்று அனுப்பத் தயாராக இருந்தது (சேனல்: { $channel }); பின்னர் தடம் தெரியவில்லை. தானாக மீண்டும் அனுப்பப்படாது.
thread-evidence-connected = { $at } அன்று சேவையுடன் இணைந்திருந்தோம் (சேனல்: { $channel }); பின்னர் தடம் தெரியவில்லை. தானாக மீண்டும் அனுப்பப்படாது.
thread-evidence-unknown = { $at } அன்று அனுப்பும்போது ஏதோ தடைப்பட்டது (சேனல்: { $channel }). சேர்ந்திருக்கலாம், சேராமலும் இருக்கலாம். தானாக மீண்டும் அனுப்பப்படாது.
thread-evidence-look = சேவையில் அனுப்பிய செய்திகள் இருக்கும் இடத்தில் பாருங்கள், அல்லது இவரிடம் கேளுங்கள்: { $who }. பின்னர் கண்டதைச் சொல்லுங்கள்:
thread-evidence-details = உறுதியாகத் தெரிந்தவை
thread-resolve-sent = சேர்ந்தது
thread-resolve-again = சேரவில்லை: மீண்டும் அனுப்பு
thread-resolve-sent-title = சேர்ந்ததா?
thread-resolve-sent-text = செய்தி அனுப்பப்பட்டதாகக் காட்டப்படும். எதுவும் மீண்டும் அனுப்பப்படாது.
thread-resolve-sent-do = ஆம், சேர்ந்தது
thread-resolve-again-title = மீண்டும் அனுப்பவா?
thread-resolve-again-text = அதே செய்தி இன்னொரு முறை செல்லும். முதலாவது உண்மையில் சேர்ந்திருந்தால், இருமுறை பெறுபவர்: { $who }.
thread-resolve-again-do = மீண்டும் அனுப்பு

# One message's menu
thread-message-menu = செய்திச் செயல்கள்
thread-menu-copy = உரையை நகலெடு
thread-menu-quote = பதிலில் மேற்கோள் காட்டு
thread-menu-forward = முன்னனுப்பு
thread-menu-note = குறிப்பாக்கு
thread-menu-link = இணைப்பை நகலெடு
thread-menu-html = வடிவமைப்புடன் காட்டு
thread-menu-plain = எளிய உரையாகக் காட்டு
thread-menu-original = மூலத்தைப் பார்
thread-menu-elsewhere = சேவையில் திற
thread-menu-raw = மூலமும் தலைப்புகளும்
thread-menu-download = மூலத்தைப் பதிவிறக்கு
thread-menu-why = இது ஏன் இங்கே?
thread-menu-split = இங்கிருந்து பிரி
thread-menu-move = வேறு உரையாடலுக்கு நகர்த்து
thread-raw-title = மூலம்
thread-raw-headers = தலைப்புகள் மட்டும்
thread-raw-cut = முதல் { $size } மட்டுமே காட்டப்படுகிறது. பதிவிறக்கத்தில் முழுதும் உள்ளது.

# Why is this here?
thread-why-title = இது ஏன் இங்கே?
thread-why-token = இது நம் செய்தி ஒன்றுக்குப் பதில்: அதில் நாம் வைத்த கையொப்பக் குறி இதில் உள்ளது.
thread-why-token-short = நம் கையொப்பக் குறி
thread-why-own-id = அதே ID கொண்ட செய்தி ஏற்கனவே இந்த உரையாடலில் உள்ளது.
thread-why-own-id-short = அதே செய்தி ID
thread-why-reference = இந்த உரையாடலின் ஒரு செய்திக்குப் பதில் என்று இதுவே சொல்கிறது.
thread-why-reference-short = அங்குள்ள செய்தியைச் சுட்டுகிறது
thread-why-thread = இது இந்த உரையாடலைச் சேர்ந்தது என்று சேவை சொல்கிறது.
thread-why-thread-short = சேவையின் தொடர்
thread-why-new = இந்த உரையாடலைத் தொடங்கியது இதுவே: வேறு எதையும் சேர்ந்ததல்ல.
thread-why-new-short = புதியது
thread-why-written-here = இது இங்கேயே எழுதப்பட்டது.
thread-why-written-here-short = இங்கே எழுதியது
thread-why-other = ஒரு விதி இதை இங்கே வைத்தது.
thread-why-other-short = வேறு விதி
thread-why-newcomer = அனுப்புநர் இந்த உரையாடலுக்குப் புதியவர்; உங்கள் பதிலின் பெறுநர்களில் அவர் தானாகச் சேர்க்கப்படமாட்டார்.
thread-why-refused = பார்த்து, ஏற்காதவை
thread-why-none = வேறு உரையாடல் எதுவும் கருதப்படவில்லை.
thread-why-candidate = கருதியதன் காரணம்: { $rule }
thread-why-no-other-channel = அதே அஞ்சல் வேறொரு சேனலுக்கும் வந்தது.
thread-why-no-too-old = அது மூடப்பட்டு நீண்ட காலம் ஆகிவிட்டது.
thread-why-no-stranger = அனுப்புநரோ பெறுநர்களோ யாரும் அதில் பங்கேற்கவில்லை.

# Merge, link, move, split
thread-join-merge = வேறொரு உரையாடலுடன் ஒன்றிணை
thread-join-merge-help = இந்த உரையாடலின் எல்லாச் செய்திகளும் நீங்கள் தேர்ந்தெடுப்பதற்குச் செல்லும்.
thread-join-merge-what = இந்த உரையாடல் சேரும் இடம்: “{ $title }”. இரண்டின் செய்திகளும் நேர வரிசையில் இருக்கும்.
thread-join-merge-do = ஒன்றிணை
thread-join-merge-anyway = எப்படியும் ஒன்றிணை
thread-join-link = வேறொரு உரையாடலுடன் தொடர்புபடுத்து
thread-join-link-help = இரண்டும் அப்படியே இருக்கும்; ஒன்றையொன்று சுட்டும்.
thread-join-link-what = இந்த உரையாடலும் “{ $title }” உரையாடலும் ஒன்றையொன்று சுட்டும்.
thread-join-link-do = தொடர்புபடுத்து
thread-join-move = செய்தியை நகர்த்து
thread-join-move-help = செய்தி எங்கே சேர வேண்டும் எனத் தேர்ந்தெடுங்கள்.
thread-join-move-what = செய்தி செல்லும் இடம்: “{ $title }”.
thread-join-move-new = செய்தி தனக்கென ஒரு புதிய உரையாடலுக்குச் செல்லும்.
thread-join-move-do = நகர்த்து
thread-join-split = உரையாடலைப் பிரி
thread-join-split-what = இந்தச் செய்தியும் இதன் பின் வருபவையும் ஒரு புதிய உரையாடலுக்குச் செல்லும்.
thread-join-split-do = பிரி
thread-join-new = புதிய உரையாடல்
thread-join-search = உரையாடலைத் தேடு
thread-join-type = தேட எழுதுங்கள்
thread-join-none = இந்தச் சொற்கள் எந்த உரையாடலிலும் இல்லை
thread-join-failed = தேடல் நடக்கவில்லை. மீண்டும் முயலவும்.
thread-join-back = வேறொன்றைத் தேர்ந்தெடு
thread-join-stranger = வேறு நபர்: இந்த உரையாடல் { $here } உடன், அது { $there } உடன். ஒன்றைப் படிப்பவர் மற்றதையும் படிப்பார்.
thread-joined-merge = ஒன்றிணைக்கப்பட்டது
thread-joined-link = தொடர்புபடுத்தப்பட்டது
thread-joined-move = நகர்த்தப்பட்டது
thread-joined-split = பிரிக்கப்பட்டது

# What was done
thread-changes = { $count ->
    [one] 1 மாற்றம்
   *[other] { $shown } மாற்றங்கள்
}
thread-change-you = நீங்கள்
thread-change-system = Inbox
thread-change-status-open = { $who } · திறப்பு
thread-change-status-closed = { $who } · மூடல்
thread-change-status-snoozed = { $who } · பதில் வரும் வரை ஒத்திவைப்பு
thread-change-status-spam = { $who } · ஸ்பேம் எனக் குறிப்பு
thread-change-status-merged = { $who } · ஒன்றிணைப்பு
thread-change-snoozed-until = { $who } · { $at } வரை ஒத்திவைப்பு
thread-change-assigned = { $who } · ஒதுக்கீடு: { $name }
thread-change-taken = { $who } · தமக்கு ஒதுக்கீடு
thread-change-unassigned = { $who } · ஒதுக்கீடு நீக்கம்: { $name }
thread-change-team = { $who } · குழுவுக்கு ஒதுக்கீடு: { $name }
thread-change-no-team = { $who } · குழு நீக்கம்
thread-change-contact = { $who } · தொடர்பு மாற்றம்: { $name }
thread-change-tagged = { $who } · குறிச்சொல் சேர்ப்பு: { $tag }
thread-change-untagged = { $who } · குறிச்சொல் நீக்கம்: { $tag }
thread-change-priority = { $who } · முன்னுரிமை: { $priority }
thread-change-subject = { $who } · தலைப்பு மாற்றம்: “{ $subject }”
thread-change-merge = { $who } · ஒன்றிணைப்பு: உரையாடல் { $other }
thread-change-split = { $who } · பிரிப்பு: உரையாடல் { $other }
thread-change-link = { $who } · தொடர்பு: உரையாடல் { $other }
thread-change-unlink = { $who } · தொடர்பு நீக்கம்: உரையாடல் { $other }
thread-change-wake = { $who } · திரும்பியது: நேரம் வந்துவிட்டது
thread-priority-low = குறைவு
thread-priority-normal = இயல்பு
thread-priority-high = அதிகம்
thread-priority-urgent = அவசரம்

action-thread-previous = முந்தைய செய்தி
action-thread-next = அடுத்த செய்தி
action-thread-unread = முதல் படிக்காத செய்திக்கு
action-thread-newest = மிகப் புதிய செய்திக்கு
action-thread-whole = இந்த நபருடனான அனைத்தும்
action-thread-merge = வேறொரு உரையாடலுடன் ஒன்றிணை
action-thread-link = வேறொரு உரையாடலுடன் தொடர்புபடுத்து
action-thread-copy-link = உரையாடலின் இணைப்பை நகலெடு
action-message-copy = செய்தியின் உரையை நகலெடு
action-message-quote = செய்தியைப் பதிலில் மேற்கோள் காட்டு
action-message-link = செய்தியின் இணைப்பை நகலெடு
action-message-why = இந்தச் செய்தி ஏன் இங்கே?
