# script/bench --nation: a nation's registers beside one town's, page by page,
# both served at once.  Sourced by script/bench, after bench_place.sh and
# bench_lines.sh.
#
# The places are nation, town and county in build/bench, made by bench_nation
# when they are missing (or NATION, TOWN, COUNTY: folders that hold them).  Every request has an address of its own (turn=17), so that no page
# comes from the shelf; the nation's are for places all over the country.
# shellcheck shell=bash disable=SC2034,SC2154

nation_most=3                   # times the town's
nation_town=370783001           # a town of a hundred villages
nation_turns=200000
nation_failed=0

nation_place() {
    local place=$1
    shift
    if [ ! -e "$place/filled" ]; then
        [ -s build/areas.csv ] || script/areas build/areas.csv >&2
        rm -rf "$place" && mkdir -p "$(dirname "$place")"
        "$build/bench_nation" --data "$place" \
            --areas "${areas:-build/areas.csv}" "$@" >&2
        touch "$place/filled"
    fi
    "$build/xinqiao" migrate --data "$place" >"$scratch/log" 2>&1 ||
        { cat "$scratch/log" >&2; exit 1; }
}

# Serves a place; its port, server and cookies are kept under its name.
declare -A nation_port nation_server
nation_serve() {
    data=$2 url=''
    serve
    nation_port[$1]=$port nation_server[$1]=$server
    for who in nation county far; do
        login "$who"
        mv "$scratch/$who.cookie" "$scratch/$1.$who.cookie"
    done
}

# of_place NAME SQL
of_place() {
    sqlite3 -readonly "${nation_dir[$1]}/xinqiao.db" "$2"
}

# paths NAME KEY: those of standard input
nation_paths() { cat >"$scratch/$1.$2.paths"; }

# NAME WHO KEY: requests that all differ
nation_requests() {
    local from=$scratch/$1.$3.paths
    [ -s "$from" ] || { echo "bench: $1 has nothing for $3" >&2; exit 1; }
    {
        [ "$2" = - ] || echo "header Cookie: $(<"$scratch/$1.$2.cookie")"
        awk -v n="$nation_turns" '{path[NR] = $0}
            END {for (i = 1; i <= n; i++) {
                p = path[(i - 1) % NR + 1]
                print "GET " p (p ~ /[?]/ ? "&" : "?") "turn=" i
            }}' "$from"
    } >"$scratch/$1.requests"
}

# What one request says, for a look at each line: status and bytes.
nation_status() {
    local head=()
    [ "$2" = - ] || head=(-H "Cookie: $(<"$scratch/$1.$2.cookie")")
    get -o /dev/null -w '%{http_code}' "${head[@]}" \
        "http://127.0.0.1:${nation_port[$1]}$(head -n 1 "$scratch/$1.$3.paths")"
}

nation_load() {
    load --port "${nation_port[$1]}" --file "$scratch/$1.requests" \
        --clients 4 --share --pid "${nation_server[$1]}"
}

# One look at a page in both places: "p50_times cpu_times" and the figures.
nation_look() {
    local small=$1 status=$2 one two p c word=PASS
    one=$(nation_load "$small")
    two=$(nation_load nation)
    p=$(ratio "$(value p50_us "$two")" "$(value p50_us "$one")")
    c=$(ratio "$(value cpu_us "$two")" "$(value cpu_us "$one")")
    if [ "$status" = 200 ] && [ "$(value wrong "$one")$(value wrong "$two")" != 00 ]; then
        word=wrong
    elif awk -v p="$p" -v c="$c" -v m="$nation_most" \
        'BEGIN {exit p <= m && c <= m}'; then
        word=short
    fi
    echo "$(value p50_us "$one") $(value p50_us "$two") $p" \
        "$(value cpu_us "$one") $(value cpu_us "$two") $c" \
        "$(value bytes "$one") $(value bytes "$two") $word"
}

# nation_line KEY WHO STATUS SMALL: the same page in the nation and in a small
# place; what is short is looked at once more, for others use the machine too
nation_line() {
    local key=$1 who=$2 status=$3 small=$4 said
    wanted "$key" || return 0
    for name in "$small" nation; do
        nation_requests "$name" "$who" "$key"
        [ "$(nation_status "$name" "$who" "$key")" = "$status" ] ||
            { echo "$key: not $status in $name"; nation_failed=1; return; }
    done
    read -ra said < <(nation_look "$small" "$status")
    [ "${said[8]}" != short ] ||
        read -ra said < <(nation_look "$small" "$status")
    [ "${said[8]}" = PASS ] || nation_failed=1
    printf '%-17s %-7s %8s %8s %6s %8s %8s %6s %7s %7s  %s\n' "$key" \
        "$small" "${said[@]}"
    note "nation.$key.cpu_us" "${said[4]}" "${said[5]}"
}

# Areas are written as people write them: without empty levels.
area_digits() {
    echo "printf('%0$2d', $1 / 1$(printf '%0*d' $((16 - $2)) 0))"
}

