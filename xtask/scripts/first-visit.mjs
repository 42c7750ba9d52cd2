// Visits a site with a fresh browser profile and prints as JSON which of its files were fetched, and after how many
// milliseconds it answered input. Arguments: the site's address, the browser's executable.
import { chromium } from "playwright-core";

const VISITS = 5;
const [address, executablePath] = process.argv.slice(2);
const root = process.getuid?.() === 0;
const files = new Set();
const times = [];

for (let visit = 0; visit < VISITS; visit += 1) {
  // A browser of its own each time: a second page in the same one would find compiled code.
  const browser = await chromium.launch({ executablePath, args: root ? ["--no-sandbox"] : [] });
  const page = await browser.newPage();
  page.on("response", (response) => {
    const url = new URL(response.url());
    if (!url.href.startsWith(address) || !response.ok()) return;
    const inside = decodeURIComponent(url.href.slice(address.length).split(/[?#]/)[0]);
    files.add(inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside);
  });
  await page.goto(address);
  const ready = await page.waitForFunction(
    () => performance.getEntriesByName("playground:ready")[0]?.startTime,
    undefined,
    { timeout: 30_000 },
  );
  times.push(await ready.jsonValue());
  await browser.close();
}

times.sort((a, b) => a - b);
console.log(JSON.stringify({ files: [...files].sort(), readyMilliseconds: times[Math.floor(VISITS / 2)] }));
