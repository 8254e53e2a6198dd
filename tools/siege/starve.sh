# Parts of script/siege, which reads this file: logs are cut, disks and
# files run out, many want the same at once.
# shellcheck shell=bash disable=SC2034,SC2154

# ---- parts: cut and crowded -------------------------------------------------

number_at() {
    od -An -tu4 "-j$2" -N4 "$1" | tr -d ' '
}

# How many bytes of the log SQLite has begun to copy to the main file: the
# shared index says how many frames (page 4096 bytes, head 24, file 32).  An
# index without frames: all were copied, and the log begins again.
log_copied() {
    local index=$scratch/cut-from/xinqiao.db-shm frames
    frames=$(number_at "$index" 128)
    if [ "$(number_at "$index" 16)" -eq 0 ]; then
        stat -c %s "$scratch/cut-from/xinqiao.db-wal"
    else
        echo $((frames > 0 ? 32 + frames * 4120 : 0))
    fi
}

# cut_look OFFSET: what a copy looks like whose log ends there.  Sets events
# and lost; true if it opens, is whole and verifies.
cut_look() {
    local cut=$scratch/cut report
    rm -rf "$cut"
    cp -a "$scratch/cut-from" "$cut"
    rm -f "$cut/xinqiao.db-shm"
    truncate -s "$1" "$cut/xinqiao.db-wal"
    "$program" doctor --data "$cut" >"$scratch/doctor.txt" 2>&1
    grep -q '^ok  *integrity' "$scratch/doctor.txt" || return 1
    "$program" verify --data "$cut" >"$scratch/verify.txt" 2>&1 || return 1
    events=$(sed -nE 's/^journal: ([0-9,]+) events.*/\1/p' \
        "$scratch/verify.txt" | tr -d ,)
    report=$("$tool" judge --log "$scratch/log" --file "$cut/xinqiao.db")
    lost=$(value lost "$report")
    [ "$(value half "$report")" = 0 ] && [ "$(value doubled "$report")" = 0 ]
}

# Damage has a name: doctor or verify says so.
cut_is_told() {
    grep -q '^BAD  *integrity' "$scratch/doctor.txt" ||
        ! "$program" verify --data "$scratch/cut" >/dev/null 2>&1
}

# Where to cut: nowhere left, here and there, not at all.
cut_places() {
    local bytes=$1 n=$2
    {
        echo 0
        for _ in $(seq 1 "$n"); do
            echo $(((RANDOM * 32768 + RANDOM) % bytes))
        done
        echo "$bytes"
    } | sort -n
}

# wal_cuts NAME N: of the killed place in cut-from.  A cut behind what was
# copied to the main file must leave a whole earlier state.  One before it
# takes away what SQLite had waited for the disk to keep: that cannot be made
# good, but it must not pass unseen.
wal_cuts() {
    local name=$1 bytes copied at last=0 first=0 status=0 n=0 told=0
    bytes=$(stat -c %s "$scratch/cut-from/xinqiao.db-wal")
    copied=$(log_copied)
    while IFS= read -r at; do
        in_time || break
        n=$((n + 1))
        if cut_look "$at"; then
            [ "$first" -eq 0 ] && first=$events
            if [ "$at" -ge "$copied" ] && [ "$events" -lt "$last" ]; then
                echo "wal: cut at $at: fewer events than when cut earlier"
                status=1
            fi
            last=$events
        elif [ "$at" -lt "$copied" ] && cut_is_told; then
            told=$((told + 1))
        else
            status=1
            echo "wal: cut at $at of $bytes, $copied copied"
            cat "$scratch/doctor.txt" "$scratch/verify.txt"
        fi
    done < <(cut_places "$bytes" "$2")
    [ "$lost" = 0 ] || status=1             # the last one was not cut
    result $status wal "$name: cuts=$n log_bytes=$bytes copied=$copied \
events=$first..$last lost_uncut=$lost told=$told"
}

