"""Mending: a model's SQL corrected by code, from the SQL, the catalog and the question alone.

`RULES` is the whole of it: a tuple of small functions, each with its own table of test rows
(tests/analysis/mend/rows). A rule changes what it can see to be wrong and is sure how to put right;
where two answers are possible it leaves the SQL alone, and `problems` says so, or `cautions` where the SQL
runs all the same. A right query comes out as it went in. To add a rule: write a function (tree, scene) →
(tree, reasons), put it where its knowledge is ready (names before joins, joins before values), add its texts
and its rows.
"""

from __future__ import annotations

from sqlglot import exp

from ...core.answer import Mend
from .beside import mend_beside
from .both import mend_both, mend_shared
from .check import problems
from .columns import mend_columns
from .counted_keys import mend_counted_keys
from .counts import mend_counted, mend_nested
from .demanded import mend_demanded, mend_excluded
from .dialect import mend_functions, mend_today
from .each import mend_each
from .either import mend_either
from .extract import extract_sql
from .fanout import cautions, mend_fanout
from .filters import mend_filter_unasked
from .group_amounts import mend_group_amount
from .grouping import mend_group_asked
from .joins import mend_join_conditions, mend_join_outer, mend_join_unused
from .keys import mend_join_keys
from .lists import mend_list_column, mend_list_values, mend_unnest
from .literals import mend_booleans, mend_dates, mend_types, mend_values
from .measures import mend_counted_rows, mend_per_head, mend_ranked_measure, mend_summed
from .money import mend_money
from .months import mend_join_period
from .name_parts import mend_name_parts
from .negation import mend_denied, mend_denied_through, mend_null_keys
from .none_at_all import mend_none_at_all
from .objects import mend_object_keys, mend_object_values
from .patterns import mend_pattern
from .periods import (
    mend_date_invented,
    mend_now,
    mend_period,
    mend_period_grain,
    mend_period_unasked,
)
from .qualifiers import mend_qualifiers
from .ranked_figure import mend_ranked_figure
from .reading import read, write
from .repeated import mend_repeated
from .scene import Mended, Problem, RealValues, Rule, Scene
from .select_list import mend_fixed_shown, mend_key_name, mend_key_shown, mend_named_only, mend_whose
from .sets import mend_except, mend_never
from .shape import (
    mend_distinct,
    mend_group_shown,
    mend_groups,
    mend_groups_unasked,
    mend_having,
    mend_rows_wanted,
    mend_where_aggregate,
)
from .shares import mend_share, mend_share_where
from .shown import mend_shown
from .spelling import mend_distinct_order, mend_quotes, mend_reserved
from .superlatives import (
    mend_commonest,
    mend_direction,
    mend_first_only,
    mend_first_time,
    mend_grouped_distinct,
    mend_latest,
)
from .tables import mend_tables
from .time_units import mend_time_unit, mend_time_unit_unasked
from .time_windows import mend_change, mend_running_total, mend_window_limit, mend_window_partition
from .unasked import mend_limit_unasked, mend_offset_unasked, mend_value_invented
from .unknown import mend_ambiguous
from .unsaid_shown import mend_unsaid_shown
from .weekdays import mend_weekday
from .whose_value import mend_value_asked, mend_value_column
from .year_numbers import mend_year_numbers
from .zeros import mend_zero

__all__ = ["BESIDES", "RULES", "Mended", "Problem", "RealValues", "Rule", "Scene", "extract_sql", "mend"]

