# پیام‌های یک گفتگو.
thread-region = گفتگو
thread-none-title = گفتگویی باز نیست
thread-none-text = یکی را از فهرست برگزینید یا کلیدهای J و Enter را بزنید.
thread-no-messages = هنوز چیزی این‌جا نوشته نشده است
thread-back = بازگشت به فهرست
thread-gone = این گفتگو این‌جا نیست
thread-gone-text = حذف شده، در گفتگوی دیگری ادغام شده، یا از آن‌هایی است که اجازهٔ دیدنشان را ندارید.
thread-messages = پیام‌ها
thread-older = نمایش پیام‌های قدیمی‌تر
thread-older-loading = در حال بار شدن پیام‌های قدیمی‌تر …
thread-unknown = ناشناس
thread-note = یادداشت داخلی
thread-new = جدید
thread-newest = رفتن به تازه‌ترین
thread-fresh = { $count ->
    [one] { $shown } پیام جدید
   *[other] { $shown } پیام جدید
}
thread-cancel = لغو
thread-more = کارهای بیشتر
thread-nobody = واگذارنشده
thread-untag = برداشتن برچسب { $tag }
thread-to = به { $who }
thread-answers = در پاسخ به
thread-deleted = نویسنده‌اش آن را حذف کرده است
thread-empty = بدون متن
thread-related = مرتبط
thread-unlink = برداشتن ارتباط
thread-place = گفتگوی { $id }
thread-place-here = همین گفتگو
thread-whole = همهٔ گفتگوها با { $name } به ترتیب زمان
thread-whole-end = فقط این گفتگو
thread-merged = این گفتگو در گفتگوی دیگری ادغام شده است.
thread-merged-open = باز کردن آن

thread-status-open = باز
thread-status-snoozed = در تعویق
thread-status-closed = بسته
thread-status-spam = هرزنامه
thread-status-merged = ادغام‌شده

# چه کس دیگری این‌جاست
thread-here = این‌جا هستند
thread-here-looks = { $name } در حال دیدن است
thread-here-reply = { $name } پاسخی می‌نویسد
thread-here-note = { $name } یادداشتی می‌نویسد
thread-here-many = { $count } نفر در حال نوشتن‌اند

# یک پیام، برای صفحه‌خوان‌ها
thread-message-in = { $name } از راه { $channel }، { $at }
thread-message-out = { $name } از راه { $channel } پاسخ داد، { $at }
thread-message-note = یادداشت داخلی { $name }، { $at }
thread-say-message = { $name }: { $text }
thread-say-note = یادداشت داخلی { $name }: { $text }
thread-say-state = پیام شما: { $state }. { $why }

# نشان‌ها
thread-flag-public = عمومی
thread-flag-newcomer = تازه‌وارد در این گفتگو
thread-flag-auth-fail = شاید فرستنده جعلی باشد
thread-flag-automatic = خودکار
thread-flag-bulk = ایمیل انبوه
thread-flag-truncated = بریده‌شده
thread-flag-repeated-id = شناسهٔ ایمیل دیگری را دارد
thread-flag-edited = ویرایش‌شده
thread-flag-blocked = فرستنده مسدود است
thread-flag-spam = هرزنامه

# متن، HTML، فایل‌ها
thread-quote-show = نمایش نقل‌قول
thread-quote-whole = نمایش همهٔ متن
thread-quote-hide = پنهان کردن نقل‌قول
thread-link-disguised = این پیوند به { $host } می‌رود
thread-html-title = ایمیل { $name }
thread-images-blocked = { $count ->
    [one] { $count } تصویر بیرونی بار نشده است تا فرستنده نفهمد چه هنگام آن را می‌خوانید.
   *[other] { $count } تصویر بیرونی بار نشده‌اند تا فرستنده نفهمد چه هنگام آن را می‌خوانید.
}
thread-images-once = نمایش تصویرها
thread-images-always = همیشه برای { $name }
thread-files = فایل‌ها
thread-files-pictures = تصویرها
thread-files-open = باز کردن { $name }
thread-files-save = دانلود { $name }
thread-files-speed = سرعت
thread-files-pending = در حال دریافت …
thread-files-failed = دریافت نشد: { $why }
thread-picture-of = { $n } از { $all }
thread-picture-zoom = اندازهٔ کامل
thread-picture-before = تصویر پیش
thread-picture-after = تصویر بعد

