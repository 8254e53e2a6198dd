# Places for script/bench: filled, copied, opened, served.  Sourced by it.
#
#   place_named N|DIR      sets $place; fills build/bench/ENGINE-N if missing
#   place_open             $data, sql(); a place by number is copied first, one
#                          by folder is used (and written to) as it stands
#   serve, stop            $server, $port, $start_ms
#   login NAME             its cookie line into $scratch/NAME.cookie
#   place_close
#
# A folder holds keys/ and xinqiao.db, or keys/ and pg/ (a cluster made by
# script/pg-scratch, which is then started and halted, not removed).
# shellcheck shell=bash disable=SC2034,SC2154

# Matters of the honest base that a large place is made of, and from where on.
base_matters=40000
large=200000

# ---- filling ---------------------------------------------------------------

fill_honestly() {
    echo "bench: filling $1 with $2 matters" >&2
    "$build/bench_crowd" --data "$1" --matters "$2" "${@:3}" >&2
}

# In one county, in short words: ten million of them take 40 GB even so.
base_made() {
    local base=build/bench/base-$base_matters
    if [ ! -e "$base/filled" ]; then
        [ -s build/areas.csv ] || script/areas build/areas.csv >&2
        rm -rf "$base" && mkdir -p "$base"
        fill_honestly "$base" "$base_matters" --areas build/areas.csv \
            --within 330683 --threads 1 --sentences 2
        sqlite3 "$base/xinqiao.db" 'pragma wal_checkpoint(truncate)' >/dev/null
        touch "$base/filled"
    fi
    "$build/xinqiao" migrate --data "$base" >"$scratch/log" 2>&1
    echo "$base"
}

# place_fill DIR N [--db URL]
place_fill() {
    if [ "$2" -lt "$large" ]; then
        fill_honestly "$1" "$2" ${areas:+--areas "$areas"} "${@:3}"
    else
        "$build/bench_many" --from "$(base_made)" --data "$1" \
            --times $((($2 + base_matters / 2) / base_matters)) \
            --stations 200000 "${@:3}" >&2
    fi
}

place_made() {
    rm -rf "$place" && mkdir -p "$(dirname "$place")"
    place_fill "$place" "$1"
    sqlite3 "$place/xinqiao.db" 'pragma wal_checkpoint(truncate)' >/dev/null
    touch "$place/filled"
}

place_named() {
    in_place='' wanted_matters=''
    if [[ $1 =~ ^[0-9]+$ ]]; then
        wanted_matters=$1
        place=build/bench/$engine-$1${areas:+-areas}
    else
        in_place=1
        place=$1
    fi
}

# ---- opening ---------------------------------------------------------------

postgres_open() {
    data=$place
    if [ -n "$in_place" ]; then
        cluster=$(cd "$place" && pwd)/pg
        url=$(script/pg-scratch start "$cluster" | tail -n 1)
    else
        cluster=$scratch/pg
        data=$scratch/data
        url=$(script/pg-scratch start "$cluster" | tail -n 1)
        place_fill "$data" "$wanted_matters" --db "$url"
        psql -q "$url" -c analyze
    fi
    "$build/xinqiao" migrate --data "$data" --db "$url" >"$scratch/log" 2>&1
}

sqlite_copied() {
    rm -rf "$data" && cp -r --reflink=auto "$place" "$data" &&
        "$build/xinqiao" migrate --data "$data" >"$scratch/log" 2>&1
}

sqlite_open() {
    if [ -n "$in_place" ]; then
        data=$place
        "$build/xinqiao" migrate --data "$data" >"$scratch/log" 2>&1
        return
    fi
    data=$scratch/data
    if [ -n "$fresh" ] || [ ! -e "$place/filled" ]; then
        place_made "$wanted_matters"
    fi
    sqlite_copied || { place_made "$wanted_matters" && sqlite_copied; }
}

place_open() {
    if [ "$engine" = postgres ]; then
        postgres_open
    else
        sqlite_open
    fi
    matters=$(sql 'select count(*) from matter')
}

sql() {
    if [ "$engine" = postgres ]; then
        psql -qAt "$url" -c "$1"
    else
        sqlite3 -readonly "$data/xinqiao.db" "$1"
    fi
}

# Many statements from standard input.
sql_many() {
    if [ "$engine" = postgres ]; then
        psql -qAt "$url" -f -
    else
        sqlite3 -readonly "$data/xinqiao.db"
    fi
}

