/** One formatter for each locale: making one takes longer than hundreds of uses, and lists have thousands of times and counts. */
export function perLocale<T>(make: (locale: string) => T): (locale: string) => T {
	const made = new Map<string, T>();
	return (locale) => {
		const known = made.get(locale) ?? make(locale);
		made.set(locale, known);
		return known;
	};
}
