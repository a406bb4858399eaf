#!/usr/bin/env bash
# The Debian package as an administrator meets it: built twice of the commit (equal bytes), installed
# into a fresh tree, set up, served by the distribution's nginx with TLS, removed and purged; and once
# more from the version before, which is upgraded under load. `make package-check` runs it, as root; what
# it does to the tree happens in inside.sh, in namespaces of its own: no port of this host is used, and
# everything ends with it.
#
# The version before is the program of the last commit that knew fewer migrations, so that the upgrade
# changes the tables below requests. It needs the history: not in a shallow clone.
#
# The tree is made by debootstrap from the mirror that this machine uses itself, once: it stays in the
# build folder, and each run works on a layer above it.
set -euo pipefail

here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
top=${here%/tests/package}
source "$top/script/lib.sh"

((EUID == 0)) || die "this needs root: it makes a Debian tree and enters it"
build_dir=$(realpath -m "${OKR_BUILD_DIR:-$top/build}")
work=$build_dir/package
mkdir -p "$work"

packages_package='
command dh_installsysusers debhelper
command lintian            lintian
command debootstrap        debootstrap
command systemd-analyze    systemd
command node               nodejs
command jq                 jq
'
# dpkg-buildpackage asks for the packages, not for the files.
while read -r name; do
	packages_package+="package $name $name"$'\n'
done < <(sed -n '/^Build-Depends:/,/^[A-Z]/p' "$top/debian/control" | grep -oE '[a-z0-9.-]+-dev|pkgconf')

need "$packages_build" "$packages_package"

# ---- the packages

commit=$(git -C "$top" rev-parse HEAD)
[[ -z $(git -C "$top" status --porcelain --untracked-files=no) ]] ||
	printf '          uncommitted changes are not in the package\n'

build_package() { # FOLDER UMASK ZONE [COMMIT VERSION]
	rm -rf "$1"
	(
		umask "$2"
		export TZ=$3
		mkdir -p "$1"
		git -C "$top" archive --prefix=okr-server/ "${4:-$commit}" | tar x -C "$1"
		cd "$1/okr-server"
		[[ ! ${5-} ]] || sed -i "1s/([^)]*)/($5)/" debian/changelog
		DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" nice dpkg-buildpackage -b -us -uc
	)
}

# The folder differs in length as well: no path may be inside.
build_both() {
	[[ -e $work/one/$commit ]] && return
	build_package "$work/one" 022 UTC
	build_package "$work/the-other" 077 Pacific/Auckland
	touch "$work/one/$commit"
}

equal_bytes() {
	local deb
	for deb in "$work"/one/*.deb; do
		cmp "$deb" "$work/the-other/${deb##*/}"
	done
}

lintian_is_silent() {
	local said
	said=$(lintian --allow-root --fail-on none "$work"/one/*.changes)
	echo "$said"
	[[ -z $said ]]
}

commit_before() { # the last one that knew fewer migrations
	local added
	added=$(git -C "$top" log -1 --diff-filter=A --format=%H "$commit" -- sql/migrations)
	git -C "$top" rev-parse --verify --quiet "$added^"
}

build_previous() {
	local before
	before=$(commit_before) || { echo "the history ends before the newest migration" && return 1; }
	git -C "$top" log -1 --oneline "$before"
	[[ -e $work/previous/$before ]] && return
	build_package "$work/previous" 022 UTC "$before" "$previous_version"
	touch "$work/previous/$before"
}

# ---- the tree

# shellcheck disable=SC2016 # a form of apt's
mirror() {
	apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Created-By: Packages' | head -n 1
}

# shellcheck disable=SC2016 # expanded by the shell that runs it
in_tree() { # COMMAND...: with the network of this host
	unshare --mount bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$base" "$@"
}

# Everything from the distribution, and nothing of ours: what the package depends on, and what it is
# used with.
make_tree() {
	local depends
	depends=$(dpkg-deb -f "$(echo "$work"/one/okr-server_*.deb)" Depends)
	[[ -e $base/.complete && $(< "$base/.complete") == "$depends" ]] && return
	rm -rf "$base"
	debootstrap --variant=minbase bookworm "$base" "$(mirror)"
	printf '#!/bin/sh\nexit 101\n' > "$base/usr/sbin/policy-rc.d"
	chmod 755 "$base/usr/sbin/policy-rc.d"
	cp /etc/resolv.conf "$base/etc/resolv.conf"
	in_tree env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
		nginx-light mariadb-server systemd logrotate openssl
	in_tree env DEBIAN_FRONTEND=noninteractive apt-get satisfy -q -y --no-install-recommends "$depends"
	echo "$depends" > "$base/.complete"
}

base=$work/tree
previous_version=0.0.9
step "packages, built twice" build_both
((failed == 0)) || exit 1
step "two packages of one commit are equal bytes" equal_bytes
step "lintian has nothing to say" lintian_is_silent
step "the version before" build_previous
step "a fresh Debian tree" make_tree
((failed == 0)) || exit 1

export passed failed
unshare --net --mount --pid --fork --kill-child bash "$here/inside.sh" "$top" "$work" "$base" "$previous_version"
