#!/usr/bin/env bash
# Within namespaces of its own: a layer above the tree, the programs of the distribution, and the steps
# of an administrator from installation to purge. Called by check.sh.
set -euo pipefail

top=$1 work=$2 base=$3 previous_version=$4
here=$top/tests/package
earlier_passed=$passed earlier_failed=$failed
source "$top/script/lib.sh"
passed=$earlier_passed failed=$earlier_failed

# ---- the layer, and how to work in it

ip link set lo up
mount -t proc proc /proc
layer=$work/layer
mkdir -p "$layer"
mount -t tmpfs -o mode=755 tmpfs "$layer"
mkdir "$layer/upper" "$layer/work" "$layer/tree"
tree=$layer/tree
mount -t overlay overlay -o "lowerdir=$base,upperdir=$layer/upper,workdir=$layer/work" "$tree"
mount -t proc proc "$tree/proc"

inside() { # COMMAND...
	chroot "$tree" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

wait_for() { # COMMAND...: for half a minute
	local i
	for ((i = 0; i < 300; i++)); do
		"$@" > /dev/null 2>&1 && return
		sleep 0.1
	done
	echo "in vain: $*"
	return 1
}

# All files but those that belong to others, which change by themselves.
files() {
	(cd "$tree" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./dev -o -path ./var/lib/mysql \
		-o -path ./var/lib/dpkg -o -path ./var/log -o -path ./var/cache -o -path ./run/mysqld \
		-o -path ./var/lib/nginx -o -path ./run/systemd \) -prune -o -print | sort)
}

# ---- steps

start_database() {
	inside install -d -o mysql -g mysql /run/mysqld || return
	chroot "$tree" runuser -u mysql -- mariadbd --skip-networking --datadir=/var/lib/mysql \
		> "$layer/mariadb.log" 2>&1 &
	wait_for inside mariadb -e 'SELECT 1'
}

install_package() { # DEB
	cp "$1" "$tree/tmp/okr-server.deb" || return
	inside dpkg --install /tmp/okr-server.deb
}

has_what_it_promises() {
	inside getent passwd okr || return
	[[ $(inside stat -c '%a %U %G' /etc/okr /etc/okr/okr.conf /var/lib/okr) == \
		$'750 root okr\n640 root okr\n750 okr okr' ]] || return
	inside okrctl --version || return
	inside logrotate --debug /etc/logrotate.d/okr-server || return
	inside runuser -u okr -- /usr/libexec/okr/okr.fcgi --check
}

verify_units() {
	local unit exposure
	inside systemd-analyze verify --man=no okr.service okr.socket okr-purge.service okr-purge.timer || return
	for unit in okr okr-purge; do
		exposure=$(inside systemd-analyze security --offline=true "$unit.service" |
			grep -oE 'exposure level for .*: [0-9.]+' | grep -oE '[0-9.]+$') || return
		echo "$unit: $exposure" || return
		[[ $(bc_at_most "$exposure" 2.0) == yes ]] || return
	done
}

bc_at_most() { # NUMBER LIMIT
	awk -v a="$1" -v b="$2" 'BEGIN { print (a <= b) ? "yes" : "no" }'
}

set_up() {
	inside okrctl --json setup --workspace Acme --admin-email ada@example.org --admin-name 'Ada Example' \
		--base-url https://localhost > "$layer/setup.json" || return
	cat "$layer/setup.json" || return
	key=$(jq -r '.[] | select(.step == "key").detail' "$layer/setup.json") || return
	[[ $key == okrt_* ]] || return
	jq -e '[.[] | select(.step != "configuration" and .step != "state folder" and .step != "doctor").result]
		| all(. == "made")' "$layer/setup.json"
}

# Nothing is made twice, and no secret is replaced.
set_up_again() {
	local before
	before=$(cd "$tree/etc/okr" && sha256sum -- *) || return
	inside okrctl --json setup > "$layer/again.json" || return
	cat "$layer/again.json" || return
	jq -e 'map(select(.step != "doctor").result) | all(. == "kept")' "$layer/again.json" || return
	[[ $(cd "$tree/etc/okr" && sha256sum -- *) == "$before" ]]
}

