/** Parts of @stdlib that have no types of their own. */
export default function f(...x: number[]): number;
