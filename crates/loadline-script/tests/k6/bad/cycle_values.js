// A value that is used before a cycle has made it.
// expect exit 107
import { late } from './modules/cycle_a.js';

export default function () { late(); }
