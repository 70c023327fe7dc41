# Assigning, snoozing, tagging: one conversation or many.
triage-assign = { $count ->
    [one] ஒதுக்கு
   *[other] { $count } உரையாடல்களை ஒதுக்கு
}
triage-snooze = { $count ->
    [one] ஒத்திவை
   *[other] { $count } உரையாடல்களை ஒத்திவை
}
triage-tag = { $count ->
    [one] குறிச்சொல்
   *[other] { $count } உரையாடல்களுக்குக் குறிச்சொல்
}
triage-assign-to = யாருக்கு ஒதுக்க
triage-assign-ask = யாருக்கு ஒதுக்க …
triage-me = எனக்கு ({ $name })
triage-agents = சகாக்கள்
triage-teams = குழுக்கள்
triage-more = மேலும்
triage-nobody = யாருமில்லை
triage-no-team = குழு இல்லை
triage-online = ஆன்லைனில்
triage-load = { $count } திறந்தவை
triage-snooze-until = எதுவரை ஒத்திவைக்க
triage-snooze-ask = எதுவரை … எ.கா. “நாளை 9”, “3 நாட்களில்”
triage-snooze-later = இன்று பிற்பாடு
triage-snooze-tomorrow = நாளை
triage-snooze-week = அடுத்த வாரம்
triage-snooze-month = அடுத்த மாதம்
triage-snooze-answer = பதில் வரும் வரை
triage-snooze-pick = நாளைத் தேர்ந்தெடு …
triage-snooze-go = ஒத்திவை
triage-snooze-unknown = வரவிருக்கும் நேரம் அல்ல
triage-until = { $when } வரை
triage-day = நாள்
triage-time = நேரம்
triage-zone = நேர மண்டலம்: { $zone }
triage-tags = குறிச்சொற்கள்
triage-tag-ask = குறிச்சொல்லைச் சேர் அல்லது நீக்கு …
triage-tag-new = புதிய குறிச்சொல் “{ $tag }”
triage-tag-none = இன்னும் குறிச்சொற்கள் இல்லை: ஒன்றை எழுதுங்கள்
triage-tag-some = சிலவற்றில்
triage-done-me = உங்களுக்கு ஒதுக்கப்பட்டது
triage-done-assigned = ஒதுக்கப்பட்டவர்: { $name }
triage-done-nobody = யாருக்கும் ஒதுக்கப்படவில்லை
triage-done-no-team = குழு நீக்கப்பட்டது
triage-done-snoozed = { $when } வரை ஒத்திவைக்கப்பட்டது
triage-done-until-answer = பதில் வரும் வரை ஒத்திவைக்கப்பட்டது
triage-done-tagged = குறிச்சொல் சேர்க்கப்பட்டது: { $tag }
triage-done-untagged = குறிச்சொல் நீக்கப்பட்டது: { $tag }
triage-done-spam = { $count ->
    [one] ஸ்பேம் எனக் குறிக்கப்பட்டது
   *[other] { $count } ஸ்பேம் எனக் குறிக்கப்பட்டன
}

action-conversation-assign = ஒதுக்கு
action-conversation-snooze = ஒத்திவை
action-conversation-tag = குறிச்சொல் இடு
action-conversation-spam = ஸ்பேம் எனக் குறி
action-conversation-delete = நிரந்தரமாக அழி

triage-delete = { $count ->
    [one] நிரந்தரமாக அழி
   *[other] { $count } உரையாடல்களை நிரந்தரமாக அழி
}
triage-delete-text = { $count ->
    [one] உரையாடலும் அதன் செய்திகளும் குறிப்புகளும் கோப்புகளும் நீங்கிவிடும். அவற்றை மீட்க முடியாது; அவை மீண்டும் வரவும் மாட்டா.
   *[other] உரையாடல்களும் அவற்றின் செய்திகளும் குறிப்புகளும் கோப்புகளும் நீங்கிவிடும். அவற்றை மீட்க முடியாது; அவை மீண்டும் வரவும் மாட்டா.
}
triage-done-deleted = { $count ->
    [one] அழிக்கப்பட்டது
   *[other] { $count } அழிக்கப்பட்டன
}
