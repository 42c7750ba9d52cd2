// How long the page takes to answer a keystroke: node typing.mjs ADDRESS CHROMIUM SCENARIO
//
// Types and deletes a digit in a condition of the seed scenario, and of the same scenario with 100 KB of policies, with
// keys as a person presses them. From the keystroke to the moment when the DOM is as it should be (matrix, bands and
// explanation), and to the first moment after the frame in which that is painted. Prints one JSON object.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const [address, executablePath, file] = process.argv.slice(2);
// The quietest of so many rounds counts, since machines are noisy.
const ROUNDS = 5;
const KEYSTROKES = 80;
const WARM_UP = 20;

const seed = JSON.parse(await readFile(file, "utf8"));
// The condition that the keystrokes change.
const [account] = Object.values(seed.accounts);
const [statement] = account.groups["EC2-Admins"].policies.StopAndTerminateWithMfa.Statement;
statement.Condition.NumericLessThan = { "aws:MultiFactorAuthAge": "360" };

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const figures = { seed: await type(seed), large: await type(enlarged(seed, 100_000)) };
await browser.close();
console.log(JSON.stringify(figures));

/** The scenario with further policies of the user, until all of them have that many characters. */
function enlarged(scenario, size) {
  const large = structuredClone(scenario);
  const [account] = Object.values(large.accounts);
  const [user] = Object.values(account.users);
  const services = ["s3", "sqs", "sns", "dynamodb", "lambda", "kms", "logs", "ssm", "iam", "ecs"];
  for (let count = 0; JSON.stringify(large, null, 2).length < size; count += 1) {
    const service = services[count % services.length];
    const statements = Array.from({ length: 12 }, (_, index) => ({
      Sid: `Part${count}x${index}`,
      Effect: index % 5 === 4 ? "Deny" : "Allow",
      Action: [`${service}:Get*`, `${service}:List*`, `${service}:Describe${index}*`],
      Resource: [`arn:aws:${service}:*:111122223333:thing-${index}/*`],
      Condition: { StringEquals: { "aws:PrincipalTag/team": [`team-${index}`, "platform"] }, Bool: { "aws:SecureTransport": "true" } },
    }));
    account.groups[`Group${count}`] = { policies: { [`Policy${count}`]: { Version: "2012-10-17", Statement: statements } } };
    user.groups.push(`Group${count}`);
  }
  return large;
}

async function type(scenario) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
  await page.getByRole("button", { name: "Open a scenario" }).click();
  await page.locator("#import-text").fill(JSON.stringify(scenario));
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.getByRole("gridcell").nth(7).getByRole("button").click();
  const text = await page.locator("policy-editor").evaluate((editor) => editor.value);
  const at = text.indexOf('"360"') + 4;
  if (at < 4) throw new Error("the policy in the editor has no age to type in");
  await page.locator("policy-editor .cm-content").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  for (let step = 0; step < at; step += 1) await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  await page.evaluate(watchKeystrokes);
  const failures = [];
  page.on("pageerror", (error) => failures.push(error.message));
  const total = ROUNDS * KEYSTROKES + WARM_UP;
  for (let index = 0; index < total; index += 1) {
    await page.keyboard.press(index % 2 ? "Backspace" : "0");
    // What follows a keystroke beside it, the checks of the policy, is done before the next one.
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(1000);
  const times = await page.evaluate(() => globalThis.keystrokes);
  if (times.length < total) throw new Error(`of ${total} keystrokes ${times.length} changed the text and were answered ${failures.join(", ")}`);
  await page.close();
  const rounds = Array.from({ length: ROUNDS }, (_, round) => times.slice(WARM_UP).slice(round * KEYSTROKES, (round + 1) * KEYSTROKES));
  const percentile = (name, part) => Math.min(...rounds.map((round) => ranked(round.map((time) => time[name]), part)));
  return { median: percentile("committed", 0.5), p95: percentile("committed", 0.95), painted: percentile("painted", 0.95) };
}

function ranked(list, part) {
  return list.sort((a, b) => a - b)[Math.floor(list.length * part)];
}

/** In the page: notes how long each key takes, from the first moment that the page hears of it. */
function watchKeystrokes() {
  const task = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const editor = document.querySelector("policy-editor");
  const bands = document.getElementById("view");
  globalThis.keystrokes = [];
  let start;
  addEventListener("keydown", () => (start = performance.now()), { capture: true });
  editor.addEventListener("change", async () => {
    const from = start;
    // The page answers before the browser does anything else, a frame included: in the microtasks that this joins.
    for (let turn = 0; turn < 20; turn += 1) await null;
    const committed = performance.now() - from;
    const [, age] = /"(360*)"/.exec(editor.value);
    if (!bands.innerHTML.includes(`0 to ${age - 1} s`)) throw new Error(`the bands do not show ${age} seconds yet`);
    await frame();
    await task();
    globalThis.keystrokes.push({ committed, painted: performance.now() - from });
  });
}