# Paths of one place; the draw is a fair one, for ids are in the order of
# areas.
nation_ask() {
    local name=$1 county town village
    county=$(area_digits area 6)
    town=$(area_digits area 9)
    village=$(area_digits area 12)
    ask() { of_place "$name" "$2" | nation_paths "$name" "$1"; }
    # Every so many-th row of a table, by its id.
    any() {
        echo "with recursive spot (at, step, last) as (
            select min(id), max((max(id) - min(id)) / 1500, 1), max(id)
            from $1 union all
            select at + step, step, last from spot where at < last)
            select distinct $2 from spot join $1 x
            on x.id = (select min(y.id) from $1 y where y.id >= spot.at)
            where $3"
    }
    ask mine "$(any patch "'/deputies/mine?area=' || $village" \
        'area % 10000 = 0 and area % 10000000 > 0')"
    for q in 王 李 张 刘 陈; do echo "/deputies?q=$q"; done |
        nation_escape | nation_paths "$name" name-han
    for q in wang li zhang liu chen wei ming jun; do
        echo "/deputies?q=$q"
    done | nation_paths "$name" name-pinyin
    for q in 王 李 张 刘 陈; do
        of_place "$name" "$(any patch "'/deputies?q=$q&area=' || $county" \
            'area % 10000000000 > 0')" | awk 'NR <= 300'
    done | nation_escape | nation_paths "$name" name-county
    sed 's/$/\&sort=pinyin/' "$scratch/$name.name-county.paths" |
        nation_paths "$name" sorted-county
    ask sorted-town "$(any patch "'/deputies?sort=pinyin&area=' || $town" \
        'area % 10000000000 > 0')"
    ask name-whole "$(any deputy "'/deputies?q=' || name" 1)"
    nation_escape <"$scratch/$name.name-whole.paths" >"$scratch/escaped"
    mv "$scratch/escaped" "$scratch/$name.name-whole.paths"
    echo /deputies | nation_paths "$name" deputies
    ask deputies-county "$(any patch "'/deputies?area=' || $county" \
        'area % 10000000000 > 0')"
    ask profile "$(any deputy "'/deputies/' || code" "state = 'active'")"
    ask station "$(any station "'/stations/' || code" "state = 'open'")"
    echo /stations | nation_paths "$name" stations
    ask stations-county "$(any station "'/stations?area=' || $county" 1)"
    ask stations-name "$(any station \
        "'/stations?q=' || substr(name, 1, 4)" "state = 'open'")"
    nation_escape <"$scratch/$name.stations-name.paths" >"$scratch/escaped"
    mv "$scratch/escaped" "$scratch/$name.stations-name.paths"
    ask stations-kind "select distinct '/stations?kind=' || kind
        from station where state = 'open'"
    nation_escape <"$scratch/$name.stations-kind.paths" >"$scratch/escaped"
    mv "$scratch/escaped" "$scratch/$name.stations-kind.paths"
    echo /deputies/counts | nation_paths "$name" counts
    ask counts-county "$(any patch "'/deputies/counts?area=' || $county" \
        'area % 10000000000 > 0')"
    ask counts-town "$(any patch "'/deputies/counts?area=' || $town" \
        'area % 10000000000 > 0')"
    ask patches-town "$(any patch "'/areas/' || $town || '/patches'" \
        'area % 10000000000 > 0')"
    ask patches-county "$(any patch "'/areas/' || $county || '/patches'" \
        'area % 10000000000 > 0')"
    ask groups "$(any deputy_group "'/groups?area=' || $town" \
        'area % 10000000000 > 0')"
    ask groups-county "$(any deputy_group "'/groups?area=' || $county" 1)"
    echo '/inspections?which=never' | nation_paths "$name" never
    echo /deputies/new | nation_paths "$name" rights-new
    ask rights-edit "$(any station "'/stations/' || code || '/edit'" 1)"
    ask rights-foreign "select '/stations/' || s.code || '/edit'
        from station s, role_grant g join account a on a.id = g.account_id
        where a.login = 'far' and (s.area < g.area_lo or s.area >= g.area_hi)
        order by s.area limit 1000"
}

# Han letters of a path as bytes of a URL.
nation_escape() {
    LC_ALL=C awk 'BEGIN {for (i = 128; i < 256; i++) code[sprintf("%c", i)] = i}
    {
        text = ""
        for (i = 1; i <= length($0); i++) {
            c = substr($0, i, 1)
            text = text (c in code ? sprintf("%%%02X", code[c]) : c)
        }
        print text
    }'
}

nation_size() {
    of_place "$1" "select (select count(*) from deputy where state = 'active'),
        (select count(*) from station), (select count(*) from area)" |
        tr '|' ' '
}

declare -A nation_dir
bench_nation() {
    nation_dir[nation]=${NATION:-build/bench/nation}
    nation_dir[town]=${TOWN:-build/bench/town}
    nation_dir[county]=${COUNTY:-build/bench/county}
    nation_place "${nation_dir[nation]}"
    nation_place "${nation_dir[town]}" --within "$nation_town"
    nation_place "${nation_dir[county]}" --within "${nation_town:0:6}"
    matters=nation
    for name in town county nation; do
        nation_serve "$name" "${nation_dir[$name]}"
        nation_ask "$name"
        echo "$name: deputies, stations, areas: $(nation_size "$name")"
    done
    printf '\n%-17s %-7s %8s %8s %6s %8s %8s %6s %7s %7s\n' page beside \
        p50 p50_nat times cpu cpu_nat times bytes b_nat
    for key in mine name-han name-pinyin name-county name-whole sorted-town \
        deputies deputies-county profile station stations stations-county \
        stations-name stations-kind counts counts-town patches-town groups; do
        nation_line "$key" - 200 town
    done
    nation_line never nation 200 town
    nation_line rights-new county 200 town
    nation_line rights-edit nation 200 town
    nation_line rights-foreign far 404 town
    # Pages that are as long as a county is large.
    for key in sorted-county counts-county patches-county groups-county; do
        nation_line "$key" - 200 county
    done
}
