"""`inbox`: every command. Data goes to stdout, words to stderr; 0 done, 1 failed, 2 misused or misconfigured."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from inbox import __version__
from inbox.errors import ConfigError, InboxError

# command -> where it is; a command's file, and what that imports, is loaded only when it is asked for
COMMANDS = {
    "demo": "run:demo", "init": "setup:init", "check": "setup:check", "run": "run:run", "status": "setup:status",
    "agent": "people:agent", "token": "people:token", "channel": "channels:channel",
    "ledger": "ledger:ledger", "quarantine": "ledger:quarantine", "outbox": "outbox:outbox", "explain": "outbox:explain",
    "backfill": "fetching:backfill", "export": "privacy:export", "erase": "privacy:erase",
    "backup": "backup:backup", "restore": "backup:restore", "db": "db:db", "connector": "connectors:connector",
}


class Lazy(click.Group):
    """A group that imports what it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(f"inbox.commands.{module}"), name)
        return command


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="inbox")
def inbox() -> None:
    """Inbox: one queue from email, X and SMS; replies leave the way they came."""


def main(argv: Sequence[str] | None = None) -> None:
    """Runs a command and exits with its code."""
    os.umask(0o027)  # what a command or the daemon writes is nobody else's business
    try:
        code = inbox.main(args=None if argv is None else list(argv), prog_name="inbox", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:  # `inbox`, `inbox agent`: what could have been asked for is the answer
        click.echo(error.format_message(), err=True)
        code = 2
    except click.UsageError as error:
        line, code = error.format_message(), 2
        if error.ctx is not None:
            line += f" (see `{error.ctx.command_path} --help`)"
        _say(line)
    except click.Abort:
        _say("stopped")
        code = 1
    except click.ClickException as error:
        _say(error.format_message())
        code = 1
    except ConfigError as error:
        _say(f"{error}{'; ' + error.cure if error.cure else ''}")
        code = 2
    except BrokenPipeError:  # the reader has seen enough: `inbox ledger list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except (InboxError, ValueError, PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        code = _failed(error)
    sys.exit(code if isinstance(code, int) else 0)


def _failed(error: Exception) -> int:
    """One line for what a command raised, and its exit code."""
    from inbox.commands.common import Misused
    if isinstance(error, PermissionError):
        _say(f"{error.filename}: {error.strerror}; run it as root or as the owner of that file")
    elif isinstance(error, OSError):
        _say(f"{error.filename}: {error.strerror}")
    else:
        _say(str(error))
    return 2 if isinstance(error, (Misused, ValueError)) else 1


def _say(text: str) -> None:
    from inbox.log import redact
    click.echo("inbox: " + redact(" ".join(text.split())), err=True)
