// What we use of MicroPython's loader, whose package has no types.

/** A Python module seen from JavaScript: its functions by name; ours give texts. */
interface PythonModule {
  [name: string]: (...given: unknown[]) => string;
}

export interface MicroPython {
  FS: { mkdir(path: string): void; writeFile(path: string, text: string | Uint8Array): void };
  registerJsModule(name: string, module: Record<string, unknown>): void;
  runPython(source: string): unknown;
  pyimport(name: string): PythonModule;
}

export function loadMicroPython(options: {
  wasmBinary: Uint8Array;
  url: string;
  heapsize: number;
  pystack: number;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  linebuffer: boolean;
}): Promise<MicroPython>;