# پیام تا کجا رفته است
thread-waiting = در حال تحویل …
thread-waiting-offline = در انتظار اتصال
thread-state-asking = یک لحظه …
thread-state-undoable = تا لحظه‌ای دیگر می‌رود
thread-state-scheduled = زمان‌بندی برای { $at }
thread-state-queued = در صف ارسال
thread-state-waiting = هنوز نرفته؛ خودبه‌خود دوباره تلاش می‌شود
thread-state-held = در انتظار راه افتادن { $channel }
thread-state-sending = در حال ارسال
thread-state-sent = ارسال شد
thread-state-delivered = تحویل شد
thread-state-read = خوانده شد
thread-state-uncertain = نامعلوم: شاید رسیده باشد
thread-state-failed = ارسال نشد: ناموفق
thread-state-bounced = تحویل نشد: برگشت خورد
thread-state-canceled = لغو شد و نرفت
thread-recipients = { $count ->
    [one] { $count } گیرنده
   *[other] { $count } گیرنده
}
thread-do-undo = پس گرفتن
thread-do-cancel = ارسال نشود
thread-do-retry = تلاش دوباره
thread-do-edit = ویرایش و ارسال
thread-do-copy = کپی
thread-do-elsewhere = کانال دیگر
thread-copied = کپی شد
thread-copy-refused = مرورگر اجازهٔ کپی نمی‌دهد
thread-refused-retry = دوباره تلاش نشد
thread-refused-resolve = روشن نشد
thread-refused-merge = گفتگوها ادغام نشدند
thread-refused-split = گفتگو جدا نشد
thread-refused-move = پیام منتقل نشد
thread-refused-link = ارتباط تغییر نکرد

thread-advice-auth = ورود این کانال پذیرفته نمی‌شود: مدیر باید آن را نو کند.
thread-advice-gave-up = دو روز تلاش شد. نشانی را بررسی کنید یا کانال دیگری به کار ببرید.
thread-advice-no-channel = این کانال برداشته یا خاموش شده است. کانال دیگری به کار ببرید.
thread-advice-no-outbound-url = این کانال راهی به بیرون ندارد: مدیر باید آن را تعیین کند.
thread-advice-no-recipient = گیرنده‌ای نام ببرید و دوباره بفرستید.
thread-advice-no-such-user = نام حساب را بررسی کنید یا کانال دیگری به کار ببرید.
thread-advice-not-summoned = این سرویس فقط پاسخ به نوشته‌هایی را می‌پذیرد که از ما نام برده یا نقل کرده باشند.
thread-advice-opted-out = از این راه پیام نمی‌خواهند. کانال دیگری به کار ببرید یا از آن‌ها بخواهید دوباره اجازه دهند.
thread-advice-rate-limited = سرویس می‌خواهد آهسته‌تر بفرستیم. خودبه‌خود می‌رود.
thread-advice-receive-only = این کانال فقط دریافت می‌کند. کانال دیگری به کار ببرید.
thread-advice-too-large = فایل کوچک‌تری بفرستید یا پیوند آن را.
thread-advice-too-long = کوتاهش کنید یا در چند پیام بفرستید.
thread-advice-undeliverable = نشانی را بررسی کنید یا کانال دیگری به کار ببرید.
thread-advice-window = مهلت پاسخ آزاد گذشته است. یک الگو یا کانال دیگری به کار ببرید.
thread-advice-media = فایل را بردارید یا کانال دیگری به کار ببرید.

