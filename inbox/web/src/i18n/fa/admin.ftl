# بخش مدیریت؛ همراه با آن بار می‌شود.
admin-nav = مدیریت
admin-group-state = سامانه
admin-group-people = افراد و متن‌ها
admin-group-records = سوابق
admin-place-overview = نمای کلی
admin-place-channels = کانال‌ها
admin-place-agents = کارشناسان
admin-place-teams = تیم‌ها
admin-place-canned = پاسخ‌های آماده
admin-place-tags = برچسب‌ها
admin-place-journal = دفتر دریافت
admin-place-outbox = صندوق خروجی
admin-place-audit = تاریخچه
admin-place-tokens = توکن‌های API
admin-forbidden-title = این را فقط مدیران می‌بینند
admin-forbidden-text = از یکی از مدیران بخواهید یا صفحهٔ دیگری از فهرست کناری برگزینید.

admin-name = نام
admin-email = نشانی ایمیل
admin-channel = کانال
admin-state = وضعیت
admin-none = هیچ
admin-never = هرگز
admin-done = تمام
admin-add = افزودن
admin-you = شما
admin-open = باز کردن
admin-more = بیشتر
admin-more-of = بیشتر دربارهٔ { $name }
admin-edit-of = تغییر { $name }
admin-delete = حذف
admin-delete-of = حذف { $name }
admin-copy = کپی
admin-copied = کپی شد
admin-saved = ذخیره شد
admin-export = برون‌بری
admin-import = درون‌ریزی
admin-refused = انجام نشد
admin-at = زمان
admin-who = چه کسی
admin-what = چه کاری
admin-target = کجا
admin-created = ساخته‌شده
admin-filters = صافی‌ها
admin-filters-clear = پاک کردن صافی‌ها
admin-more-rows = نمایش بیشتر
admin-any-channel = همهٔ کانال‌ها
admin-any-state = همهٔ وضعیت‌ها
admin-pick = انتخاب
admin-pick-of = انتخاب { $item }
admin-picked = { $count ->
    [one] { $count } مورد انتخاب شد
   *[other] { $count } مورد انتخاب شد
}

# نمای کلی و سلامت
admin-overview-text = حال این سامانه و کارهایی که باید کرد.
admin-old-title = این رقم‌ها قدیمی‌اند: رقم جدیدی نیامد
admin-health = سلامت
admin-health-well = همه چیز خوب است. کاری لازم نیست.
admin-level-ok = خوب
admin-level-warn = هشدار
admin-level-fail = مشکل
admin-figures = رقم‌ها
admin-tile-queued = در انتظار ارسال
admin-tile-uncertain = نامعلوم
admin-tile-failed = ناموفق
admin-tile-free = فضای آزاد دیسک
admin-oldest = قدیمی‌ترین
admin-last-in = آخرین دریافت
admin-last-out = آخرین ارسال
admin-waiting = در انتظار
admin-about = Inbox { $version } روی { $kind }، { $size } داده.
admin-store-sqlite = SQLite
admin-store-postgresql = PostgreSQL
admin-running = آغاز به کار
admin-backup = آخرین پشتیبان:
admin-health-see-outbox = صندوق خروجی
admin-health-see-queue = دیدن آن‌ها
admin-health-see-journal = دفتر دریافت
admin-health-see-channel = دیدن کانال

