// Made from ../src/explorables/payload.schema.json by `npm run types`; not edited by hand.

export type Parameter = NumberParameter | ChoiceParameter | SwitchParameter | PointsParameter;
/**
 * [operation, positions of its inputs, shape, settings]
 *
 * @minItems 3
 * @maxItems 4
 */
export type Node = [string, number[], number[], object?];
export type Mark = Line | Area | Bars | Boxes | Dots | Stems | Rule | Text | Contour | Heatmap | Arrow | Handle;
export type Data = number | Live | string[] | string;
export type Words =
  | string
  | {
      template: (string | Slot)[];
    };
export type Color = string | Live | number | string[];
export type Quantity = number | Live;

/**
 * A figure as it travels from Python to the page: parameters, graph, figures, words.
 */
export interface Payload {
  format: 1;
  name: string;
  slug: string;
  caption: string;
  look: string;
  predict: null | Question;
  parameters: Parameter[];
  states: {
    name: string;
    values: Settings;
  }[];
  nodes: Node[];
  /**
   * @minItems 1
   */
  figures: [
    {
      when: Settings;
      figure: Figure;
    },
    ...{
      when: Settings;
      figure: Figure;
    }[]
  ];
  alt: string;
}
export interface Question {
  question: string;
  /**
   * @minItems 2
   */
  options: [string, string, ...string[]];
  answer: number;
  because: string;
  veil: string[];
  free: string[];
  slips: string[];
  veils: Veil[];
  /**
   * For the build: numbers of the right option, and the places that show them before the guess.
   */
  given_away?: {
    [k: string]: string[];
  };
  /**
   * For the build: why a number of the right option may stand in sight.
   */
  shown?: {
    [k: string]: string;
  };
}
/**
 * What a guess must not see, by position in one figure.
 */
export interface Veil {
  panels: number[];
  titles: number[];
  marks: [number, number][];
  items: number[];
}
/**
 * A slider; `log`: its steps are exponents of 10.
 */
export interface NumberParameter {
  name: string;
  /**
   * The widget's name for it, where a widget has an attribute of its own name.
   */
  trait?: string;
  label: string;
  kind: "number";
  value: number;
  min: number;
  max: number;
  step: number;
  integer: boolean;
  log: boolean;
  unit: string;
  play: null | {
    interval: number;
    loop: boolean;
  };
}
/**
 * One of several names.
 */
export interface ChoiceParameter {
  name: string;
  /**
   * The widget's name for it, where a widget has an attribute of its own name.
   */
  trait?: string;
  label: string;
  kind: "choice";
  value: string;
  options: string[];
}
/**
 * On or off.
 */
export interface SwitchParameter {
  name: string;
  /**
   * The widget's name for it, where a widget has an attribute of its own name.
   */
  trait?: string;
  label: string;
  kind: "switch";
  value: boolean;
}
/**
 * Points that the reader drags, within the domains or the frame.
 */
export interface PointsParameter {
  name: string;
  /**
   * The widget's name for it, where a widget has an attribute of its own name.
   */
  trait?: string;
  label: string;
  kind: "points";
  value: number[][];
  moves: "x" | "y" | "xy";
  xdomain: null | [number, number];
  ydomain: null | [number, number];
}
export interface Settings {
  [k: string]: number | string | boolean | number[][];
}
export interface Figure {
  panels: Panel[];
  items: (Readout | RunningSum | Formula)[];
  columns?: number;
}
export interface Panel {
  marks: Mark[];
  x?: Axis;
  y?: Axis;
  title?: Words;
  height?: number;
  aspect?: number;
}
export interface Line {
  type: "line";
  x: Data;
  y: Data;
  width?: number;
  dash?: boolean | number[];
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
/**
 * The value of a node.
 */
export interface Live {
  $: number;
}
/**
 * A live number in a text.
 */
export interface Slot {
  $: number;
  format: string;
}
export interface Area {
  type: "area";
  x: Data;
  y: Data;
  base?: Data;
  edge?: string;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Bars {
  type: "bars";
  x: Data;
  height: Data;
  width?: Data;
  base?: Data;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Boxes {
  type: "boxes";
  x0: Data;
  x1: Data;
  y0: Data;
  y1: Data;
  edge?: string;
  edge_width?: number;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Dots {
  type: "dots";
  x: Data;
  y: Data;
  size?: Data;
  symbol?: string;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Stems {
  type: "stems";
  x: Data;
  y: Data;
  base?: Data;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Rule {
  type: "rule";
  x?: Data;
  y?: Data;
  dash?: boolean | number[];
  width?: number;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Text {
  type: "text";
  x: Data;
  y: Data;
  string: Words | Words[];
  anchor?: "start" | "middle" | "end";
  dx?: number;
  dy?: number;
  size?: number;
  frame?: boolean;
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Contour {
  type: "contour";
  x: Data;
  y: Data;
  z: Data;
  levels?: Quantity | number[];
  fill?: boolean;
  palette?: string[];
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Heatmap {
  type: "heatmap";
  x: Data;
  y: Data;
  z: Data;
  scheme?: string;
  symmetric?: boolean;
  domain?: Live | [number, number];
  palette?: string[];
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Arrow {
  type: "arrow";
  x0: Data;
  y0: Data;
  x1: Data;
  y1: Data;
  head?: boolean;
  width?: number;
  dash?: boolean | number[];
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Handle {
  type: "handle";
  x: Data;
  y: Data;
  moves: string | (string | null)[];
  label?: Words;
  color?: Color;
  opacity?: Data;
  link?: string;
}
export interface Axis {
  label?: Words;
  domain?: Live | [number, number];
  ticks?: Quantity | number[];
  format?: string;
  scale?: "linear" | "log";
}
export interface Readout {
  type: "readout";
  label: Words;
  value: Quantity;
  unit?: string;
  format?: string;
  note?: Words;
}
export interface RunningSum {
  type: "running_sum";
  label: Words;
  terms: Live;
  format?: string;
  total_format?: string;
  link?: string;
}
export interface Formula {
  type: "formula";
  tex: string;
  html?: string;
  slots?: Slot[];
}
