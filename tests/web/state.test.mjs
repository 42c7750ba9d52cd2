// Work survives a reload, tabs keep out of each other's way, and a link reproduces the state.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { caretAfter, cell, onPage, policyText, ready, sharedLink, start, stop } from "./playground.mjs";

before(start);
after(stop);

async function edit(page, word = "Kept") {
  await caretAfter(page, '"Statement": [\n    {');
  await page.keyboard.type(` "Sid": "${word}",`);
  await page.waitForFunction((word) => Object.values(localStorage).some((value) => value.includes(word)), word);
}

test("a reload finds what was typed and chosen", async () => {
  await onPage({}, async (page) => {
    await cell(page, "ec2:StopInstances", 3).click();
    await edit(page);
    const before = await page.locator("#why .reason").textContent();
    await page.reload();
    await ready(page);
    await eventually.match(() => policyText(page), /"Sid": "Kept"/);
    await eventually.equal(() => page.locator('td[aria-selected="true"]').count(), 1);
    await eventually.equal(() => page.locator("#why .reason").textContent(), before);
  });
});

test("what was not touched is not kept", async () => {
  await onPage({}, async (page) => {
    await cell(page, "ec2:StopInstances", 3).click();
    await page.waitForTimeout(500);
    await eventually.deepEqual(() => page.evaluate(() => Object.keys(localStorage)), []);
  });
});

test("two tabs keep their own work, and a third one finds both", async () => {
  await onPage({}, async (page, context) => {
    await edit(page, "FirstTab");
    const second = await context.newPage();
    await second.goto(page.url());
    await ready(second);
    await eventually.doesNotMatch(() => policyText(second), /FirstTab/, "a new tab begins anew");
    await edit(second, "SecondTab");
    await page.reload();
    await ready(page);
    await eventually.match(() => policyText(page), /FirstTab/);
    const third = await context.newPage();
    await third.goto(page.url());
    await ready(third);
    const picker = third.getByRole("combobox", { name: "Scenario" });
    const earlier = picker.locator("optgroup option");
    await eventually.equal(() => earlier.count(), 2);
    await picker.selectOption(await earlier.first().getAttribute("value"));
    await third.waitForFunction(() => document.querySelector("policy-editor").value.includes("SecondTab"));
    await third.getByRole("button", { name: "Undo" }).click();
    await eventually.doesNotMatch(() => policyText(third), /SecondTab/);
  });
});

test("work stays in the list when another scenario is picked, also after a reload", async () => {
  await onPage({}, async (page) => {
    const picker = page.getByRole("combobox", { name: "Scenario" });
    const earlier = picker.locator("optgroup option");
    await edit(page, "LeftBehind");
    await picker.selectOption({ label: "MFA protection for cross-account delegation" });
    await page.getByText("Your work stays in the list").waitFor();
    await eventually.equal(() => earlier.count(), 1);
    await eventually.ok(() => page.evaluate(() => Object.keys(localStorage).length === 2));
    await page.reload();
    await ready(page);
    await eventually.equal(() => picker.locator("option:checked").textContent(), "MFA protection for cross-account delegation");
    await eventually.equal(() => earlier.count(), 1, "what was only looked at is nobody's work");
    await picker.selectOption(await earlier.first().getAttribute("value"));
    await page.waitForFunction(() => document.querySelector("policy-editor").value.includes("LeftBehind"));
  });
});

test("work that a reload brought back stays in the list, too", async () => {
  await onPage({}, async (page) => {
    const picker = page.getByRole("combobox", { name: "Scenario" });
    const earlier = picker.locator("optgroup option");
    await edit(page, "BroughtBack");
    await page.reload();
    await ready(page);
    await eventually.match(() => policyText(page), /BroughtBack/);
    await picker.selectOption({ label: "MFA protection for cross-account delegation" });
    await eventually.equal(() => earlier.count(), 1);
    await eventually.ok(() => page.evaluate(() => Object.keys(localStorage).length === 2));
    await page.reload();
    await ready(page);
    await picker.selectOption(await earlier.first().getAttribute("value"));
    await page.waitForFunction(() => document.querySelector("policy-editor").value.includes("BroughtBack"));
  });
});

test("a duplicated tab goes on by itself", async () => {
  await onPage({}, async (page, context) => {
    await edit(page, "Original");
    const tab = await page.evaluate(() => sessionStorage.getItem("iam-playground.tab"));
    const copy = await context.newPage();
    await copy.addInitScript((tab) => sessionStorage.getItem("iam-playground.tab") ?? sessionStorage.setItem("iam-playground.tab", tab), tab);
    await copy.goto(page.url());
    await ready(copy);
    await eventually.match(() => policyText(copy), /Original/);
    await eventually.notEqual(() => copy.evaluate(() => sessionStorage.getItem("iam-playground.tab")), tab);
  });
});

