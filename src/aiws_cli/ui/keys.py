"""What the keys of the input line do, beyond what everybody's shell does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prompt_toolkit.application.current import get_app
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_completions, has_focus, is_searching, vi_navigation_mode
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.bindings.search import accept_search_and_accept_input
from prompt_toolkit.keys import Keys

from ..core.errors import AiwsError
from .editor import edited
from .letters import last_letter
from .pasted import Pasted


def keys(
    pasted: Pasted,
    tell: Callable[[str], None],
    turn_mode: Callable[[], None] | None = None,
    page: Callable[[], None] | None = None,
) -> KeyBindings:
    """Enter sends, behind a backslash it starts a new line, as Alt-Enter and Ctrl-J do; Ctrl-X Ctrl-E opens the editor.

    Shift+Tab calls `turn_mode`, Ctrl-O `page`; `tell` says what could not be done, above the line.
    """
    bound = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @bound.add("escape", "enter", filter=typing)
    @bound.add("c-j", filter=typing)
    def _(event: Any) -> None:
        event.current_buffer.insert_text("\n")

    @bound.add("enter", filter=typing & Condition(_continued))
    def _(event: Any) -> None:
        event.current_buffer.delete_before_cursor()
        event.current_buffer.insert_text("\n")

    # As in every shell: what was found is sent.
    bound.add("enter", filter=is_searching)(accept_search_and_accept_input)

    @bound.add(Keys.BracketedPaste, filter=typing)
    def _(event: Any) -> None:
        event.current_buffer.insert_text(pasted.fold(event.data))

    @bound.add("backspace", filter=typing & ~vi_navigation_mode & Condition(_nothing_selected))
    def _(event: Any) -> None:
        buffer = event.current_buffer
        before = buffer.document.text_before_cursor
        for _ in range(event.arg):
            buffer.delete_before_cursor(pasted.mark_before(before) or last_letter(before))
            before = buffer.document.text_before_cursor

    @bound.add("c-x", "c-e", filter=typing)
    @bound.add("v", filter=typing & vi_navigation_mode & Condition(_nothing_selected))
    def _(event: Any) -> None:
        buffer = event.current_buffer

        async def edit() -> None:
            try:
                text = await run_in_terminal(lambda: edited(pasted.unfold(buffer.text)), in_executor=True)
            except AiwsError as problem:
                said = f"{problem.message()}\n{problem.hint()}".strip()
                await run_in_terminal(lambda: tell(said))
                return
            buffer.text = pasted.folded_again(text)
            buffer.cursor_position = len(buffer.text)

        event.app.create_background_task(edit())

    if turn_mode is not None:

        @bound.add("s-tab", filter=typing & ~has_completions)
        def _(event: Any) -> None:
            turn_mode()
            event.app.invalidate()

    if page is not None:

        @bound.add("c-o", filter=typing)
        def _(event: Any) -> None:
            async def show() -> None:
                await run_in_terminal(page, in_executor=True)

            event.app.create_background_task(show())

    return bound


def _continued() -> bool:
    document = get_app().current_buffer.document
    return document.is_cursor_at_the_end and document.text.endswith("\\")


def _nothing_selected() -> bool:
    return get_app().current_buffer.selection_state is None
