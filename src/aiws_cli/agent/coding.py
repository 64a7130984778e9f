"""Work on the files of the folder, as far as it needs no model.

Which files a request is about, what stands in them, whether the tests pass: code knows all of that. The model is asked for
the one thing it alone can do, the new lines; what came of them is checked and said by code again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import ClassVar

from ..analysis.code.nearest import named, nearest
from ..analysis.code.rename import renamed
from ..analysis.code.wish import CodeWish, wish
from ..core.deeds import Deed
from ..core.errors import Actor, AiwsError, LimitError
from ..core.events import Event, StepStarted
from ..core.fences import fence
from ..core.language import say
from ..core.messages import Message, ModelRequest, ToolCall
from ..core.prompts import prompt
from ..core.runs import RunOutcome
from ..core.untrusted import clean, framed
from ..tools.editing import Planned, is_test
from ..tools.folder import Folder
from ..tools.searching import folder_text
from ..tools.text_files import FileRefused
from .loop import Done, Running, written_changes
from .of_code import changes_a_query, changes_code, names_code

# What is looked into, and how much of it a small model is given: characters, about three a token.
_ENDINGS = frozenset(".py .sql .md .yaml .yml .toml .json .sh .ini .cfg .txt .csv .html .js .ts .r".split())
_LOOKED_AT, _MOST_CHARS = 400, 200_000
_SMALL = 2_000
_GIVEN, _GIVEN_NAMED, _GIVEN_FILES = 5_000, 12_000, 6
# Longer files are not written whole: what a small model copies out, it gets wrong.
_WHOLE_LINES = 120
_SHOWN_LINES = 200
_NAMED, _LIKELY = 40.0, 6.0
# Of the best file's score; what has less is there to be read.
_TARGET = 0.4
_ROUNDS = 2
_OUTPUT = 1_200
_MOST_TOKENS = 2_400
_WORDS = 160


class ChangeNotMade(AiwsError):
    """The model wrote no change that could be made. Slots: why (of the last one)."""

    code: ClassVar[str] = "change_not_made"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


@dataclass
class Coding:
    """The part of code in one turn of work on files. `asked_in_full` is the request with what was given beside it.

    `allowed` says whether a deed would pass without a person, `max_tokens` bounds a reply. The files and the request stand
    in a line of their own, with a short head and no tools: what a small model has to read before it writes is what counts.
    """

    request: str
    asked_in_full: str
    folder: Folder
    allowed: Callable[[Deed], bool]
    max_tokens: int
    planning: bool = False
    wish: CodeWish = field(init=False)
    changed: dict[str, tuple[int, int]] = field(default_factory=dict, init=False)
    _files: Mapping[str, str] = field(default_factory=dict, init=False)
    _failing: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        self.wish = wish(self.request)

    def begin(self, running: Running) -> Generator[Event, None, str]:
        """Do what needs no tools of a model's own choice: read, ask for the new files, write them, test them, say so.

        Words that come back are the answer. Without any, a model goes on with tools: it has been told of what was done.
        Raises ChangeNotMade, and LimitError where tests go on failing.
        """
        if self.planning or not self.wish.changes:
            return (yield from self._read_aloud(running))
        self._files = self._texts(self.folder.files())
        words = (yield from self._moved(running)) or (yield from self._renamed(running))
        if not words:
            yield StepStarted(step="change")
            words = yield from self._rewritten(running)
        if words and self.wish.further:
            running.told(f"Done already: {self._told() or words}. Do only what else is asked for.")
            return ""
        return words

    def _read_aloud(self, running: Running) -> Generator[Event, None, str]:
        """Files that are named are read before the model is asked what it says of them."""
        self._files = self._texts(p for p in self.folder.files() if named(self.request, p))
        chosen = self._chosen(dict(nearest(self.request, self._files)))
        if chosen:
            yield from running.perform("", [_call("read_file", n, **a) for n, a in enumerate(chosen)])
        return ""

    # — the model's part —

    def _rewritten(self, running: Running) -> Generator[Event, None, str]:
        """Ask for the new lines of the files the request is about. Empty where none is in sight."""
        output = (yield from self._tested(running)) if self.wish.failing else ""
        scores = dict(nearest(f"{self.request}\n{output}", self._files))
        chosen = self._chosen(scores)
        if not (self._new_names() or (chosen and self._is_sure(max(scores.values())))):
            return ""
        if not self.wish.failing and self._tests(str(a["path"]) for a in chosen):
            self._failing = _failing((yield from self._tested(running)))
        shown: dict[str, str] = {}
        for number, arguments in enumerate(chosen):
            done = yield from running.call(_call("read_file", number, **arguments))
            if done.ok:
                shown[str(arguments["path"])] = done.told
        targets = self._targets(shown, scores)
        asked = self._asked(targets)
        # A fence without a path is one of these in the replies asked for here, and in no other.
        self.folder.expected = targets
        try:
            return (yield from self._written(running, _opening(shown, targets, output, asked), asked))
        finally:
            self.folder.expected = ()

    def _written(
        self, running: Running, messages: tuple[Message, ...], asked: str
    ) -> Generator[Event, None, str]:
        """Have the change written; what is wrong with it is told, so often. Raises ChangeNotMade, LimitError."""
        why, only_words = "", False
        for _ in range(_ROUNDS + 1):
            request = ModelRequest(messages, max_tokens=self._reply_tokens())
            reply = yield from running.asked(request, "code")
            # Nothing was offered to be called; some models call all the same.
            called = tuple(c for c in reply.tool_calls if c.name == "edit_file")
            calls = called or written_changes(reply.text, running.by_name, running.context)
            if calls:
                for call in calls:
                    done = yield from running.call(call)
                    self._note(done)
                    if not done.ok:
                        break
                told, why = f"{done.told}\n{asked}", done.summary
                if done.ok:
                    told, tests = yield from self._ended(running)
                    if not told:
                        changed = say("agent.code.changed", running.language, files=self._told())
                        return f"{changed} {tests}".strip()
            else:
                told = f"No file was changed. {asked}"
                why = say("agent.code.no_change", running.language, words=_short(reply.text))
                if only_words:  # Said twice, it is its answer.
                    break
                only_words = True
            messages = (*messages, Message("assistant", reply.text), Message("user", told))
        if self.changed:
            raise self._tests_fail(running)
        raise ChangeNotMade(why=why)

    def _reply_tokens(self) -> int:
        """Room for the files written whole, at two characters a token, and some more."""
        chars = sum(len(self._files.get(p, "")) for p in self.folder.expected)
        return max(self.max_tokens, min(chars // 2 + 300, _MOST_TOKENS))

    def _tests_fail(self, running: Running) -> LimitError:
        return LimitError(
            limit=say("agent.limit.tests", running.language, files=self._told()), value=_ROUNDS + 1
        )

    def _targets(self, given: Collection[str], scores: Mapping[str, float]) -> tuple[str, ...]:
        """Of the files that are given those that may be what is to change, and those that are to be made."""
        new = self._new_names()
        open_ = [p for p in given if not self._is_reference(p) and not (new and not named(self.request, p))]
        least = max((scores.get(p, 0.0) for p in open_), default=0.0) * _TARGET
        likely = [p for p in open_ if scores.get(p, 0.0) >= least]
        return (*new, *likely) or tuple(given)[-1:]

    def _is_reference(self, path: str) -> bool:
        """Whether a file is there to be read: tests that are to pass, tables as they are, prose nobody named."""
        if is_test(path) and self.wish.failing:
            return True
        prose = PurePath(path).suffix.lower() in (".md", ".txt", ".csv")
        tables = re.search(r"\bcreate\s+(?:or\s+replace\s+)?table\b", self._files[path], re.I)
        return bool(prose or tables or is_test(path)) and not named(self.request, path)

    def _asked(self, targets: tuple[str, ...]) -> str:
        """The request as it stands behind the files, and how the change is to be written."""
        if any(len(self._files.get(p, "").split("\n")) > _WHOLE_LINES for p in targets):
            return prompt("change_lines").fill(request=self.asked_in_full)
        if len(targets) == 1:
            return prompt("change_one").fill(request=self.asked_in_full, path=targets[0])
        return prompt("change").fill(request=self.asked_in_full)

    def _texts(self, paths: Iterable[str]) -> dict[str, str]:
        out: dict[str, str] = {}
        for path in paths:
            if PurePath(path).suffix.lower() not in _ENDINGS and PurePath(path).suffix:
                continue
            try:
                text = folder_text(self.folder, path)
            except (FileRefused, OSError):
                continue
            if len(text) <= _MOST_CHARS:
                out[path] = text
            if len(out) >= _LOOKED_AT:
                break
        return out

    def _chosen(self, scores: Mapping[str, float]) -> list[dict[str, object]]:
        """Arguments of `read_file` for the files that are given, the best one last: what is read last is best remembered.

        `scores` are those of `nearest`, best first.
        """
        room, chosen = _GIVEN, []
        least = 0.0 if self._is_small() else max(scores.values(), default=0.0) / 10
        for path, score in list(scores.items())[: _GIVEN_FILES * 2]:
            text = self._files[path]
            sure = score >= _NAMED
            if score < least:
                continue
            if len(text) > (_GIVEN_NAMED if sure else room) or len(chosen) >= _GIVEN_FILES:
                if not sure:
                    continue
                chosen.append(_part(path, text, self.request))
                continue
            room -= len(text)
            chosen.append({"path": path})
        return chosen[::-1]

    def _is_sure(self, best: float) -> bool:
        """Whether a file of that score is what the request is about, and does not only share words with it."""
        of_files = names_code(self.request) or changes_code(self.request) or changes_a_query(self.request)
        return best >= (_LIKELY if of_files and not self.wish.further else _NAMED)

    def _is_small(self) -> bool:
        """Whether all there is may be read as well."""
        return sum(map(len, self._files.values())) <= _SMALL

    def _new_names(self) -> tuple[str, ...]:
        """Files that are named and not there yet."""
        ending = r"(?:py|sql|md|ya?ml|toml|json|sh|ini|cfg|txt|html)"
        found = re.findall(rf"[\w가-힣./-]+\.{ending}(?![A-Za-z0-9_])", self.request)
        known = {PurePath(p).name for p in self._files}
        return tuple(dict.fromkeys(n for n in found if PurePath(n).name not in known))

    def _moved(self, running: Running) -> Generator[Event, None, str]:
        """Another name for a file, where that is all. Empty where it is not there, or the new one is."""
        if self.wish.move is None:
            return ""
        old, new = self.wish.move
        if old not in self._files or new in self._files:
            return ""
        # What an earlier turn has read may be otherwise now.
        yield from running.call(_call("read_file", 0, path=old))
        done = yield from running.call(_call("move_file", 1, path=old, to=new))
        if not done.ok:
            raise ChangeNotMade(why=done.summary)
        return say("agent.code.moved", running.language, old=old, new=new)

    def _renamed(self, running: Running) -> Generator[Event, None, str]:
        """One name for another, where that is all: no model copies out files for it. Empty where a rule can't tell."""
        if self.wish.rename is None:
            return ""
        old, new = self.wish.rename
        within = () if self.wish.everywhere else [p for p in self._files if named(self.request, p)]
        kinds = self.wish.kinds
        files = {p: t for p, t in self._files.items() if not kinds or p.endswith(kinds)}
        changed = renamed(files, old, new, within=within)
        if not changed:
            return ""
        if self._tests(changed):
            self._failing = _failing((yield from self._tested(running)))
        for number, path in enumerate(changed):
            yield from running.call(_call("read_file", number, path=path))
        done = yield from running.call(ToolCall("call_0", "edit_file", {"change": _in_fences(changed)}))
        self._note(done)
        if not done.ok:
            return ""
        told, tests = yield from self._ended(running)
        if told:
            raise self._tests_fail(running)
        said = say("agent.code.renamed", running.language, old=old, new=new, files=self._told())
        return f"{said} {tests}".strip()

    # — what came of it —

    def _note(self, done: Done) -> None:
        if done.ok and isinstance(done.value, tuple):
            for planned in done.value:
                assert isinstance(planned, Planned)
                come, gone = _lines_of(planned)
                before = self.changed.get(str(planned.path), (0, 0))
                self.changed[str(planned.path)] = (before[0] + come, before[1] + gone)

    def _ended(self, running: Running) -> Generator[Event, None, tuple[str, str]]:
        """After a change: what the model is told of tests that fail by it, and what is said of those that do not."""
        if not (self.wish.failing or self._tests(self.changed)):
            return "", ""
        said = yield from self._tested(running)
        if not said:
            return "", say("agent.code.tests_not_run", running.language)
        failing = _failing(said)
        new = failing if self.wish.failing else failing - self._failing
        if new or (not failing and not said.startswith(("exit 0", "exit 5"))):
            return f"The tests fail. Write the file again so that they pass.\n{framed(said)}", ""
        passed = re.search(r"\b(\d+) passed\b", said)
        words = say("agent.code.tests_passed", running.language, passed=passed[1]) if passed else ""
        if failing:
            words += " " + say("agent.code.tests_failed_before", running.language, failed=len(failing))
        return "", words.strip()

    def _tests(self, paths: Iterable[str]) -> bool:
        """Whether these files are tests, or tests speak of them."""
        about = set(paths)
        stems = {PurePath(p).stem for p in about if p.endswith(".py")}
        return any(map(is_test, about)) or any(
            is_test(path) and any(re.search(rf"\b{re.escape(stem)}\b", text) for stem in stems)
            for path, text in self._files.items()
        )

    def _tested(self, running: Running) -> Generator[Event, None, str]:
        """What the tests say, from `exit N` on, the end of it; empty where they may not be run unasked."""
        tool = running.by_name.get("run_tests")
        if tool is None or running.context.bench is None:
            return ""
        try:
            deed = tool.deed(running.context, {})
        except AiwsError:
            return ""
        if not self.allowed(deed):
            return ""
        done = yield from running.call(_call("run_tests", 0), may_be_left=True)
        if not isinstance(done.value, RunOutcome):
            return ""
        return f"exit {done.value.exit}\n{clean(done.value.stdout)[-_OUTPUT:]}"

    def _told(self) -> str:
        return ", ".join(f"{path} (+{come} −{gone})" for path, (come, gone) in self.changed.items())