# wal_moment NAME: returns when the server is to be killed.
wal_moment() {
    local base=$scratch/wal/xinqiao.db
    case $1 in
    first_log)
        while [ "$(stat -c %s "$base-wal")" -lt 2000000 ]; do
            sleep 0.01
        done
        ;;
    later_log) sleep 2 ;;
    copied_log)
        for _ in $(seq 1 1000); do
            [ "$(number_at "$base-shm" 128)" -gt 0 ] && break
        done
        ;;
    esac
}

# The log before SQLite has copied any of it to the main file; one that has
# been begun again, with frames of an earlier round behind the last; and one
# that is being copied.
part_wal() {
    local name
    for name in first_log later_log copied_log; do
        lost=unknown
        place_new "$scratch/wal"
        server_start --single
        if ! waits 20 200 /help || ! load_start --patience 0; then
            result 1 wal "does not begin"
            return
        fi
        wal_moment $name
        server_kill 9
        load_stop           # its last acts stay unanswered: unknown
        rm -rf "$scratch/cut-from"
        mv "$scratch/wal" "$scratch/cut-from"
        wal_cuts $name $(((cuts + 2) / 3))
    done
}

part_files() {
    local report status=0
    place_new "$scratch/files"
    (ulimit -n 48 && exec "$program" serve "${place[@]}" --quiet --single \
        --listen "127.0.0.1:$port" >>"$scratch/server.log" 2>&1) &
    server=$!
    waits 20 200 /help || status=1
    report=$("$tool" crush --port "$port" --clients 200) || status=1
    kill -0 "$server" 2>/dev/null || status=1
    waits 15 200 /say || status=1
    load_start --clients 4 || status=1
    sleep 1
    load_stop || status=1
    judged --file "$scratch/files/xinqiao.db" || status=1
    result $status files "48 files, ${report#crush: }; then $verdict"
}

race() {
    local part=$1 report status=0
    server_start --single
    waits 20 200 /help || status=1
    report=$("$tool" race --port "$port" --clients 100 --rounds "$rounds" \
        --accounts "$scratch/demo/accounts.txt" 2>&1) || status=1
    server_kill TERM
    "$program" verify "${place[@]}" >"$scratch/verify.txt" 2>&1 || status=1
    result $status "$part" "${report#race: }"
}

part_race() {
    place_new "$scratch/race"
    race race
}

part_race_pg() {
    place_pg || { skipped race-pg "no PostgreSQL"; return; }
    race race-pg
}

# ---- parts: the disk --------------------------------------------------------

# A disk of our own, seen by us alone: the part runs again inside a private
# mount namespace.
apart() {
    if ! unshare -m true 2>/dev/null; then
        skipped "$1" "unshare -m is not permitted here (be root)"
        return
    fi
    SIEGE_SCRATCH=$scratch unshare -m "$0" --inside "$1" --seed "$seed" \
        --clients "$clients" || failed=$((failed + 1))
}

# small_disk DIR MB
small_disk() {
    mkdir -p "$1"
    mount -t tmpfs -o "size=$2m" siege "$1"
}

# What a citizen sees who sends a form now: status, then the page.
say_as_citizen() {
    local jar=$scratch/jar page token station
    rm -f "$jar"
    page=$(curl -s --max-time 8 -c "$jar" "http://127.0.0.1:$port/say")
    token=$(grep -o 'name="_token" value="[^"]*' <<<"$page" | head -n 1)
    station=$(grep -o '<option value="[0-9A-Z]\{8\}"' <<<"$page" |
        head -n 1 | cut -d'"' -f2)
    curl -s --max-time 20 -b "$jar" -w '\n%{http_code}' \
        "http://127.0.0.1:$port/say" --data-urlencode "station=$station" \
        --data-urlencode "_token=${token##*\"}" -d kind=problem \
        --data-urlencode "title=路灯坏了三天" \
        --data-urlencode "body=村口的路灯坏了三天，晚上看不见路。"
}

