# Writing a reply, a note, a first message.
composer-region = எழுது
composer-kind = செய்தியின் வகை
composer-reply = பதில்
composer-note = உள் குறிப்பு
composer-note-who = உங்கள் குழு மட்டுமே இதைப் பார்க்கும்
composer-note-add = குறிப்பைச் சேர்
composer-note-added = குறிப்பு சேர்க்கப்பட்டது
composer-note-close = குறிப்பைச் சேர்த்து மூடு
composer-note-placeholder = குழுவுக்கு எழுதுங்கள் … @ சகாவைக் குறிப்பிடும்
composer-placeholder = பதிலை எழுதுங்கள் …
composer-placeholder-first = எழுதுங்கள் …
composer-placeholder-to = இவருக்கு எழுதுங்கள்: { $name }
composer-send = அனுப்பு
composer-send-more = அனுப்பும் பிற வழிகள்
composer-send-close = அனுப்பி மூடு
composer-send-anyway = எப்படியும் அனுப்பு
composer-sending = செய்தி சென்றுகொண்டிருக்கிறது
composer-sent = அனுப்பப்பட்டது
composer-sent-closed = அனுப்பி, மூடப்பட்டது
composer-sent-held = { $seconds ->
    [one] { $seconds } வினாடியில் செல்லும்
   *[other] { $seconds } வினாடிகளில் செல்லும்
}
composer-taken-back = திரும்பப் பெறப்பட்டது. உங்கள் உரை எழுதும் பகுதியில் உள்ளது.
composer-mention-nobody = இங்கே இன்னும் வேறு யாரும் இல்லை
composer-service-whatsapp = WhatsApp
composer-service-sms = SMS
composer-by = { $channel } · { $service }
composer-too-late = திரும்பப் பெறத் தாமதமாகிவிட்டது
composer-files-lost = இந்தக் கோப்புகளை எடுத்துச்செல்ல முடியவில்லை: { $names }
composer-show = காட்டு
composer-discard = வரைவை நீக்கு

composer-channel = சேனல்
composer-channel-in = { $channel } (பெற மட்டும்)
composer-from = அனுப்புநர்
composer-to = பெறுநர்
composer-cc = Cc
composer-bcc = Bcc
composer-copies = Cc, Bcc
composer-reply-all = அனைவருக்கும் பதிலளி
composer-reply-one = அனுப்புநருக்கு மட்டும் பதிலளி
composer-nobody = இன்னும் யாருமில்லை
composer-remove = நீக்கு: { $name }
composer-subject = தலைப்பு
composer-text = செய்தி

composer-attach = கோப்புகளை இணை
composer-files = கோப்புகள்
composer-file-remove = நீக்கு: { $name }
composer-file-retry = மீண்டும் பதிவேற்று: { $name }
composer-file-going = பதிவேற்றுகிறது: { $name }
composer-file-failed = பதிவேறவில்லை
composer-file-large = ஒரு கோப்பு அதிகபட்சம் { $most }
composer-files-none = { $channel }: கோப்புகளை ஏற்காது
composer-files-type = { $channel }: இவற்றை மட்டுமே ஏற்கும்: { $types }
composer-files-count = { $count ->
    [one] { $channel }: ஒரு கோப்பை மட்டுமே ஏற்கும்
   *[other] { $channel }: அதிகபட்சம் { $count } கோப்புகளை ஏற்கும்
}
composer-files-bytes = { $channel }: மொத்தம் { $size } ஏற்கும்
composer-drop = இணைக்க இங்கே விடுங்கள்
composer-waiting = கோப்புகளுக்குக் காத்திருக்கிறது …
composer-waits-for-files = கோப்புகள் பதிவேறியதும் செல்லும்

composer-canned = தயார் பதில்
composer-canned-none = இன்னும் தயார் பதில்கள் இல்லை
composer-canned-failed = தயார் பதில்களை ஏற்ற முடியவில்லை
composer-canned-missing = இங்கே தெரியாதவை: { $names }
composer-canned-used = { $count ->
    [one] ஒருமுறை பயன்படுத்தியது
   *[other] { $count } முறை பயன்படுத்தியது
}
composer-pick-canned = தயார் பதில்கள்
composer-pick-emoji = எமோஜி
composer-pick-mention = சகாக்கள்
composer-format = வடிவமைப்பு
composer-bold = தடிமன்
composer-italic = சாய்வு
composer-link = இணைப்பு
composer-list = பட்டியல்
composer-numbers = எண் பட்டியல்
composer-quote = மேற்கோள்
composer-options = இந்தச் சேனலின் விருப்பங்கள்
composer-option-add = மதிப்பைச் சேர்

composer-count-sms = { $segments ->
    [one] { $segments } SMS, மீதம் { $left }
   *[other] { $segments } SMS, மீதம் { $left }
}
composer-count-ucs2 = Unicode, காரணம்: { $letters }
composer-count-unicode = { $letters } உள்ள SMS-இல் 160 அல்ல, 70 எழுத்துகளே இடம்பெறும்.
composer-count-left = { $left ->
    [one] மீதம் { $left } எழுத்து
   *[other] மீதம் { $left } எழுத்துகள்
}
composer-count-over = { $over ->
    [one] { $over } எழுத்து அதிகம்
   *[other] { $over } எழுத்துகள் அதிகம்
}
composer-count-split = { $parts } செய்திகளாக அனுப்பு

