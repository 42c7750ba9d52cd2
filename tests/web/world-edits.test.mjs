// Everything that the world is made of: added with its form, renamed, copied, deleted, each undone; with the mouse, and
// by keys alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { onPage, start, stop } from "./playground.mjs";

before(start);
after(stop);

const tree = (page) => page.locator("#policies .documents");
const row = (page, name) => tree(page).locator(".document").filter({ hasText: exactly(name) });
const names = async (page) => (await tree(page).locator(".document .name").allInnerTexts()).map((text) => text.trim());
const form = (page) => page.locator(".world-form");
const undo = (page) => page.getByRole("banner").getByRole("button", { name: "Undo" });
const redo = (page) => page.getByRole("banner").getByRole("button", { name: "Redo" });

/** The row's own words, whatever hint follows them. */
function exactly(name) {
  return new RegExp(`^\\s*${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\s|$)`);
}

/** The scenario as it would be saved. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the scenario as a file" }).click()]);
  return JSON.parse(await readFile(await download.path(), "utf8"));
}

const account = (scenario) => scenario.accounts["111122223333"];

// What is added, under which name its row stands, how it is renamed, and what its form sets.
const parts = [
  {
    what: "user",
    row: "user User",
    renamed: ["Zoe", "user Zoe"],
    copy: "user Zoe2",
    fill: async (fields) => {
      await fields.tick("Developers");
      await fields.write("Path", "/team/");
      await fields.write("Tags", "team = blue");
    },
    holds: (scenario) => assert.deepEqual({ ...account(scenario).users.Zoe }, { groups: ["Developers"], path: "/team/", tags: { team: "blue" } }),
  },
  { what: "group", row: "group Group", renamed: ["Auditors", "group Auditors"], copy: "group Auditors2", holds: (scenario) => assert.deepEqual(account(scenario).groups.Auditors, {}) },
  {
    what: "role",
    row: "role Role",
    renamed: ["Reader", "role Reader"],
    copy: "role Reader2",
    fill: async (fields) => {
      await fields.write("Maximum session duration", "7200");
      await fields.write("Tags", "team = red");
    },
    holds: (scenario) => {
      const { trust, ...rest } = account(scenario).roles.Reader;
      assert.deepEqual(rest, { maxSessionDuration: 7200, tags: { team: "red" } });
      assert.equal(trust.Statement[0].Action, "sts:AssumeRole");
    },
  },
  {
    what: "resource",
    row: "resource arn:aws:s3:::bucket",
    renamed: ["arn:aws:s3:::reports", "resource arn:aws:s3:::reports"],
    copy: "resource arn:aws:s3:::reports2",
    fill: (fields) => fields.write("Tags", "class = open"),
    holds: (scenario) => assert.deepEqual(account(scenario).resources["arn:aws:s3:::reports"], { tags: { class: "open" } }),
  },
  {
    what: "SCP level",
    row: "SCPs root",
    renamed: ["Workloads", "SCPs Workloads"],
    copy: "SCPs Workloads2",
    fill: (fields) => fields.tick("111122223333"),
    holds: (scenario) => {
      const [level] = scenario.organization.serviceControlPolicies;
      assert.equal(level.level, "Workloads");
      assert.deepEqual(Object.keys(level.policies), ["FullAWSAccess"]);
    },
  },
];

for (const part of parts) {
  test(`with the mouse: ${part.what}`, async () => {
    await onPage({}, async (page) => {
      const before = await names(page);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.locator(".add-choices").getByRole("button", { name: part.what, exact: true }).click();
      await row(page, part.row).waitFor();
      const added = await names(page);
      await undone(page, before, added);
      await row(page, part.row).click();

      const menu = async (name, item) => {
        await row(page, name).hover();
        await tree(page).getByRole("button", { name: `Change ${name}`, exact: true }).click();
        await tree(page).locator(".row-actions").getByRole("button", { name: item, exact: true }).click();
      };
      const [name, renamed] = part.renamed;
      await menu(part.row, "Rename");
      await page.locator("#node-name").fill(name);
      await page.getByRole("button", { name: "Rename", exact: true }).click();
      await row(page, renamed).waitFor();
      await undone(page, added, await names(page));

      if (part.fill) {
        await row(page, renamed).click();
        await part.fill({
          tick: (label) => form(page).getByLabel(label).click(),
          write: async (label, text) => {
            await form(page).getByLabel(label, { exact: true }).fill(text);
            await form(page).locator("h3").click();
          },
        });
      }
      part.holds(await saved(page));

      const one = await names(page);
      await menu(renamed, "Duplicate");
      await row(page, part.copy).waitFor();
      await undone(page, one, await names(page));
      await menu(part.copy, "Delete");
      await row(page, part.copy).waitFor({ state: "detached" });
      await eventually.deepEqual(() => names(page), one);
      await undo(page).click();
      await row(page, part.copy).waitFor();
    });
  });

  test(`by keys alone: ${part.what}`, async () => {
    await onPage({}, async (page) => {
      const before = await names(page);
      await reach(page, (element) => element.id === "menu-add");
      await page.keyboard.press("Enter");
      await page.locator("#node-first:focus").waitFor();
      await reach(page, (element, what) => element.closest(".add-choices") && element.textContent.trim() === what, part.what);
      await page.keyboard.press("Enter");
      await onRow(page, part.row);
      const added = await names(page);
      // Nothing is typed in a row: the page's own keys undo.
      await page.keyboard.press("ControlOrMeta+z");
      await row(page, part.row).waitFor({ state: "detached" });
      await eventually.deepEqual(() => names(page), before);
      await page.keyboard.press("ControlOrMeta+y");
      await row(page, part.row).waitFor();
      await toRow(page, part.row);

      await page.keyboard.press("F2");
      await page.locator("#node-name:focus").waitFor();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(part.renamed[0]);
      await page.keyboard.press("Enter");
      await onRow(page, part.renamed[1]);
      const one = await names(page);
      assert.equal(one.length, added.length);

      if (part.fill) {
        const field = async (label) => {
          const id = await form(page).getByLabel(label, { exact: label !== "111122223333" }).getAttribute("id");
          await reach(page, (element, wanted) => element.id === wanted, id);
        };
        await part.fill({
          tick: async (label) => {
            await field(label);
            await page.keyboard.press("Space");
          },
          write: async (label, text) => {
            await field(label);
            await page.keyboard.press("ControlOrMeta+a");
            await page.keyboard.type(text);
            await page.keyboard.press("Tab");
          },
        });
        part.holds(await saved(page));
        await toRow(page, part.renamed[1]);
      }

      await page.keyboard.press("Shift+F10");
      await page.locator("#node-first:focus").waitFor();
      await reach(page, (element) => element.closest(".row-actions") && element.textContent.trim() === "Duplicate");
      await page.keyboard.press("Enter");
      await onRow(page, part.copy);
      await page.keyboard.press("Delete");
      await row(page, part.copy).waitFor({ state: "detached" });
      await eventually.deepEqual(async () => (await names(page)).map(bare), one.map(bare));
      await eventually.equal(async () => await page.evaluate(() => document.activeElement === document.body), false, "the focus is somewhere");
      await page.keyboard.press("ControlOrMeta+z");
      await row(page, part.copy).waitFor();
      await page.keyboard.press("ControlOrMeta+z");
      await row(page, part.copy).waitFor({ state: "detached" });
    });
  });
}

/** A row's name without the hint behind it, which a form may have changed. */
const bare = (name) => name.split(/\s+/).slice(0, 2).join(" ");

/** The Undo button leads to what was, and Redo back. */
async function undone(page, before, now) {
  assert.notDeepEqual(now, before);
  await undo(page).click();
  await eventually.deepEqual(() => names(page), before);
  await redo(page).click();
  await eventually.deepEqual(() => names(page), now);
}

/** Presses Tab until the focus is where it should be. */
async function reach(page, wanted, argument) {
  const there = async () => (await page.evaluateHandle(() => document.activeElement ?? document.body)).evaluate(wanted, argument);
  for (let presses = 0; presses < 120; presses += 1) {
    if (await there()) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`not reached by Tab: ${argument ?? wanted}`);
}

async function onRow(page, name) {
  await row(page, name).and(page.locator(":focus")).waitFor();
}

/** To a row: by Tab into the tree, then by arrows. */
async function toRow(page, name) {
  await reach(page, (element) => element.classList.contains("document"));
  for (const key of ["ArrowDown", "ArrowUp"]) {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await row(page, name).and(page.locator(":focus")).count()) return;
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }
  assert.fail(`not reached by arrows: ${name}`);
}
