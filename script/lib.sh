# What script/server, script/test and build-aux/lint.sh share: progress lines, the packages they
# need, the build. Sourced, never run.
# shellcheck shell=bash
# shellcheck disable=SC2034 # those who source this use the variables

# Ordinary users of Debian have no sbin in their path, where nginx and mariadbd are.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# ---- what a person reads

if [[ -t 1 && ${TERM:-dumb} != dumb && ! ${NO_COLOR-} ]]; then
	bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
	bold='' red='' green='' plain=''
fi

die() { # MESSAGE...
	printf '%s%s:%s %s\n' "$red" "${0##*/}" "$plain" "$*" >&2
	exit 1
}

now() { # milliseconds
	local time=${EPOCHREALTIME/[.,]/}
	echo "${time%???}"
}

seconds_since() { # MILLISECONDS
	local spent=$(($(now) - $1))
	printf '%d.%d s' $((spent / 1000)) $((spent % 1000 / 100))
}

# A progress line: mark, what, remark, duration.
line() { # MARK WHAT REMARK MILLISECONDS-AT-START
	local colour=$green
	[[ $1 == ok ]] || colour=$red
	printf '  %s%-6s%s  %-36s  %-24s  %9s\n' "$colour" "$1" "$plain" "$2" "$3" "$(seconds_since "$4")"
}

passed=0 failed=0

# Runs a command as one check: its output is shown only when it fails.
step() { # WHAT COMMAND...
	local what=$1 begun output status=0
	shift
	begun=$(now)
	output=$("$@" 2>&1) || status=$?
	if ((status == 0)); then
		passed=$((passed + 1))
		line ok "$what" '' "$begun"
	else
		failed=$((failed + 1))
		line FAILED "$what" '' "$begun"
		printf '%s\n' "$output" | sed 's/^/          /'
	fi
}

totals() { # the closing line, and the exit status that belongs to it
	printf '%d passed, %d failed\n' "$passed" "$failed"
	((failed == 0 && passed > 0))
}

show_log() { # FILE: its end, indented
	[[ -s $1 ]] || return 0
	printf '\n  The end of %s:\n\n' "$1" >&2
	tail -n 25 "$1" | sed 's/^/    /' >&2
	echo >&2
}

# ---- packages

# One row a thing we need: how to see that it is there, and the Debian package that brings it.
packages_build='
command gcc              gcc
file    /usr/include/stdio.h libc6-dev
command make             make
command autoreconf       autoconf
command automake         automake
command pkg-config       pkg-config
module  fcgi             libfcgi-dev
module  json-c           libjson-c-dev
module  libmariadb       libmariadb-dev
module  libsodium        libsodium-dev
module  libcrypto        libssl-dev
module  zlib             zlib1g-dev
module  libutf8proc      libutf8proc-dev
module  cmocka           libcmocka-dev
'
packages_run='
command mariadbd           mariadb-server-core
command mariadb-install-db mariadb-server-core
command mariadb            mariadb-client-core
command nginx              nginx-light
command curl               curl
command setpriv            util-linux
'
packages_test='
command node             nodejs
command ps               procps
file    /usr/lib/python3/dist-packages/requests python3-requests
command valgrind         valgrind
command clang-tidy       clang-tidy
command clang-format     clang-format
command cppcheck         cppcheck
command shellcheck       shellcheck
command apache2          apache2-bin
file    /usr/lib/apache2/modules/mod_fcgid.so libapache2-mod-fcgid
command lighttpd         lighttpd
command slapd            slapd
command nslcd            libpam-ldapd
file    /usr/lib/nginx/modules/ngx_http_auth_pam_module.so libnginx-mod-http-auth-pam
command openssl          openssl
command spawn-fcgi       spawn-fcgi
command multiwatch       multiwatch
command jq               jq
command caddy            caddy
command systemd-analyze  systemd
command mandoc           mandoc
command zsh              zsh
command promtool         prometheus
command mariadb-dump     mariadb-client
'
packages_contract='
command npm              npm
command soffice          libreoffice-calc-nogui
command chromium         chromium
file    /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
'
packages_cluster='
file    /usr/lib/galera/libgalera_smm.so galera-4
command wsrep_sst_rsync  mariadb-server
command rsync            rsync
'

