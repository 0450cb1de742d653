// GitHub's published REST contract, cut down to the operations that the test double answers. Nothing of it is committed: it is made of one file of
// an npm package and kept in an ignored folder.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGunzip } from 'node:zlib';

const PACKAGE = '@octokit/openapi@23.0.2';
const FILE = 'package/generated/api.github.com.json';

/** What the double answers; what the product calls is among them. A new one is a line here and a handler in test/support/github. */
export const OPERATIONS = [
	'users/get-authenticated',
	'search/issues-and-pull-requests',
	'repos/get',
	'repos/create-fork',
	'repos/get-content',
	'repos/list-deployments',
	'repos/list-pull-requests-associated-with-commit',
	'checks/list-for-ref',
	'issues/list-labels-for-repo',
	'issues/create-label',
	'issues/list-assignees',
	'issues/list-for-repo',
	'issues/create',
	'issues/get',
	'issues/update',
	'issues/list-comments',
	'issues/create-comment',
	'issues/update-comment',
	'issues/delete-comment',
	'issues/set-labels',
	'issues/add-labels',
	'issues/remove-label',
	'pulls/list',
	'pulls/create',
	'pulls/get',
	'pulls/update',
	'pulls/merge',
	'pulls/list-reviews',
	'pulls/request-reviewers',
	'git/get-ref',
	'git/delete-ref',
];

/** @returns path of the contract as JSON, made where it is not there yet or is of another package or list */
export async function makeContract(folder) {
	const wanted = createHash('sha256')
		.update(JSON.stringify([PACKAGE, OPERATIONS, TRIMMED]))
		.digest('hex');
	const file = path.join(folder, `github-${wanted.slice(0, 16)}.json`);
	if (fs.existsSync(file)) {
		return file;
	}
	console.log(`Reading GitHub's contract from ${PACKAGE} …`);
	fs.mkdirSync(folder, { recursive: true });
	const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-contract-'));
	try {
		execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', scratch], {
			stdio: ['ignore', 'ignore', 'inherit'],
			shell: process.platform === 'win32',
		});
		const [archive] = fs.readdirSync(scratch);
		const text = await fileInArchive(path.join(scratch, archive), FILE);
		const partial = path.join(scratch, 'contract.json');
		fs.writeFileSync(partial, JSON.stringify(trim(JSON.parse(text))));
		fs.copyFileSync(partial, `${file}.${process.pid}`);
		fs.renameSync(`${file}.${process.pid}`, file); // two may make it at once
		return file;
	} finally {
		fs.rmSync(scratch, { recursive: true, force: true });
	}
}

const BLOCK = 512;

/** Reads one file out of a `.tgz` without unpacking the others. */
async function fileInArchive(archive, name) {
	const unzipped = fs.createReadStream(archive).pipe(createGunzip());
	let header = Buffer.alloc(0);
	let wanted; // chunks of the file, once its header was seen
	let left = 0; // bytes of the present file that are still to come
	let padding = 0;
	try {
		for await (let chunk of unzipped) {
			while (chunk.length > 0) {
				if (left + padding > 0) {
					const taken = Math.min(chunk.length, left > 0 ? left : padding);
					if (left > 0) {
						wanted?.push(chunk.subarray(0, taken));
						left -= taken;
						if (left === 0 && wanted) {
							return Buffer.concat(wanted).toString('utf8');
						}
					} else {
						padding -= taken;
					}
					chunk = chunk.subarray(taken);
					continue;
				}
				const missing = BLOCK - header.length;
				header = Buffer.concat([header, chunk.subarray(0, missing)]);
				chunk = chunk.subarray(missing);
				if (header.length === BLOCK) {
					const title = header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
					left = Number.parseInt(header.toString('utf8', 124, 136), 8) || 0;
					padding = (BLOCK - (left % BLOCK)) % BLOCK;
					wanted = title === name ? [] : undefined;
					header = Buffer.alloc(0);
				}
			}
		}
	} finally {
		unzipped.destroy();
	}
	throw new Error(`${path.basename(archive)} has no ${name}.`);
}

/** How a description is trimmed; a change of it makes the contract anew. */
const TRIMMED = 'operations and what they refer to; no examples; nullable as null types';

/** The operations of the list with every schema they refer to, in OpenAPI 3.1, where a schema means what JSON Schema says. */
function trim(whole) {
	const paths = {};
	for (const [at, methods] of Object.entries(whole.paths)) {
		for (const [method, operation] of Object.entries(methods)) {
			if (OPERATIONS.includes(operation?.operationId)) {
				paths[at] = { ...paths[at], [method]: cleaned(operation) };
			}
		}
	}
	const found = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
	const absent = OPERATIONS.filter((id) => !found.includes(id));
	if (absent.length > 0) {
		throw new Error(`GitHub's contract has no operation ${absent.join(', ')}.`);
	}
	const components = {};
	const follow = (value) => {
		if (Array.isArray(value)) {
			value.forEach(follow);
		} else if (value && typeof value === 'object') {
			const [, kind, name] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(value.$ref ?? '') ?? [];
			if (kind && components[kind]?.[name] === undefined) {
				components[kind] = { ...components[kind], [name]: cleaned(whole.components[kind][name]) };
				follow(components[kind][name]);
			}
			Object.values(value).forEach(follow);
		}
	};
	follow(paths);
	const { title, version } = whole.info;
	return { openapi: '3.1.0', info: { title, version }, servers: [{ url: '/' }], paths, components };
}

/** Without what is only for people; `isNamed`: keys are names that somebody chose, as those of `properties`. */
function cleaned(value, isNamed = false) {
	if (Array.isArray(value)) {
		return value.map((one) => cleaned(one));
	}
	if (!value || typeof value !== 'object') {
		return value;
	}
	const entries = Object.entries(value)
		.filter(([key]) => isNamed || !['example', 'examples', 'externalDocs', 'nullable', 'summary', 'tags'].includes(key))
		.filter(([key]) => isNamed || !key.startsWith('x-'))
		.map(([key, of]) =>
			!isNamed && key === 'description' ? [key, ''] : [key, cleaned(of, !isNamed && NAMED.includes(key))],
		);
	const made = Object.fromEntries(entries);
	return isNamed || value.nullable !== true ? made : orNull(made);
}

const NAMED = ['properties', 'headers', 'responses', 'content'];

function orNull(schema) {
	if (schema.type !== undefined) {
		return { ...schema, type: [schema.type, 'null'].flat(), ...(schema.enum && { enum: [...schema.enum, null] }) };
	}
	const alternatives = ['anyOf', 'oneOf', 'allOf'].some((key) => key in schema);
	return alternatives ? { anyOf: [schema, { type: 'null' }] } : schema; // what has no type takes null anyway
}
