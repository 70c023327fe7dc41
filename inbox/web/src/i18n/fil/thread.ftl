# The messages of a conversation.
thread-region = Usapan
thread-none-title = Walang nakabukas na usapan
thread-none-text = Pumili sa listahan, o pindutin ang J at Enter.
thread-no-messages = Wala pang nasasabi rito
thread-back = Bumalik sa listahan
thread-gone = Wala rito ang usapang ito
thread-gone-text = Binura ito, isinama sa iba, o hindi mo ito maaaring makita.
thread-messages = Mga mensahe
thread-older = Ipakita ang mga mas lumang mensahe
thread-older-loading = Nilo-load ang mga mas lumang mensahe …
thread-unknown = Hindi kilala
thread-note = Internal na tala
thread-new = Bago
thread-newest = Sa pinakabago
thread-fresh = { $count ->
    [1] 1 bagong mensahe
   *[other] { $shown } bagong mensahe
}
thread-cancel = Kanselahin
thread-more = Iba pang aksyon
thread-nobody = Walang may-ari
thread-untag = Alisin ang tag na { $tag }
thread-to = Para kay { $who }
thread-answers = Bilang sagot sa
thread-deleted = Binura ng sumulat
thread-empty = Walang text
thread-related = Kaugnay
thread-unlink = Alisin ang link
thread-place = Usapan { $id }
thread-place-here = Ang usapang ito
thread-whole = Lahat kasama si { $name }, ayon sa oras
thread-whole-end = Ang usapang ito lang
thread-merged = Isinama ang usapang ito sa iba.
thread-merged-open = Buksan iyon

thread-status-open = Bukas
thread-status-snoozed = Naka-snooze
thread-status-closed = Sarado
thread-status-spam = Spam
thread-status-merged = Pinagsama

# Who else is here
thread-here = Narito rin
thread-here-looks = Tumitingin si { $name }
thread-here-reply = Sumusulat ng sagot si { $name }
thread-here-note = Sumusulat ng tala si { $name }
thread-here-many = { $count } tao ang sumusulat

# A message, for screen readers
thread-message-in = { $name } sa { $channel }, { $at }
thread-message-out = Sumagot si { $name } sa { $channel }, { $at }
thread-message-note = Internal na tala ni { $name }, { $at }
thread-say-message = { $name }: { $text }
thread-say-note = Internal na tala ni { $name }: { $text }
thread-say-state = Ang mensahe mo: { $state }. { $why }

# Marks
thread-flag-public = Pampubliko
thread-flag-newcomer = Bago sa usapang ito
thread-flag-auth-fail = Maaaring peke ang nagpadala
thread-flag-automatic = Awtomatiko
thread-flag-bulk = Bulk mail
thread-flag-truncated = Naputol
thread-flag-repeated-id = Inuulit ang ID ng ibang email
thread-flag-edited = In-edit
thread-flag-blocked = Naka-block ang nagpadala
thread-flag-spam = Spam

# Text, HTML, files
thread-quote-show = Ipakita ang sipi
thread-quote-whole = Ipakita ang buong text
thread-quote-hide = Itago ang sipi
thread-link-disguised = Papunta ang link na ito sa { $host }
thread-html-title = Email ni { $name }
thread-images-blocked = { $count } remote na larawan ang hindi ni-load, para hindi malaman ng nagpadala kung kailan mo ito binasa.
thread-images-once = Ipakita ang mga larawan
thread-images-always = Lagi para kay { $name }
thread-files = Mga file
thread-files-pictures = Mga larawan
thread-files-open = Buksan ang { $name }
thread-files-save = I-download ang { $name }
thread-files-speed = Bilis
thread-files-pending = Kinukuha …
thread-files-failed = Hindi nakuha: { $why }
thread-picture-of = { $n } sa { $all }
thread-picture-zoom = Buong laki
thread-picture-before = Nakaraang larawan
thread-picture-after = Susunod na larawan

