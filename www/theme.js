// Runs before the first paint and before every other script: a chosen theme does not flash, and what keeps the page from
// working is said in plain words, even where no other script arrives.

try {
  const theme = localStorage.getItem("iam-playground.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme is used.
}

// A script that does not arrive tells only its own element, hence the capture; one that the browser cannot read, or that
// does not fit to the others, tells the window.
window.addEventListener("error", ({ target, error }) => {
  const lost = target instanceof HTMLScriptElement;
  if (lost || (error instanceof SyntaxError && !("ready" in document.documentElement.dataset))) {
    window.showFailure(lost ? `${new URL(target.src).pathname} could not be loaded.` : error.message, keptWork());
  }
}, true);

/**
 * The page gives way to what went wrong. `work` may be taken along: [{ title, scenario, when }]. `startOver`, where that
 * may help, makes the next load begin anew.
 */
window.showFailure = (message, work, startOver) => {
  const page = document.createElement("main");
  page.className = "failure";
  const add = (parent, tag, text, className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = className;
    parent.append(element);
    return element;
  };
  const download = (link, scenario) => {
    link.href = URL.createObjectURL(new Blob([scenario], { type: "application/json" }));
    link.download = "scenario.json";
  };
  const title = add(page, "h1", "The playground stopped working");
  add(page, "p", typeof WebAssembly === "undefined" ? "This browser has no WebAssembly, or it is switched off. The playground needs it." : "Nothing you typed has left this browser.");
  if (message) add(page, "pre", message);
  if (work.length > 1) {
    const kept = add(add(page, "div", "Download your work:"), "ul", "", "kept");
    for (const { title, when, scenario } of work) {
      const item = add(kept, "li", "");
      download(add(item, "a", title), scenario);
      item.append(" ");
      add(item, "span", when, "muted small");
    }
  }
  const buttons = add(page, "div", "", "failure-buttons");
  if (work.length === 1) download(add(buttons, "a", "Download your scenario", "button primary"), work[0].scenario);
  add(buttons, "button", "Reload the page", "button").addEventListener("click", () => location.reload());
  if (startOver) add(buttons, "button", "Start over", "button").addEventListener("click", startOver);
  document.getElementById("app").replaceChildren(page);
  title.tabIndex = -1;
  title.focus();
};

// What memory.js keeps, the latest first.
function keptWork() {
  const read = (text) => {
    try {
      const { title, scenario, saved, untouched } = JSON.parse(text);
      return { title: String(title), scenario: untouched ? undefined : scenario, saved, when: new Date(saved).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) };
    } catch {
      return {};
    }
  };
  try {
    const works = Object.entries(localStorage).filter(([key]) => key.startsWith("iam-playground.work.")).map(([, text]) => read(text));
    return works.filter(({ scenario }) => typeof scenario === "string").sort((a, b) => b.saved - a.saved);
  } catch {
    return [];
  }
}
