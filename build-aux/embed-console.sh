#!/usr/bin/env bash
# Makes what src/api/console/console.c embeds: the gzip'd twin of every file of the console, the list of
# them, and the page that loads them, under an address that is made of all their bytes. The list is left
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
hash=$(cd "$from" && sha256sum -- index.html "${files[@]}" | sha256sum | cut -c1-16)

list() {
	local file i=0 type
	echo "/* Made by build-aux/embed-console.sh. */"
	echo "#undef CONSOLE_HASH"
	echo "#define CONSOLE_HASH \"$hash\""
	for file in "${files[@]}"; do
		type=$(media_type "$file") || return
		echo "CONSOLE_FILE(console_$i, \"$file\", \"$type\")"
		i=$((i + 1))
	done
}

made=$(list)
[[ -e $to/files.h && $(< "$to/files.h") == "$made" ]] && exit
for file in "${files[@]}"; do
	mkdir -p "$to/$(dirname "$file")"
	gzip -9 -n -c "$from/$file" > "$to/$file.gz"
done
sed "s/@HASH@/$hash/g" "$from/index.html" > "$to/shell.html"
echo "$made" > "$to/files.h"
