import { readFileSync } from 'node:fs';
import { type Context, type Document, OpenAPIBackend, type Request } from 'openapi-backend';
import { ensureContract } from '../../../scripts/setup.mjs';

interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly format?: string;
	readonly enum?: readonly unknown[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly oneOf?: readonly Schema[];
	readonly anyOf?: readonly Schema[];
	readonly allOf?: readonly Schema[];
}

/** What the double answers: `body` is JSON, absent where there is none. */
export interface Reply {
	readonly status: number;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** A request that fits the contract. */
export interface Asked {
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string | number | undefined>>;
	readonly body: Readonly<Record<string, unknown>>;
}

export type Handler<T> = (asked: Asked, context: T) => Reply;

/** GitHub's published contract: checks requests and replies, and makes whole objects of what the double knows. */
export interface Contract<T> {
	/** Answers a request; what does not fit the contract, of either side, goes to `onProblem`. */
	answer(request: Request, context: T, onProblem: (problem: string) => void): Promise<Reply & { operation?: string }>;
	/** An object of a schema: what is not given and has to be there is made up by its type. */
	filled(schema: string, given: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

export async function loadContract<T>(handlers: Readonly<Record<string, Handler<T>>>): Promise<Contract<T>> {
	const definition = JSON.parse(readFileSync(await ensureContract(), 'utf8')) as Document & {
		readonly components: { readonly schemas: Schemas };
	};
	const { schemas } = definition.components;
	const api = new OpenAPIBackend({
		definition: structuredClone(definition),
		quick: true,
		strict: false,
		coerceTypes: true,
		ajvOpts: { strict: false, validateFormats: false },
	});
	const refused = (problem: string): Reply & { problem: string } => ({
		status: 422,
		body: { message: problem },
		problem,
	});
	for (const [id, handler] of Object.entries(handlers)) {
		api.register(id, (context: Context, own: T) => {
			const { params, query, requestBody } = context.request;
			return handler({ params, query, body: requestBody ?? {} } as Asked, own);
		});
	}
	api.register('validationFail', (context: Context) =>
		refused(`${context.operation.operationId}: ${JSON.stringify(context.validation.errors)}`),
	);
	api.register('notImplemented', (context: Context) => refused(`${context.operation.operationId} has no handler`));
	api.register('notFound', (context: Context) => refused(`no such operation: ${context.request.path}`));
	api.register('methodNotAllowed', (context: Context) => refused(`no such method: ${context.request.path}`));
	await api.init();
	return {
		answer: async (request, own, onProblem) => {
			const operation = api.matchOperation(request)?.operationId;
			const reply = (await api.handleRequest(request, own)) as Reply & { problem?: string };
			if (reply.problem !== undefined) {
				onProblem(reply.problem);
			} else if (operation !== undefined && reply.body !== undefined) {
				const { errors } = api.validateResponse(reply.body, operation, reply.status);
				if (errors) {
					onProblem(`${operation} answered ${reply.status}: ${JSON.stringify(errors)}`);
				}
			}
			return { ...reply, ...(operation !== undefined && { operation }) };
		},
		filled: (schema, given) => filled(schemas, { $ref: `#/components/schemas/${schema}` }, given),
	};
}

type Schemas = Readonly<Record<string, Schema>>;

function resolved(schemas: Schemas, schema: Schema): Schema {
	const name = schema.$ref?.split('/').at(-1);
	const meant = name === undefined ? schema : schemas[name];
	if (!meant) {
		throw new Error(`The contract has no schema ${name}.`);
	}
	return meant;
}

function filled(schemas: Schemas, schema: Schema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const { required = [], properties = {} } = resolved(schemas, schema);
	const absent = required.filter((name) => !(name in given));
	return { ...Object.fromEntries(absent.map((name) => [name, madeUp(schemas, properties[name] ?? {})])), ...given };
}

function madeUp(schemas: Schemas, reference: Schema): unknown {
	const schema = resolved(schemas, reference);
	const types = [schema.type ?? []].flat();
	const one = schema.oneOf?.[0] ?? schema.anyOf?.[0] ?? schema.allOf?.[0];
	if (types.includes('null')) {
		return null;
	}
	if (schema.enum) {
		return schema.enum[0];
	}
	switch (types[0]) {
		case 'string':
			return { 'date-time': '2026-01-01T00:00:00Z', uri: 'https://example.test/' }[schema.format ?? ''] ?? '';
		case 'integer':
		case 'number':
			return 0;
		case 'boolean':
			return false;
		case 'array':
			return [];
		default:
			return one && types.length === 0 ? madeUp(schemas, one) : filled(schemas, schema, {});
	}
}
