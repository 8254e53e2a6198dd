/* What each connection to PostgreSQL is told first: $1 the schema (or
 * empty), $2 the milliseconds that a statement may take. */
#include "db/postgres_parts.h"

const char *const POSTGRES_SETTINGS =
    "select set_config('search_path', case when $1 = '' "
    "then current_setting('search_path') else quote_ident($1) end, false), "
    "set_config('statement_timeout', $2, false), "
    "set_config('lock_timeout', '5000', false), "
    "set_config('idle_in_transaction_session_timeout', '60000', false), "
    "set_config('client_min_messages', 'warning', false), "
    "set_config('bytea_output', 'hex', false), "
    "set_config('extra_float_digits', '1', false), "
    "set_config('TimeZone', 'UTC', false), "
    /* Whatever the server's habit: never promise before it is on disk. */
    "set_config('synchronous_commit', case "
    "current_setting('synchronous_commit') when 'off' then 'on' "
    "else current_setting('synchronous_commit') end, false)";
