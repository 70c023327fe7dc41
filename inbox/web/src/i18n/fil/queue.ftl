# The navigation's views and the list of conversations.
queue-region = Mga usapan
queue-nav-queues = Mga queue
queue-nav-views = Mga view
queue-nav-teams = Mga team
queue-nav-channels = Mga channel
queue-nav-tags = Mga tag
queue-view-mine = Sa akin
queue-view-unassigned = Walang may-ari
queue-view-mentions = Mga pagbanggit
queue-view-open = Lahat ng bukas
queue-view-all = Lahat
queue-view-snoozed = Naka-snooze
queue-view-closed = Sarado
queue-view-spam = Spam
queue-view-failed = Hindi naipadala
queue-view-uncertain = Di-tiyak
queue-view-search = Paghahanap
queue-list-received = Natanggap
queue-list-sent = Naipadala
queue-list-created = Nagsimula
queue-list-closed = Sarado
queue-list-replied = Unang sinagot
queue-list-waiting = Naghihintay
queue-list-all = Mga usapan
queue-list-no-team = Walang team
queue-list-span = { $from } – { $to }
queue-list-since = mula { $from }
queue-list-until = hanggang { $to }
queue-count = { $more ->
    [yes] { $shown } usapan sa ngayon
   *[other] { $count ->
        [1] 1 usapan
       *[other] { $shown } usapan
    }
}

# One row
queue-nobody = Hindi kilala
queue-no-subject = Walang paksa
queue-unread = hindi pa nababasa
queue-assigned = Naka-assign kay { $name }
queue-delivery-failed = Bigo
queue-delivery-uncertain = Di-tiyak
queue-mentioned = Binanggit ka
queue-draft = Draft mo
queue-returned-time = Bumalik: oras na
queue-returned-answer = Bumalik: sumagot sila
queue-returned-failed = Bumalik: may mensaheng bigo
queue-until = Naka-snooze hanggang { $when }
queue-waiting = naghihintay mula
queue-here = Narito ngayon: { $names }
queue-writing = { $count ->
    [1] Nagsusulat si { $names } …
   *[other] Nagsusulat sina { $names } …
}

# The list
queue-fresh = { $count } bago
queue-unseen = Wala sa paningin ang minarkahang hanay kaya walang ginawa rito. Kung ito nga, pindutin ulit ang key.
queue-options = Ayos at view
queue-sort = Ayusin
queue-sort-newest = Pinakabago muna
queue-sort-oldest = Pinakaluma muna
queue-sort-oldest-waiting = Pinakamatagal naghihintay muna
queue-only-unread = Hindi pa nababasa lang
queue-report = Ulat
queue-select-all = Piliin lahat
queue-select-none = Alisin ang pagpili
queue-bulk = Mga napiling usapan
queue-bulk-more = Iba pa para sa lahat ng ito
queue-selected = { $count ->
    [1] 1 napili
   *[other] { $shown } napili
}
queue-failures = { $count } usapan ang hindi nabago
queue-merge = Pagsamahin ang { $count } usapan
queue-merge-text = Mapupunta ang lahat ng mensahe sa matitirang usapan, ayon sa oras.
queue-merge-into = Alin ang matitira?
queue-merge-people = Sa { $count } magkakaibang tao ang mga ito: mababasa ng bumabasa ng isa ang lahat.
queue-merge-do = Pagsamahin
queue-done-closed = { $count ->
    [1] Isinara
   *[other] { $count } ang isinara
}
queue-done-reopened = { $count ->
    [1] Binuksan ulit
   *[other] { $count } ang binuksan ulit
}
queue-done-taken = { $count ->
    [1] Na-assign sa iyo
   *[other] { $count } ang na-assign sa iyo
}
queue-done-merged = { $count } ang pinagsama

# Saved views
queue-view-own = Ang view na ito
queue-view-save = I-save bilang view
queue-view-name = Pangalan
queue-view-nameless = Bigyan ito ng pangalan
queue-view-shared = Para sa lahat
queue-view-shared-help = Makikita ito ng lahat ng katrabaho kasama ng sarili nilang mga view.
queue-view-rename = Palitan ang pangalan
queue-view-share = Ipakita sa lahat
queue-view-unshare = Sa akin lang
queue-view-up = Ilipat pataas
queue-view-down = Ilipat pababa
queue-view-delete = Burahin ang view
queue-view-delete-text = Mawawala ang “{ $name }” sa listahan ng mga view. Mananatili ang mga usapan nito.
queue-view-delete-do = Burahin
queue-view-refused = Hindi nabago ang view

