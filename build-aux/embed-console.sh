#!/usr/bin/env bash
# Makes what src/api/console/console.c embeds: every file of the console without its comments (they are for
# who reads the source, and were a tenth of what a browser loads), its gzip'd twin, the list of them, of each catalogue the sentences that the start page has (text/NAME.first.json, a line a sentence),
# and the page that loads them, under an address that is made of all their bytes. The list is left
# alone when it says the same, so that nothing is compiled anew. Called by make.
set -euo pipefail
export LC_ALL=C

from=$1 to=$2
mkdir -p "$to"

media_type() { # FILE
	case $1 in
	*.js) echo 'text/javascript; charset=utf-8' ;;
	*.css) echo 'text/css; charset=utf-8' ;;
	*.svg) echo 'image/svg+xml; charset=utf-8' ;;
	*.json) echo 'application/json; charset=utf-8' ;;
	*.txt) echo 'text/plain; charset=utf-8' ;;
	*.ico) echo 'image/x-icon' ;;
	*)
		echo "embed-console.sh: what is $1?" >&2
		return 1
		;;
	esac
}

mapfile -t files < <(cd "$from" && find . -type f ! -name index.html ! -name '.*' | sed 's#^\./##' | sort)
mapfile -t catalogues < <(printf '%s\n' "${files[@]}" | grep '^text/')
hash=$(cd "$from" && sha256sum -- index.html "${files[@]}" | sha256sum | cut -c1-16)

# Foreign files keep their comments: one may be their licence.
is_ours() { # FILE
	[[ $1 == *.js && $1 != vendor/* || $1 == *.css ]]
}

# Comments that have lines of their own; a block that never ends would take the rest along.
without_comments() { # FILE
	awk '
		/^[ \t]*\/\*/ { inside = 1 }
		!inside && !/^[ \t]*\/\// { print }
		inside && /\*\/[ \t]*$/ { inside = 0 }
		END { exit inside }' "$1"
}

# The start page's files are those that index.html names; a key is 'a.b', or begins with `a.b.${`.
first_sentences() { # CATALOGUE
	local started
	mapfile -t started < <(sed -n 's#.*modulepreload.*@HASH@/\([^"]*\)".*#\1#p' "$from/index.html")
	(cd "$from" && grep -ohE "'[a-z_]+(\.[a-z0-9_-]+)+'|\`[a-z_]+(\.[a-z0-9_-]+)*\.\\\$\{" main.js "${started[@]}") |
		awk -v catalogue="$1" '
			/^`/ { starts[substr($0, 2, length($0) - 3)] = 1; next }
			{ keys[substr($0, 2, length($0) - 2)] = 1 }
			END {
				printf "{"
				while ((getline line < catalogue) > 0) {
					if (split(line, parts, "\"") < 3)
						continue
					wanted = parts[2] in keys
					for (start in starts)
						wanted = wanted || index(parts[2], start) == 1
					if (!wanted)
						continue
					sub(/,$/, "", line)
					printf "%s\n%s", count++ ? "," : "", line
				}
				print "\n}"
			}'
}

list() {
	local file i=0 type
	echo "/* Made by build-aux/embed-console.sh. */"
	echo "#undef CONSOLE_HASH"
	echo "#define CONSOLE_HASH \"$hash\""
	for file in "${files[@]}"; do
		type=$(media_type "$file") || return
		if is_ours "$file"; then
			echo "CONSOLE_MADE(console_$i, \"$file\", \"$type\")"
		else
			echo "CONSOLE_FILE(console_$i, \"$file\", \"$type\")"
		fi
		i=$((i + 1))
	done
	for file in "${catalogues[@]}"; do
		echo "CONSOLE_MADE(console_$i, \"${file%.json}.first.json\", \"$(media_type "$file")\")"
		i=$((i + 1))
	done
}

made=$(list)
[[ -e $to/files.h && $(< "$to/files.h") == "$made" ]] && exit
for file in "${files[@]}"; do
	mkdir -p "$to/$(dirname "$file")"
	if is_ours "$file"; then
		without_comments "$from/$file" > "$to/$file"
		gzip -9 -n -c "$to/$file" > "$to/$file.gz"
	else
		gzip -9 -n -c "$from/$file" > "$to/$file.gz"
	fi
done
for file in "${catalogues[@]}"; do
	first_sentences "$from/$file" > "$to/${file%.json}.first.json"
	gzip -9 -n -c "$to/${file%.json}.first.json" > "$to/${file%.json}.first.json.gz"
done
sed "s/@HASH@/$hash/g" "$from/index.html" > "$to/shell.html"
echo "$made" > "$to/files.h"
