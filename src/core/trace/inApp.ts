// The first guess whether a frame is ours, from the printed path or method alone. The repository has the last word.

/** Folders that hold other people's code, in whatever language. */
const VENDOR_FOLDERS: readonly string[] = [
	'node_modules',
	'bower_components',
	'site-packages',
	'dist-packages',
	'.yarn',
	'.pnpm',
	'.cargo',
	'.rustup',
	'.m2',
	'.gradle',
	'.nuget',
	'vendor',
	'third_party',
	'venv',
	'.venv',
	'gems',
	'.pub-cache',
	'.julia',
	'.opam',
	'.cabal',
	'.stack',
	'.luarocks',
	'Pods',
	'deps',
	'sysdeps',
	'csu',
	'nptl',
	'c++',
	'libsanitizer',
	'compiler-rt',
];

/** Runtimes' own folders, of more than one name; tested where a folder begins with the same letter. */
const RUNTIME_FOLDER =
	/(?:pkg[/\\]mod|lib(?:64)?[/\\](?:python\d(?:\.\d+)?|ruby|erlang|elixir|ocaml|swift|php|R|perl5?|julia|jvm)|share[/\\](?:perl5?|php|lua|julia|ruby)|Python\d+[/\\]Lib|go(?:-?\d[\d.]*)?[/\\]src[/\\](?![\w-]+\.\w+[/\\])[^/\\]+|rustc[/\\]\w+)[/\\]/y;

/** Sources that are the runtime's own or no file at all. */
const RUNTIME =
	/^(?:node:|internal\/|<node_internals>|<(?![\w .-]{1,80}>[\\/])|native |wasm:|bun:|ext:|deno:|evalmachine\.|dart:|package:flutter\/|\/_\/|\/rustc\/|\/usr\/(?:include|lib|libexec)\/|\/build\/g|\.\/csu\/|(?:\.\.\/)+(?:csu|sysdeps|nptl)\/|chrome-extension:|resource:|\[)/;

/** Java and Kotlin packages of the platform and of frameworks that are in most traces. */
const JVM_PACKAGE =
	/^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|android|androidx|dalvik|org\.springframework|org\.apache|org\.junit|org\.hibernate|org\.eclipse|org\.jboss|org\.slf4j|org\.gradle|org\.codehaus|io\.netty|io\.reactivex|io\.micrometer|io\.undertow|io\.vertx|reactor|akka|com\.google\.common|com\.fasterxml|ch\.qos|feign|okhttp3|retrofit2|_COROUTINE|org\.jruby|org\.testng|org\.opentest4j|org\.scalatest|org\.mockito|zio|cats|com\.android|libcore|cpw\.mods)\./;

/** Vendor folders by the code of their first letter, since almost every folder of a path is none. */
const byLetter = new Map<number, readonly string[]>();
for (const folder of [...VENDOR_FOLDERS, 'pkg', 'lib', 'share', 'Python', 'go', 'rustc']) {
	const letter = folder.charCodeAt(0);
	byLetter.set(letter, [...(byLetter.get(letter) ?? []), ...(VENDOR_FOLDERS.includes(folder) ? [folder] : [])]);
}

/** For formats that print paths. A frame without a file is never ours. */
export function isInAppPath(file: string | undefined): boolean {
	if (file === undefined || RUNTIME.test(file)) {
		return false;
	}
	let isFolderStart = true;
	for (let i = 0; i < file.length; i++) {
		const code = file.charCodeAt(i);
		if (isFolderStart && isVendorAt(file, i, code)) {
			return false;
		}
		isFolderStart = isSeparator(code);
	}
	return true;
}

function isVendorAt(file: string, i: number, code: number): boolean {
	const folders = byLetter.get(code);
	if (!folders) {
		return false;
	}
	for (const folder of folders) {
		if (isSeparator(file.charCodeAt(i + folder.length)) && file.startsWith(folder, i)) {
			return true;
		}
	}
	RUNTIME_FOLDER.lastIndex = i;
	return RUNTIME_FOLDER.test(file);
}

const isSeparator = (code: number) => code === 0x2f || code === 0x5c;

/** For the JVM, which prints packages. */
export function isInAppMethod(method: string): boolean {
	return !JVM_PACKAGE.test(method);
}
