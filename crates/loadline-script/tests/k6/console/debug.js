// With --verbose debug lines are written, too.
// run with --verbose
// expect exit 0
// expect console a debug
export default function () { console.debug('a debug'); }