# The tests sign in as people by tokens of this installation.
allow_tokens() {
	echo 'jwt_secret = a secret of the tests, of more than 32 bytes' >> "$tree/etc/okr/okr.conf"
}

# As okr.socket and okr.service do it: sockets made by root for the web server's group, handed over.
start_server() {
	chroot "$tree" systemd-socket-activate -l /run/okr/okr.sock -l /run/okr/okr.sock.health \
		setpriv --reuid okr --regid okr --init-groups --no-new-privs /usr/libexec/okr/okr.fcgi \
		> "$layer/okr.log" 2>&1 &
	server=$!
	wait_for test -S "$tree/run/okr/okr.sock.health" || return
	inside chown okr:www-data /run/okr/okr.sock /run/okr/okr.sock.health || return
	inside chmod 0660 /run/okr/okr.sock /run/okr/okr.sock.health
}

start_nginx() {
	inside openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
		-addext subjectAltName=DNS:localhost -keyout /etc/ssl/private/okr.key -out /etc/ssl/certs/okr.pem || return
	cp "$tree/etc/ssl/certs/okr.pem" "$layer/ca.pem" || return
	rm "$tree/etc/nginx/sites-enabled/default" || return
	sed -e 's/okr\.example\.org;/localhost;/' -e 's|certs/okr.example.org.pem|certs/okr.pem|' \
		-e 's|private/okr.example.org.key|private/okr.key|' \
		"$tree/usr/share/doc/okr-server/examples/site-tls.conf" > "$tree/etc/nginx/sites-enabled/okr" || return
	inside nginx -t || return
	inside nginx || return
	wait_for ask /readyz
}

ask() { # PATH
	curl --fail --silent --show-error --cacert "$layer/ca.pem" "https://localhost$1"
}

