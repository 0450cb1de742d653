/** What people do in an incident, and what they are said to have left undone. In their base form. */
const REGULAR =
	`check test review follow notice realize realise consider escalate communicate update bother look ask wait double-check announce roll
	respond raise remember handle add merge push deploy approve change delete drop remove restart reboot configure renew rotate document monitor
	watch report page call react act investigate stop start use plan prepare learn inform notify close open copy press type click pick enter
	select paste point upgrade migrate scale disable enable turn switch revert release ship commit move confirm validate measure prevent
	avoid share hand apply edit create modify cause allow leak expose miss ignore skip bypass violate overlook pull agree restore limit trigger
	kill wipe unplug help pay verify identify try own fix name log record rename replace reset install sign archive back clean clear
	assign alert warn involve contact execute provision fail neglect disregard refuse reject patch secure protect inspect examine analyse
	analyze audit assess question challenge coordinate consult mention mark label tag track trace lock unlock queue schedule postpone delay
	rehearse practise practice train simulate anticipate expect plug declare acknowledge answer reply sanitize sanitise escape encrypt
	calculate estimate count compare complete finish ensure care resolve mitigate contain isolate drain detach attach mount
	dismiss request require insist discuss correct adjust increase reduce raise bump pin promote`.split(/\s+/);

/** Base form, past, past participle. */
const IRREGULAR =
	`read read read|understand understood understood|think thought thought|tell told told|run ran run|catch caught caught|take took taken
	|write wrote written|see saw seen|know knew known|set set set|choose chose chosen|give gave given|make made made|let let let|get got got
	|go went gone|do did done|come came come|keep kept kept|leave left left|bring brought brought|send sent sent|put put put|pay paid paid
	|speak spoke spoken|say said said|break broke broken|forget forgot forgotten|find found found|hold held held|shut shut shut|hear heard heard
	|feel felt felt|build built built|rebuild rebuilt rebuilt|begin began begun|reset reset reset|rerun reran rerun|undo undid undone
	|overwrite overwrote overwritten|foresee foresaw foreseen|hide hid hidden|split split split|lose lost lost|spot spotted spotted
	|permit permitted permitted|admit admitted admitted|ship shipped shipped|plan planned planned|drop dropped dropped|stop stopped stopped
	|skip skipped skipped|wipe wiped wiped|plug plugged plugged|unplug unplugged unplugged|log logged logged|tag tagged tagged|pin pinned pinned
	|commit committed committed|submit submitted submitted|scan scanned scanned|flag flagged flagged|step stepped stepped|bump bumped bumped`
		.split('|')
		.map((one) => one.trim().split(' '));

const bases = new Map<string, string>();
const all = new Set<string>();
const pasts = new Set<string>();
const participles = new Set<string>();

for (const base of REGULAR) {
	const past = base.endsWith('e') ? `${base}d` : /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
	learn(base, past, past);
}
for (const [base = '', past = '', participle = ''] of IRREGULAR) {
	learn(base, past, participle);
}

function learn(base: string, past: string, participle: string): void {
	all.add(base);
	pasts.add(past);
	participles.add(participle);
	bases.set(past, base);
	bases.set(participle, base);
}

/** The base form of a verb's past or past participle; undefined for a verb that is not known. */
export function baseOf(form: string): string | undefined {
	return bases.get(form) ?? (all.has(form) ? form : undefined);
}

export const isPast = (word: string): boolean => pasts.has(word);
/** Also of verbs that are not known, by their ending. */
export const isParticiple = (word: string): boolean =>
	participles.has(word) || (word.length > 4 && word.endsWith('ed'));
