// open() outside of init code ends the iteration.
// run with --iterations 2
// expect exit 0
// expect console init
export default function () { if (__ITER === 0) open('./open_outside.js'); }
