# نوشتن پاسخ، یادداشت یا نخستین پیام.
composer-region = نوشتن
composer-kind = نوع پیام
composer-reply = پاسخ
composer-note = یادداشت داخلی
composer-note-who = فقط تیم شما این را می‌بیند
composer-note-add = افزودن یادداشت
composer-note-added = یادداشت افزوده شد
composer-note-close = افزودن یادداشت و بستن
composer-note-placeholder = یادداشتی برای تیم … با @ از همکاری نام ببرید
composer-placeholder = پاسخی بنویسید …
composer-placeholder-first = بنویسید …
composer-placeholder-to = به { $name } بنویسید …
composer-send = ارسال
composer-send-more = شیوه‌های دیگر ارسال
composer-send-close = ارسال و بستن
composer-send-anyway = ارسال در هر حال
composer-sending = پیام در راه است
composer-sent = ارسال شد
composer-sent-closed = ارسال و بسته شد
composer-sent-held = { $seconds ->
    [one] تا { $seconds } ثانیهٔ دیگر می‌رود
   *[other] تا { $seconds } ثانیهٔ دیگر می‌رود
}
composer-taken-back = پس گرفته شد. متن دوباره در کادر نوشتن است.
composer-mention-nobody = هنوز کس دیگری این‌جا نیست
composer-service-whatsapp = واتس‌اپ
composer-service-sms = پیامک
composer-by = { $channel } · { $service }
composer-too-late = برای پس گرفتن دیر شده بود
composer-files-lost = این فایل‌ها همراه نیامدند: { $names }
composer-show = نمایش
composer-discard = دور انداختن پیش‌نویس

composer-channel = کانال
composer-channel-in = { $channel } (فقط دریافت)
composer-from = از
composer-to = به
composer-cc = رونوشت
composer-bcc = رونوشت پنهان
composer-copies = رونوشت‌ها
composer-reply-all = پاسخ به همه
composer-reply-one = پاسخ فقط به فرستنده
composer-nobody = هنوز هیچ‌کس
composer-remove = برداشتن { $name }
composer-subject = موضوع
composer-text = پیام

composer-attach = پیوست فایل
composer-files = فایل‌ها
composer-file-remove = برداشتن { $name }
composer-file-retry = بارگذاری دوبارهٔ { $name }
composer-file-going = { $name } در حال بارگذاری است
composer-file-failed = بارگذاری نشد
composer-file-large = هر فایل حداکثر { $most }
composer-files-none = { $channel } فایل نمی‌پذیرد
composer-files-type = { $channel } فقط { $types } می‌پذیرد
composer-files-count = { $count ->
    [one] { $channel } حداکثر { $count } فایل می‌پذیرد
   *[other] { $channel } حداکثر { $count } فایل می‌پذیرد
}
composer-files-bytes = { $channel } در مجموع { $size } می‌پذیرد
composer-drop = برای پیوست رها کنید
composer-waiting = در انتظار فایل‌ها …
composer-waits-for-files = پس از بارگذاری فایل‌ها می‌رود

composer-canned = پاسخ آماده
composer-canned-none = هنوز پاسخ آماده‌ای نیست
composer-canned-failed = پاسخ‌های آماده بار نشدند
composer-canned-missing = این‌جا نامعلوم است: { $names }
composer-canned-used = { $count ->
    [one] { $count } بار به کار رفته
   *[other] { $count } بار به کار رفته
}
composer-pick-canned = پاسخ‌های آماده
composer-pick-emoji = شکلک‌ها
composer-pick-mention = همکاران
composer-format = قالب‌بندی
composer-bold = پررنگ
composer-italic = کج
composer-link = پیوند
composer-list = فهرست
composer-numbers = فهرست شماره‌دار
composer-quote = نقل‌قول
composer-options = گزینه‌های این کانال
composer-option-add = افزودن مقدار

composer-count-sms = { $segments ->
    [one] { $segments } پیامک، { $left } نویسه مانده
   *[other] { $segments } پیامک، { $left } نویسه مانده
}
composer-count-ucs2 = یونیکد به خاطر { $letters }
composer-count-unicode = پیامکی که { $letters } دارد به جای { 160 } نویسه فقط { 70 } نویسه جا دارد.
composer-count-left = { $left ->
    [one] { $left } نویسه مانده
   *[other] { $left } نویسه مانده
}
composer-count-over = { $over ->
    [one] { $over } نویسه بیش از اندازه
   *[other] { $over } نویسه بیش از اندازه
}
composer-count-split = ارسال در { $parts } پیام