RULES: tuple[Rule, ...] = (
    Rule("function", mend_functions),
    Rule("today", mend_today),
    Rule("table", mend_tables),
    Rule("qualifier", mend_qualifiers),
    Rule("quotes", mend_quotes),
    Rule("join_keys", mend_join_keys),
    Rule("object_key", mend_object_keys),
    Rule("list_column", mend_list_column),
    Rule("column", mend_columns),
    Rule("join_period", mend_join_period),
    Rule("ambiguous", mend_ambiguous),
    Rule("join_condition", mend_join_conditions),
    Rule("join_unused", mend_join_unused),
    Rule("join_outer", mend_join_outer),
    Rule("object_value", mend_object_values),
    Rule("list_value", mend_list_values),
    Rule("value_column", mend_value_column),
    Rule("value", mend_values),
    Rule("value_asked", mend_value_asked),
    Rule("pattern", mend_pattern),
    Rule("boolean", mend_booleans),
    Rule("weekday", mend_weekday),
    Rule("year_number", mend_year_numbers),
    Rule("date", mend_dates),
    Rule("cast", mend_types),
    Rule("either", mend_either),
    Rule("none_at_all", mend_none_at_all),
    Rule("where_aggregate", mend_where_aggregate),
    Rule("having", mend_having),
    Rule("nested", mend_nested),
    Rule("group_amount", mend_group_amount),
    Rule("group_asked", mend_group_asked),
    Rule("each", mend_each),
    Rule("unnest", mend_unnest),
    Rule("share", mend_share),
    Rule("share_where", mend_share_where),
    Rule("money", mend_money),
    Rule("summed", mend_summed),
    Rule("counted_rows", mend_counted_rows),
    Rule("group_unasked", mend_groups_unasked),
    Rule("group_by", mend_groups),
    Rule("group_shown", mend_group_shown),
    Rule("grouped_distinct", mend_grouped_distinct),
    Rule("latest", mend_latest),
    Rule("commonest", mend_commonest),
    Rule("first_only", mend_first_only),
    Rule("first_time", mend_first_time),
    Rule("direction", mend_direction),
    Rule("set_keys", mend_except),
    Rule("both", mend_both),
    Rule("shared", mend_shared),
    Rule("never", mend_never),
    Rule("denied", mend_denied),
    Rule("denied_through", mend_denied_through),
    Rule("null_keys", mend_null_keys),
    Rule("zero", mend_zero),
    Rule("distinct", mend_distinct),
    Rule("limit", mend_rows_wanted),
    Rule("value_invented", mend_value_invented),
    Rule("filter_unasked", mend_filter_unasked),
    Rule("date_invented", mend_date_invented),
    Rule("period_unasked", mend_period_unasked),
    Rule("limit_unasked", mend_limit_unasked),
    Rule("offset_unasked", mend_offset_unasked),
    Rule("change", mend_change),
    Rule("window_partition", mend_window_partition),
    Rule("window_limit", mend_window_limit),
    Rule("period", mend_period),
    Rule("period_grain", mend_period_grain),
    Rule("period_now", mend_now),
    Rule("time_unit", mend_time_unit),
    Rule("time_unit_unasked", mend_time_unit_unasked),
    Rule("running_total", mend_running_total),
    Rule("excluded", mend_excluded),
    Rule("demanded", mend_demanded),
    Rule("beside", mend_beside),
    Rule("fanout", mend_fanout),
    Rule("shown", mend_shown),
    Rule("fixed_shown", mend_fixed_shown),
    Rule("key_shown", mend_key_shown),
    Rule("key_name", mend_key_name),
    Rule("whose", mend_whose),
    Rule("named_only", mend_named_only),
    Rule("name_part", mend_name_parts),
    Rule("measure_unasked", mend_per_head),
    Rule("measure_ranked", mend_ranked_measure),
    Rule("unsaid_shown", mend_unsaid_shown),
    Rule("ranked_figure", mend_ranked_figure),
    Rule("repeated", mend_repeated),
    Rule("counted_keys", mend_counted_keys),
    Rule("distinct_order", mend_distinct_order),
    Rule("counted", mend_counted),
    Rule("reserved", mend_reserved),
)

BESIDES = frozenset({"named_only", "unsaid_shown"})
"""Rules that take away what is shown beside. Whoever reviewed a query meant to show it: left out for reviewed ones."""

ROUNDS = 3
"""Rules see each other's work: a moved column can leave a join unused. More rounds than this never helped."""


def mend(sql: str, scene: Scene) -> Mended:
    """Correct one statement. Never raises for bad SQL: what cannot be read comes back with a `syntax` problem.

    Mending the result again changes nothing.
    """
    tree, reasons, error = read(sql, scene)
    if tree is None:
        told = Problem("syntax", "", scene.reason("problem.syntax", detail=error))
        return Mended(sql, None, (), (told,))
    if not isinstance(tree, exp.Query):
        return Mended(sql, tree, (), ())
    mends = [Mend("dialect", reason) for reason in reasons]
    left_out = scene.without
    rules = () if "mending" in left_out else tuple(r for r in RULES if r.name not in left_out)
    for _ in range(ROUNDS):
        before = len(mends)
        for rule in rules:
            tree, reasons = rule.function(tree, scene)
            mends.extend(Mend(rule.name, reason) for reason in reasons)
        if len(mends) == before:
            break
    text = write(tree, scene.dialect) if mends else sql.strip().rstrip(";").rstrip()
    return Mended(text, tree, tuple(dict.fromkeys(mends)), problems(tree, scene), cautions(tree, scene))
