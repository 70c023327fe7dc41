"""JSON without spaces, letters as they are: in the store, in answers of the API, on `/live`."""

from __future__ import annotations

import json

# the encoder is made once, where `json.dumps` with these settings would make one for each call
dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
