// Values that are made to break whoever reads them. Each is an InputError or an answer, and the next call works.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { load } from "./package.mjs";

const { authorize, checkPolicy, InputError, runScenario, totp } = await load();

const request = (context, more) => ({
  principal: { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" },
  action: "s3:GetObject",
  resource: "arn:aws:s3:::shelf/book",
  context,
  policies: { identity: [] },
  ...more,
});

/** Nested lists, made without recursion. */
const nested = (depth) => wrapped(depth, (value) => [value]);

/** Nested objects. */
const nestedObjects = (depth) => wrapped(depth, (a) => ({ a }));

function wrapped(depth, wrap) {
  let value = "x";
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

const refused = (call, path, words) =>
  assert.throws(call, (error) => {
    assert.ok(error instanceof InputError, String(error));
    if (path !== undefined) assert.equal(error.path, path);
    if (words !== undefined) assert.match(error.message, words);
    return true;
  });

afterEach(() => {
  assert.equal(totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59 }).code, "287082");
});

test("a cycle", () => {
  const around = request({});
  around.policies.identity.push({ Statement: { inner: around.policies } });
  refused(() => authorize(around), "/policies/identity/0/Statement/inner", /refers back/);
  const list = [];
  list.push("x".repeat(100_000), list);
  refused(() => authorize(request({ list })), "/context/list/1", /refers back/);
});

test("an object in two places is no cycle", () => {
  const allow = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  assert.equal(authorize(request({}, { policies: { identity: [allow, allow], boundary: allow } })).decision, "allowed");
});

test("objects shared so often that their text has no end", () => {
  let value = ["x"];
  for (let level = 0; level < 100; level += 1) value = [value, value];
  refused(() => authorize(request({ value })), "", /larger than 16 MiB/);
});

test("what JSON cannot hold", () => {
  refused(() => authorize(request({ a: 1n })), "/context/a", /bigint/);
  refused(() => authorize(request({ a: NaN })), "/context/a", /NaN/);
  refused(() => authorize(request({ a: -Infinity })), "/context/a", /Infinity/);
  refused(() => authorize(request({ a: () => 1 })), "/context/a", /function/);
  refused(() => authorize(request({ a: Symbol("s") })), "/context/a", /symbol/);
  refused(() => authorize(request(new Map([["a", "b"]]))), "/context", /Map/);
  refused(() => authorize(request({ a: new Set() })), "/context/a", /Set/);
  refused(() => authorize(request({ a: ["x", undefined] })), "/context/a/1", /undefined/);
  refused(() => authorize(request({ a: new Array(2 ** 32 - 1) })), "/context/a/0", /undefined/);
  refused(() => totp({ secret: "GEZDGNBVGY3TQOJQ", at: Infinity }), "/at");
  refused(() => authorize(() => 1), "", /function/);
});

test("undefined members are absent", () => {
  assert.equal(authorize(request({ a: undefined }, { settings: undefined, detail: undefined, nothing: undefined })).decision, "implicitDeny");
});

test("nesting beyond 512", () => {
  refused(() => authorize(request({ a: nested(511) })), undefined, /nested more than 512/);
  refused(() => authorize(request({ a: nested(1_000_000) })), undefined, /nested more than 512/);
  refused(() => checkPolicy(nested(513), { type: "identity" }), "/0".repeat(512), /nested more than 512/);
  // Within the bound it is the engine that answers.
  assert.ok(checkPolicy({ Statement: nested(500) }, { type: "identity" }).findings.length > 0);
  refused(() => checkPolicy(nestedObjects(513), { type: "identity" }), undefined, /nested more than 512/);
  for (const depth of [250, 260, 510, 511]) {
    const codes = checkPolicy({ Version: "2012-10-17", Statement: nestedObjects(depth) }, { type: "identity" }).findings.map((found) => found.issueCode);
    assert.ok(codes.length > 0 && !codes.includes("JSON_SYNTAX_ERROR"), `${depth}: ${codes}`);
    assert.throws(() => runScenario({ format: "iam-playground/1", title: "t", clock: "2026-01-01T00:00:00Z", script: [], accounts: nestedObjects(depth) }), (error) => error.path.startsWith("/accounts/"));
  }
});

test("deep policy text", () => {
  const { findings } = checkPolicy("[".repeat(1_000_000), { type: "identity" });
  assert.ok(findings.some(({ findingType }) => findingType === "ERROR"));
  const answer = authorize(request({}, { policies: { identity: [`{"Statement":`.repeat(100_000)] } }));
  assert.equal(answer.incomplete, true);
});

