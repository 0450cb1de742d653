const PREFIX = 'INC-';
const KEY_LENGTH = 5;
/** Where a ULID's random part starts; what is before it is the time, nearly the same for incidents of one day. */
const RANDOM_START = 10;

/** `INC-` and the first five characters of the id's random part: unique until two incidents happen to share them. */
export function keyOf(id: string): string {
	return `${PREFIX}${randomPart(id).slice(0, KEY_LENGTH)}`;
}

/** All that tells an incident from others of its time: what it is called where many would have the same shorter key. */
export function longestKeyOf(id: string): string {
	return `${PREFIX}${randomPart(id)}`;
}

/**
 * Keys of incidents that are listed together. Where two would be the same, the older incident keeps the short one and the younger one's
 * grows until it differs.
 *
 * @param ids ULIDs, in any order
 */
export function keysOf(ids: Iterable<string>): ReadonlyMap<string, string> {
	const keys = new Map<string, string>();
	const taken = new Set<string>();
	for (const id of [...new Set(ids)].sort()) {
		const random = randomPart(id);
		let length = KEY_LENGTH;
		while (length < random.length && taken.has(random.slice(0, length))) {
			length++;
		}
		taken.add(random.slice(0, length));
		keys.set(id, `${PREFIX}${random.slice(0, length)}`);
	}
	return keys;
}

/** What a person may have meant: each incident with an id and a key. */
interface Named {
	readonly id: string;
	readonly key: string;
}

/**
 * The incident that `text` names: by id or key, or by a prefix of either that fits no other incident. Case does not matter, nor whether
 * O was written for 0, or I or L for 1.
 */
export function findByKey<T extends Named>(incidents: readonly T[], text: string): T | undefined {
	const name = nameIn(text);
	if (name === undefined) {
		return undefined;
	}
	const whole = incidents.find(({ id, key }) => id === name || key === name);
	if (whole) {
		return whole;
	}
	const [only, ...others] = incidents.filter(({ id, key }) => id.startsWith(name) || key.startsWith(name));
	return others.length === 0 ? only : undefined;
}

/** Incidents whose keys begin with `text`, said with or without `INC-`; nothing for less than two characters of it. */
export function matchingKeys<T extends Named>(incidents: readonly T[], text: string): readonly T[] {
	const name = nameIn(text);
	const start = name === undefined || name.startsWith(PREFIX) ? name : PREFIX + name;
	return start === undefined || start.length < PREFIX.length + 2
		? []
		: incidents.filter(({ key }) => key.startsWith(start));
}

/** @returns undefined for a text that names none */
function nameIn(text: string): string | undefined {
	const wanted = text.trim().toUpperCase();
	const name = wanted.startsWith(PREFIX) ? PREFIX + crockford(wanted.slice(PREFIX.length)) : crockford(wanted);
	return name === '' || PREFIX.startsWith(wanted) ? undefined : name;
}

function randomPart(id: string): string {
	return id.slice(RANDOM_START).toUpperCase();
}

/** Crockford's base32 has neither I, L nor O, since people take them for digits. */
function crockford(text: string): string {
	return text.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