# آنچه سلامت گزارش می‌دهد
admin-health-disk-full = فضای آزاد دیسک رو به پایان است: چیز جدیدی دریافت نمی‌شود.
admin-health-disk-full-cure = در پوشهٔ داده‌ها جا باز کنید یا دیسک بزرگ‌تری به آن بدهید.
admin-health-disk-low = کمتر از یک‌دهم دیسک آزاد است.
admin-health-disk-low-cure = پیش از آن‌که فقط { 500 } مگابایت بماند جا باز کنید؛ پس از آن چیز جدیدی دریافت نمی‌شود.
admin-health-no-channel = هنوز کانالی نیست.
admin-health-no-channel-cure = یکی وصل کنید: صندوق ایمیل آغاز خوبی است.
admin-health-no-sender = پیوند گذرواژه و دعوت‌نامه را نمی‌شود ایمیل کرد.
admin-health-no-sender-cure = در فایل پیکربندی، در بخش [mail]، کانالی ایمیلی را به عنوان from_channel نام ببرید.
admin-health-no-sender-set = پیوند گذرواژه باید از راه { $sender } برود، اما این کانال نمی‌تواند بفرستد.
admin-health-no-sender-set-cure = آن کانال یا from_channel را در بخش [mail] فایل پیکربندی درست کنید.
admin-health-clock = ساعت این دستگاه { $seconds } ثانیه با ساعت پایگاه داده اختلاف دارد.
admin-health-clock-cure = بگذارید ساعت تنظیم شود: timedatectl set-ntp true
admin-health-shadowed = { $channel } هم در فایل پیکربندی هست و هم در مرورگر ساخته شده است؛ آن که در فایل است به کار می‌رود.
admin-health-shadowed-cure = آن را از فایل بردارید تا آن که در مرورگر ساخته شده به کار رود.
admin-health-backup-old = { $ever ->
    [true] آخرین پشتیبان مال { $days } روز پیش است.
   *[other] هنوز هیچ پشتیبانی گرفته نشده است.
}
admin-health-backup-old-cure = فرمان «inbox backup PATH» را با زمان‌بند هر روز اجرا کنید و رونوشتی از کلید را جای دیگری نگه دارید.
admin-health-auth-required = { $channel }: سرویس ورود ما را نمی‌پذیرد: { $reason }
admin-health-auth-required-cure = اطلاعات ورود جدید بدهید یا کانال را دوباره مجاز کنید.
admin-health-misconfigured = { $channel } کار نمی‌کند: { $reason }
admin-health-misconfigured-cure = تنظیماتش را درست کنید.
admin-health-down = { $channel } در دسترس نیست: { $reason }
admin-health-down-cure = خودبه‌خود دوباره تلاش می‌شود. ببینید سرویس برپاست و شبکهٔ این دستگاه وصل است؛ سپس کانال را آزمایش کنید.
admin-health-degraded = { $channel } ناقص کار می‌کند: { $reason }
admin-health-degraded-cure = خودبه‌خود دوباره تلاش می‌شود؛ اگر چنین ماند، کانال را آزمایش کنید.
admin-health-paused = { $channel } متوقف است: چیزی از آن دریافت نمی‌شود.
admin-health-paused-cure = آن را از سر بگیرید.
admin-health-feed-stopped = { $channel }: { $feed } آخرین بار { $minutes } دقیقه پیش بررسی شد.
admin-health-feed-stopped-cure = ببینید سرویس Inbox با نقش poll کار می‌کند؛ اگر می‌کند، آن را دوباره راه بیندازید.
admin-health-quarantine = { $n ->
    [one] { $channel }: { $n } مورد خوانده نشد و در قرنطینه است.
   *[other] { $channel }: { $n } مورد خوانده نشدند و در قرنطینه‌اند.
}
admin-health-quarantine-cure = در دفتر دریافت آن‌ها را ببینید: دوباره بخوانید یا کنار بگذارید.
admin-health-left-queue = { $n ->
    [one] { $n } پیام در انتظار { $channel } است که دیگر وجود ندارد: این‌گونه هرگز نمی‌رود.
   *[other] { $n } پیام در انتظار { $channel } هستند که دیگر وجود ندارد: این‌گونه هرگز نمی‌روند.
}
admin-health-left-queue-cure = کانال { $channel } را دوباره بسازید یا آن‌ها را لغو کنید.
admin-health-queue-late = { $channel }: قدیمی‌ترین پیام { $minutes } دقیقه در انتظار ارسال است.
admin-health-queue-late-cure = وضعیت کانال را ببینید و این‌که سرویس Inbox با نقش send کار می‌کند.
admin-health-uncertain = { $n ->
    [one] { $channel }: رفتن یا نرفتن { $n } پیام نامعلوم است.
   *[other] { $channel }: رفتن یا نرفتن { $n } پیام نامعلوم است.
}
admin-health-uncertain-cure = هر یک را ببینید و روشن کنید: رفته است یا باید دوباره فرستاده شود.
admin-health-failed = { $n ->
    [one] { $channel }: { $n } پیام فرستاده نشد.
   *[other] { $channel }: { $n } پیام فرستاده نشدند.
}
admin-health-failed-cure = هر یک را باز کنید: دوباره یا از راهی دیگر بفرستید، یا گفتگویش را ببندید.