test("a link reproduces the state in another browser", async () => {
  let address, reason;
  await onPage({}, async (page) => {
    await cell(page, "ec2:StopInstances", 2).click();
    await edit(page, "Linked");
    reason = await page.locator("#why .reason").textContent();
    address = await sharedLink(page);
    assert.ok(address.length < 4000, `${address.length} characters`);
  });
  await onPage({ path: address }, async (page) => {
    await eventually.match(() => policyText(page), /Linked/);
    await eventually.equal(() => page.locator("#why .reason").textContent(), reason);
    await edit(page, "Mine");
    await page.reload();
    await ready(page);
    await eventually.match(() => policyText(page), /Mine/, "what was typed after the link was opened is not lost");
  });
});

test("a masked link opens like any other", async () => {
  let address, verdicts;
  const all = (page) => page.locator(".cell .word").allTextContents();
  await onPage({}, async (page) => {
    await page.getByRole("combobox", { name: "Scenario" }).selectOption({ label: "MFA protection for cross-account delegation" });
    await cell(page, "dynamodb:GetItem", 0).waitFor();
    verdicts = await all(page);
    address = await sharedLink(page, { masked: true });
  });
  await onPage({ path: address }, async (page) => {
    await eventually.deepEqual(() => all(page), verdicts);
  });
});

test("the clipboard gets the link", async () => {
  await onPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.getByRole("button", { name: "Share a link" }).click();
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is in the clipboard.").waitFor();
    await eventually.match(() => page.evaluate(() => navigator.clipboard.readText()), /#v=1&/);
  });
});

const broken = [
  ["of a newer version", "#v=2&s=abc", /newer playground/],
  ["that was cut off", "#v=1&k=accessKey&s=", /cut off/],
  ["that is damaged", "#v=1&s=AAAA****", /damaged/],
  ["that is no scenario", "#v=1&s=q1YqSVWyUipJLS5RqgUA", /format/],
];
for (const [what, fragment, words] of broken) {
  test(`a link ${what} is refused in words, and the page opens`, async () => {
    await onPage({ path: fragment }, async (page) => {
      const alert = page.getByRole("alert").filter({ hasText: "This link cannot be opened" });
      await eventually.match(() => alert.textContent(), words);
      await alert.getByRole("button", { name: "Close this message" }).click();
      await page.getByRole("gridcell").first().waitFor();
    });
  });
}

test("a link that would unpack to more than the memory should hold is refused", async () => {
  await onPage({}, async (page) => {
    const bomb = await page.evaluate(async () => {
      const zeros = new Blob(Array.from({ length: 64 }, () => new Uint8Array(1024 * 1024)));
      const packed = await new Response(zeros.stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
      let text = "";
      for (const byte of new Uint8Array(packed)) text += String.fromCharCode(byte);
      return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    });
    await page.evaluate((bomb) => (location.hash = `#v=1&s=${bomb}`), bomb);
    await page.getByText("larger than 4 MiB").waitFor();
  });
});

/** Work of a tab that was closed, then a tab whose storage fails as `fails` says. */
async function besideOlderWork(fails, run) {
  await onPage({}, async (page, context) => {
    await edit(page, "OlderWork");
    const next = await context.newPage();
    await next.addInitScript(fails);
    await next.goto(page.url());
    await ready(next);
    await page.goto("about:blank"); // as good as closed, but still watched
    await run(next);
  });
}

const stored = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("iam-playground.work.")).map(([, value]) => value));

test("work that is too large for the storage costs nobody else's", async () => {
  const fails = () => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (value.includes("TooLarge")) throw new DOMException("full", "QuotaExceededError");
      set.call(this, key, value);
    };
  };
  await besideOlderWork(fails, async (page) => {
    await caretAfter(page, '"Statement": [\n    {');
    await page.keyboard.type(' "Sid": "TooLarge",');
    await page.getByText("not saved").waitFor();
    await eventually.match(async () => (await stored(page)).join(), /OlderWork/);
  });
});

test("the work of closed tabs gives way where the storage is full", async () => {
  const fails = () => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (value.includes("OneAtATime") && Object.values(localStorage).some((other) => other.includes("OlderWork"))) throw new DOMException("full", "QuotaExceededError");
      set.call(this, key, value);
    };
  };
  await besideOlderWork(fails, async (page) => {
    await edit(page, "OneAtATime");
    await eventually.doesNotMatch(async () => (await stored(page)).join(), /OlderWork/);
    await eventually.equal(() => page.getByText("not saved").count(), 0);
  });
});

