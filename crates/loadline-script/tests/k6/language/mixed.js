// require inside of a module, of files of both kinds.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';

const common = require('./modules/common.js');
const module_ = require('./modules/first.js');

export default function () {
  check(null, { 'a common one': () => common.add(1, 1) === 2, 'a module': () => module_.name === 'one', 'its default': () => module_.default() === 'first' });
}
