// Links: all of them lives in the fragment, `#v=1&…&s=…`, and none of it reaches a server. `s` is the scenario,
// compressed (raw deflate) and in base64url; what stands between are the page's further choices.

const VERSION = "1";
const LONGEST_LINK = 100_000; // characters; what chat tools and browsers still carry
const LARGEST_SCENARIO = 4 * 1024 * 1024; // bytes, unpacked: a link of a few bytes must not fill the memory

/** The fragment for a scenario's text and the page's choices, without `#`. */
export async function pack(scenario, choices) {
  const text = new Blob([scenario]);
  if (text.size > LARGEST_SCENARIO) {
    throw new Error("This scenario is too large for a link: it has more than 4 MiB, the most that is opened from one. Save it as a file and send that.");
  }
  const packed = await bytesOf(text.stream().pipeThrough(new CompressionStream("deflate-raw")), Infinity);
  const fragment = `v=${VERSION}&${choices}&s=${toBase64Url(packed)}`;
  if (fragment.length > LONGEST_LINK) {
    throw new Error(`This scenario is too large for a link: it would have ${fragment.length.toLocaleString("en")} characters, and links of over ${LONGEST_LINK.toLocaleString("en")} get cut off on their way. Save it as a file and send that.`);
  }
  return fragment;
}

/** What a fragment holds; undefined where it is no link of ours. Throws an Error with a sentence for the reader. */
export async function unpack(fragment) {
  const fields = new Map(fragment.replace(/^#/, "").split("&").map((field) => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]));
  const version = fields.get("v");
  if (version === undefined) return undefined;
  if (version !== VERSION) throw new Error(`It was made by a newer playground (version ${version.slice(0, 20)} of links; this page knows ${VERSION}). Load this page again to get the newest.`);
  if (!fields.get("s")) throw new Error("It has no scenario in it; its end may have been cut off.");
  let scenario;
  try {
    const packed = fromBase64Url(fields.get("s"));
    const bytes = await bytesOf(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")), LARGEST_SCENARIO);
    scenario = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new Error("What it holds is larger than 4 MiB, the most that is opened from a link.");
    throw new Error("It was damaged on its way, or its end was cut off.");
  }
  const choices = [...fields].filter(([name]) => !["v", "s"].includes(name)).map(([name, value]) => `${name}=${value}`);
  return { scenario, choices: choices.join("&") };
}

async function bytesOf(stream, limit) {
  const parts = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel().catch(() => {});
      throw new RangeError("too large");
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64Url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}