# How far a message has come
thread-waiting = Ipinapasa …
thread-waiting-offline = Naghihintay ng koneksyon
thread-state-asking = Sandali lang …
thread-state-undoable = Ipadadala maya-maya
thread-state-scheduled = Naka-iskedyul sa { $at }
thread-state-queued = Nakapila
thread-state-waiting = Hindi pa naipadala: kusang susubok ulit
thread-state-held = Naghihintay hanggang gumana ulit ang { $channel }
thread-state-sending = Ipinapadala
thread-state-sent = Naipadala
thread-state-delivered = Naihatid
thread-state-read = Nabasa
thread-state-uncertain = Di-tiyak: maaaring dumating
thread-state-failed = Hindi naipadala: nabigo
thread-state-bounced = Hindi naihatid: bumalik
thread-state-canceled = Kinansela, hindi ipinadala
thread-recipients = { $count } tatanggap
thread-do-undo = I-undo
thread-do-cancel = Huwag ipadala
thread-do-retry = Subukan ulit
thread-do-edit = I-edit at ipadala ulit
thread-do-copy = Kopyahin
thread-do-elsewhere = Ibang channel
thread-copied = Nakopya
thread-copy-refused = Hindi pinapayagan ng browser ang pagkopya
thread-refused-retry = Hindi ito sinubukan ulit
thread-refused-resolve = Hindi ito nalutas
thread-refused-merge = Hindi napagsama ang mga usapan
thread-refused-split = Hindi nahati ang usapan
thread-refused-move = Hindi nailipat ang mensahe
thread-refused-link = Hindi nabago ang link

thread-advice-auth = Hindi tinatanggap ang login ng channel: kailangan itong i-renew ng admin.
thread-advice-gave-up = Dalawang araw itong sinubukan. Tingnan kung tama ang address, o gumamit ng ibang channel.
thread-advice-no-channel = Wala na o naka-off ang channel. Gumamit ng iba.
thread-advice-no-outbound-url = Walang daan palabas ang channel: kailangang magtakda ang admin.
thread-advice-no-recipient = Maglagay ng tatanggap at ipadala ulit.
thread-advice-no-such-user = Tingnan ang pangalan ng account, o gumamit ng ibang channel.
thread-advice-not-summoned = Tumatanggap lang ang serbisyo ng sagot sa mga post na bumabanggit o sumisipi sa atin.
thread-advice-opted-out = Ayaw nilang makatanggap ng mensahe sa ganitong paraan. Gumamit ng ibang channel, o hilinging pumayag sila ulit.
thread-advice-rate-limited = Pinababagal tayo ng serbisyo. Kusa itong ipadadala.
thread-advice-receive-only = Tumatanggap lang ang channel na ito. Gumamit ng iba.
thread-advice-too-large = Magpadala ng mas maliit na file, o ng link dito.
thread-advice-too-long = Paikliin ito, o ipadala nang bahagi-bahagi.
thread-advice-undeliverable = Tingnan ang address, o gumamit ng ibang channel.
thread-advice-window = Tapos na ang oras para sa malayang sagot. Gumamit ng template, o ng ibang channel.
thread-advice-media = Alisin ang file, o gumamit ng ibang channel.

