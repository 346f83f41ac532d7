import { hasResult, newExchange, withOneMore, type Exchange } from "./exchange.ts";
import { readName, readPlace, type Failure, type Line } from "./line.ts";
import { isServerPair, type KnownLabels } from "./pairs.ts";

/** A command line, until something is printed for it. */
interface Asking {
  readonly names: readonly string[];
  readonly server: string | undefined;
}

type Of<K extends Line["is"]> = Extract<Line, { readonly is: K }>;

/** Puts the lines of a file together to questions with what came of them. */
export class Exchanges {
  readonly #done: Exchange[] = [];
  readonly #unused: number[] = [];
  #open: Exchange | undefined;
  #asking: Asking | undefined;
  #lost: string | undefined;
  #labels: KnownLabels = { server: undefined, name: undefined };
  /** What lines with a value alone go on with; nothing after a blank line. */
  #list: "addresses" | "aliasNames" | undefined;
  #isAfterBlank = false;
  #status: string | undefined;

  /** All of them; call it after the last line. */
  finish(): readonly Exchange[] {
    this.#close();
    return this.#done;
  }

  /** Lines that say something, but of nothing here: those of `dig +short`. */
  get unused(): readonly number[] {
    return this.#unused;
  }

  /** Takes one line, and the next where the two belong together; gives how many it took. */
  take(line: Line, next: Line | undefined, at: number): number {
    if (line.is === "pair") return this.#takePair(line, next, at);
    this.#takeOne(line, at);
    this.#isAfterBlank = line.is === "blank" || (this.#isAfterBlank && line.is === "noise");
    if (line.is !== "more" && line.is !== "bare") this.#list = undefined;
    return 1;
  }

