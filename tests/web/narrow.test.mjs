// What a narrow page has room for: the buttons of the title bar, the way to the explanation, messages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const widths = [360, 375, 390, 400, 412, 414, 420, 430, 480, 520, 700];
const box = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());

/** The different heights at which the buttons of the title bar begin, and how far the last of them is from the edge. */
const bar = (page) =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".top .button")].map((button) => button.getBoundingClientRect());
    return { tops: new Set(boxes.map(({ top }) => top)).size, buttons: boxes.length, room: innerWidth - boxes.at(-1).right, sideways: document.documentElement.scrollWidth - innerWidth };
  });

async function inOneLine(page) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const { tops, buttons, room, sideways } = await bar(page);
    assert.equal(tops, 1, `one line of buttons at ${width} px`);
    assert.equal(buttons, 6);
    assert.ok(room >= 8 && room <= 16, `${room} px beside the last button at ${width} px`);
    assert.equal(sideways, 0);
  }
}

async function deleteARequest(page) {
  await page.locator(".row-menu:visible").last().click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.locator(".told").waitFor();
}

for (const hasTouch of [false, true]) {
  test(`the buttons of the title bar stand in one line at every width: ${hasTouch ? "fingers" : "a mouse"}`, async () => {
    await onPage({ hasTouch, isMobile: hasTouch, viewport: { width: 360, height: 800 } }, inOneLine);
  });
}

test("the buttons stand in one line beside the word that nothing is saved, too", async () => {
  const full = () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  };
  await onPage({ init: full }, async (page) => {
    await deleteARequest(page);
    await page.getByText("not saved").waitFor();
    await inOneLine(page);
  });
});

test("a message leaves the way to the explanation free", async () => {
  await onPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    await deleteARequest(page);
    const [told, why] = [await box(page.locator(".told")), await box(page.locator(".to-why"))];
    assert.ok(told.bottom <= why.top && why.bottom <= 844, `the message ends at ${told.bottom}, the button stands from ${why.top} to ${why.bottom}`);
    await page.getByRole("button", { name: /^Why / }).click();
    await page.getByRole("heading", { name: "Why" }).waitFor();
  });
});

test("on a low page the way to the explanation stands behind the answers, not over them", async () => {
  await onPage({ viewport: { width: 720, height: 450 } }, async (page) => {
    assert.ok((await box(page.locator(".to-why"))).top > 450);
    await deleteARequest(page);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const gap = async () => (await box(page.locator(".told"))).top - (await box(page.locator(".to-why"))).bottom;
    await eventually.ok(async () => (await gap()) >= 0);
  });
});

test("a tap on a cell or a step leaves the page where it is", async () => {
  await onPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    const scrolled = () => page.evaluate(() => window.scrollY);
    await page.getByRole("gridcell").last().scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollBy(0, 300));
    const before = await scrolled();
    assert.ok(before > 200, "there is something to scroll");
    await page.getByRole("gridcell").nth(8).getByRole("button").evaluate((cell) => cell.click());
    await page.waitForTimeout(300);
    await eventually.equal(scrolled, before);
    await page.getByRole("tab", { name: "Script" }).click();
    // What the worker says of the whole scenario stands above the steps, and moves them when it comes.
    await page.getByRole("list", { name: "About this scenario" }).waitFor();
    await page.evaluate(() => window.scrollTo(0, 900));
    const there = await scrolled();
    await page.locator("#step-7").evaluate((step) => step.click());
    await page.waitForTimeout(300);
    await eventually.equal(scrolled, there);
  });
});

test("a message closes by Escape and by its button, and the focus goes back", async () => {
  await onPage({}, async (page) => {
    const picker = page.getByRole("combobox", { name: "Scenario" });
    const message = page.locator(".notice");
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await picker.focus();
    await picker.selectOption("new");
    await message.waitFor();
    await page.getByRole("button", { name: "Close this message" }).click();
    await eventually.equal(() => message.count(), 0);
    await eventually.equal(focused, "Scenario");
    await picker.selectOption({ label: "MFA protection for cross-account delegation" });
    await message.waitFor();
    await page.getByRole("heading", { name: "Why" }).click();
    await page.keyboard.press("Escape");
    await eventually.equal(() => message.count(), 0);
  });
});
