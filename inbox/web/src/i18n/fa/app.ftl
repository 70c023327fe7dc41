# پوستهٔ صفحه: ناوبری، فرمان‌ها، کلیدها، اعلان‌ها، اتصال.
#
# واژه‌هایی که همه‌جا یکسان‌اند: گفتگو (conversation)، واگذاری (assign)، تعویق (snooze)، بستن (close)، بازگشایی (reopen)،
# یادداشت داخلی (note)، پاسخ آماده (canned reply)، پیش‌نویس (draft)، کانال (channel)، نما (view)، برچسب (tag)، صف (queue)،
# صندوق خروجی (outbox)، دفتر دریافت (ledger)، تاریخچه (audit)، اشاره (mention)، نامعلوم (uncertain)، ادغام (merge)،
# مرتبط کردن (link)، جدا کردن (split)، انتقال (move)، واگرد (undo)، کارشناس (agent)، مدیر (admin)، گذرواژه (password).
app-name = Inbox
app-skip = رفتن به بخش اصلی
app-nav = ناوبری
app-nav-more = { $count } تای دیگر
app-nav-less = کمتر
app-nav-open = نمایش ناوبری
app-nav-close = پنهان کردن ناوبری
app-rooms = بیشتر
app-new = جدید
app-notices = اعلان‌ها
app-resize = پهنای فهرست
app-room-contacts = مخاطبان
app-room-reports = گزارش‌ها
app-room-admin = مدیریت
app-room-settings = تنظیمات
app-room-new = گفتگوی جدید
app-room-nowhere = پیدا نشد
app-cannot-start = Inbox بالا نیامد
app-pane-broken = این بخش از کار افتاد
app-nowhere-title = در این نشانی چیزی نیست
app-nowhere-text = شاید پیوند قدیمی باشد یا انتهای آن افتاده باشد.
app-nowhere-home = رفتن به صف

app-online = اتصال دوباره برقرار شد
app-offline = اتصال قطع است. تغییرها نگه داشته و بعداً فرستاده می‌شوند.
app-connecting = در حال اتصال …
app-connection = اتصال
app-retry-in = { $seconds ->
    [one] تلاش بعدی تا { $seconds } ثانیهٔ دیگر
   *[other] تلاش بعدی تا { $seconds } ثانیهٔ دیگر
}
app-retry-now = تلاش دوباره
app-waiting = { $count ->
    [one] { $count } تغییر در انتظار است
   *[other] { $count } تغییر در انتظارند
}
app-new-version = نسخهٔ جدیدی از Inbox آمده است.
app-new-version-text = برای ادامه صفحه را تازه کنید. نوشته‌هایتان می‌ماند.
app-reload = تازه‌سازی

app-undo = واگرد
app-nothing-to-undo = چیزی برای واگرد نیست
app-bulk-partly = { $done } انجام شد، { $failed } ناموفق ماند
app-bulk-show = نمایش
app-refused-change = تغییر پذیرفته نشد
app-refused-bulk = تغییرها پذیرفته نشدند
app-refused-undo = واگرد ممکن نشد
app-refused-send = پیام فرستاده نشد
app-refused-settings = تنظیمات ذخیره نشد

app-notice-one = پیام جدید
app-notice-many = { $count ->
    [one] { $count } پیام جدید
   *[other] { $count } پیام جدید
}
app-notice-failed = یک پیام فرستاده نشد
app-notice-failed-to = پیام شما به { $name } فرستاده نشد
app-notice-failed-many = { $count ->
    [one] { $count } پیام فرستاده نشد
   *[other] { $count } پیام فرستاده نشدند
}
app-notice-mention = { $name }: در یادداشتی از شما نام برده شد
app-show = نمایش
app-version = نسخهٔ جدید

app-help = میان‌برهای صفحه‌کلید
app-help-change = تغییر کلیدها در تنظیمات
app-palette = جستجو و فرمان‌ها
app-palette-ask = چه می‌خواهید بکنید یا بیابید؟
app-palette-these = این { $count } گفتگو
app-palette-views = نماها
app-palette-canned = پاسخ‌های آماده
app-palette-conversations = گفتگوها
app-palette-contacts = مخاطبان
app-palette-agents = گفتگوهای
app-palette-elsewhere = همه‌جا
app-palette-search = جستجوی «{ $words }»

app-group-conversation = گفتگو
app-group-list = فهرست
app-group-compose = نوشتن
app-group-go = رفتن به
app-group-app = Inbox

action-go-mine = گفتگوهای من
action-go-unassigned = واگذارنشده
action-go-open = همهٔ بازها
action-go-snoozed = در تعویق
action-go-closed = بسته
action-go-failed = ارسال ناموفق
action-go-reports = گزارش‌ها
action-go-settings = تنظیمات
action-app-new = گفتگوی جدید
action-app-search = جستجو
action-app-palette = جستجو و فرمان‌ها
action-app-help = میان‌برهای صفحه‌کلید
action-app-nav = نمایش یا پنهان کردن ناوبری
action-app-panel = نمایش یا پنهان کردن مشتری
action-app-undo = واگرد