  #takeOne(line: Exclude<Line, Of<"pair">>, at: number): void {
    switch (line.is) {
      case "command":
      case "dig header":
        this.#begin(line);
        break;
      case "dig status":
      case "dig question":
      case "dig server":
        this.#takeDig(line, at);
        break;
      case "record":
        this.#takeRecord(line, at);
        break;
      case "alias":
        this.#change(at, ({ aliases }) => ({ aliases: withOneMore(aliases, line) }));
        break;
      case "failure":
        this.#fail(line, at);
        break;
      case "more":
      case "bare":
        this.#goOn(line.value, at);
        break;
      case "lost":
        this.#lost = line.server;
        break;
      case "blank":
      case "noise":
      case "unreadable":
        break;
    }
  }

  #begin({ names, server }: Asking): void {
    this.#close();
    // dig repeats in its first line what its command line said.
    this.#asking = { names, server: server ?? (names.length > 0 ? this.#asking?.server : undefined) };
  }

  #takeDig(line: Of<"dig status"> | Of<"dig question"> | Of<"dig server">, at: number): void {
    switch (line.is) {
      case "dig status": {
        const server = this.#asking?.server;
        this.#close();
        this.#open = newExchange(at, { server, ...outcomeOf(line.status) });
        this.#status = line.status;
        return;
      }
      case "dig question":
        this.#change(at, () => ({ asked: line.name, isOther: line.type !== "A" }));
        return;
      case "dig server": {
        const isEmpty =
          this.#status === "NOERROR" && this.#open?.asked !== undefined && this.#open.addresses.length === 0;
        // The name is there, without an address: to a client the same.
        if (isEmpty) this.#change(at, () => ({ outcome: "nxdomain" }));
        if (this.#open !== undefined && line.server !== "") this.#change(at, () => ({ server: line.server }));
        this.#close();
      }
    }
  }

  #takeRecord({ name, type, value }: Of<"record">, at: number): void {
    const open = this.#open;
    const isLinked =
      open !== undefined &&
      (open.asked === name ||
        open.owners.includes(name) ||
        open.aliases.some(({ to, from }) => to === name || from === name));
    // dig adds records of other names below the answer.
    if (!isLinked && open !== undefined && this.#status !== undefined) return;
    if (!isLinked) {
      const server = open === undefined ? (this.#asking?.server ?? this.#lost) : open.server;
      this.#close();
      this.#open = newExchange(at, { server, isOther: true });
    }
    const address = readPlace(value);
    const to = readName(value);
    if (type === "CNAME" && to !== undefined)
      this.#change(at, ({ aliases }) => ({ aliases: withOneMore(aliases, { from: name, to }) }));
    if (!/^A(AAA)?$/.test(type) || address === undefined) return;
    const isOther = this.#open?.isOther === true && type !== "A";
    this.#change(at, ({ owners, addresses }) => ({
      owners: withOneMore(owners, name),
      addresses: withOneMore(addresses, address),
      isOther,
    }));
  }

  #takePair(line: Of<"pair">, next: Line | undefined, at: number): number {
    this.#isAfterBlank = false;
    const { label, value } = line;
    const address = next?.is === "pair" ? readPlace(next.value) : undefined;
    if (next?.is !== "pair" || address === undefined) {
      this.#takeLonePair(value, at);
      return 1;
    }
    const isFirst = this.#open === undefined || hasResult(this.#open);
    if (isServerPair({ label, value, address: next.value }, this.#labels, isFirst)) {
      this.#labels = { ...this.#labels, server: label };
      this.#openServer(address, readName(value), at);
    } else {
      this.#labels = { ...this.#labels, name: label };
      const name = readName(value) ?? "";
      this.#change(at, ({ owners, addresses }) => ({
        owners: withOneMore(owners, name),
        addresses: withOneMore(addresses, address),
      }));
      this.#list = "addresses";
    }
    return 2;
  }

  #openServer(address: string, serverName: string | undefined, at: number): void {
    const { server: told = "", names = [] } = this.#asking ?? {};
    this.#close();
    const [asked] = names.length === 1 ? names : [];
    // Windows leaves out the port that it was given.
    const server = told.startsWith(`${address}:`) || told.startsWith(`[${address}]:`) ? told : address;
    this.#open = newExchange(at, { server, serverName, asked });
    this.#asking = undefined;
  }

  #takeLonePair(value: string, at: number): void {
    const open = this.#open;
    if (open === undefined || open.owners.length === 0) return;
    const address = readPlace(value);
    const name = readName(value);
    if (address !== undefined) this.#change(at, ({ addresses }) => ({ addresses: withOneMore(addresses, address) }));
    else if (name !== undefined) this.#change(at, ({ aliasNames }) => ({ aliasNames: withOneMore(aliasNames, name) }));
    this.#list = address === undefined ? "aliasNames" : "addresses";
  }

  #goOn(value: string, at: number): void {
    const read = this.#list === "addresses" ? readPlace(value) : readName(value);
    const list = this.#list;
    if (list === undefined || read === undefined) this.#unused.push(at);
    else this.#change(at, (open) => ({ [list]: withOneMore(open[list], read) }));
  }

  #fail({ names, outcome, hasAddress }: Failure, at: number): void {
    const open = this.#open;
    const failed = names.filter((name) => name !== open?.serverName).at(-1);
    const isOpen = open !== undefined && !hasResult(open);
    // Without a name and before a server is told, it is the server's own name that wasn't found.
    if (outcome === "untold" && (failed !== undefined || !isOpen)) return;
    if (failed === undefined && hasAddress && !isOpen) return;
    const told = { outcome: outcome === "untold" ? "silent" : outcome, failed } as const;
    if (isOpen) {
      this.#change(at, () => told);
      return;
    }
    // A second complaint is about IPv6, or says the same again.
    const isRepeated = open !== undefined && (failed === undefined ? !this.#isAfterBlank : isAbout(open, failed));
    if (isRepeated) return;
    const lost = this.#lost;
    this.#close();
    const { names: asked = [], server } = this.#asking ?? {};
    this.#open = newExchange(at, {
      server: server ?? lost,
      asked: asked.length === 1 ? asked[0] : undefined,
      ...told,
    });
    this.#asking = undefined;
  }

  #change(at: number, change: (open: Exchange) => Partial<Exchange>): void {
    const open = this.#open ?? newExchange(at, { server: this.#asking?.server });
    this.#open = { ...open, ...change(open) };
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#done.push(this.#open);
    this.#open = undefined;
    this.#status = undefined;
    this.#lost = undefined;
  }
}

function isAbout({ failed, owners, aliases, asked }: Exchange, name: string): boolean {
  return (
    failed === name ||
    asked === name ||
    owners.includes(name) ||
    aliases.some(({ to, from }) => to === name || from === name)
  );
}

function outcomeOf(status: string): Pick<Exchange, "outcome"> {
  if (status === "NOERROR") return { outcome: undefined };
  return { outcome: status === "NXDOMAIN" ? "nxdomain" : "silent" };
}
