// An import of a name that the module does not have.
// expect exit 107
import { nothing } from '../language/modules/first.js';

export default function () { nothing(); }
