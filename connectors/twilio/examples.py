"""One item of each kind, for the conformance suite: made up, in Twilio's shapes."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from inbox.types import RawItem

_AT = {"at": "2026-11-21T09:30:00+00:00", "made": 1_795_253_400.0}
_IN, _OUT = "SM" + "1" * 32, "SM" + "2" * 32
_OURS, _ANN = "+15005550006", "+15005551111"

ITEMS = (
    RawItem(item=_IN, kind="form", meta=_AT, data=urlencode({
        "MessageSid": _IN, "SmsStatus": "received", "From": _ANN, "To": _OURS, "Body": "Where is my parcel? 📦", "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/media/ME1", "MediaContentType0": "image/jpeg"}).encode()),
    RawItem(item=_IN, kind="rest", meta=_AT, data=json.dumps({"media": [], "message": {
        "sid": _IN, "from": "whatsapp:" + _ANN, "to": "whatsapp:" + _OURS, "body": "STOP", "direction": "inbound",
        "num_media": "0", "date_created": "Sat, 21 Nov 2026 09:30:00 +0000"}}).encode()),
    RawItem(item=f"status/{_OUT}/undelivered", kind="status_form", meta=_AT | {"key": "k"}, data=urlencode({
        "MessageSid": _OUT, "MessageStatus": "undelivered", "ErrorCode": "30003", "To": _ANN, "From": _OURS}).encode()),
    RawItem(item=f"status/{_OUT}/delivered", kind="status_rest", meta=_AT, data=json.dumps(
        {"sid": _OUT, "status": "delivered", "error_code": None, "to": _ANN}).encode()),
)
