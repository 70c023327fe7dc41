# The reports; loaded with them.
reports-figures = எண்ணிக்கைகள்
reports-asking = அறிக்கை எதைப் பற்றியது
reports-period = நாட்கள்
reports-period-7 = கடந்த 7 நாட்கள்
reports-period-30 = கடந்த 30 நாட்கள்
reports-period-90 = கடந்த 90 நாட்கள்
reports-period-month = இந்த மாதம்
reports-period-last_month = கடந்த மாதம்
reports-period-custom = முதல் … வரை …
reports-from = முதல் நாள்
reports-to = கடைசி நாள்
reports-span = { $from } – { $to }
reports-compare = முந்தைய நாட்களுடன் ஒப்பிடு
reports-csv = CSV பதிவிறக்கு

reports-channel = சேனல்
reports-team = குழு
reports-agent = முகவர்
reports-tag = குறிச்சொல்
reports-any-channel = எல்லாச் சேனலும்
reports-any-team = எல்லாக் குழுவும்
reports-any-agent = எல்லா முகவரும்
reports-any-tag = எல்லாக் குறிச்சொல்லும்
reports-no-channel = சேனல் இல்லை
reports-no-team = குழு இல்லை
reports-no-agent = யாருமில்லை
reports-no-tag = குறிச்சொல் இல்லை

reports-received = வந்தவை
reports-sent = அனுப்பியவை
reports-opened = தொடங்கியவை
reports-closed = மூடியவை
reports-first_reply = முதல் பதில்
reports-resolution = தீர்வு
reports-median = இடைநிலை
reports-p90 = { $time } நேரத்தில் 90 %, மொத்தம் { $count }
reports-column-p90 = முதல் பதில், 90 %
reports-all = சேர்க்காதவை
reports-nine-of-ten = பத்தில் ஒன்பது
reports-open = இப்போது திறந்தவை
reports-waiting = பதிலுக்குக் காத்திருப்பவை
reports-waiting-median = காத்திருப்பு, இடைநிலை
reports-waiting-oldest = நீண்ட காத்திருப்பு, தொடக்கம்
reports-none-resolved = இன்னும் எதுவும் தீர்க்கப்படவில்லை
reports-none-answered = இன்னும் எதற்கும் பதிலளிக்கப்படவில்லை
reports-conversations = { $count ->
    [one] உரையாடல்
   *[other] உரையாடல்கள்
}
reports-in-conversations = { $count ->
    [one] செய்திகள், { $count } உரையாடலில்
   *[other] செய்திகள், { $count } உரையாடல்களில்
}
reports-see = { $what }: { $value }. உரையாடல்களைக் காட்டு
reports-was = முன்பு { $value }
reports-was-none = முன்பு இல்லை

reports-by-day = நாள்வாரியாக
reports-day = நாள்
reports-as-table = அட்டவணையாக
reports-chart = { $count ->
    [one] வந்த, அனுப்பிய செய்திகளும் மூடிய உரையாடல்களும், நாள்வாரியாக. அதிகம் வந்த நாள் { $day }: { $count } செய்தி.
   *[other] வந்த, அனுப்பிய செய்திகளும் மூடிய உரையாடல்களும், நாள்வாரியாக. அதிகம் வந்த நாள் { $day }: { $count } செய்திகள்.
}
reports-heat = வாடிக்கையாளர்கள் எப்போது எழுதுகிறார்கள்
reports-heat-help = அம்பு விசைகளால் நகரலாம்; Enter உரையாடல்களைக் காட்டும்.
reports-weekday = கிழமை
reports-slot = { $count ->
    [one] { $day }, { $hour }: { $count } செய்தி
   *[other] { $day }, { $hour }: { $count } செய்திகள்
}
reports-busiest = { $count ->
    [one] அதிகம் வரும் நேரம் – { $day }, { $hour }: { $count } செய்தி. நேர மண்டலம்: { $zone }.
   *[other] அதிகம் வரும் நேரம் – { $day }, { $hour }: { $count } செய்திகள். நேர மண்டலம்: { $zone }.
}
reports-fewer = குறைவு
reports-more = அதிகம்
reports-breakdown = விரிவாக
reports-by-channel = சேனல்கள்
reports-by-agent = முகவர்கள்
reports-by-team = குழுக்கள்
reports-by-tag = குறிச்சொற்கள்
reports-none-of = { $what }: இந்த நாட்களில் எதுவும் இல்லை
reports-backlog = இப்போது காத்திருப்பவர்கள்
reports-ages = காத்திருப்பு நேரம்
reports-age-under = { $time } குறைவு
reports-age-between = { $from } – { $to }
reports-age-over = { $time } அல்லது அதிகம்

reports-none-title = இந்த நாட்களில் எதுவும் நடக்கவில்லை
reports-none-text = வாடிக்கையாளர் எழுதியதும் எண்ணிக்கைகள் தோன்றும். முந்தையதைப் பார்க்க வேறு நாட்களைத் தேர்ந்தெடுங்கள்.
reports-none-filtered = இந்த வடிகட்டிகளுக்குப் பொருந்துவது எதுவுமில்லை. மற்றவற்றில் இருக்கலாம்.
reports-none-all = வடிகட்டிகளை நீக்கு

reports-definitions = எவை எண்ணப்படுகின்றன
reports-def-received = இந்த நாட்களில் வெளியிலிருந்து வந்த செய்திகள்.
reports-def-sent = இந்த நாட்களில் நாம் எழுதி, திரும்பப் பெறாத செய்திகள்.
reports-def-opened = இந்த நாட்களில் தொடங்கிய உரையாடல்கள்.
reports-def-closed = இந்த நாட்களில் மூடி, இன்னும் மூடியிருக்கும் உரையாடல்கள்.
reports-def-first_reply = உரையாடலின் தொடக்கம் முதல் அதில் நம் முதல் செய்தி வரை; அது எழுதிய நாளின்படி. நாம் தொடங்கிய உரையாடல்கள், செல்லாத செய்திகள், தானியங்கிப் பதில்கள் எண்ணப்படா.
reports-def-resolution = உரையாடலின் தொடக்கம் முதல் மூடும் வரை; மூடிய நாளின்படி. மீண்டும் திறந்தவை மறுபடி மூடும்போது எண்ணப்படும்.
reports-def-backlog = எப்போது தொடங்கியிருந்தாலும், வாடிக்கையாளர் பதிலுக்குக் காத்திருக்கும் திறந்த உரையாடல்கள்.
reports-def-median = பாதி இவ்வளவோ குறைவாகவோ நேரம் எடுத்தன.
reports-def-p90 = பத்தில் ஒன்பது இவ்வளவோ குறைவாகவோ நேரம் எடுத்தன.
reports-def-agent = உரையாடல்கள் இப்போது ஒதுக்கப்பட்டவருக்கும், அனுப்பியவை எழுதியவருக்கும் எண்ணப்படும்.
reports-def-channel = உரையாடல் இப்போது இருக்கும் சேனலுக்கு எண்ணப்படும்.
reports-def-all = ஸ்பேமும், வேறு உரையாடலுடன் ஒன்றிணைத்தவையும்.
