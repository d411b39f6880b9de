/** What the book's scripts find in the page. */
declare var bookColours: { mode: "auto" | "light" | "dark" };
/** Runs a script of the folder `_static` that is read only when it is asked for. */
declare var bookLoad: (name: string) => Promise<void>;
/** Pages with their sections: [anchor, title, text]. */
declare var bookText: [string, [string, string, string][]][];
declare var bookPlaces: {
  html(name: string, attributes?: Record<string, any>, ...children: (Node | string)[]): HTMLElement;
  save(name: string, text: string, type?: string): void;
};
