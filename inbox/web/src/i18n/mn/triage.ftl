# Assigning, snoozing, tagging: one conversation or many.
triage-assign = { $count ->
    [one] Хариуцуулах
   *[other] { $count } яриаг хариуцуулах
}
triage-snooze = { $count ->
    [one] Хойшлуулах
   *[other] { $count } яриаг хойшлуулах
}
triage-tag = { $count ->
    [one] Шошго
   *[other] { $count } яриаг шошголох
}
triage-assign-to = Хариуцагч
triage-assign-ask = Хэнд хариуцуулах …
triage-me = Надад ({ $name })
triage-agents = Хамт ажиллагсад
triage-teams = Багууд
triage-more = Бусад
triage-nobody = Хэн ч биш
triage-no-team = Баггүй
triage-online = онлайн
triage-load = { $count } нээлттэй
triage-snooze-until = Хэзээ хүртэл хойшлуулах
triage-snooze-ask = Хэзээ хүртэл … жишээ нь “маргааш 9”, “3 өдрийн дараа”
triage-snooze-later = Өнөөдөр дараа
triage-snooze-tomorrow = Маргааш
triage-snooze-week = Ирэх долоо хоногт
triage-snooze-month = Ирэх сард
triage-snooze-answer = Хариу иртэл
triage-snooze-pick = Өдөр сонгох …
triage-snooze-go = Хойшлуулах
triage-snooze-unknown = Ирээдүйн цаг биш байна
triage-until = { $when } хүртэл
triage-day = Өдөр
triage-time = Цаг
triage-zone = Цагийн бүс: { $zone }
triage-tags = Шошго
triage-tag-ask = Шошго нэмэх эсвэл хасах …
triage-tag-new = Шинэ шошго “{ $tag }”
triage-tag-none = Шошго алга: нэгийг бичнэ үү
triage-tag-some = зарим нь
triage-done-me = Танд хариуцууллаа
triage-done-assigned = Хариуцагч: { $name }
triage-done-nobody = Хариуцагчгүй болголоо
triage-done-no-team = Баггүй болголоо
triage-done-snoozed = { $when } хүртэл хойшлууллаа
triage-done-until-answer = Хариу иртэл хойшлууллаа
triage-done-tagged = Шошго нэмлээ: { $tag }
triage-done-untagged = Шошго хаслаа: { $tag }
triage-done-spam = { $count ->
    [one] Спамаар тэмдэглэлээ
   *[other] { $count } яриаг спамаар тэмдэглэлээ
}

action-conversation-assign = Хариуцуулах
action-conversation-snooze = Хойшлуулах
action-conversation-tag = Шошголох
action-conversation-spam = Спамаар тэмдэглэх
action-conversation-delete = Бүрмөсөн устгах

triage-delete = { $count ->
    [one] Бүрмөсөн устгах
   *[other] { $count } яриаг бүрмөсөн устгах
}
triage-delete-text = { $count ->
    [one] Яриа, зурвас, тэмдэглэл, файл нь бүгд алга болно. Буцааж сэргээх боломжгүй бөгөөд дахиж орж ирэхгүй.
   *[other] Эдгээр яриа, зурвас, тэмдэглэл, файл нь бүгд алга болно. Буцааж сэргээх боломжгүй бөгөөд дахиж орж ирэхгүй.
}
triage-done-deleted = { $count ->
    [one] Устгалаа
   *[other] { $count } яриаг устгалаа
}
