// Where a call without a file may be, by the name of its class alone.
import type { Packages } from './packages';
import type { TracePath } from './tracePath';

/** Readings of a qualified function of a language that puts classes into files of their own; empty for others. */
export function unlocated(method: string, format: string, packages: Packages): readonly TracePath[] {
	switch (format) {
		case 'java':
			return jvmClass(method);
		case 'dotnet':
			return dotnetClass(method, packages);
		case 'php':
			return phpClass(method, packages);
		case 'ruby':
			return rubyClass(method);
		default:
			return [];
	}
}

const unproved = (segments: readonly string[], minimum: number, more?: Partial<TracePath>): TracePath => ({
	segments,
	minimum,
	guess: 0.2,
	isUnproved: true,
	...more,
});

/** The package of a qualified method, as folders: `a.b.C$D.run`, Clojure's `a.b.c-d/run` and hidden classes' `a.b.C$$Lambda/0x1.run`. */
export function jvmPackage(method: string): readonly string[] {
	const slash = method.indexOf('/');
	const isClojure = slash > 0 && !method.startsWith('0x', slash + 1);
	const names = (slash < 0 ? method : method.slice(0, slash)).split('.');
	const above = names.slice(0, slash < 0 ? -2 : -1);
	const cut = above.findIndex((name) => /^[A-Z]/.test(name)); // an outer class written with a dot
	const folders = (cut < 0 ? above : above.slice(0, cut)).filter((name) => name !== '');
	return isClojure ? folders.map((name) => name.replaceAll('-', '_')) : folders;
}

/** `a.b.CartKt$total$1.run` may be in `a/b/Cart.kt`; `a.b.Cart$.total` in `a/b/Cart.scala`. */
function jvmClass(method: string): readonly TracePath[] {
	const folders = jvmPackage(method);
	const name = method.split('.')[folders.length]?.split('$')[0] ?? '';
	if (folders.length === 0 || !/^[A-Z]/.test(name)) {
		return [];
	}
	const file = name.endsWith('Kt') ? [`${name.slice(0, -2)}.kt`] : [];
	return [...file, `${name}.java`, `${name}.kt`, `${name}.scala`, `${name}.groovy`].map((own) =>
		unproved([...folders, own], folders.length + 1),
	);
}

/** `Acme.Shop.Carts.Cart.Total` is in `Cart.cs`, under `Carts` of the project `Acme.Shop`. */
function dotnetClass(method: string, packages: Packages): readonly TracePath[] {
	const names = method.split('.').slice(0, -1);
	const paths: TracePath[] = [];
	for (let end = names.length - 1; end > 0; end--) {
		for (const folder of packages.folders('dotnet', names.slice(0, end).join('.'))) {
			for (let last = names.length - 1; last >= end; last--) {
				const name = (names[last] ?? '').replace(/[`+<].*$/, '');
				const segments = [...folder.split('/').filter(Boolean), ...names.slice(end, last), `${name}.cs`];
				paths.push(unproved(segments, 1, { anchor: 0 }));
			}
		}
	}
	return paths;
}

/** By the class loader's rules that composer.json states. */
function phpClass(method: string, packages: Packages): readonly TracePath[] {
	const name = /^\\?([\w\\]+?)(?:@anonymous.*)?(?:->|::)/.exec(method)?.[1];
	return name === undefined
		? []
		: packages.autoload.flatMap(({ namespace, folder, keepsNamespace }) =>
				name.startsWith(namespace)
					? [
							unproved(
								[
									...folder.split('/').filter(Boolean),
									...`${keepsNamespace ? name : name.slice(namespace.length)}.php`.split('\\').filter(Boolean),
								],
								1,
								{ anchor: 0 },
							),
						]
					: [],
			);
}

/** `Acme::CartItem#total` is in `acme/cart_item.rb`, below a folder that is loaded by itself. */
function rubyClass(method: string): readonly TracePath[] {
	const name = /^(?:block .{0,40}in )?([A-Z]\w*(?:::[A-Z]\w*)*)(?:[#.]|$)/.exec(method)?.[1];
	if (name === undefined) {
		return [];
	}
	const segments = `${name.split('::').map(underscored).join('/')}.rb`.split('/');
	return [unproved(segments, segments.length)];
}

/** As Rails names files: `HTMLPage` is `html_page`. */
function underscored(name: string): string {
	return name
		.replaceAll(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
		.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
		.toLowerCase();
}
