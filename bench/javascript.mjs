// Under Node: decisions in WebAssembly, calls of the npm package with the policies passed each time, and the peers in
// JavaScript. Prints JSON: `cargo xtask bench` makes the table, and says in the environment where everything is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { load } from "../tests/js/package.mjs";
import { cedarDecides, simulates } from "./peers.mjs";
import { whatIfTimes } from "./what-if.mjs";

const { authorize, runScenario, whatIf } = await load();
const inputs = JSON.parse(readFileSync(process.env.IAM_PLAYGROUND_INPUTS, "utf8"));
const gallery = (name) => JSON.parse(readFileSync(new URL(`../www/gallery/${name}.json`, import.meta.url), "utf8"));

const wasm = process.env.IAM_PLAYGROUND_BENCH;
const { Decider, initSync } = await import(pathToFileURL(`${wasm}/bench.js`));
initSync({ module: new WebAssembly.Module(readFileSync(`${wasm}/bench_bg.wasm`)) });

/** How often a second: the best of five rounds of 200 ms, since the machine is noisy. */
async function rate(work) {
  let best = 0;
  for (let round = 0; round < 5; round += 1) {
    let done = 0;
    const start = performance.now();
    while (performance.now() - start < 200) {
      await work();
      done += 1;
    }
    best = Math.max(best, (done / (performance.now() - start)) * 1000);
  }
  return best;
}

/** The same for work that is done at once. */
function rateNow(work) {
  let best = 0;
  for (let round = 0; round < 5; round += 1) {
    let done = 0;
    const start = performance.now();
    while (performance.now() - start < 200) {
      work();
      done += 1;
    }
    best = Math.max(best, (done / (performance.now() - start)) * 1000);
  }
  return best;
}

/** A peer's figure, or why there is none. */
async function peer(prepare) {
  try {
    const work = await prepare();
    return work === undefined ? "not installed" : await rate(work);
  } catch (error) {
    return String(error.message ?? error);
  }
}

const measured = {};
for (const [name, input] of Object.entries(inputs)) {
  const decider = new Decider(JSON.stringify(input));
  measured[name] = {
    decide: rateNow(() => decider.decide(256)) * 256,
    cedar: await peer(() => cedarDecides(input)),
    decision: rateNow(() => authorize({ ...input, detail: "decision" })),
    full: rateNow(() => authorize(input)),
    iamSimulate: await peer(() => simulates(input)),
  };
}

const seed = gallery("current-account-api");
const million = { ask: "sweep", step: 7, over: [{ key: "aws:MultiFactorAuthPresent", values: ["true", "false"] }, { key: "aws:MultiFactorAuthAge", values: { from: 0, count: 500_000 } }] };
measured.sweep = 1 / rateNow(() => whatIf(seed, million));
const long = { ...seed, script: [seed.script[0], ...Array.from({ length: 9_999 }, () => seed.script[1])] };
measured.steps = 10_000 * rateNow(() => runScenario(long, { detail: "decision" }));
const traced = { ...seed, script: [seed.script[0], ...Array.from({ length: 49 }, (_, at) => seed.script[at % 2 ? 1 : 2])] };
measured.traced = 1000 / rateNow(() => runScenario(traced));
measured.whatIf = whatIfTimes(whatIf, gallery, inputs.heavy, rateNow);
console.log(JSON.stringify(measured));
