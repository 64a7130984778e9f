"""What shells ask for when Tab is pressed: `aiws __at-tab KIND [BEGUN]` prints words, one a line, and says nothing else.

At a key press nobody waits for a network, a warehouse or a model, and nobody reads a complaint: what can't be said at
once is left out.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..core.untrusted import clean

if TYPE_CHECKING:
    from ..app import Application
    from ..core.ports import Warehouse

_MOST = 2_000
_SECONDS = 1.5
_MOST_SESSIONS = 50
_ABOUT = 60
_PLAIN = re.compile(r"[\w.:/@%+,-]+")
"""Words that need no quotes in any shell. No other is offered: at a shell's line it would be more than a word."""

Words = Iterable[tuple[str, str]]


def put(kind: str = "", begun: str = "", *_: str) -> None:
    """The words of a kind that begin as typed, with what each is for behind a tab, on stdout.

    Nothing for a kind that is none of KINDS, and nothing more than can be had at once.
    """
    # A library that has something to say at import says it nowhere.
    with suppress(Exception), redirect_stderr(io.StringIO()):
        sys.stdout.buffer.write("".join(_lines(KINDS[kind](begun), begun)).encode())
        sys.stdout.flush()


def _lines(words: Words, begun: str) -> Iterator[str]:
    until = time.monotonic() + _SECONDS
    for word, about in islice(words, _MOST):
        if time.monotonic() > until:
            return
        if word.startswith(begun) and _PLAIN.fullmatch(word):
            told = " ".join(clean(about).split())[:_ABOUT]
            yield f"{word}\t{told}\n" if told else f"{word}\n"


def _sessions(_: str) -> Words:
    from ..agent.sessions import SessionStore
    from ..core.settings import resolve

    store = SessionStore(resolve().settings.home / "sessions")
    return ((s.id, s.title) for s in store.list(most=_MOST_SESSIONS))


def _tables(begun: str) -> Words:
    """Tables the asker may read. Of a large catalog only those are looked at that begin as typed."""
    with _application() as application:
        for name in application.catalog.table_names():
            if name.startswith(begun):
                found = application.permitted.table(name)
                if found is not None:
                    yield name, found.business_name


def _roles(_: str) -> Words:
    with _application() as application:
        titles = application.policy.roles
        return [(r, getattr(titles[r], "title", "")) for r in application.identity.roles]


def _workspaces(_: str) -> Words:
    with _application() as application:
        companies: Any = application.permitted.companies
    for company in companies:
        yield company.id, company.title_ko or company.title_en
        yield from ((f"{company.id}/{d.id}", "") for d in company.domains)


def _models(_: str) -> Words:
    """The one in the settings and those aiws can bring itself; what a server has would have to be asked for."""
    from ..core.settings import resolve
    from ..models.known import KNOWN

    chosen = resolve().settings.model
    return [(name, "") for name in dict.fromkeys((chosen, *KNOWN)) if name]


KINDS: dict[str, Callable[[str], Words]] = {
    "sessions": _sessions,
    "tables": _tables,
    "roles": _roles,
    "workspaces": _workspaces,
    "models": _models,
}


def _application() -> Application:
    """The application under the settings in force, which raises instead of asking anything that may take its time."""
    from ..app import Application
    from ..catalog.index import index_path
    from ..core.settings import resolve

    class AtOnce(Application):
        @cached_property
        def raw_warehouse(self) -> Warehouse:
            raise TimeoutError

        def _fetch_keys(self, url: str) -> bytes:
            raise TimeoutError

        @cached_property
        def catalog(self) -> Any:
            # An index that is not there yet is built by the first command that needs it.
            if not index_path(self.catalog_folder, self.settings.home).is_file():
                raise TimeoutError
            return super().catalog

    return AtOnce(resolve(), notify=lambda _: None)
