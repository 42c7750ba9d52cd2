// After a trap inside WebAssembly the next call works. No input is known that traps, so this test breaks the engine from
// outside: it hands it a text that lies beyond its memory.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./package.mjs";

let instances = 0;
let fault;

const RealInstance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  instances += 1;
  const real = new RealInstance(module, imports);
  const call = (...texts) => {
    const strike = fault;
    fault = undefined;
    return strike === undefined ? real.exports.call(...texts) : strike(real.exports, texts);
  };
  return { exports: { ...real.exports, call } };
};

const { authorize, InputError, totp } = await load();
const works = () => totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59 }).code === "287082";

const faults = {
  "a read beyond memory": ({ call }) => call(0x7fff0000, 0x7000, 0x7fff0000, 0x7000, 0x7fff0000, 0x7000),
  "a stack that overflows": () => {
    throw new RangeError("Maximum call stack size exceeded");
  },
};

test("it works to begin with", () => {
  assert.ok(works());
  assert.equal(instances, 1);
});

for (const [what, strike] of Object.entries(faults)) {
  test(`${what} is an ordinary error, and the next call works in a fresh instance`, () => {
    const before = instances;
    fault = strike;
    assert.throws(works, (error) => {
      assert.ok(!(error instanceof InputError));
      assert.equal(error.constructor, Error);
      assert.match(error.message, /`totp`/);
      assert.ok(error.cause instanceof WebAssembly.RuntimeError || error.cause instanceof RangeError, String(error.cause));
      return true;
    });
    assert.ok(works());
    assert.ok(works());
    assert.equal(instances, before + 1);
  });
}

test("a fresh instance that cannot be had is tried again", () => {
  const Counting = WebAssembly.Instance;
  fault = faults["a read beyond memory"];
  assert.throws(works);
  WebAssembly.Instance = function () {
    throw new RangeError("out of memory");
  };
  assert.throws(works, /out of memory/);
  WebAssembly.Instance = Counting;
  assert.ok(works());
});

test("policies that were known before are asked about in a fresh instance", () => {
  const input = {
    principal: { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" },
    action: "s3:GetObject",
    resource: "arn:aws:s3:::shelf/book",
    policies: { identity: [{ Version: "2012-10-17", Statement: [{ Sid: "Books", Effect: "Allow", Action: "s3:*", Resource: "*" }] }] },
  };
  const before = [1, 2, 3].map(() => JSON.stringify(authorize(input)));
  for (const strike of Object.values(faults)) {
    fault = strike;
    assert.throws(works);
    const after = [1, 2, 3, 4].map(() => JSON.stringify(authorize(input)));
    assert.deepEqual(new Set([...before, ...after]).size, 1);
  }
});
