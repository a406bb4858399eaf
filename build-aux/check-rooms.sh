#!/usr/bin/env bash
# Checks every #include in include/, src/ and cgi-bin/ against build-aux/rooms.txt: which room may
# look into which, and which room may know which foreign library. Prints each breach and ends 1.
set -euo pipefail
cd "${1:-$(dirname "$0")/..}"

declare -A edges foreign
while read -r name rest; do
	case $name in
	'' | '#'*) ;;
	@*:) name=${name#@} && foreign[${name%:}]=$rest ;;
	*:) edges[${name%:}]=" ${name%:} $rest " ;;
	*) echo "build-aux/rooms.txt: what is \"$name\"?" >&2 && exit 1 ;;
	esac
done < build-aux/rooms.txt

room_of() { # FILE
	local path=${1#include/}
	path=${path#src/}
	echo "${path%%/*}"
}

breaches=0
breach() { # PLACE MESSAGE
	echo "$1: $2"
	breaches=$((breaches + 1))
}

while IFS=: read -r file line directive; do
	room=$(room_of "$file")
	header=${directive#*[\"<]}
	header=${header%%[\">]*}
	if [[ $directive == *\"* && $header == */* ]]; then
		other=${header%%/*}
		if [[ ! ${edges[$room]-} ]]; then
			breach "$file:$line" "room $room is not in build-aux/rooms.txt"
		elif [[ ${edges[$room]} != *" $other "* ]]; then
			breach "$file:$line" "$room may not look into $other ($header)"
		elif [[ $other != "$room" && ! -e include/$header ]]; then
			breach "$file:$line" "$header is private to $other"
		fi
	fi
	for pattern in "${!foreign[@]}"; do
		# shellcheck disable=SC2053 # the right side is meant as a pattern
		if [[ $header == $pattern && $room != "${foreign[$pattern]}" ]]; then
			breach "$file:$line" "<$header> belongs to ${foreign[$pattern]} alone"
		fi
	done
done < <(grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' include src cgi-bin)

((breaches == 0))
