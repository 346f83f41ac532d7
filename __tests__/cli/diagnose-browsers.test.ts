import { afterAll, beforeAll, expect, test } from "vitest";
import { home, layOut } from "../support/browser-files.ts";
import { builtIn } from "./estate-variants.ts";
import { runCli, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(builtIn("hardened"));
});
afterAll(async () => {
  await twin.stop();
});

test("diagnose looks at the browsers of whoever runs it", async () => {
  const machine = await layOut({
    [`${home}/.mozilla/firefox/a.default/prefs.js`]: 'user_pref("network.trr.mode", 3);',
  });
  const { out } = await runCli(["diagnose", "--hub", twin.hub], { ...twin.env, HOME: machine.home });
  expect(out).toContain("First broken link: client side");
  expect(out).toMatch(/SFH708 {3}A browser here asks a DNS server of its own\n +- Firefox asks/);
});
