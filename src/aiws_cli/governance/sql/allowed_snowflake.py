"""Snowflake's lists; see `allowed` for what a name must be to stand here.

Left out on purpose: what reads stages, results, history, metadata or the session (`RESULT_SCAN`, `LAST_QUERY_ID`,
`GET_DDL`, `SYSTEM$…`, `CURRENT_ROLE`, `INFERENCE` of any kind), names made at run time (`IDENTIFIER`, `TABLE('…')`),
whatever somebody else wrote (a call with a schema in front, an external function, a model), sequences, and encryption.
"""

from __future__ import annotations

NODES = """
    Select From Where Group Having Qualify Order Ordered Limit LimitOptions Fetch Offset Distinct Join Table TableAlias
    Subquery CTE With Union Intersect Except Values Tuple Lateral TableSample WithinGroup TableFromRows
    Cube Rollup GroupingSets
    Column Identifier Star Alias PropertyEQ Kwarg Dot Bracket Slice
    Literal Null Boolean RawString Var All Any
    Paren Neg Not BitwiseNot BitwiseAnd BitwiseOr BitwiseXor
    Add Sub Mul Div Mod DPipe EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Between In
    Like ILike Escape LikeAny ILikeAny
    Window WindowSpec IgnoreNulls RespectNulls
    Interval IntervalSpan DataType DataTypeParam ColumnDef
    Lambda
    JSONPath JSONPathRoot JSONPathKey JSONPathSubscript
"""
FUNCTION_CLASSES = """
    And Or Case Cast TryCast If Count Sum Avg Stddev StddevPop StddevSamp Variance VariancePop Corr ApproxDistinct
    Grouping GroupingId Extract Trim Substring StrPosition CurrentDate CurrentTime CurrentTimestamp Localtime
    Localtimestamp Exists Array Struct StarMap JSONExtract RegexpLike Concat
"""
FUNCTION_NAMES = """
    abs acos acosh add_months any_value approx_count_distinct approx_percentile approx_top_k array_agg array_append
    array_cat array_compact array_construct array_construct_compact array_contains array_distinct array_except
    array_flatten array_generate_range array_insert array_intersection array_max array_min array_position array_prepend
    array_remove array_remove_at array_reverse array_size array_slice array_sort array_to_string array_union_agg
    array_unique_agg arrays_overlap arrays_to_object arrays_zip as_array as_binary as_boolean as_char as_date as_decimal
    as_double as_integer as_number as_object as_real as_time as_timestamp_ltz as_timestamp_ntz as_timestamp_tz as_varchar
    ascii asin asinh atan atan2 atanh avg base64_decode_string base64_encode bit_length bitand bitand_agg bitnot bitor
    bitor_agg bitshiftleft bitshiftright bitxor bitxor_agg booland booland_agg boolnot boolor boolor_agg boolxor
    boolxor_agg cbrt ceil char charindex check_json chr coalesce concat concat_ws conditional_change_event
    conditional_true_event contains convert_timezone corr cos cosh cot count count_if covar_pop covar_samp cume_dist
    current_date current_time current_timestamp date date_from_parts date_part date_trunc dateadd datediff datefromparts
    day dayname dayofmonth dayofweek dayofweekiso dayofyear decode degrees dense_rank div0 div0null editdistance endswith
    equal_null exp factorial filter first_value floor get get_ignore_case get_path getbit getdate greatest
    greatest_ignore_nulls grouping grouping_id hash hash_agg haversine hex_decode_string hex_encode hll hour iff ifnull
    initcap insert is_array is_binary is_boolean is_char is_date is_date_value is_decimal is_double is_integer
    is_null_value is_object is_real is_time is_timestamp_ltz is_timestamp_ntz is_timestamp_tz is_varchar
    jarowinkler_similarity json_extract_path_text kurtosis lag last_day last_value lead least least_ignore_nulls left
    len length listagg ln localtime localtimestamp log lower lpad ltrim map_cat map_contains_key map_delete map_insert
    map_keys map_pick map_size max max_by md5 md5_hex median min min_by minhash minute mod mode month monthname
    months_between next_day normal nth_value ntile nullif nullifzero nvl nvl2 object_agg object_construct
    object_construct_keep_null object_delete object_insert object_keys object_pick octet_length parse_ip parse_json
    parse_url percent_rank percentile_cont percentile_disc pi position pow power previous_day quarter radians random
    rank ratio_to_report reduce regexp regexp_count regexp_instr regexp_like regexp_replace regexp_substr
    regexp_substr_all regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat
    replace reverse right rlike round row_number rpad rtrim rtrimmed_length second seq1 seq2 seq4 seq8 sha1 sha1_hex
    sha2 sha2_hex sign sin sinh skew soundex space split split_part sqrt square startswith stddev stddev_pop stddev_samp
    strip_null_value strtok strtok_to_array substr substring sum sysdate tan tanh time time_from_parts time_slice
    timeadd timediff timefromparts timestamp_from_parts timestamp_ltz_from_parts timestamp_ntz_from_parts
    timestamp_tz_from_parts timestampadd timestampdiff to_array to_binary to_boolean to_char to_date to_decimal to_double
    to_json to_number to_numeric to_object to_time to_timestamp to_timestamp_ltz to_timestamp_ntz to_timestamp_tz
    to_varchar to_variant transform translate trim trunc truncate try_base64_decode_string try_hex_decode_string
    try_parse_json try_to_binary try_to_boolean try_to_date try_to_decimal try_to_double try_to_number try_to_numeric
    try_to_time try_to_timestamp try_to_timestamp_ltz try_to_timestamp_ntz try_to_timestamp_tz typeof unicode uniform
    upper uuid_string var_pop var_samp variance variance_pop variance_samp week weekiso weekofyear width_bucket year
    yearofweek yearofweekiso zeroifnull
"""
TABLE_FUNCTIONS = "flatten generator split_to_table strtok_split_to_table"
"""What may stand in `TABLE(…)` or LATERAL."""
NO_COLUMNS = """
    current_account current_account_name current_available_roles current_catalog current_client current_database
    current_ip_address current_organization_name current_organization_user current_region current_role current_role_type
    current_schema current_schemas current_secondary_roles current_session current_statement current_transaction
    current_user current_version current_warehouse session_user
"""
