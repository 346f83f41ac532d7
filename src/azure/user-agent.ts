import packageDocument from "../../package.json" with { type: "json" };

/** What every request names itself by. */
export const userAgent = `secure-foundry-hub/${packageDocument.version}`;
