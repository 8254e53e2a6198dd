# A part of script/siege, which reads this file: every POST of every scene
# again, with each of its database calls failing in each of the engine's ways
# and its memory ending at each block (tools/scene/fault.h).
# shellcheck shell=bash disable=SC2034,SC2154

# faults_on ENGINE [--db URL]: one job on each processor
faults_on() {
    local engine=$1 status=0 jobs files said
    jobs=$(nproc)
    shift
    mapfile -t files < <(find desk features main -name '*.scene' | sort)
    part_began=$SECONDS
    said=$scratch/faults-$engine.txt
    "$scene" --fault --fault-all --jobs "$jobs" "$@" "${files[@]}" >"$said" \
        2>"$scratch/server.log" || status=1
    grep -a '^FAIL' "$said" | cut -c1-300
    grep -aE 'triples of| times, ' "$said" | sed 's/^/      /'
    result $status faults "$engine: $(tail -n 1 "$said")"
}

part_faults() {
    local url=$given_db
    faults_on sqlite
    if [ -z "$url" ]; then
        url=$(XINQIAO_PG_FAST=1 script/pg-scratch start "$scratch/faults-pg" |
            tail -n 1)
    fi
    if [ -z "$url" ]; then
        skipped faults "no PostgreSQL"
        return
    fi
    faults_on postgres --db "$url"
    if [ -d "$scratch/faults-pg" ]; then
        script/pg-scratch stop "$scratch/faults-pg" >/dev/null 2>&1
    fi
}
