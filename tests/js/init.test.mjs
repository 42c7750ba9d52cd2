// `init` of the entry point for browsers: what servers send, and what is given by mistake.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { folder } from "./package.mjs";

const [first, second] = ["engine.wasm", "engine-more.wasm"].map((name) => readFileSync(join(folder, name)));
const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Modules of its own for each test: the package is started once. */
async function fresh() {
  const copy = mkdtempSync(join(tmpdir(), "iam-playground-"));
  process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  return import(pathToFileURL(join(copy, "browser.js")).href);
}

const code = ({ totp }) => totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59 }).code;
const findings = ({ checkPolicy }) => checkPolicy({ Version: "2012-10-17", Statement: [] }, { type: "identity" }).findings.length;
const served = (bytes, type) => new Response(bytes, { headers: type === undefined ? {} : { "Content-Type": type } });

for (const type of ["application/wasm", " Application/WASM ", "application/wasm; charset=utf-8", "application/wasm-module", "application/octet-stream", undefined]) {
  test(`a server that sends it as ${type}`, async () => {
    const api = await fresh();
    await api.init(served(first, type), served(second, type));
    assert.equal(code(api), "287082");
    assert.equal(findings(api), 1);
  });
}

for (const [what, wrong] of Object.entries({ "an empty module": empty, "the first module": first, "no module": Buffer.from("<!doctype html>") })) {
  test(`${what} in the place of the second is refused, and can be mended`, async () => {
    const api = await fresh();
    await assert.rejects(api.init(first, wrong), Error);
    await assert.rejects(api.init(first, wrong), Error);
    await api.init(first, second);
    assert.equal(findings(api), 1);
    assert.equal(code(api), "287082");
  });
}

test("the first module works without a second that was wrong", async () => {
  const api = await fresh();
  await assert.rejects(api.init(first, empty), /engine-more\.wasm/);
  assert.equal(code(api), "287082");
  assert.throws(() => findings(api), /needs engine-more\.wasm/);
});

for (const [what, wrong] of Object.entries({ "an empty module": empty, "the second module": second })) {
  test(`${what} in the place of the first is refused, and can be mended`, async () => {
    const api = await fresh();
    await assert.rejects(api.init(wrong, second), Error);
    assert.throws(() => code(api), /await init\(\)/);
    await api.init(first, second);
    assert.equal(code(api), "287082");
    assert.equal(findings(api), 1);
  });
}
