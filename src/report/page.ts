import { plainPalette, type Palette } from "./palette.ts";

export interface TextOptions {
  /** Columns to fill; 100 by default. */
  readonly width?: number;
  readonly palette?: Palette;
  /** Which config decided: a line of its own under the verdict. */
  readonly config?: string;
}

export interface Page {
  readonly width: number;
  readonly palette: Palette;
}

export function pageOf({ width = 100, palette = plainPalette }: TextOptions): Page {
  return { width: Math.max(60, width), palette };
}