admin-first-steps = گام‌های نخست
admin-first-hide = پنهان کردن گام‌های نخست
admin-first-channel = یک کانال وصل کنید
admin-first-channel-text = صندوق ایمیل، شماره تلفن یا هر سرویس دیگر: آنچه مشتریان در آن بنویسند به صف می‌آید.
admin-first-channel-do = وصل کردن
admin-first-people = همکارانتان را دعوت کنید
admin-first-people-text = هر یک پیوندی برای تعیین گذرواژه می‌گیرد.
admin-first-people-do = دعوت
admin-first-canned = پاسخ آماده‌ای بنویسید
admin-first-canned-text = آنچه هر روز می‌نویسید، با نام مشتری در جای خود.
admin-first-canned-do = نوشتن

# کانال‌ها
admin-state-ok = کار می‌کند
admin-state-degraded = ناقص کار می‌کند
admin-state-auth-required = ورود پذیرفته نشد
admin-state-misconfigured = تنظیمات نادرست
admin-state-paused = متوقف
admin-state-down = دور از دسترس
admin-state-not-configured = برداشته‌شده
admin-state-off = خاموش
admin-state-test-failed = آزمایش ناموفق بود
admin-state-test-skipped = هنوز آزمایش نشده
admin-channels-text = جایی که مشتریان می‌نویسند و پاسخ‌هایتان از آن می‌رود.
admin-channels-none = هنوز کانالی نیست
admin-channels-none-text = با صندوق ایمیل آغاز کنید: یک نشانی، یک گذرواژه و دو دقیقه می‌خواهد.
admin-channel-connect = وصل کردن کانال
admin-from-config = از فایل پیکربندی
admin-mark-queued = { $n } در انتظار
admin-mark-uncertain = { $n } نامعلوم
admin-mark-failed = { $n } ناموفق
admin-mark-quarantined = { $n } در قرنطینه
admin-poll = دریافت همین حالا
admin-poll-of = دریافت همین حالا: { $channel }
admin-pause = توقف
admin-pause-of = توقف: { $channel }
admin-resume = از سرگیری
admin-resume-of = از سرگیری: { $channel }
admin-asked-poll = خبرهای { $channel } درخواست شد
admin-asked-pause = { $channel } متوقف شد: دریافتی ندارد، ارسال ادامه می‌یابد
admin-asked-resume = دریافت از { $channel } از سر گرفته شد

