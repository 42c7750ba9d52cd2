// The package as npm would publish it, as TypeScript sees it, and as a browser gets it from a bundler.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { folder, project, root } from "./package.mjs";

test("npm packs these files and no others", () => {
  const text = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [packed] = [JSON.parse(text)].flatMap((answer) => (Array.isArray(answer) ? answer : Object.values(answer)));
  assert.equal(packed.name, "iam-playground");
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "THIRD-PARTY-NOTICES.txt",
    "api.js",
    "aws-sdk-analyzer.js",
    "aws-sdk-core.js",
    "aws-sdk-iam.js",
    "aws-sdk-node.js",
    "aws-sdk.d.ts",
    "aws-sdk.js",
    "browser.js",
    "engine-instance.js",
    "engine-more.wasm",
    "engine.js",
    "engine.wasm",
    "errors.js",
    "exchange.js",
    "index.d.ts",
    "node.js",
    "package.json",
    "parts.js",
    "recognise.js",
    "to-json.js",
    "unpack.js",
    "version.js",
  ]);
});

test("the package needs no other package and holds no path of the machine that built it", () => {
  const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const field of ["dependencies", "peerDependencies", "optionalDependencies", "scripts"]) assert.equal(description[field], undefined);
  for (const part of ["engine.wasm", "engine-more.wasm"]) {
    const wasm = readFileSync(join(folder, part), "latin1");
    for (const path of [root, "/.cargo/", "/rustup/"]) assert.ok(!wasm.includes(path), path);
  }
});

test("a program that uses every export passes TypeScript's strict checks", () => {
  const path = project();
  copyFileSync(join(root, "tests/js/every-export.ts"), join(path, "every-export.ts"));
  writeFileSync(join(path, "package.json"), `{ "type": "module" }`);
  for (const [module, resolution, lib] of [["nodenext", "nodenext", "es2022,dom"], ["esnext", "bundler", "es2022,dom"], ["esnext", "bundler", "es2023"]]) {
    const flags = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", lib, "--types", ""];
    const compiler = [join(root, "node_modules/typescript/bin/tsc"), ...flags, "--module", module, "--moduleResolution", resolution];
    try {
      execFileSync(process.execPath, [...compiler, "every-export.ts"], { cwd: path, encoding: "utf8" });
    } catch (error) {
      assert.fail(error.stdout);
    }
  }
});

test("without the platform's types init takes an address or content, with them what they describe", () => {
  const path = project();
  writeFileSync(join(path, "package.json"), `{ "type": "module" }`);
  const plain = `import { init } from "iam-playground"; import "iam-playground/aws-sdk"; await init("/engine.wasm", new Uint8Array()); await init(new ArrayBuffer(8), false);\n`;
  const dom = `declare const module: WebAssembly.Module; await init(new URL("https://example.com/"), new Response()); await init(module);\n`;
  const wrong = "// @ts-expect-error not a source\nawait init(1n);\n";
  for (const [lib, text] of [["es2023", plain + wrong], ["es2023,dom", plain + dom]]) {
    writeFileSync(join(path, "main.ts"), text);
    const flags = ["--strict", "--noEmit", "--target", "es2023", "--lib", lib, "--types", "", "--module", "nodenext", "--skipLibCheck", "false"];
    try {
      execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...flags, "main.ts"], { cwd: path, encoding: "utf8" });
    } catch (error) {
      assert.fail(error.stdout);
    }
  }
});

test("both entry points name the modules as bundlers look for them", () => {
  for (const entry of ["node.js", "browser.js"]) {
    const text = readFileSync(join(folder, entry), "utf8");
    for (const name of ["engine.wasm", "engine-more.wasm"]) assert.ok(text.includes(`new URL("./${name}", import.meta.url)`), `${entry}: ${name}`);
  }
});

test("a bundle for browsers is small, fetches the engine, and is ready after init", async () => {
  const path = project();
  writeFileSync(join(path, "main.js"), `export * from "iam-playground";`);
  const { metafile } = await build({
    absWorkingDir: path,
    entryPoints: ["main.js"],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    outfile: "out/main.js",
    metafile: true,
    logLevel: "silent",
  });
  assert.ok(!Object.keys(metafile.inputs).some((input) => input.endsWith("node.js")));
  assert.ok(metafile.outputs["out/main.js"].bytes < 16_000);

  // Node's fetch reads no file addresses, so the bundle gets its engine from a server as in a browser.
  let answer = (_, response) => response.writeHead(404).end();
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = `http://127.0.0.1:${server.address().port}/engine.wasm`;
  try {
    const bundled = await import(pathToFileURL(join(path, "out/main.js")).href);
    const code = () => bundled.totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59 }).code;
    assert.throws(code, /await init\(\)/);
    assert.deepEqual(bundled.rules, {});
    await assert.rejects(bundled.init(address), /404/);
    // A server that does not know the content type.
    answer = (request, response) => response.writeHead(200).end(readFileSync(join(folder, request.url)));
    asked.length = 0;
    await Promise.all([bundled.init(address, false), bundled.init(address, false)]);
    assert.deepEqual(asked, ["/engine.wasm"]);
    assert.equal(code(), "287082");
    assert.ok(Object.isFrozen(bundled.rules) && Object.keys(bundled.rules).length > 0);
    const check = () => bundled.checkPolicy({ Version: "2012-10-17", Statement: [] }, { type: "identity" }).findings.length;
    assert.throws(check, /`checkPolicy` needs engine-more.wasm/);
    await Promise.all([bundled.init(address), bundled.init(address)]);
    assert.deepEqual(asked, ["/engine.wasm", "/engine-more.wasm"]);
    assert.equal(check(), 1);
    await bundled.init();
    assert.equal(asked.length, 2);
  } finally {
    server.close();
  }
});
