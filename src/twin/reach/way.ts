/** How an origin reaches a door, or what stops it. `via` is "" where the door is closed. */
export interface Way {
  readonly isOpen: boolean;
  readonly via: string;
  readonly why: string;
}

export function openWay(via: string, why: string): Way {
  return { isOpen: true, via, why };
}

export function closedWay(why: string): Way {
  return { isOpen: false, via: "", why };
}
