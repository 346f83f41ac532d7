import { z } from "zod";

const text = z.string();

const name = z.strictObject({
  name: text,
  endpoint: text,
  expected: z.array(text).meta({ description: "The private endpoint's addresses for the name." }),
  answers: z.array(z.strictObject({ from: text, said: text, is: z.enum(["right", "wrong", "not known"]) })),
});

/** What a diagnosis looked at besides the hub itself. */
export const diagnosisSchema = z.strictObject({
  vantage: z
    .strictObject({ sees: z.enum(["private side", "public side", "not known"]), why: text })
    .meta({ description: "Whether the machine it ran on could see a private answer at all." }),
  networks: z
    .array(z.strictObject({ id: text, name: text, dns: z.enum(["Azure-provided", "custom"]), servers: z.array(text) }))
    .meta({ description: "The networks of the customer private endpoints, and whom they ask for names." }),
  names: z.array(name),
  doors: z.array(
    z.strictObject({
      name: text,
      by: text,
      came: z.enum(["opened", "not connected", "another certificate"]),
      why: text,
    }),
  ),
  waysIn: z
    .array(
      z.strictObject({
        kind: text,
        id: text,
        name: text,
        how: text,
        network: text,
        reaches: z.boolean(),
        why: text,
      }),
    )
    .meta({ description: "What leads into the networks of the private endpoints, or stands beside and doesn't." }),
  opinions: z
    .array(
      z.strictObject({
        workspace: text,
        category: text,
        code: text,
        level: z.enum(["Error", "Warning", "Information"]),
        message: text,
      }),
    )
    .meta({ description: "The service's own diagnosis, in its words." }),
  toRun: z
    .array(z.strictObject({ where: text, lines: z.array(text) }))
    .meta({ description: "What to run elsewhere, because it couldn't be asked from here." }),
  notSeen: z.array(text).meta({ description: "What nobody can see from here, and how to look." }),
});
