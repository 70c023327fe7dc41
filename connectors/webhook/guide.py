"""What a service does to say something, as a shell script: shown beside the form."""

GUIDE = """\
secret='…'  # the shared secret
body='{"external_id": "1", "thread_id": "order-17", "sender": {"id": "ann", "name": "Ann"}, "text": "Where is it?"}'
stamp=$(date +%s)
sign=$(printf '%s.%s' "$stamp" "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')
curl -d "$body" -H 'Content-Type: application/json' \\
  -H "X-Inbox-Timestamp: $stamp" -H "X-Inbox-Signature: sha256=$sign" '{hooks}messages'
"""
