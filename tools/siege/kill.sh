# Parts of script/siege, which reads this file: the server, PostgreSQL and
# the primary of two nodes are killed under load.
# shellcheck shell=bash disable=SC2034,SC2154

# ---- parts: killing ---------------------------------------------------------

# kill_nodes PART N JUDGE...: load, kill -9, start, N times.
kill_nodes() {
    local part=$1 n=$2 killed=0 status=0
    shift 2
    server_start --single
    if ! waits 20 200 /help || ! load_start; then
        result 1 "$part" "does not begin"
        return
    fi
    while [ "$killed" -lt "$n" ] && in_time; do
        pause_random
        server_kill 9
        killed=$((killed + 1))
        server_start --single
        if ! waits 20 200 /help; then
            echo "$part: kill $killed: it does not come back"
            status=1
            break
        fi
    done
    sleep 0.5
    load_stop || status=1
    judged "$@" || status=1
    [ "$killed" -lt "$n" ] && skipped "$part" "$((n - killed)) kills: time"
    result $status "$part" "kills=$killed $verdict"
}

part_node() {
    place_new "$scratch/node"
    kill_nodes node "$kills" --file "$scratch/node/xinqiao.db"
}

pg_begin() {
    [ -n "$pg" ] && return 0
    if [ -n "$given_db" ]; then
        pg=$given_db
    else
        pg=$(script/pg-scratch start "$scratch/pg" | tail -n 1)
    fi
    [ -n "$pg" ] || return 1
    rm -rf "$scratch/demo-pg"
    "$program" demo --data "$scratch/demo-pg" --db "$pg" \
        >"$scratch/demo.txt" 2>&1 || {
        tail -n 3 "$scratch/demo.txt"
        return 1
    }
}

# The parts on PostgreSQL go on with one another's data: each load has marks
# of its own, and the judge looks at all matters.
place_pg() {
    pg_begin || return 1
    place=(--data "$scratch/demo-pg" --db "$pg")
    port=$(free_port)
    rm -f "$scratch/log" "$scratch/until" "$scratch/load.txt"
    cp "$scratch/demo-pg/accounts.txt" "$scratch/demo/accounts.txt"
    seed=$((seed + 1))
}

part_node_pg() {
    place_pg || { skipped node-pg "no PostgreSQL"; return; }
    kill_nodes node-pg "$kills_node_pg" --db "$pg"
}

# PostgreSQL's own commands, as the user that runs it.
as_pg() {
    local bin user=nobody
    bin=$(dirname "$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb |
        sort -V | tail -n 1)")
    local command=$1
    shift
    if [ "$(id -u)" -ne 0 ]; then
        "$bin/$command" "$@"
        return
    fi
    id postgres >/dev/null 2>&1 && user=postgres
    (cd / && runuser -u "$user" -- "$bin/$command" "$@")
}

# kill -9 of the postmaster of a data folder and of every child it has now.
pg_kill() {
    local master all
    master=$(head -n 1 "$1/postmaster.pid")
    mapfile -t all < <(pgrep -P "$master")
    all+=("$master")
    kill -9 "${all[@]}" 2>/dev/null
    while running "${all[@]}"; do
        sleep 0.02
    done
}

# pg_again FOLDER PORT
pg_again() {
    as_pg pg_ctl start -D "$1" -w -l "$scratch/pg/server/log" \
        -o "-p $2" >/dev/null 2>&1 </dev/null
}

port_of() {
    sed -E 's/.*:([0-9]+)\/.*/\1/' <<<"$1"
}

part_pg() {
    local killed=0 status=0 told=0 slowest=0 began ms
    place_pg || { skipped pg "no PostgreSQL"; return; }
    if [ -n "$given_db" ]; then
        skipped pg "a PostgreSQL that was given is not ours to kill"
        return
    fi
    server_start --single
    if ! waits 20 200 /say || ! load_start; then
        result 1 pg "does not begin"
        return
    fi
    while [ "$killed" -lt "$kills_pg" ] && in_time; do
        pause_random
        pg_kill "$scratch/pg/server/data"
        killed=$((killed + 1))
        [ "$(status_of /say)" = 503 ] && told=$((told + 1))
        pg_again "$scratch/pg/server/data" "$(port_of "$pg")" || { status=1; break; }
        began=$(date +%s%N)
        waits 30 200 /say || { status=1; break; }
        ms=$((($(date +%s%N) - began) / 1000000))
        [ "$ms" -gt "$slowest" ] && slowest=$ms
        kill -0 "$server" 2>/dev/null || { status=1; break; }
    done
    sleep 0.5
    load_stop || status=1
    [ "$told" -eq "$killed" ] || status=1
    judged --db "$pg" || status=1
    [ "$killed" -lt "$kills_pg" ] &&
        skipped pg "$((kills_pg - killed)) kills: time or fault"
    result $status pg "kills=$killed said_503=$told back_ms=$slowest $verdict"
}

