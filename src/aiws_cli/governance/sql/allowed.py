"""What a statement may consist of: node classes and functions, by dialect. Everything not named here is refused.

Names are sqlglot's class names and lower-case function names. A function is listed when it computes a value from its
arguments alone: nothing here reads files, settings, catalogs, statistics, other statements or the network, waits,
writes, or puts a value into an error message of the caller's choosing.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import allowed_snowflake as snowflake


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Allowed:
    """One dialect's lists. `nodes`: classes that are no functions; `function_classes`: functions with a class of their
    own; `function_names`: all others; `table_functions`: those that may stand in FROM; `no_columns`: words that look like
    a column and call a function that tells of the session; `methods`: `value.f()` is `f(value)`, and not function f of a
    schema."""

    nodes: frozenset[str]
    function_classes: frozenset[str]
    function_names: frozenset[str]
    table_functions: frozenset[str]
    no_columns: frozenset[str]
    methods: bool = False


NODES = _words(
    """
    Select From Where Group Having Qualify Order Ordered Limit LimitOptions Offset Distinct Join Table TableAlias
    Subquery CTE With Union Intersect Except Values Tuple Lateral TableSample WithinGroup
    Cube Rollup GroupingSets
    Column Identifier Star Alias Aliases PropertyEQ Kwarg PositionalColumn Dot Bracket Slice
    Literal Null Boolean RawString Var All Any
    Paren Neg Not BitwiseNot BitwiseAnd BitwiseOr BitwiseXor BitwiseLeftShift BitwiseRightShift
    Add Sub Mul Div IntDiv Mod DPipe EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Between In
    Like ILike SimilarTo Glob Escape Overlaps Distance
    Window WindowSpec Filter IgnoreNulls RespectNulls HavingMax
    Interval IntervalSpan AtTimeZone DataType DataTypeParam ColumnDef
    Lambda Comprehension
    JSONPath JSONPathRoot JSONPathKey JSONPathSubscript JSONPathWildcard JSONKeyValue
    """
)
FUNCTION_CLASSES = _words(
    """
    And Or Xor Case Cast TryCast Try If Count Sum Avg Stddev StddevPop StddevSamp Variance VariancePop Corr
    ApproxDistinct Grouping GroupingId Columns Extract Trim Substring StrPosition Overlay CurrentDate CurrentTime
    CurrentTimestamp Localtime Localtimestamp Exists Array Struct Map ToMap Unnest GenerateSeries JSONExtract
    JSONExtractScalar RegexpLike Pow Concat ArrayContainsAll ArrayOverlaps StartsWith
    """
)
FUNCTION_NAMES = _words(
    """
    abs acos acosh age aggregate ago any_value apply approx_count_distinct approx_quantile
    approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null
    arg_min_nulls_last argmax argmin array_agg array_aggr array_aggregate array_append array_apply
    array_cat array_concat array_contains array_cosine_distance array_cosine_similarity
    array_cross_product array_distance array_distinct array_dot_product array_extract array_filter
    array_grade_up array_has array_has_all array_has_any array_indexof array_inner_product
    array_intersect array_length array_negative_dot_product array_negative_inner_product
    array_pop_back array_pop_front array_position array_prepend array_push_back array_push_front
    array_reduce array_resize array_reverse array_reverse_sort array_select array_slice array_sort
    array_to_json array_to_string array_transform array_unique array_value array_where array_zip
    ascii asin asinh atan atan2 atanh avg bar base64 bin bit_and bit_count bit_length bit_or
    bit_position bit_xor bitstring_agg bool_and bool_or cardinality cbrt ceil ceiling century
    char_length character_length chr concat concat_ws contains corr cos cosh cot count count_if
    countif covar_pop covar_samp cume_dist current_date current_localtime current_localtimestamp
    damerau_levenshtein date date_add date_diff date_part date_sub date_trunc datediff datepart
    datesub datetime datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade
    decimal_average decode degrees dense_rank element_at encode ends_with entropy epoch epoch_ms
    epoch_ns epoch_us era even exp factorial favg fdiv fill first first_value flatten floor fmod
    format format_bytes from_base64 from_hex from_json from_json_strict fsum gamma gcd
    gen_random_uuid geomean geometric_mean get_bit get_current_time get_current_timestamp grade_up
    greatest greatest_common_divisor group_concat hamming hash hex histogram histogram_exact hour
    ifnull instr isfinite isinf isnan isodow isoyear jaccard jaro_similarity jaro_winkler_similarity
    json json_array json_array_length json_contains json_deep_merge json_exists json_extract
    json_extract_path json_extract_path_text json_extract_string json_group_array json_group_object
    json_group_structure json_insert json_keys json_merge_patch json_merge_patch_diff json_normalize
    json_object json_pretty json_quote json_remove json_replace json_set json_strip_nulls
    json_structure json_transform json_transform_strict json_type json_valid json_value julian
    kahan_sum kurtosis kurtosis_pop lag last last_day last_value lcase lcm lead least
    least_common_multiple left left_grapheme len length length_grapheme levenshtein lgamma list
    list_aggr list_aggregate list_any_value list_append list_apply list_approx_count_distinct
    list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or list_cat list_concat
    list_contains list_cosine_distance list_cosine_similarity list_count list_distance list_distinct
    list_dot_product list_element list_entropy list_extract list_filter list_first list_grade_up
    list_has list_has_all list_has_any list_histogram list_indexof list_inner_product list_intersect
    list_kurtosis list_kurtosis_pop list_last list_mad list_max list_median list_min list_mode
    list_negative_dot_product list_negative_inner_product list_position list_prepend list_product
    list_reduce list_resize list_reverse list_reverse_sort list_select list_sem list_skewness
    list_slice list_sort list_stddev_pop list_stddev_samp list_string_agg list_sum list_transform
    list_unique list_value list_var_pop list_var_samp list_where list_zip listagg ln localtime
    localtimestamp log log10 log2 lower lpad ltrim lttb mad make_date make_time make_timestamp
    make_timestamp_ms make_timestamp_ns make_timestamptz map map_concat map_contains
    map_contains_entry map_contains_value map_entries map_extract map_extract_value map_from_entries
    map_keys map_values max max_by md5 mean median microsecond millennium millisecond min min_by
    minute mismatches mod mode month monthname nanosecond nextafter nfc_normalize
    normalized_interval now nth_value ntile octet_length ord overlay parse_formatted_bytes
    percent_rank pi position pow power prefix printf product quantile quantile_cont quantile_disc
    quarter radians random rank rank_dense reduce regexp_escape regexp_extract regexp_extract_all
    regexp_full_match regexp_matches regexp_replace regexp_split_to_array regr_avgx regr_avgy
    regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace
    reservoir_quantile reverse right right_grapheme round round_even roundbankers row row_number
    row_to_json rpad rtrim second sem set_bit sha1 sha256 sign signbit sin sinh skewness split
    split_part sqrt starts_with stddev stddev_pop stddev_samp str_split str_split_regex strftime
    string_agg string_split string_split_regex string_to_array strip_accents strlen strpos strptime
    struct_concat struct_contains struct_extract struct_extract_at struct_has struct_indexof
    struct_insert struct_keys struct_pack struct_position struct_update struct_values substr
    substring substring_grapheme suffix sum sum_no_overflow sumkahan tan tanh time_bucket timestamp
    timezone timezone_hour timezone_minute to_base to_base64 to_centuries to_days to_decades to_hex
    to_hours to_json to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters
    to_seconds to_timestamp to_weeks to_years today translate trim trunc try_strptime ucase
    unhex unicode union_extract union_tag union_value upper url_decode url_encode uuid
    uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7 var_pop var_samp variance
    variant_array_length variant_contains variant_exists variant_extract variant_extract_string
    variant_keys variant_normalize variant_type variant_typeof wavg week weekday weekofyear
    weighted_avg xor year yearweek coalesce nullif unnest range generate_series
    """
)
TABLE_FUNCTIONS = _words("range generate_series unnest json_each json_tree")
NO_COLUMNS = _words("current_catalog current_database current_role current_schema current_user session_user")

BY_DIALECT = {
    "duckdb": Allowed(NODES, FUNCTION_CLASSES, FUNCTION_NAMES, TABLE_FUNCTIONS, NO_COLUMNS, methods=True),
    "snowflake": Allowed(
        _words(snowflake.NODES),
        _words(snowflake.FUNCTION_CLASSES),
        _words(snowflake.FUNCTION_NAMES),
        _words(snowflake.TABLE_FUNCTIONS),
        _words(snowflake.NO_COLUMNS),
    ),
}

FUNCTIONS_IN_FROM = _words("GenerateSeries Unnest")
"""Classes sqlglot gives to the allowed table functions."""

TYPE_NAMES = _words(
    "uint8 uint16 uint32 uint64 uint128 int1 int2 int4 int8 int16 int32 int64 int128 bignum varint"
)
"""Types the engine knows by a name that the parser takes for a user's own."""

TABLE_PARTS = _words("this db catalog alias joins laterals sample")
SELECT_PARTS = _words(
    "with_ expressions distinct from_ laterals joins where group having qualify windows order limit offset sample"
)
SUBQUERY_PARTS = _words("this alias with_ joins laterals order limit offset sample")
SET_PARTS = _words("with_ this expression distinct by_name order limit offset joins laterals")
PARTS = {
    "Table": TABLE_PARTS,
    "Select": SELECT_PARTS,
    "Subquery": SUBQUERY_PARTS,
    "Union": SET_PARTS,
    "Intersect": SET_PARTS,
    "Except": SET_PARTS,
    "CTE": _words("this alias materialized key_expressions"),
    "With": _words("expressions recursive"),
    "Values": _words("expressions alias order limit offset"),
    "Join": _words("this on side kind using method expressions match_condition"),
    "Lateral": _words("this alias view outer"),
    "TableFromRows": _words("this alias joins sample"),
}
"""Arguments of a node that may carry anything; an argument outside of these refuses the statement (time travel,
pivots, locks, hints, INTO, table versions and whatever a later parser adds)."""
