#!/usr/bin/env bash
# Fuzzes one target of tests/fuzz or each in turn, in a build of its own (build-fuzz) by clang. What it finds
# beside the corpus stays in build-fuzz/found; what breaks a target in build-fuzz/broken.
set -euo pipefail

here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
top=${here%/tests/fuzz}
source "$top/script/lib.sh"

if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then
	cat << 'TEXT'
Usage: tests/fuzz/run.sh [TARGET [SECONDS]]

Looks for inputs that break TARGET, each target in turn without one, for SECONDS (60) each. By make:

  make fuzz T=cursor FOR=600

An input that broke something is kept: put it into tests/fuzz/corpus/TARGET under a name that says
what it broke, and `make check` tries it from then on. MERGE=1 adds to the corpus, after the run, what
reaches code that nothing there reaches.
TEXT
	exit
fi

packages_fuzz='
command clang clang
package libclang-rt-14-dev libclang-rt-14-dev
'
need "$packages_build" "$packages_fuzz"
build=$top/build-fuzz
build "$top" "$build" --enable-fuzz --enable-test-clock --disable-static-programs CC=clang CFLAGS='-O1 -g'
make -s -C "$build" -j "$(nproc)" tests/fuzz/fuzz
fuzz=$build/tests/fuzz/fuzz
log=$build/fuzz.log

# Deaf to a SIGPIPE of a pager, and never asked for more memory than a worker has.
options=(-timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1)

look() { # TARGET SECONDS
	local corpus=$here/corpus/$1 found=$build/found/$1 broken=$build/broken/$1- begun
	begun=$(now)
	mkdir -p "$corpus" "$found" "$build/broken"
	if ! FUZZ_TARGET=$1 "$fuzz" "${options[@]}" -max_total_time="$2" -artifact_prefix="$broken" \
		"$found" "$corpus" > "$log" 2>&1; then
		line FAILED "$1" "see build-fuzz/broken" "$begun"
		show_log "$log"
		return 1
	fi
	line ok "$1" "$(awk '/number_of_executed_units/ { print $2 }' "$log") inputs tried" "$begun"
	[[ ! ${MERGE-} ]] || FUZZ_TARGET=$1 "$fuzz" "${options[@]}" -set_cover_merge=1 "$corpus" "$found" \
		>> "$log" 2>&1
}

if [[ ${1-} ]]; then
	chosen=("$1")
else
	mapfile -t chosen < <(FUZZ_TARGET='' "$fuzz" 2>&1 | sed -n 's/^FUZZ_TARGET names one of: //p' | tr ' ' '\n')
fi
status=0
for target in "${chosen[@]}"; do
	look "$target" "${2:-60}" || status=1
done
exit $status
