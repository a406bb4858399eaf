#!/usr/bin/env bash
# Puts the foreign code of the console into console/vendor, in the versions and with the bytes that are
# named here, with its licences beside it. Preact's hooks name their library by the path they lie at;
# nothing else is changed. Run it after changing a version; the result stands in the tree.
set -euo pipefail

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
vendor=$top/console/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# PACKAGE VERSION SHA-512 of its archive
packages='
preact 11.2.0 fc77c723fecdf387ba1ab581277276f34cf798b6912620dc4af8ff03ecbfe006cb9cd0ffd549461ded6c47aa18b931b021dd273fb76a0d4f4e9cbc4c3d9ef106
htm 3.1.1 f7cdd5ca0f0dc1413b26467a3663aaa4267eb21d5b2afda2613954933956980e490f669c2a8c5de0a5716cc9b15fff399ad7dd9c399316834a720e43180bf135
'

fetch() { # PACKAGE VERSION SUM
	local archive
	archive=$(cd "$work" && npm pack --silent "$1@$2")
	echo "$3  $work/$archive" | sha512sum --check --quiet
	mkdir "$work/$1"
	tar -xzf "$work/$archive" -C "$work/$1" --strip-components 1
	cp "$work/$1/LICENSE" "$vendor/$1.LICENSE.txt"
}

without_map() { # FILE: the comment that names a map which is not there
	sed '/^\/\/# sourceMappingURL=/d' "$1"
}

mkdir -p "$vendor"
while read -r package version sum; do
	[[ ! $package ]] || fetch "$package" "$version" "$sum"
done <<< "$packages"
without_map "$work/preact/dist/preact.mjs" > "$vendor/preact.js"
without_map "$work/preact/hooks/dist/hooks.mjs" | sed 's#from"preact"#from"./preact.js"#' > "$vendor/hooks.js"
cp "$work/htm/dist/htm.module.js" "$vendor/htm.js"
