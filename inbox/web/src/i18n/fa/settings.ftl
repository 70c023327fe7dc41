# تنظیمات خود کارشناس؛ همراه با آن بار می‌شود.
settings-nav = تنظیمات
settings-saved = ذخیره شد
settings-place-profile = نمایه
settings-place-look = ظاهر
settings-place-language = زبان و زمان
settings-place-writing = نوشتن
settings-place-notices = اعلان‌ها
settings-place-keys = کلیدها
settings-place-access = ورود و دسترسی

settings-you = نمایهٔ شما
settings-name = نام
settings-name-help = همکاران آن را می‌بینند، و مشتریان هر جا پاسخ آماده‌ای از شما نام ببرد.
settings-email = ایمیل
settings-role = نقش
settings-role-agent = کارشناس
settings-role-admin = مدیر
settings-teams = تیم‌ها
settings-refused-name = نام ذخیره نشد
settings-password = گذرواژه
settings-password-text = گذرواژهٔ جدید همهٔ ورودهای دیگرتان را پایان می‌دهد.
settings-password-current = گذرواژهٔ کنونی
settings-password-new = گذرواژهٔ جدید
settings-password-help = دست‌کم { 8 } نویسه. چند واژه آسان‌تر از نشانه‌ها به یاد می‌ماند.
settings-password-change = تغییر گذرواژه
settings-password-saved = گذرواژه تغییر کرد
settings-password-wrong = گذرواژهٔ کنونی این نیست.

settings-theme = پوسته
settings-theme-auto = مانند سیستم
settings-theme-light = روشن
settings-theme-dark = تیره
settings-density = فشردگی
settings-density-comfortable = راحت
settings-density-compact = فشرده

settings-locale = زبان
settings-locale-auto = مانند مرورگر
settings-zone = منطقهٔ زمانی
settings-zone-auto = مانند مرورگر ({ $zone })
settings-zone-help = اکنون در { $zone } ساعت { $time } است.
settings-as-language = معمول زبان
settings-calendar = تقویم
settings-calendar-gregory = میلادی
settings-calendar-persian = هجری شمسی
settings-digits = رقم‌ها
settings-digits-auto = معمول زبان
settings-digits-latn = 0 1 2 3 4 5 6 7 8 9

settings-sending = ارسال و بستن
settings-undo-seconds = مهلت پس گرفتن پیام
settings-undo-seconds-help = پیام پیش از رفتن این‌قدر می‌ماند. در چت بی‌درنگ می‌رود.
settings-undo-seconds-value = { $seconds ->
    [0] هیچ
    [one] { $seconds } ثانیه
   *[other] { $seconds } ثانیه
}
settings-after-close = پس از بستن
settings-after-close-next = رفتن به گفتگوی بعد
settings-after-close-previous = رفتن به گفتگوی پیش
settings-after-close-list = بازگشت به فهرست
settings-guards = هشدار پیش از ارسال
settings-guards-text = با این حال همیشه می‌توانید بفرستید.
settings-guard-attachment = فایل جاافتاده
settings-guard-attachment-help = متن از فایلی نام می‌برد و فایلی پیوست نیست.
settings-guard-empty = پاسخ خالی
settings-guard-empty-help = جز سلام و امضا چیزی ندارد.
settings-guard-language = زبان دیگر
settings-guard-language-help = گویا مشتری به زبان دیگری می‌نویسد.
settings-guard-hours = ساعت نامناسب
settings-guard-hours-help = نزد مشتری دیروقت یا صبح زود است.

settings-notices = مرا خبر کن از
settings-permission-on = اعلان‌های مرورگر این‌جا مجازند.
settings-permission-off = مرورگر با اجازهٔ شما اعلان نشان می‌دهد.
settings-permission-refused = مرورگر اعلان‌های این صفحه را نمی‌پذیرد. در تنظیمات مرورگر برای این نشانی اجازه دهید.
settings-permission-none = این مرورگر اعلان ندارد.
settings-permission-ask = اجازه به اعلان‌ها
settings-notify-mine = پیام‌های گفتگوهای من
settings-notify-mentions = یادداشت‌هایی که از من نام می‌برند
settings-notify-unassigned = پیام‌هایی که کسی برنداشته
settings-sound = صدا
settings-notify-sound = زنگ هم بزند
settings-volume = بلندی صدا
settings-volume-try = شنیدن
settings-quiet = ساعت‌های سکوت
settings-quiet-on = در ساعت‌هایی مرا خبر نکن
settings-quiet-help = آنچه در این ساعت‌ها برسد بی‌صدا می‌ماند.
settings-quiet_from = از
settings-quiet_to = تا
settings-screen-reader = صفحه‌خوان
settings-announce = خواندن آنچه می‌رسد
settings-announce-help = در گفتگوی باز. کارهای خودتان همیشه گفته می‌شود.
settings-announce-all = همه
settings-announce-mine = فقط در گفتگوهای من
settings-announce-none = هیچ

settings-single = بیرون از کادر نوشتن
settings-single-keys = میان‌برهای تک‌کلیدی
settings-single-keys-help = اگر کلیدها ناخواسته زده می‌شوند، مثلاً با فرمان صوتی، خاموششان کنید.
settings-keys-find = جستجوی کار یا کلیدهایش
settings-keys-reset = بازنشانی همه
settings-key-none = بدون کلید
settings-key-change = تغییر کلیدهای «{ $name }»
settings-key-remove = برداشتن { $keys } از «{ $name }»
settings-key-add = افزودن کلید برای «{ $name }»
settings-key-reset = بازنشانی «{ $name }»
settings-record-title = کلیدهای «{ $name }»
settings-record-help = یک ترکیب، یا دو کلید پشت سر هم.
settings-record-place = کلیدها را بزنید
settings-record-again = دوباره
settings-record-conflict = اکنون از آنِ { $names } است
settings-record-take = به کار بردن همین

settings-logins = ورودها
settings-logout = این مرورگر
settings-logout-help = پیش‌نویس‌ها روی سرور می‌مانند.
settings-logout-do = خروج
settings-everywhere = خروج از همه‌جا
settings-everywhere-help = هر مرورگری، این یکی هم. توکن‌های API می‌مانند.
settings-everywhere-do = خروج از همه‌جا
settings-tokens = توکن‌های API
settings-tokens-help = برنامه‌ها با توکن به نام شما کار می‌کنند. این‌جا بسازید و باطل کنید.
settings-tokens-open = توکن‌های شما
