# The agent's own settings; loaded with them.
settings-nav = அமைப்புகள்
settings-saved = சேமிக்கப்பட்டது
settings-place-profile = நீங்கள்
settings-place-look = தோற்றம்
settings-place-language = மொழியும் நேரமும்
settings-place-writing = எழுதுதல்
settings-place-notices = அறிவிப்புகள்
settings-place-keys = விசைகள்
settings-place-access = உள்நுழைவுகளும் அணுகலும்

settings-you = இங்கே நீங்கள் யார்
settings-name = பெயர்
settings-name-help = சகாக்களும், தயார் பதில் உங்களைக் குறிப்பிடும் இடத்தில் வாடிக்கையாளர்களும் இதைப் பார்ப்பார்கள்.
settings-email = மின்னஞ்சல்
settings-role = பங்கு
settings-role-agent = முகவர்
settings-role-admin = நிர்வாகி
settings-teams = குழுக்கள்
settings-refused-name = பெயர் சேமிக்கப்படவில்லை
settings-password = கடவுச்சொல்
settings-password-text = புதியது உங்கள் மற்ற எல்லா உள்நுழைவுகளையும் முடிக்கும்.
settings-password-current = தற்போதைய கடவுச்சொல்
settings-password-new = புதிய கடவுச்சொல்
settings-password-help = குறைந்தது 8 எழுத்துகள். குறியீடுகளைவிடச் சில சொற்கள் நினைவில் நிற்கும்.
settings-password-change = கடவுச்சொல்லை மாற்று
settings-password-saved = கடவுச்சொல் மாற்றப்பட்டது
settings-password-wrong = இது உங்கள் தற்போதைய கடவுச்சொல் அல்ல.

settings-theme = தீம்
settings-theme-auto = கணினியைப் போல
settings-theme-light = வெளிர்
settings-theme-dark = இருள்
settings-density = அடர்த்தி
settings-density-comfortable = தாராளம்
settings-density-compact = நெருக்கம்

settings-locale = மொழி
settings-locale-auto = உலாவியைப் போல
settings-zone = நேர மண்டலம்
settings-zone-auto = உலாவியைப் போல ({ $zone })
settings-zone-help = { $zone }: இப்போது நேரம் { $time }.
settings-as-language = மொழியின் வழக்கப்படி
settings-calendar = நாட்காட்டி
settings-calendar-gregory = கிரிகோரியன்
settings-calendar-persian = பாரசீகம்
settings-digits = இலக்கங்கள்
settings-digits-auto = மொழியின் வழக்கப்படி
settings-digits-latn = 0 1 2 3 4 5 6 7 8 9

settings-sending = அனுப்புதலும் மூடுதலும்
settings-undo-seconds = செய்தியைத் திரும்பப் பெறும் நேரம்
settings-undo-seconds-help = செல்லும் முன் இவ்வளவு நேரம் காத்திருக்கும். அரட்டையில் உடனே செல்லும்.
settings-undo-seconds-value = { $seconds ->
    [0] இல்லை
    [one] { $seconds } வினாடி
   *[other] { $seconds } வினாடிகள்
}
settings-after-close = மூடிய பின்
settings-after-close-next = அடுத்த உரையாடலுக்கு
settings-after-close-previous = முந்தையதற்கு
settings-after-close-list = பட்டியலுக்குத் திரும்பு
settings-guards = அனுப்பும் முன் எச்சரி
settings-guards-text = எச்சரிக்கையை மீறியும் எப்போதும் அனுப்பலாம்.
settings-guard-attachment = விடுபட்ட கோப்பு
settings-guard-attachment-help = உரை கோப்பைக் குறிப்பிடுகிறது, ஆனால் எதுவும் இணைக்கப்படவில்லை.
settings-guard-empty = வெறும் பதில்
settings-guard-empty-help = வாழ்த்தும் கையொப்பமும் தவிர எதுவும் இல்லை.
settings-guard-language = வேறு மொழி
settings-guard-language-help = வாடிக்கையாளர் வேறு மொழியில் எழுதுவதுபோல் தெரிகிறது.
settings-guard-hours = நேரம் கடந்தது
settings-guard-hours-help = வாடிக்கையாளர் இருக்கும் இடத்தில் பின்னிரவு அல்லது அதிகாலை.

