// What a newcomer does: read the verdicts, add a condition on the MFA age by typing, move the age over the border,
// and ask why.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, cell, onPage, policyText, start, stop, verdicts } from "./playground.mjs";

before(start);
after(stop);

const stop_ = "ec2:StopInstances";
const withMfa = 2;

test("a newcomer finds the border of an MFA age", async () => {
  await onPage({}, async (page) => {
    await eventually.deepEqual(() => verdicts(page, stop_), ["implicit deny", "implicit deny", "allowed", "implicit deny", "implicit deny"]);

    await page.getByRole("navigation", { name: "Policy documents" }).getByRole("button", { name: "StopAndTerminateWithMfa" }).first().click();
    await caretAfter(page, '"aws:MultiFactorAuthPresent": "true"\n        }');
    await page.keyboard.type(', "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}');
    await eventually.equal(async () => JSON.parse(await policyText(page)).Statement[0].Condition.NumericLessThan["aws:MultiFactorAuthAge"], "3600");
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "allowed");

    const field = page.getByLabel("MFA age in seconds");
    await field.fill("3599");
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "allowed");
    await field.press("ArrowUp");
    await eventually.equal(() => field.inputValue(), "3600");
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "implicit deny");
    await eventually.match(() => page.locator("#announcer").textContent(), /ec2:StopInstances with GetSessionToken \+ MFA: implicit deny/);

    const slider = page.getByRole("slider", { name: "MFA age" });
    await slider.press("ArrowLeft");
    await eventually.match(() => slider.getAttribute("aria-valuetext"), /3599 seconds/);
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "allowed");
    await slider.press("Shift+ArrowRight");
    await eventually.equal(() => field.inputValue(), "3659");
    await slider.press("PageUp");
    await eventually.equal(() => field.inputValue(), "7259");
    await field.fill("3600");
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "implicit deny");
    await page.getByRole("button", { name: "One second less" }).click();
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "allowed");
    await page.getByRole("button", { name: "One second more" }).click();

    await cell(page, stop_, withMfa).click();
    const why = page.getByRole("region", { name: "Why" });
    await why.getByText("implicit deny").first().waitFor();
    const step = why.getByRole("button", { name: "aws:MultiFactorAuthAge" }).first();
    await step.click();
    const marked = () => page.locator("policy-editor").evaluate((editor) => editor.markedText.join("\n"));
    await eventually.match(marked, /"aws:MultiFactorAuthAge": "3600"/);
    await page.locator("policy-editor .mark-deciding").first().waitFor();
  });
});

test("the band says where the decision flips, and goes there", async () => {
  await onPage({}, async (page) => {
    await caretAfter(page, '"aws:MultiFactorAuthPresent": "true"\n        }');
    await page.keyboard.type(', "NumericLessThan": {"aws:MultiFactorAuthAge": "1937"}');
    await page.getByText("0 to 1936 s").waitFor();
    await page.getByRole("button", { name: "from 1937 s on" }).click();
    await eventually.equal(async () => await page.getByLabel("MFA age in seconds").inputValue(), "1937");
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "implicit deny");
  });
});

test("broken JSON keeps the last answer, dimmed, and says so", async () => {
  await onPage({}, async (page) => {
    const before = await verdicts(page, stop_);
    await page.getByRole("navigation", { name: "Policy documents" }).getByRole("button", { name: "StopAndTerminateWithMfa" }).first().click();
    await caretAfter(page, '"Effect"');
    await page.keyboard.type("::");
    await page.getByText("not JSON yet").first().waitFor();
    await eventually.deepEqual(() => verdicts(page, stop_), before);
    await eventually.ok(() => page.locator("#sessions .stale").count());
    await eventually.ok(() => page.locator("#why .stale").count());
    await eventually.ok(() => page.locator("policy-editor .cm-lintRange-error").count(), "the error is underlined");
    await eventually.match(() => page.locator("#announcer").textContent(), /Not JSON yet/);
    // The age still works on the last good text.
    await page.getByLabel("MFA age in seconds").fill("7200");
    await eventually.deepEqual(() => verdicts(page, stop_), before);

    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await eventually.equal(() => page.locator(".stale").count(), 0);
  });
});

test("a whole policy is replaced, by typing and by pasting, without a word from the security policy", async () => {
  await onPage({}, async (page) => {
    const deny = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Deny", Action: "ec2:*", Resource: "*" } }, null, 2);
    await page.locator("policy-editor .cm-content").click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(deny);
    await eventually.equal(() => policyText(page), deny);
    await eventually.equal(async () => (await verdicts(page, stop_))[withMfa], "explicit deny");

    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("{");
    await eventually.equal(() => policyText(page), "{", "nothing is typed but what was typed");
    await page.keyboard.press("ControlOrMeta+A");
    await page.locator("policy-editor .cm-content").evaluate((content, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      clipboardData.setData("text/html", '<p style="color: red">not this</p>');
      content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, deny);
    await eventually.equal(() => policyText(page), deny);
  });
});

test("the text stays as it was typed", async () => {
  await onPage({}, async (page) => {
    const before = await policyText(page);
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n\t  ");
    await eventually.equal(() => policyText(page), `${before}\n\t  `);
    // Undo of the page takes all typing in one document back.
    await page.getByRole("button", { name: "Undo" }).click();
    await eventually.equal(() => policyText(page), before);
    await page.getByRole("button", { name: "Redo" }).click();
    await eventually.equal(() => policyText(page), `${before}\n\t  `);
  });
});

/** How far below the top of its pane the first thing of a view stands. */
const firstThing = (page) => page.locator("#view > *:first-child > *:first-child, #view > *:first-child").first().evaluate((element) => element.getBoundingClientRect().top);

test("nothing moves when the text is no JSON for a moment", async () => {
  for (const width of [1440, 960, 390]) {
    await onPage({ viewport: { width, height: 900 } }, async (page) => {
      const narrow = width < 900;
      if (narrow) await page.getByRole("tab", { name: "Policies" }).click();
      await page.locator("policy-editor .cm-content").focus();
      await page.keyboard.press("ControlOrMeta+Home");
      await page.keyboard.type("{");
      for (const view of ["Script", "Compare", "Sessions"]) {
        await page.getByRole("tab", { name: view }).click();
        await page.getByRole("tab", { name: view, selected: true }).waitFor();
        const note = page.locator(".views-head .old");
        await note.getByText("Not JSON yet").waitFor();
        const broken = await firstThing(page);
        const { bottom, right } = await note.evaluate((element) => element.getBoundingClientRect());
        assert.ok(bottom <= broken, `${view} at ${width}: the note ends at ${bottom}, above ${broken}`);
        assert.ok(right <= width, "it is to be seen");
        if (!narrow) {
          const tab = await page.getByRole("tab", { name: "Compare" }).evaluate((element) => element.getBoundingClientRect().right);
          await eventually.ok(async () => (await note.evaluate((element) => element.getBoundingClientRect().left)) > tab, `${view} at ${width}: beside the names of the views`);
        }
        await page.getByRole("button", { name: "Undo" }).click();
        await note.waitFor({ state: "detached" });
        await eventually.equal(() => firstThing(page), broken, `${view} at ${width}`);
        await page.getByRole("button", { name: "Redo" }).click();
        await note.waitFor();
      }
    });
  }
});
