"""the first schema"""

import sqlalchemy as sa
from alembic import op

from inbox.store.search import POSTGRES_DDL, SQLITE_DDL

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
# the oldest revision whose program can still run on this schema
readable_from = "0001"


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), server_default="agent", nullable=False),
        sa.Column("password", sa.Text(), server_default="", nullable=False),
        sa.Column("disabled", BIG, server_default="0", nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agent", schema=None) as batch_op:
        batch_op.create_index("uq_agent_email", ["email"], unique=True)

    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=True),
        sa.Column("agent", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_target", ["target"], unique=False)

    op.create_table(
        "blob",
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("size", BIG, server_default="0", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_blob")),
    )
    op.create_table(
        "canned",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("canned", schema=None) as batch_op:
        batch_op.create_index("uq_canned_name", ["name"], unique=True)

    op.create_table(
        "channel",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="ok", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("since", BIG, nullable=False),
        sa.Column("next_try", BIG, nullable=True),
        sa.Column("paused", BIG, server_default="0", nullable=False),
        sa.Column("last_in_at", BIG, nullable=True),
        sa.Column("last_out_at", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel")),
    )
    op.create_table(
        "contact",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", BIG, nullable=True),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_name", ["name"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("conversation_id", BIG, nullable=True),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_conversation", ["conversation_id", "id"], unique=False)

    op.create_table(
        "fact",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("channel", "key", name=op.f("pk_fact")),
    )
    op.create_table(
        "feed",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="ok", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("polled_at", BIG, nullable=True),
        sa.Column("ok_at", BIG, nullable=True),
        sa.Column("next_at", BIG, nullable=True),
        sa.Column("failures", BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("channel", "name", name=op.f("pk_feed")),
    )
    op.create_table(
        "grant",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("expires_at", BIG, nullable=True),
        sa.Column("refreshing_until", BIG, nullable=True),
        sa.Column("tokens", sa.Text(), server_default="", nullable=False),
        sa.Column("pending", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_grant")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", BIG, server_default="0", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("fence", BIG, server_default="0", nullable=False),
        sa.Column("expires_at", BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", BIG, nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("feed", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("item", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="received", nullable=False),
        sa.Column("cause", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("raw", sa.Text(), server_default="", nullable=False),
        sa.Column("imported", BIG, server_default="0", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("meta", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_content", ["channel", "content"], unique=False)
        batch_op.create_index("ix_ledger_external", ["external_id"], unique=False)
        batch_op.create_index("ix_ledger_message", ["message_id"], unique=False)
        batch_op.create_index(
            "ix_ledger_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'received'"),
            postgresql_where=sa.text("state = 'received'"),
        )
        batch_op.create_index("ix_ledger_state", ["channel", "state", "id"], unique=False)
        batch_op.create_index("uq_ledger_key", ["channel", "key"], unique=True)

    op.create_table(
        "login_failure",
        sa.Column("id", BIG, nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("login_failure", schema=None) as batch_op:
        batch_op.create_index("ix_login_failure", ["who", "at"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "read_mark",
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("up_to", BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "conversation_id", name=op.f("pk_read_mark")),
    )
    op.create_table(
        "related",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "other_id", name=op.f("pk_related")),
    )
    op.create_table(
        "tally",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("n", BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("channel", "name", name=op.f("pk_tally")),
    )
    op.create_table(
        "undo",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("agent_id", BIG, nullable=True),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.Text(), server_default="", nullable=False),
        sa.Column("undone_at", BIG, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.create_index("uq_undo_key", ["key"], unique=True)

    op.create_table(
        "address",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("health", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_address_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("uq_address_value", ["kind", "value"], unique=True)

    op.create_table(
        "conversation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("ours", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_id", BIG, nullable=True),
        sa.Column("assignee_id", BIG, nullable=True),
        sa.Column("priority", sa.Text(), server_default="normal", nullable=False),
        sa.Column("waiting_since", BIG, nullable=True),
        sa.Column("snoozed_until", BIG, nullable=True),
        sa.Column("closed_at", BIG, nullable=True),
        sa.Column("last_id", BIG, nullable=True),
        sa.Column("last_in_id", BIG, server_default="0", nullable=False),
        sa.Column("last_at", BIG, server_default="0", nullable=False),
        sa.Column("last_direction", sa.String(), nullable=True),
        sa.Column("last_text", sa.Text(), server_default="", nullable=False),
        sa.Column("failed", BIG, server_default="0", nullable=False),
        sa.Column("uncertain", BIG, server_default="0", nullable=False),
        sa.Column("merged_into", BIG, nullable=True),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["agent.id"], name=op.f("fk_conversation_assignee_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_conversation_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("ix_conversation_assignee", ["assignee_id", "status", "last_at", "id"], unique=False)
        batch_op.create_index("ix_conversation_channel", ["channel", "status", "last_at", "id"], unique=False)
        batch_op.create_index("ix_conversation_contact", ["contact_id", "last_at", "id"], unique=False)
        batch_op.create_index(
            "ix_conversation_failed",
            ["last_at", "id"],
            unique=False,
            sqlite_where=sa.text("failed > 0"),
            postgresql_where=sa.text("failed > 0"),
        )
        batch_op.create_index("ix_conversation_list", ["status", "last_at", "id"], unique=False)
        batch_op.create_index(
            "ix_conversation_snoozed",
            ["snoozed_until"],
            unique=False,
            sqlite_where=sa.text("snoozed_until IS NOT NULL"),
            postgresql_where=sa.text("snoozed_until IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_conversation_uncertain",
            ["last_at", "id"],
            unique=False,
            sqlite_where=sa.text("uncertain > 0"),
            postgresql_where=sa.text("uncertain > 0"),
        )
        batch_op.create_index("ix_conversation_waiting", ["status", "waiting_since", "id"], unique=False)

    op.create_table(
        "session",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("csrf", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_session_agent_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_table(
        "token",
        sa.Column("id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("hash", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("used_at", BIG, nullable=True),
        sa.Column("revoked_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_token_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("uq_token_hash", ["hash"], unique=True)

    op.create_table(
        "message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="message", nullable=False),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("author_kind", sa.Text(), server_default="system", nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("author_name", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("thread_id", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", BIG, nullable=False),
        sa.Column("received_at", BIG, nullable=True),
        sa.Column("reply_until", BIG, nullable=True),
        sa.Column("no_reply", sa.Text(), server_default="", nullable=False),
        sa.Column("ours", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.Text(), server_default="", nullable=False),
        sa.Column("body_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("imported", BIG, server_default="0", nullable=False),
        sa.Column("flags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("people", sa.Text(), server_default="{}", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("routing", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("full_text", sa.Text(), server_default="", nullable=False),
        sa.Column("html", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_conversation", ["conversation_id", "id"], unique=False)
        batch_op.create_index("ix_message_external", ["external_id"], unique=False)

    op.create_table(
        "opt_out",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_opt_out_address_id")),
        sa.PrimaryKeyConstraint("channel", "address_id", name=op.f("pk_opt_out")),
    )
    op.create_table(
        "participant",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("newcomer", BIG, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_participant_address_id")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_participant_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "address_id", name=op.f("pk_participant")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index("ix_participant_address", ["address_id", "conversation_id"], unique=False)

    op.create_table(
        "ref",
        sa.Column("id", BIG, nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("kind", sa.Text(), server_default="own", nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_ref_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ref")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ref", schema=None) as batch_op:
        batch_op.create_index("ix_ref_conversation", ["conversation_id"], unique=False)
        batch_op.create_index("ix_ref_message", ["message_id"], unique=False)
        batch_op.create_index("uq_ref", ["value", "channel", "conversation_id"], unique=True)

    op.create_table(
        "tag",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_tag_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", "name", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index("ix_tag_name", ["name", "conversation_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("agent_id", BIG, nullable=True),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("position", BIG, server_default="0", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("size", BIG, nullable=True),
        sa.Column("sha", sa.Text(), server_default="", nullable=False),
        sa.Column("content_id", sa.Text(), server_default="", nullable=False),
        sa.Column("inline", BIG, server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="stored", nullable=False),
        sa.Column("pending", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", BIG, server_default="0", nullable=False),
        sa.Column("next_at", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attachment_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_message", ["message_id", "position"], unique=False)
        batch_op.create_index(
            "ix_attachment_pending",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_attachment_sha", ["sha"], unique=False)
        batch_op.create_index("uq_attachment_key", ["key"], unique=True)

    op.create_table(
        "delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("attempts", BIG, server_default="0", nullable=False),
        sa.Column("next_at", BIG, nullable=True),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("fence", BIG, server_default="0", nullable=False),
        sa.Column("lease_until", BIG, nullable=True),
        sa.Column("phase", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), server_default="", nullable=False),
        sa.Column("prepared", sa.Text(), server_default="", nullable=False),
        sa.Column("progress", sa.Text(), server_default="{}", nullable=False),
        sa.Column("outbound", sa.Text(), server_default="", nullable=False),
        sa.Column("complete_state", sa.Text(), server_default="", nullable=False),
        sa.Column("complete_at", BIG, nullable=True),
        sa.Column("complete_attempts", BIG, server_default="0", nullable=False),
        sa.Column("complete_error", sa.Text(), server_default="", nullable=False),
        sa.Column("receipt", sa.Text(), server_default="", nullable=False),
        sa.Column("look_at", BIG, nullable=True),
        sa.Column("looks", BIG, server_default="0", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_delivery_conversation_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_delivery_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_conversation", ["conversation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_delivery_due",
            ["channel", "next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(
            "ix_delivery_sending",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("state = 'sending'"),
            postgresql_where=sa.text("state = 'sending'"),
        )
        batch_op.create_index("ix_delivery_state", ["channel", "state", "id"], unique=False)
        batch_op.create_index("uq_delivery_key", ["key"], unique=True)
        batch_op.create_index("uq_delivery_message", ["message_id"], unique=True)

    op.create_table(
        "attempt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("delivery_id", BIG, nullable=False),
        sa.Column("number", BIG, server_default="1", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("phase", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", BIG, nullable=False),
        sa.Column("ended_at", BIG, nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_attempt_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_delivery", ["delivery_id", "number"], unique=False)

    op.create_table(
        "recipient",
        sa.Column("id", BIG, nullable=False),
        sa.Column("delivery_id", BIG, nullable=False),
        sa.Column("position", BIG, server_default="0", nullable=False),
        sa.Column("role", sa.Text(), server_default="to", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_recipient_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recipient", schema=None) as batch_op:
        batch_op.create_index("ix_recipient_delivery", ["delivery_id", "position"], unique=False)

    for statement in POSTGRES_DDL if op.get_context().dialect.name == "postgresql" else SQLITE_DDL:
        op.execute(statement)