settings-notices = எனக்கு அறிவிக்க வேண்டியவை
settings-permission-on = உலாவியின் அறிவிப்புகள் இங்கே அனுமதிக்கப்பட்டுள்ளன.
settings-permission-off = நீங்கள் அனுமதித்தால் உலாவி அறிவிப்புகளைக் காட்டும்.
settings-permission-refused = இந்தப் பக்கத்தின் அறிவிப்புகளை உலாவி மறுக்கிறது. உலாவி அமைப்புகளில் இந்த முகவரிக்கு அனுமதியுங்கள்.
settings-permission-none = இந்த உலாவியில் அறிவிப்புகள் இல்லை.
settings-permission-ask = அறிவிப்புகளை அனுமதி
settings-notify-mine = என் உரையாடல்களில் வரும் செய்திகள்
settings-notify-mentions = என்னைக் குறிப்பிடும் குறிப்புகள்
settings-notify-unassigned = யாரும் எடுக்காத செய்திகள்
settings-sound = ஒலி
settings-notify-sound = ஒலியும் எழுப்பு
settings-volume = ஒலி அளவு
settings-volume-try = கேட்டுப் பார்
settings-quiet = அமைதி நேரம்
settings-quiet-on = சில மணிநேரங்களில் எனக்கு அறிவிக்காதே
settings-quiet-help = அப்போது வருபவை ஒலியின்றிக் காத்திருக்கும்.
settings-quiet_from = முதல்
settings-quiet_to = வரை
settings-screen-reader = திரைவாசிப்பான்கள்
settings-announce = வருபவற்றைப் படித்துக் காட்டு
settings-announce-help = திறந்த உரையாடலில். நீங்கள் செய்பவை எப்போதும் சொல்லப்படும்.
settings-announce-all = அனைத்தும்
settings-announce-mine = என் உரையாடல்களில் மட்டும்
settings-announce-none = எதுவும் வேண்டாம்

settings-single = எழுதாதபோது
settings-single-keys = ஒற்றை விசைக் குறுக்குவழிகள்
settings-single-keys-help = விசைகள் தவறுதலாக அழுந்தினால் (எ.கா. குரல் கட்டுப்பாடு) இவற்றை முடக்குங்கள்.
settings-keys-find = செயலை அல்லது அதன் விசைகளைத் தேடு
settings-keys-reset = அனைத்தும் இயல்பாக
settings-key-none = விசை இல்லை
settings-key-change = “{ $name }”: விசைகளை மாற்று
settings-key-remove = { $keys }: “{ $name }” இலிருந்து நீக்கு
settings-key-add = “{ $name }”: விசைகளைச் சேர்
settings-key-reset = “{ $name }”: இயல்புக்கு மாற்று
settings-record-title = “{ $name }”: விசைகள்
settings-record-help = ஒரு சேர்க்கை, அல்லது ஒன்றன்பின் ஒன்றாக இரு விசைகள்.
settings-record-place = விசைகளை அழுத்துங்கள்
settings-record-again = மீண்டும்
settings-record-conflict = இப்போது பயன்படுத்துவது: { $names }
settings-record-take = எடுத்துக்கொள்

settings-logins = உள்நுழைவுகள்
settings-logout = இந்த உலாவி
settings-logout-help = வரைவுகள் சேவையகத்தில் இருக்கும்.
settings-logout-do = வெளியேறு
settings-everywhere = எல்லா இடங்களிலும் வெளியேறு
settings-everywhere-help = இது உட்பட எல்லா உலாவிகளும். API டோக்கன்கள் தொடரும்.
settings-everywhere-do = எங்கும் வெளியேறு
settings-tokens = API டோக்கன்கள்
settings-tokens-help = நிரல்கள் டோக்கன்கள் மூலம் உங்கள் பெயரில் செயல்படும். அவற்றை இங்கே உருவாக்கவும் திரும்பப் பெறவும் செய்யலாம்.
settings-tokens-open = உங்கள் டோக்கன்கள்