test("sizes beyond 16 MiB", () => {
  const MiB = 1024 * 1024;
  refused(() => checkPolicy("x".repeat(17 * MiB), { type: "identity" }), "", /16 MiB/);
  refused(() => authorize(request({ a: "x".repeat(17 * MiB) })), "", /16 MiB/);
  refused(() => authorize(request({ a: "é".repeat(9 * MiB) })), "", /16 MiB/);
  refused(() => authorize(request({ ["x".repeat(17 * MiB)]: "a" })), "", /16 MiB/);
  refused(() => authorize(request({ a: new Array(9 * MiB).fill("") })), "", /16 MiB/);
  refused(() => runScenario({}, { detail: "x".repeat(17 * MiB) }), "/options", /16 MiB/);
  // Large but within the bound, and nothing that anybody would call a policy.
  assert.ok(checkPolicy("x".repeat(15 * MiB), { type: "identity" }).findings.length > 0);
});

test("getters and proxies that throw", () => {
  const context = { get a() { throw new RangeError("not today"); } };
  assert.throws(() => authorize(request(context)), (error) => {
    assert.ok(error instanceof InputError);
    assert.equal(error.path, "/context/a");
    assert.match(error.message, /not today/);
    assert.ok(error.cause instanceof RangeError);
    return true;
  });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  refused(() => authorize(request(proxy)), "/context");
  refused(() => authorize(request(new Proxy({}, { ownKeys() { throw null; } }))), "/context");
  refused(() => authorize(request({ a: { toJSON() { throw { get message() { throw 1; } }; } } })), "/context/a");
});

test("whatever a getter throws is an InputError that names the getter", () => {
  const trap = () => {
    throw new Error("trap");
  };
  const traps = Object.fromEntries(["get", "getPrototypeOf", "getOwnPropertyDescriptor", "has", "ownKeys"].map((name) => [name, trap]));
  const { proxy: revoked, revoke } = Proxy.revocable(new InputError("/elsewhere", "no"), {});
  revoke();
  const oddly = Object.assign(new Error(), { message: { toString: trap } });
  const things = [undefined, null, 0, "text", Symbol("s"), 1n, {}, Object.create(null), () => {}, new Proxy(() => {}, traps), new Proxy(new Error("e"), traps), revoked, oddly];
  for (const thing of things) {
    const thrower = { get a() { throw thing; } };
    refused(() => authorize(request(thrower)), "/context/a", /reading it failed/);
    refused(() => authorize(request({}, { policies: { identity: [thrower] } })), "/policies/identity/0/a", /reading it failed/);
  }
});

test("a getter that throws an InputError does not choose its place", () => {
  const elsewhere = { get a() { throw new InputError("/elsewhere", "no"); } };
  refused(() => authorize(request(elsewhere)), "/context/a", /reading it failed: \/elsewhere: no/);
  refused(() => authorize(request({ get a() { return authorize(undefined); } })), "/context/a", /reading it failed: missing/);
  refused(() => checkPolicy("{}", { get type() { return totp({ secret: 1n }); } }), "/options/type");
});

test("getters that change their mind are read once", () => {
  let reads = 0;
  const context = { get a() { reads += 1; return reads === 1 ? "x" : 1n; } };
  assert.equal(authorize(request(context)).decision, "implicitDeny");
  assert.equal(reads, 1);
});

test("toJSON answers for its object", () => {
  assert.equal(authorize(request({ "aws:CurrentTime": new Date(0) })).decision, "implicitDeny");
  refused(() => authorize(request({ a: { toJSON: () => 1n } })), "/context/a", /bigint/);
  const endless = { toJSON: () => ({ a: endless }) };
  refused(() => authorize(request({ a: endless })), undefined, /nested more than 512/);
});

test("prototypes", () => {
  class Context { constructor() { this["aws:username"] = "Sofia"; } }
  assert.equal(authorize(request(new Context())).decision, "implicitDeny");
  refused(() => authorize(Object.create(request({}))), "", undefined);
  const polluted = JSON.parse(`{"__proto__": {"polluted": "yes"}, "constructor": "x", "toString": "y"}`);
  refused(() => authorize(request({}, polluted)));
  assert.equal({}.polluted, undefined);
  refused(() => authorize(request({ a: { length: 3 } })), "/context/a");
});

test("polluted prototypes of built-in types", () => {
  Object.prototype.toJSON = undefined;
  Array.prototype.toJSON = undefined;
  try {
    assert.equal(authorize(request({})).decision, "implicitDeny");
  } finally {
    delete Object.prototype.toJSON;
    delete Array.prototype.toJSON;
  }
});

test("odd text", () => {
  refused(() => authorize(request({ a: "\ud800" })));
  refused(() => authorize(request({ "\udfff": "a" })));
  for (const text of ["", "\0", "\u2028", "😀", "\\u0000", '"}', "\ufeff"]) {
    assert.equal(authorize(request({ a: text })).decision, "implicitDeny");
    assert.ok(Array.isArray(checkPolicy(text, { type: "identity" }).findings));
  }
});

test("a pattern that would take for ever, against a long value", () => {
  const pattern = `${"*a".repeat(2_000)}b`;
  const policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition: { StringLike: { a: pattern } } } };
  const started = performance.now();
  assert.equal(authorize(request({ a: "a".repeat(1_000_000) }, { policies: { identity: [policy] } })).decision, "implicitDeny");
  assert.ok(performance.now() - started < 20_000);
});