for (const [how, init] of [
  ["full", () => (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); })],
  ["forbidden", () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } })],
]) {
  test(`storage that is ${how} is said, and everything else works`, async () => {
    await onPage({ init }, async (page) => {
      await caretAfter(page, '"Statement": [\n    {');
      await page.keyboard.type(' "Sid": "Unkept",');
      await page.getByText("not saved").waitFor();
      await eventually.match(() => policyText(page), /Unkept/);
    });
  });
}

test("undo by keys in a document that was left and come back to", async () => {
  await onPage({}, async (page) => {
    const documents = page.getByRole("navigation", { name: "Policy documents" });
    const go = async (name) => {
      await documents.getByRole("button", { name }).first().click();
      await documents.locator("[aria-current]", { hasText: name }).waitFor();
    };
    const type = async (text) => {
      await page.locator("policy-editor .cm-content").focus();
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type(text);
    };
    const undo = async (keys = "ControlOrMeta+z") => {
      await page.locator("policy-editor .cm-content").focus();
      await page.keyboard.press(keys);
    };
    await go("LookAtInstances");
    const look = await policyText(page);
    await type("\n\n");
    await go("MayAssumeOperator");
    const assume = await policyText(page);
    await type("\n");
    await go("LookAtInstances");
    await eventually.equal(() => policyText(page), `${look}\n\n`);

    // The document's own history is there again, and only that.
    for (let press = 0; press < 5; press += 1) await undo();
    await eventually.equal(() => policyText(page), look);
    await go("MayAssumeOperator");
    await eventually.equal(() => policyText(page), `${assume}\n`, "the other document is as it was left");
    await go("LookAtInstances");
    for (let press = 0; press < 5; press += 1) await undo("ControlOrMeta+y");
    await eventually.equal(() => policyText(page), `${look}\n\n`, "and forth again");

    // A form in the editor's place takes nothing away either.
    await documents.getByRole("button", { name: "Sofia" }).first().click();
    await page.locator("policy-editor").waitFor({ state: "detached" });
    await go("LookAtInstances");
    await undo();
    await eventually.notEqual(() => policyText(page), `${look}\n\n`);
    await undo("ControlOrMeta+y");
    await eventually.equal(() => policyText(page), `${look}\n\n`);
  });
});

test("undo by keys in a text that was changed from outside takes that back, and nothing that was done elsewhere", async () => {
  await onPage({}, async (page) => {
    const documents = page.getByRole("navigation", { name: "Policy documents" });
    const before = await policyText(page);
    await page.locator("#flips").click();
    await page.locator(".flip-way", { hasText: "Drop the condition" }).getByRole("button", { name: "Apply" }).click();
    await eventually.notEqual(() => policyText(page), before);
    const changed = await policyText(page);
    await documents.getByRole("button", { name: "LookAtInstances" }).first().click();
    await documents.locator("[aria-current]", { hasText: "LookAtInstances" }).waitFor();
    const look = await policyText(page);
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText("The last edit was elsewhere").waitFor();
    await eventually.equal(() => policyText(page), look);
    await documents.getByRole("button", { name: "StopAndTerminateWithMfa" }).first().click();
    await documents.locator("[aria-current]", { hasText: "StopAndTerminateWithMfa" }).waitFor();
    await eventually.equal(() => policyText(page), changed);
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    await eventually.equal(() => policyText(page), before);
    await eventually.ok(async () => await page.locator("policy-editor").evaluate((editor) => editor === document.activeElement), "the focus stays in the text");
    await page.keyboard.press("ControlOrMeta+y");
    await eventually.notEqual(() => policyText(page), before);
  });
});

test("two documents with one text have each their own history", async () => {
  await onPage({}, async (page) => {
    const documents = page.getByRole("navigation", { name: "Policy documents" });
    const same = documents.locator(".document", { hasText: "StopAndTerminateWithMfa" });
    await eventually.equal(() => same.count(), 2);
    await same.nth(0).click();
    const text = '{"Version": "2012-10-17", "Statement": []}';
    for (const which of [0, 1]) {
      await same.nth(which).click();
      await page.locator("policy-editor .cm-content").focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    }
    await same.nth(0).click();
    await page.locator("policy-editor .cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    await eventually.notEqual(() => policyText(page), text);
    await same.nth(1).click();
    await eventually.equal(() => policyText(page), text);
  });
});
