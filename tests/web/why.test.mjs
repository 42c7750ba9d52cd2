// Why as a debugger: steps forth and back, played, and to and from the words of the policy.

import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, cell, onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const current = (page) => page.locator('#why [aria-current="step"]');
const marked = (page) => page.locator("policy-editor").evaluate((editor) => editor.markedText.join("\n"));

/** Whether all of an element can be seen in its pane. */
const inView = (locator) =>
  locator.evaluate((element) => {
    const [own, pane] = [element.getBoundingClientRect(), element.closest(".pane").getBoundingClientRect()];
    return own.top >= pane.top && own.bottom <= pane.bottom;
  });

test("next and previous walk through the steps, each in view, and to the words of the policy", async () => {
  await onPage({}, async (page) => {
    const why = page.getByRole("region", { name: "Why" });
    const next = why.getByRole("button", { name: "Next step" });
    const previous = why.getByRole("button", { name: "Previous step" });
    await eventually.match(() => marked(page), /"aws:MultiFactorAuthPresent": "true"/);
    await previous.click();
    await eventually.match(() => current(page).textContent(), /Bool/);
    await eventually.ok(() => inView(current(page)));
    await eventually.match(() => why.getByRole("status").textContent(), /step 7 of 9: Bool false/);
    await next.click();
    await next.click();
    await eventually.ok(() => next.isDisabled(), "that was the last step");
    await eventually.ok(() => inView(current(page)));
    await why.getByRole("button", { name: "Go to the step that decides" }).click();
    await eventually.match(() => current(page).textContent(), /aws:MultiFactorAuthPresent/);
  });
});

test("the steps are played from the first on, until somebody stops them", async () => {
  await onPage({}, async (page) => {
    const why = page.getByRole("region", { name: "Why" });
    await why.getByRole("button", { name: "Play the steps" }).click();
    await why.getByText("step 1 of 9").waitFor();
    await why.getByText("step 2 of 9").waitFor();
    await eventually.ok(() => inView(current(page)));
    await why.getByRole("button", { name: "Stop playing" }).click();
    await why.getByRole("button", { name: "Play the steps" }).waitFor();
    await page.waitForTimeout(2_200);
    await eventually.match(() => why.getByRole("status").textContent(), /step 2 of 9/);
  });
});

test("the pointer and the caret in the policy find their step", async () => {
  await onPage({}, async (page) => {
    const pointed = page.locator("#why .pointed");
    await page.locator("policy-editor .cm-line", { hasText: '"ec2:StopInstances"' }).hover({ position: { x: 120, y: 8 } });
    await pointed.waitFor();
    await eventually.match(() => pointed.textContent(), /^Action/, "the closed step stands for the value in it");
    await page.locator("#why-title").hover();
    await pointed.waitFor({ state: "detached" });

    await caretAfter(page, '"aws:MultiFactorAuthPre');
    await pointed.waitFor();
    await eventually.match(() => pointed.textContent(), /^aws:MultiFactorAuthPresent/);
    await eventually.ok(() => inView(pointed));
    await eventually.ok(async () => await page.locator("#why .verdict-sign").isVisible() && await inView(page.locator("#why .verdict-sign")), "the verdict stays in sight");
    await eventually.ok(async () => await page.locator("policy-editor").evaluate((editor) => editor === document.activeElement), "the focus stays in the editor");
  });
});

test("a step in another policy brings that policy into the editor", async () => {
  await onPage({}, async (page) => {
    const list = page.getByRole("navigation", { name: "Policy documents" });
    await cell(page, "ec2:DescribeInstances", 0).click();
    await eventually.equal(() => list.locator("[aria-current]").textContent(), "LookAtInstances");
    await eventually.match(() => marked(page), /ec2:Describe\*/);
  });
});

test("a first drag says what is missing for it to matter", async () => {
  await onPage({}, async (page) => {
    const hint = page.locator(".ageless");
    await eventually.match(() => hint.textContent(), /NumericLessThan/);
    await caretAfter(page, '"aws:MultiFactorAuthPresent": "true"\n        }');
    await page.keyboard.type(', "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}');
    await hint.waitFor({ state: "detached" });
    const slider = page.getByRole("slider", { name: "MFA age" });
    await slider.press("End");
    await eventually.match(() => slider.getAttribute("aria-valuetext"), /129600 seconds/);
  });
});

test("on a phone: from a cell to Why to the words of the policy", async () => {
  await onPage({ viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
    await cell(page, "ec2:StopInstances", 2).tap();
    await page.getByRole("slider", { name: "MFA age" }).scrollIntoViewIfNeeded();
    await page.getByRole("button", { name: "Why allowed?" }).tap();
    await page.waitForFunction(() => scrollY === 0);
    await eventually.ok(() => page.locator("#why .verdict-sign").isVisible());
    await page.getByRole("button", { name: "In the policy" }).tap();
    const words = page.locator("policy-editor .mark-deciding").first();
    await words.waitFor();
    await page.waitForFunction(() => {
      const { top, bottom } = document.querySelector("policy-editor").shadowRoot.querySelector(".mark-deciding").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  });
});

test("the explanation is copied as Markdown, and a cell says where readings differ", async () => {
  await onPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.getByRole("button", { name: "Copy the explanation as Markdown" }).click();
    await page.getByRole("status").filter({ hasText: "Copied." }).waitFor();
    await eventually.match(() => page.evaluate(() => navigator.clipboard.readText()), /^### implicit deny: `ec2:StopInstances`/);
    await page.getByText("5 of 10 kinds shown").click();
    await page.getByRole("checkbox", { name: /then AssumeRole/ }).check();
    const disputed = cell(page, "ec2:StopInstances", 5);
    await disputed.getByText("or allowed").waitFor();
    await disputed.click();
    await page.getByText("if it keeps the MFA of its caller").waitFor();
  });
});
