// Visits a site with a fresh browser profile and prints as JSON which of its files were fetched until it answered input, after
// how many milliseconds it did so, and what it fetched by itself afterwards. Arguments: the site's address, the browser's
// executable.
import { chromium } from "playwright-core";

const VISITS = 5;
const [address, executablePath] = process.argv.slice(2);
const root = process.getuid?.() === 0;
const files = new Set();
const later = new Set();
const times = [];
/** Longer than the page waits for somebody, milliseconds. */
const AFTERWARDS = 8_000;

for (let visit = 0; visit < VISITS; visit += 1) {
  // A browser of its own each time: a second page in the same one would find compiled code.
  const browser = await chromium.launch({ executablePath, args: root ? ["--no-sandbox"] : [] });
  const page = await browser.newPage();
  const fetched = [];
  page.context().on("response", (response) => response.ok() && fetched.push(response.url()));
  await page.goto(address);
  const ready = await page.waitForFunction(
    () => performance.getEntriesByName("playground:ready")[0]?.startTime,
    undefined,
    { timeout: 30_000 },
  );
  times.push(await ready.jsonValue());
  // What was asked for before the mark, whenever it was looked at.
  const before = new Set(await page.evaluate(() => {
    const ready = performance.getEntriesByName("playground:ready")[0].startTime;
    const asked = performance.getEntriesByType("resource").filter(({ startTime }) => startTime < ready);
    return [location.href, ...asked.map(({ name }) => name)];
  }));
  if (visit === VISITS - 1) await page.waitForTimeout(AFTERWARDS);
  for (const url of fetched) if (url.startsWith(address)) (before.has(url) ? files : later).add(inside(url));
  await browser.close();
}

times.sort((a, b) => a - b);

function inside(url) {
  const path = decodeURIComponent(url.slice(address.length).split(/[?#]/)[0]);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

console.log(JSON.stringify({ files: [...files].sort(), later: [...later].filter((file) => !files.has(file)).sort(), readyMilliseconds: times[Math.floor(VISITS / 2)] }));
