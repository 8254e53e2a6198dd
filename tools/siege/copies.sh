# Parts of script/siege, which reads this file: copies made while the house
# serves, put back into an empty place, verified and judged.
# shellcheck shell=bash disable=SC2034,SC2154

# ---- SQLite: xinqiao backup --------------------------------------------------

# A backup under load is the place as it was at one moment; the one of the
# quiet place holds everything that was acknowledged.
part_backup() {
    local status=0 keys=$scratch/backup/keys
    place_new "$scratch/backup"
    server_start --single
    if ! waits 20 200 /help || ! load_start; then
        result 1 backup "does not begin"
        return
    fi
    sleep 1
    "$program" backup "$scratch/copy-1" "${place[@]}" >/dev/null || status=1
    sleep 0.5
    load_stop || status=1
    server_kill TERM
    "$program" backup "$scratch/copy-2" "${place[@]}" >/dev/null || status=1
    for copy in 1 2; do
        rm -rf "$scratch/back-$copy"
        "$program" restore "$scratch/copy-$copy" --keys "$keys" \
            --data "$scratch/back-$copy" >/dev/null || status=1
        "$program" verify --data "$scratch/back-$copy" \
            >"$scratch/verify.txt" 2>&1 || {
            status=1
            tail -n 3 "$scratch/verify.txt"
        }
    done
    place=(--data "$scratch/back-2")
    judged --file "$scratch/back-2/xinqiao.db" || status=1
    rm -rf "$scratch"/copy-[12]
    result $status backup "under load: restored, verifies; quiet: $verdict"
}

# ---- PostgreSQL: pg_dump -----------------------------------------------------

ask_db() {
    psql -X -q -A -t -d "$1" -c "$2" 2>/dev/null
}

# dump_put_back FILE NAME: into a new database; its URL is `copy`.
dump_put_back() {
    copy=${pg%/*}/$2
    ask_db "$pg" "drop database if exists $2" &&
        ask_db "$pg" "create database $2" &&
        pg_restore --no-owner --exit-on-error -d "$copy" "$1"
}

# Every chain of the copy ends in an event of the source.
heads_known() {
    local slot seq hash n=0
    while IFS='|' read -r slot seq hash; do
        [ "$(ask_db "$pg" "select count(*) from event where slot = $slot \
and seq = $seq and encode(hash, 'hex') = '$hash'")" = 1 ] || return 1
        n=$((n + 1))
    done < <(ask_db "$1" \
        "select slot, seq, encode(head, 'hex') from chain")
    [ "$n" -gt 0 ]
}

part_dump() {
    local status=0 copy
    place_pg || { skipped dump "no PostgreSQL"; return; }
    if [ -n "$given_db" ]; then
        skipped dump "a PostgreSQL that was given gets no more databases"
        return
    fi
    server_start --single
    if ! waits 20 200 /say || ! load_start; then
        result 1 dump "does not begin"
        return
    fi
    sleep 1
    pg_dump -Fc -d "$pg" -f "$scratch/loaded.dump" || status=1
    sleep 0.5
    load_stop || status=1
    server_kill TERM
    pg_dump -Fc -d "$pg" -f "$scratch/quiet.dump" || status=1
    dump_put_back "$scratch/loaded.dump" siege_loaded || status=1
    "$program" verify --data "$scratch/demo-pg" --db "$copy" \
        >"$scratch/verify.txt" 2>&1 || {
        status=1
        tail -n 3 "$scratch/verify.txt"
    }
    heads_known "$copy" || status=1
    dump_put_back "$scratch/quiet.dump" siege_quiet || status=1
    place=(--data "$scratch/demo-pg" --db "$copy")
    judged --db "$copy" || status=1
    ask_db "$pg" "drop database siege_loaded"
    ask_db "$pg" "drop database siege_quiet"
    rm -f "$scratch"/*.dump
    result $status dump "under load: restored, verifies; quiet: $verdict"
}