# Search
queue-search = Maghanap ng usapan
queue-search-ask = Mga salita, pangalan, from: is: tag: …
queue-search-clear = I-clear ang paghahanap
queue-search-offers = Mga mungkahi
queue-search-wrong = Hindi mabasa ang hanap na ito:
queue-search-me = Ako
queue-search-none = Walang sinuman
queue-search-attachment = May file
queue-search-notes = Sa mga tala
queue-search-is-open = Bukas
queue-search-is-closed = Sarado
queue-search-is-snoozed = Naka-snooze
queue-search-is-spam = Spam
queue-search-is-unread = Hindi pa nababasa
queue-search-is-failed = Hindi naipadala
queue-search-is-uncertain = Di-tiyak
queue-search-is-waiting = Naghihintay ng sagot
queue-search-day-today = Ngayong araw
queue-search-day-yesterday = Kahapon
queue-search-day-7d = Isang linggong nakaraan
queue-search-day-1m = Isang buwang nakaraan
queue-search-what-from = kung sino ang sumulat
queue-search-what-to = kung kanino isinulat
queue-search-what-channel = sa aling channel
queue-search-what-assignee = kung kanino naka-assign
queue-search-what-is = ang lagay nito
queue-search-what-tag = may ganitong tag
queue-search-what-team = sa team na ito
queue-search-what-before = bago ang isang araw
queue-search-what-after = mula sa isang araw
queue-search-what-has = may mga file
queue-search-what-in = sa mga tala
queue-search-start = Maghanap sa lahat
queue-search-start-text = Mag-type ng mga salita o pangalan, at paliitin ang paghahanap:
queue-search-example-is-unread = Hindi mo pa nababasa
queue-search-example-assignee-me = Sa iyo, na naghihintay ng sagot
queue-search-example-has-attachment = May file, mula noong nakaraang linggo
queue-search-example-is-failed = Hindi naipadala
queue-search-example-in-notes = Mga tala lang ng mga katrabaho
queue-search-example-phrase = Eksaktong mga salitang ito, sunod-sunod
queue-search-example-minus = Wala ang salitang ito
queue-search-example-words = eksaktong salita
queue-search-example-word = salita
queue-hint = Kung wala ang { $term }: { $found }

# Nothing here
queue-empty-search = Walang nahanap
queue-empty-search-text = Subukan ang mas kaunti o ibang salita. Hinanap din ang mga saradong usapan at spam.
queue-empty-search-drop = May aalisin ba?
queue-empty-unread = Nabasa na lahat
queue-empty-unread-text = Mga hindi pa nababasang usapan lang ang makikita rito ngayon.
queue-empty-unread-do = Ipakita lahat
queue-empty-mine = Walang naghihintay sa iyo
queue-empty-mine-text = Lalabas dito ang mga usapang naka-assign sa iyo.
queue-empty-unassigned = May may-ari na ang lahat
queue-empty-unassigned-text = Lalabas dito ang mga bagong usapang wala pang kumukuha.
queue-empty-mentions = Walang bumanggit sa iyo
queue-empty-mentions-text = Kapag isinulat ng katrabaho ang @pangalan mo sa isang tala, lalabas dito ang usapan hanggang makita mo ito.
queue-empty-open = Tapos na lahat
queue-empty-open-text = Kusang lalabas dito ang mga bagong usapan.
queue-empty-all = Wala pang usapan
queue-empty-all-text = Lalabas dito ang anumang isulat ng mga customer.
queue-empty-snoozed = Walang naka-snooze
queue-empty-snoozed-text = I-snooze gamit ang S ang makakapaghintay: mananatili ito rito at babalik sa tamang oras.
queue-empty-closed = Wala pang sarado
queue-empty-closed-text = Narito ang mga tapos nang usapan. Bubuksan ulit ang mga ito kapag may sumagot.
queue-empty-spam = Walang spam
queue-empty-spam-text = Narito ang minarkahan mo o ng filter na spam, para hindi makaabala kaninuman.
queue-empty-failed = Naipadala lahat
queue-empty-failed-text = Lalabas dito ang mga mensaheng hindi naipadala; walang mawawala nang tahimik.
queue-empty-uncertain = Walang duda
queue-empty-uncertain-text = Lalabas dito ang mga mensaheng hindi alam kung dumating.
queue-empty-channel = Walang bukas sa channel na ito
queue-empty-channel-text = Kusang lalabas dito ang dumarating sa channel na ito.
queue-empty-tag = Walang bukas na may ganitong tag
queue-empty-tag-text = Lagyan ng tag ang mga bukas na usapan gamit ang T.
queue-empty-team = Walang bukas para sa team na ito
queue-empty-team-text = Lalabas dito ang mga usapang ibinigay sa team.
queue-empty-view = Walang akma sa view na ito
queue-empty-view-text = Lalabas dito ang mga usapang akma sa mga filter nito.
queue-empty-list = Wala nang laman dito
queue-empty-list-text = Walang usapang akma sa mga filter na ito ngayon.
queue-empty-go-unassigned = Tingnan ang walang may-ari
queue-empty-go-mine = Tingnan ang sa akin
queue-empty-go-open = Tingnan lahat ng bukas
queue-empty-go-snoozed = Tingnan ang naka-snooze
queue-empty-go-closed = Tingnan ang sarado

action-list-next = Susunod na usapan
action-list-previous = Nakaraang usapan
action-list-down = Isang pababa sa listahan
action-list-up = Isang pataas sa listahan
action-list-first = Sa simula ng listahan
action-list-last = Sa dulo ng listahan
action-list-clear = Alisin ang pagpili
action-list-select = Piliin
action-list-extend-down = Piliin din ang susunod
action-list-extend-up = Piliin din ang nauna
action-list-select-all = Piliin lahat
action-list-merge = Pagsamahin ang mga napiling usapan
action-list-open = Buksan ang usapan
action-list-back = Bumalik sa listahan
action-conversation-close = Isara
action-conversation-reopen = Buksan ulit
action-conversation-take = I-assign sa akin
action-conversation-unread = Markahang hindi pa nababasa
