// The page answers input before all of it is there; what comes later comes when it is wanted, and may fail to come.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { cell, interactive, sharedLink, start, stop, unwatched, verdicts } from "./playground.mjs";

before(start);
after(stop);

const LATER = /editor.*\.js|playground_more\.wasm|assistant_bg\.wasm/;
const isReleased = async (page, site) => (await page.request.get(`${site}playground_more.wasm`)).ok();

test("the first view is whole, and answers, without what comes later", async () => {
  await unwatched(async (page, site) => {
    await page.route(LATER, (route) => route.abort());
    await page.goto(site);
    await interactive(page);
    await eventually.deepEqual(() => verdicts(page, "ec2:StopInstances"), ["implicit deny", "implicit deny", "allowed", "implicit deny", "implicit deny"]);
    await eventually.ok(() => page.locator("policy-editor pre").getByText('"ec2:StopInstances"').isVisible(), "the policy can be read");
    await page.getByRole("button", { name: "+1 h" }).click();
    await eventually.equal(() => page.getByRole("spinbutton").inputValue(), "3900");
    await cell(page, "ec2:DescribeInstances", 1).click();
    await page.locator(".verdict-sign", { hasText: "allowed" }).waitFor();
    await page.getByRole("button", { name: "Previous step" }).click();
    await eventually.match(() => page.locator(".stepper .position").textContent(), /^step \d+ of \d+/);
  });
});

test("what comes later is not asked for until somebody is there", async () => {
  await unwatched(async (page, site) => {
    const asked = () =>
      page.evaluate((later) => {
        const ready = performance.getEntriesByName("playground:ready")[0].startTime;
        const files = performance.getEntriesByType("resource").filter(({ name }) => new RegExp(later).test(name));
        return files.map(({ name, startTime }) => ({ name: name.split("/").pop(), after: startTime - ready }));
      }, LATER.source);
    await page.goto(site);
    await interactive(page);
    await page.locator("policy-editor .cm-content").waitFor();
    // Of what nobody waits for, what comes after a moment may be here on a slow machine.
    const early = (await asked()).filter(({ name, after }) => after < 0 || (after < 3_000 && !name.endsWith(".js")));
    assert.deepEqual(early, [], "the editor alone, and after the page answers");
    const worker = page.workers()[0] ?? page.waitForEvent("worker");
    await page.mouse.move(300, 300);
    await worker;
  });
});

test("a message that needs the second part waits for it, or says that it cannot come", async (t) => {
  await unwatched(async (page, site) => {
    if (!(await isReleased(page, site))) return t.skip("a development build is in one part");
    let blocked = true;
    await page.route(/playground_more/, (route) => (blocked ? route.abort() : route.continue()));
    await page.goto(site);
    await interactive(page);
    await page.getByRole("tab", { name: "Script" }).first().click();
    await page.getByText("This part of the page could not be loaded").waitFor();
    await eventually.ok(() => cell(page, "ec2:StopInstances", 0).isVisible(), "what there was is still there");
    blocked = false;
    await page.getByRole("tab", { name: "Script" }).first().click();
    await page.getByRole("heading", { name: /^Script/ }).first().waitFor({ state: "attached" });
    await page.locator("#step-0").waitFor();
  });
});

test("work from before opens with the second part at once", async () => {
  await unwatched(async (page, site) => {
    await page.goto(site);
    await interactive(page);
    await page.getByRole("tab", { name: "Script" }).first().click();
    await page.locator("#step-0").waitFor();
    const link = await sharedLink(page);
    await page.goto("about:blank");
    await page.goto(link);
    await interactive(page);
    await page.locator("#step-0").waitFor();
  });
});

test("without the editor the policy can still be read, and it can be tried again", async () => {
  await unwatched(async (page, site) => {
    let blocked = true;
    await page.route(/editor-chunk/, (route) => (blocked ? route.abort() : route.continue()));
    await page.goto(site);
    await page.getByText("The editor could not be loaded").waitFor();
    await eventually.ok(() => page.locator("policy-editor pre").isVisible());
    blocked = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("policy-editor .cm-content").waitFor();
    await eventually.equal(() => page.getByText("The editor could not be loaded").count(), 0);
  });
});
