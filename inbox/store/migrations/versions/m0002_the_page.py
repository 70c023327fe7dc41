"""teams, drafts, saved views, mentions, presence, channels made in the browser, links that set a password"""

import json

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
# everything here is new beside the old: a program of the version before runs on it
readable_from = "0001"


def upgrade() -> None:
    op.create_table(
        "installed_channel",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("enabled", BIG, server_default="1", nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("updated_at", BIG, nullable=False),
        sa.Column("settings", sa.Text(), server_default="", nullable=False),
        sa.Column("shown", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installed_channel")),
    )

    op.create_table(
        "team",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_team_name", "team", ["name"], unique=True)

    op.create_table(
        "account_token",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), server_default="reset", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("expires_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_account_token_agent_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_account_token")),
    )
    op.create_index(op.f("ix_account_token_agent_id"), "account_token", ["agent_id"])

    op.create_table(
        "account_mail",
        sa.Column("id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), server_default="reset", nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("tries", BIG, server_default="0", nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_account_mail_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_mail")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_account_mail_agent_id"), "account_mail", ["agent_id"])
    op.create_index("ix_account_mail_due", "account_mail", ["due_at"])

    op.create_table(
        "draft",
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("fields", sa.Text(), server_default="{}", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_draft_agent_id")),
        sa.PrimaryKeyConstraint("agent_id", "conversation_id", "kind", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_conversation", "draft", ["conversation_id"])

    op.create_table(
        "presence",
        sa.Column("tab", sa.String(), nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, server_default="0", nullable=False),
        sa.Column("typing", sa.Text(), server_default="", nullable=False),
        sa.Column("typing_until", BIG, server_default="0", nullable=False),
        sa.Column("until", BIG, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_presence_agent_id")),
        sa.PrimaryKeyConstraint("tab", name=op.f("pk_presence")),
    )

    op.create_table(
        "saved_view",
        sa.Column("id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("shared", BIG, server_default="0", nullable=False),
        sa.Column("position", BIG, server_default="0", nullable=False),
        sa.Column("query", sa.Text(), server_default="{}", nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_saved_view_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_view_agent", "saved_view", ["agent_id"])

    op.create_table(
        "team_member",
        sa.Column("team_id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_team_member_agent_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("team_id", "agent_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_agent", "team_member", ["agent_id"])

    op.create_table(
        "mention",
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("agent_id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("seen_at", BIG, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_mention_agent_id")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_mention_conversation_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_mention_message_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "agent_id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_agent", "mention", ["agent_id", "conversation_id"])
    op.create_index("ix_mention_conversation", "mention", ["conversation_id"])
    op.create_index("ix_mention_unseen", "mention", ["agent_id", "conversation_id"],
                    sqlite_where=sa.text("seen_at IS NULL"), postgresql_where=sa.text("seen_at IS NULL"))
    op.create_index("ix_message_received", "message", ["received_at", "conversation_id", "channel"],
                    sqlite_where=sa.text("direction = 'in'"), postgresql_where=sa.text("direction = 'in'"))
    op.create_index("ix_message_sent", "message", ["sent_at", "conversation_id", "channel", "author_kind", "author_id"],
                    sqlite_where=sa.text("direction = 'out'"), postgresql_where=sa.text("direction = 'out'"))
    op.add_column("canned", sa.Column("shortcut", sa.Text(), server_default="", nullable=False))
    op.add_column("canned", sa.Column("actions", sa.Text(), server_default="{}", nullable=False))
    op.add_column("canned", sa.Column("variants", sa.Text(), server_default="{}", nullable=False))
    op.add_column("canned", sa.Column("used", BIG, server_default="0", nullable=False))
    op.add_column("canned", sa.Column("used_at", BIG, nullable=True))
    op.add_column("contact", sa.Column("language", sa.Text(), server_default="", nullable=False))
    op.add_column("contact", sa.Column("time_zone", sa.Text(), server_default="", nullable=False))
    op.add_column("contact", sa.Column("blocked", BIG, server_default="0", nullable=False))
    op.add_column("contact", sa.Column("show_images", BIG, server_default="0", nullable=False))
    op.add_column("contact", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("contact", sa.Column("fields", sa.Text(), server_default="{}", nullable=False))
    op.add_column("grant", sa.Column("ends_at", BIG, nullable=True))
    op.add_column("conversation", sa.Column("team_id", BIG, nullable=True))
    op.add_column("conversation", sa.Column("returned", sa.Text(), server_default="", nullable=False))
    op.add_column("conversation", sa.Column("returned_at", BIG, nullable=True))
    op.add_column("conversation", sa.Column("first_reply_at", BIG, nullable=True))
    op.create_index("ix_conversation_closed", "conversation", ["closed_at", "id"],
                    sqlite_where=sa.text("closed_at IS NOT NULL"), postgresql_where=sa.text("closed_at IS NOT NULL"))
    op.create_index("ix_delivery_canceled", "delivery", ["message_id"],
                    sqlite_where=sa.text("state = 'canceled'"), postgresql_where=sa.text("state = 'canceled'"))
    op.create_index("ix_delivery_complete", "delivery", ["channel", "complete_at"],
                    sqlite_where=sa.text("complete_state = 'queued'"), postgresql_where=sa.text("complete_state = 'queued'"))
    op.create_index("ix_conversation_created", "conversation", ["created_at", "id"])
    op.create_index("ix_conversation_team", "conversation", ["team_id", "status", "last_at", "id"],
                    sqlite_where=sa.text("team_id IS NOT NULL"), postgresql_where=sa.text("team_id IS NOT NULL"))
    op.drop_index("ix_contact_name", "contact")
    op.create_index("ix_contact_name", "contact", ["name", "id"])
    _mark_people(op.get_bind())
    op.execute("""UPDATE conversation SET first_reply_at = (SELECT CASE WHEN EXISTS (SELECT 1 FROM message i
        WHERE i.conversation_id = conversation.id AND i.direction = 'in' AND COALESCE(i.received_at, i.sent_at) <= o.sent_at)
        THEN o.sent_at END FROM message o LEFT JOIN delivery d ON d.message_id = o.id
        WHERE o.conversation_id = conversation.id AND o.direction = 'out' AND o.flags NOT LIKE '%"automatic"%'
        AND (d.id IS NULL OR d.state NOT IN ('failed', 'bounced', 'canceled')) ORDER BY o.sent_at, o.id LIMIT 1)""")


def _mark_people(connection: sa.Connection) -> None:
    """Puts the words by which `from:` and `to:` find a message into the documents that the index of words has already."""
    from inbox.store import search
    from inbox.store.fold import tsvector
    postgres = connection.dialect.name == "postgresql"
    more = "body || CAST(:marks AS tsvector)" if postgres else "body || ' ' || :marks"
    last = 0
    while found := connection.execute(sa.text("SELECT id, people FROM message WHERE id > :last ORDER BY id LIMIT 1000"),
                                      {"last": last}).all():
        for row in found:
            if marks := search.marks(search.people(json.loads(row.people))):
                connection.execute(sa.text(f"UPDATE search SET body = {more} WHERE rowid = :id"),  # noqa: S608 - words of our own
                                   {"marks": tsvector(marks) if postgres else marks, "id": row.id})
        last = found[-1].id
    if not postgres:  # what was replaced lies in many pieces, which makes every search take twice as long
        connection.execute(sa.text("INSERT INTO search (search) VALUES ('optimize')"))
