# The lines of script/bench: pages, load, memory, acts.  Sourced by it, on an
# opened and served place (bench_place.sh).
# shellcheck shell=bash disable=SC2034,SC2154

declare -A figure               # of this run: figure[detail.cpu_us] ...
seen=()                         # keys of pages, in order

value() { sed -nE "s/.*(^| )$1=([0-9.]+).*/\2/p" <<<"$2" | tail -n 1; }
ratio() { awk -v a="${1:-0}" -v b="${2:-0}" 'BEGIN {if (b > 0) printf "%.2f", a / b; else printf "-"}'; }
load() { "$build/bench_load" --seconds "$seconds" "$@"; }

# note KEY VALUE [RATIO]: a line of the history
note() {
    figure[$1]=$2
    [ -n "${3:-}" ] && figure[$1.ratio]=$3
    [ -n "$record" ] || return 0
    [ -s "$history" ] ||
        printf 'date\tcommit\tcores\tkey\tvalue\tratio\n' >"$history"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$today" "$commit" "$cores" \
        "$engine.$matters.$1" "$2" "${3:--}" >>"$history"
}

# ---- pages -----------------------------------------------------------------

wanted() {
    [ ${#pages[@]} -eq 0 ] && return 0
    local page
    for page in "${pages[@]}"; do [ "$page" = "$1" ] && return 0; done
    return 1
}

# requests WHO ACCEPT FILE: the paths of standard input as load's file
requests() {
    {
        [ "$1" = - ] || echo "header Cookie: $(<"$scratch/$1.cookie")"
        [ "$2" = - ] || echo "header Accept: $2"
        of 'GET '
    } >"$3"
}

# bare_of WHO ACCEPT PATH LOAD-OPTIONS: $bare_said, of a bare libmicrohttpd
# that sends the same bytes
bare_of() {
    local head=() path=$3
    [ "$1" = - ] || head+=(-H "Cookie: $(<"$scratch/$1.cookie")")
    [ "$2" = - ] || head+=(-H "Accept: $2")
    shift 3
    get -D "$scratch/head" -o "$scratch/body" "${head[@]}" \
        "http://127.0.0.1:$port$path"
    "$build/bench_bare_http" "$scratch/head" "$scratch/body" >"$scratch/bare" &
    bare=$!
    until [ -s "$scratch/bare" ]; do sleep 0.01; done
    echo "GET $path" >"$scratch/bare.requests"
    bare_said=$(load --port "$(<"$scratch/bare")" --file "$scratch/bare.requests" \
        --clients 16 --pid "$bare" "$@")
    kill "$bare"
    wait "$bare" 2>/dev/null || true
    bare=''
    : >"$scratch/bare"
}

page_head() {
    printf '%-13s %8s %8s %8s %8s %8s %9s %7s %7s %5s\n' page per_s p50_us \
        p99_us cpu_us bytes bare/s ratio cpu bad
}

# page KEY WHO ACCEPT FILE [LOAD OPTIONS]: a line; FILE holds paths.  Each is
# asked for once before, and nobody counts.
page() {
    local key=$1 who=$2 accept=$3 file=$4 said base r cpu bad
    shift 4
    seen+=("$key")
    wanted "$key" || return 0
    [ -s "$file" ] || { echo "$key: nothing to ask for" && return 0; }
    requests "$who" "$accept" "$scratch/$key.requests" <"$file"
    said=$(load --port "$port" --file "$scratch/$key.requests" --clients 16 \
        --pid "$server" --warm "$@")
    bare_of "$who" "$accept" "$(head -n 1 "$file")" --seconds 1
    base=$bare_said
    r=$(ratio "$(value per_s "$said")" "$(value per_s "$base")")
    cpu=$(ratio "$(value cpu_us "$base")" "$(value cpu_us "$said")")
    bad=$(($(value wrong "$said") + $(value lost "$said")))
    printf '%-13s %8s %8s %8s %8s %8s %9s %7s %7s %5s\n' "$key" \
        "$(value per_s "$said")" "$(value p50_us "$said")" \
        "$(value p99_us "$said")" "$(value cpu_us "$said")" \
        "$(value bytes "$said")" "$(value per_s "$base")" "$r" "$cpu" "$bad"
    note "$key.per_s" "$(value per_s "$said")" "$r"
    note "$key.cpu_us" "$(value cpu_us "$said")" "$cpu"
    figure[$key.p50_us]=$(value p50_us "$said")
    figure[$key.requests]=$(value requests "$said")
}

# The paths of every page into $scratch/KEY.paths.
paths_find() {
    local pair=%E8%B7%AF%E7%81%AF       # 路灯
    at() { cat >"$scratch/$1.paths"; }
    echo / | at home
    echo /published | at published
    sql "select public_code from matter where public_code <> '' and is_published = 1 order by public_code limit 500" |
        of /published/ | at public
    anywhere public_code public_code "$any" | of /published/ | at public-any
    echo /matters | at list
    lists_anywhere "$any" | at list-any
    sql 'select code from matter order by code limit 500' |
        of /matters/ | at detail
    anywhere code code "$any" | of /matters/ | at detail-any
    echo "/matters?q=$pair" | at search
    searches_anywhere "$any" | at search-any
    echo /work | at work
    echo /insight/0 | at dashboard
    figures_anywhere "$any" | at dashboard-any
    get "http://127.0.0.1:$port/" | grep -oE '/static/[^"]+\.css' |
        head -n 1 | at asset
}

all_pages() {
    page_head
    page home - - "$scratch/home.paths"
    page published - - "$scratch/published.paths"
    page public - - "$scratch/public.paths"
    page public-any - - "$scratch/public-any.paths" --share
    page list county - "$scratch/list.paths"
    page list-any county - "$scratch/list-any.paths" --share
    page detail county - "$scratch/detail.paths"
    page detail-any county - "$scratch/detail-any.paths" --share
    page json county application/json "$scratch/detail.paths"
    page search county - "$scratch/search.paths"
    page search-any county - "$scratch/search-any.paths" --share
    page work deputy - "$scratch/work.paths"
    page work-county county - "$scratch/work.paths"
    page dashboard county - "$scratch/dashboard.paths"
    page dashboard-any county - "$scratch/dashboard-any.paths" --share
    page asset - - "$scratch/asset.paths"
}

# ---- beside libpq ----------------------------------------------------------

# The same reads without the house: a matter and its timeline, over as many
# connections as the house reads with.
libpq_line() {
    local key=$1 file=$2 base r cpu
    [ -n "${figure[$key.per_s]:-}" ] || return 0
    sed 's|.*/||' "$scratch/$file.paths" >"$scratch/codes"
    "$build/bench_bare_pq" "$url" "$seconds" --pages 8 "$scratch/codes" \
        >/dev/null                  # warm as ours
    base=$("$build/bench_bare_pq" "$url" "$seconds" --pages 8 "$scratch/codes")
    r=$(ratio "${figure[$key.per_s]}" "$(value per_s "$base")")
    cpu=$(ratio "$(value cpu_us "$base")" "${figure[$key.cpu_us]}")
    printf '%-13s %8s %8s %9s %9s %7s %7s\n' "$key" \
        "${figure[$key.per_s]}" "${figure[$key.cpu_us]}" \
        "$(value per_s "$base")" "$(value cpu_us "$base")" "$r" "$cpu"
    note "libpq.$key.per_s" "$(value per_s "$base")" "$r"
    note "libpq.$key.cpu_us" "$(value cpu_us "$base")" "$cpu"
}

libpq_lines() {
    printf '\n%-13s %8s %8s %9s %9s %7s %7s\n' 'beside libpq' per_s cpu_us \
        libpq/s libpq_us ratio cpu
    libpq_line detail detail
    libpq_line detail-any detail-any
    libpq_line json detail
}

# ---- half the load, many connections ---------------------------------------

# half_times: the middle one of five "p99/p50 p50 p99" in a file
half_times() { sort -n "$1" | sed -n 3p; }

# Five runs in turn with the bare program at the same rate, which says how much
# of it is the machine's own; the middle one of each counts.
half_line() {
    local said half one two
    half=$(awk -v r="${figure[detail.per_s]}" 'BEGIN {print int(r / 2)}')
    rm -f "$scratch/half.house" "$scratch/half.bare"
    for _ in 1 2 3 4 5; do
        said=$(load --port "$port" --file "$scratch/detail.requests" \
            --clients 16 --rate "$half")
        half_note "$said" >>"$scratch/half.house"
        bare_of county - "$(head -n 1 "$scratch/detail.paths")" --rate "$half"
        half_note "$bare_said" >>"$scratch/half.bare"
    done
    read -ra one < <(half_times "$scratch/half.house")
    read -ra two < <(half_times "$scratch/half.bare")
    printf '\ndetail at %s/s: p50 %s us, p99 %s us (%s times);' "$half" \
        "${one[1]}" "${one[2]}" "${one[0]}"
    printf ' bare: p50 %s us, p99 %s us (%s times)\n' \
        "${two[1]}" "${two[2]}" "${two[0]}"
    note half.p99_us "${one[2]}" "${one[0]}"
    note half.bare_p99_us "${two[2]}" "${two[0]}"
}

half_note() {
    local p50 p99
    p50=$(value p50_us "$1")
    p99=$(value p99_us "$1")
    echo "$(ratio "$p99" "$p50") $p50 $p99"
}

memory_line() {
    local said
    said=$(load --port "$port" --file "$scratch/detail-any.requests" \
        --clients 1000 --hold --share --pid "$server")
    printf 'memory: %s MB after start; with 1,000 open connections %s MB, of' \
        $((idle_kb / 1024)) $(($(value rss_kb "$said") / 1024))
    printf ' them %s MB its own and %s MB of the program file\n' \
        $(($(value anon_kb "$said") / 1024)) \
        $(($(value file_kb "$said") / 1024))
    note memory.idle_kb "$idle_kb"
    note memory.1000_kb "$(value rss_kb "$said")"
    note memory.1000_anon_kb "$(value anon_kb "$said")"
}

# ---- acts ------------------------------------------------------------------

acts_prepare() {
    local form token
    form=$(get -b "$scratch/liaison.jar" "http://127.0.0.1:$port/matters/new")
    token=$(sed -nE 's/.*name="_token" value="([^"]*)".*/\1/p' <<<"$form" |
        head -n 1)
    village=$(sql "select min(code) from area where level = 5 and code >= (select min(g.area_lo) from role_grant g join account a on a.id = g.account_id where a.login = 'liaison')")
    village=$(printf '%016d' "$village")
    {
        echo "header Cookie: $(<"$scratch/liaison.cookie")"
        echo "POST /matters channel=visiting&kind=problem&area=${village:0:12}&title=%E8%B7%AF%E7%81%AF%E5%9D%8F%E4%BA%86&body=%E8%8F%9C%E5%9C%BA%E4%B8%9C%E9%97%A8%E7%9A%84%E8%B7%AF%E7%81%AF%E5%9D%8F%E4%BA%86%E5%8D%8A%E4%B8%AA%E6%9C%88%EF%BC%8C%E6%99%9A%E4%B8%8A%E7%9C%8B%E4%B8%8D%E8%A7%81%E3%80%82&consent=1&_token=$token"
    } >"$scratch/acts"
}

# Four details to a list, sixteen readers; then the same while one client
# writes twenty matters a second.
mixed_lines() {
    local alone beside acts
    {
        echo "header Cookie: $(<"$scratch/county.cookie")"
        paste -d '\n' <(head -n 100000 "$scratch/detail-any.paths") \
            <(shuf -n 100000 --random-source=<(yes) "$scratch/list-any.paths") |
            awk 'NF && (NR % 2 || NR % 8 == 0) {print "GET " $0}'
    } >"$scratch/mixed"
    alone=$(load --port "$port" --file "$scratch/mixed" --clients 16 --share)
    load --port "$port" --file "$scratch/mixed" --clients 16 --share \
        >"$scratch/beside" &
    local readers=$!
    acts=$(load --port "$port" --file "$scratch/acts" --clients 1 --rate 20)
    wait "$readers"
    beside=$(<"$scratch/beside")
    sleep 1                     # what was asked for last is still answered
    printf '\n%-22s %9s %9s %9s %5s\n' mixed per_s p50_us p99_us bad
    mixed_line 'reads alone' "$alone"
    mixed_line 'reads beside acts' "$beside"
    mixed_line 'acts, 20 a second' "$acts"
    note mixed.alone.per_s "$(value per_s "$alone")"
    note mixed.reads.per_s "$(value per_s "$beside")" \
        "$(ratio "$(value per_s "$beside")" "$(value per_s "$alone")")"
    note mixed.reads.p99_us "$(value p99_us "$beside")"
    note mixed.acts.p99_us "$(value p99_us "$acts")"
}
mixed_line() {
    printf '%-22s %9s %9s %9s %5s\n' "$1" "$(value per_s "$2")" \
        "$(value p50_us "$2")" "$(value p99_us "$2")" \
        $(($(value wrong "$2") + $(value lost "$2")))
}

of_bare() { value per_s "$(grep "^$1 batch=$2 " <<<"$bare_said")"; }

# The bare program spoils what it writes to: a copy, or nothing if the file
# is larger than a copy is worth.
bare_rows_run() {
    local bytes_max=$((8 << 30))
    bare_said=''
    if [ "$engine" = postgres ] && [ -z "$in_place" ]; then
        bare_said=$("$build/bench_bare_pq" "$url" "$seconds" 1 32)
    elif [ "$engine" = postgres ]; then
        echo 'bench: no bare acts on a place that is kept' >&2
    elif [ "$(stat -c %s "$data/xinqiao.db")" -gt "$bytes_max" ]; then
        echo 'bench: no bare acts: the file is too large to copy' >&2
    else
        cp --reflink=auto "$data/xinqiao.db" "$scratch/bare.db"
        bare_said=$("$build/bench_bare_sqlite" "$scratch/bare.db" "$seconds" 1 32)
        rm -f "$scratch"/bare.db*
    fi
}

act_line() {
    local r base
    base=$(of_bare matters "$2")
    r=$(ratio "$(value per_s "$3")" "$base")
    printf '%-22s %9s %9s %9s %9s %9s %7s\n' "$1 (bare: by $2)" \
        "$(value per_s "$3")" "$(value p50_us "$3")" "$(value p99_us "$3")" \
        "$(value cpu_us "$3")" "${base:--}" "$r"
    note "acts.$1.per_s" "$(value per_s "$3")" "$r"
}

act_lines() {
    local one many
    one=$(load --port "$port" --file "$scratch/acts" --clients 1 --pid "$server")
    many=$(load --port "$port" --file "$scratch/acts" --clients 64 --pid "$server")
    if [ "$(value wrong "$one$many")" != 0 ]; then
        echo "bench: acts were refused" >&2
    fi
    stop
    bare_rows_run
    printf '\n%-22s %9s %9s %9s %9s %9s %7s\n' acts per_s p50_us p99_us \
        cpu_us bare/s ratio
    act_line 1 1 "$one"
    act_line 64 32 "$many"
    printf '64 clients do %s times the acts of one; bare point reads %s/s\n' \
        "$(ratio "$(value per_s "$many")" "$(value per_s "$one")")" \
        "$(of_bare reads 1)"
    note acts.64_to_1 "$(ratio "$(value per_s "$many")" "$(value per_s "$one")")"
}

# ---- start and import --------------------------------------------------------

start_and_import() {
    local rows=2000 began took
    serve
    printf '\nstart: %s ms, again %s ms\n' "$first_ms" "$start_ms"
    note start_ms "$start_ms"
    stop
    awk -v n=$rows 'BEGIN {
        print "key,title,body"
        for (i = 1; i <= n; i++)
            printf "k%d,菜场东门第%d号路灯不亮,菜场东门的路灯坏了半个月，晚上看不见。\n", i, i
    }' >"$scratch/rows.csv"
    began=$(now_us)
    "$build/xinqiao" import matters "$scratch/rows.csv" --data "$data" \
        ${url:+--db "$url"} --source "bench $(date +%s)" --area "$village" \
        >"$scratch/log" 2>&1 || tail -n 3 "$scratch/log"
    took=$(($(now_us) - began))
    printf 'import: %s rows/s\n' "$(ratio $((rows * 1000000)) "$took")"
    note import.rows_per_s "$(ratio $((rows * 1000000)) "$took")"
}

# ---- what was asked for ----------------------------------------------------

# target TEXT VALUE LEAST|MOST LIMIT
target() {
    local word
    word=$(awk -v v="${2:--}" -v how="$3" -v l="$4" 'BEGIN {
        if (v == "-" || v == "") print "-"
        else print (how == "least" ? v >= l : v <= l) ? "PASS" : "short"}')
    printf '%-6s %-52s %9s  (at %s %s)\n' "$word" "$1" "${2:--}" "$3" "$4"
}

cpu_times() { ratio "${figure[$1.cpu_us]:-0}" "${figure[$2.cpu_us]:-0}"; }

targets() {
    local beside=libmicrohttpd
    printf '\n'
    for key in detail detail-any; do
        target "$key: requests of a bare $beside" "${figure[$key.per_s.ratio]:-}" least 0.50
        target "$key: CPU time, bare $beside / ours" "${figure[$key.cpu_us.ratio]:-}" least 0.50
    done
    for key in list list-any; do
        target "$key: requests of a bare $beside" "${figure[$key.per_s.ratio]:-}" least 0.20
        target "$key: CPU time, bare $beside / ours" "${figure[$key.cpu_us.ratio]:-}" least 0.20
    done
    if [ "$engine" = postgres ]; then
        target 'detail: requests of bare libpq' "${figure[libpq.detail.per_s.ratio]:-}" least 0.50
        target 'detail: CPU time, bare libpq / ours' "${figure[libpq.detail.cpu_us.ratio]:-}" least 0.50
        target 'detail-any: requests of bare libpq' "${figure[libpq.detail-any.per_s.ratio]:-}" least 0.50
        target 'detail-any: CPU time, bare libpq / ours' "${figure[libpq.detail-any.cpu_us.ratio]:-}" least 0.50
    fi
    target 'acts of 64 clients / of one' "${figure[acts.64_to_1]:-}" least 3
    target 'acts of 64 clients / bare program by 32' "${figure[acts.64.per_s.ratio]:-}" least 0.35
    target 'nation dashboard / detail, CPU time' "$(cpu_times dashboard detail)" most 2
    target 'dashboard-any / detail-any, CPU time' "$(cpu_times dashboard-any detail-any)" most 2
    target 'search / detail, CPU time' "$(cpu_times search detail)" most 8
    target 'search-any / detail-any, CPU time' "$(cpu_times search-any detail-any)" most 8
    target 'p99 / p50 at half the highest load' "${figure[half.p99_us.ratio]:-}" most 10
    target 'memory at 1,000 connections, MB' $((${figure[memory.1000_kb]:-0} / 1024)) most 127
    target 'start, ms' "${figure[start_ms]:-}" most 999
}

# ---- two places --------------------------------------------------------------

# Each page at both sizes; its time may be half as much again at the larger.
comparison() {
    local key a b c d word
    of_run() { sed -nE "s/^$2 //p" "$scratch/figures.$1"; }
    printf '%-13s %12s %12s %7s %12s %12s %7s\n' 'page' \
        "cpu ${measured[0]}" "cpu ${measured[1]}" times \
        "p50 ${measured[0]}" "p50 ${measured[1]}" times
    for key in $(printf '%s\n' "${seen[@]}" | awk '!n[$0]++'); do
        a=$(of_run 1 "$key.cpu_us") b=$(of_run 2 "$key.cpu_us")
        c=$(of_run 1 "$key.p50_us") d=$(of_run 2 "$key.p50_us")
        if [ -z "$a" ] || [ -z "$b" ]; then continue; fi
        word=$(awk -v a="$a" -v b="$b" -v c="$c" -v d="$d" 'BEGIN {
            print b <= 1.5 * a && d <= 1.5 * c ? "PASS" : "short"}')
        printf '%-13s %12s %12s %7s %12s %12s %7s  %s\n' "$key" "$a" "$b" \
            "$(ratio "$b" "$a")" "$c" "$d" "$(ratio "$d" "$c")" "$word"
        note "compare.$key.cpu_us" "$b" "$(ratio "$b" "$a")"
    done
}