packages_screenshots='
file    /usr/share/fonts/truetype/inter-vf/Inter-roman.var.ttf fonts-inter-variable
file    /usr/share/fonts/truetype/vlgothic/VL-PGothic-Regular.ttf fonts-vlgothic
'

packages_bench='
command node             nodejs
command wrk              wrk
'

is_there() { # KIND NAME
	case $1 in
	command) command -v "$2" ;;
	module) pkg-config --exists "$2" ;;
	file) [[ -e $2 ]] ;;
	package) dpkg -s "$2" ;;
	esac > /dev/null 2>&1
}

# Installs what is missing of the given tables. Asks the package manager only if something is.
need() { # TABLE...
	local kind name package begun log missing=()
	while read -r kind name package; do
		[[ $kind ]] && ! is_there "$kind" "$name" && missing+=("$package")
	done <<< "$(printf '%s\n' "$@")"
	((${#missing[@]})) || return 0

	mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
	command -v apt-get > /dev/null ||
		die "this needs what Debian calls ${missing[*]}; please install it"
	begun=$(now)
	log=$(mktemp)
	printf '          installing %s\n' "${missing[*]}"
	if ! as_root bash -c "$install_quietly" install "${missing[@]}" > "$log" 2>&1; then
		show_log "$log"
		rm -f "$log"
		die "could not install ${missing[*]}"
	fi
	rm -f "$log"
	line ok packages "${#missing[@]} installed" "$begun"
}

# The clients and checkers of tests/contract, in the versions of its lock file. They want a newer Node
# than Debian's, which is one of them.
install_contract() { # TOP
	local folder=$1/tests/contract
	cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed" && return
	SCARF_ANALYTICS=false npm --prefix "$folder" ci --no-progress || return
	cp "$folder/package-lock.json" "$folder/node_modules/.installed"
}

as_root() {
	if ((EUID == 0)); then
		"$@"
	elif command -v sudo > /dev/null; then
		sudo "$@"
	else
		echo "neither root nor sudo: ask an administrator"
		return 1
	fi
}

# Debian starts a service as soon as its package is installed. We want the programs, not a system
# wide nginx on port 80: a policy says no while we install, unless there is a policy already.
# shellcheck disable=SC2016 # expanded by the shell that runs it
install_quietly='
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap "rm -f $policy" EXIT
	printf "#!/bin/sh\nexit 101\n" > $policy && chmod 755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q && apt-get install -q -y --no-install-recommends "$@"
'

# ---- the build

# The autotools refuse blanks and other marks in the name of the folder that they work in. Then we
# reach it through a link of our own with a plain name.
plain_path() { # FOLDER
	local name
	if [[ $1 != *[!A-Za-z0-9_./+-]* ]]; then
		echo "$1"
		return
	fi
	name=/tmp/okr-tree-$EUID-$(cksum <<< "$1" | cut -d' ' -f1)
	[[ -L $name ]] || ln -s "$1" "$name" || return
	# /tmp is everybody's: the link must be ours and lead where we want.
	[[ $(stat -c %u "$name") == "$EUID" && $(readlink "$name") == "$1" ]] || die "$name is in the way"
	echo "$name"
}

# Brings a build folder up to date: autoreconf and configure only when they never ran (make itself
# runs them again when configure.ac or Makefile.am changed).
build() { # TREE FOLDER [CONFIGURE-OPTION...]
	local folder=$2 begun lock
	begun=$(now)
	mkdir -p "$folder"
	# Two starts at once, as in a test run, build one after the other.
	exec {lock}> "$folder/.lock"
	flock "$lock"
	if ! run_build "$@" > "$folder/build.log" 2>&1 < /dev/null; then
		line FAILED build "${folder##*/}" "$begun"
		show_log "$folder/build.log"
		exit 1
	fi
	exec {lock}>&-
	line ok build "${folder##*/}" "$begun"
}

run_build() (
	tree=$(plain_path "$1") || exit
	case $2/ in
	"$1"/*) folder=$tree${2#"$1"} ;;
	*) folder=$(plain_path "$2") || exit ;;
	esac
	shift 2
	cd "$tree" || exit
	if [[ -e config.status ]]; then
		echo 'The tree itself is configured: run "make distclean" in it first.'
		exit 1
	fi
	[[ -e configure && -e Makefile.in ]] || autoreconf -i || exit
	cd "$folder" || exit
	[[ -e Makefile ]] || "$tree/configure" "$@" || exit
	make -s -j "$(nproc)"
)
