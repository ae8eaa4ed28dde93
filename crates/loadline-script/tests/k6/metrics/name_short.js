// A metric's name has two characters at least.
// expect exit 107
import { Counter } from 'k6/metrics';

const t = new Counter('t');

export default function () { t.add(1); }