# Uncertain
thread-evidence-data-sent = Naipasa ito sa { $channel } noong { $at }, pero walang dumating na sagot. Maaaring dumating ito, maaaring hindi. Hindi ito kusang ipadadala ulit.
thread-evidence-prepared = Handa na itong ipadala sa { $channel } noong { $at }; pagkatapos ay nawala ang bakas nito. Hindi ito kusang ipadadala ulit.
thread-evidence-connected = Nakakonekta tayo sa { $channel } noong { $at }; pagkatapos ay nawala ang bakas nito. Hindi ito kusang ipadadala ulit.
thread-evidence-unknown = May nasira habang ipinapadala ito sa { $channel } noong { $at }. Maaaring dumating ito, maaaring hindi. Hindi ito kusang ipadadala ulit.
thread-evidence-look = Tingnan sa serbisyo kung saan nakatago ang mga naipadala, o tanungin si { $who }. Saka sabihin kung ano ang nakita mo:
thread-evidence-details = Ano ang tiyak na alam
thread-resolve-sent = Dumating
thread-resolve-again = Hindi dumating: ipadala ulit
thread-resolve-sent-title = Dumating ba?
thread-resolve-sent-text = Ipapakitang naipadala ang mensahe. Walang ipadadala ulit.
thread-resolve-sent-do = Oo, dumating
thread-resolve-again-title = Ipadala ulit?
thread-resolve-again-text = Ipadadala muli ang parehong mensahe. Kung dumating pala ang una, dalawang beses itong matatanggap ni { $who }.
thread-resolve-again-do = Ipadala ulit

# One message's menu
thread-message-menu = Mga aksyon sa mensahe
thread-menu-copy = Kopyahin ang text
thread-menu-quote = Sipiin sa sagot
thread-menu-forward = I-forward
thread-menu-note = Gawing tala
thread-menu-link = Kopyahin ang link
thread-menu-html = Ipakita nang may disenyo
thread-menu-plain = Ipakita bilang plain text
thread-menu-original = Tingnan ang orihinal
thread-menu-elsewhere = Buksan sa serbisyo
thread-menu-raw = Source at mga header
thread-menu-download = I-download ang source
thread-menu-why = Bakit narito ito?
thread-menu-split = Hatiin mula rito
thread-menu-move = Ilipat sa ibang usapan
thread-raw-title = Source
thread-raw-headers = Mga header lang
thread-raw-cut = Unang { $size } lang ang ipinapakita. Buo ang nasa download.

# Why is this here?
thread-why-title = Bakit narito ito?
thread-why-token = Sagot ito sa isa sa mga mensahe natin: dala nito ang pirmadong marka na inilagay natin doon.
thread-why-token-short = ang pirmadong marka natin
thread-why-own-id = May mensahe na may parehong ID sa usapang ito.
thread-why-own-id-short = parehong ID ng mensahe
thread-why-reference = Sinasabi nito mismo na sagot ito sa isang mensahe sa usapang ito.
thread-why-reference-short = tinutukoy ang mensahe roon
thread-why-thread = Sinasabi ng serbisyo na kabilang ito sa usapang ito.
thread-why-thread-short = sariling thread ng serbisyo
thread-why-new = Ito ang nagsimula ng usapang ito: wala itong ibang kinabibilangan.
thread-why-new-short = bago
thread-why-written-here = Dito ito isinulat.
thread-why-written-here-short = isinulat dito
thread-why-other = Inilagay ito rito ng isang tuntunin.
thread-why-other-short = ibang tuntunin
thread-why-newcomer = Bago sa usapang ito ang nagpadala, at hindi kusang idinadagdag sa mga tatanggap ng sagot mo.
thread-why-refused = Tiningnan, at hindi pinili
thread-why-none = Walang ibang usapang naisip.
thread-why-candidate = Naisip dahil sa: { $rule }
thread-why-no-other-channel = Dumating din ang parehong email sa ibang channel.
thread-why-no-too-old = Masyado na itong matagal na sarado.
thread-why-no-stranger = Hindi kasali roon ang nagpadala o ang sinumang pinadalhan nito.