admin-steps = گام‌ها
admin-step-pick = انتخاب سرویس
admin-step-enter = وارد کردن تنظیمات
admin-step-test = آزمایش اتصال
admin-step-test-failed = آزمایش ناموفق بود
admin-step-test-skipped = آزمایش نشد
admin-step-who = چه کسی آن را ببیند
admin-step-try = امتحان کردن
admin-pick-text = مشتریانتان به کجا می‌نویسند؟
admin-connector-none = چنین سرویسی این‌جا نیست
admin-connect-of = وصل کردن { $title }
admin-connect-help = این را کجا بیابید: { $title }
admin-connect-how = راهنما
admin-connect-do = وصل کردن
admin-continue = ادامه
admin-continue-anyway = ادامه در هر حال
admin-change-settings = تغییر تنظیمات
admin-channel-name = نام کانال
admin-channel-name-help = حروف کوچک لاتین، رقم، خط تیره و زیرخط. برای همیشه می‌ماند، زیرا گفتگوها زیر همین نام نگه داشته می‌شوند.
admin-channel-name-wrong = فقط حروف کوچک لاتین، رقم، خط تیره و زیرخط
admin-channel-name-taken = کانالی با این نام هست
admin-form-missing = این لازم است
admin-form-wrong = { $count ->
    [one] { $count } خانه هنوز درست نیست
   *[other] { $count } خانه هنوز درست نیستند
}
admin-form-advanced = تنظیمات بیشتر
admin-form-shared = همان نام کاربری و گذرواژهٔ { $name }
admin-choice-auto = هر چه مناسب است
admin-choice-implicit = TLS از آغاز (معمول)
admin-choice-starttls = STARTTLS
admin-choice-none = هیچ
admin-choice-google = Google
admin-choice-microsoft = Microsoft
admin-choice-mentions = اشاره‌ها
admin-choice-dms = پیام‌های مستقیم
admin-choice-code = در مرورگر
admin-choice-device = با یک کد
admin-choice-client-credentials = فقط برنامه
admin-enter-brief = سرورها از روی نشانی پیدا می‌شوند.
admin-enter-all = وارد کردن دستی
admin-history-help = برای آنچه از پیش بوده هرگز چیز خودکاری فرستاده نمی‌شود.
admin-history-new = فقط آنچه از این پس می‌آید
admin-history-since = { $days } روز گذشته هم
admin-history-all = هر چه هست
admin-secret-set = ثبت‌شده
admin-secret-replace = جایگزینی
admin-secret-replace-of = جایگزینی { $name }
admin-secret-remove = برداشتن
admin-secret-remove-of = برداشتن { $name }
admin-secret-removed = هنگام ذخیره برداشته می‌شود
admin-secret-keep = بماند
admin-secret-name = نام یکی از { $name }
admin-secret-value = مقدار محرمانهٔ { $name }
admin-who-title = چه کسی آن را ببیند؟
admin-who-all = همهٔ کارشناسان
admin-who-some = فقط این کارشناسان
admin-who-help = مدیران همیشه همهٔ کانال‌ها را می‌بینند.

admin-test = آزمایش اتصال
admin-test-again = آزمایش دوباره
admin-test-title = اتصال
admin-test-text = گام‌به‌گام بررسی می‌کند. چیزی فرستاده نمی‌شود و تغییری نمی‌کند.
admin-trial-steps = گام‌های آزمایش
admin-trial-running = در حال آزمایش …
admin-trial-ok = همه چیز کار می‌کند.
admin-trial-warned = اتصال ممکن است؛ { $count } مورد در بالا نیاز به بررسی دارد.
admin-trial-failed = { $count ->
    [one] { $count } گام ناموفق بود. چیزی ذخیره یا فرستاده نشد.
   *[other] { $count } گام ناموفق بودند. چیزی ذخیره یا فرستاده نشد.
}
admin-trial-broken = آزمایش نیمه‌کاره ماند

admin-oauth = مجوز
admin-oauth-text = خود سرویس می‌پرسد که آیا Inbox از سوی این حساب کار کند. گذرواژه‌ای به Inbox داده نمی‌شود.
admin-oauth-register = این نشانی را در سرویس برای برنامهٔ خود به عنوان نشانی بازگشت (callback) ثبت کنید:
admin-oauth-callback = نشانی بازگشت
admin-oauth-do = گرفتن مجوز
admin-oauth-again = گرفتن دوبارهٔ مجوز
admin-oauth-open = باز کردن صفحه
admin-oauth-done = سرویس مجوز داد.
admin-oauth-failed = مجوز گرفته نشد
admin-oauth-code = صفحهٔ سرویس را باز کنید و این کد را آن‌جا بنویسید:
admin-oauth-code-label = کد
admin-oauth-waiting = در انتظار تأیید شما در آن‌جا …
admin-hooks = نشانی‌ها برای سرویس
admin-hooks-text = { $title } خبرها را به این نشانی می‌فرستد:
admin-hooks-fresh = یک کار دیگر: این نشانی را در { $title } وارد کنید تا خبرها بی‌درنگ برسند.
admin-hook = نشانی‌ای که سرویس به آن می‌فرستد
admin-try = ارسال پیام آزمایشی
admin-try-text = برای دیدن این‌که پاسخ‌ها می‌روند: بهتر است به خودتان.
admin-try-to = به
admin-try-message = پیام
admin-try-subject = پیام آزمایشی از Inbox
admin-try-words = این پیامی آزمایشی از کانال { $channel } است.
admin-try-send = ارسال
admin-try-again = ارسال دوباره
admin-try-see = دیدن گفتگو
admin-first = نخستین گفتگو
admin-first-waiting = در انتظار نخستین پیام. مانند یک مشتری به آن بنویسید؛ خودبه‌خود این‌جا می‌آید.
admin-first-there = نخستین گفتگو رسید.
admin-first-open = باز کردن
admin-first-queue = دیدن صف آن