place_close() {
    if [ -n "$cluster" ]; then
        script/pg-scratch "$([ -n "$in_place" ] && echo halt || echo stop)" \
            "$cluster" >/dev/null 2>&1 || true
    fi
    cluster='' url=''
}

# ---- the server ------------------------------------------------------------

serve() {
    local began
    rm -f "$scratch/port"
    began=$(now_us)
    "$build/xinqiao" serve --single --quiet --data "$data" ${url:+--db "$url"} \
        --listen 127.0.0.1:0 --port-file "$scratch/port" \
        >"$scratch/log" 2>&1 &
    server=$!
    until [ -s "$scratch/port" ]; do
        kill -0 "$server" 2>/dev/null || { cat "$scratch/log" >&2; exit 1; }
        sleep 0.005
    done
    start_ms=$((($(now_us) - began) / 1000))
    port=$(<"$scratch/port")
}

stop() {
    kill "$server"
    wait "$server" || true
    server=''
}

get() { curl -sS --max-time 30 "$@"; }

login() {
    local jar=$scratch/$1.jar token
    rm -f "$jar"
    token=$(get -c "$jar" "http://127.0.0.1:$port/login" |
        sed -nE 's/.*name="_token" value="([^"]*)".*/\1/p' | head -n 1)
    get -o /dev/null -b "$jar" -c "$jar" --data-urlencode "name=$1" \
        --data-urlencode password=pw-123456 --data-urlencode "_token=$token" \
        "http://127.0.0.1:$port/login"
    # `wrote` is gone after two seconds (desk/kept.h)
    awk '!/^#( |$)/ && NF >= 7 && $6 != "wrote" {
        printf "%s%s=%s", n++ ? "; " : "", $6, $7}' \
        "$jar" >"$scratch/$1.cookie"
    grep -q sid= "$scratch/$1.cookie" || { echo "bench: $1 cannot log in" >&2; exit 1; }
}

# ---- what is asked for -----------------------------------------------------

of() { sed "s|^|$1|;s|\$|${2:-}|"; }

# anywhere TABLE-COLUMN COLUMNS N: about N rows from all over the place.  Codes
# are chance, so a few behind each pair of letters are a fair draw; shuffled
# with a fixed seed, so that two runs ask for the same.
anywhere() {
    local each=$(($3 / 900 + 1)) a b
    for a in {2..9} {A..Z}; do
        for b in {2..9} {A..Z}; do
            echo "select $2 from matter where $1 >= '$a$b'" \
                "and $1 < '$a${b}ZZZZZZZ' and $1 <> ''" \
                "order by $1 limit $each;"
        done
    done | sql_many | sort -u |
        shuf --random-source=<(yes "$3") | head -n "$3"
}

# Pages of lists: of each level of areas, from some moment on.  A code has 16
# digits (no province's begins with 0), and awk must not take it for a number.
lists_anywhere() {
    if [ "$engine" = postgres ]; then
        anywhere code "area || ' ' || received_at || '.' || id" "$1"
    else
        anywhere code "printf('%d %d.%d', area, received_at, id)" "$1"
    fi | awk '{
        split("0 2 4 6 9 12", n, " ")
        n_here = n[NR % 6 + 1]
        area = n_here ? "area=" substr($1, 1, n_here) "&" : ""
        print "/matters?" area "before=" $2
    }'
}

# As bytes of a URL.
url_text() {
    LC_ALL=C awk 'BEGIN {for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i}
    {
        text = ""
        for (i = 1; i <= length($1); i++)
            text = text sprintf("%%%02X", code[substr($1, i, 1)])
        print text, $2, $3
    }'
}

# Two neighbouring characters of a title, in an area of each level.
searches_anywhere() {
    anywhere code \
        "substr(title, 1 + cast(id / 4194304 % (length(title) - 2) as integer), 2) || ' ' || area" "$1" |
        url_text | awk '{
            split("0 2 4 6 9 12", n, " ")
            n_here = n[NR % 6 + 1]
            area = n_here ? "&area=" substr($2, 1, n_here) : ""
            print "/matters?q=" $1 area
        }'
}

# Figures of the areas where matters are, each once.
figures_anywhere() {
    anywhere code area "$1" | awk '{
        for (n = 2; n <= 12; n += n < 6 ? 2 : 3)
            seen["/insight/" substr($1, 1, n)]
    } END {for (path in seen) print path}' | sort |
        shuf --random-source=<(yes "$1")
}
