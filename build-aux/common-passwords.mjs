/*
 * Makes src/base/common_passwords.c, and the licence beside it, from the list of the package that is
 * pinned here: all entries that have as many characters as a password must have. It asks the npm
 * registry for the package by its name and holds what comes to the digest below.
 * Usage: node build-aux/common-passwords.mjs [TOP]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const top = process.argv[2] ?? '.';
const source = '@zxcvbn-ts/language-common';
const version = '3.0.4';
const integrity = 'sha512-viSNNnRYtc7ULXzxrQIVUNwHAPSXRtoIwy/Tq4XQQdIknBzw4vz36lQLF6mvhMlTIlpjoN/Z1GFu/fwiAlUSsw==';
const charactersMin = 12;

function fetchPackage(folder) {
	const [{ filename }] = JSON.parse(execFileSync('npm',
		['pack', `${source}@${version}`, '--json', '--pack-destination', folder], { encoding: 'utf8' }));
	const archive = join(folder, filename);
	const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;

	if (digest !== integrity) {
		throw new Error(`${source}@${version} is not the package that was looked at: ${digest}`);
	}
	execFileSync('tar', ['xzf', archive, '-C', folder]);
	return join(folder, 'package');
}

// What the C code compares with: the password in small letters. It folds by Unicode; for ASCII that is this.
function hashOf(password) {
	if (!/^[\x20-\x7e]+$/.test(password) || password !== password.toLowerCase()) {
		throw new Error(`fold ${JSON.stringify(password)} as text_fold does`);
	}
	return createHash('sha256').update(password).digest('hex').slice(0, 16);
}

function print(hashes) {
	const rows = hashes.map((hash) => `UINT64_C(0x${hash.toUpperCase()})`);
	const lines = [];

	for (let i = 0; i < rows.length; i += 3) {
		lines.push(`\t${rows.slice(i, i + 3).join(', ')},`);
	}
	return `/*
 * Made by build-aux/common-passwords.mjs from ${source} ${version}; its licence stands in
 * common_passwords.LICENSE. Entries of ${charactersMin} and more characters.
 */
#include "common_passwords_internal.h"

/* clang-format off */
const uint64_t common_passwords[COMMON_PASSWORDS] = {
${lines.join('\n')}
};
/* clang-format on */
`;
}

const folder = mkdtempSync(join(tmpdir(), 'okr-passwords-'));

try {
	const found = fetchPackage(folder);
	const list = JSON.parse(readFileSync(join(found, 'src/passwords.json'), 'utf8'));
	const hashes = list.filter((entry) => [...entry].length >= charactersMin).map(hashOf).sort();

	writeFileSync(join(top, 'src/base/common_passwords.c'), print([...new Set(hashes)]));
	writeFileSync(join(top, 'src/base/common_passwords.LICENSE'), readFileSync(join(found, 'LICENSE.txt')));
	console.log(`${hashes.length} of ${list.length} entries`);
} finally {
	rmSync(folder, { recursive: true });
}
