/** Formats, each before other names of its platform and the endings of its files. */
const LANGUAGES = [
	'node javascript js mjs cjs jsx ts mts cts tsx vue',
	'python py',
	'java kotlin android scala groovy kt kts clj',
	'dotnet csharp cs fs vb',
	'ruby rb',
	'php',
	'go',
	'rust rs',
	'dart',
	'elixir ex',
	'swift cocoa',
	'native c cc cpp h m mm',
].map((words) => words.split(' '));

/** The format of a platform or of a file's ending; undefined when it is none we know. */
export function languageOf(word = ''): string | undefined {
	return LANGUAGES.find((words) => words.includes(word.toLowerCase()))?.[0];
}
