// An import of a file that is not there.
// expect exit 107
// expect console not_there.js
import { a } from './not_there.js';

export default function () { a(); }
