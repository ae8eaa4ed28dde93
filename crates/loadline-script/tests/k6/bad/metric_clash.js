// A metric of the tool with another kind.
// expect exit 107
// expect console http_reqs
import { Trend } from 'k6/metrics';
const t = new Trend('http_reqs');
export default function () { t.add(1); }