composer-refused-no-channel = { $channel } இப்போது அமைக்கப்படவில்லை; அங்கே எதையும் அனுப்ப முடியாது.
composer-refused-receive-only = { $channel }: பெற மட்டுமே முடியும்.
composer-refused-window = { $channel }: தடையற்ற பதில்களுக்கான நேரம் முடிந்தது.
composer-refused-opted-out = { $channel }: இனிச் செய்திகள் வேண்டாம் என்று கேட்டுள்ளார்.
composer-refused-not-summoned = இதற்குப் பதிலளிக்க முடியாது: இது நம்மைக் குறிப்பிடவில்லை.
composer-refused-no-recipient = அனுப்ப யாருமில்லை. ஒரு பெறுநரைச் சேருங்கள்.
composer-refused-undeliverable = அங்கே அனுப்பியது திரும்பி வந்தது. மீண்டும் முயல, பெறுநரைச் சேருங்கள்.
composer-refused-channels = இந்த உரையாடலைப் பார்ப்பவர்களும் அந்தச் சேனலைப் பார்ப்பவர்களும் வேறு.
composer-trouble = { $channel }: இப்போது அனுப்ப இயலாது. நீங்கள் எழுதுவது இயலும் வரை காத்திருக்கும்.
composer-theirs = வேறொரு சாளரத்தில் வேறு ஒன்றை எழுதியுள்ளீர்கள்:
composer-theirs-take = அதை எடு
composer-theirs-keep = இதையே வை
composer-raced = இதற்கிடையில் பதிலளித்தார்: { $name }
composer-wrote-again = மீண்டும் எழுதினார்: { $name }
composer-race-refused = வேறொருவர் முந்திவிட்டார். அவர் எழுதியதைப் படித்துவிட்டு மீண்டும் அனுப்புங்கள்.

composer-press-again = எப்படியும் அனுப்ப, மீண்டும் அனுப்பு என்பதை அழுத்துங்கள்
composer-ask-raced = வேறொருவர் பதிலளித்துவிட்டார். உங்களுடையதையும் அனுப்பவா?
composer-ask-attachment = கோப்பைக் குறிப்பிட்டுள்ளீர்கள், ஆனால் எதுவும் இணைக்கப்படவில்லை.
composer-ask-empty = இதில் உங்கள் சொந்தச் சொற்கள் எதுவும் இல்லை.
composer-ask-language = நீங்கள் எழுதும் மொழி: { $mine }, அவர் எழுதியது: { $theirs }.
composer-ask-other-language = அவர் எழுதும் மொழி அல்லாமல் வேறு மொழியில் எழுதுகிறீர்கள்.
composer-ask-hours = அவர் இருக்கும் இடத்தில் நேரம் { $time }.
composer-ask-never = மீண்டும் கேட்காதே
composer-block-empty = அனுப்ப இன்னும் எதுவும் இல்லை.
composer-block-long = இந்தச் சேனலுக்கு உரை மிக நீளம்.
composer-block-nobody = பெறுநரைச் சேருங்கள்.
composer-block-variables = முதலில் இவற்றை நிரப்புங்கள்: { $what }
composer-block-refused = இந்தச் சேனலில் இப்போது அனுப்ப முடியாது.
composer-block-files = இந்தச் சேனல் இக்கோப்புகளை ஏற்காது.
composer-block-upload = ஒரு கோப்பு பதிவேறவில்லை. மீண்டும் முயலுங்கள், அல்லது நீக்குங்கள்.
composer-fill = அங்கே செல்
composer-macro = அனுப்பும்போது: { $what }
composer-macro-tags = சேர்ப்பு: { $tags }
composer-macro-untag = நீக்கம்: { $tags }
composer-macro-assign = ஒதுக்கீடு
composer-macro-open = திறப்பு
composer-macro-closed = மூடல்
composer-macro-snoozed = ஒத்திவைப்பு
composer-macro-spam = ஸ்பேம் எனக் குறிப்பு

composer-draft-dirty = இன்னும் சேமிக்கவில்லை
composer-draft-saving = சேமிக்கிறது …
composer-draft-saved = வரைவு சேமிக்கப்பட்டது
composer-draft-kept = இந்தச் சாதனத்தில் உள்ளது

composer-new-leave = வரைவை வைத்து வெளியேறு
composer-new-none = எந்தச் சேனலாலும் உரையாடலைத் தொடங்க முடியாது
composer-new-none-text = பெற மட்டும் அல்லது பதிலளிக்க மட்டும் செய்யும் சேனல்களால் முடியாது. நிர்வாகி வேறொன்றை இணைக்கலாம்.
composer-new-forwarded = ---------- முன்னனுப்பிய செய்தி ----------
composer-new-forward-from = அனுப்புநர்: { $name }
composer-new-forward-date = தேதி: { $date }
composer-new-forward-subject = தலைப்பு: { $subject }
composer-new-unfinished = முடிக்காத செய்தி ஒன்று உள்ளது. அது முன்னனுப்பியதன் கீழே உள்ளது.

action-compose-reply = பதிலளி
action-compose-note = உள் குறிப்பு
action-compose-forward = முன்னனுப்பு
action-compose-switch = பதில், குறிப்பு இடையே மாறு
action-compose-send = அனுப்பு
action-compose-send-close = அனுப்பி மூடு
action-compose-attach = கோப்புகளை இணை
action-compose-bold = தடிமன்
action-compose-italic = சாய்வு
action-compose-leave = எழுதுவதிலிருந்து வெளியேறு
