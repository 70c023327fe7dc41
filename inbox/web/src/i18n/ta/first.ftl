# What an installation without a channel shows in its queue.
first-title = இன்னும் சேனல் இல்லை
first-text = ஓர் அஞ்சல்பெட்டி, தொலைபேசி எண் அல்லது வேறு சேவையை இணைக்கவும். வாடிக்கையாளர்கள் அங்கு எழுதுபவை இங்கே தோன்றும்.
first-text-agent = நிர்வாகி ஓர் அஞ்சல்பெட்டியையோ வேறு சேவையையோ இணைத்ததும், வாடிக்கையாளர்கள் எழுதுபவை இங்கே தோன்றும்.
first-connect = சேனலை இணை
first-demo = சும்மா பார்க்கிறீர்களா? மாதிரி வாடிக்கையாளர்களுடன்:

action-go-admin = நிர்வாகம்
action-go-connect = சேனலை இணை
