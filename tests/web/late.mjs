// What the page does not answer at once, answered later still: timers, the worker, files that are loaded, streams. A
// test that reads what is there instead of waiting for what it needs passes on a quick machine and fails on a slow one;
// with IAM_PLAYGROUND_LATE set to milliseconds, 300 for one, it fails here.

export const late = Number(process.env.IAM_PLAYGROUND_LATE ?? 0);
const slower = Number(process.env.IAM_PLAYGROUND_SLOWER ?? 1);

/** Makes what a context's pages wait for come late, and their scripts slow, if that was asked for. */
export async function delay(context) {
  if (late) {
    await context.addInitScript(afterwards, late);
    await context.route(/playground_more|editor-|services|assistant|worker/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, late));
      await route.continue().catch(() => {}); // the page may be gone by now
    });
  }
  if (slower > 1) {
    context.on("page", async (page) => {
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    });
  }
}

// In the page, before its own scripts.
function afterwards(late) {
  const soon = window.setTimeout;
  window.setTimeout = (what, time = 0, ...rest) => soon(what, time + late, ...rest);
  const wait = () => new Promise((resolve) => soon(resolve, late));
  window.Worker = class extends Worker {
    postMessage(...message) {
      soon(() => super.postMessage(...message), late);
    }
  };
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () {
    await wait();
    return arrayBuffer.call(this);
  };
}