# refuses STATUS: says so, and gives back what was typed.
refuses() {
    local page status=0
    page=$(say_as_citizen)
    [ "$(tail -n 1 <<<"$page")" = "$1" ] || status=1
    grep -q '路灯坏了三天' <<<"$page" || status=1
    grep -q "$2" <<<"$page" || status=1
    [ "$status" -eq 0 ] || echo "a citizen sees: $(tail -n 1 <<<"$page")"
    return $status
}

accepts() {
    [ "$(say_as_citizen | tail -n 1)" = 303 ]
}

lines() {
    grep -c '^done' "$scratch/log"
}

part_full() {
    local status=0 before after
    small_disk "$scratch/small" 24
    place_new "$scratch/small/full"
    head -c 14M /dev/zero >"$scratch/small/ballast"
    server_start --single
    waits 20 200 /help || status=1
    load_start || status=1
    for _ in $(seq 1 400); do
        [ "$(df --output=avail "$scratch/small" | tail -n 1)" -lt 8 ] && break
        sleep 0.05
    done
    sleep 1
    refuses 507 存储空间不足 || status=1
    [ "$(status_of /say)" = 200 ] || status=1
    before=$(lines)
    rm "$scratch/small/ballast"
    waits 10 200 /say || status=1
    sleep 0.5
    after=$(lines)
    [ "$after" -gt "$before" ] || { status=1; echo "full: stays full"; }
    load_stop || { status=1; cat "$scratch/load.txt"; }
    grep -q ' 507:' "$scratch/load.txt" || status=1
    judged --file "$scratch/small/full/xinqiao.db" || status=1
    result $status full "507 and the words kept; reads go on; $((after - \
before)) acts as soon as space was freed; $verdict"
}

# First a disk that turns read-only and fails under a running server, then
# one that is read-only from the beginning.
part_readonly() {
    local status=0 fault code
    place_new "$scratch/readonly"
    fault=$scratch/disk-fault
    XINQIAO_DISK_FAULT=$fault LD_PRELOAD=$disk "$program" serve \
        "${place[@]}" --listen "127.0.0.1:$port" --quiet --single \
        >>"$scratch/server.log" 2>&1 &
    server=$!
    waits 20 200 /help || status=1
    load_start || status=1
    for code in 30 5 28; do
        sleep 0.5
        echo "$code" >"$fault"
        sleep 0.5
        [ "$(status_of /say)" = 200 ] || {
            status=1
            echo "readonly: fault $code: no reads"
        }
        if [ "$code" = 28 ]; then
            refuses 507 存储空间不足 || status=1
        else
            refuses 503 系统暂时不可用 || status=1
        fi
        rm "$fault"
        sleep 0.3
        accepts || { status=1; echo "readonly: fault $code: stays"; }
    done
    load_stop || status=1
    judged --file "$scratch/readonly/xinqiao.db" || status=1
    result $status readonly "turned read-only, broken, full under load: \
reads go on, acts are refused; $verdict"
    readonly_from_start
}

readonly_from_start() {
    local status=0 read write
    small_disk "$scratch/ro" 12
    place_new "$scratch/ro/place"
    mount -o remount,ro "$scratch/ro"
    server_start --single
    for _ in $(seq 1 100); do
        read=$(status_of /say)
        if [ "$read" != 000 ] || ! running "$server"; then
            break
        fi
        sleep 0.05
    done
    if [ "$read" = 000 ]; then
        wait "$server" && status=1
        server=
        write=$(tail -n 1 "$scratch/server.log" | cut -c1-200)
        result $status readonly "from the start: does not serve, and says: \
$write"
    else
        refuses 503 系统暂时不可用 || status=1
        result $status readonly "from the start: reads $read, acts 503"
    fi
    server_kill TERM
    mount -o remount,rw "$scratch/ro"
    "$program" verify "${place[@]}" >"$scratch/verify.txt" 2>&1
    result $? readonly "writable again: verify passes"
}
