/** 64 bits as 16 hexadecimal digits, well mixed but no secret: two 32-bit lanes after cyrb53 (bryc, public domain), which has 53. */
export function hashOf(text: string): string {
	let [a, b] = [0xdeadbeef, 0x41c6ce57];
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		a = Math.imul(a ^ code, 2654435761);
		b = Math.imul(b ^ code, 1597334677);
	}
	const mixed = (x: number, y: number) =>
		(Math.imul(x ^ (x >>> 16), 2246822507) ^ Math.imul(y ^ (y >>> 13), 3266489909)) >>> 0;
	return [mixed(a, b), mixed(b, a)].map((lane) => lane.toString(16).padStart(8, '0')).join('');
}
