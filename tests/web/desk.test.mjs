// What is wrong in a policy is found out beside the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

async function misspellAnAction(page) {
  await caretAfter(page, '"ec2:StopInstances');
  await page.keyboard.type("Now");
  await page.locator(".finding", { hasText: "StopInstancesNow" }).first().waitFor();
}

test("a worker checks what is typed, with the service data that the page does without", async () => {
  await onPage({}, async (page) => {
    const workers = page.workers().length ? page.workers() : [await page.waitForEvent("worker")];
    assert.match(workers[0].url(), /\/worker\.js$/);
    await misspellAnAction(page);
    await page.locator("policy-editor .cm-lintRange").first().waitFor();
  });
});

test("where there is no worker the page checks by itself", async () => {
  await onPage({ init: () => delete window.Worker }, misspellAnAction);
});

test("the page answers while the worker is on its way, and without it", async () => {
  await onPage({ block: "**/assistant_bg.wasm" }, async (page) => {
    const state = page.getByRole("region", { name: "Findings" });
    await state.getByText("Checks follow in a moment").waitFor();
    await page.getByRole("gridcell").first().getByRole("button").click();
    await eventually.ok(() => page.locator("#why .reason").textContent());
    await state.getByText("The checks could not be run").waitFor();
  });
});

test("a worker that dies is followed by another", async () => {
  const remember = () => {
    const made = (window.workers = []);
    window.Worker = class extends Worker {
      constructor(...how) {
        super(...how);
        made.push(this);
      }
    };
  };
  await onPage({ init: remember }, async (page) => {
    await page.getByRole("region", { name: "Findings" }).getByText("No findings").waitFor();
    await page.evaluate(() => window.workers[0].onerror(new ErrorEvent("error", { message: "out of memory", cancelable: true })));
    await misspellAnAction(page);
    assert.equal(await page.evaluate(() => window.workers.length), 2);
  });
});
