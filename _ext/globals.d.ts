/** What the book's scripts find in the page. */
declare var bookColours: { mode: "auto" | "light" | "dark" };
/** Runs a script of the folder `_static` that is read only when it is asked for. */
declare var bookLoad: (name: string) => Promise<void>;
/** Pages with their sections: [anchor, title, text]. */
declare var bookText: [string, [string, string, string][]][];
declare var bookPlaces: {
  html(name: string, attributes?: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
  save(name: string, text: string, type?: string): void;
};

/** What became of the reader's answers to one question, with slips by their words. */
interface BookAnswer { status: string; tries: number; slips: Record<string, number>; page: string; time: number; given?: unknown; source?: string }
/** A guess at a figure: the option (−1: skipped), and whether the answer is shown. */
interface BookGuess { choice: number; option?: string; shown: boolean; right?: boolean; page: string; time: number }
/** When a card comes again; the rest is FSRS's. */
interface BookCard { due: string | Date; begun: number; time: number; [more: string]: unknown }
interface BookPage { title: string; sections: Record<string, number>; seen: number }
/** The last result of a test, and the best. */
interface BookExam { times: number; best: number; score: number; of: number; topics: Record<string, number[]>; time: number }
/** What a browser remembers of the reader (memory.js). */
interface BookRecord {
  format: string;
  version: number;
  edition: string;
  last: { page: string; title: string; section: string; words: string; time: number } | null;
  pages: Record<string, BookPage>;
  guesses: Record<string, BookGuess>;
  quizzes: Record<string, BookAnswer>;
  code: Record<string, BookAnswer>;
  figures: Record<string, { values: Record<string, unknown>; page: string; time: number }>;
  cards: Record<string, BookCard>;
  exams: Record<string, BookExam>;
}
declare var bookMemory: {
  read(): BookRecord;
  update(change: (record: BookRecord) => void): void;
  merged(mine: unknown, theirs: unknown): BookRecord;
  forget(): void;
  readonly trouble: string;
};

/** The questions of a chapter. */
interface BookChapter {
  page: string;
  title: string;
  quizzes: string[];
  code: string[];
  guesses: Record<string, BookQuestion>;
}
interface BookQuestion { question: string; options: string[]; answer: number }
/** What a student hands in (packet.js): answers without what was written. */
interface BookPacket {
  format: string;
  version: number;
  who: string;
  edition: string;
  time: number;
  guesses: Record<string, number>;
  quizzes: Record<string, Pick<BookAnswer, "status" | "tries" | "slips">>;
  code: Record<string, Pick<BookAnswer, "status" | "tries" | "slips">>;
  sum: string;
}
declare var bookQuestions: BookChapter[] | undefined;
declare var bookPacket: {
  make(record: BookRecord, who: string, page: string): BookPacket;
  encode(packet: BookPacket): Promise<string>;
  parse(text: string): Promise<{ packet?: BookPacket; fault: string }>;
  chapters: BookChapter[];
};
/** Chapters with what a reader can do in them. */
declare var bookMap: { page: string; title: string; sections: number; quizzes: number; code: number; figures: number }[] | undefined;
declare var bookNumbers: {
  parse(text: string, unit: string): { numbers: number[]; places: number; foreign?: string };
  units(number: number, digits: number): number;
};
declare var bookQuiz: { wake(form: Element): void };

/** Cards of the book, what each asks and answers, and FSRS (fsrs.js). */
declare var bookCards: Record<string, { chapter: string; ids: string[] }> | undefined;
declare var bookCardSides: Record<string, Record<string, { name: string; front: string; back: string }>> | undefined;
declare var bookFsrs: {
  Rating: Record<"Again" | "Hard" | "Good" | "Easy", number>;
  createEmptyCard(): { due: Date };
  fsrs(options: Record<string, boolean>): {
    next(card: object, now: Date, grade: number): { card: { due: Date } };
    repeat(card: object, now: Date): Record<number, { card: { due: Date } }>;
  };
};

/** A question of the tests: its words, and numbers drawn with their answer and what slips would give. */
interface BookDrawn {
  name: string;
  page: string;
  topic: string;
  section: string;
  heading: string;
  digits: number;
  unit: string;
  html: string;
  names: string[];
  slips: string[];
  variants: [number[], number, number[]][];
}
declare var bookExam: { parts: { title: string; pages: string[] }[]; questions: BookDrawn[] };

/** A picture of bits that a camera reads (qrcode.js). */
declare var bookQrcode: (version: number, level: string) => { addData(text: string): void; make(): void; createDataURL(size: number, margin: number): string };
