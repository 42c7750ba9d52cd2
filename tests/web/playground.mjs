// The page in a real browser, watched: whatever the console complains about, whatever leaves the origin, whatever the
// content security policy had to stop, fails the test at its end.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { delay } from "./late.mjs";

const site = process.env.IAM_PLAYGROUND_SITE ?? "http://127.0.0.1:8080/";
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let browser;

/** Starts the browser, once a file. */
export async function start() {
  browser ??= await chromium.launch({ executablePath: process.env.IAM_PLAYGROUND_CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

export async function stop() {
  await browser?.close();
  browser = undefined;
}

/**
 * Opens the page, does something on it, and sees that nothing went wrong meanwhile.
 *
 * `init` runs in the page before its own scripts; `block` are addresses that do not arrive, whose complaints in the
 * console are expected.
 */
export async function onPage(options, run) {
  const { path = "", init, block, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...rest });
  await delay(context);
  const page = await context.newPage();
  const problems = [];
  if (init) await page.addInitScript(init);
  if (block) await page.route(block, (route) => route.abort());
  page.on("console", (message) => {
    if (block && /Failed to load resource|Failed to fetch/.test(message.text())) return;
    if (["error", "warning"].includes(message.type())) problems.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  const origin = new URL(site).origin;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && !url.startsWith("blob:") && new URL(url).origin !== origin) problems.push(`request to ${url}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });
  try {
    await page.goto(new URL(path, site).href);
    await ready(page);
    await run(page, context);
    problems.push(...(await page.evaluate(() => window.violations)));
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/** Waits until the page answers input, and until the editor is there too, which comes after it. */
export async function ready(page) {
  await interactive(page);
  await page.waitForFunction(() => [...document.querySelectorAll("policy-editor")].every((editor) => editor.shadowRoot?.querySelector(".cm-content")));
}

/** Waits until the page answers input. */
export function interactive(page) {
  return page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
}

/** A page of its own, unwatched: for what is meant to go wrong. */
export async function unwatched(run) {
  const context = await browser.newContext();
  await delay(context);
  try {
    await run(await context.newPage(), site);
  } finally {
    await context.close();
  }
}

/** The words in the row of an action, by column. */
export async function verdicts(page, action) {
  const row = rowOf(page, action);
  const words = await row.getByRole("gridcell").locator(".word").allTextContents();
  return words.map((word) => word.trim());
}

/** The button of a cell. */
export function cell(page, action, column) {
  const row = rowOf(page, action);
  return row.getByRole("gridcell").nth(column).getByRole("button");
}

// Of several requests with one action the first.
function rowOf(page, action) {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: action }) }).first();
}

/** The text in the editor. */
export function policyText(page) {
  return page.locator("policy-editor").evaluate((editor) => editor.value);
}

/** Puts the caret behind a piece of text in the editor, by the keyboard alone. */
export async function caretAfter(page, piece) {
  const at = (await policyText(page)).indexOf(piece);
  assert.notEqual(at, -1, `the policy has ${piece}`);
  await page.locator("policy-editor .cm-content").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  for (let step = 0; step < at + piece.length; step += 1) await page.keyboard.press("ArrowRight");
}

/** The link that Share offers, once it is made. */
export async function sharedLink(page, { masked = false } = {}) {
  await page.getByRole("button", { name: "Share a link" }).click();
  const checkbox = page.getByRole("checkbox", { name: /Replace account IDs/ });
  if (masked) await checkbox.check();
  await page.waitForFunction(() => document.querySelector("#share-link")?.value.includes("#v=1&"));
  const address = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  return address;
}
