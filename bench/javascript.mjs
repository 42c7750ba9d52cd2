// The npm package under Node: calls a second with the policies passed each time, and scripts.
import { readFileSync } from "node:fs";

import { load } from "../tests/js/package.mjs";

const { authorize, runScenario, whatIf } = await load();
const { small, heavy } = JSON.parse(readFileSync(new URL("./inputs.json", import.meta.url), "utf8"));
const gallery = (name) => JSON.parse(readFileSync(new URL(`../www/gallery/${name}.json`, import.meta.url), "utf8"));

/** How often a second: the best of five rounds of 200 ms, since the machine is noisy. */
function rate(work) {
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

const row = (name, figure) => console.log(`| ${name} | ${figure} |`);
console.log("\n| work (JavaScript, wasm) | |\n|---|---|");
for (const [name, input] of [["small", small], ["heavy", heavy]]) {
  row(`authorize, ${name}, decision`, `${rate(() => authorize({ ...input, detail: "decision" })).toFixed(0)}/s`);
  row(`authorize, ${name}, full trace`, `${rate(() => authorize(input)).toFixed(0)}/s`);
}

const seed = gallery("current-account-api");
const steps = (count) => [seed.script[0], ...Array.from({ length: count - 1 }, () => seed.script[1])];
const long = { ...seed, script: steps(10_000) };
row("runScenario, 10,000 steps, decision", `${(1000 / rate(() => runScenario(long, { detail: "decision" }))).toFixed(0)} ms`);
row("steps a second, decision", `${(10_000 * rate(() => runScenario(long, { detail: "decision" }))).toFixed(0)}/s`);
const traced = { ...seed, script: [seed.script[0], ...Array.from({ length: 49 }, (_, at) => seed.script[at % 2 ? 1 : 2])] };
row("runScenario, 50 steps, full traces", `${(1000 / rate(() => runScenario(traced))).toFixed(2)} ms`);
for (const name of ["current-account-api", "cross-account-delegation", "resource-based-policy"]) {
  const scenario = gallery(name);
  const step = scenario.script.findLastIndex((one) => one.do === "request");
  row(`whatIf mfaAge, ${name}`, `${(1000 / rate(() => whatIf(scenario, { ask: "mfaAge", step }))).toFixed(2)} ms`);
}
const million = { ask: "sweep", step: 7, over: [{ key: "aws:MultiFactorAuthPresent", values: ["true", "false"] }, { key: "aws:MultiFactorAuthAge", values: { from: 0, count: 500_000 } }] };
const start = performance.now();
const { counts } = whatIf(seed, million);
row("whatIf sweep, 1,000,000 decisions", `${((performance.now() - start) / 1000).toFixed(2)} s, ${JSON.stringify(counts)}`);
