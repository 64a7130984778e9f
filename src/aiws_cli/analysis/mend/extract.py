"""SQL out of what a model said: fenced or bare, with prose around it, cut off, or said twice."""

from __future__ import annotations

import re
from itertools import islice

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from ...core.messages import without_thinking

_FENCE = re.compile(r"```[ \t]*([A-Za-z]*)[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)
_INLINE_FENCE = re.compile(r"```(?:sql)?\s*(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_START = re.compile(
    r"\b(?:with\s+(?:recursive\s+)?[\w\"]+\s*(?:\([^)]*\)\s*)?as\b|select\b|from\s+[\w\".]+\s+select\b)",
    re.IGNORECASE,
)
_JSON_SQL = re.compile(r'"(?:sql|query)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
# Lines that can only be prose: what models add after a statement they forgot to end.
_PROSE = re.compile(
    r"\n\s*\n(?=[^\n]*(?:[가-힣]{2,}.*(?:다|요)[.!]?\s*$|^(?:This|The|Note|Explanation|Here|It|In this|설명|참고|이 쿼리)\b))",
    re.MULTILINE,
)


def extract_sql(reply_text: str) -> str:
    """The first SELECT or WITH statement of a reply, without its semicolon; "" where there is none.

    Fences are read first, the unclosed one too. Text after the statement (prose, a repetition, a second
    statement, an open comment) is left out. The statement itself is not changed.
    """
    text = without_thinking(reply_text)
    for block in (*_fenced(text), text):
        found = _first_statement(block)
        if found:
            return found
    return ""


def _fenced(text: str) -> list[str]:
    blocks = [m[2] for m in _FENCE.finditer(text)] or [m[1] for m in _INLINE_FENCE.finditer(text)]
    out: list[str] = []
    for block in blocks:
        quoted = _JSON_SQL.search(block)
        out.append(_unescape(quoted[1]) if quoted else block)
    if not blocks and (quoted := _JSON_SQL.search(text)):
        out.append(_unescape(quoted[1]))
    return out


def _unescape(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"').replace("\\\\", "\\")


def _first_statement(text: str) -> str:
    first = ""
    for start in islice(_START.finditer(text), 12):
        body = _PROSE.split(text[start.start() :], maxsplit=1)[0]
        if "```" in body:
            body = body[: body.index("```")]
        body = _close_list(_until_end(body).strip())
        # "to select the right rows, use: SELECT …" is prose; what reads FROM somewhere or parses is a statement
        if _FROM.search(body) or _reads(body):
            return body
        first = first or body
    return first


def _reads(body: str) -> bool:
    try:
        return bool(body) and sqlglot.parse_one(body, read="duckdb") is not None
    except SqlglotError:
        return False


# A list of values at the very end, never closed: where a model turned in circles and was stopped.
_OPEN_LIST = re.compile(
    r"(?P<head>.*\bIN\s*\()(?P<values>(?:\s*'[^']*'\s*,){4,})[^()]*\Z", re.IGNORECASE | re.DOTALL
)


def _close_list(body: str) -> str:
    """The statement with an endless list of values cut to its different ones and closed; the rest is left to the rules."""
    cut = _OPEN_LIST.match(body)
    if cut is None:
        return body
    values = list(dict.fromkeys(re.findall(r"'[^']*'", cut["values"])))
    return f"{cut['head']}{', '.join(values)})"


def _until_end(body: str) -> str:
    """Up to the first semicolon outside strings and comments, or up to a statement that starts over."""
    try:
        tokens = sqlglot.tokenize(body, read="duckdb")
    except SqlglotError:
        # an unclosed string or comment: whatever comes before the next blank line
        return body.split(";")[0].split("\n\n")[0]
    depth = 0
    for position, token in enumerate(tokens):
        if token.token_type is TokenType.L_PAREN:
            depth += 1
        elif token.token_type is TokenType.R_PAREN:
            depth -= 1
            if depth < 0:  # a parenthesis nobody opened: the statement stood in prose
                return body[: token.start]
        elif token.token_type is TokenType.SEMICOLON:
            return body[: token.start]
        elif depth == 0 and position and _starts_over(tokens, position):
            return body[: token.start]
    return body


def _starts_over(tokens: list[Token], position: int) -> bool:
    """A second SELECT or WITH at the top that no set operation, CTE or FROM-first form leads to."""
    token = tokens[position]
    if token.token_type not in (TokenType.SELECT, TokenType.WITH):
        return False
    before = tokens[position - 1]
    if token.token_type is TokenType.WITH:
        return (
            before.token_type not in (TokenType.L_PAREN, TokenType.ALIAS)
            and any(t.token_type is TokenType.FROM for t in tokens[:position])
            and tokens[position + 1 : position + 3][-1:] != []
            and tokens[position + 2].token_type is TokenType.ALIAS
        )
    allowed = {TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT, TokenType.ALL, TokenType.DISTINCT}
    if before.token_type in allowed or before.text.upper() in ("NAME", "ALL", "MINUS"):
        return False
    heads = [t.token_type for t in tokens[:position]]
    return TokenType.SELECT in _top_level(tokens[:position]) or (
        TokenType.WITH not in heads and TokenType.FROM not in heads
    )


def _top_level(tokens: list[Token]) -> set[TokenType]:
    depth = 0
    out: set[TokenType] = set()
    for token in tokens:
        if token.token_type is TokenType.L_PAREN:
            depth += 1
        elif token.token_type is TokenType.R_PAREN:
            depth -= 1
        elif depth == 0:
            out.add(token.token_type)
    return out