admin-facts = مشخصات
admin-fact-kind = سرویس
admin-fact-addresses = نشانی‌های ما
admin-fact-in = آخرین دریافت
admin-fact-out = آخرین ارسال
admin-fact-next = تلاش بعدی
admin-fact-expires = مجوز تا
admin-fact-ledger = دریافتی‌ها
admin-fact-outbox = ارسالی‌ها
admin-feeds = خوراک‌ها
admin-feed = خوراک
admin-feed-last = آخرین بار سالم
admin-feed-ok = کار می‌کند
admin-feed-next = نوبت بعد
admin-feed-limited = سرویس کندش کرده
admin-feed-failing = ناموفق
admin-feed-auth = ورود پذیرفته نشد
admin-settings = تنظیمات
admin-config-note = این کانال در فایل پیکربندی است و همان‌جا تغییر می‌کند.
admin-left-note = این کانال برداشته شده است. گفتگوهایش می‌مانند؛ با آن چیزی فرستاده نمی‌شود.
admin-unreadable = کلیدی که این تنظیمات را رمز کرده گم شده است: گذرواژه‌ها را دوباره وارد کنید.
admin-turn-on = روشن کردن
admin-turn-off = خاموش کردن
admin-delete-title = کانال { $channel } حذف شود؟
admin-delete-text = تنظیمات، گذرواژه‌ها و مجوزش برداشته می‌شود. گفتگوهایش می‌مانند و خواندنی‌اند، اما با آن نمی‌شود پاسخ داد؛ پاسخ‌های در انتظار نمی‌روند.
admin-channel-gone = { $channel } برداشته شد

# کارشناسان، تیم‌ها، برچسب‌ها
admin-agents-text = چه کسانی این‌جا کار می‌کنند. دعوت‌نامه پیوندی برای تعیین گذرواژه است.
admin-agent-add = افزودن کارشناس
admin-agent-add-do = افزودن و دعوت
admin-agent-open = باز
admin-agent-off = غیرفعال
admin-agent-disable = غیرفعال کردن
admin-agent-disable-title = { $name } غیرفعال شود؟
admin-agent-disable-text = همهٔ ورودها و توکن‌هایش بی‌درنگ پایان می‌یابند. نوشته‌هایش می‌ماند و می‌توانید دوباره فعالش کنید.
admin-agent-disabled = { $name } غیرفعال شد
admin-agent-enable = فعال کردن
admin-agent-enabled = { $name } دوباره می‌تواند وارد شود
admin-online = برخط
admin-role = نقش
admin-role-agent = کارشناس
admin-role-admin = مدیر
admin-role-help = مدیران کانال وصل می‌کنند، کارشناس می‌افزایند و همه چیز را می‌بینند.
admin-role-give = مدیر شود
admin-role-take = کارشناس شود
admin-role-given = { $name } اکنون مدیر است
admin-role-taken = { $name } اکنون کارشناس است
admin-invite = پیوند دعوت
admin-invite-title = دعوت از { $name }
admin-invite-text = این پیوند را به او بدهید. یک بار و تا هفت روز کار می‌کند و دوباره نشان داده نمی‌شود.
admin-invite-link = پیوند دعوت
admin-invite-mailed = به { $email } هم ایمیل شد.
admin-password = گذرواژهٔ جدید
admin-password-help = دست‌کم { 8 } نویسه. همهٔ ورودهایش پایان می‌یابد.
admin-password-set = تعیین گذرواژه
admin-password-instead = به جای آن، تعیین گذرواژه
admin-password-title = گذرواژه برای { $name }
admin-password-saved = گذرواژه تعیین شد
admin-teams-text = هر گفتگو می‌تواند از آنِ تیمی باشد؛ هر تیم نمای خود را در صف دارد.
admin-teams-none = هنوز تیمی نیست
admin-teams-none-text = کارشناسان را بر پایهٔ دانسته‌هایشان گروه کنید: مالی، فنی، مرجوعی.
admin-team-add = افزودن تیم
admin-team-members = اعضا
admin-team-delete-text = گفتگوهایش می‌مانند و از آنِ هیچ تیمی نخواهند بود.
admin-tag = برچسب
admin-tags-text = برچسب‌هایی که گفتگوها اکنون دارند. برچسب با به‌کار بردن ساخته می‌شود و با آخرین گفتگویش می‌رود.
admin-tags-none = هنوز برچسبی نیست
admin-tags-none-text = در صف با کلید T به گفتگویی برچسب بزنید.
admin-tag-conversations = گفتگوها
admin-tag-see = { $n } با { $tag }

