import { expect, test } from "vitest";
import { createRealClock } from "../../src/cli/real-clock.ts";
import { createVirtualClock } from "../../src/cli/virtual-clock.ts";

const hour = 3_600_000;

test("a real sleep ends at once when the run is cancelled", async () => {
  const controller = new AbortController();
  const sleeping = createRealClock(controller.signal).sleep(hour);
  controller.abort();
  await expect(sleeping).rejects.toMatchObject({ code: "SFH905" });
});

test("a cancelled run does not sleep at all", async () => {
  const signal = AbortSignal.abort();
  await expect(createRealClock(signal).sleep(hour)).rejects.toMatchObject({ code: "SFH905" });
  const fix = "Run again: it reads the world and goes on from there.";
  await expect(createVirtualClock(0, signal).sleep(hour)).rejects.toMatchObject({ code: "SFH905", details: { fix } });
});

test("virtual time jumps as far as somebody sleeps, and otherwise stands still", async () => {
  const clock = createVirtualClock(1_000, new AbortController().signal);
  await clock.sleep(hour);
  expect(clock.now()).toBe(1_000 + hour);
});
