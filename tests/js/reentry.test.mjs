// Code of the caller's that runs while the input is read, and asks in its turn. The answer is still that of the policies given.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./package.mjs";

let fault = false;
const RealInstance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  const real = new RealInstance(module, imports);
  const call = (...texts) => {
    if (!fault) return real.exports.call(...texts);
    fault = false;
    throw new RangeError("Maximum call stack size exceeded");
  };
  return { exports: { ...real.exports, call } };
};

const { authorize, totp } = await load();

const set = (sid, effect = "Allow") => ({ identity: [{ Version: "2012-10-17", Statement: [{ Sid: sid, Effect: effect, Action: "s3:*", Resource: "*" }] }] });
const ask = (policies, more) => {
  const request = { principal: { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" }, action: "s3:GetObject", resource: "arn:aws:s3:::shelf/book", detail: "decision" };
  const input = Object.defineProperties({ ...request, policies }, Object.getOwnPropertyDescriptors(more ?? {}));
  return authorize(input).decidedBy[0]?.sid;
};

/** The engine is renewed, and gives its numbers to other policies. */
function renew(...others) {
  fault = true;
  assert.throws(() => totp({ secret: "GEZDGNBVGY3TQOJQ", at: 0 }));
  for (const other of others) for (let time = 0; time < 3; time += 1) assert.equal(ask(other), other.identity[0].Statement[0].Sid);
}

const others = Array.from({ length: 5 }, (_, at) => set(`Other${at}`, "Deny"));

for (const [what, interrupt] of Object.entries({
  "renews the engine": () => renew(),
  "renews the engine and has other policies kept": () => renew(...others),
  "has other policies kept": () => others.forEach((other) => [1, 2, 3].forEach(() => ask(other))),
  "asks about the same policies": () => ask(set("Books")),
})) {
  test(`a getter behind the policies that ${what}`, () => {
    renew();
    for (let time = 0; time < 3; time += 1) assert.equal(ask(set("Books")), "Books");
    const behind = { get context() { interrupt(); return {}; } };
    for (let time = 0; time < 3; time += 1) assert.equal(ask(set("Books"), behind), "Books");
    assert.equal(ask(set("Books")), "Books");
  });

  test(`a getter in the policies that ${what}`, () => {
    renew();
    for (let time = 0; time < 3; time += 1) assert.equal(ask(set("Books")), "Books");
    const within = () => Object.defineProperty(set("Books"), "resource", { enumerable: true, get: () => interrupt() && undefined });
    for (let time = 0; time < 3; time += 1) assert.equal(ask(within()), "Books");
    assert.equal(ask(set("Books")), "Books");
  });
}