# نامعلوم
thread-evidence-data-sent = در { $at } به { $channel } سپرده شد، اما پاسخی نیامد. شاید رسیده باشد، شاید نه. خودبه‌خود دوباره فرستاده نمی‌شود.
thread-evidence-prepared = در { $at } آمادهٔ رفتن از راه { $channel } بود؛ سپس ردش گم شد. خودبه‌خود دوباره فرستاده نمی‌شود.
thread-evidence-connected = در { $at } به { $channel } وصل بودیم؛ سپس ردش گم شد. خودبه‌خود دوباره فرستاده نمی‌شود.
thread-evidence-unknown = در { $at } هنگام ارسال از راه { $channel } چیزی از کار افتاد. شاید رسیده باشد، شاید نه. خودبه‌خود دوباره فرستاده نمی‌شود.
thread-evidence-look = پیام‌های ارسالی را نزد آن سرویس ببینید یا از { $who } بپرسید. سپس بگویید چه یافتید:
thread-evidence-details = دقیقاً چه می‌دانیم
thread-resolve-sent = رسیده است
thread-resolve-again = نرسیده: دوباره بفرست
thread-resolve-sent-title = رسیده است؟
thread-resolve-sent-text = پیام از این پس ارسال‌شده شمرده می‌شود. چیزی دوباره فرستاده نمی‌شود.
thread-resolve-sent-do = بله، رسیده است
thread-resolve-again-title = دوباره فرستاده شود؟
thread-resolve-again-text = همین پیام یک بار دیگر می‌رود. اگر اولی رسیده باشد، { $who } آن را دو بار می‌گیرد.
thread-resolve-again-do = ارسال دوباره

# فهرست کارهای یک پیام
thread-message-menu = کارهای پیام
thread-menu-copy = کپی متن
thread-menu-quote = نقل در پاسخ
thread-menu-forward = بازارسال
thread-menu-note = یادداشت کردن
thread-menu-link = کپی پیوند
thread-menu-html = نمایش با طرح اصلی
thread-menu-plain = نمایش متن ساده
thread-menu-original = دیدن اصل پیام
thread-menu-elsewhere = باز کردن در سرویس
thread-menu-raw = متن خام و سرآیندها
thread-menu-download = دانلود متن خام
thread-menu-why = چرا این‌جاست؟
thread-menu-split = جدا کردن از این‌جا
thread-menu-move = انتقال به گفتگوی دیگر
thread-raw-title = متن خام
thread-raw-headers = فقط سرآیندها
thread-raw-cut = فقط { $size } نخست نشان داده می‌شود. همهٔ آن در دانلود هست.

# چرا این‌جاست؟
thread-why-title = چرا این‌جاست؟
thread-why-token = پاسخ یکی از پیام‌های ماست: نشان امضاشده‌ای را دارد که در آن پیام گذاشته بودیم.
thread-why-token-short = نشان امضاشدهٔ ما
thread-why-own-id = پیامی با همین شناسه از پیش در این گفتگو هست.
thread-why-own-id-short = همان شناسهٔ پیام
thread-why-reference = خودش می‌گوید پاسخ پیامی از این گفتگوست.
thread-why-reference-short = از پیامی در آن نام می‌برد
thread-why-thread = سرویس می‌گوید از این گفتگوست.
thread-why-thread-short = رشتهٔ خود سرویس
thread-why-new = این گفتگو با آن آغاز شد: از گفتگوی دیگری نبود.
thread-why-new-short = گفتگوی جدید
thread-why-written-here = همین‌جا نوشته شده است.
thread-why-written-here-short = نوشته در همین‌جا
thread-why-other = قاعده‌ای آن را این‌جا گذاشته است.
thread-why-other-short = قاعده‌ای دیگر
thread-why-newcomer = فرستنده‌اش در این گفتگو تازه‌وارد بود و خودبه‌خود به گیرندگان پاسخ شما افزوده نمی‌شود.
thread-why-refused = بررسی شد و کنار رفت
thread-why-none = گفتگوی دیگری در میان نبود.
thread-why-candidate = در نظر آمد به سبب: { $rule }
thread-why-no-other-channel = همین ایمیل به کانال دیگری هم رسیده است.
thread-why-no-too-old = دیرزمانی است که بسته شده.
thread-why-no-stranger = نه فرستنده و نه هیچ‌یک از گیرندگانش در آن نیستند.

