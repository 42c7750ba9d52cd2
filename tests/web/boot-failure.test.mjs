// Where the page's own script does not arrive, or the browser cannot read it, the page says so, and what was kept can be
// taken along.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { start, stop, unwatched } from "./playground.mjs";

before(start);
after(stop);

const heading = (page) => page.getByRole("heading", { name: "The playground stopped working" });
const work = (title, saved, more) => JSON.stringify({ v: 1, title, scenario: JSON.stringify({ title }), choices: "", link: "", saved, ...more });

async function keep(page, ...records) {
  await page.addInitScript((records) => records.forEach((record, index) => localStorage.setItem(`iam-playground.work.${index}`, record)), records);
}

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  assert.equal(download.suggestedFilename(), "scenario.json");
  return JSON.parse(await readFile(await download.path(), "utf8"));
}

for (const [how, answer] of [
  ["is blocked", (route) => route.abort()],
  ["is not there", (route) => route.fulfill({ status: 404, body: "Not found" })],
  ["is a page about something else", (route) => route.fulfill({ contentType: "text/html", body: "<p>Sign in</p>" })],
]) {
  test(`a boot script that ${how} ends in a readable page`, async () => {
    await unwatched(async (page, site) => {
      await page.route("**/boot.js", answer);
      await page.goto(site);
      await heading(page).waitFor();
      await page.getByText("/boot.js could not be loaded.").waitFor();
      await eventually.ok(() => page.getByRole("button", { name: "Reload the page" }).isVisible());
      await eventually.equal(() => page.getByText("Loading").count(), 0);
      await eventually.equal(() => page.getByRole("link").count(), 0, "nothing was kept");
      // It did not stumble over the work.
      await eventually.equal(() => page.getByRole("button", { name: "Start over" }).count(), 0);
    });
  });
}

test("scripts that the browser cannot read, or that do not fit together, are said", async () => {
  for (const body of ["export {", 'import { nothing } from "./desk.js";']) {
    await unwatched(async (page, site) => {
      await page.route("**/boot.js", (route) => route.fulfill({ contentType: "text/javascript", body }));
      await page.goto(site);
      await heading(page).waitFor();
      await eventually.match(() => page.locator("pre").textContent(), /\w+ \w+/);
    });
  }
});

test("the work that was kept can be taken along", async () => {
  await unwatched(async (page, site) => {
    await keep(page, work("mine", 1));
    await page.route("**/boot.js", (route) => route.abort());
    await page.goto(site);
    assert.deepEqual(await downloaded(page, "Download your scenario"), { title: "mine" });
  });
});

test("of several works each can be taken along, the latest first", async () => {
  await unwatched(async (page, site) => {
    await keep(page, work("older", 1_000), "{broken", work("<b>newer</b>", 2_000), work("only looked at", 3_000, { untouched: true }));
    await page.route("**/boot.js", (route) => route.abort());
    await page.goto(site);
    await eventually.deepEqual(() => page.getByRole("link").allTextContents(), ["<b>newer</b>", "older"]);
    assert.deepEqual(await downloaded(page, "older"), { title: "older" });
  });
});

test("the page about the failure is read out from its heading, within the window", async () => {
  for (const width of [1440, 360]) {
    await unwatched(async (page, site) => {
      await page.setViewportSize({ width, height: 740 });
      await keep(page, work("a".repeat(200), 1), work("b", 2));
      await page.route("**/boot.js", (route) => route.abort());
      await page.goto(site);
      await page.locator("h1:focus").waitFor();
      const box = await page.getByRole("main").boundingBox();
      assert.ok(box.x >= 16 && box.x + box.width <= width - 16 && box.y >= 16, JSON.stringify(box));
      await eventually.ok(() => page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    });
  }
});
