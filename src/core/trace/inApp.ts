// The first guess whether a frame is ours, from the printed path or method alone. The repository has the last word.

/** Folders that hold other people's code, in whatever language. */
const VENDOR_FOLDER =
	/(?:^|[/\\])(?:node_modules|bower_components|site-packages|dist-packages|\.yarn|\.pnpm|\.cargo|\.rustup|\.m2|\.gradle|\.nuget|vendor|third_party)[/\\]|(?:^|[/\\])(?:pkg[/\\]mod|lib(?:64)?[/\\]python\d(?:\.\d+)?|Python\d+[/\\]Lib)[/\\]/;

/** Sources that are the runtime's own or no file at all. */
const RUNTIME =
	/^(?:node:|internal\/|<|native |wasm:|bun:|ext:|deno:|evalmachine\.)|[/\\]go(?:-?\d[\d.]*)?[/\\]src[/\\](?![\w-]+\.\w+[/\\])|^\/?rustc\//;

/** Java and Kotlin packages of the platform and of frameworks that are in most traces. */
const JVM_PACKAGE =
	/^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|android|androidx|dalvik|org\.springframework|org\.apache|org\.junit|org\.hibernate|org\.eclipse|org\.jboss|org\.slf4j|org\.gradle|org\.codehaus|io\.netty|io\.reactivex|io\.micrometer|io\.undertow|io\.vertx|reactor|akka|com\.google\.common|com\.fasterxml|ch\.qos|feign|okhttp3|retrofit2)\./;

/** For formats that print paths. A frame without a file is never ours. */
export function isInAppPath(file: string | undefined): boolean {
	return file !== undefined && !VENDOR_FOLDER.test(file) && !RUNTIME.test(file);
}

/** For the JVM, which prints packages. */
export function isInAppMethod(method: string): boolean {
	return !JVM_PACKAGE.test(method);
}