def _short(text: str) -> str:
    line = " ".join(clean(text).split())
    return line if len(line) <= _WORDS else line[:_WORDS] + "…"


def _failing(output: str) -> frozenset[str]:
    """The tests that pytest's last lines name."""
    return frozenset(re.findall(r"^(?:FAILED|ERROR) (\S+)", output, re.M))


def _opening(
    shown: Mapping[str, str], targets: Collection[str], output: str, asked: str
) -> tuple[Message, ...]:
    """The request: what is there to be read, the files that may change, what the tests say, and what is asked last."""
    read = [text for path, text in shown.items() if path not in targets]
    parts = [*(["Only to read:"] if read else []), *read]
    parts += [*(["Files:"] if read else []), *(t for p, t in shown.items() if p in targets)]
    parts += [f"The tests say:\n{framed(output)}"] if output else []
    return (Message("system", prompt("code").text), Message("user", "\n".join((*parts, asked))))


def _call(name: str, number: int, **arguments: object) -> ToolCall:
    return ToolCall(f"call_{number}", name, arguments)


def _part(path: str, text: str, request: str) -> dict[str, object]:
    """The part of a long file where most of the request's words stand."""
    words = {w.lower() for w in re.findall(r"[A-Za-z_]\w{2,}|[가-힣]{2,}", request)}
    lines = text.split("\n")
    hits = [n for n, line in enumerate(lines) if any(w in line.lower() for w in words)]
    start = max(1, (hits[0] if hits else 0) + 1 - 20)
    return {"path": path, "start": start, "lines": _SHOWN_LINES}


def _in_fences(files: Mapping[str, str]) -> str:
    """Whole files as a reply holds them, in fences longer than any in them."""
    out = []
    for path, text in files.items():
        ticks = fence(text)
        out.append(f"{path}\n{ticks}\n{text.removesuffix(chr(10))}\n{ticks}")
    return "\n".join(out)


def _lines_of(planned: Planned) -> tuple[int, int]:
    """Lines that came and went."""
    body = planned.diff().split("\n")[2:]
    return sum(line.startswith("+") for line in body), sum(line.startswith("-") for line in body)
