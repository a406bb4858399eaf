#!/usr/bin/env bash
# Every check of the sources that runs none of them. Called by `make lint`, which hands in the
# preprocessor's flags; prints one line a check, what a failing check said, and a closing line.
set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 2
source script/lib.sh

read -ra flags <<< "${OKR_LINT_FLAGS-}"
flags+=(-D_GNU_SOURCE '-DSYSCONFDIR="/etc"' '-DPACKAGE_VERSION="0"' '-DOKR_LIBRARIES="none"'
	'-DOKR_SITE="docs/site"' '-DOKR_SITE_GZ="docs/site"'
	'-DOKR_CONSOLE="console"' '-DOKR_CONSOLE_MADE="build/src/api/console/made"'
	'-DOKR_CONSOLE_FILES="build/src/api/console/made/files.h"'
	'-DOKR_FRAGMENTS="src/api/describe/fragments.json"'
	-I. -Iinclude -Isrc)
sources=$(find src cgi-bin -name '*.c' | sort)
tests=$(find tests -name node_modules -prune -o -name '*.c' -print | sort)
all_c=$(find include src cgi-bin tests build-aux -name node_modules -prune -o -name '*.[ch]' -print | sort)
scripts=$(grep -rlE --exclude-dir=node_modules '^#!.*\b(ba)?sh\b' script build-aux .ci tests |
	grep -vE '^build-aux/(install-sh|missing|compile|depcomp|ar-lib|test-driver|tap-driver\.sh)$' |
	sort)

# Every check prints what is wrong and ends other than 0 when something is.

# The analyzer follows a path for so many steps; a third of its own measure finds nearly all in a third
# of the time. OKR_LINT_DEEP=1 leaves it to it.
tidy_flags=()
if [[ ! ${OKR_LINT_DEEP-} ]]; then
	for word in -Xclang -analyzer-config -Xclang max-nodes=75000; do
		tidy_flags+=("--extra-arg=$word")
	done
fi

run_clang_tidy() {
	# shellcheck disable=SC2086 # lists of files without blanks, here and below
	printf '%s\0' $sources | xargs -0 -P "$(nproc)" -I{} \
		clang-tidy --quiet "${tidy_flags[@]}" {} -- -std=gnu17 -Wall -Wextra "${flags[@]}" 2> /dev/null
}

run_cppcheck() {
	# shellcheck disable=SC2086
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		--suppress=missingIncludeSystem --error-exitcode=1 -j "$(nproc)" \
		--template='{file}:{line}: {id}: {message}' "${flags[@]}" $sources 2>&1
}

run_format() {
	# shellcheck disable=SC2086
	clang-format --dry-run -Werror $all_c 2>&1 | grep -E 'error:' | sort -t: -k1,1 -u |
		sed 's/: error:.*/: not as clang-format would have it (make format)/'
	return "$((PIPESTATUS[0] != 0))"
}

refuse() { # PATTERN FILE...: fails and shows the places when the pattern occurs
	local pattern=$1
	shift
	! grep -nE "$pattern" "$@"
}

run_banned() {
	# shellcheck disable=SC2086
	refuse '\b(sprintf|vsprintf|strcpy|strcat|strncpy|strncat|strtok|atoi|atol|atof|gets)[[:space:]]*\(' $all_c
}

# A copy is as long as a type, or goes through copy_bytes, which is told how much room there is.
run_copies() {
	# shellcheck disable=SC2046,SC2086
	grep -nE '\b(memcpy|memmove)\(' $(printf '%s\n' $sources include/*/*.h | grep -vE '^(include/base/copy\.h|src/base/(field|kind)\.c)$') |
		grep -vE ', sizeof(\([^()]*\)| [a-z_]+)\)'
	[[ $? -eq 1 ]]
}

# One clock (base/clock.h); durations are CLOCK_MONOTONIC's, and SQL knows no time but where the database's own
# clock is meant.
run_clock() {
	local files
	files=$(printf '%s\n' "$all_c" | grep -vE '^(src/base/(test_)?clock\.c|tests/.*|src/store/(migrate|request_counts|server_clock)\.c)$')
	# shellcheck disable=SC2086
	refuse 'CLOCK_REALTIME|\btime\(|gettimeofday|\b(NOW|CURDATE|SYSDATE|UTC_[A-Z]+|UNIX_TIMESTAMP)\(|CURRENT_(TIMESTAMP|DATE)' $files
}

run_lists() {
	local file status=0
	for file in $sources $tests $(find include src cgi-bin -name '*.h') sql/migrations/*.sql; do
		case $file in
		tests/unit/test_*.c) file=${file%.c} ;;
		tests/*) continue ;;
		esac
		grep -qE "(^|[[:space:]=])$file([[:space:]]|\$)" Makefile.am && continue
		echo "$file: is in no list of Makefile.am"
		status=1
	done
	# What is listed and is not there stops `make dist` alone, long after it went.
	while read -r file; do
		[[ -e $file ]] && continue
		echo "$file: stands in Makefile.am, but is not there"
		status=1
	done < <(grep -oE '^[[:space:]]+(include|src|cgi-bin)/[A-Za-z0-9_./-]+\.[ch]( \\)?$' Makefile.am | tr -d ' \\\t' | sort -u)
	return $status
}

run_size() {
	# shellcheck disable=SC2086
	wc -l $all_c | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, 600 at most"; bad = 1 }
		END { exit bad }'
}

run_marks() {
	local marks='TO''DO|FIX''ME|XX''X|HA''CK'
	# shellcheck disable=SC2086
	refuse "\\b($marks)\\b" $all_c $scripts nginx/* sql/migrations/*
}

run_shellcheck() {
	# shellcheck disable=SC2086
	shellcheck --external-sources --source-path=SCRIPTDIR $scripts
}

# Its policy would stop it anyway; here one is told before.
run_elements() {
	local files
	files=$(find console -name '*.js' -not -path '*/vendor/*' -o -name index.html)
	# shellcheck disable=SC2086
	refuse 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet|\beval\(|new Function|[^-a-z]style=' $files
}

run_runnable() {
	local file status=0
	for file in .ci/run script/server script/test; do
		[[ -x $file ]] && continue
		echo "$file: has no run bit"
		status=1
	done
	return $status
}

step "lint: rooms and foreign headers" bash build-aux/check-rooms.sh .
step "lint: headers declare what their source defines" node build-aux/check-headers.mjs .
step "lint: no circles between files" node build-aux/check-circles.mjs .
step "lint: what the recipes ask for" node build-aux/check-recipes.mjs .
step "lint: words of rooms and dialects" node build-aux/check-words.mjs .
step "lint: the console's sentences" node build-aux/check-text.mjs .
step "lint: the console builds elements, never HTML text" run_elements
step "lint: docs name tests that exist" node build-aux/check-proofs.mjs .
step "lint: sources listed in Makefile.am" run_lists
step "lint: banned functions" run_banned
step "lint: copies into known room" run_copies
step "lint: the clock is read in one place" run_clock
step "lint: size of files" run_size
step "lint: unfinished marks" run_marks
step "lint: run bits" run_runnable
step "lint: shellcheck" run_shellcheck
step "lint: clang-format" run_format
step "lint: cppcheck" run_cppcheck
step "lint: clang-tidy" run_clang_tidy

totals