# What a plain connection is answered: nothing that a key could be sent to.
refuses_plain_http() {
	[[ $(curl -s -o /dev/null -w '%{http_code}' http://localhost/api/v1/me) == 403 ]]
}

# okrctl of the tree, by paths as the tests see them.
write_env() {
	cat > "$layer/okrctl" << SH || return
#!/bin/sh
for word; do
	shift
	set -- "\$@" "\${word#$tree}"
done
exec chroot $tree runuser -u okr -- okrctl "\$@"
SH
	chmod 755 "$layer/okrctl" || return
	cat > "$layer/dev.env" << ENV
export OKR_URL='https://localhost'
export OKR_API_KEY='$key'
export OKR_CONFIG='$tree/etc/okr/okr.conf'
export OKR_DATABASE_SOCKET='$tree/run/mysqld/mysqld.sock'
export OKRCTL='$layer/okrctl'
ENV
}

black_box() {
	(
		cd "$top"
		export OKR_TEST_ENV=$layer/dev.env NODE_EXTRA_CA_CERTS=$layer/ca.pem CURL_CA_BUNDLE=$layer/ca.pem
		export REQUESTS_CA_BUNDLE=$layer/ca.pem
		# shellcheck disable=SC2046,SC2086 # several words are meant
		node --test --test-reporter=tap ${OKR_PACKAGE_TESTS:-$(node tests/lib/given_server.mjs)}
	)
}

load_company() {
	inside okrctl workspace create --name Sample || return
	inside okrctl sample load --workspace Sample
}

edit_configuration() {
	echo '# edited by hand' >> "$tree/etc/okr/okr.conf" || return
	echo '# edited by hand' >> "$tree/etc/nginx/okr/okr-server.conf"
}

applied_migrations() {
	inside runuser -u okr -- okrctl --json migrate --status | jq .applied
}

# dpkg replaces the program and updates the tables; then what `systemctl reload` does.
upgrade_under_load() {
	local load load_key before after
	load_key=$(inside okrctl --json key create --workspace Acme --name load --scopes all --rate-limit 0 |
		jq -r .key) || return
	before=$(applied_migrations) || return
	OKR_TEST_ENV=$layer/dev.env NODE_EXTRA_CA_CERTS=$layer/ca.pem LOAD_KEY=$load_key \
		node "$here/load.mjs" "$layer/stop" > "$layer/load.json" &
	load=$!
	wait_for test -e "$layer/stop.ready" || return
	install_package "$new" || return
	kill -HUP "$server" || return
	wait_for grep -q '"message":"reloading' "$layer/okr.log" || return
	wait_for sh -c "! ls -l /proc/$server/exe | grep -q deleted" || return
	sleep 1 || return
	touch "$layer/stop" || return
	wait "$load" || return
	cat "$layer/load.json" || return
	after=$(applied_migrations) || return
	echo "migrations before: $before, after: $after" || return
	((after > before)) || return
	[[ $(installed_version) != "$previous_version" ]] || return
	jq -e '.failed == 0 and .done > 100' "$layer/load.json"
}

# shellcheck disable=SC2016 # a form of dpkg's
installed_version() {
	inside dpkg-query -W -f '${Version}' okr-server
}

configuration_is_kept() {
	grep -q 'edited by hand' "$tree/etc/okr/okr.conf" || return
	grep -q 'edited by hand' "$tree/etc/nginx/okr/okr-server.conf" || return
	! ls "$tree"/etc/nginx/okr/*.dpkg-*
}

verify_numbers() {
	inside runuser -u okr -- okrctl verify
}

stop_server() {
	kill -TERM "$server" || return
	wait "$server"
}

remove_package() {
	inside dpkg --remove okr-server || return
	[[ -e $tree/etc/okr/okr.conf && -e $tree/etc/okr/pepper && ! -e $tree/usr/bin/okrctl ]]
}

# The database is the administrator's: no package takes data away.
drop_database() {
	inside mariadb -e "DROP DATABASE okr; DROP USER okr@localhost"
}

purge_package() {
	inside nginx -s stop || return
	rm -f "$tree/etc/nginx/sites-enabled/okr" "$tree/etc/ssl/private/okr.key" "$tree/etc/ssl/certs/okr.pem" || return
	ln -s /etc/nginx/sites-available/default "$tree/etc/nginx/sites-enabled/default" || return
	inside dpkg --purge okr-server || return
	files > "$layer/files.after"
	diff "$layer/files.before" "$layer/files.after" || return
	! inside getent passwd okr || return
	! ls "$tree"/var/log/okr
}

key='' server=''
new=$(echo "$work"/one/okr-server_*.deb)
previous=$(echo "$work"/previous/okr-server_*.deb)

step_here() { # like step, but what it sets stays
	local what=$1 begun status=0
	shift
	begun=$(now)
	"$@" > "$layer/output" 2>&1 || status=$?
	if ((status == 0)); then
		passed=$((passed + 1))
		line ok "$what" '' "$begun"
	else
		failed=$((failed + 1))
		line FAILED "$what" '' "$begun"
		sed 's/^/          /' "$layer/output"
		tail -n 5 "$tree/var/log/nginx/error.log" 2> /dev/null | sed 's/^/          /'
		tail -n 20 "$layer/okr.log" 2> /dev/null | cut -c1-400 | sed 's/^/          /'
	fi
}

step "MariaDB of the distribution" start_database
files > "$layer/files.before"

step "installs" install_package "$new"
step "user, folders, modes, settings" has_what_it_promises
step "units: verified, exposure at most 2.0" verify_units
step_here "okrctl setup" set_up
step "okrctl setup, again: all is kept" set_up_again
allow_tokens
step_here "the server, socket-activated" start_server
step "nginx with TLS" start_nginx
step "plain HTTP is refused" refuses_plain_http
write_env
step_here "the API's tests" black_box
step "every number agrees" verify_numbers
step_here "the server ends" stop_server
step "purge leaves nothing" purge_package
step "an empty database again" drop_database

step "installs the version before" install_package "$previous"
step_here "okrctl setup" set_up
step "a company in it" load_company
step_here "the server, socket-activated" start_server
step "nginx with TLS" start_nginx
write_env
edit_configuration
step "upgrade under load: no failed request" upgrade_under_load
step "an edited configuration is kept" configuration_is_kept
step "every number agrees" verify_numbers
step_here "the server ends" stop_server
step "removal keeps the configuration" remove_package
step "purge leaves nothing" purge_package
totals
