// Questions to the engine beside the page: in a worker, or, where the browser gives none, in the page itself.
//
//   ask(name, first, second)       the answer as a value; `first` and `second` are values too
//   askText(name, first, second)   the answer as JSON text; `first` and `second` are JSON text, "" for none
//
// Both answer with a promise, rejected with an Error whose `path` is a JSON pointer where the question was wrong.

const waiting = new Map();
let last = 0;
let other;

export async function ask(name, first, second) {
  const text = (value) => (value === undefined ? "" : JSON.stringify(value));
  return JSON.parse(await askText(name, text(first), text(second)));
}

export function askText(name, first, second = "") {
  last += 1;
  const number = last;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject, question: { number, name, first, second } });
    other ??= start();
    other.then((side) => side.ask({ number, name, first, second }));
  });
}

function take({ number, text, error }) {
  const question = waiting.get(number);
  waiting.delete(number);
  if (!question) return;
  if (error) question.reject(Object.assign(new Error(error.message), { path: error.path }));
  else question.resolve(text);
}

// Resolves to the side that answers; it is known only when it has said that it is ready.
async function start() {
  try {
    return await startWorker();
  } catch {
    return startHere();
  }
}

function startWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trusted(new URL("./worker.js", import.meta.url)), { type: "module" });
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.onmessage = ({ data }) => {
      if (data.ready) resolve({ ask: (question) => worker.postMessage(question) });
      else take(data);
    };
  });
}

async function startHere() {
  const side = import("./answer.js");
  return {
    ask: async (question) => {
      try {
        take(await (await side).answer(question));
      } catch (error) {
        take({ number: question.number, error: { path: "", message: String(error?.message ?? error) } });
      }
    },
  };
}

// The page allows this one policy, and this one script.
function trusted(url) {
  if (!globalThis.trustedTypes) return url;
  const only = (text) => {
    if (text !== url.href) throw new TypeError("no script but the worker's");
    return text;
  };
  return trustedTypes.createPolicy("iam-playground-worker", { createScriptURL: only }).createScriptURL(url.href);
}
