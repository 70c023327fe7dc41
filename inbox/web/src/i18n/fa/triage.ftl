# واگذاری، تعویق و برچسب: برای یک گفتگو یا چند گفتگو.
triage-assign = { $count ->
    [one] واگذاری
   *[other] واگذاری { $count } گفتگو
}
triage-snooze = { $count ->
    [one] تعویق
   *[other] تعویق { $count } گفتگو
}
triage-tag = { $count ->
    [one] برچسب
   *[other] برچسب { $count } گفتگو
}
triage-assign-to = واگذاری به
triage-assign-ask = واگذاری به …
triage-me = خودم ({ $name })
triage-agents = همکاران
triage-teams = تیم‌ها
triage-more = بیشتر
triage-nobody = هیچ‌کس
triage-no-team = بدون تیم
triage-online = برخط
triage-load = { $count } باز
triage-snooze-until = تعویق تا
triage-snooze-ask = تعویق تا … مثلاً «فردا { 9 }» یا «{ 3 } روز دیگر»
triage-snooze-later = امروز، دیرتر
triage-snooze-tomorrow = فردا
triage-snooze-week = هفتهٔ آینده
triage-snooze-month = ماه آینده
triage-snooze-answer = تا وقتی پاسخ بدهند
triage-snooze-pick = انتخاب روز …
triage-snooze-go = تعویق
triage-snooze-unknown = این زمانی در آینده نیست
triage-until = تا { $when }
triage-day = روز
triage-time = ساعت
triage-zone = منطقهٔ زمانی: { $zone }
triage-tags = برچسب‌ها
triage-tag-ask = افزودن یا برداشتن برچسب …
triage-tag-new = برچسب جدید «{ $tag }»
triage-tag-none = هنوز برچسبی نیست: یکی بنویسید
triage-tag-some = برخی
triage-done-me = به شما واگذار شد
triage-done-assigned = به { $name } واگذار شد
triage-done-nobody = دیگر به کسی واگذار نیست
triage-done-no-team = بدون تیم شد
triage-done-snoozed = تا { $when } به تعویق افتاد
triage-done-until-answer = تا رسیدن پاسخ به تعویق افتاد
triage-done-tagged = برچسب { $tag } افزوده شد
triage-done-untagged = برچسب { $tag } برداشته شد
triage-delete = { $count ->
    [one] حذف همیشگی
   *[other] حذف همیشگی { $count } گفتگو
}
triage-delete-text = { $count ->
    [one] گفتگو با همهٔ پیام‌ها، یادداشت‌ها و فایل‌هایش از میان می‌رود. هیچ‌چیز آن را بازنمی‌گرداند و چیزی از آن دوباره دریافت نمی‌شود.
   *[other] گفتگوها با همهٔ پیام‌ها، یادداشت‌ها و فایل‌هایشان از میان می‌روند. هیچ‌چیز آن‌ها را بازنمی‌گرداند و چیزی از آن‌ها دوباره دریافت نمی‌شود.
}
triage-done-deleted = { $count ->
    [one] حذف شد
   *[other] { $count } گفتگو حذف شدند
}
triage-done-spam = { $count ->
    [one] هرزنامه شد
   *[other] { $count } گفتگو هرزنامه شدند
}

action-conversation-assign = واگذاری
action-conversation-snooze = تعویق
action-conversation-tag = برچسب
action-conversation-spam = هرزنامه است
action-conversation-delete = حذف همیشگی
