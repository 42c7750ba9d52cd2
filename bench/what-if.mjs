// What-if in the npm package under Node, on the scenarios of the gallery and on the heavy policies.
import { readFileSync } from "node:fs";

import { load } from "../tests/js/package.mjs";

const { runScenario, whatIf } = await load();
const { heavy } = JSON.parse(readFileSync(new URL("./inputs.json", import.meta.url), "utf8"));
const gallery = (name) => JSON.parse(readFileSync(new URL(`../www/gallery/${name}.json`, import.meta.url), "utf8"));

/** The heavy policies as a scenario: ten policies of one user, a boundary, three levels of the organization, a bucket. */
function heavyScenario() {
  const { identity, boundary, resource, serviceControl } = heavy.policies;
  const named = (documents) => Object.fromEntries(documents.map((document, at) => [`Policy${at}`, document.document ?? document]));
  const user = "arn:aws:iam::111122223333:user/Sofia";
  const device = "arn:aws:iam::111122223333:mfa/Sofia";
  return {
    format: "iam-playground/1",
    title: "Heavy",
    clock: "2026-03-02T09:00:00Z",
    accounts: {
      111122223333: {
        users: {
          Sofia: {
            policies: named(identity), boundary, tags: { team: "red-1" },
            mfa: [{ serial: device, secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }],
          },
        },
        resources: { "arn:aws:s3:::reports": { policy: resource } },
      },
    },
    organization: {
      serviceControlPolicies: serviceControl.map((documents, level) => ({ level: `Level ${level}`, policies: named(documents) })),
    },
    script: [
      { do: "signIn", id: "keys", principal: user },
      { do: "request", as: "keys", action: heavy.action, resource: heavy.resource },
      { do: "sts", id: "mfa", as: "keys", operation: "GetSessionToken", parameters: { SerialNumber: device, TokenCode: "$current" } },
      { do: "request", as: "mfa", action: heavy.action, resource: heavy.resource },
      { do: "request", as: "keys", action: "kms:Decrypt", resource: "*" },
    ],
  };
}

/** Milliseconds: the median of many runs. */
function time(work) {
  const times = [];
  const end = performance.now() + 400;
  while (performance.now() < end || times.length < 5) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1].toFixed(1);
}

console.log("\n| what-if (JavaScript, wasm) | mfaAge | flip | sessions | compare |\n|---|---|---|---|---|");
const scenarios = ["current-account-api", "cross-account-delegation", "resource-based-policy"].map((name) => [name, gallery(name)]);
for (const [name, scenario] of [...scenarios, ["heavy", heavyScenario()]]) {
  const { steps } = runScenario(scenario, { detail: "decision" });
  const step = scenario.script.findLastIndex((one) => one.do === "request");
  const denied = steps.findLastIndex(({ do: kind, outcome }) => kind === "request" && outcome !== "allowed");
  const [account] = Object.entries(scenario.accounts).filter(([, { users }]) => users).at(-1);
  const user = `arn:aws:iam::${account}:user/${Object.keys(scenario.accounts[account].users)[0]}`;
  const columns = [
    { ask: "mfaAge", step },
    { ask: "flip", step: denied, to: "allowed" },
    { ask: "sessions", user },
    { ask: "compare", policies: {}, user },
  ].map((question) => `${time(() => whatIf(scenario, question))} ms`);
  console.log(`| ${name} | ${columns.join(" | ")} |`);
}

const start = performance.now();
const { counts } = whatIf(gallery("current-account-api"), { ask: "sweep", step: 7, random: { seed: 2026, count: 1_000_000 } });
console.log(`\nA million random requests: ${((performance.now() - start) / 1000).toFixed(2)} s, ${JSON.stringify(counts)}`);
