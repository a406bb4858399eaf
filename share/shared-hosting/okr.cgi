#!/bin/sh
# Starts okr-server for one request. The folder okr/, with the program and its settings, is looked for
# in this script's own folder, in the one above it, and so on up: best it stands outside of what the web
# server shows. What the settings do not say is set here.
case $0 in
*/*) cd "${0%/*}" || exit ;;
esac
folder=$PWD
while [ "$folder" ] && [ ! -x "$folder/okr/okr.cgi" ]; do
	folder=${folder%/*}
done
# The body of the request is read first: Apache loses the answer of a program that leaves it.
refuse() {
	head -c "${CONTENT_LENGTH:-0}" > /dev/null
	printf 'Status: 503 Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\n\r\n'
	printf '{"error":"service_unavailable","message":"%s"}\n' "$1"
	exit
}
if [ ! "$folder" ]; then
	refuse 'The folder okr/ is not here, or okr/okr.cgi has not mode 755.'
fi
if [ ! -w "$folder/okr/state" ]; then
	refuse 'The folder okr/state is not there, or programs may not write to it.'
fi
: "${OKR_CONFIG=$folder/okr/okr.conf}" "${OKR_STATE_DIR=$folder/okr/state}"
export OKR_CONFIG OKR_STATE_DIR
if [ -e "$folder/okr/pepper" ]; then
	export OKR_PEPPER_FILE="$folder/okr/pepper"
fi
# Hosts hide their log: what goes wrong stands where you can read it.
umask 077
exec "$folder/okr/okr.cgi" 2>> "$folder/okr/state/okr.log"