# پاسخ‌های آماده
admin-canned-intro = آنچه بسیار نوشته می‌شود. در پاسخ نویسهٔ «;» را بزنید تا بیابیدشان.
admin-canned-add = نوشتن پاسخ آماده
admin-canned-none = هنوز پاسخ آماده‌ای نیست
admin-canned-none-text = برای پرسشی که هر روز می‌آید یکی بنویسید.
admin-canned-find = جستجو با نام، میان‌بر یا متن
admin-canned-text = متن
admin-canned-text-in = متن به { $language }
admin-canned-used = کاربرد
admin-canned-used-at = آخرین کاربرد
admin-canned-shortcut = میان‌بر
admin-canned-shortcut-help = پس از «;» نوشته می‌شود تا پیدا شود.
admin-canned-languages = زبان‌ها
admin-canned-usual = معمول
admin-canned-language-add = افزودن زبان …
admin-canned-language-drop = برداشتن { $language }
admin-canned-variables = متغیرها
admin-canned-insert = درج
admin-canned-there = مشتری گرامی
admin-canned-strange = هیچ گفتگویی { $names } ندارد: پاسخی با آن فرستادنی نیست.
admin-canned-preview = آنچه مشتری می‌خواند
admin-canned-preview-none = هنوز چیزی نیست
admin-canned-preview-help = با یک مشتری نمونه. آنچه پر شده نشان‌دار است؛ آنچه پس از «|» است وقتی به کار می‌رود که چیزی معلوم نباشد.
admin-canned-actions = هنگام ارسال
admin-canned-delete-text = دیگر کسی نمی‌تواند آن را به کار ببرد. آنچه با آن فرستاده شده می‌ماند.
admin-canned-taken = { $failed ->
    [0] { $done } افزوده شد
   *[other] { $done } افزوده شد، { $failed } پذیرفته نشد
}
admin-canned-file-wrong = این فایل پاسخ‌های آماده ندارد
admin-variable-contact-first-name = نام کوچک
admin-variable-contact-name = نام
admin-variable-agent-first-name = نام کوچک من
admin-variable-agent-name = نام من
admin-variable-conversation-subject = موضوع
admin-variable-conversation-id = شماره
admin-variable-channel-name = کانال
admin-sample-first = مریم
admin-sample-name = مریم رضایی
admin-sample-subject = سفارش من کجاست؟
admin-sample-channel = پشتیبانی
admin-do-nothing = بدون تغییر
admin-do-sender = هر که بفرستد
admin-do-tags-add = افزودن برچسب
admin-do-tags-help = چند برچسب را با ویرگول جدا کنید.
admin-do-tags-remove = برداشتن برچسب
admin-do-assignee = واگذاری به
admin-do-team = سپردن به تیم
admin-do-status = سپس
admin-do-open = باز بماند
admin-do-snoozed = تعویق
admin-do-closed = بستن
admin-do-hours = ساعت
admin-do-hours-help = خالی: تا وقتی مشتری پاسخ بدهد.