# ادغام، ارتباط، انتقال، جدا کردن
thread-join-merge = ادغام در گفتگوی دیگر
thread-join-merge-help = همهٔ پیام‌های این گفتگو به گفتگویی می‌روند که برمی‌گزینید.
thread-join-merge-what = این گفتگو در «{ $title }» ادغام می‌شود. پیام‌های هر دو به ترتیب زمان می‌مانند.
thread-join-merge-do = ادغام
thread-join-merge-anyway = ادغام در هر حال
thread-join-link = مرتبط کردن با گفتگوی دیگر
thread-join-link-help = هر دو همان‌گونه می‌مانند و به یکدیگر ارجاع می‌دهند.
thread-join-link-what = این گفتگو و «{ $title }» به یکدیگر ارجاع خواهند داد.
thread-join-link-do = مرتبط کردن
thread-join-move = انتقال پیام
thread-join-move-help = برگزینید که پیام از آنِ کدام گفتگوست.
thread-join-move-what = پیام به «{ $title }» می‌رود.
thread-join-move-new = پیام به گفتگوی جدیدی از آنِ خود می‌رود.
thread-join-move-do = انتقال
thread-join-split = جدا کردن گفتگو
thread-join-split-what = این پیام و همهٔ پیام‌های پس از آن به گفتگوی جدیدی می‌روند.
thread-join-split-do = جدا کردن
thread-join-new = گفتگوی جدید
thread-join-search = جستجوی گفتگو
thread-join-type = برای جستجو بنویسید
thread-join-none = گفتگویی با این واژه‌ها نیست
thread-join-failed = جستجو انجام نشد. دوباره تلاش کنید.
thread-join-back = انتخاب دیگری
thread-join-stranger = دو شخص جدا: این گفتگو با { $here } است و آن یکی با { $there }. هر کس یکی را بخواند، دیگری را هم می‌خواند.
thread-joined-merge = ادغام شد
thread-joined-link = مرتبط شد
thread-joined-move = منتقل شد
thread-joined-split = جدا شد

# چه کارهایی شده است
thread-changes = { $count ->
    [one] { $shown } تغییر
   *[other] { $shown } تغییر
}
thread-change-you = شما
thread-change-system = Inbox
thread-change-status-open = { $who } · بازگشایی
thread-change-status-closed = { $who } · بستن
thread-change-status-snoozed = { $who } · تعویق تا رسیدن پاسخ
thread-change-status-spam = { $who } · نشان هرزنامه
thread-change-status-merged = { $who } · ادغام
thread-change-snoozed-until = { $who } · تعویق تا { $at }
thread-change-assigned = { $who } · واگذاری به { $name }
thread-change-taken = { $who } · بر عهده گرفتن
thread-change-unassigned = { $who } · پس گرفتن از { $name }
thread-change-team = { $who } · سپردن به تیم { $name }
thread-change-no-team = { $who } · بیرون بردن از تیم
thread-change-contact = { $who } · تغییر مخاطب به { $name }
thread-change-tagged = { $who } · افزودن برچسب { $tag }
thread-change-untagged = { $who } · برداشتن برچسب { $tag }
thread-change-priority = { $who } · اولویت: { $priority }
thread-change-subject = { $who } · تغییر موضوع به «{ $subject }»
thread-change-merge = { $who } · ادغام در گفتگوی { $other }
thread-change-split = { $who } · جدا کردن گفتگوی { $other }
thread-change-link = { $who } · مرتبط کردن با گفتگوی { $other }
thread-change-unlink = { $who } · برداشتن ارتباط با گفتگوی { $other }
thread-change-wake = { $who } · بازگشت: زمانش رسید
thread-priority-low = کم
thread-priority-normal = عادی
thread-priority-high = زیاد
thread-priority-urgent = فوری

action-thread-previous = پیام پیش
action-thread-next = پیام بعد
action-thread-unread = رفتن به نخستین پیام نخوانده
action-thread-newest = رفتن به تازه‌ترین پیام
action-thread-whole = همهٔ گفتگوها با این شخص
action-thread-merge = ادغام در گفتگوی دیگر
action-thread-link = مرتبط کردن با گفتگوی دیگر
action-thread-copy-link = کپی پیوند گفتگو
action-message-copy = کپی متن پیام
action-message-quote = نقل پیام در پاسخ
action-message-link = کپی پیوند پیام
action-message-why = چرا این پیام این‌جاست؟
