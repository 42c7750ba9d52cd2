// How the Script view holds its place: whatever is long breaks, whatever comes and goes moves nothing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const viewports = [1440, 1024, 390, 360].map((width) => ({ width, height: 900 }));
const scenario = JSON.parse(await readFile(new URL("../../www/gallery/current-account-api.json", import.meta.url), "utf8"));

const address = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html#MFAProtectedAPI-user-mfa";
const name = "a-session-token-with-the-code-of-the-device-of-sofia";
const resource = `arn:aws:ec2:us-east-1:111122223333:instance/${"0123456789abcdef".repeat(8)}`;

// The same script with long words in all places.
function long() {
  const script = JSON.stringify(scenario.script).replaceAll('"mfa"', JSON.stringify(name)).replaceAll(/"arn:aws:ec2:[^"]*"/g, JSON.stringify(resource));
  return { ...scenario, script: JSON.parse(script).map((step) => ({ ...step, note: address })) };
}

// As if this tab had it open before.
function keeping(scenario) {
  const record = JSON.stringify({ title: scenario.title, scenario: JSON.stringify(scenario), choices: "", link: "", saved: 1 });
  return `localStorage.setItem("iam-playground.work.tests", ${JSON.stringify(record)}); sessionStorage.setItem("iam-playground.tab", "tests");`;
}

async function openScript(page) {
  await page.getByRole("tab", { name: "Script" }).locator("visible=true").click();
  await page.locator(".timeline").waitFor();
}

const button = (page, name) => page.getByRole("button", { name, exact: true });

// What is wider than its place, by class.
const overflowing = (page) => page.evaluate(() => {
  const room = document.querySelector(".script").getBoundingClientRect();
  const over = [...document.querySelectorAll(".script *")].filter((element) => element.getBoundingClientRect().right > room.right + 0.5);
  const pane = document.querySelector(".script").closest(".pane");
  return [...over.map((element) => element.className), ...[document.scrollingElement, pane].filter((room) => room.scrollWidth > room.clientWidth).map(({ tagName }) => `${tagName} scrolls`)];
});

for (const viewport of viewports) {
  test(`long words break: ${viewport.width} px`, async () => {
    await onPage({ viewport, init: keeping(long()) }, async (page) => {
      await openScript(page);
      await page.locator(".step-note", { hasText: address }).first().waitFor();
      await page.locator(".clock-sessions li", { hasText: name }).waitFor();
      await eventually.deepEqual(() => overflowing(page), []);
      await page.locator(".step-card", { hasText: name }).first().getByRole("button", { name: /^Change step/ }).click();
      await button(page, "As AWS CLI").click();
      await page.locator("#step-command").waitFor();
      await eventually.deepEqual(() => overflowing(page), []);
    });
  });

  test(`nothing moves while the clock runs: ${viewport.width} px`, async () => {
    await onPage({ viewport }, async (page) => {
      await openScript(page);
      // What the worker says of the scenario stands above the steps, and moves them when it comes.
      await page.getByRole("list", { name: "About this scenario" }).waitFor();
      await page.evaluate(() => {
        window.moved = [];
        const watcher = new PerformanceObserver((list) => window.moved.push(...list.getEntries().filter((entry) => !entry.hadRecentInput).map(({ value }) => value)));
        watcher.observe({ type: "layout-shift" });
      });
      const place = () => page.locator(".timeline").evaluate((line) => line.getBoundingClientRect().top);
      const start = await place();
      // Two seconds before the code changes which a step has used up.
      await page.getByText(/has already used this code/).waitFor();
      await page.clock.install();
      await button(page, "Let the clock run").click();
      await page.clock.runFor(32_000);
      await page.getByText(/has already used this code/).waitFor({ state: "detached" });
      await button(page, "to step 3").waitFor();
      await eventually.equal(place, start);
      await button(page, "Stop the clock").click();
      for (const name of ["+5 min", "to the next expiry", "+1 h", "to the next expiry"]) {
        await button(page, name).click();
        await eventually.equal(place, start, name);
      }
      const moved = await page.evaluate(() => window.moved.reduce((sum, value) => sum + value, 0));
      assert.ok(moved <= 0.001, `layout shift ${moved}`);
    });
  });

  test(`steps to add have their names in one line, and a new one stands apart: ${viewport.width} px`, async () => {
    await onPage({ viewport }, async (page) => {
      await openScript(page);
      const end = await page.locator(".step-card").count();
      for (const index of [1, end]) {
        await page.locator(`#step-add-${index}`).click();
        const lines = await page.locator(".new-step strong").evaluateAll((names) => names.map((name) => name.offsetHeight / parseFloat(getComputedStyle(name).lineHeight)));
        assert.ok(lines.length > 5 && lines.every((count) => count < 1.5), `lines of the names: ${lines}`);
        await page.locator(".new-step", { hasText: "Wait" }).click();
        const form = page.locator(".step-form");
        await form.waitFor();
        const gaps = await form.evaluate((form) => {
          const cards = [...document.querySelectorAll(".step-card")].map((card) => card.getBoundingClientRect());
          const at = [...document.querySelectorAll(".step-card")].indexOf(form);
          return [cards[at].top - cards[at - 1].bottom, (cards[at + 1]?.top ?? Infinity) - cards[at].bottom];
        });
        assert.ok(gaps.every((gap) => gap >= 8), `gaps: ${gaps}`);
        await page.keyboard.press("Escape");
        await form.waitFor({ state: "detached" });
      }
    });
  });
}