composer-refused-no-channel = کانال { $channel } دیگر برپا نیست؛ با آن چیزی فرستاده نمی‌شود.
composer-refused-receive-only = { $channel } فقط دریافت می‌کند.
composer-refused-window = مهلت پاسخ آزاد در { $channel } گذشته است.
composer-refused-opted-out = خواسته‌اند دیگر از { $channel } پیامی نگیرند.
composer-refused-not-summoned = به این نمی‌شود پاسخ داد: از ما نام نبرده است.
composer-refused-no-recipient = گیرنده‌ای نمانده است. یکی را نام ببرید.
composer-refused-undeliverable = پیام پیشین به این نشانی برگشت خورد. برای تلاش دوباره گیرنده را بنویسید.
composer-refused-channels = آن کانال را کسانی جز بینندگان این گفتگو می‌بینند.
composer-trouble = { $channel } اکنون نمی‌تواند بفرستد. نوشتهٔ شما منتظر می‌ماند تا بتواند.
composer-theirs = در پنجره‌ای دیگر چیز دیگری نوشته‌اید:
composer-theirs-take = آن را بگذار
composer-theirs-keep = همین بماند
composer-raced = { $name } در این میان پاسخ داد
composer-wrote-again = { $name } دوباره نوشت
composer-race-refused = کسی زودتر پاسخ داد. نوشته‌اش را بخوانید و سپس دوباره بفرستید.

composer-press-again = برای ارسال در هر حال، دوباره «ارسال» را بزنید
composer-ask-raced = همکاری پاسخ داده است. پاسخ شما هم برود؟
composer-ask-attachment = از فایلی نام برده‌اید، اما فایلی پیوست نیست.
composer-ask-empty = نوشته‌ای از خودتان در آن نیست.
composer-ask-language = شما به { $mine } می‌نویسید، آن‌ها به { $theirs } نوشته‌اند.
composer-ask-other-language = به زبانی جز زبان آن‌ها می‌نویسید.
composer-ask-hours = آن‌جا ساعت { $time } است.
composer-ask-never = دیگر پرسیده نشود
composer-block-empty = هنوز چیزی برای ارسال نیست.
composer-block-long = متن برای این کانال بلند است.
composer-block-nobody = گیرنده‌ای نام ببرید.
composer-block-variables = نخست { $what } را پر کنید.
composer-block-refused = اکنون با این کانال فرستاده نمی‌شود.
composer-block-files = این کانال چنین فایل‌هایی نمی‌پذیرد.
composer-block-upload = فایلی بارگذاری نشده است. دوباره تلاش کنید یا آن را بردارید.
composer-fill = رفتن به آن
composer-macro = همراه با ارسال: { $what }
composer-macro-tags = افزودن برچسب { $tags }
composer-macro-untag = برداشتن برچسب { $tags }
composer-macro-assign = واگذاری
composer-macro-open = بازگشایی
composer-macro-closed = بستن
composer-macro-snoozed = تعویق
composer-macro-spam = نشان هرزنامه

composer-draft-dirty = هنوز ذخیره نشده
composer-draft-saving = در حال ذخیره …
composer-draft-saved = پیش‌نویس ذخیره شد
composer-draft-kept = روی این دستگاه نگه داشته شد

composer-new-leave = خروج و نگه‌داشتن پیش‌نویس
composer-new-none = هیچ کانالی نمی‌تواند گفتگو را آغاز کند
composer-new-none-text = کانال‌هایی که فقط دریافت می‌کنند یا فقط پاسخ می‌دهند نمی‌توانند. مدیر می‌تواند کانال دیگری وصل کند.
composer-new-forwarded = ---------- پیام بازارسال‌شده ----------
composer-new-forward-from = از: { $name }
composer-new-forward-date = تاریخ: { $date }
composer-new-forward-subject = موضوع: { $subject }
composer-new-unfinished = پیامی نیمه‌کاره دارید. زیر پیام بازارسال‌شده است.

action-compose-reply = پاسخ
action-compose-note = یادداشت داخلی
action-compose-forward = بازارسال
action-compose-switch = جابه‌جایی میان پاسخ و یادداشت
action-compose-send = ارسال
action-compose-send-close = ارسال و بستن
action-compose-attach = پیوست فایل
action-compose-bold = پررنگ
action-compose-italic = کج
action-compose-leave = خروج از کادر نوشتن
