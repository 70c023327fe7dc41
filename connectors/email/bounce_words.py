"""How mail systems say why a mail came back. Data only; `bounce` uses it.

The names and the numbers of the pseudo codes (`5.0.9nn`) are those of Sisimai, the bounce analyser whose classes
operators know; a code of that form means: the notice itself names none.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE | re.DOTALL

# (reason, words): the first that matches what the server said wins, so the special stand before the general
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((reason, re.compile(words, _I)) for reason, words in (
    ("mailererror", r"^x-unix;|procmail|mailer error"),
    ("authfailure", r"\bdmarc\b|\bdkim\b.{0,40}(?:fail|not pass)|\bspf\b.{0,60}(?:fail|not|hard)|unauthenticated (?:e-?mail|"
                    r"sender)|"
                    r"sender is unauthenticated|(?:have|has) (?:no )?authentication information|not pass (?:spf|dkim)|"
                    r"5\.7\.(?:2[01367]|509)\b"),
    ("requireptr", r"\bptr\b|reverse dns|rdns|ip name lookup failed|unverif[iy]able sending ip|without a valid sender domain|"
                   r"unresolvable relay host|forward.confirmed|cannot (?:find|resolve) your (?:hostname|address)|5\.7\.25\b"),
    ("notcompliantrfc", r"multiple (?:addresses in from|subject|from headers)|not rfc ?\d* ?(?:5322 )?complian|rfc ?5322|"
                        r"rfc ?2822 (?:complian|section)|"
                        r"duplicate header|multiple .{0,60}addresses in from"),
    ("virusdetected", r"virus (?:detected|found|infected)|infected (?:by|with)|contains? (?:a )?(?:virus|malware)|"
                      r"mcspamsignature|clamav|"
                      r"executable file|potentially executable"),
    ("norelaying", r"relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed|prohibited)|not configured to relay|"
                   r"unable to relay|"
                   r"we do not relay|relaying denied|no relaying"),
    ("mesgtoobig", r"message (?:size )?(?:is )?too (?:large|big)|size exceeds|exceeds? (?:the )?(?:maximum|size|limit|"
                   r"fixed).{0,20}(?:size|length)|"
                   r"message (?:file|size) .{0,20}(?:large|exceed)|max(?:imum)? message size|message length exceeds|"
                   r"mail size limit|5\.3\.4\b|zu gro(?:ß|ss)"),
    ("speeding", r"receiving mail (?:at a rate|too quickly)|too many recipients this hour|sent .{0,30}too fast|"
                 r"rate.{0,10}exceeded.{0,20}user|"
                 r"mail(?:s)? (?:sent )?too frequently"),
    ("toomanyconn", r"connection rate limit|too many (?:concurrent|connections|recipients|sessions|smtp)|"
                    r"connection (?:limit|concurrency)|"
                    r"all available ips are at maximum connection|number of .{0,20}connections"),
    ("hasmoved", r"no longer on server|not our (?:user|customer)|has (?:been )?(?:moved|replaced)|moved to|"
                 r"has been replaced by|5\.1\.6\b"),
    ("mailboxfull", r"(?:mail ?box|inbox|mail ?folder|user'?s? (?:mail ?)?box|account|storage|disk) ?(?:is |has )?(?:been |"
                    r"already )?(?:full|over ?quota|exceeded)|"
                    r"over ?quota|quota (?:has been )?(?:exceed|exhausted|full|violation)|exceed\w* .{0,25}(?:quota|storage|"
                    r"mailbox)|"
                    r"mailbox .{0,40}(?:is full|exceed|full)|insufficient (?:disk|storage|system storage)|"
                    r"not enough (?:storage|space|disk)|"
                    r"no space left|user has exhausted|out of storage|disc? quota|maildir delivery failed|mail ?box size limit|"
                    r"メールボックスが一杯|容量|too much mail|[45]\.2\.2\b"),
    ("suspend", r"account (?:that you tried to reach )?(?:is |has been |was )?(?:temporarily )?(?:disabled|suspended|"
                r"inactive|deactivated|locked|expired|not active)|"
                r"(?:mailbox|user|recipient) .{0,60}(?:suspended|temporar(?:il)?y locked|frozen|disabled|inactive|"
                r"discontinued|deactivated)|"
                r"user is (?:inactive|suspended)|account expired|account has been|email account .{0,60}disabled"),
    ("filtered", r"(?:after|reply to) (?:the )?end of data.{0,200}(?:user unknown|unknown user|no such)|"
                 r"5\.[23]\.0 .{0,60}unknown user|55\d:? ?: user unknown|"
                 r"5\.2\.0 .{0,80}user unknown|due to extended inactivity|not a registered (?:gateway )?user|"
                 r"user reject|user not found in (?:filter|list)|has restricted|account is protected by"),
    ("rejected", r"groups\.google\.com/support|sending to/from an address that has been blacklisted|sender address rejected"),
    ("notaccept", r"no smtp service|couldn'?t find a mail exchanger|null ?mx|does not accept (?:any )?(?:mail|e-?mail)"),
    ("expired", r"retry timeout exceeded|not responding|envelope expired|delivery expired"),
    ("hostunknown", r"host (?:or domain name )?(?:not found|unknown|lookup)|unknown host|unrout?eable (?:mail )?(?:domain|"
                    r"address)|"
                    r"(?:domain|host|server) (?:name )?(?:does not exist|not found|is not reachable|could not be found|"
                    r"must be resolvable|isn'?t in my list)|"
                    r"no such (?:domain|host)|(?:invalid|illegal) (?:domain|host)|(?:domain|host).{0,30}couldn'?t be found|"
                    r"couldn'?t find any host|all relevant mx records point to non-existent|recipient'?s? (?:domain|"
                    r"server).{0,30}not exist|"
                    r"nxdomain|name or service not known|not a valid domain|5\.1\.2\b|"
                    r"name service error.{0,80}host not found|domain .{0,60}does not exist|"
                    r"no mx|dns lookup fail"),
    ("userunknown", r"(?:user|recipient|mailbox|address|account|alias|addressee|local ?part|client|person|adressat|"
                    r"empfänger)s?'?(?: name| address|\(s\))?(?: .{0,60}?)?"
                    r"(?: is| was| are| does| could)? ?(?:not|un|in|no)[ -]?(?:known|found|exist|valid|recogni[sz]ed|listed|"
                    r"a known|available here|be found|here)|"
                    r"no such (?:user|person|mailbox|recipient|address|account|local user|email)|no (?:user|mailbox|"
                    r"account) (?:by|here|with|found)|"
                    r"unknown (?:user|recipient|address(?! error)|account|mailbox|local|or illegal|e-?mail)|(?:invalid|bad|"
                    r"illegal|wrong|undefined|incorrect) "
                    r"(?:recipient|mailbox|user|address|account|e-?mail|destination)|(?:user|recipient|mailbox|account|"
                    r"address).{0,40}(?:does not|doesn'?t|do not|did not) (?:exist|have)|"
                    r"not (?:a )?(?:valid|known|local|our) (?:user|recipient|mailbox|address|account)|"
                    r"doesn'?t have a .{0,60}account|does not exist|not our (?:user|customer)|"
                    r"user ?unknown|recipnotfound|recipient not found|this address no longer|no longer (?:valid|available|"
                    r"exist|works)|is not (?:a known|listed|known)|"
                    r"not listed in|there is no such|dont have an account|cannot find (?:your )?recipient|"
                    r"recipient address rejected(?:: (?:undeliverable|user|unknown|access denied)|\.?$)|"
                    r"invalid final delivery userid|"
                    r"mailbox unavailable|no mailbox here|delivery.{0,20}to.{0,30}not.{0,10}accept|directory.{0,30}not|"
                    r"пользовател\w+ .{0,40}не (?:найден|существ|зарегистр)|inconnu|n'existe pas|no existe|não existe|"
                    r"non esiste|unbekannt|nicht gefunden|"
                    r"宛先不明|見つかりません|存在し|ディレクトリ|リストにあり|not allowed to receive|[45]\.1\.1\b|"
                    r"5\.1\.(?:3|10)\b"),
    ("notaccept", r"does not accept (?:any )?(?:mail|e-?mail|incoming)|doesn'?t accept (?:any )?(?:mail|e-?mail)|"
                  r"not accept(?:ing)? (?:any )?(?:messages|mail|incoming)|"
                  r"null ?mx|no smtp service here|host does not receive|(?:mail )?domain .{0,40}not accept|"
                  r"smtp protocol .{0,30}not|[45]\.3\.2\b"),
    ("spamdetected", r"\bspam\b|\bube\b|\buce\b|bulk mail|junk mail|unsolicited|considered (?:as )?spam|blacklisted url|"
                     r"rejected as spam"),
    ("badreputation", r"(?:low|poor|bad) reputation|reputation (?:is|of|score)"),
    ("onhold", r"on hold"),
    ("blocked", r"too many unwanted messages|black ?list|block ?list|banned|blocked|\brbl\b|dnsbl|access denied|"
                r"client host rejected|ip address.{0,60}(?:reject|block|deni|list)|"
                r"connect(?:ion)?s? (?:was |were |is )?(?:refused|dropped|reset|rejected|closed by)|refused to talk|"
                r"not allowed to connect|"
                r"connection reset|service refuse|service (?:temporarily )?not available|too many bad commands|redundant|"
                r"5\.7\.606|dynamic ip|\(bl\)|"
                r"has been blocked|sender rejected|bad sender ip|拒否"),
    ("rejected", r"sender (?:address |domain )?(?:rejected|refused|denied|verify failed|not|invalid)|(?:from|"
                 r"sender) .{0,40}(?:not allowed|rejected|denied|unknown)|"
                 r"temporarily deferred due to|may not have permission|not have permission|not (?:a )?member|non-?member|"
                 r"you are not|closed mailing|"
                 r"sender verif|all recipient addresses rejected|投稿する権限|администратор.{0,40}запре|unable to (?:find|"
                 r"access) .{0,40}group|5\.1\.[78]\b|group.{0,40}not exist"),
    ("policyviolation", r"polic(?:y|ies)|protocol violation|content presents a potential|header error|security (?:issue|"
                        r"reason)|attachment.{0,40}not allowed"),
    ("securityerror", r"authentication (?:required|failed|turned on)|auth(?:\.)?required|access (?:was )?denied|"
                      r"not authori[sz]ed|security|"
                      r"sender .{0,30}not authenticated|starttls|tls (?:is )?required|5\.7\.\d+"),
    ("contenterror", r"headers? too large|content (?:was )?(?:rejected|not accepted)|8-?bit|improper (?:use|mime)|charset|"
                     r"5\.6\.\d"),
    ("expired", r"(?:connection|operation|session) timed ?out|delivery (?:time|attempts?).{0,20}(?:expired|exceeded)|"
                r"retry (?:timeout|time).{0,20}(?:exceeded|not reached)|"
                r"too (?:long|old)|(?:message|queue)\.?.{0,15}expired|in the queue too long|not (?:yet )?been delivered|"
                r"has (?:not|been) .{0,30}delayed|"
                r"could not be delivered for|failed \d+ attempts|unable to (?:connect|contact)|couldn'?t (?:connect|"
                r"contact)|socket error|no route to host|"
                r"did not (?:accept our requests to connect|respond)|host is unreachable|(?:will|to) (?:be )?(?:retr|try)|"
                r"giving up|given up|gave up|delay|"
                r"could not (?:be )?(?:reach|connect)|undeliverable for|[45]\.4\.[17]\b|connection (?:refused|failed)|"
                r"network is unreachable|時間|"
                r"timeout|timed out"),
    ("networkerror", r"name server|malformed or unexpected|hop count|too many hops|mail loop|loops? (?:back|detected)|"
                     r"[45]\.4\.[2-6]\b|dns (?:error|fail)"),
    ("mailererror", r"procmail|x-unix|pipe(?:d)? to|command (?:failed|died|output)|exit (?:code|status)|mailer (?:error|"
                    r"failed)|can'?t create|\bstatus \d+$"),
    ("systemerror", r"system (?:error|problem|failure|config)|server (?:error|config)|internal (?:server|error)|"
                    r"local (?:error|problem)|queue file|"
                    r"transaction failed|service (?:currently )?unavailable|could not load|temporar(?:y|ily) (?:local|"
                    r"system|unavailable)|resources? temporarily|"
                    r"aliasing|error occurred|can'?t (?:open|read|write)"),
    ("syntaxerror", r"command (?:parameter )?not implemented|syntax error|unrecogni[sz]ed command|bad sequence"),
))

# what a status code says when the words say nothing
BY_CODE = {"1.1": "userunknown", "1.2": "hostunknown", "1.3": "userunknown", "1.6": "hasmoved", "1.7": "rejected",
           "1.8": "rejected",
           "1.0": "userunknown", "2.1": "suspend", "2.2": "mailboxfull", "3.2": "notaccept", "3.4": "mesgtoobig",
           "4.1": "expired",
           "4.4": "hostunknown", "4.6": "networkerror", "4.7": "expired", "2.0": "filtered", "2.3": "mesgtoobig",
           "7.1": "rejected",
           "7.0": "securityerror", "3.0": "systemerror", "3.5": "systemerror", "1.10": "userunknown", "6.0": "contenterror"}

NUMBERS = {"userunknown": 911, "hostunknown": 912, "filtered": 910, "hasmoved": 916, "rejected": 918, "suspend": 921,
           "mailboxfull": 922,
           "systemerror": 930, "notaccept": 932, "mesgtoobig": 934, "networkerror": 944, "expired": 947, "blocked": 971,
           "policyviolation": 972, "requireptr": 973, "securityerror": 970, "spamdetected": 980, "virusdetected": 971,
           "norelaying": 909,
           "contenterror": 960, "mailererror": 939, "syntaxerror": 902, "toomanyconn": 945, "speeding": 945, "badreputation": 975,
           "authfailure": 976, "notcompliantrfc": 977}

HARD = frozenset({"userunknown", "hostunknown", "hasmoved", "notaccept"})

FROM = re.compile(r"mailer[-_. ]?daemon|post_?master|mail[-. ]?deliver\w*[-. ]?(?:sub)?system|system administrator|"
                  r"mail system|mailadmin|"
                  r"delivery[- ](?:status|failure)|^<>$", re.IGNORECASE)
SUBJECT = re.compile(
    r"^(?:re: ?)?(?:failure notice|undeliver(?:ed|able)|returned (?:mail|e-?mail|message)|delivery (?:status|failure|failed|"
    r"problem|report|notification|unsuccess)|"
    r"(?:e?-?mail|message)\s+(?:delivery|system error|delayed|status)|failed (?:delivery|mail)|mail (?:could not|error|"
    r"failure|undeliver)|non[- ]?(?:remis|delivery|recapit)|"
    r"warning: (?:message|could not|e?-?mail).{0,80}(?:delay|send)|could ?n[o']t (?:send|deliver)|unzustellbar|"
    r"nicht zustellbar|"
    r"there was an error sending|nondeliverable|not delivered|mensaje no|échec|mancata|notificação|undelivered|"
    r"you \S+ (?:are|is) not (?:a )?member|"
    r"メールエラー|配信|送信エラー|postfix smtp server: errors|aws notification|message (?:delivery|delayed|could)|"
    r"(?:mail )?delivery|"
    r"error (?:in|sending))"
    r"|delivery (?:failure|has failed|failed|status notification)|mail failure|undeliverable", re.IGNORECASE)
BODY = re.compile(
    r"could ?n[o']t be (?:delivered|sent|found)|(?:was|were|been|be) (?:not|un)[ -]?(?:able to )?deliver|"
    r"unable to (?:deliver|send)|undeliver(?:able|ed)|not (?:be )?delivered|"
    r"did not reach|permanent(?:ly)? (?:fatal )?(?:error|fail)|delivery (?:to the following|error|fail|attempts?|status)|"
    r"following (?:address|recipient)|"
    r"returned (?:mail|message|to sender)|returned below|transcript of session|failed (?:permanently|\d+ attempts)|"
    r"delivering your message|"
    r"attempting to deliver|has (?:not yet )?been delayed|undelivered|user unknown|no such user|invalid user|"
    r"mailbox is full|error message below|"
    r"not a member of this|failure reason|rejected|notificationtype|送信できません|не может быть доставлено|nicht zugestellt|"
    r"n'a pas (?:pu )?être|returned", re.IGNORECASE)
# where the copy of our mail begins
COPY = re.compile(
    r"^[ \t>]*(?:--[ -]*)?(?:this is a copy of (?:the|your)|below (?:this line )?is a copy|original (?:message|mail)|"
    r"the (?:body|attached|header)|"
    r"returned message|unsent message|(?:your )?(?:original|undelivered|failed) (?:message|mail)|message (?:headers?|text|"
    r"follows|contents)|"
    r"(?:--- )?(?:attached|enclosed) is|copy of|the attachment contains|a copy of)[^\n]{0,80}$"
    r"|^[ \t]*={10,}[^\n]{0,40}$|^Received:[ \t]?(?:from|by)\b|^Return-Path:|^DKIM-Signature:|"
    r"^Message details:", re.IGNORECASE | re.MULTILINE)
