# The shell, in Mongolian.
#
# Words that are the same everywhere: яриа (conversation), зурвас (message), хариу (reply), дотоод тэмдэглэл (internal note),
# хариуцуулах (assign), хариуцагчгүй (unassigned), хойшлуулах (snooze), шошго (tag), хаах (close), дахин нээх (reopen), нэгтгэх (merge),
# холбох (link), салгах (split), зөөх (move), ноорог (draft), суваг (channel), дараалал (queue), харагдац (view), бэлэн хариу (canned reply),
# буцаах (undo), ажилтан (agent), харилцагч (customer), контакт (contact), админ (admin), дурдалт (mention), тодорхойгүй (uncertain).
# Buttons are verbal nouns (илгээх); sentences are polite (…на уу). A name or a number never takes a case ending: a colon goes before it.
app-name = Inbox
app-skip = Үндсэн хэсэг рүү очих
app-nav = Цэс
app-nav-more = Дахиад { $count }
app-nav-less = Цөөлөх
app-nav-open = Цэсийг харуулах
app-nav-close = Цэсийг нуух
app-rooms = Бусад
app-new = Шинэ
app-notices = Мэдэгдэл
app-resize = Жагсаалтын өргөн
app-room-contacts = Контактууд
app-room-reports = Тайлан
app-room-admin = Удирдлага
app-room-settings = Тохиргоо
app-room-new = Шинэ яриа
app-room-nowhere = Олдсонгүй
app-cannot-start = Inbox ажиллаж эхэлсэнгүй
app-pane-broken = Энэ хэсэг ажиллахаа болилоо
app-nowhere-title = Энэ хаягт юу ч алга
app-nowhere-text = Холбоос хуучирсан эсвэл төгсгөл нь тасарсан байж магадгүй.
app-nowhere-home = Дараалал руу очих

app-online = Дахин холбогдлоо
app-offline = Холболт алга. Таны хийсэн зүйл хадгалагдаж, дараа илгээгдэнэ.
app-connecting = Холбогдож байна …
app-connection = Холболт
app-version = Шинэ хувилбар
app-retry-in = { $seconds } секундын дараа дахин оролдоно
app-retry-now = Одоо оролдох
app-waiting = { $count } өөрчлөлт хүлээгдэж байна
app-new-version = Inbox-ийн шинэ хувилбар гарлаа.
app-new-version-text = Үргэлжлүүлэхийн тулд дахин ачаална уу. Таны бичсэн зүйл хэвээр үлдэнэ.
app-reload = Дахин ачаалах

app-undo = Буцаах
app-nothing-to-undo = Буцаах зүйл алга
app-bulk-partly = { $done } болсон, { $failed } болсонгүй
app-bulk-show = Харуулах
app-refused-change = Өөрчлөлтийг хүлээж авсангүй
app-refused-bulk = Өөрчлөлтүүдийг хүлээж авсангүй
app-refused-undo = Буцааж чадсангүй
app-refused-send = Зурвас илгээгдсэнгүй
app-refused-settings = Тохиргоо хадгалагдсангүй

app-notice-one = Шинэ зурвас
app-notice-many = { $count } шинэ зурвас
app-notice-failed = Зурвас илгээгдсэнгүй
app-notice-failed-to = Таны зурвас илгээгдсэнгүй. Хүлээн авагч: { $name }
app-notice-failed-many = { $count } зурвас илгээгдсэнгүй
app-notice-mention = { $name }: тэмдэглэлд таныг дурдсан байна
app-show = Харуулах

app-help = Гарын товчлолууд
app-help-change = Товчлолыг тохиргоонд өөрчлөх
app-palette = Хайлт ба командууд
app-palette-ask = Юу хийх, эсвэл юу хайх вэ?
app-palette-these = Эдгээр { $count } яриа
app-palette-views = Харагдац
app-palette-canned = Бэлэн хариу
app-palette-conversations = Яриа
app-palette-contacts = Контактууд
app-palette-agents = Ажилтны яриа
app-palette-elsewhere = Хаа сайгүй
app-palette-search = “{ $words }” хайх

app-group-conversation = Яриа
app-group-list = Жагсаалт
app-group-compose = Бичих
app-group-go = Очих
app-group-app = Inbox

action-go-mine = Миний яриа
action-go-unassigned = Хариуцагчгүй
action-go-open = Бүх нээлттэй
action-go-snoozed = Хойшлуулсан
action-go-closed = Хаасан
action-go-failed = Илгээгдээгүй
action-go-reports = Тайлан
action-go-settings = Тохиргоо
action-app-new = Шинэ яриа
action-app-search = Хайх
action-app-palette = Хайлт ба командууд
action-app-help = Гарын товчлолууд
action-app-nav = Цэсийг харуулах эсвэл нуух
action-app-panel = Харилцагчийг харуулах эсвэл нуух
action-app-undo = Буцаах
