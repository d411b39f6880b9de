import { about, translate } from "./translate.js";
import { gradeWith } from "./checking.js";
globalThis.pagePython = { translate, about, gradeWith };
