// When the page itself cannot go on, it says so in plain words.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, ready, start, stop, unwatched } from "./playground.mjs";

before(start);
after(stop);

test("a module that does not arrive ends in a readable page", async () => {
  await unwatched(async (page, site) => {
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto(site);
    await page.getByRole("heading", { name: "The playground stopped working" }).waitFor();
    await eventually.ok(() => page.getByRole("button", { name: "Reload the page" }).isVisible());
    await eventually.equal(() => page.evaluate(() => performance.getEntriesByName("playground:ready").length), 0);
  });
});

test("a failure offers what was typed", async () => {
  await unwatched(async (page, site) => {
    await page.goto(site);
    await page.waitForFunction(() => performance.getEntriesByName("playground:ready").length > 0);
    await page.evaluate(() => window.dispatchEvent(new CustomEvent("playground:failed", { detail: { message: "something broke", scenario: '{"title":"mine"}' } })));
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download your scenario" }).click()]);
    assert.equal(download.suggestedFilename(), "scenario.json");
  });
});

test("work from before can be taken along where the page does not start", async () => {
  await unwatched(async (page, site) => {
    await page.goto(site);
    await ready(page);
    await caretAfter(page, '"ec2:StopInstances');
    await page.keyboard.type("Mine");
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes("StopInstancesMine")));
    await page.route("**/*.wasm", (route) => route.abort());
    await page.reload();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download your scenario" }).click()]);
    await eventually.match(async () => await readFile(await download.path(), "utf8"), /StopInstancesMine/);
  });
});

test("without scripts the page says what it needs", async () => {
  await unwatched(async (page, site) => {
    const html = await (await page.request.get(site)).text();
    assert.match(html, /<noscript>[\s\S]*needs JavaScript and WebAssembly/);
    assert.doesNotMatch(html, /<script>|style=/);
  });
});
