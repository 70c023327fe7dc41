"""Twilio's error codes as sentences for agents (Twilio's error dictionary, twilio.com/docs/api/errors; read 2026-11-21)."""

from __future__ import annotations

WINDOW = "63016"
OPTED_OUT = "21610"

SENTENCES = {
    "11200": "Twilio could not fetch the attached file from this installation",
    "20404": "Twilio does not know what was asked for",
    "21211": "the recipient's number is not a valid phone number",
    "21212": "the sender is not a valid number",
    "21266": "sender and recipient are the same number",
    "21408": "this account may not send to the recipient's country",
    "21602": "there is no text to send",
    "21603": "there is no sender",
    "21604": "there is no recipient",
    "21606": "our number is not one of this account's that can send this kind of message",
    "21609": "Twilio does not accept this installation's public URL for status news",
    OPTED_OUT: "the recipient sent STOP and gets no more messages from this number",
    "21611": "the sender's queue at Twilio is full",
    "21612": "the recipient cannot be reached from this number",
    "21614": "the recipient's number is no mobile number",
    "21617": "the text is longer than 1,600 characters",
    "21620": "Twilio does not accept the address of the attached file",
    "21623": "there are more than ten attached files",
    "21655": "the template does not exist in this account",
    "21656": "the template's variables do not fit it",
    "21660": "our number belongs to another account",
    "21703": "the messaging service has no number that can send this",
    "21910": "sender and recipient are not on the same service: one is a WhatsApp number and the other is not",
    "30001": "Twilio's queue for this number overflowed",
    "30002": "the account is suspended",
    "30003": "the recipient's phone is off or out of reach",
    "30004": "the recipient or the carrier blocks the message",
    "30005": "the recipient's number does not exist or is no longer in use",
    "30006": "the recipient's number is a landline or its carrier takes no messages",
    "30007": "the carrier filtered the message as unwanted",
    "30008": "the carrier did not say why it was not delivered",
    "30010": "the message costs more than the price limit",
    "30019": "the attached file is too large for the carrier",
    "30034": "the number is not registered for business messages in the USA (A2P 10DLC)",
    "63003": "the recipient is not reachable on WhatsApp",
    "63005": "WhatsApp refused the content",
    "63007": "WhatsApp does not know our sender in this account",
    WINDOW: "the 24-hour window of WhatsApp has expired: only a template can be sent until the customer writes again",
    "63018": "WhatsApp's rate limit for this sender was exceeded",
    "63024": "the recipient is not a valid WhatsApp number",
    "63032": "the recipient is in a group of users that WhatsApp lets no business write to",
}


def human(code: str, said: str = "") -> str:
    """A sentence for a code; what Twilio said where the code is not among those above."""
    return SENTENCES.get(code) or said.strip()[:300] or "Twilio did not say why"
