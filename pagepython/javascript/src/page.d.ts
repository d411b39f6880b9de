// What the page's parts of Python say to each other: sections of the book, and `globalThis.pagePython`.

import type { Verdict } from "./checking.js";
import type { Engine, Python } from "./client.js";
import type { createPad, element, Ran } from "./pad.js";

/** What a section's JSON says of it. */
export interface Given {
  kind: "exercise" | "setting" | "cell" | "pad" | "lab";
  id?: string;
  label?: string;
  starter?: string;
  imports?: [string, string][];
  needs?: string[];
  lead?: string;
  answer?: string;
  figure?: string;
  x?: number[];
  y?: number[];
  note?: string;
  close?: () => void;
}

/** An exercise or a cell, once Python may come. */
export interface Face {
  check(source?: string): Promise<Verdict>;
  run(source: string, onOutput?: (text: string) => void): Promise<Ran>;
  /** Puts back what the reader checked last. */
  restore?(kept: Kept): void;
}

/** An answer that was checked before, as the book remembers it. */
export interface Kept {
  status: string;
  source?: string;
}

/** A section of the page that Python belongs to. */
export interface Section extends HTMLElement {
  exercise: Face;
  kept?: Kept;
  pad?: ReturnType<typeof createPad>;
}

/** `globalThis.pagePython`: `base` (where the scripts are) and `load` from the start, `python` once engine.js has come, the rest once page.js has. */
export interface PagePython {
  base: string;
  load(name: string): Promise<void>;
  exercise(section: HTMLElement, given: Given): Face;
  cell(section: HTMLElement, given: Given): Pick<Face, "run">;
  told(section: HTMLElement, verdict: Verdict, source?: string): Promise<void>;
  open(section: HTMLElement, given: Given): unknown;
  lab(section: HTMLElement, given: Given): unknown;
  element: typeof element;
  createPad: typeof createPad;
  run(source: string, key: string, before: string, onOutput?: (text: string) => void): Promise<Ran>;
  python(): Python;
  engine(given: Engine): void;
}