# دفتر دریافت، صندوق خروجی، تاریخچه، توکن‌ها
admin-journal-text = هر چه سرویس‌ها تحویل داده‌اند و سرنوشت آن. هیچ‌چیز بی‌صدا کنار گذاشته نمی‌شود.
admin-journal-none = چیزی این‌جا نیست
admin-journal-none-text = آنچه سرویس‌ها تحویل می‌دهند این‌جا می‌آید، تازه‌ترین در آغاز.
admin-ledger-received = دریافت‌شده
admin-ledger-stored = ثبت‌شده
admin-ledger-duplicate = تکراری
admin-ledger-update = خبر
admin-ledger-ignored = کنارگذاشته
admin-ledger-quarantined = قرنطینه
admin-ledger-received-text = رسیده است و به‌زودی خوانده می‌شود.
admin-ledger-stored-text = پیامی شد.
admin-ledger-duplicate-text = کانال همین را از پیش دارد: پیام دومی ساخته نشد.
admin-ledger-update-text = خبری از یکی از پیام‌های ما، مانند رسید یا برگشت.
admin-ledger-ignored-text = به دلیلی که در زیر آمده کنار گذاشته شد.
admin-ledger-quarantined-text = خوانده نشد و در انتظار شماست. چیزی پشت آن معطل نمی‌ماند.
admin-became = سرنوشت
admin-item = مورد
admin-external-id = Message-ID یا شناسهٔ سرویس
admin-pick-quarantined = انتخاب همهٔ قرنطینه
admin-read-again = خواندن دوباره
admin-leave-out = کنار گذاشتن
admin-leave-out-title = { $count ->
    [one] این مورد کنار گذاشته شود؟
   *[other] { $count } مورد کنار گذاشته شوند؟
}
admin-leave-out-text = پیامی از آن ساخته نمی‌شود و دیگر درباره‌اش پرسیده نمی‌شود. دفتر دریافت بایت‌هایش را نگه می‌دارد.
admin-items-retry = { $failed ->
    [0] { $done } دوباره خوانده شد
   *[other] { $done } دوباره خوانده شد، { $failed } پذیرفته نشد
}
admin-items-drop = { $failed ->
    [0] { $done } کنار گذاشته شد
   *[other] { $done } کنار گذاشته شد، { $failed } پذیرفته نشد
}
admin-entry-state = سرنوشت
admin-entry-cause = علت
admin-entry-channel = کانال
admin-entry-feed = خوراک
admin-entry-item = نامش نزد سرویس
admin-entry-external = Message-ID یا شناسه
admin-entry-at = دریافت
admin-entry-message = پیام
admin-message-see = دیدن پیام
admin-raw = همان‌گونه که رسید
admin-raw-text = بایت‌ها همان‌گونه که سرویس داد. به شکل متن نشان داده می‌شوند و چیزی اجرا نمی‌کنند.
admin-raw-download = دانلود
admin-raw-none = بایت‌ها نمایش‌دادنی نیستند
admin-raw-cut = فقط { $size } نخست نشان داده می‌شود؛ همهٔ آن در دانلود هست.
admin-outbox-text = آنچه بیرون می‌رود و آنچه نمی‌رود.
admin-outbox-unfinished = هر چه تمام نشده
admin-outbox-none = چیزی در انتظار نیست
admin-outbox-none-text = هر چه نوشته شده رفته است.
admin-attempts = تلاش‌ها
admin-pick-failed = انتخاب همهٔ ناموفق‌ها
admin-retry = ارسال دوباره
admin-retried = { $failed ->
    [0] { $done } دوباره فرستاده شد
   *[other] { $done } دوباره فرستاده شد، { $failed } پذیرفته نشد
}
admin-settle = روشن کردن
admin-settle-title = به { $to } رسید؟
admin-audit-text = چه کسی چه چیزی را تغییر داد، تازه‌ترین در آغاز.
admin-audit-none = هنوز چیزی تغییر نکرده است
admin-audit-target = کجا، مانند conversation:12
admin-audit-command-line = خط فرمان
admin-audit-several = چند تا با هم
admin-tokens-text = اسکریپت با توکن به نام شما کار می‌کند و هر کاری که شما بتوانید می‌تواند.
admin-tokens-of = توکن‌های
admin-tokens-none = هنوز توکنی نیست
admin-tokens-none-text = برای هر اسکریپت یکی بسازید تا هر یک جداگانه باطل‌شدنی باشد.
admin-token = توکن
admin-token-add = ساختن توکن
admin-token-make = ساختن
admin-token-once = توکن این است. فقط همین یک بار نشان داده می‌شود: جایی بگذارید که اسکریپتتان بیابد.
admin-token-name-help = برای چه کاری است.
admin-token-revoke = باطل کردن
admin-token-revoke-of = باطل کردن { $name }
admin-token-revoke-text = اسکریپت‌هایی که آن را به کار می‌برند بی‌درنگ رد می‌شوند.
admin-token-revoked = باطل شد
admin-api-docs = اسکریپت چه می‌تواند بکند: مستندات API

