/** Why something wasn't published; a fork's token is as it should be, the rest is somebody's to mend. */
export type Because = "no token" | "fork" | "not allowed" | "stopped" | "failed";

/** Something that was to be published and wasn't: what a warning says. */
export interface NotDone {
  readonly is: "not done";
  readonly because: Because;
  /** What happened and the probable reason, as a sentence. */
  readonly why: string;
  /** The line that mends it. */
  readonly fix: string;
}

/** What became of one thing that a run publishes to GitHub. It never changes the verdict of the run. */
export type Publication =
  | { readonly is: "done"; readonly what: string; readonly url: string }
  | { readonly is: "nothing to do"; readonly why: string }
  | NotDone;

/** One line for the log of the job. */
export interface Announcement {
  readonly level: "info" | "notice" | "warning";
  readonly message: string;
}

/** How a publication is told. A fork's token is as it should be: nobody has to be warned of it. */
export function announce(publication: Publication): Announcement {
  switch (publication.is) {
    case "done":
      return { level: "info", message: `GitHub: ${publication.what}: ${publication.url}` };
    case "nothing to do":
      return { level: "info", message: `GitHub: nothing to do: ${publication.why}` };
    case "not done": {
      const { because, why, fix } = publication;
      return { level: because === "fork" ? "notice" : "warning", message: `${why} Fix: ${fix}` };
    }
  }
}
