"""What an engine calls result columns that have no name of their own.

Snowflake calls them after the expression's text, in capitals. What runs is regenerated (`x::DATE` is a CAST there), so
the guard names such columns as they were written; where that can't be told, Snowflake calls them after what runs.
"""

from __future__ import annotations

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

LONGEST = 200
"""Characters of a name; an engine takes no longer ones than 255."""
_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE})
_ENDING = frozenset(
    {
        TokenType.FROM,
        TokenType.WHERE,
        TokenType.GROUP_BY,
        TokenType.HAVING,
        TokenType.QUALIFY,
        TokenType.ORDER_BY,
        TokenType.LIMIT,
        TokenType.FETCH,
        TokenType.OFFSET,
        TokenType.UNION,
        TokenType.EXCEPT,
        TokenType.INTERSECT,
        TokenType.SEMICOLON,
    }
)


def name_columns(tree: exp.Expr, tokens: list[Token], sql: str, dialect: str) -> None:
    """Give the statement's own columns the names they have unguarded, in place. DuckDB names them after what it parsed,
    and needs none of this."""
    if dialect != "snowflake":
        return
    select: exp.Expr | None = tree
    brackets = 0
    while select is not None and not isinstance(select, exp.Select):
        brackets += isinstance(select, exp.Subquery)
        select = select.args.get("this") if isinstance(select, exp.Query) else None
    if select is None:
        return
    shown = select.expressions
    texts = _written(tokens, sql, brackets)
    if len(texts) != len(shown):
        return
    select.set("expressions", [_named(e, text) for e, text in zip(shown, texts, strict=True)])


def _named(expression: exp.Expr, text: str) -> exp.Expr:
    if isinstance(expression, (exp.Alias, exp.Aliases, exp.Column, exp.Star)) or not text:
        return expression
    name = exp.Identifier(this=text[:LONGEST], quoted=True)
    return exp.Alias(this=expression, alias=name)


def _written(tokens: list[Token], sql: str, depth: int) -> list[str]:
    """The texts of the columns of the first Select, which stands in `depth` brackets at the beginning, without comments;
    empty where they can't be told."""
    if any(t.token_type is not TokenType.L_PAREN for t in tokens[:depth]):
        return []
    pieces: list[list[Token]] = []
    level = 0
    for token in tokens:
        kind = token.token_type
        if kind in _CLOSING:
            level -= 1
        if not pieces:
            if kind is TokenType.SELECT and level == depth:
                pieces.append([])
        elif level < depth or (level == depth and kind in _ENDING):
            break
        elif level == depth and kind is TokenType.COMMA:
            pieces.append([])
        else:
            pieces[-1].append(token)
        if kind in _OPENING:
            level += 1
    while pieces and pieces[0] and pieces[0][0].token_type in (TokenType.ALL, TokenType.DISTINCT):
        del pieces[0][0]
    if not pieces or not pieces[0] or pieces[0][0].token_type in (TokenType.ON, TokenType.TOP):
        return []
    return [_text(piece, sql) for piece in pieces]


def _text(tokens: list[Token], sql: str) -> str:
    """In capitals but for string literals: the log finds a literal again, wherever it stands, as it was written. Empty
    where one would stand here in another form than in the statement that runs."""
    out, literals = "", False
    for before, token in zip([None, *tokens], tokens, strict=False):
        gap = before is not None and token.start > before.end + 1
        text = sql[token.start : token.end + 1]
        quoted = "'" in text or "$$" in text
        if quoted and (text != f"'{token.text}'" or "\\" in text):
            return ""
        literals |= quoted
        out += (" " if gap else "") + (text if quoted else text.upper())
    return "" if literals and len(out) > LONGEST else out