admin-act-agent-add = کارشناس افزوده شد
admin-act-agent-change = کارشناس تغییر کرد
admin-act-agent-password = گذرواژه تغییر کرد
admin-act-account-invite = پیوند دعوت ساخته شد
admin-act-account-reset = پیوند گذرواژهٔ تازه ساخته شد
admin-act-conversation-delete = گفتگو حذف شد
admin-act-view-add = نما افزوده شد
admin-act-view-update = نما تغییر کرد
admin-act-view-delete = نما حذف شد
admin-act-canned-add = پاسخ آماده افزوده شد
admin-act-canned-update = پاسخ آماده تغییر کرد
admin-act-canned-delete = پاسخ آماده حذف شد
admin-act-channel-authorise = گرفتن مجوز آغاز شد
admin-act-channel-change = کانال تغییر کرد
admin-act-channel-create = کانال وصل شد
admin-act-channel-delete = کانال برداشته شد
admin-act-channel-pause = کانال متوقف شد
admin-act-channel-poll = دریافت دستی
admin-act-channel-rename = نام کانال تغییر کرد
admin-act-channel-resume = کانال از سر گرفته شد
admin-act-contact-create = مخاطب ساخته شد
admin-act-contact-erase = مخاطب پاک شد
admin-act-contact-merge = مخاطبان ادغام شدند
admin-act-contact-update = مخاطب تغییر کرد
admin-act-conversation-begin = گفتگو آغاز شد
admin-act-conversation-blocked = مشتری مسدود نوشت
admin-act-conversation-expire = گفتگوی قدیمی برداشته شد
admin-act-conversation-link = گفتگوها مرتبط شدند
admin-act-conversation-merge = گفتگوها ادغام شدند
admin-act-conversation-split = گفتگو جدا شد
admin-act-conversation-unlink = ارتباط گفتگوها برداشته شد
admin-act-conversation-update = گفتگو تغییر کرد
admin-act-conversation-wake = گفتگو بازگشت
admin-act-ledger-drop = مورد کنار گذاشته شد
admin-act-ledger-retry = مورد دوباره خوانده شد
admin-act-message-cancel = پیام پس گرفته شد
admin-act-message-move = پیام منتقل شد
admin-act-message-note = یادداشت نوشته شد
admin-act-message-reply = پاسخ نوشته شد
admin-act-message-resolve = پیام نامعلوم روشن شد
admin-act-message-retry = پیام دوباره فرستاده شد
admin-act-team-add = تیم افزوده شد
admin-act-team-delete = تیم حذف شد
admin-act-team-update = تیم تغییر کرد
admin-act-token-add = توکن ساخته شد
admin-act-token-revoke = توکن باطل شد
admin-act-undo-bulk = تغییرها پس گرفته شدند
admin-act-undo-patch = تغییر پس گرفته شد
admin-act-undo-merge = ادغام گفتگوها پس گرفته شد
admin-act-undo-split = جدا کردن گفتگو پس گرفته شد
admin-act-undo-move = انتقال پیام پس گرفته شد
admin-act-undo-link = ارتباط گفتگوها پس گرفته شد
admin-act-undo-contact = تغییر مخاطب پس گرفته شد
admin-act-undo-contact-merge = ادغام مخاطبان پس گرفته شد
