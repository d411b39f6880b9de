/*! ts-fsrs - MIT License (c) 2026 Open Spaced Repetition; its text: _ext/review/vendor/LICENSE-ts-fsrs */
import { createEmptyCard, fsrs, Rating } from "ts-fsrs";

globalThis.bookFsrs = { createEmptyCard, fsrs, Rating };
