"""The dashboard: puts published copy, users, desk and schedule together and serves them."""

import gc
import ipaddress
import signal
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import TOKYO, Database, configured, present, say, session
from reports.dashboard.roles import Role

if TYPE_CHECKING:
    from crawler.config import Config

LOCAL_NAMES = {"localhost", "ip6-localhost"}


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port to listen on.")] = 8000,
    no_schedule: Annotated[bool, typer.Option("--no-schedule", help="Start no scans and re-checks from here.")] = False,
    database: Database = None,
) -> None:
    """Show everything in the browser, and keep the schedule meanwhile.

    The first start prints a link that makes its reader the administrator.  Any other address than that of this machine
    needs a user with a password first.
    """
    import uvicorn  # noqa: PLC0415 - slow: see crawler.commands.common

    from crawler import desk, logs  # noqa: PLC0415
    from reports.charts import edition_split  # noqa: PLC0415
    from reports.dashboard.app import make_app  # noqa: PLC0415
    from reports.dashboard.users import Users  # noqa: PLC0415

    config = configured(context, database=database)
    users = Users.beside(Path(config.store.database))
    if not users.all() and not _is_local(host):
        raise typer.BadParameter(
            f"{host} can be reached by others, and nobody has a password yet: add one with"
            " `cluster-monitor user add NAME --role admin`, or start once without --host",
            param_hint="--host",
        )
    logs.set_up(config.log)
    app = make_app(desk.house(config, users, present))
    gc.freeze()  # what stays for ever need not be looked through while somebody waits: a tenth of a second each time
    listener = _listener(host, port)
    place = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    say(f"The dashboard is at {place}/  (Ctrl+C ends it)")
    if not users.all():
        say(f"First start: make yourself the administrator at\n  {place}/first?token={users.first_token()}")
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):  # uvicorn ends by them, and then hands them on to us
        signal.signal(one, lambda *_: stop.set())
    threading.Thread(target=edition_split, args=((),), daemon=True).start()  # so that nobody waits for the first chart
    keeper = None if no_schedule else _keep_schedule(context, config, stop)
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run([listener])
    finally:
        stop.set()
        if keeper is not None:
            keeper.join()


def add_user(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.", show_default=False)],
    *,
    role: Annotated[Role, typer.Option("--role", help="What the user may do.")] = Role.VIEWER,
    database: Database = None,
) -> None:
    """Add a user of the dashboard, or give one another role and password; the password is asked for."""
    from reports.dashboard.users import UserError, Users  # noqa: PLC0415 - slow: see crawler.commands.common

    users = Users.beside(Path(configured(context, database=database).store.database))
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        users.put(name, role, password)
    except UserError as error:
        raise typer.BadParameter(str(error)) from error
    say(f"{name} may sign in as {role}")


def make_token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user in whose name it asks.", show_default=False)],
    *,
    purpose: Annotated[str, typer.Option("--for", metavar="TEXT", help="What the token is for.", show_default=False)],
    role: Annotated[Role, typer.Option("--role", help="What the token may do, if the user may.")] = Role.VIEWER,
    database: Database = None,
) -> None:
    """Make a token with which a program asks the API in a user's name, and print it, this once."""
    from reports.dashboard.tokens import TokenError  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.dashboard.users import Users  # noqa: PLC0415

    users = Users.beside(Path(configured(context, database=database).store.database))
    user = users.find(name)
    if user is None:
        raise typer.BadParameter(f"there is no user {name!r}: `cluster-monitor user add` adds one", param_hint="NAME")
    if not user.role.includes(role):
        raise typer.BadParameter(f"{name} is only {user.role}: give the token no more", param_hint="--role")
    try:
        token = users.tokens.make(name, purpose, role, present().astimezone(TOKYO).date())
    except TokenError as error:
        raise typer.BadParameter(str(error), param_hint="--for") from error
    say(f"{name} can revoke it on the page /account. It is not shown again:")
    typer.echo(token)


def _keep_schedule(context: typer.Context, config: "Config", stop: threading.Event) -> threading.Thread:
    """Keep the schedule in a thread of its own; where another process keeps it, say so and leave it to that."""
    from crawler import schedule  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.lock import LockedError  # noqa: PLC0415

    command = schedule.own_command(session(context).config_file)

    def keep() -> None:
        try:
            schedule.run(config, command, present, stop)
        except (LockedError, schedule.ScheduleError) as error:
            say(f"warning: no scans are started from here: {error}")

    thread = threading.Thread(target=keep, name="schedule")
    thread.start()
    return thread


def _is_local(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOCAL_NAMES


def _listener(host: str, port: int) -> socket.socket:
    """The open port; 0 is any free one."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise typer.BadParameter(
            f"{host}:{port} cannot be listened on ({error.strerror or error}): name another one", param_hint="--port"
        ) from error
