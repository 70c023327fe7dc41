# The agent's own settings; loaded with them.
settings-nav = Тохиргоо
settings-saved = Хадгаллаа
settings-place-profile = Та
settings-place-look = Харагдах байдал
settings-place-language = Хэл ба цаг
settings-place-writing = Бичих
settings-place-notices = Мэдэгдэл
settings-place-keys = Товчлол
settings-place-access = Нэвтрэлт ба хандалт

settings-you = Таны мэдээлэл
settings-name = Нэр
settings-name-help = Хамт ажиллагсад тань, мөн бэлэн хариу таныг нэрлэвэл харилцагчид харна.
settings-email = И-мэйл
settings-role = Үүрэг
settings-role-agent = Ажилтан
settings-role-admin = Админ
settings-teams = Багууд
settings-refused-name = Нэр хадгалагдсангүй
settings-password = Нууц үг
settings-password-text = Шинээр солиход бусад бүх нэвтрэлт тань дуусна.
settings-password-current = Одоогийн нууц үг
settings-password-new = Шинэ нууц үг
settings-password-help = Хамгийн багадаа 8 тэмдэгт. Хэдэн үг нь тэмдэгтээс цээжлэхэд амар.
settings-password-change = Нууц үг солих
settings-password-saved = Нууц үг солигдлоо
settings-password-wrong = Энэ нь таны одоогийн нууц үг биш.

settings-theme = Загвар
settings-theme-auto = Системийнхээр
settings-theme-light = Цайвар
settings-theme-dark = Бараан
settings-density = Нягтрал
settings-density-comfortable = Сийрэг
settings-density-compact = Нягт

settings-locale = Хэл
settings-locale-auto = Хөтчийнхөөр
settings-zone = Цагийн бүс
settings-zone-auto = Хөтчийнхөөр ({ $zone })
settings-zone-help = { $zone }: одоо { $time } болж байна.
settings-as-language = Хэлний хэвшлээр
settings-calendar = Хуанли
settings-calendar-gregory = Григорийн
settings-calendar-persian = Перс
settings-digits = Цифр
settings-digits-auto = Хэлний хэвшлээр
settings-digits-latn = 0 1 2 3 4 5 6 7 8 9

settings-sending = Илгээх ба хаах
settings-undo-seconds = Зурвасыг буцаах хугацаа
settings-undo-seconds-help = Илгээгдэхээс өмнө ийм хугацаанд хүлээнэ. Чатад шууд илгээгдэнэ.
settings-undo-seconds-value = { $seconds ->
    [0] Байхгүй
    [one] { $seconds } секунд
   *[other] { $seconds } секунд
}
settings-after-close = Хаасны дараа
settings-after-close-next = Дараагийн яриа руу
settings-after-close-previous = Өмнөх рүү
settings-after-close-list = Жагсаалт руу буцах
settings-guards = Илгээхээс өмнө анхааруулах
settings-guards-text = Анхааруулгыг үл харгалзан үргэлж илгээж болно.
settings-guard-attachment = Дутуу файл
settings-guard-attachment-help = Текстэд файл дурдсан боловч хавсаргаагүй.
settings-guard-empty = Хоосон хариу
settings-guard-empty-help = Мэндчилгээ, гарын үсгээс өөр зүйл алга.
settings-guard-language = Өөр хэл
settings-guard-language-help = Харилцагч өөр хэлээр бичдэг бололтой.
settings-guard-hours = Ажлын бус цаг
settings-guard-hours-help = Харилцагчийн байгаа газарт орой эсвэл эрт байна.

settings-notices = Надад мэдэгдэх
settings-permission-on = Хөтчийн мэдэгдлийг энд зөвшөөрсөн.
settings-permission-off = Та зөвшөөрвөл хөтөч мэдэгдэл харуулна.
settings-permission-refused = Хөтөч энэ хуудасны мэдэгдлийг хориглож байна. Хөтчийн тохиргоонд энэ хаягт зөвшөөрнө үү.
settings-permission-none = Энэ хөтөчид мэдэгдэл байхгүй.
settings-permission-ask = Мэдэгдлийг зөвшөөрөх
settings-notify-mine = Миний ярианы зурвасууд
settings-notify-mentions = Намайг дурдсан тэмдэглэл
settings-notify-unassigned = Хэн ч хариуцаагүй зурвасууд
settings-sound = Дуу
settings-notify-sound = Дуугаар ч мэдэгдэх
settings-volume = Дууны хэмжээ
settings-volume-try = Сонсох
settings-quiet = Чимээгүй цаг
settings-quiet-on = Тодорхой цагт надад мэдэгдэхгүй
settings-quiet-help = Тэр үед ирсэн зүйл дуугүй хүлээнэ.
settings-quiet_from = Эхлэх
settings-quiet_to = Дуусах
settings-screen-reader = Дэлгэц уншигч
settings-announce = Ирсэн зүйлийг уншиж өгөх
settings-announce-help = Нээлттэй яриад. Таны өөрийн үйлдлийг үргэлж хэлнэ.
settings-announce-all = Бүгдийг
settings-announce-mine = Зөвхөн миний яриаг
settings-announce-none = Юу ч биш

settings-single = Бичээгүй үед
settings-single-keys = Нэг товчтой товчлол
settings-single-keys-help = Товч санамсаргүй дарагддаг бол (дуут удирдлага г.м.) унтраана уу.
settings-keys-find = Үйлдэл эсвэл товчийг хайх
settings-keys-reset = Бүгдийг анхных руу
settings-key-none = товчгүй
settings-key-change = “{ $name }”: товчийг солих
settings-key-remove = { $keys }: “{ $name }” үйлдлээс хасах
settings-key-add = “{ $name }”: товч нэмэх
settings-key-reset = “{ $name }”: анхных руу
settings-record-title = “{ $name }”: товч
settings-record-help = Нэг хослол, эсвэл дараалсан хоёр товч.
settings-record-place = Товчоо дарна уу
settings-record-again = Дахин
settings-record-conflict = Одоо ашиглаж байгаа: { $names }
settings-record-take = Авах

settings-logins = Нэвтрэлт
settings-logout = Энэ хөтөч
settings-logout-help = Ноорог серверт үлдэнэ.
settings-logout-do = Гарах
settings-everywhere = Бүх газраас гарах
settings-everywhere-help = Бүх хөтчөөс, эндээс ч гарна. API токен үргэлжилнэ.
settings-everywhere-do = Бүх газраас гарах
settings-tokens = API токен
settings-tokens-help = Програмууд токеноор таны нэрээр ажиллана. Эндээс үүсгэж, хүчингүй болгоно.
settings-tokens-open = Таны токенууд
