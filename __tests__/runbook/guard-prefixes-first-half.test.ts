/** The promise over many small estates, at every prefix of every plan: the first half of them. */
import { test } from "vitest";
import { judgeHalf } from "./judge-half.ts";

test(
  "no prefix of a plan loses a path that had to stay, and the plan on the predicted end is empty",
  { timeout: 900_000 },
  () => judgeHalf(0),
);
