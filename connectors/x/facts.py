"""What X charges, allows and limits. These change; each was read on the day below and nothing else holds them.

Sources: docs.x.com x-api/getting-started/pricing, x-api/fundamentals/rate-limits, x-api/posts/edit-posts, changelog;
weights and link rules: the configuration v3 of the open twitter-text library.
"""

from __future__ import annotations

from datetime import date

CHECKED_ON = date(2026, 11, 21)

API_URL = "https://api.x.com"
AUTHORIZE_URL = "https://x.com/i/oauth2/authorize"
SCOPES = ("tweet.read", "tweet.write", "users.read", "dm.read", "dm.write", "offline.access")
OWN_HOSTS = ("x.com", "twitter.com", "twimg.com")  # where media that need our signature may lie

# ---------------------------------------------------------------- prices, US dollars for one resource, once a UTC day each
READ_OWN_POST = 0.001  # our own posts, and mentions of us
READ_POST = 0.005
READ_USER = 0.010
READ_DM = 0.010
WRITE_POST = 0.015
WRITE_POST_WITH_URL = 0.20

# ---------------------------------------------------------------- limits
WINDOW_SECONDS = 900
MENTIONS_PER_WINDOW = 300
DMS_PER_WINDOW = 15
MENTIONS_REACH = 800  # how far back the mentions go
DM_DAYS = 30  # how far back the direct messages go
POST_WEIGHT = 280
DM_CHARACTERS = 10_000
CHAIN_PARTS = 25  # ours, not X's: more of it is an article

# ---------------------------------------------------------------- twitter-text v3: what weighs 1; the rest weighs 2
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
URL_WEIGHT = 23
# Names that are links without http:// in front. X knows every TLD; these are the ones that people type.
BARE_TLDS = (
    "com", "net", "org", "info", "biz", "edu", "gov", "io", "ai", "app", "dev", "shop", "store", "online", "site", "xyz",
    "blog", "cloud", "tech", "club", "page", "link", "live", "news", "support", "help", "email", "world", "today", "agency",
)
