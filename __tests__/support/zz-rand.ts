import fc from "fast-check";
import { anyEstate } from "./random-estates.ts";
import { findInconsistencies } from "./estate-consistency.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
const t = performance.now();
const es = fc.sample(anyEstate, { numRuns: 400, seed: 7 });
console.log(
  "gen ms each",
  (performance.now() - t) / 400,
  "docs",
  es.reduce((s, e) => s + e.estate.resources.length, 0) / 400,
);
const kinds: Record<string, number> = {};
let shown = 0;
for (const { estate } of es)
  for (const p of findInconsistencies(estate)) {
    kinds[p.kind] = (kinds[p.kind] ?? 0) + 1;
    if (p.kind !== "record" && shown++ < 6) console.log(p);
  }
console.log(kinds);
const t2 = performance.now();
const vias: Record<string, number> = {};
let n = 0;
for (const { estate } of es)
  for (const r of computeReach(estate)) {
    n++;
    const k =
      r.origin.kind +
      " " +
      (r.isOpen
        ? "OPEN " + r.via.replace(/endpoint .*/, "endpoint")
        : "closed " + r.why.replace(/\S*\d\S*/g, "#").slice(0, 60));
    vias[k] = (vias[k] ?? 0) + 1;
  }
console.log("reach ms each", (performance.now() - t2) / 400, n);
for (const [k, v] of Object.entries(vias).sort()) console.log(v, k);
