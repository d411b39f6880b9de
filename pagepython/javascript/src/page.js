import { translate, emptyFunctions } from "./translate.js";
globalThis.pagePython = { translate, emptyFunctions };