# Parent and worker: a killed worker is replaced, a killed parent takes the
# worker with it.
part_worker() {
    local worker status=0
    place_new "$scratch/worker"
    server_start
    waits 20 200 /help || status=1
    worker=$(pgrep -P "$server")
    kill -9 "$worker"
    waits 10 200 /help || status=1
    worker=$(pgrep -P "$server")
    server_kill 9
    for _ in $(seq 1 100); do
        running "$worker" || break
        sleep 0.05
    done
    running "$worker" && status=1
    result $status worker "a killed worker is replaced, a killed parent \
leaves none behind"
}

# ---- parts: two nodes and a standby -----------------------------------------

ask_pg() {
    psql -X -q -A -t -d "postgresql://xinqiao@127.0.0.1:$1/postgres" -c "$2" \
        2>/dev/null
}

# standby_make FOLDER PORT OF: a synchronous standby of the server on port OF.
standby_make() {
    rm -rf "$1"
    as_pg pg_basebackup -h 127.0.0.1 -p "$3" -U xinqiao -D "$1" -R \
        -X stream -c fast >/dev/null 2>&1 || return 1
    pg_again "$1" "$2" || return 1
    ask_pg "$3" "alter system set synchronous_standby_names = '*'"
    ask_pg "$3" "select pg_reload_conf()" >/dev/null
    for _ in $(seq 1 200); do
        [ "$(ask_pg "$3" "select count(*) from pg_stat_replication where \
sync_state = 'sync'")" = 1 ] && return 0
        sleep 0.05
    done
    return 1
}

# Kill the primary under load, promote the standby, and make a new standby
# where the primary was: two nodes go on by themselves.  Until the new one
# is there the promoted server is told not to wait for any.
failover() {
    local old=$1 new=$2 old_port=$3 new_port=$4 began ms
    pg_kill "$old"
    began=$(date +%s%N)
    as_pg pg_ctl promote -D "$new" -w >/dev/null 2>&1 || return 1
    ask_pg "$new_port" "alter system reset synchronous_standby_names"
    ask_pg "$new_port" "select pg_reload_conf()" >/dev/null
    waits 30 200 /say || return 1
    port=$second_port waits 30 200 /say || return 1
    ms=$((($(date +%s%N) - began) / 1000000))
    [ "$ms" -gt "$slowest" ] && slowest=$ms
    standby_make "$old" "$old_port" "$new_port"
}

part_failover() {
    local a=$scratch/pg/server/data b=$scratch/pg/server/standby
    local done=0 status=0 slowest=0 second_port swap
    local port_a port_b
    place_pg || { skipped failover "no PostgreSQL"; return; }
    if [ -n "$given_db" ]; then
        skipped failover "a PostgreSQL that was given is not ours to kill"
        return
    fi
    port_a=$(port_of "$pg")
    port_b=$(free_port)
    second_port=$(free_port)
    standby_make "$b" "$port_b" "$port_a" || {
        result 1 failover "no standby"
        return
    }
    pg="postgresql://xinqiao@127.0.0.1:$port_a,127.0.0.1:$port_b/postgres"
    pg="$pg?target_session_attrs=read-write"
    place=(--data "$scratch/demo-pg" --db "$pg")
    "$program" serve "${place[@]}" --listen "127.0.0.1:$second_port" \
        --quiet --single >>"$scratch/server.log" 2>&1 </dev/null &
    second=$!
    server_start --single
    port=$second_port waits 20 200 /say || status=1
    if ! waits 20 200 /say || ! load_start; then
        status=1
    fi
    "$tool" load --port "$second_port" --seed $((seed + 500)) \
        --accounts "$scratch/demo/accounts.txt" --log "$scratch/log2" \
        --until "$scratch/until" --clients "$clients" \
        >"$scratch/load2.txt" 2>&1 &
    second_load=$!
    for _ in $(seq 1 400); do
        [ -s "$scratch/log2" ] && break
        sleep 0.05
    done
    while [ "$done" -lt "$failovers" ] && in_time && [ $status -eq 0 ]; do
        pause_random
        failover "$a" "$b" "$port_a" "$port_b" || status=1
        done=$((done + 1))
        swap=$a a=$b b=$swap
        swap=$port_a port_a=$port_b port_b=$swap
    done
    sleep 0.5
    load_stop || status=1
    wait "$second_load" || { status=1; cat "$scratch/load2.txt"; }
    kill -TERM "$second" 2>/dev/null
    wait "$second" || status=1
    second="" second_load=""
    cat "$scratch/log2" >>"$scratch/log"
    judged --db "$pg" || status=1
    [ "$done" -lt "$failovers" ] &&
        skipped failover "$((failovers - done)): time or fault"
    for swap in "$a" "$b"; do
        as_pg pg_ctl stop -D "$swap" -m immediate >/dev/null 2>&1
    done
    rm -rf "$scratch/pg"
    pg=                     # a later part begins with a new one
    result $status failover "failovers=$done nodes=2 back_ms=$slowest $verdict"
}