# Merge, link, move, split
thread-join-merge = Isama sa ibang usapan
thread-join-merge-help = Mapupunta ang lahat ng mensahe ng usapang ito sa pipiliin mo.
thread-join-merge-what = Mapupunta ang usapang ito sa “{ $title }”. Mananatili ang mga mensahe ng dalawa, ayon sa oras.
thread-join-merge-do = Pagsamahin
thread-join-merge-anyway = Pagsamahin pa rin
thread-join-link = I-link sa ibang usapan
thread-join-link-help = Mananatili ang dalawa at tutukuyin ang isa't isa.
thread-join-link-what = Tutukuyin ng usapang ito at ng “{ $title }” ang isa't isa.
thread-join-link-do = I-link
thread-join-move = Ilipat ang mensahe
thread-join-move-help = Piliin kung saan nabibilang ang mensahe.
thread-join-move-what = Mapupunta ang mensahe sa “{ $title }”.
thread-join-move-new = Mapupunta ang mensahe sa sarili nitong bagong usapan.
thread-join-move-do = Ilipat
thread-join-split = Hatiin ang usapan
thread-join-split-what = Mapupunta sa bagong usapan ang mensaheng ito at lahat ng kasunod.
thread-join-split-do = Hatiin
thread-join-new = Bagong usapan
thread-join-search = Maghanap ng usapan
thread-join-type = Mag-type para maghanap
thread-join-none = Walang usapang may ganitong mga salita
thread-join-failed = Hindi gumana ang paghahanap. Subukan ulit.
thread-join-back = Pumili ng iba
thread-join-stranger = Ibang tao: kay { $here } ang usapang ito, kay { $there } ang isa. Mababasa ng bumabasa ng isa ang isa pa.
thread-joined-merge = Pinagsama
thread-joined-link = Na-link
thread-joined-move = Nailipat
thread-joined-split = Nahati

# What was done
thread-changes = { $count ->
    [1] 1 pagbabago
   *[other] { $shown } pagbabago
}
thread-change-you = Ikaw
thread-change-system = Inbox
thread-change-status-open = { $who } · binuksan ito
thread-change-status-closed = { $who } · isinara ito
thread-change-status-snoozed = { $who } · ni-snooze ito hanggang may sumagot
thread-change-status-spam = { $who } · minarkahang spam ito
thread-change-status-merged = { $who } · pinagsama ito
thread-change-snoozed-until = { $who } · ni-snooze ito hanggang { $at }
thread-change-assigned = { $who } · in-assign ito kay { $name }
thread-change-taken = { $who } · kinuha ito
thread-change-unassigned = { $who } · inalis ito kay { $name }
thread-change-team = { $who } · ibinigay ito sa team na { $name }
thread-change-no-team = { $who } · inalis ito sa team
thread-change-contact = { $who } · pinalitan ang contact: { $name }
thread-change-tagged = { $who } · idinagdag ang tag na { $tag }
thread-change-untagged = { $who } · inalis ang tag na { $tag }
thread-change-priority = { $who } · itinakda ang priyoridad: { $priority }
thread-change-subject = { $who } · pinalitan ang paksa: “{ $subject }”
thread-change-merge = { $who } · isinama ito sa usapan { $other }
thread-change-split = { $who } · inihiwalay ang usapan { $other }
thread-change-link = { $who } · ini-link ang usapan { $other }
thread-change-unlink = { $who } · inalis ang link sa usapan { $other }
thread-change-wake = { $who } · bumalik ito: oras na
thread-priority-low = mababa
thread-priority-normal = normal
thread-priority-high = mataas
thread-priority-urgent = apurahan

action-thread-previous = Nakaraang mensahe
action-thread-next = Susunod na mensahe
action-thread-unread = Sa unang hindi pa nababasa
action-thread-newest = Sa pinakabagong mensahe
action-thread-whole = Lahat kasama ang taong ito
action-thread-merge = Isama sa ibang usapan
action-thread-link = I-link sa ibang usapan
action-thread-copy-link = Kopyahin ang link sa usapan
action-message-copy = Kopyahin ang text ng mensahe
action-message-quote = Sipiin ang mensahe sa sagot
action-message-link = Kopyahin ang link sa mensahe
action-message-why = Bakit narito ang mensaheng ito?
